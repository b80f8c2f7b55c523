"""Small tools the compile steps share: valid polygons, area on the ellipsoid, label points, rings of the data files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import pairwise

import numpy as np
import shapely
from shapely.affinity import scale
from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

__all__ = ["area_km2", "corridor", "disc", "label_point", "merged", "pieces", "polygonal", "ring", "wound"]

# WGS 84: semi-major axis in kilometres, first eccentricity.
_A = 6378.137
_E = 0.0818191908426215
_AREAS = ("Polygon", "MultiPolygon")


def polygonal(geometry: BaseGeometry) -> BaseGeometry:
    """Return the valid polygons of a geometry; lines and points that a cut leaves behind are dropped."""
    if not geometry.is_valid:
        geometry = shapely.make_valid(geometry, method="structure")
    if geometry.geom_type in _AREAS:
        return geometry
    kept = [part for part in pieces(geometry) if part.area > 0]
    return kept[0] if len(kept) == 1 else MultiPolygon(kept)


def pieces(geometry: BaseGeometry) -> list[Polygon]:
    """Return the polygons a geometry is made of."""
    flat = shapely.get_parts(geometry)
    if any(part.geom_type not in ("Polygon", "LineString", "Point") for part in flat):
        flat = shapely.get_parts(flat)
    return [part for part in flat if part.geom_type == "Polygon" and not part.is_empty]


def merged(geometries: Iterable[BaseGeometry]) -> BaseGeometry:
    """Return the union of polygons. Neighbours that share their vertices exactly are joined the quick way."""
    given = np.array(list(geometries), dtype=object)
    given = given[~shapely.is_empty(given)]
    if len(given) < 2:
        return polygonal(given[0]) if len(given) else Polygon()
    joined = _joined(given)
    if joined is None:
        given = np.array([polygonal(g) for g in given], dtype=object)
        joined = _joined(_knotted(given))
    return polygonal(shapely.union_all(given)) if joined is None else joined


def _joined(given: np.ndarray) -> BaseGeometry | None:
    # A coverage union of shapes that are no coverage is refused, or is invalid.
    with suppress(shapely.GEOSException):
        quick = shapely.coverage_union_all(given)
        if quick.is_valid:
            return quick if quick.geom_type in _AREAS else polygonal(quick)
    return None


def _knotted(given: np.ndarray) -> np.ndarray:
    """Return the same area with those that overlap their neighbours or miss a vertex of theirs joined beforehand."""
    bad = ~shapely.is_empty(shapely.coverage_invalid_edges(given))
    return np.append(given[~bad], polygonal(shapely.union_all(given[bad])))


def ring(positions: Sequence[Sequence[float]]) -> Polygon:
    """Return a ring of a data file, [lon, lat] pairs with or without the closing one, as a valid polygon."""
    return polygonal(Polygon([(float(x), float(y)) for x, y in positions]))


def wound(geometry: BaseGeometry) -> BaseGeometry:
    """Return the geometry with RFC 7946 winding: outer rings counter-clockwise."""
    return shapely.orient_polygons(geometry, exterior_cw=False)


def area_km2(geometry: BaseGeometry) -> float:
    """Return the area on the WGS 84 ellipsoid in square kilometres.

    Exact for edges along meridians and parallels and within parts per million for the short edges of outlines: the
    cylindrical equal-area projection (Snyder 1987, equation 3-12).
    """

    def project(positions: np.ndarray) -> np.ndarray:
        sine = np.sin(np.radians(positions[:, 1]))
        q = (1 - _E**2) * (sine / (1 - (_E * sine) ** 2) - np.log((1 - _E * sine) / (1 + _E * sine)) / (2 * _E))
        return np.column_stack([np.radians(positions[:, 0]) * _A, q * _A / 2])

    return float(shapely.transform(geometry, project).area)


def label_point(geometry: BaseGeometry, wanted: Sequence[float] | None = None) -> tuple[float, float]:
    """Return (lon, lat) of a point inside: `wanted`, or the centre of mass, or the nearest place inside to it.

    The centre of mass is that of the largest piece where the pieces lie far apart.
    """
    if wanted is not None:
        point = Point(float(wanted[0]), float(wanted[1]))
    else:
        point = geometry.centroid
        if shapely.distance(geometry, point) > 1.5:
            point = max(pieces(geometry), key=lambda piece: piece.area).centroid
    if geometry.area == 0:
        on_line = shapely.get_point(shapely.shortest_line(geometry, point), 0)
        return (on_line.x, on_line.y)
    if shapely.contains_properly(geometry, point):
        return (point.x, point.y)
    near = min(pieces(geometry), key=lambda piece: shapely.distance(piece, point))
    inside = _inland(near, point)
    return (inside.x, inside.y)


def _inland(piece: Polygon, point: Point) -> Point:
    # The nearest spot of the shore, then a step inland: the shore itself is not inside.
    shore = shapely.get_point(shapely.shortest_line(point, piece), 1)
    middle = piece.point_on_surface()
    for share in (0.02, 0.1, 0.3):
        step = Point(shore.x + (middle.x - shore.x) * share, shore.y + (middle.y - shore.y) * share)
        if shapely.contains_properly(piece, step):
            return step
    return middle


def disc(lon: float, lat: float, radius_km: float) -> Polygon:
    """Return a small disc, 32 corners; fit for radii of a few kilometres, away from poles and 180 degrees."""
    turns = np.linspace(0, 2 * np.pi, 32, endpoint=False)
    dlat = radius_km / 111.2
    return Polygon(np.column_stack([lon + dlat / np.cos(np.radians(lat)) * np.cos(turns), lat + dlat * np.sin(turns)]))


def corridor(line: Sequence[Sequence[float]], width_km: float) -> BaseGeometry:
    """Return the band of a width round a coarse line of [lon, lat], each leg widened at the scale of its latitude."""
    reach = width_km / 2 / 111.2
    legs = []
    for (west, south), (east, north) in pairwise(line):
        squeeze = float(np.cos(np.radians((south + north) / 2)))
        flat = LineString([(west * squeeze, south), (east * squeeze, north)]).buffer(reach, quad_segs=4)
        legs.append(scale(flat, 1 / squeeze, 1.0, origin=(0, 0)))
    return polygonal(shapely.union_all(legs))
