"""GeoJSON (RFC 7946) as people have it, also newline-delimited; what the standard forbids is told or refused."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from geo.layers.formats.encoding import decode_text
from geo.layers.formats.jsontext import nesting_depth, parse_json, parse_lines, parse_several
from geo.layers.limits import LIMITS
from geo.layers.parts import GEOMETRY_TYPES, bbox_fault
from geo.layers.raw import RawFeature, RawLayer, Refused, told

__all__ = ["begins_with_a_line", "decode", "decode_lines", "from_value", "parse"]

_TYPES = ("FeatureCollection", "Feature", *GEOMETRY_TYPES)
_BY_LOWER = {name.lower(): name for name in _TYPES}
MEMBERS = (
    "title",
    "description",
    "source",
    "license",
    "date",
    "group",
    "order",
    "visible",
    "report",
    "style",
    "generated_by",
)
"""Members of a collection that this program knows."""


def parse(data: bytes) -> tuple[Any, list[str]]:
    """Return the JSON value of a file's bytes and the repairs that took. Raises Refused."""
    text, notes = decode_text(data)
    if nesting_depth(text, LIMITS.depth) > LIMITS.depth:
        raise Refused(f"its brackets are nested more than {LIMITS.depth} deep.", "No layer needs that; check the file.")
    try:
        value, repairs = parse_json(text)
    except Refused as refused:
        values = parse_several(text)
        if values is None:
            raise refused
        return values, [*notes, "it holds several JSON texts one after the other; they were read as one layer"]
    return value, [*notes, *repairs]


def begins_with_a_line(data: bytes) -> bool:
    """Return whether a file's first line is a whole GeoJSON object by itself and more lines follow."""
    head, _, rest = data.lstrip().partition(b"\n")
    try:
        value = json.loads(head)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and value.get("type") in _TYPES and bool(rest.strip())


def decode(data: bytes, name: str = "") -> tuple[RawLayer, ...]:
    """Return the layer of a GeoJSON file. Raises Refused where it is none."""
    value, repairs = parse(data)
    return (from_value(value, [told("", repair) for repair in repairs]),)


def decode_lines(data: bytes, name: str = "") -> tuple[RawLayer, ...]:
    """Return the layer of newline-delimited GeoJSON (also RFC 8142 sequences); a bad line does not spoil the others."""
    text, notes = decode_text(data)
    problems = [told("", note) for note in notes]
    features: list[RawFeature] = []
    lines = 0
    for number, value, refused, repairs in parse_lines(text):
        where = f"line {number}"
        lines += 1
        problems.extend(told(where, repair) for repair in repairs)
        if lines > LIMITS.features:
            raise Refused(f"it has more than {LIMITS.features:,} features.", "Split it or thin it out.")
        if refused:
            problems.append(refused.problem(where=where))
            continue
        try:
            for feature in _features(value, where, problems):
                features.append(feature)
        except Refused as refusal:
            problems.append(refusal.problem(where=where))
    if not lines:
        raise Refused("it is empty.", "Write one GeoJSON feature per line, or take the file out of the folder.")
    return (RawLayer(tuple(features), problems=tuple(problems), strict=True),)


def from_value(value: Any, problems: list[Any]) -> RawLayer:
    """Return the layer of a parsed GeoJSON value. Raises Refused where it is none."""
    members: Mapping[str, Any] = {}
    crs = ""
    if isinstance(value, Mapping):
        _check_type(value)
        crs = _crs(value, problems)
        value = {key: member for key, member in value.items() if key != "crs"}
        if value.get("type") == "FeatureCollection" or "features" in value:
            members = {key: value[key] for key in MEMBERS if key in value}
            if not members.get("title") and isinstance(value.get("name"), str):
                members = {**members, "title": value["name"]}  # GDAL writes the layer's name there
    features: list[RawFeature] = []
    count = 0
    for position, item in enumerate(_items(value, problems), start=1):
        count += 1
        if count > LIMITS.features:
            raise Refused(f"it has more than {LIMITS.features:,} features.", "Split it or thin it out.")
        where = f"feature {position}"
        in_collection = item is not value and isinstance(value, Mapping) and isinstance(item, Mapping)
        if in_collection and item.get("type") in GEOMETRY_TYPES:
            problems.append(told(where, f"expected Feature but got {item['type']}; it was read without properties"))
        try:
            features.extend(_features(item, where, problems))
        except Refused as refused:
            problems.append(refused.problem(where=where))
    if not count and "generated_by" not in members and not _is_started(value):
        problems.append(told("", "it has no features"))
    return RawLayer(tuple(features), members=members, problems=tuple(problems), crs=crs, strict=True)


def _is_started(value: Any) -> bool:
    """Return whether a file is one of `sitmap new` that waits for its first feature."""
    return isinstance(value, Mapping) and str(value.get("$schema", "")).endswith("layer.schema.json")


def _check_type(value: Mapping[str, Any]) -> None:
    kind = value.get("type")
    if kind in _TYPES:
        return
    choices = "Wanted is a FeatureCollection, a Feature or a geometry."
    if kind is None:
        if isinstance(value.get("features"), list) or "geometry" in value or "coordinates" in value:
            return  # what it is shows by its members; told by whoever reads them
        keys = ", ".join(f'"{key}"' for key in list(value)[:4]) or "none"
        raise Refused(f'it is JSON but not GeoJSON: "type" member required (it has: {keys[:120]}).', choices)
    if isinstance(kind, str) and kind.strip().lower() in _BY_LOWER:
        return
    raise Refused(f"it is JSON but not GeoJSON: the type {_short(kind)} is unknown.", choices)


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "..."


def _named_type(value: Mapping[str, Any], where: str, problems: list[Any]) -> str:
    kind = value.get("type")
    if kind == "Feature" and "geometry" not in value and isinstance(value.get("features"), list):
        problems.append(told(where, 'a Feature with "features" was read as a FeatureCollection'))
        return "FeatureCollection"
    if kind in _TYPES:
        return str(kind)
    if kind is None:
        meant = (
            "FeatureCollection" if isinstance(value.get("features"), list) else "Feature" if "geometry" in value else ""
        )
        if meant:
            problems.append(told(where, f'"type" member required; it was read as a {meant}'))
            return meant
        raise Refused('"type" member required.', "Give Feature, or the type of a geometry.")
    if isinstance(kind, str):
        meant = _BY_LOWER.get(kind.strip().lower(), "")
        if meant:
            problems.append(
                told(where, f"expected {meant} but got {kind} (upper and lower case count); read as {meant}")
            )
            return meant
    raise Refused(f"the type {_short(kind)} is unknown.", "Give Feature, or the type of a geometry.")


def _items(value: Any, problems: list[Any]) -> Sequence[Any]:
    """Return what stands in place of the features: those of a collection, or the one feature or geometry itself."""
    if isinstance(value, list):
        if not any(isinstance(item, Mapping) and ("type" in item or "geometry" in item) for item in value):
            raise Refused(
                "it is JSON but not GeoJSON: an array of things that are no features.", "Wanted is a FeatureCollection."
            )
        problems.append(told("", "an array of features was read as a FeatureCollection"))
        return value
    if not isinstance(value, Mapping):
        raise Refused(
            f"it is JSON but not GeoJSON: {_short(value)} stands where an object should be.",
            "Wanted is a FeatureCollection.",
        )
    named: list[Any] = []
    if _named_type(value, "", named) != "FeatureCollection":
        return [value]  # what its type means is told of the feature
    problems.extend(named)
    _forbidden(value, "", "FeatureCollection", ("properties", "coordinates", "geometry", "geometries"), problems)
    _check_bbox(value, "", problems)
    if "features" not in value:
        raise Refused('"features" member required in a FeatureCollection.', 'Write "features": [...].')
    features = value["features"]
    if isinstance(features, Mapping):
        problems.append(told("", '"features" member should be an array; its one feature was read'))
        return [features]
    if not isinstance(features, list):
        raise Refused(f'"features" member should be an array, but is {_short(features)}.', 'Write "features": [...].')
    return features


def _features(item: Any, where: str, problems: list[Any]) -> Iterator[RawFeature]:
    if not isinstance(item, Mapping):
        raise Refused(f"every feature must be an object, this is {_short(item)}.", "Take it out.")
    kind = _named_type(item, where, problems)
    if kind == "FeatureCollection":
        problems.append(told(where, "a FeatureCollection inside another was flattened"))
        inner = item.get("features")
        for number, feature in enumerate(inner if isinstance(inner, list) else (), start=1):
            if isinstance(feature, Mapping) and feature.get("type") == "FeatureCollection":
                raise Refused("feature collections are nested in one another.", "Write one list of features.")
            yield from _features(feature, f"{where}.{number}", problems)
        return
    if kind != "Feature":
        yield RawFeature(where, {**item, "type": kind})  # its members are looked at where it is taken apart
        return
    _forbidden(item, where, "Feature", ("features", "coordinates", "geometries"), problems)
    _check_bbox(item, where, problems)
    if "crs" in item:
        problems.append(told(where, "a crs member of a feature is not part of GeoJSON; it was not used"))
    if "geometry" not in item:
        problems.append(told(where, '"geometry" member required; null was taken, the feature is unlocated'))
    yield RawFeature(where, item.get("geometry"), _properties(item, where, problems), _identity(item, where, problems))


def _properties(item: Mapping[str, Any], where: str, problems: list[Any]) -> Mapping[str, Any]:
    if "properties" not in item:
        problems.append(told(where, '"properties" member required; none were taken'))
        return {}
    properties = item["properties"]
    if properties is None:
        return {}
    if not isinstance(properties, Mapping):
        problems.append(told(where, f'"properties" member should be an object, but is {_short(properties)}; left out'))
        return {}
    return properties


def _identity(item: Mapping[str, Any], where: str, problems: list[Any]) -> str | int | float | None:
    identity = item.get("id")
    if (isinstance(identity, (str, int, float)) and not isinstance(identity, bool)) or identity is None:
        if identity is None and "id" in item:
            problems.append(told(where, 'a feature\'s "id" member must be a string or a number; null was left out'))
        return identity
    problems.append(
        told(where, f'a feature\'s "id" member must be a string or a number; {_short(identity)} was left out')
    )
    return None


def _forbidden(item: Mapping[str, Any], where: str, kind: str, members: Sequence[str], problems: list[Any]) -> None:
    for member in members:
        if member in item:
            problems.append(told(where, f'a {kind} cannot have a member "{member}"; it was left out'))


def _check_bbox(item: Mapping[str, Any], where: str, problems: list[Any]) -> None:
    if fault := bbox_fault(item):
        problems.append(told(where, fault))


_DEGREES = ("crs84", "epsg::4326", "epsg:4326", "wgs84", "wgs 84", "epsg:4979")


def _crs(value: Mapping[str, Any], problems: list[Any]) -> str:
    """Return the coordinate system the old `crs` member names, empty for longitude and latitude."""
    crs = value.get("crs")
    if crs is None:
        if "crs" in value:
            problems.append(told("", "its crs member is null and says nothing; WGS 84 was taken"))
        return ""
    name = ""
    if isinstance(crs, str):
        name = crs
    elif isinstance(crs, Mapping):
        properties = crs.get("properties")
        if isinstance(properties, Mapping):
            found = properties.get("name", properties.get("code", ""))
            name = str(found) if isinstance(found, (str, int)) and not isinstance(found, bool) else ""
            name = f"EPSG:{name}" if name.isdigit() else name
        if crs.get("type") == "link":
            name = ""
    if not name:
        problems.append(told("", "its crs member names no system and no file is fetched for it; WGS 84 was taken"))
        return ""
    if any(known in name.lower() for known in _DEGREES):
        problems.append(told("", "a crs member is no longer part of GeoJSON; it says WGS 84 and was left out"))
        return ""
    return name
