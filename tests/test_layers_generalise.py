"""Outlines in layers are as fine as their size deserves, and say so."""

import shapely
from shapely.geometry import Point

from geo.layers.generalise import generalised
from geo.model import LonLat, Precision, Shape


def coast(radius, corners):
    ring = Point(0, 0).buffer(radius, quad_segs=corners // 4)
    return Shape(ring, Precision.EXACT, "A ring.", LonLat(0, 0))


def test_a_wide_outline_loses_corners_but_hardly_any_ground():
    wide = coast(20, 40_000)
    drawn = generalised(wide)
    assert shapely.get_num_coordinates(drawn.geometry) < 1_000
    assert drawn.geometry.symmetric_difference(wide.geometry).area / wide.geometry.area < 0.002
    assert drawn.geometry.is_valid
    assert drawn.basis == "A ring; here generalised to 1.1 km."


def test_a_small_outline_stays_as_it_is():
    small = coast(0.5, 4_000)
    assert generalised(small) is small


def test_islands_stay_islands():
    islands = shapely.MultiPolygon([Point(x, 0).buffer(0.05, quad_segs=100) for x in range(30)])
    drawn = generalised(Shape(islands, Precision.EXACT, "Islands", LonLat(0, 0)))
    assert len(drawn.geometry.geoms) == 30
