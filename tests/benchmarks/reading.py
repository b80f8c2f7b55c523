"""Reading whole archives: documents a second and core on LGL, beside flashgeotext and geotext where installed."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

from tests.benchmarks.process import Row

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "lgl.jsonl"


def _rate(read: Callable[[str], object], texts: list[str]) -> float:
    """Return documents a second of one process, best of three, after a warm-up."""
    for text in texts[:20]:
        read(text)
    best = float("inf")
    for _ in range(3):
        started = time.perf_counter()
        for text in texts:
            read(text)
        best = min(best, time.perf_counter() - started)
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


def rows() -> Iterator[Row]:
    """Yield documents a second and core beside each peer that is installed."""
    if not CORPUS.exists():
        yield "reading LGL", "no corpus", "", "", "needs ../shared/corpora"
        return
    texts = [json.loads(line)["text"] for line in CORPUS.read_text(encoding="utf-8").split("\n") if line]
    ours = _rate(_ours(), texts)
    yield "sitmap read --jsonl on LGL, documents a second and core", f"{ours:.0f}", "", "", "at least 300"
    for name, read in _peers():
        peer = _rate(read, texts)
        yield f"  beside {name}", f"{ours:.0f}", f"{peer:.0f}", f"{ours / peer:.2f}", ""
