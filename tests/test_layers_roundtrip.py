"""What is written is read back as it was; what random geometry asks of mending always ends in a valid shape."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPoint, MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.layers.export import to_csv, to_geopackage, to_kml
from geo.layers.formats.apart import decode_geopackage
from geo.layers.formats.coordinates import number_cell
from geo.layers.formats.geojson import decode, from_value
from geo.layers.formats.kml import decode as decode_kml
from geo.layers.formats.table import decode_csv
from geo.layers.generated import content_hash
from geo.layers.geojson import bounding_box, collection_member, dump, geometry_member
from geo.layers.raw import RawLayer
from geo.layers.settle import settle
from geo.model import Feature, Layer

lons = st.floats(-180, 180).map(lambda n: round(n, 6))
lats = st.floats(-90, 90).map(lambda n: round(n, 6))
positions = st.tuples(lons, lats)
texts = st.text(max_size=30)
plain = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False), texts
)
properties = st.dictionaries(st.text(max_size=10).map(lambda t: f"k{t}"), plain, max_size=4)


def boxes() -> st.SearchStrategy[BaseGeometry]:
    corner = st.tuples(st.integers(-179, 170), st.integers(-89, 80), st.integers(1, 9), st.integers(1, 9))
    return corner.map(lambda c: box(c[0], c[1], c[0] + c[2], c[1] + c[3]))


shapes = st.one_of(
    positions.map(Point),
    st.lists(positions, min_size=2, max_size=6, unique=True).map(MultiPoint),
    st.lists(st.tuples(st.integers(-80, 80), st.integers(-80, 80)), min_size=2, max_size=6, unique=True).map(
        LineString
    ),
    boxes(),
)
layers = st.lists(st.tuples(st.one_of(st.none(), shapes), properties), max_size=5).map(
    lambda rows: Layer("a/b", "Title", tuple(Feature(shape, values) for shape, values in rows), source="S", order=2)
)


def read_back(layer: Layer) -> Layer:
    raw = decode(dump(collection_member(layer)).encode("utf-8"))[0]
    found, problems = settle(raw, layer.id)
    assert not any(problem.fatal for problem in problems)
    return found


@given(layers)
@settings(max_examples=80, deadline=None)
def test_a_layer_written_is_the_layer_read(layer: Layer) -> None:
    again = read_back(layer)
    assert (again.title, again.source, again.order) == (layer.title, layer.source, layer.order)
    assert len(again.features) == len(layer.features)
    for old, new in zip(layer.features, again.features, strict=True):
        assert dict(new.properties) == dict(old.properties)
        if old.geometry is None:
            assert new.geometry is None
        else:
            assert shapely.equals_exact(shapely.normalize(old.geometry), shapely.normalize(new.geometry), 1e-6)


@given(layers)
@settings(max_examples=50, deadline=None)
def test_writing_is_steady_reading_and_writing_again_gives_the_same_bytes(layer: Layer) -> None:
    once = dump(collection_member(read_back(layer)))
    assert once == dump(collection_member(read_back(read_back(layer))))
    assert content_hash(json.loads(once)) == content_hash(json.loads(json.dumps(json.loads(once), indent=3)))


wild = st.floats(-400, 400)
rings = st.lists(st.tuples(wild, st.floats(-95, 95)), min_size=1, max_size=8).map(lambda ring: [list(p) for p in ring])
geometries = st.one_of(
    st.tuples(wild, st.floats(-95, 95)).map(lambda p: {"type": "Point", "coordinates": list(p)}),
    rings.map(lambda ring: {"type": "LineString", "coordinates": ring}),
    st.lists(rings, min_size=1, max_size=3).map(lambda r: {"type": "Polygon", "coordinates": r}),
    st.lists(st.lists(rings, min_size=1, max_size=2), min_size=1, max_size=2).map(
        lambda r: {"type": "MultiPolygon", "coordinates": r}
    ),
)


@given(st.lists(geometries, min_size=1, max_size=3))
@settings(max_examples=300, deadline=None)
def test_random_geometry_is_mended_to_a_valid_shape_on_the_map_or_refused(found: list[dict[str, Any]]) -> None:
    value = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {}, "geometry": g} for g in found],
    }
    layer, problems = settle(from_value(value, []), "x")
    refused = {problem.where for problem in problems if problem.fatal}
    assert len(layer.features) + len(refused) == len(found)
    for feature in layer.features:
        if feature.geometry is not None:
            assert feature.geometry.is_valid
            west, south, east, north = feature.geometry.bounds
            assert min(west + 180, 180 - east, south + 90, 90 - north) >= 0
            written = geometry_member(feature.geometry)
            assert written is None or shapely.geometry.shape(written).is_valid


@given(st.floats(-179.9, 179.9), st.floats(0.2, 170), st.floats(-80, 70), st.floats(1, 9))
@settings(max_examples=100, deadline=None)
def test_cutting_at_180_keeps_the_area(west: float, width: float, south: float, height: float) -> None:
    ring = [[west, south], [west + width, south], [west + width, south + height], [west, south + height], [west, south]]
    value = {"type": "Polygon", "coordinates": [ring]}
    (feature,) = settle(from_value(value, []), "x")[0].features
    assert feature.geometry is not None
    assert feature.geometry.area == pytest.approx(width * height, rel=1e-6)
    jumping = [[(x + 180) % 360 - 180, y] for x, y in ring]
    (again,) = settle(from_value({"type": "Polygon", "coordinates": [jumping]}, []), "x")[0].features
    assert again.geometry is not None
    if width < 90:
        assert again.geometry.area == pytest.approx(width * height, rel=1e-6)


@given(st.floats(-90, 90), st.sampled_from(["latitude"]))
def test_degrees_minutes_seconds_read_as_the_degrees_they_are(value: float, axis: str) -> None:
    seconds = round(abs(value) * 3600)
    degrees, rest = divmod(seconds, 3600)
    written = f"{degrees}°{rest // 60:02d}'{rest % 60:02d}\"{'S' if value < 0 else 'N'}"
    assert number_cell(written, axis) == pytest.approx((-1 if value < 0 else 1) * seconds / 3600)


@pytest.mark.parametrize(
    ("geometry", "expected"),
    [
        (MultiPolygon([box(177, -20, 180, -16), box(-180, -20, -178, -16)]), [177, -20, -178, -16]),
        (box(-10, -10, 10, 10), [-10, -10, 10, 10]),
        (MultiPoint([(-170, 0), (170, 1)]), [-170, 0, 170, 1]),
        (box(-180, -90, 180, 90), [-180, -90, 180, 90]),
        (None, None),
    ],
)
def test_a_bounding_box_is_west_south_east_north_and_goes_over_180(geometry: Any, expected: Any) -> None:
    assert bounding_box([geometry]) == expected


def test_written_rings_follow_the_right_hand_rule_and_have_six_decimals() -> None:
    clockwise = Polygon([(0, 0), (0, 1.123456789), (1, 1), (1, 0)], [[(0.2, 0.2), (0.4, 0.2), (0.4, 0.4)]])
    member = geometry_member(clockwise)
    assert member is not None
    outer, inner = member["coordinates"]
    assert shapely.is_ccw(shapely.LinearRing(outer))
    assert not shapely.is_ccw(shapely.LinearRing(inner))
    assert [0, 1.123457] in outer


EXPORTED = Layer(
    "x", "Export", (
        Feature(
            Point(1, 2),
            {"title": "A <b> & \u0007", "n": 1, "status": "claimed", "when": "2025-01-02", "list": ["a", "b"]},
        ),
        Feature(box(0, 0, 1, 1), {"title": "=HYPERLINK(1)", "stroke": "#ff0000", "stroke-opacity": 0.5}),
        Feature(None, {"title": "unlocated"}),
    ),
)  # fmt: skip


def places_of(raw: tuple[RawLayer, ...]) -> list[tuple[BaseGeometry | None, dict[str, Any]]]:
    return [(f.geometry, dict(f.properties)) for one in raw for f in settle(one, "x")[0].features]


def test_kml_comes_back_with_its_shapes_words_and_colours() -> None:
    back = places_of(decode_kml(to_kml([EXPORTED])))
    assert [shape.wkt if shape else None for shape, _ in back] == [
        "POINT (1 2)",
        "POLYGON ((1 0, 1 1, 0 1, 0 0, 1 0))",
        None,
    ]
    assert back[0][1]["title"] == "A &"  # markup in a KML name is taken off, and XML has no bell
    assert (back[0][1]["when"], back[0][1]["status"]) == ("2025-01-02", "claimed")
    assert (back[1][1]["stroke"], back[1][1]["stroke-opacity"]) == ("#ff0000", 0.5)


def test_a_geopackage_comes_back_and_is_the_same_bytes_each_time() -> None:
    made = to_geopackage([EXPORTED])
    assert made == to_geopackage([EXPORTED])
    back = places_of(decode_geopackage(made))
    assert [shape is None for shape, _ in back] == [False, False, True]
    assert back[0][1]["n"] == 1
    assert json.loads(back[0][1]["list"]) == ["a", "b"]


def test_a_csv_comes_back_and_runs_nothing_in_a_spreadsheet() -> None:
    text = to_csv([EXPORTED]).decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    back = places_of(decode_csv(to_csv([EXPORTED])))
    assert back[0][0] == Point(1, 2)
    assert back[2][0] is None


def test_not_a_number_in_heights_never_reaches_a_file() -> None:
    mixed = shapely.GeometryCollection([Point(1, 2, 3), Point(1, 2)])
    assert "NaN" not in json.dumps(geometry_member(mixed))
