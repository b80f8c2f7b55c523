"""The Earth's land made whole: rings that TopoJSON stitched at 180 degrees, a coast round the pole, lakes kept open."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Polygon, box

from geo._build.earth import cut_at_180, whole_rings
from geo._build.outlines import pieces


@given(west=st.floats(-180, 359), width=st.floats(0.01, 300), south=st.floats(-89, 80), height=st.floats(0.01, 9))
def test_cutting_at_180_keeps_the_area_and_stays_on_the_map(west, width, south, height):
    area = box(west, south, min(west + width, 540), south + height)
    cut = cut_at_180(area)
    assert cut.bounds[0] >= -180
    assert cut.bounds[2] <= 180
    # Wider than the Earth, it would cover itself.
    if area.bounds[2] - area.bounds[0] <= 360:
        assert cut.area == pytest.approx(area.area, rel=1e-6)


def test_an_area_on_the_map_is_left_alone():
    area = box(-180, -10, 180, 10)
    assert cut_at_180(area) is area


def test_a_ring_that_leaps_from_179_to_minus_179_is_a_small_land():
    """As world-atlas draws Fiji: joined across 180 degrees, the ring seems to go round the Earth."""
    land = whole_rings(Polygon([(179, -17), (-179, -17), (-179, -16), (179, -16)]))
    assert land.area == pytest.approx(2.0)
    assert sorted(piece.bounds for piece in pieces(land)) == [(-180, -17, -179, -16), (179, -17, 180, -16)]


def test_a_coast_round_the_earth_holds_the_pole():
    """As world-atlas draws Antarctica: a line from -180 to 180 without its way along the pole."""
    coast = [(-180, -70), (-90, -72), (0, -70), (90, -68), (180, -70)]
    land = whole_rings(Polygon([*coast, coast[0]]))
    assert shapely.contains_xy(land, 10.0, -89.9)
    assert not shapely.contains_xy(land, 10.0, -60.0)
    assert land.bounds == (-180, -90, 180, -68)


def test_a_lake_stays_open_where_its_land_crosses_180():
    """As the Caspian Sea, whose continent begins at -180 and runs west."""
    land = whole_rings(
        Polygon(
            [(-180, 60), (-170, 60), (-170, 70), (-180, 70), (179, 70), (20, 70), (20, 60), (179, 60)],
            [[(40, 63), (50, 63), (50, 66), (40, 66)]],
        )
    )
    assert land.is_valid
    assert shapely.contains_xy(land, 30.0, 65.0)
    assert shapely.contains_xy(land, -175.0, 65.0)
    assert not shapely.contains_xy(land, 45.0, 64.5)


def test_a_ring_that_touches_itself_becomes_valid():
    bow = whole_rings(Polygon([(0, 0), (2, 2), (2, 0), (0, 2)]))
    assert bow.is_valid
    assert bow.area == pytest.approx(2.0)
