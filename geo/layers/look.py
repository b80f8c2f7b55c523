"""A feature's look in simplestyle keys: other dialects translated, values that cannot be used taken out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from geo.data import read_toml
from geo.layers.schema import faults, look_keys

__all__ = ["COLOUR_KEYS", "clean_look", "colour_of", "palettes"]

COLOUR_KEYS = ("stroke", "fill", "marker-color")
_HEX = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_LONG_HEX = re.compile(r"#([0-9a-fA-F]{6})[0-9a-fA-F]{2}")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*(?:,\s*[\d.]+\s*)?\)")

# Leaflet's path options, which folium and uMap write too; kepler.gl's are lists of red, green, blue.
_LEAFLET = {
    "color": ("stroke", "marker-color"), "lineColor": ("stroke",), "fillColor": ("fill",), "weight": ("stroke-width",),
    "lineWidth": ("stroke-width",), "opacity": ("stroke-opacity",), "fillOpacity": ("fill-opacity",),
    "dashArray": ("stroke-dasharray",), "marker-colour": ("marker-color",), "stroke-color": ("stroke",),
    "fill-color": ("fill",), "markerColor": ("marker-color",),
}  # fmt: skip
_HOLDERS = ("_umap_options", "style", "_storage_options")


@lru_cache(maxsize=1)
def palettes() -> Mapping[str, Any]:
    """Return the table of palettes, ramps and colour names."""
    return read_toml("palettes.toml")


def colour_of(value: Any) -> str:
    """Return a colour as #rrggbb from hexadecimal, a name, rgb(...) or [r, g, b]; empty where it is none.

    >>> colour_of("F80"), colour_of([255, 0, 16]), colour_of("url(x)")
    ('#ff8800', '#ff0010', '')
    """
    if isinstance(value, (list, tuple)) and len(value) in (3, 4) and all(_is_byte(n) for n in value[:3]):
        return "#" + "".join(f"{int(n):02x}" for n in value[:3])
    if not isinstance(value, str):
        return ""
    text = value.strip()
    if found := _HEX.fullmatch(text):
        digits = found.group(1).lower()
        return "#" + (digits if len(digits) == 6 else "".join(d * 2 for d in digits))
    if found := _LONG_HEX.fullmatch(text):
        return "#" + found.group(1).lower()
    if found := _RGB.fullmatch(text.lower()):
        numbers = [int(n) for n in found.groups()]
        return "#" + "".join(f"{n:02x}" for n in numbers) if max(numbers) <= 255 else ""
    return str(palettes()["names"].get(text.lower(), ""))


def _is_byte(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 255


def clean_look(properties: dict[str, Any], notes: list[str]) -> dict[str, Any]:
    """Return properties with their look in simplestyle keys; what cannot be used is left out and noted.

    uMap's, Leaflet's, folium's and kepler.gl's keys are translated where the simplestyle key is missing.
    """
    cleaned = dict(properties)
    for holder in _HOLDERS:
        if isinstance(inner := cleaned.get(holder), Mapping):
            _translate(inner, cleaned)
            del cleaned[holder]
    if not any(key in cleaned for key in look_keys()):
        _translate(
            {key: cleaned[key] for key in _LEAFLET if key in cleaned and _looks_like_style(key, cleaned)}, cleaned
        )
    for key, schema in look_keys().items():
        if key not in cleaned:
            continue
        value = _read_as(cleaned[key], key)
        if value is None or value == "" or any(True for _ in faults(value, schema, key)):
            if cleaned[key] not in (None, ""):
                notes.append(f'the value of "{key}" cannot be used and was left out')
            del cleaned[key]
        else:
            cleaned[key] = value
    return cleaned


def _looks_like_style(key: str, properties: Mapping[str, Any]) -> bool:
    """Return whether a top-level key is a look and not data: a `weight` by itself may be in kilograms."""
    if key in ("weight", "opacity", "lineWidth"):
        return any(colour_of(properties.get(other)) for other in ("color", "fillColor", "lineColor"))
    return True


def _translate(source: Mapping[str, Any], target: dict[str, Any]) -> None:
    for key, value in source.items():
        for ours in _LEAFLET.get(key, (key,) if key in look_keys() else ()):
            if ours in target:
                continue
            translated = _read_as(value, ours)
            if translated not in (None, "") and not any(True for _ in faults(translated, look_keys()[ours], ours)):
                target[ours] = translated


def _read_as(value: Any, key: str) -> Any:
    if key in COLOUR_KEYS:
        return colour_of(value)
    if key == "stroke-dasharray" and isinstance(value, (list, tuple)):
        return " ".join(str(n) for n in value)
    if key in ("stroke-width", "stroke-opacity", "fill-opacity") and isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return None
    if key == "marker-symbol" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if key == "marker-size" and isinstance(value, str):
        return value.strip().lower()
    return value
