"""Land and shore near a place: which edges of an outline meet the sea, which a neighbour."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.places.shapes import open_shapes
from geo.places.sphere import Plane, Positions, cells, flat_buffer, lines_of, polygons, unroll, valid

__all__ = ["Edges", "Ground", "edges_of", "holds", "open_ground"]

_TURNS = (0.0, 360.0, -360.0)


@dataclass(frozen=True, slots=True)
class Edges:
    """The outline of an area in short segments, with a point just outside of each."""

    segments: Positions
    """Shape (n, 2, 2), degrees; longitudes run on beyond 180."""
    outside: Positions
    """Shape (n, 2): the middle of each segment, moved outwards."""


def edges_of(area: BaseGeometry) -> Edges:
    """Return the outline of an area, simplified to about a hundredth of its size and at most a kilometre."""
    area = unroll(area)
    west, south, east, north = area.bounds
    tolerance = min(0.008, max(0.0005, max(east - west, north - south) / 1500))
    pieces = np.array(polygons(shapely.orient_polygons(area)), dtype=object)
    large = shapely.area(pieces) > (20 * tolerance) ** 2
    pieces[large] = shapely.simplify(pieces[large], tolerance, preserve_topology=False)
    # Simplified, a polygon may fall into several.
    pieces = shapely.orient_polygons(np.array([p for piece in pieces for p in polygons(piece)], dtype=object))
    rings = shapely.segmentize(shapely.get_rings(pieces), 0.2)
    at, ring = shapely.get_coordinates(rings, return_index=True)
    joined = ring[1:] == ring[:-1]
    segments = np.stack([at[:-1][joined], at[1:][joined]], axis=1)
    # The edge of the map at the South Pole is no edge of the land, and no segment has length nought.
    along = segments[:, 1] - segments[:, 0]
    kept = (segments[:, :, 1].min(axis=1) > -89.0) & (np.abs(along).max(axis=1) > 0)
    segments, along = segments[kept], along[kept]
    middle = segments.mean(axis=1)
    narrow = np.maximum(0.05, np.cos(np.radians(middle[:, 1])))
    # Rings run counter-clockwise, so the right hand is outside.
    normal = np.column_stack([along[:, 1], -along[:, 0] * narrow])
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    away = 3 * tolerance + 0.004
    outside = middle + normal * away / np.column_stack([narrow, np.ones(len(narrow))])
    return Edges(segments, outside)


def holds(area: BaseGeometry, at: Positions) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return for each position whether it is in an area cut at 180 degrees; longitudes may run beyond."""
    lon = (at[:, 0] + 180.0) % 360.0 - 180.0
    found = np.zeros(len(at), dtype=bool)
    for piece in polygons(area):
        west, south, east, north = piece.bounds
        rows = (lon >= west) & (lon <= east) & (at[:, 1] >= south) & (at[:, 1] <= north)
        if rows.any():
            shapely.prepare(piece)
            found[rows] |= shapely.contains_xy(piece, lon[rows], at[rows, 1])
    return found


class Ground:
    """The land of all countries, found by place."""

    def __init__(self, countries: Mapping[str, BaseGeometry]) -> None:
        owners: list[str] = []
        pieces: list[Polygon] = []
        for place_id in sorted(countries):
            for piece in polygons(countries[place_id]):
                owners.append(place_id)
                pieces.append(piece)
        self._owners = np.array(owners)
        self._pieces = np.array(pieces, dtype=object)
        self._tree = shapely.STRtree(pieces)
        self._shores: dict[str, MultiLineString] = {}
        self._countries = countries

    def is_land(self, at: Positions) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Return for each position whether it is on land; longitudes may run beyond 180."""
        at = np.column_stack([(at[:, 0] + 180.0) % 360.0 - 180.0, at[:, 1]])
        return self._hit(at)

    def _hit(self, at: Positions) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        point, piece = self._tree.query(shapely.points(at))
        land = np.zeros(len(at), dtype=bool)
        order = np.argsort(piece, kind="stable")
        point, piece = point[order], piece[order]
        starts: list[int] = np.flatnonzero(np.r_[True, piece[1:] != piece[:-1]]).tolist() if len(piece) else []
        for number, start in enumerate(starts):
            end = starts[number + 1] if number + 1 < len(starts) else len(piece)
            polygon, rows = self._pieces[piece[start]], point[start:end]
            shapely.prepare(polygon)
            land[rows] |= shapely.contains_xy(polygon, at[rows, 0], at[rows, 1])
        return land

    def shore(self, area: BaseGeometry) -> BaseGeometry:
        """Return the lines where an area meets the sea; empty where it does not. Lakes count as land."""
        edges = edges_of(area)
        wet = edges.segments[~self.is_land(edges.outside)]
        return lines_of(wet) if len(wet) else LineString()

    def inland_edges(self, area: BaseGeometry) -> BaseGeometry:
        """Return the lines where an area meets other land."""
        edges = edges_of(area)
        # The far shore of a narrow bay is land of its own.
        dry = edges.segments[self.is_land(edges.outside) & ~holds(area, edges.outside)]
        return lines_of(dry) if len(dry) else LineString()

    def near(self, window: tuple[float, float, float, float]) -> Iterator[tuple[str, BaseGeometry]]:
        """Yield (place id, land) of each country within a window of degrees, cut to it.

        The window's longitudes may run beyond 180, and the land comes with the same.
        """
        west, south, east, north = window
        for turn in _TURNS:
            rows = np.sort(self._tree.query(box(west - turn, south, east - turn, north)))
            for owner in sorted({str(self._owners[row]) for row in rows}):
                cut = shapely.clip_by_rect(
                    self._pieces[[r for r in rows if self._owners[r] == owner]], west - turn, south, east - turn, north
                )
                found = [p for piece in cut for p in polygons(piece)]
                if found:
                    land = valid(MultiPolygon(found))
                    yield owner, shapely.transform(land, _shift(turn)) if turn else land

    def country_shore(self, place_id: str) -> BaseGeometry:
        """Return the coastline of a country (see `shore`), remembered."""
        if place_id not in self._shores:
            self._shores[place_id] = self.shore(self._countries[place_id])
        return self._shores[place_id]

    def neighbours(self, window: tuple[float, float, float, float]) -> list[tuple[str, float]]:
        """Return (place id, turn) of the countries whose land comes into a window; `turn` brings them there."""
        west, south, east, north = window
        return [
            (owner, turn)
            for turn in _TURNS
            for owner in sorted(
                {str(self._owners[row]) for row in self._tree.query(box(west - turn, south, east - turn, north))}
            )
        ]

    def sea_only(self, area: BaseGeometry) -> BaseGeometry:
        """Return an area without its land."""
        return self.without_land(area)

    def without_land(self, area: BaseGeometry, but: str = "") -> BaseGeometry:
        """Return an area without the land of all countries, or of all but one."""
        left: dict[Polygon, BaseGeometry] = {}
        for cell, piece in cells(area):
            for owner, land in self.near(_grown(cell.bounds, 0.01)):
                if owner == but:
                    continue
                piece = piece.difference(land)
                if piece.is_empty:
                    break
            left[cell] = piece
        return _joined(left)

    def own_side(
        self, area: BaseGeometry, own: BaseGeometry, others: frozenset[str], reach: float, spacing: float
    ) -> BaseGeometry:
        """Return what of a sea area is nearer to the coastline `own` than to that of any country of `others`.

        Only what is within `reach` metres of another coast is in question. The median line is found between points on
        the coasts `spacing` metres apart.
        """
        degrees = reach / 111_000
        kept: dict[Polygon, BaseGeometry] = {}
        for cell, piece in cells(area):
            west, south, east, north = piece.bounds
            wide = degrees / max(0.05, math.cos(math.radians(min(86.0, max(abs(south), abs(north)) + degrees))))
            window = (west - wide, south - degrees, east + wide, north + degrees)
            plane = Plane(cell.centroid.x, cell.centroid.y)
            present = {owner for owner, _ in self.neighbours(window)} & others
            theirs = [_clipped(self.country_shore(owner), window, turn) for owner in sorted(present) for turn in _TURNS]
            foreign = shapely.union_all([plane.to(line) for line in theirs if not line.is_empty])
            if foreign.is_empty:
                kept[cell] = piece
                continue
            # Only what is within reach of both coasts is in question.
            flat = valid(plane.to(shapely.segmentize(piece, 0.2)))
            zone = flat_buffer(foreign, reach, 0.01)
            asked = flat.intersection(zone)
            if asked.is_empty:
                kept[cell] = piece
                continue
            ours = shapely.union_all(
                [plane.to(line) for turn in _TURNS if not (line := _clipped(own, window, turn)).is_empty]
            )
            near = box(*_grown(asked.bounds, reach))
            a = _posts(shapely.clip_by_rect(ours, *near.bounds), spacing)
            b = _posts(shapely.clip_by_rect(foreign, *near.bounds), spacing)
            ours_of_it = _nearer(asked, a, b) if len(b) else asked
            kept[cell] = plane.back(shapely.union_all([flat.difference(zone), ours_of_it]))
        return _joined(kept)


def _joined(pieces: Mapping[Polygon, BaseGeometry]) -> BaseGeometry:
    """Return the union of what was computed cell by cell, without the slits that each cell's own plane leaves."""
    whole = shapely.union_all([valid(piece) for piece in pieces.values()])
    if len(pieces) < 2:
        return whole
    seams = []
    for cell in pieces:
        west, south, east, north = cell.bounds
        for strip in ((west - _SEAM, south, west + _SEAM, north), (west, south - _SEAM, east, south + _SEAM)):
            beside = shapely.clip_by_rect(whole, *strip)
            seams += [shapely.buffer(piece, _SLIT, join_style="mitre") for piece in polygons(beside)]
    return shapely.union_all([whole, *seams])


_SLIT = 1.5e-5
"""Degrees, less than two metres: half of what may gape between two cells."""
_SEAM = 10 * _SLIT


def _nearer(area: BaseGeometry, own: Positions, other: Positions) -> BaseGeometry:
    """Return what of a plane area is nearer to the points `own` than to the points `other`."""
    own = np.unique(np.round(own), axis=0)
    other = np.unique(np.round(other), axis=0)
    # Where land borders reach the sea both coasts share a point: it belongs to neither.
    shared = {tuple(p) for p in own} & {tuple(p) for p in other}
    own = np.array([p for p in own if tuple(p) not in shared]).reshape(-1, 2)
    other = np.array([p for p in other if tuple(p) not in shared]).reshape(-1, 2)
    if not len(own) or not len(other):
        return area if len(own) else Polygon()
    posts = shapely.multipoints(np.vstack([other, own]))
    faces = shapely.get_parts(shapely.voronoi_polygons(posts, extend_to=area, ordered=True))
    foreign = faces[: len(other)]
    hits = foreign[shapely.intersects(foreign, area)]
    if not len(hits):
        return area
    return area.difference(shapely.coverage_union_all(hits))


def _posts(line: BaseGeometry, spacing: float) -> Positions:
    """Return points on a plane line, at most `spacing` metres apart."""
    found: Positions = shapely.get_coordinates(shapely.segmentize(shapely.simplify(line, spacing / 4), spacing))
    return found


def _clipped(line: BaseGeometry, window: tuple[float, float, float, float], turn: float) -> BaseGeometry:
    west, south, east, north = window
    cut = shapely.clip_by_rect(line, west - turn, south, east - turn, north)
    return shapely.transform(cut, _shift(turn)) if turn and not cut.is_empty else cut


def _shift(turn: float) -> Callable[[Positions], Positions]:
    return lambda at: at + np.array([turn, 0.0])


def _grown(bounds: tuple[float, float, float, float], by: float) -> tuple[float, float, float, float]:
    return bounds[0] - by, bounds[1] - by, bounds[2] + by, bounds[3] + by


@lru_cache(maxsize=1)
def open_ground() -> Ground:
    """Return the land of all countries of the compiled outlines."""
    shapes = open_shapes()
    found = {place_id: shapes.get(place_id) for place_id in shapes.ids("country")}
    return Ground({place_id: shape.geometry for place_id, shape in found.items() if shape is not None})
