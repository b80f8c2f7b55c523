"""From a changed layer file to the change in the open page, in headless Chromium, beside a reload of that page."""

from __future__ import annotations

import json
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks.process import Row, sample_report
from tests.conftest import CHROMIUM_FLAGS

RUNS = 9
LAYERS = 50
_THERE = "words => Boolean(document.querySelector(`path.brought[aria-label^='${words}']`))"
_READY = "() => Boolean(window.sitmapReady)"


def _write(path: Path, title: str, lon: float) -> None:
    point = {"type": "Point", "coordinates": [lon, 12]}
    path.write_text(json.dumps({"type": "Feature", "properties": {"title": title}, "geometry": point}))


def _seconds(page: Any, layers: Path) -> tuple[list[float], list[float]]:
    """Return how long changes took to be seen, and reloads of the same page, turn by turn."""
    shown, reloaded = [], []
    for number in range(RUNS + 1):
        started = time.perf_counter()
        _write(layers / "changing.geojson", f"Change {number}", -66)
        page.wait_for_function(_THERE, arg=f"Change {number}", polling=5)
        shown.append(time.perf_counter() - started)
        page.wait_for_timeout(700)  # the whole page is made after that
        started = time.perf_counter()
        page.reload(wait_until="commit")
        page.wait_for_function(_READY, polling=5)
        reloaded.append(time.perf_counter() - started)
        page.wait_for_timeout(300)
    return shown[1:], reloaded[1:]


def rows() -> Iterator[Row]:
    """Yield the time from a change to the page that shows it."""
    from playwright.sync_api import sync_playwright

    from geo.live import live

    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        yield "a changed layer in the open page", "no browser", "", "", "install chromium"
        return
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        layers = Path(folder) / "layers"
        layers.mkdir()
        for number in range(LAYERS):
            _write(layers / f"layer{number}.geojson", f"Layer {number}", -70 + number / 10)
        urls: list[str] = []
        there, stop = threading.Event(), threading.Event()

        def ready(url: str) -> None:
            urls.append(url)
            there.set()

        arguments = ([sample_report()], layers, Path(folder) / "map.html")
        served = threading.Thread(target=live, args=arguments, kwargs={"ready": ready, "stop": stop}, daemon=True)
        served.start()
        there.wait(120)
        browser = play.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(urls[0])
        page.wait_for_function(_READY)
        shown, reloaded = _seconds(page, layers)
        browser.close()
        stop.set()
        served.join(timeout=20)
    ours, other = statistics.median(shown), statistics.median(reloaded)
    ratio = statistics.median(a / b for a, b in zip(shown, reloaded, strict=True))
    yield (f"a layer of {LAYERS} changes: shown, beside a reload", f"{1000 * ours:.0f} ms", f"{1000 * other:.0f} ms",
           f"{ratio:.2f}", "at most 500 ms")  # fmt: skip
