"""The world's land and water at 1:10m as plain polygons: cut at 180 degrees, closed at the South Pole, valid."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo._build.npm import read_json
from geo._build.outlines import pieces, polygonal
from geo.layers.formats.topojson import decode

__all__ = ["cut_at_180", "read_land", "whole_rings"]

_WORLD = box(-180, -90, 180, 90)


@cache
def read_land(name: str = "world-atlas/land-10m.json") -> MultiPolygon:
    """Return the land of Natural Earth (public domain, by way of world-atlas) in EPSG:4326 degrees.

    The Caspian Sea is the one lake cut out of it; all other lakes count as land.
    """
    ((_, _, land),) = decode(read_json(name), "land")
    return MultiPolygon(pieces(whole_rings(land)))


def whole_rings(geometry: BaseGeometry) -> BaseGeometry:
    """Return a geometry of world-atlas with its rings mended.

    TopoJSON joins what was cut at 180 degrees, so a ring may leap from 179 to -180, and Antarctica's has lost its
    way along the pole. Each ring is unrolled, closed, and cut again.
    """
    mended = [piece for polygon in pieces(geometry) for piece in _mended(polygon)]
    return polygonal(shapely.disjoint_subset_union_all(mended))


def cut_at_180(geometry: BaseGeometry) -> BaseGeometry:
    """Return a geometry whose longitudes may run beyond 180 degrees, cut there and brought back to -180..180."""
    west, _, east, _ = geometry.bounds
    if west >= -180 and east <= 180:
        return geometry
    turned = []
    for turn in range(int(np.floor((west + 180) / 360)), int(np.ceil((east + 180) / 360))):
        shifted = shapely.transform(geometry, lambda at, turn=turn: at - [360.0 * turn, 0.0])
        turned.append(shapely.intersection(shifted, _WORLD))
    return shapely.union_all(turned)


def _mended(polygon: Polygon) -> Iterable[Polygon]:
    ring = _unrolled(polygon.exterior.coords)
    holes = [_beside(_unrolled(hole.coords), ring) for hole in polygon.interiors]
    whole = polygonal(Polygon(ring, [hole for hole in holes if len(hole) >= 4]))
    return () if whole.is_empty else pieces(polygonal(cut_at_180(whole)))


def _unrolled(coordinates: Iterable[tuple[float, ...]]) -> np.ndarray[Any, Any]:
    at = np.array([position[:2] for position in coordinates], dtype=float)
    leaps = np.round(np.diff(at[:, 0], prepend=at[0, 0]) / 360.0)
    at[:, 0] -= 360.0 * np.cumsum(leaps)
    turns = round((at[-1, 0] - at[0, 0]) / 360.0)
    if turns:
        # The ring goes once round the Earth: it is Antarctica's coast, and the land lies on the pole's side.
        at = np.vstack([at, [at[-1, 0], -90.0], [at[0, 0], -90.0], at[:1]])
    return at


def _beside(hole: np.ndarray[Any, Any], ring: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    # A ring unrolled from -180 downwards lies a whole turn west of its holes.
    turns = np.ceil((hole[:, 0].max() - ring[:, 0].max()) / 360.0)
    moved: np.ndarray[Any, Any] = hole - np.array([360.0 * turns, 0.0])
    return moved
