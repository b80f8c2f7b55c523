"""Add a layer to the folder: copy a file in once it can be read, or write one by hand from names of places."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.data import data_path
from geo.errors import LayerError
from geo.layers.append import append_features
from geo.layers.folder import layer_files
from geo.layers.geojson import write_layer
from geo.layers.read import Resolve, read_file
from geo.layers.sidecar import parse_sidecar, sidecar_path
from geo.layers.when import is_iso
from geo.layers.write import write_atomically
from geo.model import Feature, Layer, Problem, Status

__all__ = ["Added", "add_file", "add_places", "publish_schemas", "slug"]


@dataclass(frozen=True, slots=True)
class Added:
    """What was put into the layers folder, and what the user should know about it."""

    paths: tuple[Path, ...]
    """The layer file first, then its companions and sidecar."""
    layers: tuple[Layer, ...]
    problems: tuple[Problem, ...] = ()
    message: str = ""


def slug(words: str) -> str:
    """Return words as a file name: small letters of any script, digits and hyphens.

    >>> slug("Eastern Mediterranean: 3 drones?"), slug("../../etc"), slug("«…»")
    ('eastern-mediterranean-3-drones', 'etc', 'layer')
    """
    plain = unicodedata.normalize("NFKC", words).casefold()
    name = re.sub(r"[\W_]+", "-", plain).strip("-")[:80] or "layer"
    return f"layer-{name}" if _DEVICE.fullmatch(name) else name


_DEVICE = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")
"""Names that Windows keeps for devices, whatever ending follows."""


def add_file(
    source: Path, folder: Path, *, about: Mapping[str, Any] | None = None, resolve: Resolve | None = None
) -> Added:
    """Copy a layer file into `folder`, once it was read and something of it can be drawn.

    Companions (a Shapefile's parts, a sidecar) come along. `about` holds keys of a sidecar, such as title and group;
    they are written into `NAME.toml`. Raises LayerError where nothing of the file can be used, or a file of that name
    is there already; nothing is written then.
    """
    found = read_file(source, resolve=resolve)
    if not found.layers:
        raise LayerError("\n".join(str(problem) for problem in found.problems) or f"{source}: there is nothing in it.")
    target = folder / _safe_name(source.name)
    copies = {target: source.read_bytes()}
    for beside in _companions(source):
        copies[folder / (target.stem + beside.name[len(source.stem) :])] = beside.read_bytes()
    if source.resolve() == target.resolve():
        copies.pop(target)
        if not about:
            return Added((target,), found.layers, found.problems, f"{target} is in the layers folder already.")
    for path, content in copies.items():
        if path.exists() and path.read_bytes() != content:
            raise LayerError(
                f"{path}: another file of this name is there already. Rename the new one, or take it away."
            )
    sidecar = sidecar_path(target)
    if about:
        old = copies[sidecar] if sidecar in copies else sidecar.read_bytes() if sidecar.exists() else None
        copies[sidecar] = _sidecar_text(about, old, sidecar).encode()
    if sidecar in copies or sidecar.exists():
        _refuse_shared(sidecar, target)
    for path, content in copies.items():
        write_atomically(path, content)
    if about:
        publish_schemas(folder)
    again = read_file(target, root=folder, resolve=resolve)
    return Added((target, *(path for path in copies if path != target)), again.layers, again.problems)


def _refuse_shared(sidecar: Path, target: Path) -> None:
    """Raise LayerError where a layer of another format has the same name: the sidecar would change its look, too."""
    for path in layer_files(target.parent):
        if path.parent == target.parent and path.stem == target.stem and path != target:
            raise LayerError(
                f"{target}: {path.name} has the same name, so {sidecar.name} would be for both. Rename the new file."
            )


def _safe_name(name: str) -> str:
    """Return a file's name without what no file system or shell should meet; hidden files are shown."""
    kept = "".join(c for c in name if unicodedata.category(c)[0] != "C").replace("/", "-").replace("\\", "-")
    stem, dot, ending = kept.lstrip(". ").rpartition(".")
    return f"{stem or 'layer'}{dot}{ending}" if dot else kept.lstrip(". ") or "layer"


def _companions(source: Path) -> list[Path]:
    from geo.layers.formats.gdal import SHAPE_PARTS

    endings = {".toml"} | (set(SHAPE_PARTS) - {".shp"} if source.suffix.lower() == ".shp" else set())
    return sorted(
        path
        for path in source.parent.iterdir()
        if path != source and path.stem == source.stem and path.suffix.lower() in endings and path.is_file()
    )


def _sidecar_text(about: Mapping[str, Any], old: bytes | None, sidecar: Path) -> str:
    """Return the sidecar that is there, or came along, with what is asked for put in; its remarks and keys stay."""
    wanted = {key: value for key, value in about.items() if value not in (None, "")}
    text = (old or b"#:schema ./.schema/sidecar.schema.json\n").decode("utf-8-sig", "replace")
    before = parse_sidecar(text.encode(), "")[0]
    head, table, tables = f"\n{text}".partition("\n[")
    for key, value in wanted.items():
        line = f"{key} = {_toml(value)}"
        head, count = re.subn(rf"(?m)^{key}[ \t]*=.*$", line.replace("\\", "\\\\"), head, count=1)
        head = head if count else f"{head.rstrip()}\n{line}\n"
    made = (head + table + tables).removeprefix("\n")
    if parse_sidecar(made.encode(), "")[0] != {**before, **wanted} or "\ufffd" in made:
        raise LayerError(f"{sidecar}: this sidecar cannot be changed safely. Write {', '.join(wanted)} in it by hand.")
    return made


def _toml(value: Any) -> str:
    # A JSON string, number or truth value is one of TOML, too; DEL is the one letter TOML wants escaped and JSON not.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def publish_schemas(folder: Path) -> None:
    """Put the JSON Schemas into the hidden folder `.schema` of a layers folder, for editors to complete and check."""
    for name in ("layer.schema.json", "sidecar.schema.json"):
        content = data_path(name).read_bytes()
        path = folder / ".schema" / name
        if not path.exists() or path.read_bytes() != content:
            write_atomically(path, content)


def add_places(
    places: Sequence[str],
    folder: Path,
    *,
    resolve: Resolve,
    status: str = "",
    note: str = "",
    title: str = "",
    when: str = "",
    group: str = "",
    source: str = "",
    layer: str = "",
) -> Added:
    """Write a layer by hand from names and phrases such as *eastern Mediterranean*, or add to the one named `layer`.

    Raises LayerError where a name is not known, the status is none of ours, or `when` is no time; nothing is written
    then.
    """
    if status and status not in set(Status):
        raise LayerError(f"status {status!r} is unknown. Give one of {', '.join(Status)}.")
    if when and not is_iso(when):
        raise LayerError(f"when {when!r} is no time. Give ISO 8601: 2025-11-23, or an interval 2025-11-23/2025-11-25.")
    features = []
    for words in places:
        shape, reason = resolve(words)
        if shape is None:
            reason = reason.rstrip(".") or "no place is known by this name"
            raise LayerError(f"{words!r}: {reason}. Check the spelling, or try `sitmap place`.")
        properties: dict[str, Any] = {"title": title or words, "place": words}
        for key, value in (("status", status), ("description", note), ("when", when)):
            if value:
                properties[key] = value
        properties |= {"precision": str(shape.precision), "basis": shape.basis}
        features.append(Feature(shape.geometry, properties))
    if not features:
        raise LayerError('no place was given. Name one, such as `--place "eastern Mediterranean"`.')
    path = folder / f"{slug(layer or title or places[0])}.geojson"
    if layer and path.exists():
        append_features(path, features)
        return Added((path,), read_file(path, root=folder).layers)
    path = _free(path)
    made = Layer(id=path.stem, title=title or layer or places[0], features=tuple(features), group=group, source=source)
    write_layer(made, path)
    return Added((path,), (made,))


def _free(path: Path) -> Path:
    number, free = 2, path
    while free.exists():
        free, number = path.with_stem(f"{path.stem}-{number}"), number + 1
    return free
