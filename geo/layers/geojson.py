"""A layer as RFC 7946 GeoJSON: its objects, its text, and the file of one made by hand."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
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
    "bounding_box",
    "collection_member",
    "dump",
    "geometry_member",
    "layer_text",
    "whole_text",
    "write_layer",
]

DECIMALS = 6
"""Digits after the point, about 10 cm (RFC 7946, section 11.2)."""


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

    if geometry.is_empty:
        return geometry
    rounded = shapely.transform(geometry, cut, include_z=_has_heights(geometry))
    # Positions closer than the grid fall on one; those of several points are places each.
    return rounded if "Point" in rounded.geom_type else shapely.remove_repeated_points(rounded)


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


def layer_text(layer: Layer) -> str:
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


def write_layer(layer: Layer, path: Path) -> None:
    """Write a layer made by hand to `path`, where no file is yet: without `generated_by`.

    Raises LayerError where there is a file, the folder cannot be written or the disk is full.
    """
    if path.exists():
        raise LayerError(f"{path}: this file is there already. Give another name, or take it away first.")
    write_atomically(path, layer_text(layer))
