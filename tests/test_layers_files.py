"""A file goes in, this comes out: every file of `tests/layers/` beside what must be read from it.

A new case is two files: `NAME.csv` and `NAME.csv.expect.json`. To write the second one, run the test with
`SITMAP_EXPECT=write`, and read what it wrote before you believe it.
"""

from __future__ import annotations

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import Point

from geo.layers.formats import COMPANIONS, QUIET
from geo.layers.geojson import collection_member
from geo.layers.read import ReadFile, read_file
from geo.model import Layer, LonLat, Precision, Problem, Shape

FOLDER = Path(__file__).parent / "layers"
PLACES = {"southern Lebanon": (35.4, 33.2), "Gao": (0.0, 16.3), "Kidal": (1.4, 18.4)}
CASES = sorted(
    path.name
    for path in FOLDER.iterdir()
    if not path.name.endswith((".expect.json", *QUIET, *COMPANIONS)) and not path.name.startswith(".")
)


def resolve(words: str) -> tuple[Shape | None, str]:
    if words not in PLACES:
        return None, f"no place is known by the name {words!r}"
    lon, lat = PLACES[words]
    return Shape(Point(lon, lat), Precision.VAGUE, "a table of this test", LonLat(lon, lat)), ""


def plain_layer(layer: Layer) -> dict[str, Any]:
    members = {k: v for k, v in collection_member(layer).items() if k not in ("type", "features", "bbox")}
    features = []
    for feature in layer.features:
        shape = feature.geometry
        found: dict[str, Any] = {"geometry": shapely.to_wkt(shape, rounding_precision=6) if shape is not None else None}
        if feature.id is not None:
            found["id"] = feature.id
        if feature.properties:
            found["properties"] = json.loads(json.dumps(feature.properties))
        features.append(found)
    return {"id": layer.id, **members, "features": features}


def plain_problem(problem: Problem) -> str:
    # What stands in brackets is a library's own message, which changes from version to version.
    return re.sub(r"\(.*\)", "(...)", str(problem).replace(f"{FOLDER}{os.sep}", ""))


@cache
def read(name: str) -> ReadFile:
    return read_file(FOLDER / name, resolve=resolve)


def what_comes_out(name: str) -> dict[str, Any]:
    found = read(name)
    return {
        "layers": [plain_layer(layer) for layer in found.layers],
        "left_out": [plain_problem(p) for p in found.problems if p.fatal],
        "repaired": [plain_problem(p) for p in found.problems if not p.fatal],
    }


@pytest.mark.parametrize("name", CASES)
def test_a_file_gives_what_its_neighbour_says(name: str) -> None:
    expected = FOLDER / f"{name}.expect.json"
    found = what_comes_out(name)
    if os.environ.get("SITMAP_EXPECT") == "write":
        expected.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", errors="replace")
    assert found == json.loads(expected.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_the_name_of_a_case_says_what_becomes_of_it(name: str) -> None:
    expected = json.loads((FOLDER / f"{name}.expect.json").read_text(encoding="utf-8"))
    if name.startswith("good-"):
        assert expected["layers"]
        assert not expected["left_out"]
    elif name.startswith("repair-"):
        assert expected["layers"]
        assert expected["repaired"]
        assert not expected["left_out"]
    else:
        assert name.startswith("bad-")
        assert expected["left_out"], "a bad file must be named, with its reason"


def test_there_are_at_least_120_cases() -> None:
    assert len(CASES) >= 120


@pytest.mark.parametrize("name", [name for name in CASES if not name.startswith("bad-")])
def test_every_shape_that_is_read_is_valid_wound_right_and_on_the_map(name: str) -> None:
    for layer in read(name).layers:
        for feature in layer.features:
            if feature.geometry is None:
                continue
            assert feature.geometry.is_valid
            west, south, east, north = feature.geometry.bounds
            assert west >= -180
            assert east <= 180
            assert south >= -90
            assert north <= 90
            for part in shapely.get_parts(shapely.get_parts(feature.geometry)):
                assert part.geom_type != "Polygon" or part.exterior.is_ccw


def test_what_is_told_names_the_file_and_how_to_mend_it() -> None:
    for name in CASES:
        for problem in read(name).problems:
            assert Path(problem.file).stem.split(".")[0] == name.split(".")[0]
            assert problem.reason.endswith(".") or not problem.fatal
            assert problem.mend or not problem.fatal
            assert "Traceback" not in str(problem)
