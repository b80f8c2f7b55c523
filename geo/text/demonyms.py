"""Know adjectives and names of peoples: *Venezuelan*, *Parisians*, *Swiss*."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from geo.data import read_toml
from geo.text.tokens import tokenize

__all__ = ["Demonym", "country_code", "demonym_at", "is_language"]


class Demonym(NamedTuple):
    """The place a form stands for; `people` where it can only be a noun."""

    place: str
    people: bool


class _Table(NamedTuple):
    forms: dict[tuple[str, ...], Demonym]
    firsts: dict[str, int]
    """First word of a form and the most words a form starting so has."""
    languages: frozenset[str]


@cache
def _table() -> _Table:
    data = read_toml("demonyms.toml")
    forms: dict[tuple[str, ...], Demonym] = {}
    for section, people in (("adjectives", False), ("peoples", True)):
        for place, names in data[section].items():
            for name in names:
                key = tuple(w.casefold() for w in tokenize(name).words)
                forms.setdefault(key, Demonym(place, people))
                plural = (*key[:-1], key[-1] + "s")
                # *Philippine* has no plural of its own: *the Philippines* is the country.
                if not key[-1].endswith(("s", "ese", "ish", "ch", "x", "men")) and plural[-1] != place.casefold():
                    forms.setdefault(plural, Demonym(place, True))
    firsts: dict[str, int] = {}
    for key in forms:
        firsts[key[0]] = max(firsts.get(key[0], 0), len(key))
    return _Table(forms, firsts, frozenset(w.casefold() for w in data["languages"]["names"]))


def demonym_at(low: list[str], i: int) -> tuple[Demonym, int] | None:
    """Return the longest demonym that starts at word `i` of lower-case words, with its length in words."""
    table = _table()
    if low[i] not in table.firsts:
        return None
    for size in range(table.firsts[low[i]], 0, -1):
        found = table.forms.get(tuple(low[i : i + size]))
        if found is not None:
            return found, size
    return None


def is_language(low: str) -> bool:
    """Return whether a lower-case demonym is the name of a language too."""
    return low in _table().languages


@cache
def _codes() -> dict[str, str]:
    countries = read_toml("countries.toml")["country"].items()
    return {name: code for code, facts in countries for name in (facts["name"], *facts.get("names", ()))}


def country_code(place: str) -> str:
    """Return the ISO 3166-1 code of a country by the name that demonyms.toml calls it, "" for other places."""
    return _codes().get(place, "")
