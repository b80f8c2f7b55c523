"""Cut the world's water into seas along the limit lines of `seas.toml`.

The lines and the coast divide the water into cells, so neighbours share their border exactly: no overlap, no gap.
A sea is the cells that hold its points, the union of its member seas, or a ring cut out of other seas.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo._build.earth import cut_at_180, read_land
from geo._build.outlines import area_km2, label_point, merged, polygonal, wound
from geo._build.shapes import CompiledShape
from geo.errors import BuildError
from geo.places.seas import Limit, Line, Sea, read_limits, read_seas

__all__ = ["compile_seas", "cut_water", "limit_lines"]

_WORLD = LineString([(-180, -90), (180, -90), (180, 90), (-180, 90), (-180, -90)])
# A line may end this far from the shore it is meant to reach, in degrees: the atlas is coarser than a chart.
_ASHORE = 0.25
# How far a line is carried on past the shore, so that the two surely cross.
_PAST = 0.01
# Longer stretches of a limit are bent into rhumb lines, which S-23 uses; in degrees.
_STRAIGHT = 0.5
# Water that holds the point of no sea is a corner behind a limit, or a fjord the atlas pinches off (the Limfjord), up
# to this size; more is an error in the file.
_CORNER_KM2 = 2000.0


def compile_seas(made: Mapping[str, CompiledShape]) -> Iterator[CompiledShape]:
    """Yield every sea of `seas.toml`. `made` is not needed: seas are cut from the land of the atlas alone."""
    seas, limits = read_seas(), read_limits()
    outlines = _outlines(seas, cut_water(read_land(), limits, seas))
    parents = {member: sea.id for sea in seas for member in sea.members} | {
        sea.id: sea.within[0] for sea in seas if len(sea.within) == 1
    }
    for sea in (sea for sea in seas if not sea.apart):
        geometry = wound(outlines[sea.id])
        lon, lat = label_point(geometry, sea.at[0] if sea.at else None)
        yield CompiledShape(
            id=sea.id,
            name=sea.name,
            kind="sea",
            geometry=geometry,
            precision=sea.precision,
            basis=_basis(sea),
            lon=lon,
            lat=lat,
            area_km2=area_km2(geometry),
            parent=parents.get(sea.id, ""),
        )


def cut_water(land: BaseGeometry, limits: Sequence[Limit], seas: Sequence[Sea]) -> dict[str, BaseGeometry]:
    """Return the own water of each sea that has points (`at`), by id: together, all water of the Earth once.

    Raises BuildError where a point is on land, two seas run into one another (a limit does not reach the shore), or
    a stretch of water larger than 2000 square kilometres holds the point of no sea.
    """
    cells = _cells(land, limit_lines(limits, land))
    owners = _owners(cells, seas)
    loose = [i for i in range(len(cells)) if i not in owners]
    for i in loose:
        if (size := area_km2(cells[i])) > _CORNER_KM2:
            spot = cells[i].point_on_surface()
            raise BuildError(
                f"seas.toml: {size:.0f} square kilometres of water at {spot.x:.2f}, {spot.y:.2f} belong to no sea. "
                "Add the point to a sea, or move the limit line that cuts it off."
            )
    _take_in(cells, owners, loose)
    parts: dict[str, list[BaseGeometry]] = {}
    for i, owner in owners.items():
        parts.setdefault(owner, []).append(cells[i])
    return {owner: merged(pieces) for owner, pieces in parts.items()}


def limit_lines(limits: Sequence[Limit], land: BaseGeometry) -> list[BaseGeometry]:
    """Return the limits as lines in EPSG:4326, bent into rhumb lines, led ashore at open ends, cut at 180 degrees."""
    shapely.prepare(land)
    met = Counter(position for limit in limits for position in limit.line)

    def ashore(position: tuple[float, float]) -> list[tuple[float, float]]:
        # An end on land, or at a corner of another limit, is where it should be.
        lon = (position[0] + 180.0) % 360.0 - 180.0
        if met[position] > 1 or shapely.contains_xy(land, lon, position[1]):
            return []
        end = Point(lon, position[1])
        shore = shapely.get_point(shapely.shortest_line(end, land), 1)
        away = end.distance(shore)
        if not 0 < away <= _ASHORE:
            return []
        reach = 1 + _PAST / away
        return [(position[0] + (shore.x - lon) * reach, position[1] + (shore.y - position[1]) * reach)]

    return [
        cut_at_180(LineString(_rhumb([*ashore(line[0]), *line, *ashore(line[-1])])))
        for line in (limit.line for limit in limits)
    ]


def _rhumb(line: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    bent: list[tuple[float, float]] = []
    for (x0, y0), (x1, y1) in pairwise(line):
        bent.append((x0, y0))
        steps = int(np.hypot(x1 - x0, y1 - y0) / _STRAIGHT)
        m0, m1 = np.arcsinh(np.tan(np.radians([y0, y1])))
        for share in np.arange(1, steps) / max(steps, 1):
            latitude = np.degrees(np.arctan(np.sinh(m0 + share * (m1 - m0))))
            bent.append((float(x0 + share * (x1 - x0)), float(latitude)))
    return [*bent, line[-1]]


def _cells(land: BaseGeometry, lines: Sequence[BaseGeometry]) -> list[Polygon]:
    net = shapely.union_all([land.boundary, _WORLD, *lines])
    cells = shapely.get_parts(shapely.polygonize([net]))
    shapely.prepare(land)
    return [cell for cell in cells if not shapely.contains(land, cell.point_on_surface())]


def _owners(cells: Sequence[Polygon], seas: Sequence[Sea]) -> dict[int, str]:
    tree = shapely.STRtree(cells)
    owners: dict[int, str] = {}
    for sea in seas:
        for lon, lat in sea.at:
            held = tree.query(Point(lon, lat), predicate="intersects")
            if not len(held):
                raise BuildError(f"seas.toml: the point {lon}, {lat} of {sea.id} is on land. Move it to the water.")
            if owners.setdefault(int(held[0]), sea.id) != sea.id:
                raise BuildError(
                    f"seas.toml: {sea.id} and {owners[int(held[0])]} run into one another. A limit line between "
                    "them does not reach the shore, or has no vertex where it meets another."
                )
    return owners


def _take_in(cells: Sequence[Polygon], owners: dict[int, str], loose: Sequence[int]) -> None:
    """Give each leftover corner of water, cut off between a limit and the shore, to the sea it borders most."""
    tree = shapely.STRtree(cells)
    waiting = sorted(loose, key=lambda i: -cells[i].area)
    for _ in range(len(waiting)):
        for i in list(waiting):
            beside = [int(j) for j in tree.query(cells[i].buffer(0.05)) if int(j) in owners]
            if beside:
                best = max(beside, key=lambda j: _touch(cells[i], cells[j]))
                owners[i] = owners[best]
                waiting.remove(i)
        if not waiting:
            return


def _touch(corner: Polygon, cell: Polygon) -> tuple[float, float]:
    west, south, east, north = corner.bounds
    near = shapely.clip_by_rect(cell.boundary, west - 0.06, south - 0.06, east + 0.06, north + 0.06)
    return (corner.boundary.intersection(near).length, -corner.distance(near))


def _outlines(seas: Sequence[Sea], water: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    by_id = {sea.id: sea for sea in seas}
    done: dict[str, BaseGeometry] = {}

    def outline(sea_id: str) -> BaseGeometry:
        if sea_id not in done:
            done[sea_id] = _outline(by_id[sea_id], water, outline)
        return done[sea_id]

    return {sea.id: outline(sea.id) for sea in seas}


def _outline(sea: Sea, water: Mapping[str, BaseGeometry], outline: Callable[[str], BaseGeometry]) -> BaseGeometry:
    if not sea.ring:
        own = [water[sea.id]] if sea.id in water else []
        return merged([*own, *(outline(member) for member in sea.members)])
    area = polygonal(cut_at_180(_ring(sea.ring)))
    shapely.prepare(area)
    # The own water of a sea, without that of its members: the Gulf of Lion takes none of the Balearic Sea.
    cut = merged([polygonal(shapely.intersection(water.get(other) or outline(other), area)) for other in sea.within])
    if cut.is_empty:
        raise BuildError(f"seas.toml: the ring of {sea.id} holds no water of {', '.join(sea.within)}.")
    return cut


def _ring(ring: Line) -> BaseGeometry:
    return polygonal(Polygon(ring))


def _basis(sea: Sea) -> str:
    how = "cut along its limit lines" if not sea.ring else "within an outline drawn by hand"
    sentences = [f"Water of Natural Earth 1:10m {how}: {sea.source}.", sea.note, sea.dispute]
    return " ".join(sentence for sentence in sentences if sentence)
