"""Geodesic buffers, circles, areas and the cut at 180 degrees."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from geo.errors import PlaceError
from geo.model import LonLat
from geo.places.sphere import (
    area_km2,
    buffer,
    circle,
    cut_at_180,
    destination,
    distance,
    polygons,
    sector,
    settle,
    unroll,
)

EARTH = Geod(ellps="WGS84")
LONS = st.floats(-180, 180).map(lambda x: round(x, 4))
LATS = st.floats(-85, 85).map(lambda x: round(x, 4))
METRES = st.floats(100, 400_000)


def assert_handed_out_well(geometry):
    """What every drawn area must be: valid, polygons, within the world, wound as RFC 7946 asks."""
    assert geometry.is_valid
    assert geometry.geom_type in ("Polygon", "MultiPolygon")
    west, south, east, north = geometry.bounds
    assert -180 <= west <= east <= 180
    assert -90 <= south <= north <= 90
    for piece in polygons(geometry):
        assert piece.exterior.is_ccw
        assert not any(hole.is_ccw for hole in piece.interiors)


@settings(max_examples=60, deadline=None)
@given(LONS, LATS, METRES)
def test_a_circle_is_round_everywhere_on_earth(lon, lat, metres):
    area = settle(circle(LonLat(lon, lat), metres))
    assert_handed_out_well(area)
    assert area_km2(area) == pytest.approx(math.pi * (metres / 1000) ** 2, rel=0.02)


@settings(max_examples=40, deadline=None)
@given(LONS, LATS, METRES, st.floats(0, 360))
def test_a_buffer_reaches_as_far_as_it_says_in_every_direction(lon, lat, metres, bearing):
    area = settle(buffer(Point(lon, lat), metres))
    assert_handed_out_well(area)
    for share, expected in ((0.97, True), (1.03, False)):
        at = destination(LonLat(lon, lat), bearing, metres * share)
        assert bool(shapely.intersects_xy(area, *at)) is expected


def test_a_buffer_of_a_long_line_is_geodesic_all_along():
    line = LineString([(-10, 60), (30, 60)])
    area = buffer(line, 22_224)
    for lon in np.linspace(-9, 29, 20):
        for bearing in (0, 180):
            assert shapely.contains_xy(area, *destination(LonLat(lon, 60), bearing, 21_900))
            assert not shapely.contains_xy(area, *destination(LonLat(lon, 60), bearing, 22_600))


def test_a_buffer_may_cross_180_degrees_and_hold_a_pole():
    fiji = settle(buffer(box(179, -17, 180, -16), 100_000))
    assert_handed_out_well(fiji)
    assert shapely.contains_xy(fiji, -179.6, -16.5)
    pole = settle(circle(LonLat(40, 89.5), 200_000))
    assert_handed_out_well(pole)
    assert shapely.contains_xy(pole, -120, 89.6)
    assert area_km2(pole) == pytest.approx(math.pi * 200**2, rel=0.05)


def test_a_buffer_of_nothing_is_an_error():
    with pytest.raises(PlaceError, match="empty"):
        buffer(Polygon(), 1000)


def test_a_sector_lies_between_its_bearings_and_distances():
    area = sector(LonLat(44.37, 33.31), 50_000, 90_000, 0, 25)
    assert shapely.contains_xy(area, *destination(LonLat(44.37, 33.31), 10, 70_000))
    for bearing, metres in ((10, 40_000), (10, 100_000), (40, 70_000)):
        assert not shapely.contains_xy(area, *destination(LonLat(44.37, 33.31), bearing, metres))


@pytest.mark.parametrize(
    ("ring", "bounds"),
    [
        (box(170, -20, 190, -10), (-180, -20, 180, -10)),
        (box(-190, -20, -170, -10), (-180, -20, 180, -10)),
        (box(350, 0, 370, 10), (-10, 0, 10, 10)),
        (box(10, 0, 20, 10), (10, 0, 20, 10)),
    ],
)
def test_longitudes_beyond_180_are_cut_and_brought_back(ring, bounds):
    cut = cut_at_180(ring)
    assert cut.bounds == bounds
    assert cut.area == pytest.approx(ring.area)


def test_unrolling_lays_both_sides_of_180_together():
    fiji = MultiPolygon([box(177, -18, 180, -17), box(-180, -17, -179, -16)])
    assert unroll(fiji).bounds == (177, -18, 181, -16)
    assert settle(unroll(fiji)).equals(fiji)


def test_settling_mends_drops_lines_and_refuses_nothing():
    bow = Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    assert_handed_out_well(settle(bow))
    assert_handed_out_well(settle(Polygon([(0, 0), (0, 1), (1, 1), (1, 0)])))
    with pytest.raises(PlaceError, match="nothing is left"):
        settle(Polygon())


@settings(max_examples=40, deadline=None)
@given(LONS, LATS, LONS, LATS)
def test_distance_is_that_of_the_ellipsoid(lon, lat, to_lon, to_lat):
    assert distance(LonLat(lon, lat), LonLat(to_lon, to_lat)) == EARTH.inv(lon, lat, to_lon, to_lat)[2]
