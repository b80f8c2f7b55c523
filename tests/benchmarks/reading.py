"""Reading archives: documents a second and core on LGL, and whether a very long report costs more than its length.

Times are those of the core itself, so that a busy machine tells the same.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

from tests.benchmarks.process import Row

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "lgl.jsonl"


def _rate(read: Callable[[str], object], texts: list[str]) -> float:
    """Return documents a second of one core, best of three, after a warm-up."""
    for text in texts[:20]:
        read(text)
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        for text in texts:
            read(text)
        best = min(best, time.process_time() - started)
    return len(texts) / best


def _ours() -> Callable[[str], object]:
    from geo.corpus import read_line

    return lambda text: read_line(1, json.dumps({"id": "x", "text": text}))


def _peers() -> Iterator[tuple[str, Callable[[str], object]]]:
    if find_spec("flashgeotext"):
        from flashgeotext.geotext import GeoText, GeoTextConfiguration

        parser = GeoText(GeoTextConfiguration(use_demo_data=True))
        yield "flashgeotext", parser.extract
    if find_spec("geotext"):
        from geotext import GeoText as Simple

        yield "geotext", Simple


SHORT, LONG = 20_000, 400_000
"""Characters of a long and of a very long report."""


def _per_character(read: Callable[[str], object], text: str, size: int) -> float:
    """Return microseconds of CPU a character of reports of that size, over as many characters as the longest has."""
    parts = [text[begin : begin + size] for begin in range(0, LONG, size)]
    started = time.process_time()
    for part in parts:
        read(part)
    return (time.process_time() - started) / LONG * 1e6


def _linearity(texts: list[str]) -> Row:
    """Return what a character costs in a report of 400 kB beside one of 20 kB: 1 where twice the text takes twice."""
    read, text = _ours(), "\n\n".join(texts)[:LONG]
    _per_character(read, text, SHORT)  # fills the caches of both
    pairs = [(_per_character(read, text, LONG), _per_character(read, text, SHORT)) for _ in range(3)]
    long, short = (min(times) for times in zip(*pairs, strict=True))
    label = "a report of 400 kB, time a character beside one of 20 kB"
    return label, f"{long:.1f} µs", f"{short:.1f} µs", f"{long / short:.2f}", "at most 2"


def rows() -> Iterator[Row]:
    """Yield documents a second and core beside each peer that is installed, and what length costs."""
    if not CORPUS.exists():
        yield "reading LGL", "no corpus", "", "", "needs ../shared/corpora"
        return
    texts = [json.loads(line)["text"] for line in CORPUS.read_text(encoding="utf-8").split("\n") if line]
    ours = _rate(_ours(), texts)
    yield "sitmap read --jsonl on LGL, documents a second and core", f"{ours:.0f}", "", "", "at least 300"
    for name, read in _peers():
        peer = _rate(read, texts)
        yield f"  beside {name}", f"{ours:.0f}", f"{peer:.0f}", f"{ours / peer:.2f}", ""
    yield _linearity(texts)
