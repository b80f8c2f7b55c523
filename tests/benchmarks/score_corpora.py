"""Score reading against annotated corpora: `python -m tests.benchmarks.score_corpora [--spans] [CORPUS ...]`.

Two runs per corpus: the places chosen when the spans are given, and the whole road from text to places. Needs the
corpora and their scorer in `../shared/corpora` beside the repository; says so and ends where they are absent.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from geo.model import Document, Mention, Named, Report, Role, Span
from geo.records import mention_record

__all__ = ["CORPORA", "given_spans", "main", "read_corpus", "whole_road"]

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora"
NAMES = ("lgl", "geovirus", "tudloc")


def read_corpus(name: str) -> Iterator[dict[str, Any]]:
    """Yield the annotated documents of a corpus."""
    with (CORPORA / f"{name}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def given_spans(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return predictions for exactly the annotated spans: what the choice among namesakes does alone."""
    from geo.places.gazetteer import open_gazetteer
    from geo.places.resolve import resolve_mentions

    mentions = gold_mentions(document)
    report = Document(Report(document["text"], title=document["title"]), ())
    return [
        mention_record(mention, resolution)
        for mention, resolution in zip(mentions, resolve_mentions(report, mentions, open_gazetteer()), strict=True)
    ]


def gold_mentions(document: dict[str, Any]) -> list[Mention]:
    """Return the annotated toponyms as mentions of bare names."""
    return [
        Mention(Span(t["start"], t["end"]), t["text"], Role.LITERAL, Named(t["text"], t["start"], t["end"]))
        for t in document["toponyms"]
    ]


def whole_road(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what the reader finds in the text by itself."""
    from geo.pipeline import find_situation

    situation = find_situation(Report(document["text"]), draw_points=False)
    return [
        mention_record(mention, resolution)
        for mention, resolution in zip(situation.mentions, situation.resolutions, strict=True)
    ]


def score(name: str, predict: Callable[[dict[str, Any]], list[dict[str, Any]]]) -> tuple[dict[str, Any], float]:
    """Return the scorer's figures for one corpus and documents per second."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as out:
        count, spent = 0, 0.0
        for document in read_corpus(name):
            started = time.perf_counter()
            mentions = predict(document)
            spent += time.perf_counter() - started
            count += 1
            out.write(json.dumps({"id": document["id"], "mentions": mentions}) + "\n")
        out.flush()
        command = [
            sys.executable, str(CORPORA / "score.py"), "--gold", str(CORPORA / f"{name}.jsonl"),
            "--system", out.name, "--json",
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout), count / spent


def main(arguments: list[str] | None = None) -> int:
    """Print the figures of both runs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="*", default=list(NAMES))
    parser.add_argument("--spans", action="store_true", help="only the run with the spans given")
    parser.add_argument("--road", action="store_true", help="only the whole road")
    options = parser.parse_args(arguments)
    if not CORPORA.exists():
        print(f"{CORPORA} is not there: nothing to score against")
        return 0
    runs: list[tuple[str, Callable[[dict[str, Any]], list[dict[str, Any]]]]] = []
    if not options.road:
        runs.append(("spans given", given_spans))
    if not options.spans:
        runs.append(("whole road", whole_road))
    for title, predict in runs:
        for name in options.corpora:
            figures, speed = score(name, predict)
            print(title, name, f"{speed:.0f} documents/s", json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
