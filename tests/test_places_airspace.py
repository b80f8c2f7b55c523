"""Sovereign airspace: land and twelve nautical miles, never a neighbour's."""

import pytest
import shapely

from geo.errors import PlaceError
from geo.model import Airspace, Known
from geo.places.airspace import TERRITORIAL_SEA, flight_region, flight_region_names, sovereign_airspace
from geo.places.draw import draw
from geo.places.ground import open_ground
from geo.places.shapes import open_shapes
from geo.places.sphere import Plane, area_km2, polygons

STATES = sorted(set(open_shapes().ids("country")) - {"country:AQ"})


def airspace(code):
    return draw(Airspace(Known(f"country:{code}", code, "country"))).geometry


@pytest.mark.parametrize("place_id", STATES)
def test_airspace_contains_the_land_and_is_handed_out_well(place_id):
    land = open_shapes().get(place_id).geometry
    area = airspace(place_id.partition(":")[2])
    assert area.is_valid
    assert all(piece.exterior.is_ccw for piece in polygons(area))
    # What is compiled is rounded to six decimals.
    assert land.difference(area).area < 1e-5 * max(1.0, land.area)
    assert -180 <= area.bounds[0] <= area.bounds[2] <= 180


def test_no_two_states_share_air():
    areas = [airspace(place_id.partition(":")[2]) for place_id in STATES]
    tree = shapely.STRtree(areas)
    pairs = [(i, int(j)) for i, area in enumerate(areas) for j in tree.query(area) if j > i]
    shared = [(STATES[i], STATES[j], area_km2(areas[i].intersection(areas[j]))) for i, j in pairs]
    assert [row for row in shared if row[2] > 20.0] == []


@pytest.mark.parametrize("code", ["VE", "LK", "IS", "CU", "NZ", "MU", "FJ", "SO", "PT"])
def test_the_rim_over_open_sea_is_twelve_miles_from_the_coast(code):
    ground = open_ground()
    shore = ground.country_shore(f"country:{code}")
    found = 0
    for piece in polygons(airspace(code)):
        ring = shapely.segmentize(piece.exterior, 0.5)
        for x, y in list(ring.coords)[::9]:
            if ground.is_land(shapely.get_coordinates(shapely.Point(x, y).buffer(0.02))).any():
                continue
            window = [shapely.clip_by_rect(shore, x + t - 3, y - 1, x + t + 3, y + 1) for t in (0, 360, -360)]
            plane = Plane(x, y)
            metres = min(plane.to(line).distance(shapely.Point(0, 0)) for line in window if not line.is_empty)
            # The coast and the rim are simplified.
            assert metres < TERRITORIAL_SEA * 1.04
            found += metres > TERRITORIAL_SEA * 0.97
    assert found >= 3


def test_facing_coasts_meet_in_the_middle():
    # Strait of Dover, Øresund, Strait of Singapore: narrower than 24 miles.
    for first, second, side_a, side_b in (
        ("GB", "FR", (1.40, 51.08), (1.65, 50.92)),
        ("DK", "SE", (12.60, 55.90), (12.72, 55.90)),
        ("SG", "ID", (103.95, 1.27), (103.95, 1.17)),
    ):
        a, b = airspace(first), airspace(second)
        assert shapely.intersects_xy(a, *side_a), first
        assert shapely.intersects_xy(b, *side_b), second
        assert not shapely.intersects_xy(a, *side_b), first
        assert not shapely.intersects_xy(b, *side_a), second


def test_a_landlocked_state_has_the_sky_over_its_land():
    land = open_shapes().get("country:ML").geometry
    assert area_km2(airspace("ML")) == pytest.approx(area_km2(land), rel=1e-4)


def test_computed_and_compiled_airspace_are_the_same():
    land = open_shapes().get("country:LB").geometry
    computed = sovereign_airspace("country:LB", land, open_ground(), frozenset(STATES))
    assert area_km2(computed.symmetric_difference(airspace("LB"))) < 1.0


def test_flight_regions_are_found_by_name_and_code():
    assert "Maiquetía" in flight_region_names()
    assert flight_region("SVZM").geometry.equals(flight_region("the Maiquetia FIR").geometry)
    with pytest.raises(PlaceError, match="not known here"):
        flight_region("Shangri-La")
