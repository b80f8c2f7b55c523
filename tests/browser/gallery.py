"""Take the README's pictures: `python -m tests.browser.gallery docs/pictures output/*.html`."""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.conftest import CHROMIUM_FLAGS

VIEWS = {"light": (1440, 900, "light"), "dark": (1440, 900, "dark"), "phone": (390, 844, "light")}


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
                page.wait_for_timeout(400)
                picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
                picture.quantize(96).save(folder / f"{path.stem}-{name}.png", optimize=True)
                page.close()
        browser.close()


if __name__ == "__main__":
    take(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
