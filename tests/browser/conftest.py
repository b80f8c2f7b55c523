"""A Chromium for all browser tests, pages of situations and of the examples, and a watch over what they ask and say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from geo.webmap.page import make_map, write_page
from tests.conftest import wait_until
from tests.webmap import situations

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = {
    "report-caribbean": "us-venezuela-2025-11",
    "report-earthquake": "earthquake-myanmar-2025-03",
    "report-floods": "floods-pakistan-2025-08",
    "report-shipping": "shipping-red-sea-2025-07",
}
"""The pages of the example reports, built by the whole road."""
BROWSER = Path(__file__).resolve().parents[2] / "geo" / "webmap" / "browser"


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in Path(item.fspath).parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def pages(tmp_path_factory) -> Callable[[str], Path]:
    """Return a function that gives the file of a situation's page by the situation's name."""
    folder = tmp_path_factory.mktemp("pages")

    def page(name: str) -> Path:
        target = folder / f"{name}.html"
        if not target.exists():
            if name in EXAMPLES:
                from geo.build import build_page

                build_page([ROOT / "docs" / "reports" / f"{EXAMPLES[name]}.md"], folder / name, target)
                return target
            if name == "brought":
                layers, documents = situations.caribbean()
                layers = [*layers, situations.plain_layer()]
            else:
                layers, documents = getattr(situations, name)()
            write_page(make_map(layers, documents), target)
        return target

    return page


@pytest.fixture
def opened(browser, pages) -> Callable[..., Any]:
    """Return a context manager that opens a situation's page and fails on any request, message or error."""

    @contextmanager
    def open_page(name: str, *, width: int = 1440, height: int = 900, hash: str = "", **options: Any) -> Iterator[Any]:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(8000)
        page = context.new_page()
        troubles: list[str] = []
        page.on("console", lambda message: troubles.append(f"console {message.type}: {message.text}"))
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.on(
            "request",
            lambda request: (
                None if request.url.startswith(("file:", "data:", "blob:")) else troubles.append(request.url)
            ),
        )
        page.goto(pages(name).as_uri() + hash)
        if options.get("java_script_enabled", True):
            wait_until(page, "Boolean(window.sitmapReady)")
        yield page
        context.close()
        assert troubles == []

    return open_page
