"""Read a layer file of any format: decoded, mended, checked, with everything that was done to it."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from geo.errors import LayerError
from geo.layers.cache import key_of, key_with_places, recall, remember
from geo.layers.formats import WANTED, decoder, format_of
from geo.layers.formats.coordinates import NO_COLUMN
from geo.layers.geojson import whole_text
from geo.layers.limits import LIMITS
from geo.layers.raw import PlaceName, RawFeature, RawLayer, Refused
from geo.layers.settle import notes_of, settle, title_from
from geo.layers.sidecar import apply_sidecar, parse_sidecar, sidecar_path
from geo.model import Feature, Layer, Problem, Shape

__all__ = ["ReadFile", "Resolve", "read_file", "read_layer"]

DENSE = 400
"""Points of one layer beyond which they are gathered in clusters, where nothing else is said."""

Resolve = Callable[[str], tuple[Shape | None, str]]
"""Return the shape of a place name or phrase, or None and the reason why there is none."""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What came out of one file."""

    layers: tuple[Layer, ...]
    problems: tuple[Problem, ...]


def read_layer(path: str | Path, *, resolve: Resolve | None = None) -> Layer:
    """Return a file as one layer, in EPSG:4326; its notes tell each repair and each feature left out.

    A file of several layers (GeoPackage, KML with folders) comes back as one, each feature with `group` set to the
    layer it stood in. `resolve` looks names up for a list of places.
    Raises LayerError where nothing of the file can be used.
    """
    found = read_file(Path(path), resolve=resolve)
    if not found.layers:
        raise LayerError(str(next((p for p in found.problems if p.fatal), found.problems[0])))
    if len(found.layers) == 1:
        return found.layers[0]
    first = found.layers[0]
    name = Path(path).stem
    return replace(
        first,
        id=name,
        title=first.group or title_from(name),
        group="",
        features=tuple(
            Feature(f.geometry, {**f.properties, "group": f.properties.get("group", layer.title)}, f.id)
            for layer in found.layers
            for f in layer.features
        ),
        notes=tuple(dict.fromkeys(note for layer in found.layers for note in layer.notes)),
    )


def read_file(
    path: Path, *, root: Path | None = None, resolve: Resolve | None = None, cache: Path | None = None
) -> ReadFile:
    """Return the layers of a file and all its problems; nothing is raised for what the file holds.

    `root` is the layers folder: ids and groups come from the path below it, and a symbolic link out of it is refused.
    `cache` is a folder where what was read is kept by content.
    """
    try:
        data = _read_bytes(path, root)
        beside = _read_sidecar(path, root)
        name = format_of(path, data[:4096])
        if name == "shp":
            data = _with_companions(path, data)
    except Refused as refused:
        return ReadFile((), (refused.problem(whole_text(str(path))),))
    if cache is None:
        return _read(path, root, data, beside, name, resolve)[0]
    key = key_of((str(path), str(root or ""), name), (data, beside or b""))
    with_places = key_with_places(key, resolve)
    kept = recall(cache, key) or (recall(cache, with_places) if with_places else None)
    if kept is not None:
        return ReadFile(*kept)
    found, by_content = _read(path, root, data, beside, name, resolve)
    if by_content or with_places:
        remember(cache, key if by_content else with_places, (found.layers, found.problems))
    return found


def _read(
    path: Path, root: Path | None, data: bytes, beside: bytes | None, name: str, resolve: Resolve | None
) -> tuple[ReadFile, bool]:
    """Return what a file holds, and whether that hangs on its content alone: names looked up do not."""
    try:
        table, problems = ({}, ()) if beside is None else parse_sidecar(beside, whole_text(str(sidecar_path(path))))
        raws = _decode(path, data, name)
        by_content = not any(isinstance(f.geometry, PlaceName) for raw in raws for f in raw.features)
        if resolve is not None and not by_content:
            raws = tuple(_looked_up(raw, resolve) for raw in raws)
        if "crs" in table:
            raws = tuple(replace(raw, crs=table["crs"]) for raw in raws)
        found = _settled(path, root, raws)
        return _dressed(path, found, table, problems), by_content
    except Refused as refused:
        return ReadFile((), (refused.problem(whole_text(str(path))),)), True


def _read_sidecar(path: Path, root: Path | None) -> bytes | None:
    """Return the bytes of the `.toml` beside a file, None where there is none."""
    beside = sidecar_path(path)
    if beside == path or not beside.is_file():
        return None
    try:
        return _read_bytes(beside, root)
    except Refused as refused:
        raise Refused(f"its sidecar {beside.name} cannot be used: {refused.reason}", refused.mend) from refused


def _dressed(path: Path, found: ReadFile, table: dict[str, Any], problems: tuple[Problem, ...]) -> ReadFile:
    """Return the layers with their sidecar's wishes, and dense points gathered in clusters where it has none."""
    layers = []
    all_problems = [*found.problems, *problems]
    for layer in found.layers:
        if table:
            layer, more = apply_sidecar(
                layer, table, whole_text(str(sidecar_path(path))), several=len(found.layers) > 1
            )
            all_problems.extend(more)
        points = sum(f.geometry is not None and "Point" in f.geometry.geom_type for f in layer.features)
        if points > DENSE and "points" not in layer.style:
            layer = replace(layer, style={**layer.style, "points": "clusters"})
        layers.append(layer)
    return ReadFile(tuple(layers), tuple(dict.fromkeys(all_problems)))


def _read_bytes(path: Path, root: Path | None) -> bytes:
    try:
        if root is not None and not path.resolve(strict=True).is_relative_to(root.resolve()):
            raise Refused("it is a link that leads out of the layers folder.", "Copy the file itself into the folder.")
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Refused("it is no file but a folder, a pipe or a device.", "Give a layer file.")
        if status.st_size > LIMITS.file_bytes:
            raise Refused(
                f"it has {status.st_size / 2**20:,.0f} MB, a layer may have {LIMITS.file_bytes / 2**20:,.0f}.",
                "Simplify it, or cut out the part you need.",
            )
        # O_NONBLOCK: should the file become a pipe between the two calls, opening it must not hang.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            return file.read(LIMITS.file_bytes + 1)
    except FileNotFoundError:
        raise Refused("there is no such file.", "Check the name and the folder.") from None
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Refused(f"it cannot be read ({reason}).", "Check the file and its permissions.") from error


def _decode(path: Path, data: bytes, name: str) -> tuple[RawLayer, ...]:
    if not name:
        raise Refused(
            f"{path.suffix or 'a file without ending'} is no layer format that is read here.",
            WANTED,
        )
    try:
        found: tuple[RawLayer, ...] = decoder(name)(data, path.stem)
    except (MemoryError, RecursionError) as error:
        raise Refused("it is too large or too deeply nested to read.", "Simplify it.") from error
    return found


def _with_companions(path: Path, data: bytes) -> bytes:
    """Return a Shapefile and the files that belong to it as one zip archive in memory."""
    from geo.layers.formats.gdal import shapefile_parts

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        names = [entry.name for entry in path.parent.iterdir()]
        for ending, name in shapefile_parts(path.name, names).items():
            content = data if name == path.name else _read_bytes(path.with_name(name), path.parent)
            archive.writestr(zipfile.ZipInfo(path.stem + ending), content)  # no clock: same bytes
    return packed.getvalue()


def _looked_up(raw: RawLayer, resolve: Resolve) -> RawLayer:
    """Return the layer with names of places put on the map; a name not known stays unlocated and is a problem."""
    features: list[RawFeature] = []
    problems = list(raw.problems)
    known: dict[str, tuple[Shape | None, str]] = {}
    names = [feature.geometry for feature in raw.features if isinstance(feature.geometry, PlaceName)]
    for name in names:
        known[name.words] = known.get(name.words) or resolve(name.words)
    if names and names[0].column and all(shape is None for shape, _ in known.values()):
        reason = f"no column says where: nothing in the column {names[0].column!r} is a place known."
        return replace(raw, features=(), problems=(*problems, Problem("", "", reason, NO_COLUMN)))
    for feature in raw.features:
        if not isinstance(feature.geometry, PlaceName):
            features.append(feature)
            continue
        words = feature.geometry.words
        shape, reason = known[words]
        properties: dict[str, Any] = {"place": words, **feature.properties}
        if shape is None:
            reason = reason.rstrip(".") or f"no place is known by the name {words!r}"
            problems.append(Problem("", feature.where, f"{reason}.", "Check its spelling, or give lat and lon."))
            properties.setdefault("reason", reason)
        else:
            properties.setdefault("precision", str(shape.precision))
            properties.setdefault("basis", shape.basis)
        features.append(replace(feature, geometry=shape.geometry if shape else None, properties=properties))
    return replace(raw, features=tuple(features), problems=tuple(problems))


def _settled(path: Path, root: Path | None, raws: tuple[RawLayer, ...]) -> ReadFile:
    base, group = layer_id(path, root)
    layers: list[Layer] = []
    problems: list[Problem] = []
    for raw in raws:
        own = f"{base}/{raw.name}" if len(raws) > 1 else base
        layer, found = settle(raw, own)
        found = tuple(replace(problem, file=whole_text(str(path))) for problem in found)
        problems.extend(found)
        if not layer.features and any(problem.fatal for problem in found):
            continue  # every feature of it was refused: told, and not drawn as if it were empty
        if len(raws) == 1 and "title" not in raw.members:
            layer = replace(layer, title=title_from(path.stem))
        if len(raws) > 1 and not layer.group:
            layer = replace(layer, group=title_from(path.stem))
        layers.append(replace(layer, group=layer.group or group, notes=notes_of(found)))
    return ReadFile(tuple(layers), tuple(dict.fromkeys(problems)))


def layer_id(path: Path, root: Path | None) -> tuple[str, str]:
    """Return a layer's id and group: its path below the layers folder without ending, and its folder there."""
    if root is None:
        return whole_text(path.stem), ""
    try:
        below = PurePosixPath(whole_text(path.absolute().relative_to(root.absolute()).as_posix()))
    except ValueError:
        return whole_text(path.stem), ""
    folder = "" if below.parent == PurePosixPath(".") else str(below.parent)
    return str(below.with_suffix("")), "/".join(title_from(part) for part in folder.split("/")) if folder else ""
