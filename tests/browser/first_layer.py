"""Do what the README says for a first layer, and take its picture: `python -m tests.browser.first_layer PICTURE`."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def steps() -> tuple[Path, list[str]]:
    """Return the report that the README has watched, and the commands it gives for the second terminal."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.split("## Your first layer in one minute")[1].split("\n## ")[0]
    blocks = re.findall(r"```\n(.*?)```", section, re.DOTALL)
    watched = [ROOT / block.split()[2] for block in blocks if block.startswith("sitmap watch ")]
    return watched[0], [block for block in blocks if not block.startswith("sitmap ")]


def follow(folder: Path) -> Path:
    """Type the commands in a folder that has but its `layers/`, and return the report to watch."""
    report, commands = steps()
    (folder / "layers").mkdir()
    for command in commands:
        subprocess.run(["sh", "-ec", command], cwd=folder, check=True)
    return report


def take(target: Path) -> None:
    """Write the picture: the page with the new layer, its list open and one of its marks."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    from geo.build import build_page
    from tests.browser.gallery import _save
    from tests.conftest import CHROMIUM_FLAGS

    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        built = build_page([follow(folder)], folder / "layers", folder)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS)
        page = browser.new_page(viewport={"width": 1200, "height": 750}, color_scheme="light")
        page.goto(built.page.resolve().as_uri())
        page.wait_for_function("window.sitmapReady")
        page.get_by_role("tab", name="Layers").click()
        page.locator("path.brought[aria-label^='Jo']").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_timeout(900)
        _save(Image.open(io.BytesIO(page.screenshot())).convert("RGB"), target)
        browser.close()


if __name__ == "__main__":
    take(Path(sys.argv[1]))
