"""In a real browser: a changed layer reloads the open page, drawing saves a layer, and no string of a layer runs."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from geo.live import live
from tests.layers_naughty import naughty_strings

pytestmark = pytest.mark.browser
INVADERS = "document.querySelectorAll('b[data-naughty], img[src=x], svg[onload], iframe, object').length"
POINT = '{"type":"Feature","properties":{"title":"%s"},"geometry":{"type":"Point","coordinates":[%d,10]}}'


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    page = browser.new_page(viewport={"width": 1100, "height": 700})
    yield page
    page.close()


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], str]]:
    monkeypatch.setenv("SITMAP_CACHE", str(tmp_path / "cache"))
    (tmp_path / "layers").mkdir()
    stop, addresses, there = threading.Event(), [], threading.Event()
    failures: list[BaseException] = []

    def ready(url: str) -> None:
        addresses.append(url)
        there.set()

    def run() -> None:
        try:
            live([], tmp_path / "layers", tmp_path / "map.html", draw=True, ready=ready, stop=stop)
        except BaseException as error:
            failures.append(error)
            there.set()

    thread = threading.Thread(target=run, daemon=True)

    def start() -> str:
        thread.start()
        assert there.wait(60)
        assert not failures, failures
        return addresses[0]

    yield start
    stop.set()
    if thread.is_alive():
        thread.join(timeout=20)


BROUGHT = "document.querySelectorAll('path.brought').length"
SHOWS = "n => document.querySelectorAll('path.brought').length === n"


def test_a_change_is_shown_in_the_open_page_and_a_drawing_becomes_a_layer(
    served: Any, page: Any, tmp_path: Path
) -> None:
    (tmp_path / "layers" / "first.geojson").write_text(POINT % ("One", 10))
    (tmp_path / "layers" / "third.geojson").write_text(POINT % ("Three", 14))
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(served())
    page.wait_for_selector(".sitmap-draw")
    page.evaluate("window.stillHere = true")
    page.get_by_role("tab", name="Layers").click()
    page.get_by_role("checkbox", name="Third").uncheck()
    (tmp_path / "layers" / "second.geojson").write_text(POINT % ("<b>Two</b>", 12))
    page.wait_for_selector("path.brought[aria-label='<b>Two</b>, Second']", timeout=20_000, state="attached")
    assert page.evaluate("window.stillHere"), "it is shown in place, without a reload"
    assert page.evaluate(BROUGHT) == 2
    assert page.get_by_role("checkbox", name="Second").is_checked()
    assert not page.get_by_role("checkbox", name="Third").is_checked()
    assert page.get_by_role("button", name="Download CSV").count() == 1
    (tmp_path / "layers" / "second.geojson").unlink()
    page.wait_for_function(SHOWS, arg=1, timeout=20_000)
    page.get_by_role("checkbox", name="Third").check()
    assert page.evaluate(BROUGHT) == 2

    page.get_by_role("button", name="Area", exact=True).click()
    box = page.locator(".leaflet-container").bounding_box()
    for dx, dy in ((0.3, 0.3), (0.5, 0.3), (0.5, 0.5)):
        page.mouse.click(box["x"] + dx * box["width"], box["y"] + dy * box["height"])
        page.wait_for_timeout(350)
    page.get_by_label("Title or text").fill("Closed <b>area</b>")
    page.get_by_label("Status").select_option("possible")
    page.get_by_label("Layer", exact=True).fill("Field notes")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector("path.brought[aria-label='Closed <b>area</b>, Field notes']", timeout=20_000)
    saved = json.loads((tmp_path / "layers" / "field-notes.geojson").read_text())
    assert saved["features"][0]["geometry"]["type"] == "Polygon"
    assert saved["features"][0]["properties"] == {"title": "Closed <b>area</b>", "status": "possible"}
    assert not complaints


def test_what_lies_farther_away_than_the_page_reaches_reloads_it(served: Any, page: Any, tmp_path: Path) -> None:
    (tmp_path / "layers" / "first.geojson").write_text(POINT % ("One", 10))
    page.goto(served())
    page.wait_for_selector(".sitmap-draw")
    with page.expect_event("load", timeout=20_000):
        (tmp_path / "layers" / "far.geojson").write_text(POINT % ("Far", 100))
    page.wait_for_function(SHOWS, arg=2)


def test_a_feature_of_many_parts_is_named_once_and_its_popup_can_be_read(
    served: Any, page: Any, tmp_path: Path
) -> None:
    islands = [[[[x, 0], [x + 1, 0], [x + 1, 1], [x, 1], [x, 0]]] for x in (0, 3, 6)]
    feature = {"type": "Feature", "properties": {"title": "Isles", "since": "22 August, in the afternoon"}}
    feature["geometry"] = {"type": "MultiPolygon", "coordinates": islands}
    collection = {"type": "FeatureCollection", "style": {"label": "title"}, "features": [feature]}
    (tmp_path / "layers" / "isles.geojson").write_text(json.dumps(collection))
    page.goto(served())
    page.wait_for_selector(".sitmap-draw")
    assert page.locator("path.brought").count() == 3
    assert page.locator(".brought-name").all_inner_texts() == ["Isles"]
    page.locator("path.brought").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".popup-cards dd").first.bounding_box()["width"] > 190


def test_a_file_that_breaks_leaves_the_page_and_says_so_in_the_summary(served: Any, page: Any, tmp_path: Path) -> None:
    (tmp_path / "layers" / "first.geojson").write_text(POINT % ("One", 10))
    page.goto(served())
    page.wait_for_selector(".sitmap-draw")
    page.wait_for_timeout(300)
    (tmp_path / "layers" / "first.geojson").unlink()
    page.wait_for_selector(".sitmap-say", timeout=20_000)
    assert "nothing to map" in page.inner_text(".sitmap-say")
    assert page.locator(".leaflet-container").count() == 1


def test_a_broken_layer_is_told_in_the_open_page_until_it_is_mended(served: Any, page: Any, tmp_path: Path) -> None:
    (tmp_path / "layers" / "first.geojson").write_text(POINT % ("One", 10))
    page.goto(served())
    page.wait_for_selector(".sitmap-draw")
    page.wait_for_timeout(300)
    (tmp_path / "layers" / "second.geojson").write_text('{"type": "FeatureCollection", <b>')
    page.wait_for_selector(".sitmap-say", timeout=20_000)
    assert "second.geojson" in page.inner_text(".sitmap-say")
    (tmp_path / "layers" / "second.geojson").write_text(POINT % ("Two", 11))
    page.wait_for_selector(".sitmap-say", state="detached", timeout=20_000)
    (tmp_path / "layers" / "third.geojson").write_text("<b>")
    page.get_by_role("alert").get_by_role("button", name="Hide").click(timeout=20_000)
    assert page.locator(".sitmap-say").count() == 0


def test_no_string_of_a_layer_runs_or_breaks_the_page(served: Any, page: Any, tmp_path: Path) -> None:
    """Names, properties, titles and file names: shown as text, whatever they hold."""
    strings = naughty_strings()
    features = [
        {
            "type": "Feature",
            "properties": {
                "title": text,
                "description": text,
                text: text,
                "place": text,
                "status": text,
                "stroke": text,
            },
            "geometry": {"type": "Point", "coordinates": [-170 + 340 * number / len(strings), (number * 7) % 120 - 60]},
        }
        for number, text in enumerate(strings)
    ]
    for part in range(0, len(features), 500):
        layer = {"type": "FeatureCollection", "features": features[part : part + 500]}
        layer |= dict.fromkeys(("title", "source", "license", "group", "date", "description"), strings[part // 3 + 70])
        (tmp_path / "layers" / f"naughty{part}.geojson").write_text(json.dumps(layer))
    for number, text in enumerate(strings[:60]):
        name = "".join(c for c in text if c not in "/\x00" and ord(c) < 0xD800)[:40].strip(". ~")
        if name:
            (tmp_path / "layers" / f"{name}{number}.geojson").write_text(POINT % ("x", number % 80))
    happened: list[str] = []
    page.on("dialog", lambda dialog: (happened.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("pageerror", lambda error: happened.append(str(error)))
    page.on("request", lambda request: happened.append(request.url) if "127.0.0.1" not in request.url else None)
    page.goto(served())
    page.wait_for_selector(".sitmap-draw", timeout=30_000)
    page.wait_for_timeout(500)
    # The same for what comes while the page is open and is put into it in place.
    name = "<img src=x onerror=pwned=1>{{7*7}}<script>pwned=1<%2fscript>"
    (tmp_path / "layers" / f"{name}.geojson").write_text(POINT % (name, 3))
    page.wait_for_selector("[data-layer*='{{7*7}}']", state="attached", timeout=30_000)
    assert page.evaluate("window.pwned") is None
    assert page.evaluate(INVADERS) == 0
    assert [one for one in happened if not one.startswith(("data:", "blob:"))] == []
