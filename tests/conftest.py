"""Shared by all tests: the shared material where present, the command as a user runs it, a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

CHROMIUM_FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of development material; a test that needs it is skipped, and says so, where it is absent."""
    if not SHARED.exists():
        pytest.skip("needs ../shared, the development material, which is not here")
    return SHARED


@pytest.fixture
def sitmap(tmp_path):
    """Return a function that runs the command in an empty folder as a user would."""

    def run(
        *arguments: str | Path, stdin: str | None = None, folder: Path = tmp_path
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "geo.cli", *map(str, arguments)],
            cwd=folder,
            input=stdin,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    return run


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of a Chromium. In CI a missing one is a failure, elsewhere a skip that says what to install."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    message = "browser tests need Chromium (Debian: apt install chromium)"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def browser(chromium):
    """Return one Chromium for all tests of a process: a second driver in the same process is refused."""
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=chromium, args=[flag for flag in CHROMIUM_FLAGS if "headless" not in flag]
        )
        yield started
        started.close()


def wait_until(page, condition: str, seconds: float = 30.0) -> None:
    """Wait until a JavaScript expression is true. The page's policy forbids what playwright polls with."""
    end = time.monotonic() + seconds
    while not page.evaluate(condition):
        assert time.monotonic() < end, f"never came true: {condition}"
        page.wait_for_timeout(20)
