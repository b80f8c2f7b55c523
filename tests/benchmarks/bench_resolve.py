"""Time look-ups and the choice among namesakes alone: `python -m tests.benchmarks.bench_resolve`."""

from __future__ import annotations

import sys
import time

from geo.model import Document, Report
from tests.benchmarks.score_corpora import CORPORA, gold_mentions, read_corpus

__all__ = ["main"]


def main() -> int:
    """Print processor seconds for opening, a first look-up, and documents per second with the spans given."""
    started = time.process_time()
    from geo.places.gazetteer import open_gazetteer

    gazetteer = open_gazetteer()
    opened = time.process_time()
    gazetteer.lookup("Springfield")
    print(f"import and open {opened - started:.3f} s, first look-up {time.process_time() - opened:.6f} s")
    if not CORPORA.exists():
        print(f"{CORPORA} is not there: no corpus to time")
        return 0
    from geo.places.resolve import resolve_mentions

    documents = [(Document(Report(row["text"]), ()), gold_mentions(row)) for row in read_corpus("lgl")]
    for title in ("first run", "warm"):
        started = time.process_time()
        for document, mentions in documents:
            resolve_mentions(document, mentions, gazetteer)
        print(f"{title}: {len(documents) / (time.process_time() - started):.0f} documents a second and core (LGL)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
