"""The seas we know: their names, limits and sources, read from `seas.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from geo.data import data_path, read_toml
from geo.errors import GazetteerError

__all__ = ["Limit", "Sea", "ambiguous_sea_names", "read_limits", "read_seas", "sea_names"]

Line = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit line between seas, [lon, lat] degrees; longitudes may run on beyond 180 instead of leaping back."""

    line: Line
    words: str
    """The places it joins, in the words of its source."""
    source: str


@dataclass(frozen=True, slots=True)
class Sea:
    """What `seas.toml` says of one sea. Its water is found in one of three ways, see `at`, `members` and `ring`."""

    id: str
    """Place id, such as `sea:caribbean-sea`."""
    name: str
    source: str
    names: tuple[str, ...] = ()
    """Other names that mean this sea and nothing else in a newsroom."""
    ambiguous: tuple[str, ...] = ()
    """Names in use that mean other things too, such as *the Gulf* or *the Channel*: not claimed."""
    at: Line = ()
    """Points on the water: the cells of the limit lines that hold them are this sea."""
    members: tuple[str, ...] = ()
    """Ids of seas that are part of this one."""
    ring: Line = ()
    """An outline, coarse over land, that cuts a strait or bay out of the seas of `within`."""
    within: tuple[str, ...] = ()
    precision: str = "approximate"
    apart: bool = False
    """Water that the limits cut off and that is no sea, such as a lake open to one: it is compiled elsewhere."""
    note: str = ""
    dispute: str = ""
    """Who calls it by another name."""
    published_km2: float | None = None
    published_in: str = ""
    published_differs: str = ""
    """Why the published area is of another extent, where it is."""


@lru_cache(maxsize=1)
def read_seas() -> tuple[Sea, ...]:
    """Return all seas of `seas.toml` in file order. Raises GazetteerError naming an entry that is not right."""
    seas = tuple(_sea(row) for row in read_toml("seas.toml")["sea"])
    known = {sea.id for sea in seas}
    if len(known) != len(seas):
        raise _wrong("two seas have the same id", "Rename one of them.")
    for sea in seas:
        for other in (*sea.members, *sea.within):
            if other not in known:
                raise _wrong(f"{sea.id} names {other!r}, which is no sea of the file", "Mend `with` or `within`.")
    return seas


@lru_cache(maxsize=1)
def read_limits() -> tuple[Limit, ...]:
    """Return all limit lines of `seas.toml` in file order."""
    rows = read_toml("seas.toml")["limit"]
    return tuple(Limit(_line(row["line"], row["words"]), row["words"], row["source"]) for row in rows)


def sea_names() -> dict[str, tuple[str, ...]]:
    """Return place id -> its names, the main name first. Ambiguous names are left out.

    >>> sea_names()["sea:gulf-of-mexico"][:2]
    ('Gulf of Mexico', 'Gulf of America')
    """
    return {
        sea.id: (sea.name, *(name for name in sea.names if name not in sea.ambiguous))
        for sea in read_seas()
        if not sea.apart
    }


def ambiguous_sea_names() -> dict[str, tuple[str, ...]]:
    """Return place id -> names that mean this sea only where the text settles it.

    >>> ambiguous_sea_names()["sea:persian-gulf"]
    ('the Gulf',)
    """
    return {sea.id: sea.ambiguous for sea in read_seas() if sea.ambiguous}


def _sea(row: Mapping[str, Any]) -> Sea:
    name = row.get("id", "?")
    ways = [way for way in ("at", "with", "ring") if way in row]
    if not ways or ("ring" in row) != ("within" in row) or ("ring" in row and len(ways) > 1):
        raise _wrong(f"{name} does not say where its water is", "Give `at`, `with` or both, or `ring` and `within`.")
    try:
        return Sea(
            id=f"sea:{row['id']}",
            name=row["name"],
            source=row["source"],
            names=tuple(row.get("names", ())),
            ambiguous=tuple(row.get("ambiguous", ())),
            at=_line(row.get("at", ()), name),
            members=_ids(row.get("with", ())),
            ring=_line(row.get("ring", ()), name),
            within=_ids(row.get("within", ())),
            precision=row.get("precision", "approximate"),
            apart=row.get("apart", False),
            note=row.get("note", ""),
            dispute=row.get("dispute", ""),
            published_km2=row.get("published_km2"),
            published_in=row.get("published_in", ""),
            published_differs=row.get("published_differs", ""),
        )
    except KeyError as missing:
        raise _wrong(f"{name} lacks {missing}", "Add it.") from None


def _ids(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"sea:{name}" for name in names)


def _line(positions: Iterable[Iterable[float]], asked_by: str) -> Line:
    line = []
    for position in positions:
        lon, lat = (float(number) for number in position)
        if not (-180 <= lon <= 360 and -90 <= lat <= 90):
            raise _wrong(f"{asked_by} has a position {lon}, {lat} that is nowhere", "Positions are [lon, lat].")
        line.append((lon, lat))
    return tuple(line)


def _wrong(what: str, mend: str) -> GazetteerError:
    return GazetteerError(f"{data_path('seas.toml')}: {what}. {mend}")
