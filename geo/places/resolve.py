"""Resolve the mentions of a report: which place each name means, with reasons, candidates and a score."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from geo.errors import PlaceError
from geo.model import (
    Airspace,
    Along,
    Around,
    Between,
    Border,
    Candidate,
    Coast,
    Document,
    Entry,
    FlightRegion,
    Known,
    LonLat,
    Mention,
    Named,
    Near,
    Offset,
    Offshore,
    Part,
    Phrase,
    Place,
    Precision,
    Resolution,
    Role,
    Shape,
    Unlisted,
    leaves,
    replace_leaves,
)  # fmt: skip
from geo.places.airspace import flight_region, flight_region_code, flight_region_land, flight_region_name
from geo.places.beliefs import Beliefs, believe
from geo.places.choose import Best, Key, Verdict, best_of, prepare, settle
from geo.places.fold import fold
from geo.places.gazetteer import Gazetteer
from geo.places.namesakes import SECOND, Query, open_model, open_prominence
from geo.places.shapes import open_shapes
from geo.places.shore_points import shore_point
from geo.places.surroundings import home_countries
from geo.places.trust import SURE, open_trust

__all__ = ["label", "resolve_mentions", "resolve_phrase"]

_FLOOR = 0.25
"""A place less likely than this, with the doubt whether the words are a place at all, is a guess and stays unplaced."""
_SURE = SURE.index("chance within 60 km")
_LISTED = 6
"""Candidates listed beside the chosen place."""
_EARTH_METRES = 6371008.8

Draw = Callable[[Phrase], Shape | None]
"""Return the outline of a phrase, None for one whose point is good enough without."""


@dataclass(frozen=True, slots=True)
class _Choice:
    """What one name was taken for."""

    entry: Entry | None
    score: float
    reason: str
    candidates: tuple[Candidate, ...] = ()
    approximate: bool = False
    """True where the name itself is unknown and leans on another place."""
    guess: bool = False
    """True where `entry` is too unsure for the name to be placed there."""


def resolve_mentions(
    document: Document, mentions: Sequence[Mention], gazetteer: Gazetteer, *, draw: Draw | None = None
) -> tuple[Resolution, ...]:
    """Return what each mention stands for, in order.

    Names are chosen together: each in the light of the others, one sense per text unless the text gives a container.
    With `draw`, the point of a phrase (*northern Venezuela*) is one of its outline; without, a cheap stand-in near the
    place it is built on.
    """
    named = [
        (number, leaf)
        for number, mention in enumerate(mentions)
        if mention.phrase is not None
        for leaf in leaves(mention.phrase)
        if isinstance(leaf, Named)
    ]
    named.sort(key=lambda pair: (pair[1].start, pair[1].end))
    speakers = [at for at, (number, _) in enumerate(named) if mentions[number].usage == "metonymic"]
    queries, keys = prepare(document.text, [leaf for _, leaf in named], gazetteer, speakers)
    beliefs = believe(list(queries.values()), gazetteer, open_model(), homes=home_countries(document.text))
    floors = [_FLOOR / max(mentions[number].score, 0.4) for number, _ in named]
    verdicts = settle([leaf for _, leaf in named], keys, queries, beliefs, gazetteer, open_trust(), floors)
    order = {key: i for i, key in enumerate(queries)}
    spoken: dict[tuple[Key, str, bool], _Choice] = {}
    chosen: dict[tuple[int, Named], _Choice] = {}
    for pair, key, verdict in zip(named, keys, verdicts, strict=True):
        # Names of one sense share the wording, unless they lean on different places.
        held = (key, verdict.leaning.entry.id if verdict.leaning else "", verdict.guess)
        if held not in spoken:
            spoken[held] = _choice(verdict, queries[key], beliefs, order[key], gazetteer)
        chosen[pair] = spoken[held]
    return tuple(
        _resolution(
            mention,
            {
                leaf: chosen[number, leaf]
                for leaf in (leaves(mention.phrase) if mention.phrase else ())
                if isinstance(leaf, Named)
            },
            gazetteer,
            draw,
        )
        for number, mention in enumerate(mentions)
    )


def resolve_phrase(phrase: Phrase, gazetteer: Gazetteer, *, draw: Draw | None = None) -> Resolution:
    """Return what a name or place phrase on its own stands for: the most prominent sense, the others listed."""
    from geo.model import Span

    mention = Mention(Span(0, 0), "", Role.LITERAL, phrase)
    names = tuple(leaf for leaf in leaves(phrase) if isinstance(leaf, Named))
    queries, keys = prepare("", names, gazetteer)
    # One name has no text to lean on; two (*between Gao and Kidal*) help each other.
    alone = len(names) == 1
    beliefs = believe(list(queries.values()), gazetteer, open_prominence() if alone else open_model())
    order = {key: i for i, key in enumerate(queries)}
    bests = best_of(list(queries.values()), beliefs, gazetteer)
    verdicts = [
        Verdict(best.entry, round(float(best.features[_SURE]), 4), best)
        if best is not None
        else Verdict(None, 0.0, None)
        for best in (bests[order[key]] for key in keys)
    ]
    return _resolution(
        mention,
        {
            leaf: _choice(verdict, queries[key], beliefs, order[key], gazetteer)
            for leaf, key, verdict in zip(names, keys, verdicts, strict=True)
        },
        gazetteer,
        draw,
    )


# -- names


def _choice(verdict: Verdict, query: Query, beliefs: Beliefs, at: int, gazetteer: Gazetteer) -> _Choice:
    """Return a verdict in words, with the namesakes not chosen."""
    table, chances = beliefs.tables[at], beliefs.chances[at]
    order = np.argsort(-chances, kind="stable")[: _LISTED + 1]
    listed = tuple(
        Candidate(*_listed(number, gazetteer), round(chance, 4))
        for number, chance in zip(table.numbers[order].tolist(), chances[order].tolist(), strict=True)
    )
    best, entry, score = verdict.best, verdict.entry, round(verdict.score, 4)
    if best is None and entry is None:
        return _Choice(None, 0.0, f"no source knows a place called {query.asked}")
    if verdict.guess and verdict.leaning is not None and (best is None or query.approximate):
        why = f"no source knows {query.asked}; perhaps about {label(entry, gazetteer)}, which is a guess"
        return _Choice(entry, score, why, listed[:_LISTED], guess=True)
    if entry is None or verdict.guess:
        alone = len(chances) == 1
        why = (
            f"the only place called {query.asked} that sources know does not fit the text"
            if alone
            else f"{query.asked} could be any of {len(chances)} places"
        )
        return _Choice(entry, score, why, listed[:_LISTED], guess=True)
    if verdict.leaning is not None:
        how = "named beside it" if verdict.leaning.gap < 40 else "among the places of the text"
        why = (
            f"no source knows {query.asked}"
            if best is None or query.approximate
            else f"the places called {query.asked} that sources know do not fit the text"
        )
        return _Choice(entry, score, f"{why}; placed at {label(entry, gazetteer)}, {how}", listed[:_LISTED], True)
    assert best is not None
    reason = _reason(query, best, beliefs, at, gazetteer, score)
    if query.approximate:
        reason = f"no source knows {query.asked}; placed at the {query.name} of its name ({reason})"
        return _Choice(entry, min(0.5, score), reason, listed[1:], approximate=True)
    return _Choice(entry, score, reason, listed[1:])


@lru_cache(maxsize=50_000)
def _listed(number: int, gazetteer: Gazetteer) -> tuple[str, str, str, LonLat]:
    """Return id, label, kind and point of a place; archives come back to the same ones."""
    entry = gazetteer.describe(number)
    return entry.id, label(entry, gazetteer), entry.kind, LonLat(entry.lon, entry.lat)


def _reason(query: Query, chosen: Best, beliefs: Beliefs, at: int, gazetteer: Gazetteer, sure: float) -> str:
    n, best = len(beliefs.chances[at]), chosen.entry
    if n == 1:
        return f"the only place called {query.name} that the gazetteer knows"
    row = beliefs.features[at][chosen.index]
    # A first reading has the first of the columns only.
    values = dict(zip(SECOND, row, strict=False))
    why = []
    if values.get("inside the container given"):
        why.append("the text names what it lies in")
    elif values.get("inside a name beside it"):
        why.append("it lies in a place named beside it")
    if values.get("country named") and best.kind not in ("country", "territory"):
        why.append(f"{_country_name(best.country, gazetteer)} is named in the text")
    if values.get("admin1 named", 0) > 0.5:
        why.append(f"{_admin1_name(best, gazetteer)} is named in the text")
    if values.get("within 120 km", 0) > 0.5:
        why.append("other places of the text are near")
    elif values.get("same admin1", 0) > 0.6:
        why.append(f"other places of the text lie in {_admin1_name(best, gazetteer)}")
    if values.get("largest namesake") and not why:
        why.append("the largest place of that name")
    if not why:
        why.append("it fits best with the other places of the text")
    doubt = "" if sure >= 0.5 else "; uncertain, other namesakes fit nearly as well"
    return f"{label(best, gazetteer)} of {n} namesakes: {', '.join(why)}{doubt}"


def _country_name(code: str, gazetteer: Gazetteer) -> str:
    entry = gazetteer.entry(f"country:{code}")
    return entry.name if entry else code


def _admin1_name(entry: Entry, gazetteer: Gazetteer) -> str:
    division = gazetteer.entry(f"admin1:{entry.country}.{entry.admin1}")
    return division.name if division else _country_name(entry.country, gazetteer)


@lru_cache(maxsize=50_000)
def label(entry: Entry, gazetteer: Gazetteer) -> str:
    """Return a name that tells namesakes apart: *Paris, Texas, United States*."""
    parts = [entry.name]
    if entry.kind in ("city", "admin2") and entry.admin1:
        division = gazetteer.entry(f"admin1:{entry.country}.{entry.admin1}")
        if division is not None and division.name != entry.name:
            parts.append(division.name)
    if entry.country and entry.kind not in ("country", "territory"):
        parts.append(_country_name(entry.country, gazetteer))
    return ", ".join(parts)


# -- places

_KIND_OF = {
    Part: "part", Airspace: "airspace", Coast: "coast", Offshore: "offshore", Border: "border", Offset: "offset",
    Between: "between", Near: "near", Around: "around", Along: "along", FlightRegion: "fir",
    Unlisted: "unlisted",
}  # fmt: skip
_PRECISION = {
    "city": Precision.EXACT, "country": Precision.EXACT, "territory": Precision.EXACT, "admin1": Precision.APPROXIMATE,
    "admin2": Precision.APPROXIMATE, "airspace": Precision.APPROXIMATE, "fir": Precision.APPROXIMATE,
    "border": Precision.APPROXIMATE, "island": Precision.EXACT, "sea": Precision.APPROXIMATE,
    "coast": Precision.APPROXIMATE, "offset": Precision.APPROXIMATE,
}  # fmt: skip
_BASIS = {
    "city": "Point of the place in GeoNames (CC BY 4.0).",
    "country": "Outline of the country in Natural Earth (public domain), 1:10 million.",
    "territory": "Outline of the territory in Natural Earth (public domain), 1:10 million.",
    "admin1": "First-order division of GeoNames (CC BY 4.0); its outline is computed from its places.",
    "admin2": "Second-order division of GeoNames (CC BY 4.0); point in the middle of its places.",
    "continent": "Land of the continent in Natural Earth (public domain).",
    "sea": "Water of Natural Earth cut along limit lines after IHO S-23 (1953).",
    "airspace": "Land, internal waters and 12 nautical miles of sea (Chicago Convention, articles 1 and 2).",
    "part": "A stated cut of the whole area.",
    "coast": "The shore of the area, drawn as a strip.",
    "offshore": "The sea along the coast, geodesic.",
    "border": "The common border of the two areas.",
    "offset": "Distance and direction from the place, geodesic.",
    "between": "The middle ground between the two places.",
    "near": "The surroundings of the place.",
    "around": "The place and its surroundings.",
    "along": "A strip along it.",
    "fir": "Flight information region; limits from a layer or not drawn.",
}


def _resolution(mention: Mention, choices: dict[Named, _Choice], gazetteer: Gazetteer, draw: Draw | None) -> Resolution:
    phrase = mention.phrase
    if phrase is None:
        return Resolution(None, mention.reason or "names no place of its own")
    if isinstance(phrase, FlightRegion):
        return _flight_region(phrase, gazetteer)
    known: dict[Named, Known | Unlisted] = {}
    entries: list[Entry] = []
    for leaf in leaves(phrase):
        if isinstance(leaf, Known):
            entry = gazetteer.entry(leaf.place_id)
            if entry is None:
                return Resolution(None, f"{leaf.place_id} is no place of the gazetteer")
            entries.append(entry)
            continue
        choice = choices[leaf]
        if choice.entry is None or choice.guess:
            guess = LonLat(choice.entry.lon, choice.entry.lat) if choice.entry is not None else None
            return Resolution(None, choice.reason, choice.candidates, choice.score, guess)
        known[leaf] = _leaf(leaf, choice.entry, choice.approximate)
        entries.append(choice.entry)
    area = replace_leaves(phrase, known)
    made = list(choices.values())
    approximate = any(choice.approximate for choice in made)
    kind = area.kind if isinstance(area, Known) else _KIND_OF[type(area)]
    precision = Precision.APPROXIMATE if approximate else _PRECISION.get(kind, Precision.VAGUE)
    basis = _BASIS.get(kind, "Outline of the area as commonly understood.")
    if approximate:
        basis = f"Somewhere about {label(entries[0], gazetteer)}, for no source knows the name itself."
    point = _point(area, entries)
    # What makes no mark needs no outline.
    if draw is not None and mention.role is Role.LITERAL and not isinstance(area, Known):
        try:
            shape = draw(area)
        except PlaceError as error:
            return Resolution(None, str(error), tuple(candidate for choice in made for candidate in choice.candidates))
        if shape is not None:
            point, precision, basis = shape.point, shape.precision, shape.basis
    place = Place(str(area), _words(area), kind, area, point, precision, basis, entries[0].country)
    return Resolution(
        place,
        "; ".join(choice.reason for choice in made),
        tuple(candidate for choice in made for candidate in choice.candidates),
        round(min((choice.score for choice in made), default=1.0), 4),
    )


_CALLED_AS_WRITTEN = frozenset({"city", "admin1", "admin2", "island", "river", "lake", "mountain"})


def _leaf(leaf: Named, entry: Entry, leaning: bool) -> Known | Unlisted:
    """Return what a name stands for; what only leans on a place is not that place, and keeps its own name."""
    if leaning:
        return Unlisted(leaf.name.strip(), Known(entry.id, entry.name, entry.kind))
    return Known(entry.id, _called(leaf, entry), entry.kind)


def _called(leaf: Named, entry: Entry) -> str:
    """Return the name a reader should see: the report's own where the gazetteer knows the place by another one.

    Hodeidah stays Hodeidah (the gazetteer's main name is Al Ḩudaydah); NYC and countries get their full name.
    """
    written = leaf.name.strip()
    short = written.isupper() and len(written) <= 4
    if entry.kind not in _CALLED_AS_WRITTEN or short or not written[:1].isupper() or fold(written) == fold(entry.name):
        return entry.name
    # *Dagestan* for Dagestan Republic: the longer form of the same name says more.
    return entry.name if fold(written) in fold(entry.name) else written


def _flight_region(phrase: FlightRegion, gazetteer: Gazetteer) -> Resolution:
    for entry in gazetteer.lookup(phrase.name):
        if entry.kind == "fir":
            known = Known(entry.id, entry.name, "fir")
            place = Place(
                entry.id, entry.name, "fir", known, LonLat(entry.lon, entry.lat), Precision.APPROXIMATE,
                _BASIS["fir"], entry.country,
            )  # fmt: skip
            return Resolution(place, "a flight information region known by that name", (), 0.9)
    land = open_shapes().get(flight_region_land(phrase.name))
    try:
        shape = flight_region(phrase.name, land.geometry if land else None)
    except PlaceError:
        return Resolution(None, f"the limits of the flight information region {phrase.name} are in no source at hand")
    code, name = flight_region_code(phrase.name), flight_region_name(phrase.name)
    place = Place(f"fir:{code}", f"{name} FIR", "fir", FlightRegion(name), shape.point, shape.precision, shape.basis)
    return Resolution(place, "a flight information region whose limits are known", (), 0.9)


def _point(area: Phrase, entries: Sequence[Entry]) -> LonLat:
    """Return a point for the area without drawing it: that of the place it is built on, moved where that is cheap."""
    first = entries[0]
    here = shore_point(area) or LonLat(first.lon, first.lat)
    if isinstance(area, Offset) and area.metres and area.direction:
        return _move(here, _BEARINGS.get(area.direction, 0.0), area.metres)
    if isinstance(area, (Between, Border)) and len(entries) > 1:
        return _middle(here, LonLat(entries[1].lon, entries[1].lat))
    return here


_BEARINGS = {
    "north": 0.0, "north-east": 45.0, "east": 90.0, "south-east": 135.0, "south": 180.0, "south-west": 225.0,
    "west": 270.0, "north-west": 315.0,
}  # fmt: skip


def _move(start: LonLat, bearing: float, metres: float) -> LonLat:
    """Return the point at a distance along a great circle; degrees, metres on the sphere."""
    delta, theta = metres / _EARTH_METRES, math.radians(bearing)
    phi, lam = math.radians(start.lat), math.radians(start.lon)
    lat = math.asin(math.sin(phi) * math.cos(delta) + math.cos(phi) * math.sin(delta) * math.cos(theta))
    lon = lam + math.atan2(
        math.sin(theta) * math.sin(delta) * math.cos(phi), math.cos(delta) - math.sin(phi) * math.sin(lat)
    )
    return LonLat(round((math.degrees(lon) + 540) % 360 - 180, 6), round(math.degrees(lat), 6))


def _middle(a: LonLat, b: LonLat) -> LonLat:
    """Return the middle of two points on the sphere."""
    x = y = z = 0.0
    for point in (a, b):
        phi, lam = math.radians(point.lat), math.radians(point.lon)
        x, y, z = x + math.cos(phi) * math.cos(lam), y + math.cos(phi) * math.sin(lam), z + math.sin(phi)
    return LonLat(round(math.degrees(math.atan2(y, x)), 6), round(math.degrees(math.atan2(z, math.hypot(x, y))), 6))


def _words(area: Phrase) -> str:
    """Return the name of a place for people.

    >>> _words(Part("north", Known("country:VE", "Venezuela", "country")))
    'northern Venezuela'
    """
    match area:
        case Named(name=name) | Known(name=name) | Unlisted(name=name):
            return name
        case FlightRegion(name=name):
            return f"{name} FIR"
        case Part(aspect=aspect, of=of):
            tip = aspect.endswith(("tip", "part"))
            word = (
                aspect.replace("-", "") + "ern"
                if aspect.split("-")[-1] in ("north", "south", "east", "west")
                else aspect
            )
            return f"{aspect} of {_words(of)}" if tip else f"{word} {_words(of)}"
        case Airspace(of=of):
            return f"airspace of {_words(of)}"
        case Coast(of=of, side=side):
            return f"{side + ' ' if side else ''}coast of {_words(of)}"
        case Offshore(of=of, metres=metres):
            far = f"{metres / 1000:.0f} km " if metres else ""
            return f"{far}off {_words(of)}"
        case Border(a=a, b=None):
            return f"border of {_words(a)}"
        case Border(a=a, b=b) if b is not None:
            return f"border of {_words(a)} and {_words(b)}"
        case Offset(of=of, metres=metres, direction=direction):
            far = f"{metres / 1000:.0f} km " if metres else ""
            return f"{far}{direction + ' of' if direction else 'from'} {_words(of)}"
        case Between(a=a, b=b):
            return f"between {_words(a)} and {_words(b)}"
        case Near(of=of):
            return f"near {_words(of)}"
        case Around(of=of):
            return f"around {_words(of)}"
        case Along(of=of):
            return f"along {_words(of)}"
    return str(area)
