"""Mend one feature's geometry where the meaning is certain, refuse it where it is not; every repair is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from shapely.geometry import (
    GeometryCollection,
    LineString,
    MultiLineString,
    MultiPoint,
    MultiPolygon,
    Point,
    Polygon,
)
from shapely.geometry.base import BaseGeometry

from geo.layers.antimeridian import cut_line, cut_polygon, wrap
from geo.layers.parts import Array, Parts
from geo.layers.raw import Refused

__all__ = ["assemble", "in_degrees", "looks_swapped", "reprojected", "swapped"]

_SLACK = 1e-6
"""Degrees beyond a pole that are rounding, about 10 cm."""


def swapped(parts: Parts) -> Parts:
    """Return the parts with the first two numbers of every position exchanged."""

    def exchange(array: Array) -> Array:
        return array[:, [1, 0, *range(2, array.shape[1])]]

    return parts.changed(exchange)


def looks_swapped(several: Sequence[Parts]) -> bool:
    """Return whether it is certain that all these geometries are [latitude, longitude].

    Certain: at least three different positions, every first number fits a latitude, every geometry has a second one
    that cannot be one, and so do more than half of the positions (all of them, where there is one geometry only). One
    odd latitude may as well be a slip of a digit, and a geometry that fits both ways says nothing.
    """
    # Nearly always this ends here, and it is asked of every feature.
    if not any(array[:, 1].max() > 90 or array[:, 1].min() < -90 for parts in several for array in parts.arrays()):
        return False
    filled = [np.concatenate([a[:, :2] for a in parts.arrays()]) for parts in several if parts.size]
    positions = np.unique(np.concatenate(filled), axis=0)
    if len(positions) < 3 or np.abs(positions[:, 0]).max() > 90 or np.abs(positions[:, 1]).max() > 180:
        return False
    beyond = float((np.abs(positions[:, 1]) > 90 + _SLACK).mean())
    if len(filled) == 1:
        return beyond == 1.0
    return beyond > 0.5 and all(np.abs(own[:, 1]).max() > 90 + _SLACK for own in filled)


def in_degrees(several: Sequence[Parts]) -> bool:
    """Return whether every position could be longitude and latitude in degrees."""
    return all(
        np.abs(a[:, 0]).max() <= 360 and np.abs(a[:, 1]).max() <= 90 + _SLACK
        for parts in several
        for a in parts.arrays()
    )


@lru_cache(maxsize=16)
def _transformer(crs: str) -> Any:
    from pyproj import CRS, Transformer
    from pyproj.exceptions import CRSError, ProjError
    from pyproj.network import set_network_enabled  # type: ignore[attr-defined]

    set_network_enabled(False)  # PROJ may be told by its surroundings to fetch grids
    try:
        system = CRS.from_user_input(crs)
        flat = system.sub_crs_list[0] if system.is_compound and system.sub_crs_list else system
        if not (flat.is_geographic or flat.is_projected):
            # Among others geocentric ones, for which PROJ searches half a minute.
            raise Refused(f"its coordinate system {crs[:60]!r} is none of a flat map.", "Write the layer in WGS 84.")
        return Transformer.from_crs(flat, "OGC:CRS84", always_xy=True)
    except (CRSError, ProjError) as error:
        raise Refused(
            f"its coordinate system {crs[:60]!r} is unknown.",
            'Write the layer in WGS 84, or give `crs = "EPSG:..."` beside it.',
        ) from error


def reprojected(parts: Parts, crs: str) -> Parts:
    """Return the parts brought from `crs` (anything PROJ knows, x before y) to WGS 84 degrees.

    Raises Refused where the system is unknown or a position lies outside of what it covers.
    """
    transformer = _transformer(crs)

    def change(array: Array) -> Array:
        lon, lat = transformer.transform(array[:, 0], array[:, 1])
        result = array.copy()
        # A tenth of a millimetre: beyond it, two versions of PROJ differ.
        result[:, 0], result[:, 1] = np.round(lon, 9) + 0.0, np.round(lat, 9) + 0.0
        # PROJ clamps what lies far outside of a projection: only what comes back where it was is believed.
        back_x, back_y = transformer.transform(lon, lat, direction="INVERSE")
        scale = 1.0 if transformer.source_crs.is_geographic else 100.0
        if not (np.abs(back_x - array[:, 0]) < scale).all() or not (np.abs(back_y - array[:, 1]) < scale).all():
            raise Refused(f"a position lies outside of its coordinate system {crs[:40]}.", "Check the system it names.")
        return result

    return parts.changed(change)


def _check_range(parts: Parts, lon_first: bool) -> None:
    for array in parts.arrays():
        lon, lat = array[:, 0], array[:, 1]
        wrong = np.flatnonzero((np.abs(lat) > 90 + _SLACK) | (np.abs(lon) > 360))
        if not len(wrong):
            continue
        x, y = float(lon[wrong[0]]), float(lat[wrong[0]])
        if abs(x) > 1000 or abs(y) > 1000:
            raise Refused(
                f"[{x:.10g}, {y:.10g}] is no longitude and latitude; it looks like metres of a map projection.",
                'Write degrees of WGS 84, or give `crs = "EPSG:..."` in the .toml file beside it.',
            )
        if abs(y) <= 90 + _SLACK:
            raise Refused(f"longitude {x:.10g} is outside -180..180.", "Check the number.")
        swapped = abs(x) <= 90 and abs(y) <= 180
        mend = "This pair looks swapped: exchange the two, or check the number." if swapped else "Check the number."
        if lon_first:
            mend = f"GeoJSON wants [longitude, latitude]; {mend[:1].lower()}{mend[1:]}"
        raise Refused(f"latitude {y:.10g} is outside -90..90.", mend)


def assemble(parts: Parts, *, winding_counts: bool, notes: list[str]) -> BaseGeometry | None:
    """Return the geometry of mended parts in WGS 84: valid, wound as RFC 7946 wants it, cut at 180 degrees.

    None where nothing is left to draw. Repairs are added to `notes`; `winding_counts` says whether turning a ring is
    one (formats other than GeoJSON have other rules). Raises Refused where a geometry makes no sense.
    """
    _check_range(parts, winding_counts)
    parts = parts.changed(_clip_poles)
    points = [Point(row) for array in parts.points for row in wrap(array, notes)]
    lines: list[LineString] = []
    for array in parts.lines:
        for piece in cut_line(array, notes):
            kept = _without_repeats(piece, notes)
            if len(kept) < 2:
                notes.append("a line whose positions are all the same was read as a point")
                points.append(Point(wrap(kept, notes)[0]))
            else:
                lines.append(LineString(kept))
    polygons = _polygons(parts, winding_counts, points, lines, notes)
    return _joined(points, lines, polygons, parts)


def _clip_poles(array: Array) -> Array:
    if np.abs(array[:, 1]).max() <= 90:
        return array
    clipped = array.copy()
    clipped[:, 1] = np.clip(array[:, 1], -90, 90)
    return clipped


def _without_repeats(array: Array, notes: list[str]) -> Array:
    if len(array) < 2:
        return array
    repeated = np.all(array[1:, :2] == array[:-1, :2], axis=1)
    if not repeated.any():
        return array
    notes.append("positions repeated one after the other were dropped")
    return array[np.concatenate(([True], ~repeated))]


def _ring(array: Array, notes: list[str]) -> Array:
    """Return a closed ring, its positions as they are otherwise."""
    if not np.array_equal(array[0, :2], array[-1, :2]):
        notes.append("the first and last positions of a ring must be the same; it was closed")
        return np.concatenate((array, array[:1]))
    # The same place at two heights closes a ring, too.
    return array if np.array_equal(array[0], array[-1]) else np.concatenate((array[:-1], array[:1]))


def _without_inside(ring: Array) -> Array | None:
    """Return the ends of a ring that is but a line or a point, None for a ring around an area."""
    if np.abs(np.diff(ring[:, 0])).max() > 180:
        return None  # across 180 degrees or round a pole, where plane geometry says nothing
    places = np.unique(ring[:, :2], axis=0)
    if len(places) > 2 and (_signed_area(ring) or shapely.convex_hull(LineString(ring[:, :2])).area):
        return None
    return places[[0, -1]] if len(places) > 1 else places  # sorted: the first and last are the farthest apart


def _polygons(
    parts: Parts, winding_counts: bool, points: list[Point], lines: list[LineString], notes: list[str]
) -> list[Polygon]:
    """Return the areas; one without an inside goes to `points` or `lines`: that is all there is of it to draw."""
    polygons: list[Polygon] = []
    for rings in parts.polygons:
        shell, *holes = [_ring(ring, notes) for ring in rings]
        if len(shell) < 4:
            raise Refused("a ring needs four or more positions.", "Draw an area, a line or a point.")
        ends = _without_inside(shell)
        if ends is not None:
            notes.append(f"an area without an inside was read as a {'line' if len(ends) > 1 else 'point'}")
            if len(ends) > 1:
                lines.extend(LineString(piece) for piece in cut_line(ends, notes))
            else:
                points.append(Point(wrap(ends, notes)[0]))
            continue
        kept = [_without_repeats(hole, notes) for hole in holes if len(hole) > 3 and _without_inside(hole) is None]
        if len(kept) < len(holes):
            notes.append("a hole without area was left out")
        shell = _without_repeats(shell, notes)
        if winding_counts:
            _tell_winding(shell, kept, notes)
        for piece in cut_polygon(shell, kept, notes):
            polygons.extend(_valid(piece, notes))
    if len(polygons) > 1:
        polygons = _apart(polygons, notes)
    return polygons


def _signed_area(ring: Array) -> float:
    x, y = ring[:, 0] - ring[0, 0], ring[:, 1] - ring[0, 1]
    return float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2


def _tell_winding(shell: Array, holes: Sequence[Array], notes: list[str]) -> None:
    # A ring that steps over 180 degrees is judged after it is cut; its naive area has the wrong sign.
    if any(np.abs(np.diff(ring[:, 0])).max() > 180 for ring in (shell, *holes)):
        return
    if _signed_area(shell) < 0 or any(_signed_area(hole) > 0 for hole in holes):
        notes.append("rings should follow the right-hand rule (outer ring counter-clockwise); they were turned")


def _valid(polygon: Polygon, notes: list[str]) -> list[Polygon]:
    if not polygon.is_valid:
        mended = shapely.make_valid(polygon, method="structure", keep_collapsed=False)
        pieces = [p for p in _flat(mended) if isinstance(p, Polygon) and p.area > 0]
        if not pieces:
            raise Refused("an area folds onto itself and has no inside.", "Draw it again as a ring around its area.")
        notes.append("an outline that crosses itself was mended")
    else:
        pieces = [polygon]
    return [shapely.orient_polygons(p) for p in pieces]


def _apart(polygons: list[Polygon], notes: list[str]) -> list[Polygon]:
    """Return polygons of one feature joined where they overlap: a MultiPolygon's parts may only touch in points."""
    multi = MultiPolygon(polygons)
    if multi.is_valid:
        return polygons
    joined = [p for p in _flat(shapely.union_all(polygons)) if isinstance(p, Polygon)]
    notes.append("overlapping parts of one area were joined")
    return [shapely.orient_polygons(p) for p in joined]


def _flat(geometry: BaseGeometry) -> list[BaseGeometry]:
    if hasattr(geometry, "geoms"):
        return [part for member in geometry.geoms for part in _flat(member)]
    return [geometry]


def _joined(points: list[Point], lines: list[LineString], polygons: list[Polygon], parts: Parts) -> BaseGeometry | None:
    families: list[BaseGeometry] = []
    for members, multi in ((points, MultiPoint), (lines, MultiLineString), (polygons, MultiPolygon)):
        if members:
            families.append(
                multi(members) if len(members) > 1 or (parts.multi and not parts.collection) else members[0]
            )
    if not families:
        return None
    return _with_heights(families[0] if len(families) == 1 else GeometryCollection(families))


def _with_heights(geometry: BaseGeometry) -> BaseGeometry:
    """Return the geometry without heights where some are missing or all are zero, as KML writers put them."""
    if not geometry.has_z:
        return geometry
    heights = shapely.get_coordinates(geometry, include_z=True)[:, 2]
    return geometry if np.isfinite(heights).all() and heights.any() else shapely.force_2d(geometry)


def tally(notes: Sequence[str]) -> Counter[str]:
    """Return each repair with how often it was made, in the order met."""
    return Counter(notes)
