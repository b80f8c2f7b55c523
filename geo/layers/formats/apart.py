"""Read the formats of big C++ libraries in a process of their own: a crash or a hang there costs one file only."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo.layers.geojson import plain_value
from geo.layers.raw import RawFeature, RawLayer, Refused
from geo.model import Problem

__all__ = ["decode_flatgeobuf", "decode_geopackage", "decode_parquet", "decode_shapefiles"]

SECONDS = 120
"""How long one file may take; the largest that the limits let through takes a fraction of it."""
MEMORY = 6 << 30
"""Bytes of address space for the reading process."""


def decode_geopackage(data: bytes, name: str = "") -> tuple[RawLayer, ...]:
    """Return the layers of a GeoPackage. Raises Refused."""
    return _apart("gdal", "decode_geopackage", data)


def decode_flatgeobuf(data: bytes, name: str = "") -> tuple[RawLayer, ...]:
    """Return the layer of a FlatGeobuf file. Raises Refused."""
    return _apart("gdal", "decode_flatgeobuf", data)


def decode_shapefiles(data: bytes, name: str = "") -> tuple[RawLayer, ...]:
    """Return the Shapefiles of a zip archive. Raises Refused."""
    return _apart("gdal", "decode_shapefiles", data)


def decode_parquet(data: bytes, name: str = "") -> tuple[RawLayer, ...]:
    """Return the layer of a GeoParquet file. Raises Refused."""
    return _apart("parquet", "decode", data)


def _apart(module: str, function: str, data: bytes) -> tuple[RawLayer, ...]:
    command = [sys.executable, "-c", "from geo.layers.formats.apart import child; child()", module, function]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise Refused(
            f"reading it took more than {SECONDS} seconds.", "Simplify it, or save it in another format."
        ) from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        reason = "it crashes the library that reads it" if done.returncode < 0 else "it cannot be read"
        raise Refused(f"{reason}.", "Save it again, or in another format such as GeoJSON.") from None
    if "refused" in answer:
        raise Refused(*answer["refused"])
    return tuple(_unpacked(layer) for layer in answer["layers"])


def child() -> None:
    """Answer one request: a format's bytes on standard input, its layers as JSON on standard output."""
    from importlib import import_module

    _limit_memory()
    # Libraries may write warnings to the standard output; the answer alone may stand there.
    import os

    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    decode: Callable[[bytes], tuple[RawLayer, ...]] = getattr(
        import_module(f"geo.layers.formats.{sys.argv[1]}"), sys.argv[2]
    )
    try:
        answer: dict[str, Any] = {"layers": [_packed(layer) for layer in decode(sys.stdin.buffer.read())]}
    except Refused as refused:
        answer = {"refused": [refused.reason, refused.mend, refused.where]}
    except MemoryError:
        answer = {"refused": ["it needs too much memory to read.", "Simplify it.", ""]}
    with channel:
        json.dump(answer, channel)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # pragma: no cover - Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _packed(layer: RawLayer) -> dict[str, Any]:
    return {
        "features": [
            [f.where, _packed_shape(f.geometry), plain_value(f.properties), plain_value(f.id)] for f in layer.features
        ],
        "name": layer.name,
        "members": plain_value(layer.members),
        "problems": [[p.where, p.reason, p.mend, p.fatal] for p in layer.problems],
        "crs": layer.crs,
    }


def _packed_shape(geometry: Any) -> str | None:
    return base64.b64encode(shapely.to_wkb(geometry)).decode() if isinstance(geometry, BaseGeometry) else None


def _unpacked(layer: dict[str, Any]) -> RawLayer:
    features = tuple(
        RawFeature(where, None if wkb is None else shapely.from_wkb(base64.b64decode(wkb)), properties, identity)
        for where, wkb, properties, identity in layer["features"]
    )
    problems = tuple(Problem("", where, reason, mend, fatal) for where, reason, mend, fatal in layer["problems"])
    return RawLayer(features, layer["name"], layer["members"], problems, layer["crs"])
