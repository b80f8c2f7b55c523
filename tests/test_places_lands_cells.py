"""How divisions are shared out among their places, and the small tools of the compile steps."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from shapely.geometry import MultiPolygon, Point, Polygon, box

from geo._build.divisions import Places, division_cells
from geo._build.lands import country_outlines
from geo._build.outlines import area_km2, corridor, disc, label_point, merged, polygonal, ring
from geo._build.regions import compile_regions
from geo.errors import BuildError


def places(*rows: tuple[float, float, str]) -> Places:
    return Places(np.array([(lon, lat) for lon, lat, _ in rows]), np.array([code for _, _, code in rows]))


def test_two_divisions_meet_half_way_between_their_places() -> None:
    cells = division_cells(box(0, 0, 10, 10), places((2, 3, "A"), (2, 7, "A"), (8, 3, "B"), (8, 7, "B")))
    assert set(cells) == {"A", "B"}
    assert cells["A"].bounds == pytest.approx((0, 0, 5, 10), abs=0.1)
    assert cells["A"].intersection(cells["B"]).area == pytest.approx(0)


def test_cells_fill_the_country_and_never_leave_it() -> None:
    land = Polygon([(0, 0), (10, 0), (10, 4), (4, 4), (4, 10), (0, 10)])
    rng = np.random.default_rng(1)
    rows = [(float(x), float(y), "ABC"[i % 3]) for i, (x, y) in enumerate(rng.uniform(0, 10, (60, 2)))]
    inside = [row for row in rows if land.contains(Point(row[:2]))]
    cells = division_cells(land, places(*inside))
    assert merged(cells.values()).symmetric_difference(land).area < 1e-6
    assert sum(cell.area for cell in cells.values()) == pytest.approx(land.area)


def test_no_cell_reaches_over_water() -> None:
    # The island's place lies nearer to the mainland town than to the island's far end.
    mainland, island = box(0, 0, 4, 4), box(4.2, 0, 8, 4)
    cells = division_cells(MultiPolygon([mainland, island]), places((3.9, 2, "M"), (0.5, 2, "N"), (7.5, 2, "I")))
    assert cells["I"].equals(island)
    assert merged([cells["M"], cells["N"]]).symmetric_difference(mainland).area < 1e-6


def test_an_empty_island_goes_to_the_nearest_place() -> None:
    land = MultiPolygon([box(0, 0, 4, 4), box(5, 0, 6, 1)])
    cells = division_cells(land, places((1, 1, "W"), (3, 1, "E")))
    assert cells["E"].contains(Point(5.5, 0.5))


def test_a_single_place_far_in_another_division_is_left_out() -> None:
    rows = [(x, y, "W") for x in np.arange(0.5, 5) for y in np.arange(0.5, 10)]
    rows += [(x, y, "E") for x in np.arange(5.5, 10) for y in np.arange(0.5, 10)]
    clean = division_cells(box(0, 0, 10, 10), places(*rows))
    slip = division_cells(box(0, 0, 10, 10), places(*rows, (8.1, 5.1, "W")))
    assert slip["W"].equals_exact(clean["W"], 0.01)


def test_a_large_exclave_stays() -> None:
    rows = [(x, y, "W") for x in np.arange(0.5, 5) for y in np.arange(0.5, 10)]
    rows += [(x, y, "E") for x in np.arange(5.5, 8) for y in np.arange(0.5, 10)]
    rows += [(x, y, "W") for x in np.arange(8.5, 10) for y in np.arange(0.5, 10)]
    cells = division_cells(box(0, 0, 10, 10), places(*rows))
    assert cells["W"].contains(Point(9.5, 5))


def test_a_place_off_the_generalised_coast_counts_for_the_nearest_land() -> None:
    cells = division_cells(box(0, 0, 10, 10), places((2, 5, "A"), (10.1, 5, "B")))
    assert cells["B"].contains(Point(9, 5))


def test_area_of_one_degree_at_the_equator_and_at_sixty_north() -> None:
    assert area_km2(box(0, 0, 1, 1)) == pytest.approx(12308.8, rel=1e-3)
    assert area_km2(box(0, 60, 1, 61)) == pytest.approx(6122, rel=2e-3)
    assert area_km2(box(-180, -90, 180, 90)) == pytest.approx(510_065_622, rel=1e-5)


@pytest.mark.parametrize("lat", [0.0, 45.0, 70.0])
def test_a_disc_has_the_area_of_its_radius(lat: float) -> None:
    assert area_km2(disc(20, lat, 10)) == pytest.approx(math.pi * 100, rel=0.02)


@pytest.mark.parametrize("lat", [0.0, 50.0])
def test_a_corridor_is_as_wide_as_it_says(lat: float) -> None:
    band = corridor([(0, lat), (0, lat + 3)], 40)
    west, _, east, _ = shapely.intersection(band, box(-5, lat + 1.4, 5, lat + 1.6)).bounds
    assert (east - west) * 111.2 * math.cos(math.radians(lat + 1.5)) == pytest.approx(40, rel=0.02)


@pytest.mark.parametrize(
    ("shape", "wanted"),
    [
        (box(0, 0, 2, 2), None),
        (box(0, 0, 2, 2), (9, 9)),
        (Polygon([(0, 0), (6, 0), (6, 1), (1, 1), (1, 6), (0, 6)]), None),
        (MultiPolygon([box(0, 0, 1, 1), box(8, 0, 10, 2)]), None),
        (box(0, 0, 3, 3).difference(box(1, 1, 2, 2)), (1.5, 1.5)),
    ],
)
def test_the_label_point_lies_inside(shape: Polygon, wanted: tuple[float, float] | None) -> None:
    assert shape.contains(Point(label_point(shape, wanted)))


def test_a_wanted_point_inside_is_kept() -> None:
    assert label_point(box(0, 0, 2, 2), (0.3, 0.4)) == (0.3, 0.4)


def test_a_bow_tie_becomes_valid_area() -> None:
    tie = Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    assert polygonal(tie).is_valid
    assert ring([(0, 0), (2, 2), (2, 0), (0, 2)]).area > 0


def test_neighbours_that_overlap_are_joined_too() -> None:
    assert merged([box(0, 0, 2, 2), box(1, 0, 3, 2), box(3, 0, 4, 2)]).equals(box(0, 0, 4, 2))


def test_a_moved_ring_without_land_is_named() -> None:
    facts = {"joins": {}, "disc": [], "country": {"AA": {}, "BB": {}},
             "move": [{"from": "AA", "to": "BB", "ring": [[50, 50], [51, 50], [51, 51]]}]}  # fmt: skip
    with pytest.raises(BuildError, match="ring from AA to BB holds no land"):
        country_outlines(facts, {"A": ("AA", box(0, 0, 1, 1))})


def test_a_code_without_outline_is_named() -> None:
    facts = {"joins": {}, "disc": [], "move": [], "country": {"AA": {}, "ZZ": {}}}
    with pytest.raises(BuildError, match="disagree on ZZ"):
        country_outlines(facts, {"A": ("AA", box(0, 0, 1, 1))})


def test_a_region_naming_an_unknown_part_is_refused_by_name() -> None:
    with pytest.raises(BuildError, match="names the part"):
        next(iter(compile_regions({})))
