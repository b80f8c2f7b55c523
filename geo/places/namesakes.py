"""What is known of the namesakes of a name: the table of them, and the weights that choose among them.

Every name of a text has candidates (places called so). A small log-linear model chooses, over all names of a text and
read twice so that names help each other: see `beliefs`. Its weights are in `namesakes.json`, learned from annotated
news (see docs); the features are all below, by name.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.data import data_path
from geo.places.gazetteer import KINDS, Gazetteer

__all__ = [
    "FIRST",
    "IS_COUNTRY",
    "SECOND",
    "Model",
    "Query",
    "Table",
    "code_of",
    "open_model",
    "open_prominence",
    "table",
]

_MOST = 40
"""Namesakes looked at per name: the rest are hamlets that share a very common name."""

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
    areas: IntArray
    """Country, first- and second-order division, a row each: codes that are equal where the texts are, -1 for none."""
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
    frame: tuple[int, ...] = ()
    """Places that its sentence opens with: the Narowal of *In Narowal, the temple at Kartarpur*."""
    contains: bool = False
    """The text gives it as the container of others: the Texas of *Paris, Texas*."""
    speaks: bool = False
    """Named as a power that acts or says something: *Washington has maintained*."""
    siblings: tuple[int, ...] = ()
    """Queries that stand in one list with it: *Ohio, Oregon and Texas*."""
    count: int = 1
    weight: float = 1.0
    """How much it says of the others: less for names inside the names of organisations."""


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

IS_COUNTRY = np.zeros(len(KINDS), dtype=bool)
IS_COUNTRY[[_COUNTRY, _TERRITORY]] = True
_IS_OTHER = ~IS_COUNTRY
_IS_OTHER[[_CITY, _ADMIN1, _ADMIN2, _CONTINENT, _SEA]] = False


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


_codes: dict[str, int] = {}


def code_of(text: str) -> int:
    """Return a number for a country or division, the same through the life of the process; -1 for none."""
    return _codes.setdefault(text, len(_codes)) if text else -1


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
        np.array(
            [
                [code_of(e.country) for e in entries],
                [code_of(f"{e.country}.{e.admin1}") if e.admin1 else -1 for e in entries],
                [code_of(f"{e.country}.{e.admin1}.{e.admin2}") if e.admin2 else -1 for e in entries],
            ],
            dtype=np.int64,
        ).reshape(3, n),
        kind,
    )
