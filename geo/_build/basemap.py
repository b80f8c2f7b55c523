"""Compile the basemap: land and borders in three grades of detail, cut into cells, each a few bytes a point.

A page takes the cells it needs as they lie in the file and never parses a topology. A cell is a row of varints:
`rings of land, borders, disputed borders`, each group a count and then its lines (a count of points and zigzag
deltas). `webmap/browser/src/decode.js` reads the same.
"""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geo._build.earth import whole_rings

__all__ = ["GRADES", "Grade", "compile_basemap", "world_topology"]

_GEO = Path(__file__).resolve().parents[1]
_ATLAS = _GEO / "webmap" / "browser" / "node_modules" / "world-atlas"

Points = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Grade:
    """One grade of detail: Natural Earth's scale, how wide a cell is and how many grid steps a degree has."""

    name: str
    cell: float
    """Degrees; 360 for the whole world in one piece."""
    steps: int


GRADES = (Grade("110m", 360, 60), Grade("50m", 15, 160), Grade("10m", 5, 400))

# Land is cut a little larger than its cell, so that neighbours overlap and no hairline of sea shows between them.
_OVERLAP = 0.04


@dataclass(frozen=True, slots=True)
class Topology:
    """world-atlas decoded: what is land, and every border with the names of the countries on its two sides."""

    land: list[BaseGeometry]
    borders: list[tuple[Points, frozenset[str]]]
    countries: dict[str, BaseGeometry]


def compile_basemap(target: Path) -> dict[str, dict[str, list[int]]]:
    """Write the cells of all grades into `target` and return where each lies: grade -> "col,row" -> [start, length].

    The same sources give the same bytes.
    """
    disputed = tomllib.loads((_GEO / "data" / "disputed.toml").read_text(encoding="utf-8"))
    index: dict[str, dict[str, list[int]]] = {}
    position = 0
    with target.open("wb") as out:
        for grade in GRADES:
            places = index[grade.name] = {}
            for key, piece in _cells(world_topology(grade.name), grade, disputed):
                out.write(piece)
                places[key] = [position, len(piece)]
                position += len(piece)
    return index


def world_topology(grade: str) -> Topology:
    """Return world-atlas at `grade` (`110m`, `50m`, `10m`), EPSG:4326 degrees."""
    atlas = json.loads((_ATLAS / f"countries-{grade}.json").read_text(encoding="utf-8"))
    scale, shift = np.array(atlas["transform"]["scale"]), np.array(atlas["transform"]["translate"])
    arcs = [np.cumsum(np.array(arc, dtype=np.int64), axis=0) * scale + shift for arc in atlas["arcs"]]
    sides: dict[int, set[str]] = defaultdict(set)
    countries: dict[str, BaseGeometry] = {}
    for item in atlas["objects"]["countries"]["geometries"]:
        name = item["properties"]["name"]
        for arc in _arc_numbers(item.get("arcs", [])):
            sides[arc].add(name)
        shape = shapely.MultiPolygon(_polygons(item, arcs))
        countries[name] = shapely.union_all([countries[name], shape]) if name in countries else shape
    land = _polygons(atlas["objects"]["land"]["geometries"][0], arcs)
    borders = [(arcs[n], frozenset(names)) for n, names in sorted(sides.items()) if len(names) > 1]
    return Topology(land, borders, countries)


def _arc_numbers(nested: Any) -> Iterator[int]:
    for item in nested:
        if isinstance(item, int):
            yield item if item >= 0 else ~item
        else:
            yield from _arc_numbers(item)


def _polygons(item: dict[str, Any], arcs: Sequence[Points]) -> list[BaseGeometry]:
    parts = {"Polygon": [item.get("arcs", [])], "MultiPolygon": item.get("arcs", [])}.get(item["type"], [])
    made = []
    for rings in parts:
        drawn = [ring for ring in (_ring(numbers, arcs) for numbers in rings) if len(ring) >= 4]
        if not drawn:
            continue
        polygon = shapely.Polygon(drawn[0], drawn[1:])
        # Only the few rings that leap over 180 degrees or run round the pole are worth unrolling.
        leaps = np.abs(np.diff(drawn[0][:, 0])).max() > 180
        made.append(whole_rings(polygon) if leaps else polygon)
    # Two passes: a repaired ring can be a collection that holds a multipolygon beside stray lines.
    repaired = shapely.get_parts(shapely.get_parts(shapely.make_valid(made)))
    return [part for part in repaired if part.geom_type == "Polygon"]


def _ring(numbers: Sequence[int], arcs: Sequence[Points]) -> Points:
    pieces = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers]
    return np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])


def _cells(world: Topology, grade: Grade, disputed: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    agreed, contested = _sort_borders(world.borders, disputed)
    tall = min(grade.cell, 180.0)
    for block in _boxes((-180, -90, 180, 90), max(grade.cell, 30.0), 180.0 if grade.cell > 180 else max(tall, 30.0)):
        # Continents are cut into blocks first: cutting all of Eurasia once for every cell would take minutes.
        land = list(_cut(world.land, _grown(block)))
        lines = [list(_cut(group, block)) for group in (agreed, contested)]
        for box in _boxes(block, grade.cell, tall):
            rings = [ring for part in _cut(land, _grown(box)) for ring in _rings(part)]
            groups = (rings, *([shapely.get_coordinates(line) for line in _cut(group, box)] for group in lines))
            if any(groups):
                key = f"{round((box[0] + 180) / grade.cell)},{round((box[1] + 90) / tall)}"
                yield key, b"".join(_encode(group, grade.steps) for group in groups)


Box = tuple[float, float, float, float]


def _boxes(outer: Box, width: float, height: float) -> Iterator[Box]:
    for south in np.arange(outer[1], outer[3], height).tolist():
        for west in np.arange(outer[0], outer[2], width).tolist():
            yield (west, south, west + width, south + height)


def _grown(box: Box) -> Box:
    west, south, east, north = box
    return (
        max(west - _OVERLAP, -180),
        max(south - _OVERLAP, -90),
        min(east + _OVERLAP, 180),
        min(north + _OVERLAP, 90),
    )


def _cut(shapes: Sequence[BaseGeometry], box: Box) -> Iterator[BaseGeometry]:
    """Yield the polygons and lines of `shapes` inside a box."""
    if not shapes:
        return
    bounds = shapely.bounds(shapes)
    near = (bounds[:, 0] <= box[2]) & (bounds[:, 2] >= box[0]) & (bounds[:, 1] <= box[3]) & (bounds[:, 3] >= box[1])
    for number in np.flatnonzero(near).tolist():
        for part in shapely.get_parts(shapely.clip_by_rect(shapes[number], *box)):
            if part.geom_type in ("Polygon", "LineString") and not part.is_empty:
                yield part


def _rings(polygon: BaseGeometry) -> Iterator[Points]:
    yield shapely.get_coordinates(polygon.exterior)
    yield from (shapely.get_coordinates(hole) for hole in polygon.interiors)


def _sort_borders(
    borders: Iterable[tuple[Points, frozenset[str]]], disputed: dict[str, Any]
) -> tuple[list[BaseGeometry], list[BaseGeometry]]:
    around = {name for entry in disputed["around"] for name in entry["names"]}
    between = {frozenset(entry["names"]): entry.get("box") for entry in disputed["between"]}
    agreed, contested = [], []
    for points, names in borders:
        line = shapely.linestrings(points)
        box = between.get(names)
        if names & around or (names in between and box is None):
            contested.append(line)
        elif box is not None:
            inside = shapely.clip_by_rect(line, *box)
            contested.extend(_line_parts(inside))
            agreed.extend(_line_parts(shapely.difference(line, shapely.box(*box))))
        else:
            agreed.append(line)
    return agreed, contested


def _line_parts(shape: BaseGeometry) -> list[BaseGeometry]:
    return [part for part in shapely.get_parts(shape) if part.geom_type == "LineString" and not part.is_empty]


def _encode(lines: Iterable[Points], steps: int) -> bytes:
    numbers: list[npt.NDArray[np.int64]] = []
    for points in lines:
        grid = np.round(points * steps).astype(np.int64)
        grid = grid[np.r_[True, np.any(np.diff(grid, axis=0) != 0, axis=1)]]
        if len(grid) < 2:
            continue
        deltas = np.diff(grid, axis=0, prepend=np.zeros((1, 2), np.int64)).ravel()
        numbers.append(np.r_[len(grid), (deltas << 1) ^ (deltas >> 63)])
    return varints(np.concatenate([[len(numbers)], *numbers]).astype(np.uint64))


def varints(numbers: npt.NDArray[np.uint64]) -> bytes:
    """Return unsigned numbers as LEB128 varints, seven bits a byte, lowest first."""
    out = bytearray()
    for number in numbers.tolist():
        while number > 127:
            out.append(number & 127 | 128)
            number >>= 7
        out.append(number)
    return bytes(out)
