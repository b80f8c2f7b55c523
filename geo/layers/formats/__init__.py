"""Which reader a file gets: by its ending, unless its first bytes say plainly that it is something else."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath
from typing import Any

__all__ = ["COMPANIONS", "ENDINGS", "QUIET", "decoder", "format_of"]

ENDINGS = {
    ".geojson": "geojson",
    ".json": "json",
    ".topojson": "json",
    ".geojsonl": "geojsonl",
    ".geojsons": "geojsonl",
    ".ndgeojson": "geojsonl",
    ".ndjson": "geojsonl",
    ".jsonl": "geojsonl",
}
"""Endings of layer files, lower case, and the format each stands for."""

COMPANIONS: tuple[str, ...] = ()
"""Endings of files that belong to another (`harbours.dbf` to `harbours.shp`) and are no layers themselves."""

QUIET = (".toml", ".md", ".license", ".lock", ".tmp", ".bak", ".orig")
"""Endings that may lie in a layers folder and are passed over without a word."""

_DECODERS = {
    "geojson": ("geo.layers.formats.geojson", "decode"),
    "json": ("geo.layers.formats.anyjson", "decode"),
    "geojsonl": ("geo.layers.formats.geojson", "decode_lines"),
}


def format_of(path: PurePath, head: bytes) -> str:
    """Return the format of a file from its ending and its first bytes, empty where it is none we read."""
    return ENDINGS.get(path.suffix.lower(), "")


def decoder(name: str) -> Callable[..., Any]:
    """Return the function that decodes a format; its module is imported only now."""
    module, function = _DECODERS[name]
    return getattr(import_module(module), function)  # type: ignore[no-any-return]
