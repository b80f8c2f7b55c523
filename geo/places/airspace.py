"""Sovereign airspace of a state, and flight information regions where a text names one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from geo.data import read_toml
from geo.errors import PlaceError
from geo.model import Precision, Shape
from geo.places.ground import Ground
from geo.places.sphere import buffer, inside, polygons, settle, unroll

__all__ = [
    "AIRSPACE_BASIS", "TERRITORIAL_SEA", "flight_region", "flight_region_code", "flight_region_land",
    "flight_region_name", "flight_region_names", "sovereign_airspace",
]  # fmt: skip

TERRITORIAL_SEA = 12 * 1852.0
"""Metres. UNCLOS article 3."""

AIRSPACE_BASIS = (
    "sovereign airspace: land, internal waters and 12 nautical miles (22,224 m, geodesic) of territorial sea, cut by "
    "the median line where another state's coast is nearer (Chicago Convention articles 1 and 2, UNCLOS articles 3 "
    "and 15); from Natural Earth coasts, not declared baselines; it is not the flight information region (FIR)"
)


def sovereign_airspace(place_id: str, land: BaseGeometry, ground: Ground, states: frozenset[str]) -> BaseGeometry:
    """Return the airspace of a state: its land and 12 nautical miles of sea, up to the median line.

    `land` in EPSG:4326; `states` are the ids of the other countries whose coasts count.
    """
    shore = ground.country_shore(place_id) if place_id.startswith("country:") else ground.shore(land)
    if shore.is_empty:
        return settle(land)
    belt = ground.without_land(buffer(shore, TERRITORIAL_SEA), but=place_id)
    if not belt.is_empty:
        belt = ground.own_side(belt, shore, states - {place_id}, TERRITORIAL_SEA, 1000.0)
    # The belt lies on both sides of the coast, so most islands are in it: only the rest of the land is laid to it.
    pieces = np.array(polygons(unroll(land)), dtype=object)
    shapely.prepare(belt)
    whole = shapely.union_all([belt, *pieces[~shapely.contains_properly(belt, pieces)]])
    return settle(whole)


# Flight information regions.


@lru_cache(maxsize=1)
def _regions() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in read_toml("airspace.toml")["fir"]:
        for name in (row["name"], row["code"], *row.get("names", ())):
            found[_key(name)] = row
    return found


def flight_region_names() -> tuple[str, ...]:
    """Return the names of the flight information regions we have limits for."""
    return tuple(sorted({row["name"] for row in _regions().values()}))


def flight_region(name: str, country: BaseGeometry | None = None) -> Shape:
    """Return the outline of a flight information region by name or ICAO code.

    `country` is the land its limits follow where the file says so. Raises PlaceError where its limits are not in
    `airspace.toml`.
    """
    row = _regions().get(_key(name))
    if row is None:
        raise PlaceError(
            f"the limits of the {name} flight information region are not known here. Add them to airspace.toml, or put "
            "a layer with its outline into layers/."
        )
    area: BaseGeometry = Polygon(row.get("ring", ()))
    if country is not None:
        # Far islands of the state may be served by somebody else: only land that the ring touches belongs to it.
        land = [p for p in polygons(country) if area.is_empty or p.intersects(area)]
        area = shapely.union_all([area, *land])
    shape = settle(area)
    return Shape(shape, Precision(row.get("precision", "approximate")), str(row["basis"]), inside(shape))


def flight_region_land(name: str) -> str:
    """Return the id of the country whose land border the region follows, empty where none."""
    row = _regions().get(_key(name))
    return str(row.get("land", "")) if row else ""


def flight_region_name(name: str) -> str:
    """Return the usual name of a flight information region known by another; empty where none."""
    row = _regions().get(_key(name))
    return str(row["name"]) if row else ""


def flight_region_code(name: str) -> str:
    """Return the ICAO location indicator of a flight information region, empty where its limits are not known.

    >>> flight_region_code("Maiquetia FIR")
    'SVZM'
    """
    row = _regions().get(_key(name))
    return str(row["code"]) if row else ""


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"\b(?:fir|flight information region|the)\b|[^a-z0-9]", "", plain.lower())
