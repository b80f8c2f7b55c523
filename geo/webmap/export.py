"""The map as a picture for print: SVG, PDF or PNG of a given size, drawn by the page in an installed Chromium."""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import PageError
from geo.webmap.page import write_page

if TYPE_CHECKING:
    import folium

__all__ = ["FORMATS", "export_map", "find_browser"]

FORMATS = (".svg", ".pdf", ".png")

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
)  # fmt: skip
_SECONDS = 60


def find_browser() -> str:
    """Return the path of an installed Chromium or Chrome. Raises PageError that says what to install."""
    for name in _NAMES:
        if found := shutil.which(name):
            return found
    raise PageError(
        "a picture of the map is drawn by Chromium or Chrome, and none is installed. Install one (Debian: "
        "`apt install chromium`), or open the page and use its button Download SVG."
    )


def export_map(
    map: folium.Map, path: str | Path, *, width: int = 1600, height: int = 1000, look: str = "light", scale: float = 2.0
) -> Path:
    """Write the map as `.svg`, `.pdf` or `.png` by the ending of `path`, and return the path.

    `width` and `height` are CSS pixels (96 an inch); a PNG has `scale` times as many. `look` is light or dark.
    Raises PageError for another ending, a size out of reason, or where no browser is installed or it fails.
    """
    target = Path(path)
    if target.suffix.lower() not in FORMATS:
        raise PageError(f"{target}: a map is exported as .svg, .pdf or .png. Give the file one of these endings.")
    if not (200 <= width <= 10_000 and 200 <= height <= 10_000 and 0 < scale <= 8):
        raise PageError(f"{target}: the size {width} x {height} is out of reason. Give 200 to 10000 pixels a side.")
    browser = find_browser()
    with tempfile.TemporaryDirectory(prefix="sitmap-") as folder:
        page = Path(folder) / "map.html"
        write_page(map, page)
        svg = _picture(browser, page, folder, f"{width}x{height},{look}")
        made = Path(folder) / f"made{target.suffix.lower()}"
        if made.suffix == ".svg":
            made.write_text(svg, encoding="utf-8")
        else:
            _print(browser, svg, made, folder, width, height, scale)
        _put(made, target)
    return target


def _picture(browser: str, page: Path, folder: str, size: str) -> str:
    html = _run(browser, folder, "--dump-dom", f"{page.as_uri()}#export={size}").decode(errors="replace")
    found = re.search(r'id="sitmap-export">([A-Za-z0-9+/=]+)<', html)
    if not found:
        raise PageError("the browser drew no picture of the map. Try a newer Chromium.")
    return base64.b64decode(found[1]).decode()


def _print(browser: str, svg: str, made: Path, folder: str, width: int, height: int, scale: float) -> None:
    sheet = Path(folder) / "sheet.html"
    sheet.write_text(
        f"<!DOCTYPE html><meta charset='utf-8'><style>@page{{size:{width}px {height}px;margin:0}}"
        f"html,body{{margin:0}}svg{{display:block}}</style>{svg}",
        encoding="utf-8",
    )
    if made.suffix == ".pdf":
        _run(browser, folder, f"--print-to-pdf={made}", "--no-pdf-header-footer", sheet.as_uri())
    else:
        _run(
            browser, folder, f"--screenshot={made}", f"--window-size={width},{height}",
            f"--force-device-scale-factor={scale}", sheet.as_uri(),
        )  # fmt: skip
    if not made.exists() or not made.stat().st_size:
        raise PageError(f"the browser wrote no {made.suffix[1:].upper()}. Try a newer Chromium, or export SVG.")


def _run(browser: str, folder: str, *arguments: str) -> bytes:
    """Run the browser with a profile of its own, so that it minds no window the user has open."""
    command = [browser, *_FLAGS, f"--user-data-dir={folder}/profile", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PageError(f"{browser} did not answer: {error}. Close other windows of it and try again.") from error
    if done.returncode:
        raise PageError(f"{browser} failed: {done.stderr.decode(errors='replace').strip()[-300:]}")
    return done.stdout


def _put(made: Path, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.part")
        shutil.copyfile(made, part)
        os.replace(part, target)
    except OSError as error:
        raise PageError(f"{target}: the picture cannot be written: {error.strerror or error}.") from error
