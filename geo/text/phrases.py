"""Read place phrases: *off the coast of northern Chile*, *the Syria-Turkey border*, *50 miles north of Baghdad*."""

from __future__ import annotations

import re
from collections.abc import Sequence

from geo.model import Along, Around, FlightRegion, Named, Near, Span
from geo.text.phrase_area import Area, PhraseSpan, Reading, ToponymSpan
from geo.text.phrase_growth import grow_loose, grow_tight, suffix
from geo.text.phrase_joins import join
from geo.text.phrase_words import load_words
from geo.text.tokens import tokenize

__all__ = ["extend", "references"]


def extend(text: str, toponyms: Sequence[ToponymSpan], *, alone: bool = False) -> list[PhraseSpan]:
    """Return the place phrases around the toponyms of a text, in order, none overlapping another.

    Every toponym is in exactly one phrase; one that nothing is said of comes back as a bare `Named`. `toponyms` must be
    sorted and must not overlap. With `alone` the text is taken for one phrase (*between Russia and Ukraine* is then an
    area and not two parties). Directions that belong to a name (*Western Sahara*) must be in the toponym already.

    >>> text = "Pirates struck 200 nautical miles off the coast of northern Somalia."
    >>> [(text[p.start:p.end], str(p.phrase)) for p in extend(text, [ToponymSpan(60, 67, "Somalia")])]
    [('200 nautical miles off the coast of northern Somalia', 'offshore(part(north,name:Somalia),370400m)')]
    """
    reading = Reading(text, load_words(), alone)
    areas = _with_flight_regions(reading, [_from_toponym(index, t) for index, t in enumerate(toponyms)])
    index = 0
    areas = [grow_tight(reading, area, _floor(areas, i), _ceiling(text, areas, i)) for i, area in enumerate(areas)]
    while index < len(areas):
        index = _step(reading, areas, index)
    return [PhraseSpan(a.start, a.end, a.phrase, a.uses, a.demonym) for a in areas]


def _from_toponym(index: int, t: ToponymSpan) -> Area:
    return Area(t.start, t.end, Named(t.name, t.start, t.end, t.within), (index,), t.demonym, t.kind)


def _floor(areas: Sequence[Area], i: int) -> int:
    return areas[i - 1].end if i else 0


def _ceiling(text: str, areas: Sequence[Area], i: int) -> int:
    return areas[i + 1].start if i + 1 < len(areas) else len(text)


def _step(reading: Reading, areas: list[Area], index: int) -> int:
    """Apply one rule at `areas[index]` in place and return the index to go on with."""
    area = areas[index]
    if index + 1 < len(areas):
        joined = join(reading, area, areas[index + 1], _floor(areas, index), _ceiling(reading.text, areas, index + 1))
        if joined is not None:
            areas[index : index + 2] = joined
            return max(0, index - 1) if len(joined) == 1 else index
    grown = grow_loose(reading, area, _floor(areas, index))
    if grown is not None:
        areas[index] = grown
        return max(0, index - 1)
    return index + 1


def _with_flight_regions(reading: Reading, areas: list[Area]) -> list[Area]:
    """Return the areas with the flight information regions put in, in place of the names they swallow."""
    if "FIR" not in reading.text and "nformation" not in reading.text:
        return areas
    for m in reading.words.flight_region.finditer(reading.text):
        start = m.start("name") if m["name"] else m.start()
        name = re.sub(r"^(?:The|In|At|Over)\s+", "", m["name"] or m["after"])
        start = m.end("name") - len(name) if m["name"] else start
        inside = [a for a in areas if a.start < m.end() and a.end > start]
        uses = tuple(u for a in inside for u in a.uses)
        region = Area(min([start, *(a.start for a in inside)]), m.end(), FlightRegion(name), uses)
        areas = sorted([*(a for a in areas if a not in inside), region], key=lambda a: a.start)
    return areas


def references(text: str) -> list[tuple[Span, str]]:
    """Return spans that may stand for a place named before, with their noun: *the country* of *the country's airspace*.

    Only those that geography is said of (a coast, a part, a border, its airspace): *its airspace*, not *its army*. The
    noun is empty for *its*, *their*. Whoever resolves one hands it to `extend` as a `ToponymSpan` with the antecedent's
    name (`demonym=True` for *its*).

    >>> [(s.start, s.end, noun) for s, noun in references("Chad closed its airspace, and the country's north.")]
    [(12, 15, ''), (34, 41, 'country')]
    """
    words = load_words()
    reading = Reading(text, words)
    tokens = tokenize(text)
    found: list[tuple[Span, str]] = []
    for start in [start for start, low in zip(tokens.starts, tokens.low, strict=True) if low in words.pointing]:
        m = words.reference.match(text, start)
        if m is None:
            continue
        noun = m["noun"]
        span = Span(m.start("noun"), m.end("noun")) if noun else Span(m.start("pronoun"), m.end("pronoun"))
        area = Area(span.start, span.end, Named("it", span.start, span.end), (0,), demonym=not noun)
        if noun and text[span.end : span.end + 1] not in "'’":
            window = reading.before(area)
            grown = grow_loose(reading, area, 0)
            if grown is None or isinstance(grown.phrase, (Near, Around, Along)) or not window:
                continue
        elif suffix(reading, area, len(text)) is None and not words.between_border_with.match(text, span.end):
            continue
        found.append((span, (noun or "").lower()))
    return found
