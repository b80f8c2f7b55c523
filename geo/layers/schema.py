"""The keys of layer files and sidecars: the published JSON Schemas, and a check of tables against them."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from geo.data import data_path

__all__ = ["faults", "layer_schema", "look_keys", "sidecar_schema"]


@lru_cache(maxsize=1)
def layer_schema() -> Mapping[str, Any]:
    """Return the JSON Schema (draft 2020-12) of layer files."""
    found: dict[str, Any] = json.loads(data_path("layer.schema.json").read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=1)
def sidecar_schema() -> Mapping[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the `.toml` files beside layers."""
    found: dict[str, Any] = json.loads(data_path("sidecar.schema.json").read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=1)
def look_keys() -> Mapping[str, Mapping[str, Any]]:
    """Return the schema of each key of a feature's look, by key."""
    found: Mapping[str, Mapping[str, Any]] = sidecar_schema()["properties"]["style"]["properties"]
    return found


_KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,), "number": (int, float), "integer": (int,), "boolean": (bool,), "array": (list, tuple),
    "object": (Mapping,), "null": (type(None),),
}  # fmt: skip
_WORDS = {
    "string": "text", "number": "a number", "integer": "a whole number", "boolean": "true or false", "array": "a list",
    "object": "a table", "null": "null",
}  # fmt: skip


def faults(value: Any, schema: Mapping[str, Any], key: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield (key, reason, mend) for each fault of a value.

    Knows the part of JSON Schema that our schemas use: type, enum, pattern, limits, properties, required, items.

    >>> list(faults({"titel": "x"}, {"type": "object", "properties": {"title": {}}, "additionalProperties": False}))
    [('titel', 'this key is unknown.', 'Did you mean "title"?')]
    """
    kinds = schema.get("type")
    if kinds is not None and not _is_one_of(value, kinds):
        wanted = " or ".join(_WORDS[k] for k in ([kinds] if isinstance(kinds, str) else kinds))
        yield key, f"it should be {wanted}, but is {_shown(value)}.", schema.get("description", "")
        return
    if "enum" in schema and value not in schema["enum"]:
        yield key, f"{_shown(value)} is not one of its values.", f"Give {', '.join(map(str, schema['enum']))}."
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        yield key, f"{_shown(value)} cannot be used.", schema.get("description", "Write a colour as #rrggbb.")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        low, high = schema.get("minimum"), schema.get("maximum")
        if (low is not None and value < low) or (high is not None and value > high):
            yield key, f"{value} is outside {low}..{'' if high is None else high}.", schema.get("description", "")
    if isinstance(value, Mapping):
        yield from _table_faults(value, schema, key)
    if isinstance(value, (list, tuple)) and "items" in schema:
        for number, item in enumerate(value, start=1):
            yield from faults(item, schema["items"], f"{key}, entry {number}" if key else f"entry {number}")


def _is_one_of(value: Any, kinds: str | list[str]) -> bool:
    for kind in [kinds] if isinstance(kinds, str) else kinds:
        if isinstance(value, _KINDS[kind]) and (not isinstance(value, bool) or kind == "boolean"):
            return True
    return False


def _table_faults(value: Mapping[str, Any], schema: Mapping[str, Any], key: str) -> Iterator[tuple[str, str, str]]:
    known = schema.get("properties", {})
    others = schema.get("additionalProperties", True)
    for name in schema.get("required", ()):
        if name not in value:
            yield key, f'the key "{name}" is missing.', known.get(name, {}).get("description", "")
    for name, item in value.items():
        path = f"{key}.{name}" if key else str(name)
        if name in known:
            yield from faults(item, known[name], path)
        elif others is False:
            near = difflib.get_close_matches(str(name), list(known), n=1, cutoff=0.6)
            mend = f'Did you mean "{near[0]}"?' if near else f"Known are {', '.join(known)}."
            yield path, "this key is unknown.", mend
        elif isinstance(others, Mapping):
            yield from faults(item, others, path)


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
