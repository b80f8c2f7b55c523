"""Geometry on the Earth's surface: geodesic buffers, circles, areas, and the cut at 180 degrees."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry import LinearRing, LineString, MultiLineString, MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.errors import PlaceError
from geo.model import LonLat

if TYPE_CHECKING:
    from pyproj import Geod

__all__ = [
    "Plane", "Positions", "area_km2", "buffer", "cells", "circle", "cut_at_180", "destination", "distance",
    "flat_buffer", "inside", "lines_of", "polygons", "sector", "settle", "unroll", "valid",
]  # fmt: skip

_WORLD = box(-180, -90, 180, 90)
_STEP = 20_000.0
"""Longest edge in metres of what is drawn in a plane and brought back: a straight line in degrees stays close to it."""

Positions = np.ndarray[Any, np.dtype[np.float64]]


@cache
def _earth() -> Geod:
    # Imported here: a report whose places all have stored outlines measures nothing.
    from pyproj import Geod

    return Geod(ellps="WGS84")


@dataclass(frozen=True, slots=True)
class Plane:
    """A plane that touches the Earth at a point: azimuthal equidistant on WGS 84, metres. True distances from there.

    Within 500 km of the point, lengths are right to one part in a thousand.
    """

    lon: float
    lat: float

    def to(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return a geometry in degrees as one in metres, east and north of the point."""
        return shapely.transform(geometry, self.to_metres)

    def back(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return a geometry in metres as one in degrees; longitudes run on within 180 degrees of the point's."""
        geometry = shapely.segmentize(geometry, _STEP)
        pole = self.to_metres(np.array([[self.lon, 90.0 if self.lat >= 0 else -90.0]]))[0]
        if math.hypot(*pole) < 5_000_000 and shapely.contains_xy(geometry, *pole):
            around = [
                self._round_pole(p) if shapely.contains_xy(p, *pole) else self._plain(p) for p in polygons(geometry)
            ]
            return shapely.union_all(around)
        return self._plain(geometry)

    def _plain(self, geometry: BaseGeometry) -> BaseGeometry:
        return shapely.transform(geometry, self.to_degrees)

    def _round_pole(self, piece: Polygon) -> BaseGeometry:
        """Return a piece that holds a pole: its ring goes once round the Earth and the map's edge closes it."""
        ring = self.to_degrees(np.array(piece.exterior.coords))
        ring[:, 0] = np.unwrap(ring[:, 0], period=360.0)
        edge = 90.0 if self.lat >= 0 else -90.0
        whole = Polygon([*ring, (ring[-1, 0], edge), (ring[0, 0], edge)])
        holes = [self._plain(Polygon(hole)) for hole in piece.interiors]
        return whole.difference(shapely.union_all(holes)) if holes else whole

    def to_metres(self, at: Positions) -> Positions:
        """Return positions in degrees as positions in metres."""
        n = len(at)
        azimuth, _, metres = _earth().inv(np.full(n, self.lon), np.full(n, self.lat), at[:, 0], at[:, 1])
        angle = np.radians(azimuth)
        return np.column_stack([metres * np.sin(angle), metres * np.cos(angle)])

    def to_degrees(self, at: Positions) -> Positions:
        """Return positions in metres as positions in degrees."""
        n = len(at)
        azimuth = np.degrees(np.arctan2(at[:, 0], at[:, 1]))
        lon, lat, _ = _earth().fwd(np.full(n, self.lon), np.full(n, self.lat), azimuth, np.hypot(at[:, 0], at[:, 1]))
        return np.column_stack([self.lon + (np.asarray(lon) - self.lon + 180.0) % 360.0 - 180.0, lat])


def destination(start: LonLat, bearing: float, metres: float) -> LonLat:
    """Return where one comes to from `start`, going `metres` in the direction `bearing` (degrees from north).

    >>> destination(LonLat(0.0, 0.0), 90.0, 111319.49)
    LonLat(lon=1.0, lat=0.0)
    """
    lon, lat, _ = _earth().fwd(start.lon, start.lat, bearing, metres)
    return LonLat(round(lon, 6), round(lat, 6) + 0.0)


def distance(a: LonLat, b: LonLat) -> float:
    """Return the length in metres of the shortest way over the ellipsoid.

    >>> round(distance(LonLat(-0.1278, 51.5074), LonLat(2.3522, 48.8566)) / 1000)
    344
    """
    return float(_earth().inv(a.lon, a.lat, b.lon, b.lat)[2])


def area_km2(geometry: BaseGeometry) -> float:
    """Return the area in square kilometres on the ellipsoid; edges are geodesics.

    >>> round(area_km2(box(0, 0, 1, 1)))
    12309
    """
    oriented = shapely.orient_polygons(geometry)
    return sum(abs(_earth().geometry_area_perimeter(piece)[0]) for piece in polygons(oriented)) / 1e6


def circle(center: LonLat, metres: float) -> BaseGeometry:
    """Return the disc of that radius, as a polygon of 72 corners."""
    return Plane(*center).back(Point(0, 0).buffer(metres, quad_segs=18))


def sector(center: LonLat, inner: float, outer: float, bearing: float, half_angle: float) -> BaseGeometry:
    """Return the points `inner` to `outer` metres away whose bearing is within `half_angle` degrees of `bearing`."""
    angles = np.radians(np.linspace(bearing - half_angle, bearing + half_angle, 2 + int(half_angle)))
    rim = [(outer * math.sin(a), outer * math.cos(a)) for a in angles]
    back = [(inner * math.sin(a), inner * math.cos(a)) for a in angles[::-1]] if inner > 0 else [(0.0, 0.0)]
    return Plane(*center).back(Polygon([*rim, *back]))


def buffer(geometry: BaseGeometry, metres: float, *, slack: float = 0.01) -> BaseGeometry:
    """Return all points within `metres` of a geometry in degrees, true to the ellipsoid.

    It is done piece by piece in planes of a few degrees. The outline may lie `slack` of the distance off. Longitudes
    may run beyond 180 (see `settle`).
    """
    found = [
        _buffer_cell(cell, lines, metres, slack)
        for cell, lines in cells(shapely.segmentize(_edges(geometry), 0.5), 2.0)
    ]
    inside = polygons(geometry)
    if not found and not inside:
        raise PlaceError("nothing to measure a distance from: the outline is empty. Give a place that has an outline.")
    return shapely.union_all([*found, *inside])


def _buffer_cell(cell: Polygon, lines: BaseGeometry, metres: float, slack: float) -> BaseGeometry:
    plane = Plane(cell.centroid.x, cell.centroid.y)
    return plane.back(flat_buffer(plane.to(lines), metres, slack))


def flat_buffer(lines: BaseGeometry, metres: float, slack: float) -> BaseGeometry:
    """Return all points of a plane within `metres` of lines or points, in the plane's metres; see `buffer`."""
    flat = shapely.get_parts(shapely.simplify(lines, metres * slack))
    # Line by line and then joined: many times quicker than all at once where islands are many.
    return shapely.union_all(shapely.buffer(flat, metres, quad_segs=8))


def _edges(geometry: BaseGeometry) -> BaseGeometry:
    match geometry.geom_type:
        case "Polygon" | "MultiPolygon":
            # The lower edge of Antarctica is an edge of the map and none of the Earth.
            return shapely.clip_by_rect(geometry.boundary, -720, -89.0, 720, 90.1)
        case "GeometryCollection":
            return shapely.union_all([_edges(part) for part in geometry.geoms])
        case _:
            return geometry


def cells(geometry: BaseGeometry, size: float = 4.0) -> Iterator[tuple[Polygon, BaseGeometry]]:
    """Yield the cells of a grid and what of a geometry is in each: `size` degrees high and about as wide on the ground.

    A small geometry is one cell of its own.
    """
    if geometry.is_empty:
        return
    west, south, east, north = geometry.bounds
    middle = math.cos(math.radians(min(85.0, max(abs(south), abs(north)))))
    if north - south <= size and (east - west) * middle <= size:
        yield (
            box(west, south, east, north) if east > west or north > south else Point(west, south).buffer(1e-9),
            geometry,
        )
        return
    # Off the round degrees: a border that runs along a grid line would be in neither cell.
    aside = 0.1234567
    for row in range(math.floor((south - aside) / size), math.floor((north - aside) / size) + 1):
        low, high = row * size + aside, (row + 1) * size + aside
        strip = _clip(geometry, west, low, east, high)
        if strip.is_empty:
            continue
        left, _, right, _ = strip.bounds
        width = size / max(0.05, math.cos(math.radians(min(87.0, max(abs(low), abs(high))))))
        for column in range(math.floor((left - aside) / width), math.floor((right - aside) / width) + 1):
            at = column * width + aside
            piece = _clip(strip, at, low, at + width, high)
            if not piece.is_empty:
                yield box(at, low, at + width, high), piece


def _clip(geometry: BaseGeometry, west: float, south: float, east: float, north: float) -> BaseGeometry:
    if geometry.geom_type in ("Point", "MultiPoint"):
        points = [p for p in shapely.get_parts(geometry) if west <= p.x <= east and south <= p.y <= north]
        return shapely.multipoints(points) if points else Point()
    return shapely.clip_by_rect(geometry, west, south, east, north)


def polygons(geometry: BaseGeometry) -> list[Polygon]:
    """Return the polygons of a geometry; lines and points in it are let go."""
    if geometry.geom_type == "Polygon":
        return [] if geometry.is_empty else [geometry]
    if geometry.geom_type in ("MultiPolygon", "GeometryCollection"):
        return [piece for part in geometry.geoms for piece in polygons(part)]
    return []


def unroll(geometry: BaseGeometry) -> BaseGeometry:
    """Return a geometry whose pieces lie side by side: those beyond 180 degrees get longitudes above 180.

    Fiji, from -180 to 180, becomes 176.9 to 181.9.
    """
    west, _, east, _ = geometry.bounds
    if east - west <= 180.0 or geometry.geom_type == "Polygon":
        return geometry
    pieces = list(geometry.geoms)
    spans = sorted((piece.bounds[0], piece.bounds[2]) for piece in pieces)
    reach, gap, seam = spans[0][1], 360.0 - (east - west), None
    for left, right in spans[1:]:
        if left - reach > gap:
            gap, seam = left - reach, reach
        reach = max(reach, right)
    if seam is None:
        return geometry
    return type(geometry)([
        shapely.transform(piece, _turner(-360.0)) if piece.bounds[2] <= seam + 1e-9 else piece
        for piece in pieces
    ])  # fmt: skip


def cut_at_180(geometry: BaseGeometry) -> BaseGeometry:
    """Return a geometry whose longitudes run beyond 180 degrees, cut there and brought back to -180..180."""
    if geometry.is_empty:
        return geometry
    west, south, east, north = geometry.bounds
    if west >= -180.0 and east <= 180.0 and south >= -90.0 and north <= 90.0:
        return geometry
    pieces = np.array(polygons(geometry), dtype=object)
    bounds = shapely.bounds(pieces)
    kept: list[BaseGeometry] = []
    for turn in range(math.floor((west + 180.0) / 360.0), math.ceil((east + 180.0) / 360.0)):
        left, right = 360.0 * turn - 180.0, 360.0 * turn + 180.0
        inside = (bounds[:, 0] >= left) & (bounds[:, 2] <= right) & (bounds[:, 1] >= -90.0) & (bounds[:, 3] <= 90.0)
        crossing = ~inside & (bounds[:, 0] < right) & (bounds[:, 2] > left)
        shift = _turner(360.0 * turn)
        kept.extend(shapely.transform(pieces[inside], shift) if turn else pieces[inside])
        kept.extend(valid(shapely.transform(piece, shift)).intersection(_WORLD) for piece in pieces[crossing])
    found = MultiPolygon([p for piece in kept for p in polygons(piece)])
    return found if found.is_valid else shapely.union_all([valid(piece) for piece in kept])


def _turner(degrees: float) -> Callable[[Positions], Positions]:
    return lambda at: at - np.array([degrees, 0.0])


def settle(geometry: BaseGeometry) -> MultiPolygon | Polygon:
    """Return a drawn area as it is handed out: valid, polygons only, cut at 180 degrees, wound as RFC 7946 asks.

    Raises PlaceError where nothing is left of it.
    """
    # Cut first: pieces that meet at 180 degrees side by side look like one invalid area until then.
    geometry = _without_seams(_polygonal(valid(cut_at_180(_polygonal(geometry)))))
    if geometry.is_empty:
        raise PlaceError("nothing is left of the area: the place and the relation do not meet. Ask for a wider one.")
    oriented: MultiPolygon | Polygon = shapely.orient_polygons(geometry)
    return oriented


def _without_seams(geometry: BaseGeometry) -> BaseGeometry:
    """Return an area without the slits and slivers that computing it cell by cell leaves, a few metres wide."""
    pieces = [_closed(piece) for piece in polygons(geometry)]
    broad = [piece for piece in pieces if not _is_slit(piece.exterior)]
    return MultiPolygon(broad) if len(broad) > 1 else broad[0] if broad else geometry


def _closed(piece: Polygon) -> Polygon:
    holes = [hole for hole in piece.interiors if not _is_slit(hole)]
    return piece if len(holes) == len(piece.interiors) else Polygon(piece.exterior, holes)


def _is_slit(ring: LinearRing) -> bool:
    return bool(2 * shapely.polygons(ring).area <= _SEAM * ring.length)


_SEAM = 3e-5
"""Degrees, about three metres: no island of the atlas is so narrow."""


def valid(geometry: BaseGeometry) -> BaseGeometry:
    """Return the geometry, mended where it is not valid."""
    return geometry if geometry.is_valid else shapely.make_valid(geometry)


def _polygonal(geometry: BaseGeometry) -> BaseGeometry:
    if geometry.geom_type in ("Polygon", "MultiPolygon"):
        return geometry
    found = polygons(geometry)
    return found[0] if len(found) == 1 else MultiPolygon(found)


def lines_of(segments: Positions) -> MultiLineString | LineString:
    """Return segments, shape (n, 2, 2), as lines joined end to end."""
    merged: MultiLineString | LineString = shapely.line_merge(shapely.multilinestrings(shapely.linestrings(segments)))
    return merged


def inside(geometry: BaseGeometry, near: LonLat | None = None) -> LonLat:
    """Return a point inside an area: `near` where it is, else one well within the largest piece."""
    if near is not None and shapely.intersects_xy(geometry, *near):
        return near
    pieces: Iterable[BaseGeometry] = polygons(geometry)
    largest = max(pieces, key=lambda piece: piece.area * math.cos(math.radians(_mid(piece))), default=geometry)
    center = largest.centroid
    found = center if shapely.contains_xy(largest, center.x, center.y) else largest.representative_point()
    return LonLat(round(found.x, 6), round(found.y, 6))


def _mid(piece: BaseGeometry) -> float:
    return float((piece.bounds[1] + piece.bounds[3]) / 2)
