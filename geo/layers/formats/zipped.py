"""A zip archive: Shapefiles, and layer files of other formats, one in each member."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from geo.layers.formats import WANTED, decoder, format_of
from geo.layers.formats.archive import Archive, open_archive
from geo.layers.raw import RawLayer, Refused, told
from geo.model import Problem

__all__ = ["decode"]


def decode(data: bytes, name: str = "") -> tuple[RawLayer, ...]:
    """Return every layer of a zip archive; members that are no layers are passed over. Raises Refused."""
    archive = open_archive(data)
    if "[Content_Types].xml" in archive.names:
        return decoder("xlsx")(data, name)  # type: ignore[no-any-return]
    problems: list[Problem] = list(archive.problems)
    layers = [*_shapefiles(data, archive, problems), *_members(archive, problems)]
    if not layers:
        if problems:
            raise Refused(problems[0].reason, problems[0].mend, problems[0].where)
        raise Refused("there is no layer file in it.", WANTED)
    if len(layers) == 1:
        layers = [replace(layers[0], name="")]
    return (replace(layers[0], problems=(*problems, *layers[0].problems)), *layers[1:])


def _shapefiles(data: bytes, archive: Archive, problems: list[Problem]) -> Iterator[RawLayer]:
    shapes = [member for member in archive.names if member.lower().endswith(".shp")]
    if not shapes:
        return
    from geo.layers.formats.apart import decode_shapefiles

    try:
        for layer in decode_shapefiles(data):
            yield replace(layer, name=layer.name or PurePosixPath(shapes[0]).stem)
    except Refused as refused:
        problems.append(refused.problem(where=f"member {shapes[0]!r}"))


def _members(archive: Archive, problems: list[Problem]) -> Iterator[RawLayer]:
    for member in archive.names:
        path = PurePosixPath(member)
        if path.suffix.lower() == ".toml":
            problems.append(told(f"member {member!r}", "a sidecar inside an archive is not read; put it beside it"))
        kind = format_of(path, b"")
        if not kind or kind in ("zip", "list", "shp"):
            continue
        try:
            content = archive.read(member)
            found = decoder(format_of(path, content[:4096]))(content, path.stem)
        except Refused as refused:
            where = ", ".join(part for part in (f"member {member!r}", refused.where) if part)
            problems.append(Problem("", where, refused.reason, refused.mend))
            continue
        for layer in found:
            yield replace(layer, name="/".join(part for part in (path.stem, layer.name) if part))
