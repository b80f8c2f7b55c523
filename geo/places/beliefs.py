"""Read the names of a text together: what each probably means, in the light of what the others probably mean.

A first reading scores each namesake on its own; later readings add what the other names of the text say for it: the
same country, division or neighbourhood. All namesakes of a text are rows of one table, for numpy is slow by the call.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.places.gazetteer import KINDS, Gazetteer
from geo.places.namesakes import FIRST, IS_COUNTRY, SECOND, Model, Query, Table, code_of, table

__all__ = ["Beliefs", "believe", "inside"]

_EARTH_KM = 6371.0088
_PAIRS = 1 << 18
"""Pairs of a namesake and one that speaks for it looked at in one go: a few megabytes, however long the text."""

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Beliefs:
    """What each name probably means: probabilities over its table, highest need not be first."""

    tables: tuple[Table, ...]
    chances: tuple[FloatArray, ...]
    features: tuple[FloatArray, ...] = ()
    """The last reading's features, for explaining and for learning."""


class _Numbered(NamedTuple):
    """Codes (3, rows) counted from 0, and how many different ones there are."""

    codes: IntArray
    size: int


class _Whole(NamedTuple):
    """The namesakes of all names of a text under one another; see `Table`."""

    ends: list[int]
    """Where each name's rows end."""
    begins: IntArray
    """Where those begin that have any."""
    slot: IntArray
    """The place in `begins` of each row."""
    owner: IntArray
    """The name of each row, as an index."""
    static: FloatArray
    unit: FloatArray
    areas: IntArray
    kind: IntArray
    area: _Numbered
    """The areas of each row."""
    own: _Numbered
    """The same for each name apart: what a name says of an area is not for itself."""

    def split(self, rows: FloatArray) -> list[FloatArray]:
        """Return what is known by row for each name."""
        return [rows[begin:end] for begin, end in zip([0, *self.ends], self.ends, strict=False)]


_CITY, _ADMIN1, _ADMIN2 = (KINDS.index(k) for k in ("city", "admin1", "admin2"))
_IS_BELOW = ~IS_COUNTRY
_IS_BELOW[KINDS.index("continent")] = False
_POINTED = np.full(len(KINDS), 0.3)
_POINTED[[_CITY, _ADMIN2]] = 1.0, 0.8

_STATIC = len(FIRST)
_CONTAINED = (FIRST.index("inside the container given"), FIRST.index("not inside the container given"))
_LOCAL = [FIRST.index(f"{what} in a local report") for what in ("population", "capital", "fame")]
_WIDELY = [FIRST.index(what) for what in ("population", "capital of a country", "fame")]
_CAPITAL = FIRST.index("capital of a country")
_CONTAINS = (FIRST.index("division where it contains others"), FIRST.index("town where it contains others"))
_HOME = FIRST.index("words of the country")
_BESIDE = FIRST.index("inside a name beside it")
_HINT = (FIRST.index("kind as the text says"), FIRST.index("kind against the text"))

_HINTS: dict[str, BoolArray] = {
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
    whole = _stack(tables)
    rows = whole.static
    _first_features(queries, tables, whole, gazetteer, homes or {})
    chances = _shares(rows @ model.first, whole)
    for weights in model.later[: None if readings is None else readings - 1]:
        rows = _later_features(queries, whole, chances)
        chances = _shares(rows @ weights, whole)
    return Beliefs(tables, tuple(whole.split(chances)), tuple(whole.split(rows)))


def _stack(tables: Sequence[Table]) -> _Whole:
    sizes = [len(names.numbers) for names in tables]
    some = [names for names in tables if len(names.numbers)] or [_NONE]
    begins = [end - size for end, size in zip(accumulate(sizes), sizes, strict=True) if size]
    owner = np.repeat(np.arange(len(sizes)), sizes)
    areas = np.concatenate([names.areas for names in some], axis=1)
    # The codes of countries and divisions are all different, so that one numbering does for the three.
    area = _numbered(areas)
    return _Whole(
        list(accumulate(sizes)),
        np.array(begins, dtype=np.int64),
        np.repeat(np.arange(len(some)), [len(names.numbers) for names in some]),
        owner,
        np.concatenate([names.static for names in some]),
        np.concatenate([names.unit for names in some]),
        areas,
        np.concatenate([names.kind for names in some]),
        area,
        _numbered(owner * area.size + area.codes),
    )


def _numbered(codes: IntArray) -> _Numbered:
    # A set is quicker than `np.unique`, which imports `numpy.ma` too.
    present = np.array(sorted(set(codes.ravel().tolist())), dtype=np.int64)
    return _Numbered(present.searchsorted(codes), len(present))


_NONE = Table(
    np.zeros(0, dtype=np.int64),
    np.zeros((0, _STATIC)),
    np.zeros((0, 3)),
    np.zeros((3, 0), dtype=np.int64),
    np.zeros(0, dtype=np.int64),
)


def _shares(scores: FloatArray, whole: _Whole) -> FloatArray:
    """Return the chances among the rows of each name: their softmax."""
    if not len(scores):
        return scores
    raised = np.exp(scores - np.maximum.reduceat(scores, whole.begins)[whole.slot])
    return np.asarray(raised / np.add.reduceat(raised, whole.begins)[whole.slot])


# -- what is known of each namesake by itself


def _first_features(
    queries: Sequence[Query], tables: Sequence[Table], whole: _Whole, gazetteer: Gazetteer, homes: Mapping[str, float]
) -> None:
    """Write into `whole.static` what the text says of each name."""
    if homes:
        local = min(sum(homes.values()), 2.0)
        whole.static[:, _LOCAL] = whole.static[:, _WIDELY] * local
        for code, strength in homes.items():
            whole.static[whole.areas[0] == code_of(code), _HOME] = strength
    for query, names, rows in zip(queries, tables, whole.split(whole.static), strict=True):
        if len(rows):
            _say_beside(query, names, rows, gazetteer)


def _say_beside(query: Query, names: Table, rows: FloatArray, gazetteer: Gazetteer) -> None:
    """Write into the rows of one name what stands beside it in the text."""
    if query.speaks and not IS_COUNTRY[names.kind].any():
        # Who speaks for a state is its capital; *Brunei* and *Mexico* are the states themselves.
        rows[:, _CAPITAL] *= 3.0
    if query.contains:
        town = names.kind == _CITY
        rows[:, _CONTAINS[0]] = ~town
        rows[:, _CONTAINS[1]] = town
    if query.within:
        held = inside(names, query.within, gazetteer)
        if held.any():
            rows[:, _CONTAINED[0]] = held
            rows[:, _CONTAINED[1]] = ~held
    if query.beside:
        rows[:, _BESIDE] = inside(names, query.beside, gazetteer)
    kinds = _HINTS.get(query.kind_hint)
    if kinds is not None:
        fits = kinds[names.kind]
        rows[:, _HINT[0]] = fits
        rows[:, _HINT[1]] = ~fits


def inside(names: Table, containers: Sequence[int], gazetteer: Gazetteer) -> BoolArray:
    """Return which namesakes lie inside one of the containers; a place is not inside itself."""
    country, admin1, admin2 = names.areas
    found = np.zeros(len(names.numbers), dtype=bool)
    for number in containers:
        entry = gazetteer.describe(number)
        if entry.kind in ("country", "territory") and entry.country:
            hit = country == code_of(entry.country)
        elif entry.kind == "admin1":
            hit = admin1 == code_of(f"{entry.country}.{entry.admin1}")
        elif entry.kind == "admin2":
            hit = admin2 == code_of(f"{entry.country}.{entry.admin1}.{entry.admin2}")
        elif entry.kind == "city":
            near = names.unit @ _unit(entry.lat, entry.lon) > np.cos(40.0 / _EARTH_KM)
            hit = near & (names.kind == _CITY) & (country == code_of(entry.country))
        else:
            continue
        found |= hit & (names.numbers != number)
    return found


def _unit(lat: float, lon: float) -> FloatArray:
    phi, lam = np.radians(lat), np.radians(lon)
    return np.array([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])


# -- what the other names say for each namesake


class _Voices(NamedTuple):
    """The namesakes that speak for others: those that are not improbable. Everything listens, but not to its name."""

    at: IntArray
    """Their rows."""
    said_by: IntArray
    """Their names."""
    kind: IntArray
    weight: FloatArray
    """How much each says."""


def _later_features(queries: Sequence[Query], whole: _Whole, chance: FloatArray) -> FloatArray:
    """Return the rows of `SECOND`: what is known of each namesake and what the other names say for it."""
    if not len(chance):
        return np.zeros((0, len(SECOND)))
    at = (chance > 0.04).nonzero()[0]
    said_by, kinds, kind, owner = whole.owner[at], whole.kind[at], whole.kind, whole.owner
    loud = np.array([query.weight * (1.0 + math.log(query.count)) for query in queries])
    voices = _Voices(at, said_by, kinds, loud[said_by] * chance[at])
    is_country, self_country, self_admin1 = IS_COUNTRY[kinds], IS_COUNTRY[kind], kind == _ADMIN1
    weight, below = voices.weight, _IS_BELOW[kinds] * voices.weight
    of_admin1 = kinds == _ADMIN1
    (named, named1, named2), (shared, shared1, shared2) = _heard_by_area(
        whole,
        voices,
        len(queries),
        ((weight * is_country, weight * of_admin1, weight * (kinds == _ADMIN2)), (below, weight * ~of_admin1, weight)),
    )
    named = named * ~self_country
    all_below = below.sum() - np.bincount(said_by, below, minlength=len(queries))[owner] + 1e-9
    logs = np.log1p([named, shared, shared1, shared2])
    columns = np.zeros((len(chance), len(SECOND) - _STATIC))
    columns[:, 0] = chance
    columns[:, 1] = np.log(chance + 1e-4)
    columns[:, 2] = np.minimum(named, 1.0)
    columns[:, 3] = logs[0]
    columns[:, 4] = np.minimum(named1 * ~self_admin1, 1.5)
    columns[:, 5] = np.minimum(named2 * (kind != _ADMIN2), 1.5)
    columns[:, 6] = logs[1]
    columns[:, 7] = shared / all_below
    columns[:, 8] = logs[2]
    columns[:, 9] = shared1 / all_below
    columns[:, 10] = logs[3]
    columns[:, 11:16] = _heard_nearby(whole, voices, below * _POINTED[kinds])
    # A country or state that other names of the text lie in is meant as such.
    columns[:, 16] = np.where(self_country, logs[1], np.where(self_admin1, logs[2], 0.0))
    columns[:, 17] = ((shared + named) <= 0.05) & ~self_country & (all_below > 1.0)
    if any(query.siblings for query in queries):
        _heard_in_lists(queries, whole, voices, chance, columns[:, 18:21])
    return np.concatenate([whole.static, columns], axis=1)


def _heard_by_area(whole: _Whole, voices: _Voices, names: int, said: Iterable[Iterable[FloatArray]]) -> FloatArray:
    """Return what is said for the areas each row lies in, less what its own name says.

    `said` holds sets of three: what each voice says for its country, first- and second-order division. So does what
    comes back: shape (sets, 3, rows).
    """
    weights = np.array([list(three) for three in said])
    everyone, itself = (_sums(numbered, voices.at, weights) for numbered in (whole.area, whole.own))
    return np.asarray((everyone - itself) * (whole.areas >= 0))


def _sums(numbered: _Numbered, at: IntArray, weights: FloatArray) -> FloatArray:
    """Return for each set of `weights` (sets, 3, voices), said by the rows `at`, what is said for each row's codes."""
    codes, size = numbered
    sets = len(weights)
    spread = (np.arange(sets) * size)[:, None, None] + codes[:, at]
    sums = np.bincount(spread.ravel(), weights.ravel(), minlength=sets * size).reshape(sets, size)
    return np.asarray(sums[:, codes], dtype=float)


def _heard_nearby(whole: _Whole, voices: _Voices, pointed: FloatArray) -> FloatArray:
    """Return what is said within 40, 120, 400 and 1200 km of each row (logarithms) and the loudest that is near.

    A division is wide: its point says less of what is near than a town's, so `pointed` is what each voice says here.
    """
    heard = np.zeros((len(whole.owner), 5))
    local = (pointed > 0.0).nonzero()[0]
    if not len(local):
        return heard
    said, said_by = pointed[local], voices.said_by[local]
    places = whole.unit[voices.at[local]].T
    step = max(1, _PAIRS // len(local))
    for begin in range(0, len(heard), step):
        part = slice(begin, begin + step)
        # Nearness by chords and powers of one exponential, for there are many pairs.
        chord = np.sqrt(np.maximum(2.0 - 2.0 * (whole.unit[part] @ places), 0.0))
        near = np.exp(chord * (-_EARTH_KM / 1200.0))
        near[whole.owner[part, None] == said_by] = 0.0
        near400 = near * near * near
        near120 = near400 * near400 * near400 * near
        heard[part, 0] = (near120 * near120 * near120) @ said
        heard[part, 1] = near120 @ said
        heard[part, 2] = near400 @ said
        heard[part, 3] = near @ said
        heard[part, 4] = (near120 * said).max(axis=1)
    heard[:, :4] = np.log1p(heard[:, :4])
    return heard


def _heard_in_lists(
    queries: Sequence[Query], whole: _Whole, voices: _Voices, chance: FloatArray, heard: FloatArray
) -> None:
    """Write into `heard` (rows, 3) what the names in a list with each row's say: of its kind and country, of its kind,
    of another kind."""
    listed = np.zeros((len(queries), len(queries)))
    for i, query in enumerate(queries):
        for j in query.siblings:
            if j != i:
                listed[i, j] = 1.0
    listed /= np.maximum(listed.sum(axis=1, keepdims=True), 1.0)
    hears, is_heard = listed.sum(axis=1) > 0, listed.sum(axis=0) > 0
    rows, said = hears[whole.owner].nonzero()[0], is_heard[voices.said_by].nonzero()[0]
    at = voices.at[said]
    siblings = listed[whole.owner[rows]][:, voices.said_by[said]] * chance[at]
    alike: BoolArray = np.asarray(whole.kind[rows][:, None] == whole.kind[at])
    here: BoolArray = np.asarray(whole.areas[0][rows][:, None] == whole.areas[0][at])
    heard[rows, 0] = (siblings * (alike & here)).sum(axis=1)
    heard[rows, 1] = (siblings * alike).sum(axis=1)
    heard[rows, 2] = (siblings * ~alike).sum(axis=1)
