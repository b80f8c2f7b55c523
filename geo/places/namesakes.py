"""Choose among namesakes: a small log-linear model over all names of a text, read twice so that names help each other.

Every name of a text has candidates (places called so). A first reading scores each candidate on its own: population,
kind, how the name belongs to it, what the text says beside it (*Paris, Texas*). Later readings add what the other
names of the text probably mean: the same country, division or neighbourhood. The weights are in `namesakes.json`,
learned from annotated news (see docs); the features are all below, by name.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.data import data_path
from geo.places.gazetteer import KINDS, Gazetteer

__all__ = ["FIRST", "SECOND", "Beliefs", "Model", "Query", "Table", "believe", "open_model", "open_prominence", "table"]

_MOST = 40
"""Namesakes looked at per name: the rest are hamlets that share a very common name."""
_EARTH_KM = 6371.0088

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


class Table(NamedTuple):
    """The namesakes of one name as columns."""

    numbers: IntArray
    """Places of the gazetteer."""
    static: FloatArray
    """One row of static features per namesake: see `FIRST`."""
    unit: FloatArray
    """Positions as unit vectors."""
    country: IntArray
    admin1: IntArray
    admin2: IntArray
    """Codes that are equal where the texts are; -1 where there is none."""
    kind: IntArray


@dataclass(frozen=True, slots=True)
class Query:
    """One name of a text: all its mentions, for a text uses a name in one sense."""

    name: str
    """As it is looked up."""
    asked: str = ""
    """As the text has it."""
    approximate: bool = False
    """The place is only named inside the name: see `known_as`."""
    kind_hint: str = ""
    within: tuple[int, ...] = ()
    """Places (numbers) that the text names as its container: *Paris, Texas*."""
    beside: tuple[int, ...] = ()
    """Places that stand right beside it and may contain it: *in Paris in northern Texas*."""
    contains: bool = False
    """The text gives it as the container of others: the Texas of *Paris, Texas*."""
    speaks: bool = False
    """Named as a power that acts or says something: *Washington has maintained*."""
    siblings: tuple[int, ...] = ()
    """Queries that stand in one list with it: *Ohio, Oregon and Texas*."""
    count: int = 1
    weight: float = 1.0
    """How much it says of the others: less for names inside the names of organisations."""


@dataclass(frozen=True, slots=True)
class Beliefs:
    """What each name probably means: probabilities over its table, highest need not be first."""

    tables: tuple[Table, ...]
    chances: tuple[FloatArray, ...]
    features: tuple[FloatArray, ...] = ()
    """The last reading's features, for explaining and for learning."""


_CITY, _COUNTRY, _ADMIN1, _ADMIN2 = (KINDS.index(k) for k in ("city", "country", "admin1", "admin2"))
_TERRITORY, _CONTINENT, _SEA = (KINDS.index(k) for k in ("territory", "continent", "sea"))

FIRST = (
    "population", "population in a local report", "kind country", "kind admin1", "kind admin2", "kind continent",
    "kind sea", "kind other", "alternate name", "alternate name by population", "code", "code of admin1",
    "unknown population",
    "same as main without accents",
    "inside the container given", "not inside the container given", "inside a name beside it",
    "kind as the text says", "kind against the text", "capital of a country", "largest namesake",
    "share of the namesakes' people", "only namesake", "words of the country",
    "division where it contains others", "town where it contains others", "capital in a local report",
    "division named like its own town", "fame", "fame in a local report", "spelt so",
)  # fmt: skip
SECOND = (
    *FIRST, "chance at first reading", "log chance at first reading",
    "country named", "country named often", "admin1 named", "admin2 named", "same country", "same country share",
    "same admin1", "same admin1 share", "same admin2", "within 40 km", "within 120 km", "within 400 km",
    "within 1200 km", "nearest", "is named as container of others", "share in no other country",
    "listed with its kind and country", "listed with its kind", "listed with another kind",
)  # fmt: skip
_STATIC = len(FIRST)
_CONTAINED = (FIRST.index("inside the container given"), FIRST.index("not inside the container given"))
_LOCAL = tuple(FIRST.index(f"{what} in a local report") for what in ("population", "capital", "fame"))
_FAME = FIRST.index("fame")
_CONTAINS = (FIRST.index("division where it contains others"), FIRST.index("town where it contains others"))
_POPULATION, _CAPITAL = FIRST.index("population"), FIRST.index("capital of a country")
_HOME = FIRST.index("words of the country")
_BESIDE = FIRST.index("inside a name beside it")
_HINT = (FIRST.index("kind as the text says"), FIRST.index("kind against the text"))

_IS_COUNTRY = np.zeros(len(KINDS), dtype=bool)
_IS_COUNTRY[[_COUNTRY, _TERRITORY]] = True
_IS_BELOW = ~_IS_COUNTRY
_IS_BELOW[_CONTINENT] = False
_POINTED = np.full(len(KINDS), 0.3)
_POINTED[[_CITY, _ADMIN2]] = 1.0, 0.8
_IS_OTHER = ~_IS_COUNTRY
_IS_OTHER[[_CITY, _ADMIN1, _ADMIN2, _CONTINENT, _SEA]] = False

_HINTS: dict[str, NDArray[np.bool_]] = {
    hint: np.array([kind in kinds for kind in KINDS])
    for hint, kinds in {
        "admin2": ("admin2", "admin1"),
        "admin1": ("admin1", "admin2", "territory"),
        "district": ("admin2", "admin1", "city"),
        "country": ("country", "territory"),
        "river": ("river",),
        "lake": ("lake",),
        "sea": ("sea", "ocean", "gulf", "bay", "strait", "channel"),
        "island": ("island", "territory", "country", "region"),
        "mountain": ("mountain", "region"),
        "region": ("region", "desert", "peninsula", "mountain"),
        "city": ("city",),
        "continent": ("continent",),
    }.items()
}


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the first and of the later readings, in the order of `FIRST` and `SECOND`."""

    first: FloatArray
    later: tuple[FloatArray, ...]


@lru_cache(maxsize=1)
def open_prominence() -> Model:
    """Return weights for a name on its own, without a text: what we would say without examples, one reading."""
    data: dict[str, Any] = json.loads(data_path("namesakes.json").read_text(encoding="utf-8"))
    return Model(np.array([data["alone"].get(name, 0.0) for name in FIRST]), ())


@lru_cache(maxsize=1)
def open_model() -> Model:
    """Return the shipped weights."""
    data: dict[str, Any] = json.loads(data_path("namesakes.json").read_text(encoding="utf-8"))
    return Model(
        np.array([data["first"][name] for name in FIRST]),
        tuple(np.array([weights[name] for name in SECOND]) for weights in data["later"]),
    )


class _Codes:
    """Numbers for the texts of countries and divisions, the same through the life of the process."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}

    def __call__(self, text: str) -> int:
        return self._codes.setdefault(text, len(self._codes))


_CODES = _Codes()


@lru_cache(maxsize=8192)
def table(gazetteer: Gazetteer, name: str) -> Table:
    """Return the namesakes of a name, at most the forty largest."""
    rows = gazetteer.rows(name)[:_MOST]
    entries = [gazetteer.describe(row.number) for row in rows]
    n = len(rows)
    static = np.zeros((n, _STATIC))
    people = np.array([float(row.population) for row in rows])
    log_people = np.log10(people + 10.0) - 4.0
    kind = np.array([row.kind for row in rows], dtype=np.int64)
    rank = np.array([row.rank for row in rows], dtype=np.int64)
    city = kind == _CITY
    columns = dict(zip(FIRST, range(_STATIC), strict=True))

    def put(column: str, values: Any) -> None:
        static[:, columns[column]] = values

    named = (kind == _COUNTRY) | (kind == _TERRITORY)
    put("population", np.where(city, log_people, np.where(people > 0, 0.35 * log_people, 0.0)))
    put("fame", np.where(city, np.log10([row.fame + 1.0 for row in rows]) if n else 0.0, 0.0))
    put(
        "spelt so",
        [row.rank == 0 and not name.isascii() and entry.name == name for row, entry in zip(rows, entries, strict=True)],
    )
    put("kind country", named)
    put("kind admin1", kind == _ADMIN1)
    put("kind admin2", kind == _ADMIN2)
    put("kind continent", kind == _CONTINENT)
    put("kind sea", kind == _SEA)
    put("kind other", _IS_OTHER[kind])
    put("alternate name", rank == 2)
    put("alternate name by population", np.where((rank == 2) & city, log_people, 0.0))
    put("code", rank == 3)
    put("code of admin1", (rank == 3) & (kind == _ADMIN1))
    put("unknown population", (people == 0) & city)
    put("same as main without accents", rank == 1)
    put("capital of a country", [float(row.capital) for row in rows])
    if n:
        towns = {
            (e.country, e.admin1) for e, k in zip(entries, kind, strict=True) if k == _CITY and e.population > 100_000
        }
        put(
            "division named like its own town",
            [k == _ADMIN1 and (e.country, e.admin1) in towns for e, k in zip(entries, kind, strict=True)],
        )
        largest = np.zeros(n)
        largest[int(np.argmax(np.where(rank == 2, people / 20, people)))] = 1.0
        put("largest namesake", largest)
        put("share of the namesakes' people", people / max(people.sum(), 1.0))
        put("only namesake", 1.0 if n == 1 else 0.0)
    lat = np.radians([row.lat for row in rows])
    lon = np.radians([row.lon for row in rows])
    unit = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
    return Table(
        np.array([row.number for row in rows], dtype=np.int64),
        static,
        unit.reshape(n, 3),
        _codes([entry.country for entry in entries]),
        _codes([f"{e.country}.{e.admin1}" if e.admin1 else "" for e in entries]),
        _codes([f"{e.country}.{e.admin1}.{e.admin2}" if e.admin2 else "" for e in entries]),
        kind,
    )


def _codes(texts: Sequence[str]) -> IntArray:
    return np.array([_CODES(text) if text else -1 for text in texts], dtype=np.int64)


def believe(
    queries: Sequence[Query],
    gazetteer: Gazetteer,
    model: Model,
    *,
    homes: Mapping[str, float] | None = None,
    readings: int | None = None,
) -> Beliefs:
    """Return what the names of one text probably mean, each in the light of the others.

    `homes` says how strongly the words of the text point to countries, by ISO code. `readings` stops after
    that many (1: every name on its own), for learning the weights of the next one.
    """
    tables = tuple(table(gazetteer, query.name) for query in queries)
    home = {_CODES(code): strength for code, strength in (homes or {}).items()}
    features = [_first_features(query, names, gazetteer, home) for query, names in zip(queries, tables, strict=True)]
    chances = [_softmax(rows @ model.first) for rows in features]
    for weights in model.later[: None if readings is None else readings - 1]:
        features = _later_features(queries, tables, features, chances)
        chances = [_softmax(rows @ weights) for rows in features]
    return Beliefs(tables, tuple(chances), tuple(features))


def _softmax(scores: FloatArray) -> FloatArray:
    if not len(scores):
        return scores
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum())


def _first_features(query: Query, names: Table, gazetteer: Gazetteer, home: Mapping[int, float]) -> FloatArray:
    if not len(names.numbers) or not (
        query.within or query.beside or query.kind_hint or query.contains or query.speaks or home
    ):
        return names.static
    rows = names.static.copy()
    if home:
        local = min(sum(home.values()), 2.0)
        rows[:, _LOCAL[0]] = rows[:, _POPULATION] * local
        rows[:, _LOCAL[1]] = rows[:, _CAPITAL] * local
        rows[:, _LOCAL[2]] = rows[:, _FAME] * local
    if query.speaks and not _IS_COUNTRY[names.kind].any():
        # Who speaks for a state is its capital; *Brunei* and *Mexico* are the states themselves.
        rows[:, _CAPITAL] *= 3.0
    if query.contains:
        town = names.kind == _CITY
        rows[:, _CONTAINS[0]] = ~town
        rows[:, _CONTAINS[1]] = town
    for code, strength in home.items():
        rows[names.country == code, _HOME] = strength
    if query.within:
        inside = _inside(names, query.within, gazetteer)
        if inside.any():
            rows[:, _CONTAINED[0]] = inside
            rows[:, _CONTAINED[1]] = ~inside
    if query.beside:
        rows[:, _BESIDE] = _inside(names, query.beside, gazetteer)
    kinds = _HINTS.get(query.kind_hint)
    if kinds is not None:
        fits = kinds[names.kind]
        rows[:, _HINT[0]] = fits
        rows[:, _HINT[1]] = ~fits
    return rows


def _inside(names: Table, containers: Sequence[int], gazetteer: Gazetteer) -> NDArray[np.bool_]:
    """Return which namesakes lie inside one of the containers; a place is not inside itself."""
    inside = np.zeros(len(names.numbers), dtype=bool)
    for number in containers:
        entry = gazetteer.describe(number)
        if entry.kind in ("country", "territory") and entry.country:
            hit = names.country == _CODES(entry.country)
        elif entry.kind == "admin1":
            hit = names.admin1 == _CODES(f"{entry.country}.{entry.admin1}")
        elif entry.kind == "admin2":
            hit = names.admin2 == _CODES(f"{entry.country}.{entry.admin1}.{entry.admin2}")
        elif entry.kind == "city":
            near = names.unit @ _unit(entry.lat, entry.lon) > np.cos(40.0 / _EARTH_KM)
            hit = near & (names.kind == _CITY) & (names.country == _CODES(entry.country))
        else:
            continue
        inside |= hit & (names.numbers != number)
    return inside


def _unit(lat: float, lon: float) -> FloatArray:
    phi, lam = np.radians(lat), np.radians(lon)
    return np.array([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])


def _later_features(
    queries: Sequence[Query],
    tables: Sequence[Table],
    features: Sequence[FloatArray],
    chances: Sequence[FloatArray],
) -> list[FloatArray]:
    sizes = [len(names.numbers) for names in tables]
    total = sum(sizes)
    if not total:
        return [np.zeros((0, len(SECOND))) for _ in tables]
    owner = np.repeat(np.arange(len(tables)), sizes)
    chance = np.concatenate(chances)
    country = np.concatenate([names.country for names in tables])
    admin1 = np.concatenate([names.admin1 for names in tables])
    admin2 = np.concatenate([names.admin2 for names in tables])
    kind = np.concatenate([names.kind for names in tables])
    unit = np.concatenate([names.unit for names in tables])
    # What speaks: candidates that are not improbable. Everything listens, but not to its own name.
    speaks = np.flatnonzero(chance > 0.04)
    said_by, kinds = owner[speaks], kind[speaks]
    loud = np.array([query.weight * (1.0 + math.log(query.count)) for query in queries])
    weight = loud[said_by] * chance[speaks]
    is_country = _IS_COUNTRY[kinds]
    below = _IS_BELOW[kinds] * weight
    self_country = _IS_COUNTRY[kind]

    said_of = {id(codes): _narrowed(codes, speaks) for codes in (country, admin1, admin2)}

    def heard(codes: IntArray, voices: FloatArray) -> FloatArray:
        """Sum what is said for the code of each candidate, less what its own name says."""
        at, known, wide = said_of[id(codes)]
        spoken = at[speaks]
        everyone = np.bincount(spoken, voices, minlength=wide)
        itself = np.bincount(said_by * wide + spoken, voices, minlength=wide * len(tables))
        return np.asarray((everyone[at] - itself[owner * wide + at]) * known)

    named = heard(country, weight * is_country) * ~self_country
    shared = heard(country, below)
    shared1 = heard(admin1, weight * (kinds != _ADMIN1))
    all_below = below.sum() - np.bincount(said_by, below, minlength=len(tables))[owner] + 1e-9
    columns = np.zeros((total, len(SECOND) - _STATIC))
    columns[:, 0] = chance
    columns[:, 1] = np.log(chance + 1e-4)
    columns[:, 2] = np.minimum(named, 1.0)
    columns[:, 3] = np.log1p(named)
    columns[:, 4] = np.minimum(heard(admin1, weight * (kinds == _ADMIN1)) * (kind != _ADMIN1), 1.5)
    columns[:, 5] = np.minimum(heard(admin2, weight * (kinds == _ADMIN2)) * (kind != _ADMIN2), 1.5)
    columns[:, 6] = np.log1p(shared)
    columns[:, 7] = shared / all_below
    columns[:, 8] = np.log1p(shared1)
    columns[:, 9] = shared1 / all_below
    columns[:, 10] = np.log1p(heard(admin2, weight))
    # Nearness by chords and powers of one exponential, for there are many pairs: 1200, 400, 120 and 40 km.
    # A division is wide: its point says less of what is near than a town's.
    pointed = below * _POINTED[kinds]
    local = np.flatnonzero(pointed > 0.0)
    if len(local):
        pointed, said_here = pointed[local], said_by[local]
        chord = np.sqrt(np.maximum(2.0 - 2.0 * (unit @ unit[speaks[local]].T), 0.0))
        near = np.exp(chord * (-_EARTH_KM / 1200.0))
        near[owner[:, None] == said_here[None, :]] = 0.0
        near400 = near * near * near
        near120 = near400 * near400 * near400 * near
        columns[:, 11] = np.log1p((near120 * near120 * near120) @ pointed)
        columns[:, 12] = np.log1p(near120 @ pointed)
        columns[:, 13] = np.log1p(near400 @ pointed)
        columns[:, 14] = np.log1p(near @ pointed)
        columns[:, 15] = (near120 * pointed).max(axis=1)
    # A country or state that other names of the text lie in is meant as such.
    columns[:, 16] = np.where(self_country, np.log1p(shared), np.where(kind == _ADMIN1, np.log1p(shared1), 0.0))
    columns[:, 17] = ((shared + named) <= 0.05) & ~self_country & (all_below > 1.0)
    listed = _in_lists(queries)
    if listed is not None:
        sib = listed[owner][:, said_by] * chance[speaks]
        alike = kind[:, None] == kinds[None, :]
        here = alike & (country[:, None] == country[None, speaks])
        columns[:, 18] = (sib * here).sum(axis=1)
        columns[:, 19] = (sib * alike).sum(axis=1)
        columns[:, 20] = (sib * ~alike).sum(axis=1)
    made = np.concatenate([np.concatenate([rows[:, :_STATIC] for rows in features]), columns], axis=1)
    ends = np.cumsum(sizes).tolist()
    return [made[end - size : end] for end, size in zip(ends, sizes, strict=True)]


def _narrowed(codes: IntArray, speaks: IntArray) -> tuple[IntArray, NDArray[np.bool_], int]:
    """Return the codes counted from 0 among those that speak, which of them are there, and how many there are."""
    # Few at a time: a set is quicker than `np.unique`, which imports `numpy.ma` too.
    spoken = np.array(sorted(set(codes[speaks].tolist())), dtype=np.int64)
    if not len(spoken):
        return np.zeros(len(codes), dtype=np.int64), np.zeros(len(codes), dtype=bool), 1
    at = np.minimum(np.searchsorted(spoken, codes), len(spoken) - 1)
    return at, (spoken[at] == codes) & (codes >= 0), len(spoken)


def _in_lists(queries: Sequence[Query]) -> FloatArray | None:
    """Return how much each name (row) hears of those that stand in a list with it; None where there are no lists."""
    if not any(query.siblings for query in queries):
        return None
    listed = np.zeros((len(queries), len(queries)))
    for i, query in enumerate(queries):
        for j in query.siblings:
            if j != i:
                listed[i, j] = 1.0
    return np.asarray(listed / np.maximum(listed.sum(axis=1, keepdims=True), 1.0))
