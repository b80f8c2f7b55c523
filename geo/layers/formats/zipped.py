"""A zip archive: Shapefiles, or one layer file of another format in each member."""

from __future__ import annotations

from pathlib import PurePosixPath

from geo.layers.formats import WANTED, decoder, format_of
from geo.layers.formats.archive import open_archive
from geo.layers.raw import RawLayer, Refused
from geo.model import Problem

__all__ = ["decode"]


def decode(data: bytes, name: str = "") -> tuple[RawLayer, ...]:
    """Return every layer of a zip archive; members that are no layers are passed over. Raises Refused."""
    archive = open_archive(data)
    if any(member.lower().endswith(".shp") for member in archive.names):
        from geo.layers.formats.apart import decode_shapefiles

        return decode_shapefiles(data, name)
    if "[Content_Types].xml" in archive.names:
        return decoder("xlsx")(data, name)  # type: ignore[no-any-return]
    layers: list[RawLayer] = []
    problems: list[Problem] = list(archive.problems)
    looked = 0
    for member in archive.names:
        kind = format_of(PurePosixPath(member), b"")
        if not kind or kind in ("zip", "list", "shp"):
            continue
        looked += 1
        try:
            content = archive.read(member)
            found = decoder(format_of(PurePosixPath(member), content[:4096]))(content, PurePosixPath(member).stem)
        except Refused as refused:
            where = ", ".join(part for part in (f"member {member!r}", refused.where) if part)
            problems.append(Problem("", where, refused.reason, refused.mend))
            continue
        for layer in found:
            own = "/".join(part for part in (PurePosixPath(member).stem, layer.name) if part)
            layers.append(RawLayer(layer.features, own, layer.members, layer.problems, layer.crs, layer.strict))
    if not layers:
        if problems:
            raise Refused(problems[0].reason, problems[0].mend, problems[0].where)
        raise Refused("there is no layer file in it.", WANTED)
    head = layers[0]
    if len(layers) == 1:
        return (RawLayer(head.features, "", head.members, (*problems, *head.problems), head.crs, head.strict),)
    layers[0] = RawLayer(head.features, head.name, head.members, (*problems, *head.problems), head.crs, head.strict)
    return tuple(layers)
