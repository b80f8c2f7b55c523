"""What was read from a layer file, kept by the file's content, so that only what changed is read again."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import shapely

from geo.layers.geojson import plain_value
from geo.model import Feature, Layer, Problem

__all__ = ["cache_folder", "key_of", "key_with_places", "recall", "remember"]

_MOST_ENTRIES = 400
_Kept = tuple[tuple[Layer, ...], tuple[Problem, ...]]
_in_memory: dict[str, _Kept] = {}


def cache_folder() -> Path | None:
    """Return the user's cache folder for layers; None where `SITMAP_CACHE=off` or there is no home.

    It is never inside the layers folder: a folder that came from somebody else must not bring its own cache.
    """
    given = os.environ.get("SITMAP_CACHE", "")
    if given.lower() in ("off", "0", "no"):
        return None
    if given:
        return Path(given)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(base) / "sitmap" / "layers" if base and not base.startswith("~") else None


@lru_cache(maxsize=1)
def _reader() -> bytes:
    """Return a fingerprint of the code and tables that read layers: another program must not use what this one kept."""
    here = Path(__file__).parent
    data = here.parent / "data"
    return _fingerprint([*here.rglob("*.py"), *data.glob("*.json"), data / "palettes.toml"])


@lru_cache(maxsize=1)
def _atlas() -> bytes:
    """Return a fingerprint of all that says where the place of a name is: compiled data, tables and code."""
    package = Path(__file__).parent.parent
    code = [path for name in ("data", "places", "text", "model") for path in (package / name).rglob("*.*")]
    return _fingerprint([package / "pipeline.py", *code, *(package / "_data").glob("*.*")])


def _fingerprint(paths: Iterable[Path]) -> bytes:
    state = [shapely.__version__, shapely.geos_version_string]
    for path in sorted(path for path in paths if path.suffix != ".pyc"):
        with suppress(OSError):
            status = path.stat()
            state.append(f"{path.name} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(state).encode()).digest()


def key_with_places(key: str, resolve: Callable[..., object] | None) -> str:
    """Return the key of what is read from the same bytes and from where `resolve` finds names; empty where it may vary.

    A function made inside another one may look names up anywhere; one of a module is taken by its name.
    """
    name = getattr(resolve, "__qualname__", "<")
    return "" if "<" in name else key_of((key, f"{resolve.__module__}.{name}"), (_atlas(),))


def key_of(names: Iterable[str], contents: Iterable[bytes]) -> str:
    """Return the key of what is read from files with these names and bytes."""
    digest = hashlib.sha256(_reader())
    for name in names:
        digest.update(name.encode("utf-8", "surrogatepass") + b"\x00")
    for content in contents:
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()


def recall(folder: Path, key: str) -> _Kept | None:
    """Return what was kept under a key, None where nothing was or it is damaged."""
    if key in _in_memory:
        return _in_memory[key]
    path = folder / f"{key}.json"
    try:
        kept = _unpacked(json.loads(path.read_bytes()))
        os.utime(path)
    except (OSError, ValueError, KeyError, TypeError, shapely.errors.ShapelyError):
        return None
    _in_memory[key] = kept
    return kept


def remember(folder: Path, key: str, kept: _Kept) -> None:
    """Keep what was read. Where that cannot be done nothing is lost but time."""
    if len(_in_memory) > _MOST_ENTRIES:
        _in_memory.clear()
    _in_memory[key] = kept
    temporary = ""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder, suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass") as file:
            json.dump(_packed(kept), file)
        os.replace(temporary, folder / f"{key}.json")
        temporary = ""
        _prune(folder)
    if temporary:
        with suppress(OSError):
            os.unlink(temporary)


def _prune(folder: Path) -> None:
    entries = list(folder.glob("*.json"))
    if len(entries) > _MOST_ENTRIES:
        entries.sort(key=lambda path: path.stat().st_mtime)
        for path in entries[: len(entries) // 2]:
            path.unlink(missing_ok=True)


def _packed(kept: _Kept) -> dict[str, Any]:
    layers, problems = kept
    return {"layers": [_packed_layer(layer) for layer in layers], "problems": [asdict(problem) for problem in problems]}


def _packed_layer(layer: Layer) -> dict[str, Any]:
    members = {name: getattr(layer, name) for name in layer.__slots__ if name not in ("features", "style", "notes")}
    shapes = [None if f.geometry is None else f.geometry for f in layer.features]
    return {
        **members,
        "style": plain_value(layer.style),
        "notes": list(layer.notes),
        "features": [
            [
                None if shape is None else base64.b64encode(shapely.to_wkb(shape)).decode(),
                plain_value(f.properties),
                f.id,
            ]
            for shape, f in zip(shapes, layer.features, strict=True)
        ],
    }


def _unpacked(value: dict[str, Any]) -> _Kept:
    return (
        tuple(_unpacked_layer(layer) for layer in value["layers"]),
        tuple(Problem(**problem) for problem in value["problems"]),
    )


def _unpacked_layer(value: dict[str, Any]) -> Layer:
    rows = value.pop("features")
    shapes = shapely.from_wkb([None if row[0] is None else base64.b64decode(row[0]) for row in rows])
    features = tuple(Feature(shape, row[1], row[2]) for shape, row in zip(shapes, rows, strict=True))
    return Layer(**{**value, "features": features, "notes": tuple(value["notes"])})
