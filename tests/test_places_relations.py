"""Coasts, borders and distances: no land in the sea, rules with their numbers, true to the ellipsoid."""

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.model import (
    Along,
    Around,
    Between,
    Border,
    Coast,
    Known,
    LonLat,
    Near,
    Offset,
    Offshore,
    Part,
    Precision,
)
from geo.places.draw import draw
from geo.places.ground import open_ground
from geo.places.relations import Spot, offset
from geo.places.sphere import area_km2, destination, polygons, settle


def country(code):
    return Known(f"country:{code}", code, "country")


BAGHDAD = Known("gn:98182", "Baghdad", "city")
AREAS = [
    Offshore(country("SO")),
    Offshore(country("LB")),
    Offshore(country("FJ")),
    Offshore(country("MX"), "Pacific"),
    Offshore(country("YE"), "", 37_040.0),
    Offshore(country("LY"), "", 50_000.0, True),
    Offshore(country("NZ")),
    Coast(country("LY")),
    Coast(country("TR"), "south"),
    Coast(country("CO"), "Caribbean"),
    Border(country("SY"), country("TR")),
    Border(country("PL")),
    Offset(BAGHDAD, 80_467.0, "north"),
    Offset(BAGHDAD, 80_467.0, "", True),
    Offset(BAGHDAD, None, "south-west"),
    Offset(country("IS"), 200_000.0, "south"),
    Offset(country("FJ"), 100_000.0, "east"),
    Offset(Border(country("SY")), 50_000.0, ""),
    Between(country("CY"), country("LB")),
    Between(BAGHDAD, Known("gn:99072", "Mosul", "city")),
    Near(BAGHDAD),
    Near(country("FJ")),
    Around(BAGHDAD),
    Along(country("LB")),
    Coast(Part("north", country("CL"))),
]


@pytest.mark.parametrize("area", AREAS, ids=str)
def test_every_relation_is_handed_out_well_and_says_its_numbers(area):
    shape = draw(area)
    assert shape.geometry.is_valid
    assert shape.precision is Precision.VAGUE
    assert "km" in shape.basis
    west, south, east, north = shape.geometry.bounds
    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 90
    assert all(p.exterior.is_ccw and not any(h.is_ccw for h in p.interiors) for p in polygons(shape.geometry))
    assert shapely.intersects_xy(shape.geometry, *shape.point)


@pytest.mark.parametrize("area", [a for a in AREAS if isinstance(a, Offshore)], ids=str)
def test_no_land_is_off_a_coast(area):
    geometry = draw(area).geometry
    for _, land in open_ground().near(geometry.bounds):
        assert area_km2(geometry.intersection(land)) < 0.5


@settings(max_examples=40, deadline=None)
@given(
    st.floats(-180, 180),
    st.floats(-70, 70),
    st.floats(20_000, 500_000),
    st.sampled_from(["north", "north-east", "east", "south", "south-west", "west"]),
    st.booleans(),
)
def test_an_offset_holds_the_place_the_words_name(lon, lat, metres, direction, approximate):
    bearing = {"north": 0, "north-east": 45, "east": 90, "south": 180, "south-west": 225, "west": 270}[direction]
    start = LonLat(lon, lat)
    area = settle(offset(Spot(shapely.Point(lon, lat), start, "X", radius=3_000.0), metres, direction, approximate)[0])
    assert shapely.intersects_xy(area, *destination(start, bearing, metres))
    assert not shapely.intersects_xy(area, *destination(start, bearing + 180, metres))
    assert not shapely.intersects_xy(area, *destination(start, bearing, metres * 2))


def test_the_area_grows_with_the_vagueness_of_the_words():
    exact, about = draw(Offset(BAGHDAD, 200_000.0, "west")), draw(Offset(BAGHDAD, 200_000.0, "west", True))
    assert area_km2(about.geometry) > 1.3 * area_km2(exact.geometry)


def test_a_short_coast_reaches_less_far_than_a_long_one():
    assert "200 km" in draw(Offshore(country("SO"))).basis
    assert "200 km" not in draw(Offshore(country("LB"))).basis


def test_a_border_is_the_same_from_both_sides():
    one, other = draw(Border(country("PL"), country("BY"))), draw(Border(country("BY"), country("PL")))
    shared = one.geometry.intersection(other.geometry)
    assert area_km2(shared) > 0.9 * area_km2(shapely.union_all([one.geometry, other.geometry]))


def test_a_side_of_a_river_has_ground():
    east = draw(Offset(Known("river:jordan", "Jordan River", "river"), None, "east"))
    assert area_km2(east.geometry) > 1_000
