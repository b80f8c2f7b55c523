"""The page in headless Chromium beside a plain folium map with the same shapes: opening and panning."""

from __future__ import annotations

import json
import shutil
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks.process import Row, sample_report
from tests.conftest import CHROMIUM_FLAGS

RUNS = 5

# Interactive: the map's container is there, and the main thread answers within one frame.
_READY = """() => new Promise(done => {
  const tick = () => document.querySelector('.leaflet-container') && document.readyState === 'complete'
    ? requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())))
    : setTimeout(tick, 5);
  tick();
})"""

_FRAMES = """async () => {
  const box = document.querySelector('.leaflet-container').getBoundingClientRect();
  const target = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const at = (type, x) => target.dispatchEvent(new MouseEvent(type, {bubbles: true, cancelable: true, button: 0,
    buttons: 1, clientX: x, clientY: box.y + box.height / 2, view: window}));
  const x0 = box.x + box.width / 2;
  at('mousedown', x0);
  const times = [];
  for (let i = 1; i <= 60; i++) {
    at('mousemove', x0 + 200 * Math.sin(i / 10));
    times.push(await new Promise(requestAnimationFrame));
  }
  at('mouseup', x0);
  const gaps = times.slice(1).map((t, i) => t - times[i]).sort((a, b) => a - b);
  return 1000 / gaps[Math.floor(gaps.length / 2)];
}"""


def _plain_folium(layers: list[Path], path: Path) -> None:
    """Write the same shapes as a plain folium map with Leaflet inline, so that neither page waits for a network."""
    import folium

    from geo._build.npm import package_file

    plain = folium.Map(location=[15, -70], zoom_start=4, tiles=None)
    for layer in layers:
        collection = json.loads(layer.read_text(encoding="utf-8"))
        shapes = [f for f in collection["features"] if f["geometry"]]
        if shapes:
            folium.GeoJson({"type": "FeatureCollection", "features": shapes}).add_to(plain)
    root = plain.get_root()
    html = root.render()
    script = package_file("leaflet/dist/leaflet.js").read_text(encoding="utf-8")
    kept = [line for line in html.splitlines() if "https://" not in line or "<script>" in line]
    path.write_text("\n".join(kept).replace("<head>", f"<head><script>{script}</script>", 1), encoding="utf-8")


def _measure(browser: Any, page: Path) -> tuple[float, float]:
    opened, frames = [], []
    for _ in range(RUNS):
        tab = browser.new_page(viewport={"width": 1440, "height": 900})
        tab.goto(page.as_uri())
        opened.append(tab.evaluate(_READY))
        frames.append(tab.evaluate(_FRAMES))
        tab.close()
    return statistics.median(opened), statistics.median(frames)


def rows() -> Iterator[Row]:
    """Yield time to interactive and frames a second while panning."""
    from playwright.sync_api import sync_playwright

    from geo.build import build_page

    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        yield "the page in Chromium", "no browser", "", "", "install chromium"
        return
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        base = Path(folder)
        built = build_page([sample_report()], base / "layers", base / "out")
        _plain_folium(sorted((base / "layers").rglob("*.geojson")), base / "plain.html")
        browser = play.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        ours, plain = _measure(browser, built.page), _measure(browser, base / "plain.html")
        browser.close()
        plain_size = (base / "plain.html").stat().st_size
    yield ("page size, beside plain folium", f"{built.size / 1e6:.2f} MB", f"{plain_size / 1e6:.2f} MB",
           f"{built.size / plain_size:.2f}", "at most 1.5 MB")  # fmt: skip
    yield ("open to interactive, beside plain folium", f"{ours[0]:.0f} ms", f"{plain[0]:.0f} ms",
           f"{ours[0] / plain[0]:.2f}", "at most 1000 ms")  # fmt: skip
    yield ("frames a second while panning, beside plain folium", f"{ours[1]:.0f}", f"{plain[1]:.0f}",
           f"{ours[1] / plain[1]:.2f}", "60")  # fmt: skip
