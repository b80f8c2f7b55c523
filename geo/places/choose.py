"""Choose the place of every name of a text: ask, believe, then place it at its namesake or let it lean."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache

import numpy as np
from numpy.typing import NDArray

from geo.data import read_toml
from geo.model import Entry, Named
from geo.places.beliefs import Beliefs, inside
from geo.places.focus import Anchor, Focus, Leaning
from geo.places.fold import fold
from geo.places.gazetteer import Gazetteer
from geo.places.known_as import known_as
from geo.places.namesakes import Query
from geo.places.short_rivers import rivers_in_full
from geo.places.surroundings import Surroundings, look_around
from geo.places.trust import SURE, Company, lean_features, sure_features, trust

__all__ = [
    "DOUBT",
    "Best",
    "Key",
    "Verdict",
    "best_of",
    "focus_of",
    "lean_of",
    "may_lean",
    "prepare",
    "settle",
]

FloatArray = NDArray[np.float64]

Key = tuple[str, tuple[int, ...]]
"""A sense asked for: the folded name, and the containers the text gives."""

_COMPACT = 0.65
"""Share of a text's places that lie together, from which what no source lists is taken to lie there too.

On LGL, GeoVirus and TUD-Loc the measure end to end moves by less than 0.3 percent between 0 and 0.65.
"""
_BESIDE = 12
"""Characters between a name and the place beside it: *York Street in Yeovil*, *Qwertyville, near Gusau*."""
DOUBT = 0.8
"""A namesake trusted less than this has to stand against the place the name would lean on."""
_LEAST = 0.4
"""The least chance to lean with, for a name that is also borne elsewhere: to be wrong about it misleads more."""
_WELL_KNOWN = 150_000
_KNOWN = 50_000
"""As large is a town well known whose name is borne nowhere else."""
_ONE_SPOT = SURE.index("chance within 60 km")
_INSIDE = SURE.index("inside the container given")
_TOO_LARGE = SURE.index("too large for a village")
_SAME_SPOT_KM = 60.0


def prepare(
    text: str, names: Sequence[Named], gazetteer: Gazetteer, speakers: Collection[int] = ()
) -> tuple[dict[Key, Query], list[Key]]:
    """Return the distinct senses asked for, with what the text says of each, and per name (in text order) its sense.

    `speakers` are names, by position, that stand for a power.
    """
    names = rivers_in_full(text, names)
    spots = [(name.start, name.end, name.name) for name in names]
    around = [look_around(text, name, spots, i, gazetteer) for i, name in enumerate(names)]
    keys = _senses(names, around)
    queries = _queries(names, around, keys, gazetteer)
    for at in speakers:
        queries[keys[at]] = replace(queries[keys[at]], speaks=True)
    return queries, keys


def _senses(names: Sequence[Named], around: Sequence[Surroundings]) -> list[Key]:
    """Return a key per name; equal keys are one sense.

    A name is used in one sense per text. Where the text gives containers that differ (*Paris, France ... Paris,
    Texas*), a bare name takes the sense last given.
    """
    given: dict[str, tuple[int, ...]] = {}
    for name, near in zip(names, around, strict=True):
        if near.within:
            given.setdefault(fold(name.name), near.within)
    keys = []
    for name, near in zip(names, around, strict=True):
        folded = fold(name.name)
        if near.within:
            given[folded] = near.within
        keys.append((folded, given.get(folded, ())))
    return keys


def _queries(
    names: Sequence[Named], around: Sequence[Surroundings], keys: Sequence[Key], gazetteer: Gazetteer
) -> dict[Key, Query]:
    queries: dict[Key, Query] = {}
    folded = {key[0] for key in keys}
    for name, near, key in zip(names, around, keys, strict=True):
        old = queries.get(key)
        if old is None:
            use = known_as(name.name, near.kind_hint, folded, gazetteer)
            queries[key] = Query(
                use.name,
                name.name,
                use.approximate,
                near.kind_hint,
                key[1],
                near.beside,
                near.frame,
                weight=0.5 if use.approximate else 1.0,
            )
        else:
            beside = tuple(dict.fromkeys((*old.beside, *near.beside)))[:24]
            queries[key] = replace(
                old,
                kind_hint=old.kind_hint or near.kind_hint,
                beside=beside,
                frame=old.frame or near.frame,
                count=old.count + 1,
            )
    order = {key: i for i, key in enumerate(queries)}
    lists: dict[Key, set[int]] = {}
    for near, key in zip(around, keys, strict=True):
        for sibling in near.siblings:
            lists.setdefault(key, set()).add(order[keys[sibling]])
    for near in around:
        if near.container >= 0:
            key = keys[near.container]
            queries[key] = replace(queries[key], contains=True)
    for key, siblings in lists.items():
        queries[key] = replace(queries[key], siblings=tuple(sorted(siblings)))
    return queries


@dataclass(frozen=True, slots=True)
class Best:
    """The best namesake of a sense."""

    index: int
    """Its row in the table of namesakes."""
    entry: Entry
    features: FloatArray
    """What tells whether it is right: `trust.SURE`."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided for one name: its namesake, or the place it leans on, or neither."""

    entry: Entry | None
    score: float
    """The chance that the place is right to within some 160 km."""
    best: Best | None
    """The best namesake, chosen or not."""
    leaning: Leaning | None = None
    """Set where the name leans on `entry`."""
    guess: bool = False
    """Where the name probably is, but too unsure to be drawn there."""


def best_of(
    queries: Sequence[Query], beliefs: Beliefs, gazetteer: Gazetteer, spots: Sequence[tuple[int, int, int]] = ()
) -> list[Best | None]:
    """Return the best namesake of each sense, None where it has none.

    `spots` are (start, end, sense) of all names of the text in order: what stands round a name tells too.
    """
    indexes = [int(chances.argmax()) if len(chances) else -1 for chances in beliefs.chances]
    entries = [
        gazetteer.describe(int(names.numbers[index])) if index >= 0 else None
        for names, index in zip(beliefs.tables, indexes, strict=True)
    ]
    found: list[Best | None] = []
    for query, names, chances, rows, index, entry, company in zip(
        queries, beliefs.tables, beliefs.chances, beliefs.features, indexes, entries, _company(spots, entries),
        strict=True,
    ):  # fmt: skip
        if entry is None:
            found.append(None)
            continue
        # Two places at one spot (a city and the district of its name) are no doubt about where it is.
        spot = names.unit @ names.unit[index] > math.cos(_SAME_SPOT_KM / 6371.0)
        sure = float(chances[spot].sum())
        if query.frame:
            held = bool(inside(names, query.frame, gazetteer)[index])
            company = company._replace(inside=held, outside=not held)
        features = sure_features(rows[index], float(chances[index]), sure, query, entry, company)
        found.append(Best(index, entry, features))
    return found


def _company(spots: Sequence[tuple[int, int, int]], entries: Sequence[Entry | None]) -> list[Company]:
    """Return for each sense how far the names right round its mentions lie in its country, and in others."""
    same, other = [0.0] * len(entries), [0.0] * len(entries)
    for i, (start, end, at) in enumerate(spots):
        mine = entries[at]
        if mine is None or not mine.country or start < 0:
            continue
        for step in (-1, 1):
            j = i + step
            while 0 <= j < len(spots):
                gap = start - spots[j][1] if step < 0 else spots[j][0] - end
                if gap > _FAR:
                    break
                beside = entries[spots[j][2]]
                if beside is not None and beside.country and beside.id != mine.id:
                    side = same if beside.country == mine.country else other
                    side[at] += math.exp(-max(gap, 0) / _REACH)
                j += step
    return [Company(a / (a + b + 0.3), b / (a + b + 0.3)) for a, b in zip(same, other, strict=True)]


_FAR, _REACH = 200, 60.0
"""Characters from name to name within which the one tells of the other, and within which most of it is told."""


def lean_of(
    focus: Focus, name: Named, query: Query, best: Best | None, gazetteer: Gazetteer
) -> tuple[Leaning, FloatArray] | None:
    """Return the place a name would lean on, with what tells whether that is right; None where there is nothing."""
    without = best.entry.id if best is not None else ""
    containers = [gazetteer.describe(number) for number in query.within or query.frame]
    leaning = focus.lean(name.start, name.end, without=without)
    if leaning is None:
        return None
    held = any(_contains(container, leaning.entry) for container in containers)
    if containers and not held:
        other = focus.lean(name.start, name.end, without=without, within=containers, contains=_contains)
        if other is not None:
            leaning, held = other, True
    return leaning, lean_features(leaning, query, held)


def _contains(container: Entry, entry: Entry) -> bool:
    if container.id == entry.id:
        return True
    if container.country != entry.country or not container.country:
        return False
    if container.kind in ("country", "territory"):
        return True
    if container.kind == "admin1":
        return container.admin1 == entry.admin1
    if container.kind == "admin2":
        return (container.admin1, container.admin2) == (entry.admin1, entry.admin2)
    return False


def settle(
    names: Sequence[Named],
    keys: Sequence[Key],
    queries: Mapping[Key, Query],
    beliefs: Beliefs,
    gazetteer: Gazetteer,
    weights: tuple[FloatArray, FloatArray],
    floors: Sequence[float],
) -> list[Verdict]:
    """Return the verdict on each name, in order.

    A name stands at its best namesake, or at the place of the text it leans on where that is more likely right: names
    no source knows, and the *Hyde Park* of a report from Sydney. Below its floor it is not placed at all.
    """
    order = {key: i for i, key in enumerate(queries)}
    spots = [(name.start, name.end, order[key]) for name, key in zip(names, keys, strict=True)]
    bests = best_of(list(queries.values()), beliefs, gazetteer, spots)
    sures = [
        min(trust(weights[0], best.features), _HARDLY if _is_odd_name(query, best.entry) else 1.0) if best else 0.0
        for query, best in zip(queries.values(), bests, strict=True)
    ]
    focus: Focus | None = None
    verdicts = []
    for name, key, floor in zip(names, keys, floors, strict=True):
        at = order[key]
        best, sure, query = bests[at], sures[at], queries[key]
        stands = Verdict(best.entry, sure, best, guess=sure < floor) if best is not None else Verdict(None, 0.0, None)
        if sure < DOUBT and name.start >= 0 and may_lean(best, query):
            focus = focus or focus_of(names, [order[k] for k in keys], list(queries.values()), bests, sures)
            lean = lean_of(focus, name, query, best, gazetteer)
            leans = None
            # Of two doubtful names side by side one leans, not each on the other.
            if lean is not None and lean[0].chance >= sure:
                chance = trust(weights[1], lean[1])
                least = max(floor, _LEAST) if best is not None and not query.approximate else floor
                firm = chance >= least and _may_lie_there(query, lean[0])
                if chance > sure and (firm or stands.guess or best is None or _is_stray(best, query, focus)):
                    leans = Verdict(lean[0].entry, min(chance, 0.5 if firm else _GUESS), best, lean[0], guess=not firm)
            stands = leans or (Verdict(None, sure, best) if _is_stray(best, query, focus) else stands)
        verdicts.append(stands)
    return verdicts


def _is_stray(best: Best | None, query: Query, focus: Focus) -> bool:
    """Return whether a small namesake lies far from all the text: at *the Ava bridge near Sagaing*, Ava in Missouri."""
    return best is not None and best.entry.kind == "city" and not query.within and focus.strays(best.entry)


_GUESS = 0.4
"""What a guess is worth at most: beside others it must not look like a finding."""


def _is_odd_name(query: Query, entry: Entry) -> bool:
    """Return whether a village is only said to bear the name beside a quite different one: Qadirabad for Chak 75.

    Such names are seldom used, and of villages that sources leave out many bear them first.
    """
    if entry.kind != "city" or entry.population >= _HAMLET or query.approximate or query.within:
        return False
    asked, main = fold(query.name), fold(entry.name)
    return asked[:1] != main[:1] and asked not in main and SequenceMatcher(None, asked, main).ratio() < 0.5


_HAMLET = 20_000
_HARDLY = 0.2


def may_lean(best: Best | None, query: Query) -> bool:
    """Return whether a name may mean a place that sources do not list: not that of a sea, a state or a large town."""
    if best is None or query.approximate or best.features[_TOO_LARGE]:
        return True
    large = _WELL_KNOWN if best.features[_ONE_SPOT] < 0.99 else _KNOWN
    small = best.entry.kind in ("city", "admin2") and best.entry.population < large
    return small or (bool(query.within) and not best.features[_INSIDE])


def _may_lie_there(query: Query, leaning: Leaning) -> bool:
    """Return whether a name may lean: on a place beside it, or on the one scene of the text.

    In a text about several scenes a name no source knows may belong to any of them. A sea or a range of mountains lies
    beside no town by chance.
    """
    last = query.asked.casefold().split()[-1:]
    wide = bool(last) and last[0] in _wide_words()
    return leaning.share >= _COMPACT or (not wide and leaning.gap < _BESIDE)


@cache
def _wide_words() -> frozenset[str]:
    return frozenset(read_toml("place_words.toml")["wide"]["words"])


def focus_of(
    names: Sequence[Named],
    order: Sequence[int],
    queries: Sequence[Query],
    bests: Sequence[Best | None],
    sures: Sequence[float],
) -> Focus:
    """Return what the text is about, from the best namesakes and how far each is trusted."""
    anchors = []
    for name, at in zip(names, order, strict=True):
        best = bests[at]
        if best is not None:
            # A place inside the name of another says where the text is, but less surely.
            anchors.append(
                Anchor(name.start, name.end, best.entry, sures[at] * (0.5 if queries[at].approximate else 1.0))
            )
    return Focus(anchors)
