"""`NAME.toml` beside a layer file: title, source, look, fields, and colour by value."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from geo.layers.colour import coloured
from geo.layers.look import clean_look
from geo.layers.raw import Refused
from geo.layers.schema import faults, sidecar_schema
from geo.model import Feature, Layer, Problem, Status

__all__ = ["apply_sidecar", "parse_sidecar", "sidecar_path"]

_MEMBERS = ("title", "description", "source", "license", "date", "group", "order", "visible")
_STATUSES = frozenset(Status)


def sidecar_path(path: Path) -> Path:
    """Return where the sidecar of a layer file would be."""
    return path.with_suffix(".toml")


def parse_sidecar(data: bytes, file: str) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Return the table of a sidecar with the keys that can be used, and a Problem for each that cannot."""
    try:
        table = tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        text = str(error)
        where = f"line {text.rpartition('line ')[2].split(',')[0]}" if "line " in text else ""
        return {}, (Problem(file, where, f"it is no TOML: {text}.", "Mend that line; the layer is shown without it."),)
    if "color" in table and "colour" not in table:
        table["colour"] = table.pop("color")
    if isinstance(table.get("date"), (date, datetime)):
        table["date"] = table["date"].isoformat()
    problems = []
    spoilt = set()
    for key, reason, mend in faults(table, sidecar_schema()):
        problems.append(Problem(file, f'key "{key}"' if key else "", reason, mend))
        spoilt.add(key.split(",")[0])
    return _without(table, spoilt), tuple(problems)


def _without(table: Mapping[str, Any], spoilt: set[str], prefix: str = "") -> dict[str, Any]:
    kept = {}
    for key, value in table.items():
        path = f"{prefix}{key}"
        if path not in spoilt:
            kept[key] = _without(value, spoilt, f"{path}.") if isinstance(value, Mapping) else value
    return kept


def apply_sidecar(
    layer: Layer, table: Mapping[str, Any], file: str, *, several: bool = False
) -> tuple[Layer, tuple[Problem, ...]]:
    """Return the layer as its sidecar wants it, and what of it could not be done.

    `several`: the file holds more than one layer, so the sidecar's title becomes their group.
    """
    problems: list[Problem] = []
    members = {key: table[key] for key in _MEMBERS if key in table}
    if several and "title" in members:
        members.setdefault("group", members.pop("title"))
    style = {**layer.style, **clean_look(dict(table.get("style", {})), [])}
    for key, ours in (("popup_fields", "popup"), ("label_field", "label"), ("points", "points")):
        if key in table:
            style[ours] = table[key]
    result = replace(layer, **members, style=style)
    result = _with_fields(result, table, file, problems)
    if "colour" in table and "field" in table["colour"]:
        try:
            result = coloured(result, table["colour"])
        except Refused as refused:
            problems.append(refused.problem(file, 'key "colour"'))
    return result, tuple(problems)


def _with_fields(layer: Layer, table: Mapping[str, Any], file: str, problems: list[Problem]) -> Layer:
    features = [dict(feature.properties) for feature in layer.features]
    for key, ours in (("label_field", "title"), ("date_field", "when"), ("status_field", "status")):
        field = table.get(key)
        if field is None:
            continue
        if features and not any(field in properties for properties in features):
            known = ", ".join(sorted({k for p in features[:50] for k in p})[:12]) or "none"
            problems.append(
                Problem(file, f'key "{key}"', f"no feature has the property {field!r}.", f"There are {known}.")
            )
            continue
        for properties in features:
            value = properties.get(field)
            if value in (None, ""):
                continue
            text = str(value).strip()
            if ours == "status":
                text = text.lower()
                if text not in _STATUSES:
                    continue
            properties[ours] = text
    return replace(
        layer,
        features=tuple(Feature(f.geometry, p, f.id) for f, p in zip(layer.features, features, strict=True)),
    )
