"""Under which name to look a place up: *Venezuelans*, *W. Columbia*, *Loudon Co.*, *Honolulu Academy of Arts*."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from geo.data import read_toml
from geo.places.fold import fold
from geo.places.gazetteer import KINDS, Gazetteer

__all__ = ["LookUp", "known_as"]


class LookUp(NamedTuple):
    """A name to look up instead, and why."""

    name: str
    approximate: bool = False
    """True where the place is only named inside the name: the hospital of *Glasgow Royal Infirmary* is in Glasgow."""


_DIVISIONS = frozenset(KINDS.index(kind) for kind in ("admin1", "territory", "region", "continent", "country"))
_TOWNS = frozenset(KINDS.index(kind) for kind in ("city", "admin1", "admin2"))
_ABBREVIATIONS = {
    "n": "north", "s": "south", "e": "east", "w": "west", "no": "north", "so": "south", "co": "county",
    "cos": "county", "twp": "township", "is": "island", "mtn": "mountain", "mts": "mountains", "pk": "park",
    "hts": "heights", "spgs": "springs", "univ": "university",
}  # fmt: skip
_DIVISION_WORDS = frozenset(
    [
        "township",
        "county",
        "parish",
        "borough",
        "district",
        "region",
        "province",
        "state",
        "governorate",
        "prefecture",
        "municipality",
        "department",
        "division",
        "oblast",
        "area",
        "city",
        "town",
        "village",
        "shire",
        "metropolitan",
        "metro",
        "canton",
        "regency",
        "subcounty",
        "ward",
        "community",
    ]
)
_SIDES = frozenset(
    [
        "north",
        "south",
        "east",
        "west",
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
        "upper",
        "lower",
        "greater",
        "inner",
        "outer",
        "downtown",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "northeastern",
        "northwestern",
        "southeastern",
        "southwestern",
        "mid",
        "midtown",
        "metropolitan",
        "old",
        "suburban",
        "rural",
        "uptown",
    ]
)
# Endings of people and adjectives, with what the name of their place ends in: Ohio-ans, Minnesota-ns, Dagestan-i.
_ENDINGS = (
    ("ans", ""), ("ns", ""), ("an", ""), ("n", ""), ("ians", "ia"), ("ian", "ia"), ("ians", "y"), ("ian", "y"),
    ("is", ""), ("i", ""), ("ians", ""), ("ian", ""), ("ans", "o"), ("an", "o"), ("ans", "a"), ("an", "a"),
    ("ers", ""), ("er", ""), ("s", ""), ("ites", ""), ("ite", ""), ("ese", ""), ("ns", "s"), ("n", "s"),
)  # fmt: skip
_BROAD_HINTS = frozenset({"river", "mountain", "sea", "region"})


@lru_cache(maxsize=1)
def _demonyms() -> dict[str, str]:
    """Adjectives and names of peoples by their folded form, with the country they stand for."""
    table = read_toml("demonyms.toml")
    found: dict[str, str] = {}
    for group in ("adjectives", "peoples"):
        for place, words in table.get(group, {}).items():
            for word in words:
                found.setdefault(fold(word), place)
                found.setdefault(fold(word) + "s", place)
    return found


@lru_cache(maxsize=20_000)
def _plain(gazetteer: Gazetteer, name: str) -> LookUp | None:
    """Return the other spelling under which the gazetteer knows the very place, or None."""
    folded = fold(name)
    place = _demonyms().get(folded)
    if place is not None:
        return LookUp(place)
    if gazetteer.rows(name):
        return LookUp(name)
    words = folded.split()
    longer = " ".join(_ABBREVIATIONS.get(word, word) for word in words)
    if longer != folded and gazetteer.rows(longer):
        return LookUp(longer)
    words = longer.split()
    if len(words) > 1:
        for bare in (words[:-1] if words[-1] in _DIVISION_WORDS else [], _after_of(words)):
            if bare and gazetteer.rows(" ".join(bare)):
                return LookUp(" ".join(bare))
    last = words[-1] if words else ""
    for ending, instead in _ENDINGS:
        if last.endswith(ending) and len(last) - len(ending) >= 3:
            tried = " ".join([*words[:-1], last[: -len(ending)] + instead])
            if any(row.kind in _DIVISIONS and row.rank < 2 for row in gazetteer.rows(tried)[:3]):
                return LookUp(tried)
    return None


def _after_of(words: list[str]) -> list[str]:
    """Return X of *city of X*, *state of X*."""
    return words[2:] if len(words) > 2 and words[1] == "of" and words[0] in _DIVISION_WORDS else []


def known_as(name: str, kind_hint: str, named: Collection[str], gazetteer: Gazetteer) -> LookUp:
    """Return under which name to look `name` up; `named` are the folded names of the text.

    Where no source knows the name, a place named inside it stands for it, if the text names that place too or it is
    large: *Boston Harbor*, *University of Kent*. Otherwise the name itself comes back, unknown.
    """
    plain = _plain(gazetteer, name)
    if plain is not None:
        return plain
    words = re.findall(r"[\w'’.&-]+", name)
    # Rivers and ranges are seldom at the place whose name they share.
    if kind_hint in _BROAD_HINTS and fold(words[0] if words else "") not in _SIDES:
        return LookUp(name)
    found: list[tuple[int, int, str]] = []
    for start, word in enumerate(words):
        if not word[:1].isupper() or fold(word) in _SIDES | _DIVISION_WORDS:
            continue
        length = gazetteer.longest(words, start)
        inner = " ".join(words[start : start + length])
        if not length or length == len(words):
            continue
        rows = [row for row in gazetteer.rows(inner)[:2] if row.kind in _TOWNS and row.rank < 2]
        if not rows:
            continue
        in_text = fold(inner) in named
        if in_text or (rows[0].population >= 60_000 and len(inner) > 3):
            found.append((not in_text, -length, inner))
    if not found:
        return LookUp(name)
    return LookUp(min(found)[2], approximate=True)
