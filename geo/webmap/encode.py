"""Write geometries as short text: points on a grid, differences as varints, base64. `src/decode.js` reads them."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

__all__ = ["STEPS", "encode_geometry", "encode_lines"]

STEPS = 2000
"""Grid steps a degree: half a thousandth, about 50 m, finer than any outline we draw."""

_FEW_POINTS = 200


# A page that is watched is made again and again of nearly the same outlines.
@lru_cache(maxsize=1024)
def encode_geometry(geometry: BaseGeometry, tolerance: float = 0.0) -> dict[str, Any]:
    """Return `{"points": [[lon, lat]], "lines": text, "rings": [text per polygon]}`, keys only where there are any.

    `geometry` is in EPSG:4326, degrees. Outlines of many points are simplified by `tolerance` degrees. What is returned
    is shared and must not be changed.
    """
    parts = list(_flat(geometry))
    polygons = [part for part in parts if part.geom_type == "Polygon"]
    lines = [part for part in parts if part.geom_type in ("LineString", "LinearRing")]
    points = [[round(part.x, 5), round(part.y, 5)] for part in parts if part.geom_type == "Point"]
    made: dict[str, Any] = {}
    if points:
        made["points"] = points
    if lines:
        made["lines"] = encode_lines([shapely.get_coordinates(line) for line in _thinned(lines, tolerance)])
    if polygons:
        made["rings"] = [
            encode_lines([shapely.get_coordinates(ring) for ring in (part.exterior, *part.interiors)])
            for part in _thinned(polygons, tolerance)
        ]
    return made


def encode_lines(lines: Sequence[npt.NDArray[np.float64]], steps: int = STEPS) -> str:
    """Return lines of [lon, lat] as base64: their count, then for each its number of points and the differences."""
    numbers: list[npt.NDArray[np.int64]] = [np.array([len(lines)], np.int64)]
    for points in lines:
        grid = np.round(points[:, :2] * steps).astype(np.int64)
        deltas = np.diff(grid, axis=0, prepend=np.zeros((1, 2), np.int64)).ravel()
        numbers.append(np.r_[len(grid), (deltas << 1) ^ (deltas >> 63)])
    return base64.b64encode(_varints(np.concatenate(numbers).astype(np.uint64))).decode("ascii")


def _varints(numbers: npt.NDArray[np.uint64]) -> bytes:
    """Seven bits a byte, lowest first, high bit set while more follow; five bytes hold more than a grid has."""
    shifted = numbers[:, None] >> np.arange(0, 35, 7, dtype=np.uint64)
    more = shifted[:, 1:] > 0
    table = (shifted & np.uint64(127)).astype(np.uint8)
    table[:, :4] |= np.where(more, 128, 0).astype(np.uint8)
    keep = np.concatenate([np.ones((len(numbers), 1), bool), more], axis=1)
    return bytes(table[keep].tobytes())


def _flat(geometry: BaseGeometry) -> list[BaseGeometry]:
    if geometry.is_empty:
        return []
    if hasattr(geometry, "geoms"):
        return [part for member in geometry.geoms for part in _flat(member)]
    return [geometry]


def _thinned(parts: list[BaseGeometry], tolerance: float) -> list[BaseGeometry]:
    if not tolerance or sum(shapely.get_num_coordinates(parts)) <= _FEW_POINTS:
        return parts
    thin = shapely.simplify(parts, tolerance, preserve_topology=True)
    # Of an archipelago the islands that would be less than a dot are left out, never all of them.
    large = [part for part in thin if not part.is_empty and (part.geom_type != "Polygon" or part.area > tolerance**2)]
    return large or parts[:1]
