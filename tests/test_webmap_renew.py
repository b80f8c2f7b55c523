"""What an open page is told of a change: only what changed, and nothing where it must be loaded anew."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from shapely.geometry import Point

from geo.model import Document, Feature, Layer, Report
from geo.webmap.content import read_content
from geo.webmap.renew import news, shown

REPORT = Document(Report("Nothing happened.", id="r", title="A report"), ())


def layer(name: str, *spots: tuple[float, float], **members: str) -> Layer:
    features = tuple(Feature(Point(spot), {"title": f"{name} {n}"}) for n, spot in enumerate(spots))
    return Layer(id=name, title=name, features=features, **members)


WIDE, HARBOURS = layer("wide", (0, 0), (20, 20)), layer("harbours", (5, 5))
BEFORE = shown(read_content([WIDE, HARBOURS], [REPORT], ""))


def told(*layers: Layer) -> dict[str, object] | None:
    found = news(BEFORE, read_content(layers, [REPORT], ""))
    return json.loads(found[0]) if found else None


def test_only_the_layer_that_changed_is_told_in_full() -> None:
    found = told(WIDE, layer("harbours", (6, 6)))
    assert found is not None
    changed, same = found["layers"]
    assert (changed["id"], same) == ("harbours", "wide")
    assert changed["features"][0]["properties"] == {"title": "harbours 0"}
    assert 'data-layer="harbours"' in found["lists"]


def test_a_layer_that_came_or_went_is_told() -> None:
    assert [one if isinstance(one, str) else one["id"] for one in told(WIDE)["layers"]] == ["wide"]
    assert "harbours" in told(WIDE, HARBOURS, layer("aid", (7, 7)))["layers"]


def test_names_of_layers_and_features_stay_text_in_what_is_told() -> None:
    text = news(BEFORE, read_content([WIDE, layer("</script><b>x", (1, 1))], [REPORT], ""))[0]
    assert "<" not in text
    assert "&lt;/script&gt;&lt;b&gt;x" in json.loads(text)["lists"]


@pytest.mark.parametrize(
    ("layers", "document"),
    [
        ([WIDE, layer("harbours", (50, 5))], REPORT),
        ([WIDE, HARBOURS], Document(Report("Something happened.", id="r", title="A report"), ())),
        ([WIDE, HARBOURS], Document(Report("Nothing happened.", id="r", title="Another title"), ())),
        ([WIDE, HARBOURS, layer("r/not-placed", report="r")], REPORT),
    ],
    ids=["reaches farther", "another text", "another title", "a layer of the report"],
)
def test_what_changes_more_than_brought_layers_is_loaded_anew(layers: list[Layer], document: Document) -> None:
    assert news(BEFORE, read_content(layers, [document], "")) is None


def test_the_next_change_is_told_against_what_the_page_shows_now() -> None:
    moved = layer("harbours", (6, 6))
    _, after = news(BEFORE, read_content([WIDE, moved], [REPORT], ""))
    text, _ = news(after, read_content([replace(WIDE, title="Wider"), moved], [REPORT], ""))
    assert [one if isinstance(one, str) else one["id"] for one in json.loads(text)["layers"]] == ["harbours", "wide"]
