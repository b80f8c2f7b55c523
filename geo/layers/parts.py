"""A GeoJSON geometry taken apart into arrays of positions, so that it can be mended before shapely sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

import numpy as np
import numpy.typing as npt
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from geo.layers.limits import LIMITS
from geo.layers.raw import Refused

__all__ = ["GEOMETRY_TYPES", "Array", "Parts", "bbox_fault", "take_apart"]

Array = npt.NDArray[np.float64]

GEOMETRY_TYPES = (
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection",
)  # fmt: skip
_BY_LOWER = {name.lower(): name for name in GEOMETRY_TYPES}
_DEPTH = {"Point": 1, "MultiPoint": 2, "LineString": 2, "MultiLineString": 3, "Polygon": 3, "MultiPolygon": 4}
_FAMILY = {
    "Point": ("Point", "MultiPoint"),
    "LineString": ("", "LineString", "MultiLineString"),
    "Polygon": ("", "", "Polygon", "MultiPolygon"),
}
_LEAST = {"Point": 1, "LineString": 2, "Polygon": 3}


@dataclass(slots=True)
class Parts:
    """Positions of one feature by family; arrays are (n, 2) or (n, 3): lon, lat and height as the file has them."""

    points: list[Array] = field(default_factory=list)
    lines: list[Array] = field(default_factory=list)
    polygons: list[list[Array]] = field(default_factory=list)
    """Each polygon a list of rings, the outer one first."""
    multi: bool = False
    """The file said Multi..., also where it holds a single part."""
    collection: bool = False

    def arrays(self) -> Iterator[Array]:
        """Yield every array of positions."""
        yield from self.points
        yield from self.lines
        for rings in self.polygons:
            yield from rings

    def changed(self, change: Callable[[Array], Array]) -> Parts:
        """Return the same parts with every array put through `change`."""
        return Parts(
            [change(a) for a in self.points],
            [change(a) for a in self.lines],
            [[change(ring) for ring in rings] for rings in self.polygons],
            self.multi,
            self.collection,
        )

    @property
    def size(self) -> int:
        """How many positions there are."""
        return sum(len(a) for a in self.arrays())


def take_apart(geometry: Mapping[str, Any] | BaseGeometry, notes: list[str]) -> Parts:
    """Return the positions of a GeoJSON geometry object or a shapely geometry; repairs are added to `notes`.

    Raises Refused, with reason and mend, for what is no geometry.
    """
    parts = Parts()
    if isinstance(geometry, BaseGeometry):
        if not geometry.is_empty:
            _add(mapping(geometry), parts, [], 0)
        return parts
    _add(geometry, parts, notes, 0)
    return parts


def _add(geometry: Any, parts: Parts, notes: list[str], depth: int) -> None:
    kind = _kind(geometry, notes)
    _tell_members(geometry, kind, notes)
    if kind == "GeometryCollection":
        _add_collection(geometry, parts, notes, depth)
        return
    if "coordinates" not in geometry:
        raise Refused(f'"coordinates" member required in a {kind}.', 'Write "coordinates": [...].')
    coordinates = geometry["coordinates"]
    if not isinstance(coordinates, (list, tuple)):
        raise Refused(
            f'"coordinates" should be an array, but is {_named(coordinates)}.', "Write brackets with numbers."
        )
    if len(coordinates) == 0:
        if kind == "Point" or depth == 0:
            notes.append("empty coordinates were read as no geometry")
        return
    kind, coordinates = _levelled(kind, coordinates, notes)
    parts.multi = parts.multi or kind.startswith("Multi")
    match kind:
        case "Point":
            parts.points.append(_positions([coordinates], notes))
        case "MultiPoint":
            parts.points.append(_positions(coordinates, notes))
        case "LineString":
            parts.lines.append(_line(coordinates, notes))
        case "MultiLineString":
            parts.lines.extend(_line(line, notes) for line in _each(coordinates, "line", notes))
        case "Polygon":
            _add_polygon(coordinates, parts, notes)
        case _:
            for polygon in _each(coordinates, "polygon", notes):
                _add_polygon(polygon, parts, notes)


def _tell_members(geometry: Mapping[str, Any], kind: str, notes: list[str]) -> None:
    """Tell what stands in a geometry and does not belong there."""
    wrong = ("coordinates",) if kind == "GeometryCollection" else ("geometries",)
    for member in ("properties", "geometry", "features", *wrong):
        if member in geometry:
            notes.append(f'a {kind} cannot have a member "{member}"; it was left out')
    if "crs" in geometry:
        notes.append("a crs member of a geometry is not part of GeoJSON; it was not used")
    if fault := bbox_fault(geometry):
        notes.append(fault)


def bbox_fault(item: Mapping[str, Any]) -> str:
    """Return what is wrong with the `bbox` of a GeoJSON object, empty where nothing is."""
    if "bbox" not in item:
        return ""
    bbox, then = item["bbox"], "; it was reckoned anew"
    if not isinstance(bbox, list):
        return "a bbox must be an array of numbers" + then
    if len(bbox) not in (4, 6):
        return "a bbox must have 4 elements, or 6 with heights" + then
    if not all(isinstance(n, (int, float)) and not isinstance(n, bool) for n in bbox):
        return "each element of a bbox must be a number" + then
    if bbox[1] > bbox[len(bbox) // 2 + 1]:
        return "a bbox is [west, south, east, north], and this one's south lies north of its north" + then
    return ""


def _add_collection(geometry: Mapping[str, Any], parts: Parts, notes: list[str], depth: int) -> None:
    members = geometry.get("geometries")
    if not isinstance(members, (list, tuple)):
        raise Refused(
            '"geometries" member required in a GeometryCollection, an array of geometries.',
            'Write "geometries": [...].',
        )
    if depth:
        notes.append("geometry collections nested in one another were flattened")
        if depth > LIMITS.depth:
            raise Refused("its geometry collections are nested too deeply.", f"Keep to {LIMITS.depth} levels.")
    elif len(members) == 1:
        notes.append("a GeometryCollection of one geometry was read as that geometry")
    if not members:
        notes.append("an empty GeometryCollection was read as no geometry")
    parts.collection = parts.collection or len(members) > 1
    for member in members:
        if member is None:
            notes.append("a null among the geometries of a GeometryCollection was left out")
        else:
            _add(member, parts, notes, depth + 1)


def _kind(geometry: Any, notes: list[str]) -> str:
    if not isinstance(geometry, Mapping):
        raise Refused(
            f"its geometry should be an object, but is {_named(geometry)}.", "Write a geometry object or null."
        )
    kind = geometry.get("type")
    if kind is None:
        raise Refused('"type" member required in a geometry.', f"Give one of {', '.join(GEOMETRY_TYPES)}.")
    if isinstance(kind, str):
        if kind in GEOMETRY_TYPES:
            return kind
        meant = _BY_LOWER.get(kind.strip().lower())
        if meant:
            notes.append(f"geometry type {kind!r} was read as {meant!r} (upper and lower case count)")
            return meant
    raise Refused(f"the geometry type {_quoted(kind)} is unknown.", f"Give one of {', '.join(GEOMETRY_TYPES)}.")


def _named(value: Any) -> str:
    if value is None:
        return "null"
    kinds = {
        str: "text",
        bool: "true or false",
        int: "a number",
        float: "a number",
        list: "an array",
        dict: "an object",
    }
    return kinds.get(type(value), type(value).__name__)


def _quoted(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _nesting(value: Any) -> int:
    """Return how many brackets stand before the first number, 0 for a number; empty arrays count as their bracket."""
    depth = 0
    while isinstance(value, (list, tuple)) and depth < 8:
        depth += 1
        following = next((v for v in value if not (isinstance(v, (list, tuple)) and len(v) == 0)), None)
        if following is None:
            return depth
        value = following
    return depth


def _levelled(kind: str, coordinates: Any, notes: list[str]) -> tuple[str, Any]:
    """Return type and coordinates with brackets that fit one another, where what was meant is certain."""
    found, wanted = _nesting(coordinates), _DEPTH[kind]
    if found == wanted or not _numbers_at_bottom(coordinates):
        return kind, coordinates
    if len({_nesting(value) for value in coordinates if isinstance(value, (list, tuple)) and value}) > 1:
        raise Refused(
            f"the coordinates of a {kind} are not all nested alike.",
            f"Put {wanted} bracket{'' if wanted == 1 else 's'} before the first number of each.",
        )
    family = next(base for base in ("Point", "LineString", "Polygon") if kind.endswith(base))
    names = _FAMILY[family]
    least = {"Point": 1, "LineString": 2, "Polygon": 3}[family]
    if found == least or found == least + 1:
        meant = names[found - 1]
        notes.append(f"the brackets of a {kind} are those of a {meant}; it was read as one")
        return meant, coordinates
    if found == least - 1 and found > 0 and len(coordinates) >= _LEAST[family]:
        notes.append(f"the coordinates of a {kind} need one more level of brackets; they were added")
        return names[least - 1], [coordinates]
    raise Refused(
        f"the coordinates of a {kind} are nested {found} deep where {wanted} are wanted.",
        "They need to be nested more deeply." if found < wanted else "Take the extra brackets out.",
    )


def _numbers_at_bottom(value: Any) -> bool:
    while isinstance(value, (list, tuple)):
        value = next((v for v in value if not (isinstance(v, (list, tuple)) and len(v) == 0)), None)
    return isinstance(value, (int, float, str)) and not isinstance(value, bool)


def _each(values: Any, what: str, notes: list[str]) -> Iterator[Any]:
    for value in values:
        if not isinstance(value, (list, tuple)):
            raise Refused(
                f"{_named(value)} was found where the positions of a {what} should be.",
                "This needs to be nested more deeply.",
            )
        if len(value) == 0:
            notes.append(f"an empty {what} was left out")
            continue
        yield value


def _line(values: Any, notes: list[str]) -> Array:
    line = _positions(values, notes)
    if len(line) < 2:
        raise Refused("a line needs two or more positions, this one has one.", "Add a position or make it a Point.")
    return line


def _add_polygon(rings: Any, parts: Parts, notes: list[str]) -> None:
    found = [_positions(ring, notes) for ring in _each(rings, "ring", notes)]
    if found:
        parts.polygons.append(found)


def _positions(values: Any, notes: list[str]) -> Array:
    """Return an (n, 2) or (n, 3) array of finite numbers, or raise Refused naming the position that is none."""
    try:
        array = np.asarray(values)
    except ValueError:  # positions of different lengths
        array = np.empty(0, dtype=object)
    if array.dtype.kind in "iuf" and array.ndim == 2 and array.shape[1] in (2, 3) and np.isfinite(array).all():
        return np.asarray(array, dtype=np.float64)
    rows = [_position(value, number, notes) for number, value in enumerate(values, start=1)]
    width = min((len(row) for row in rows), default=2)
    if any(len(row) != width for row in rows):
        notes.append("only some positions have a height; heights were left out")
    return np.array([row[:width] for row in rows], dtype=np.float64)


def _position(value: Any, number: int, notes: list[str]) -> list[float]:
    where = f"position {number}"
    if not isinstance(value, (list, tuple)):
        raise Refused(f"{where} should be an array, but is {_named(value)}.", "Write [longitude, latitude].")
    if len(value) < 2:
        raise Refused(f"{where} must have 2 or more elements, it has {len(value)}.", "Write [longitude, latitude].")
    if len(value) > 3:
        notes.append("positions of more than three numbers were cut to three")
    row: list[float] = []
    for element in value[:3]:
        if isinstance(element, str):
            try:
                element = float(element)
            except ValueError:
                raise Refused(
                    f"{where} holds {_quoted(element)}: each element must be a number.", "Write [longitude, latitude]."
                ) from None
            notes.append("numbers written as text were read as numbers")
        if isinstance(element, bool) or not isinstance(element, (int, float)):
            if len(row) == 2 and element is None:
                notes.append("a height of null was left out")
                break
            raise Refused(
                f"{where} holds {_named(element)}: each element must be a number.", "Write [longitude, latitude]."
            )
        try:
            number_ = float(element)
        except OverflowError:
            number_ = float("inf")
        if not isfinite(number_):
            word = "NaN" if number_ != number_ else "infinity"
            if len(row) == 2:
                notes.append(f"a height of {word} was left out")
                break
            axis = "longitude" if not row else "latitude"
            raise Refused(
                f"{axis} is {word} in {where}.", "Give the number, or null as the geometry of an unlocated feature."
            )
        row.append(number_)
    return row
