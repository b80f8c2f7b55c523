"""Take the README's pictures: `python -m tests.browser.gallery docs/pictures output/*.html`, at most 150 kB each."""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.conftest import CHROMIUM_FLAGS

VIEWS = {
    "light-1440": (1440, 900, "light"),
    "dark-1440": (1440, 900, "dark"),
    "phone": (390, 844, "light"),
    "frame": (600, 400, "light"),
}
NAMES = {"us-venezuela": "caribbean"}
"""Pages whose pictures are named by where they are, not by the first word of the file."""


MOST_BYTES = 150_000
LIGHT_ONLY = ("earthquake", "floods")
"""Ten pictures tell enough."""
FRAMED = "caribbean"
"""The page shown in a frame of an article, a claim stepped to."""


def _save(picture: Image.Image, path: Path) -> None:
    for colours in (256, 192, 128, 96, 64, 48, 32):
        # An octree keeps colours that stand in few pixels: two themes must not get one dot.
        picture.quantize(colours, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size <= MOST_BYTES:
            return


def take(folder: Path, pages: list[Path]) -> None:
    """Write `<page>-<view>.png` for every page and view, few colours so that the files stay small."""
    folder.mkdir(parents=True, exist_ok=True)
    flags = [flag for flag in CHROMIUM_FLAGS if "headless" not in flag]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        for name, (width, height, scheme) in VIEWS.items():
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
            for path in pages:
                page = context.new_page()
                page.goto(path.resolve().as_uri())
                page.wait_for_function("window.sitmapReady")
                if name == "frame":
                    page.get_by_role("button", name="Previous claim").click()
                    page.wait_for_timeout(1200)
                page.wait_for_timeout(400)
                picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
                stem = next((new for old, new in NAMES.items() if path.stem.startswith(old)), path.stem.split("-")[0])
                if (name == "dark-1440" and stem in LIGHT_ONLY) or (name == "frame" and stem != FRAMED):
                    continue
                _save(picture, folder / f"{stem}-{name}.png")
                page.close()
        browser.close()


if __name__ == "__main__":
    take(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
