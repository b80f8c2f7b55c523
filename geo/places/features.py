"""The compact table of named features (`features.toml`), brought to the form of the other files of outlined places."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from typing import Any

from geo.data import read_toml
from geo.errors import GazetteerError
from geo.places.fold import fold

__all__ = ["features"]

_OTHER_WATERS = frozenset({"bayou", "canal", "creek", "oued", "rio", "wadi", "waterway"})
_ISLAND = frozenset({"cay", "caye", "cayo", "ile", "ilha", "isla", "island", "isle", "key"})
_GROUP = frozenset(
    {"archipelago", "atoll", "bank", "cays", "group", "iles", "islands", "isles", "reef", "shoals", "sporades"}
)


@cache
def features() -> tuple[dict[str, Any], ...]:
    """Return the features as facts like those of `waters.toml`: id, name, names, countries and what to draw.

    Raises GazetteerError naming the entry whose numbers make no shape.

    >>> [(fact["id"], fact["names"]) for fact in features() if fact["name"] == "Neretva"]
    [('river:neretva-ba-hr', ('River Neretva', 'Neretva River'))]
    """
    table = read_toml("features.toml")
    return tuple(
        _fact(kind, countries, names, numbers)
        for kind, groups in table.items()
        for countries, entries in groups.items()
        for names, numbers in entries.items()
    )


def _fact(kind: str, countries: str, names: str, numbers: list[float]) -> dict[str, Any]:
    name, *others = (part.strip() for part in names.split("|"))
    place_id = f"{kind}:{'-'.join(fold(name).split())}-{countries.lower()}"
    spellings = dict.fromkeys(form for written in (name, *others) for form in (written, *_forms(kind, written)))
    fact: dict[str, Any] = {"id": place_id, "name": name, "countries": countries.split("-")}
    fact["names"] = tuple(form for form in spellings if form != name)
    try:
        return fact | _shape(kind, name, numbers)
    except (TypeError, ValueError):
        raise GazetteerError(
            f'features.toml: {kind}.{countries} "{names}" = {numbers} makes no shape. '
            "Write [lon, lat, radius] or [lon, lat, lon, lat, ...], a width behind it for a band."
        ) from None


def _forms(kind: str, name: str) -> Iterator[str]:
    """Yield the other forms a name has by its kind: *River Tweed*, *Tweed River*; *Unst*, *Unst Island*."""
    bare = name.partition(" (")[0]
    yield bare
    words = set(fold(bare).split())
    if kind == "river" and not words & _OTHER_WATERS:
        bare = bare.removeprefix("River ").removesuffix(" River")
        yield from (f"River {bare}", f"{bare} River")
    elif kind == "island" and not words & (_ISLAND | _GROUP):
        yield from (f"{bare} Island", f"Isle of {bare}")


def _shape(kind: str, name: str, numbers: list[float]) -> dict[str, Any]:
    """Return what to draw, in the keys of `waters.toml` and `islands.toml`. Raises ValueError where it is no shape."""
    pairs = numbers[: len(numbers) // 2 * 2]
    course = [[float(lon), float(lat)] for lon, lat in zip(pairs[::2], pairs[1::2], strict=True)]
    if not all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in course):
        raise ValueError
    size = float(numbers[-1]) if len(numbers) % 2 else 0.0
    if len(course) > 1:
        return {"line": course, "width_km": size} if size else {"line": course}
    (middle,) = course
    if size <= 0:
        raise ValueError
    if kind != "island":
        return {"point": middle, "radius_km": size}
    if set(fold(name).split()) & _GROUP:
        return {"point": middle, "ring": _circle(middle[0], middle[1], size), "disc_km": size}
    return {"points": [middle], "disc_km": size}


def _circle(lon: float, lat: float, radius_km: float) -> list[list[float]]:
    """Return a ring of twelve corners round a point, [lon, lat], fit to tell which islets belong to a group."""
    reach = radius_km / 111.2
    turns = [turn * math.tau / 12 for turn in range(12)]
    squeeze = math.cos(math.radians(lat))
    return [[lon + reach / squeeze * math.cos(turn), lat + reach * math.sin(turn)] for turn in turns]
