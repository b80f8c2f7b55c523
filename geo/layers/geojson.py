"""Write a layer as RFC 7946 GeoJSON, whole or not at all, and never over somebody's own work."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from geo.errors import LayerError
from geo.layers.write import write_atomically
from geo.model import Feature, Layer

__all__ = [
    "Written",
    "bounding_box",
    "collection_member",
    "dump",
    "geometry_member",
    "is_generated",
    "is_untouched",
    "whole_text",
    "write_layer",
]

DECIMALS = 6
"""Digits after the point, about 10 cm (RFC 7946, section 11.2)."""
GENERATOR = "sitmap sha256:"


@dataclass(frozen=True, slots=True)
class Written:
    """Where a layer went, and what the user should know about it."""

    path: Path
    message: str = ""


def geometry_member(geometry: BaseGeometry | None) -> dict[str, Any] | None:
    """Return a geometry as its GeoJSON object: 6 decimals, rings by the right-hand rule, None for nothing.

    `geometry` is in EPSG:4326 degrees and within -180..180.
    """
    if geometry is None or geometry.is_empty:
        return None
    return _plain(shapely.orient_polygons(_rounded(geometry)))


def _rounded(geometry: BaseGeometry) -> BaseGeometry:
    rounded = _cut(geometry)
    if not rounded.is_valid:
        # Rounding folded a sliver: the grid-aware way costs more and is needed rarely.
        rounded = _cut(shapely.set_precision(geometry, 10.0**-DECIMALS))
    # A shape of a few centimetres that vanishes between two steps of the grid is written as it is.
    return geometry if rounded.is_empty or not rounded.is_valid else rounded


def _cut(geometry: BaseGeometry) -> BaseGeometry:
    def cut(coordinates: Any) -> Any:
        return np.round(coordinates, DECIMALS) + 0.0  # + 0.0 makes -0.0 a plain 0.0

    return geometry if geometry.is_empty else shapely.transform(geometry, cut, include_z=_has_heights(geometry))


def _has_heights(geometry: BaseGeometry) -> bool:
    """Return whether every position has a height: JSON has no number for a missing one."""
    return bool(geometry.has_z and np.isfinite(shapely.get_coordinates(geometry, include_z=True)).all())


def _plain(geometry: BaseGeometry) -> dict[str, Any]:
    heights = _has_heights(geometry)
    kind = geometry.geom_type
    coordinates: Any
    match kind:
        case "GeometryCollection":
            return {"type": kind, "geometries": [_plain(part) for part in geometry.geoms]}
        case "Point":
            coordinates = _rows(geometry, heights)[0]
        case "Polygon":
            coordinates = _rings(geometry, heights)
        case "MultiPolygon":
            coordinates = [_rings(part, heights) for part in geometry.geoms]
        case "MultiLineString":
            coordinates = [_rows(part, heights) for part in geometry.geoms]
        case _:
            coordinates = _rows(geometry, heights)
    return {"type": "LineString" if kind == "LinearRing" else kind, "coordinates": coordinates}


def _rings(polygon: Polygon, heights: bool) -> list[list[list[float]]]:
    return [_rows(ring, heights) for ring in (polygon.exterior, *polygon.interiors)]


def _rows(geometry: BaseGeometry, heights: bool) -> list[list[float]]:
    rows: list[list[float]] = shapely.get_coordinates(geometry, include_z=heights).tolist()
    return rows


def bounding_box(geometries: Iterable[BaseGeometry | None]) -> list[float] | None:
    """Return [west, south, east, north] in degrees; west > east where a shape cut at 180 degrees is held together."""
    intervals: list[tuple[float, float]] = []
    souths, norths = [], []
    split = False
    for geometry in geometries:
        if geometry is None or geometry.is_empty:
            continue
        parts = shapely.get_parts(geometry) if hasattr(geometry, "geoms") else [geometry]
        bounds = [part.bounds for part in parts if not part.is_empty]
        intervals += [(b[0], b[2]) for b in bounds]
        souths += [b[1] for b in bounds]
        norths += [b[3] for b in bounds]
        split = split or (any(b[2] >= 180 > b[0] for b in bounds) and any(b[0] <= -180 < b[2] for b in bounds))
    if not intervals:
        return None
    west, east = min(i[0] for i in intervals), max(i[1] for i in intervals)
    if split:
        west, east = _shortest_arc(sorted(intervals), west, east)
    return [round(v, DECIMALS) + 0.0 for v in (west, min(souths), east, max(norths))]


def _shortest_arc(intervals: list[tuple[float, float]], west: float, east: float) -> tuple[float, float]:
    gap, reach = 0.0, intervals[0][1]
    for start, end in intervals:
        if start - reach > gap:
            gap, west, east = start - reach, start, reach
        reach = max(reach, end)
    return west, east


def whole_text(text: str) -> str:
    """Return text that every file can hold: half a surrogate pair becomes the replacement character.

    JSON can escape such a half, and a file name that is not UTF-8 comes as one.
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def plain_value(value: Any) -> Any:
    """Return a property as plain JSON: dates as ISO 8601, numbers of libraries as numbers, NaN as null."""
    if isinstance(value, str):
        return whole_text(value)
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {whole_text(str(key)): plain_value(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain_value(item) for item in value]
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if hasattr(value, "item"):
        return plain_value(value.item())
    return str(value)


def feature_member(feature: Feature) -> dict[str, Any]:
    """Return a feature as its GeoJSON object."""
    member: dict[str, Any] = {"type": "Feature"}
    if feature.id is not None:
        member["id"] = feature.id
    member["geometry"] = geometry_member(feature.geometry)
    member["properties"] = plain_value(feature.properties)
    return member


def collection_member(layer: Layer) -> dict[str, Any]:
    """Return a layer as its FeatureCollection, members that say nothing left out."""
    members: dict[str, Any] = {"type": "FeatureCollection", "title": layer.title}
    for key in ("description", "source", "license", "date", "group", "report"):
        if value := getattr(layer, key):
            members[key] = value
    if layer.order:
        members["order"] = layer.order
    if not layer.visible:
        members["visible"] = False
    if layer.style:
        members["style"] = plain_value(layer.style)
    box = bounding_box(feature.geometry for feature in layer.features)
    if box:
        members["bbox"] = box
    members["features"] = [feature_member(feature) for feature in layer.features]
    return members


def content_hash(collection: Mapping[str, Any]) -> str:
    """Return the SHA-256 of what a collection says, `generated_by` and white space left out."""
    return _hash(dump({key: value for key, value in collection.items() if key != "generated_by"}))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _line(value: Any) -> str:
    # A lone surrogate has no UTF-8; such a text is written with \\u escapes.
    text = json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value, separators=(", ", ": "))
    return text


def dump(collection: Mapping[str, Any]) -> str:
    """Return a collection as text: one member and one feature per line, so that changes can be read in a diff."""
    return _joined(collection, [_line(feature) for feature in collection["features"]])


def _joined(collection: Mapping[str, Any], lines: Sequence[str]) -> str:
    rows = [f"{_line(key)}: {_line(value)}" for key, value in collection.items() if key != "features"]
    features = ",\n".join(lines)
    rows.append(f'"features": [\n{features}\n]' if features else '"features": []')
    return "{\n" + ",\n".join(rows) + "\n}\n"


def _layer_text(layer: Layer) -> str:
    """Return what `dump(collection_member(layer))` does, outlines that several features share written out once."""
    collection = collection_member(replace(layer, features=()))
    box = bounding_box(feature.geometry for feature in layer.features)
    members = {key: value for key, value in collection.items() if key != "features"}
    if box:
        members["bbox"] = box
    return _joined(members, [_feature_line(feature) for feature in layer.features])


def _feature_line(feature: Feature) -> str:
    identity = "" if feature.id is None else f', "id": {_line(feature.id)}'
    properties = _line(plain_value(feature.properties))
    return (
        f'{{"type": "Feature"{identity}, "geometry": {_geometry_text(feature.geometry)}, "properties": {properties}}}'
    )


@lru_cache(maxsize=256)
def _geometry_text(geometry: BaseGeometry | None) -> str:
    return _line(geometry_member(geometry))


_STAMP = re.compile(rb'^"generated_by": "sitmap sha256:([0-9a-f]{64})",\n', re.MULTILINE)


def _stamped(text: str) -> str:
    row = f'"generated_by": "{GENERATOR}{_hash(text)}",\n'
    head, features, rest = text.partition('"features": [')
    return head + row + features + rest


def _members_of(path: Path) -> Mapping[str, Any] | None:
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and isinstance(value.get("features"), list) else None


def is_generated(path: Path) -> bool:
    """Return whether a file says it was generated by this program, edited since or not."""
    try:
        with path.open("rb") as file:
            head = file.read(65536)
    except OSError:
        return False
    return b'"generated_by"' in head and GENERATOR.encode() in head


def is_untouched(path: Path) -> bool:
    """Return whether a file was generated by this program and says what it said then."""
    if not is_generated(path):
        return False
    try:
        data = path.read_bytes()
    except OSError:
        return False
    stamp = _STAMP.search(data[:65536])
    if stamp and hashlib.sha256(data[: stamp.start()] + data[stamp.end() :]).hexdigest().encode() == stamp[1]:
        return True
    members = _members_of(path)  # another layout of the same content is no edit
    return members is not None and members.get("generated_by") == GENERATOR + content_hash(members)


def write_layer(layer: Layer, path: Path, *, generated: bool = True) -> Written:
    """Write a layer to `path`; the old file stays until the new one is whole.

    A file that is there and is not one this program generated, or that was edited since, is never overwritten: the
    new layer goes beside it as `NAME.new.geojson`, and the message says so. `generated=False` writes a layer made by
    hand: without `generated_by`, and only where no file is yet.

    Raises LayerError where the folder cannot be written or the disk is full.
    """
    plain = _layer_text(layer)
    if not generated:
        if path.exists():
            raise LayerError(f"{path}: this file is there already. Give another name, or take it away first.")
        write_atomically(path, plain)
        return Written(path)
    text = _stamped(plain)
    if _same_text(path, text):
        return Written(path)
    if path.exists() and not is_untouched(path):
        members = _members_of(path)
        if members is not None and content_hash(members) == _hash(plain):
            return Written(path)
        beside = path.with_name(f"{path.stem}.new{path.suffix}")
        write_atomically(beside, text)
        return Written(
            beside,
            f"{path} was edited by hand and stays as it is; the newly made layer is beside it, {beside.name}. "
            "Take over what you want and delete one of the two.",
        )
    write_atomically(path, text)
    return Written(path)


def _same_text(path: Path, text: str) -> bool:
    try:
        return path.read_bytes() == text.encode("utf-8")
    except OSError:
        return False
