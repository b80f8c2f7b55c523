"""A `.json` file: GeoJSON, TopoJSON, or told that it is neither."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.errors import LayerError
from geo.layers.formats import topojson
from geo.layers.formats.geojson import begins_with_a_line, decode_lines, from_value, parse
from geo.layers.raw import RawFeature, RawLayer, Refused, told
from geo.model import Problem

__all__ = ["decode"]


def decode(data: bytes, name: str = "") -> tuple[RawLayer, ...]:
    """Return the layers of a JSON file: one of GeoJSON, one per object of TopoJSON. Raises Refused."""
    try:
        value, repairs = parse(data)
    except Refused:
        if not begins_with_a_line(data):
            raise
        return decode_lines(data, name)  # a bad line of many does not spoil the others
    problems = [told("", repair) for repair in repairs]
    if isinstance(value, Mapping) and str(value.get("type", "")).lower() == "topology":
        return _topology(value, problems)
    return (from_value(value, problems),)


def _topology(value: Mapping[str, Any], problems: list[Any]) -> tuple[RawLayer, ...]:
    objects = value.get("objects")
    if not isinstance(objects, Mapping) or not objects:
        raise Refused('a TopoJSON topology needs the member "objects".', "Export it again, or as GeoJSON.")
    if not isinstance(value.get("arcs"), list):
        problems.append(told("", 'a TopoJSON topology needs the member "arcs"; it was read as having none'))
        value = {**value, "arcs": []}
    layers: list[RawLayer] = []
    for name in objects:
        features = []
        own = list(problems) if not layers else []
        try:
            found = topojson.geometry_objects(value, name)
            for number, (identity, properties, geometry) in enumerate(found, start=1):
                where = f"{name} {number}"
                if isinstance(geometry, LayerError):
                    own.append(Problem("", where, str(geometry), "Export it again, or as GeoJSON."))
                else:
                    features.append(RawFeature(where, geometry, properties, identity))
        except LayerError as error:
            raise Refused(str(error), "Export it again, or as GeoJSON.") from error
        if not features and not any(problem.fatal for problem in own):
            own.append(told(str(name), "it has no features"))
        layers.append(RawLayer(tuple(features), name=str(name), problems=tuple(own)))
    return tuple(layers)
