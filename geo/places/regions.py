"""Names of continents, regions, islands, inland waters, mountains and landmarks, from their TOML files."""

from __future__ import annotations

from functools import cache
from typing import Any

from geo.data import data_path, read_toml
from geo.places.features import features

__all__ = ["region_abbreviations", "region_names"]

_TABLES = (
    ("regions.toml", "region"),
    ("islands.toml", "island"),
    ("waters.toml", "water"),
    ("landmarks.toml", "place"),
)


def region_names() -> dict[str, tuple[str, ...]]:
    """Return the names by place id, usual name first; first-order divisions have only their other names here.

    >>> region_names()["region:sahel"]
    ('Sahel', 'the Sahel region', 'Sahel region')
    """
    named = {fact["id"]: (fact["name"], *fact.get("names", ())) for fact in _facts()}
    divisions = read_toml("regions.toml").get("division_names", {})
    return named | {place_id: tuple(names) for place_id, names in divisions.items()}


def region_abbreviations() -> dict[str, tuple[str, ...]]:
    """Return abbreviations by place id: only to be read where they stand in capitals."""
    return {fact["id"]: tuple(fact["abbreviations"]) for fact in _facts() if fact.get("abbreviations")}


@cache
def _facts() -> tuple[dict[str, Any], ...]:
    listed = (fact for file, table in _TABLES if data_path(file).exists() for fact in read_toml(file)[table])
    return (*listed, *features())
