"""A `.json` file: GeoJSON, TopoJSON, or told that it is neither."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.errors import LayerError
from geo.layers.formats import topojson
from geo.layers.formats.geojson import from_value, parse
from geo.layers.raw import RawFeature, RawLayer, Refused, told

__all__ = ["decode"]


def decode(data: bytes, name: str = "") -> tuple[RawLayer, ...]:
    """Return the layers of a JSON file: one of GeoJSON, one per object of TopoJSON. Raises Refused."""
    value, repairs = parse(data)
    problems = [told("", repair) for repair in repairs]
    if isinstance(value, Mapping) and str(value.get("type", "")).lower() == "topology":
        return _topology(value, problems)
    return (from_value(value, problems),)


def _topology(value: Mapping[str, Any], problems: list[Any]) -> tuple[RawLayer, ...]:
    objects = value.get("objects")
    if not isinstance(objects, Mapping) or not objects or not isinstance(value.get("arcs"), list):
        raise Refused('a TopoJSON topology needs the members "objects" and "arcs".', "Export it again.")
    layers = []
    for name in objects:
        features = []
        try:
            for number, (identity, properties, geometry) in enumerate(topojson.decode(value, name), start=1):
                features.append(RawFeature(f"{name} {number}", geometry, properties, identity or None))
        except LayerError as error:
            raise Refused(str(error), "Export it again.") from error
        except (TypeError, ValueError, KeyError, IndexError, AttributeError, RecursionError) as error:
            raise Refused(f"the TopoJSON object {name!r} is damaged ({error}).", "Export it again.") from error
        layers.append(RawLayer(tuple(features), name=str(name), problems=tuple(problems)))
    return tuple(layers)
