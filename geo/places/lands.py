"""Names of countries and territories, from `countries.toml`."""

from __future__ import annotations

from functools import cache
from typing import Any

from geo.data import read_toml

__all__ = ["land_abbreviations", "land_names"]


def land_names() -> dict[str, tuple[str, ...]]:
    """Return the names of each country and territory by place id: usual name first, then official and others.

    >>> land_names()["country:MM"]
    ('Myanmar', 'Republic of the Union of Myanmar', 'Burma', 'Myanmar (Burma)', 'Union of Myanmar')
    """
    return {place_id: _names(fact) for place_id, fact in _facts()}


def land_abbreviations() -> dict[str, tuple[str, ...]]:
    """Return abbreviations by place id: only to be read where they stand in capitals or with their dots.

    >>> land_abbreviations()["country:AE"]
    ('UAE', 'U.A.E.')
    """
    return {place_id: tuple(fact["abbreviations"]) for place_id, fact in _facts() if fact.get("abbreviations")}


@cache
def _facts() -> tuple[tuple[str, dict[str, Any]], ...]:
    table = read_toml("countries.toml")
    countries = [(f"country:{code}", fact) for code, fact in table["country"].items()]
    return tuple(countries + [(fact["id"], fact) for fact in table["territory"]])


def _names(fact: dict[str, Any]) -> tuple[str, ...]:
    official = (fact["official"],) if "official" in fact else ()
    return (fact["name"], *official, *fact.get("names", ()))
