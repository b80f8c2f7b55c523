"""Join two neighbouring places to one: *the border between A and B*, *A's Pacific coast*, *between A and B*."""

from __future__ import annotations

import re
from dataclasses import replace

from geo.model import Between, Border, Coast, Named, Offshore, Part, Phrase
from geo.model.phrase import replace_leaves
from geo.text.phrase_area import (
    SEA,
    WINDOW,
    Area,
    Reading,
    innermost,
    is_bare,
    is_sea,
    may_begin,
    name_of,
    names_sea,
    side_of,
    words_of,
)
from geo.text.phrase_growth import grow_loose
from geo.text.phrase_words import Words

__all__ = ["join"]


def join(reading: Reading, a: Area, b: Area, floor: int, ceiling: int) -> list[Area] | None:
    middle = reading.text[a.end : b.front]
    if len(middle) > 60:
        return None
    for rule in _JOINS:
        joined = rule(reading, a, b, middle, floor, ceiling)
        if joined is not None:
            return joined
    return None


def _merged(a: Area, b: Area, phrase: Phrase, start: int = -1, end: int = -1) -> list[Area]:
    return [Area(a.start if start < 0 else start, b.end if end < 0 else end, phrase, (*a.uses, *b.uses))]


def _join_border_with(reading: Reading, a: Area, b: Area, middle: str, floor: int, ceiling: int) -> list[Area] | None:
    # "Poland's border with Belarus"; the border already grown: "the Polish border" + " with " + "Belarus".
    m = reading.words.between_border_with.fullmatch(middle)
    if m and isinstance(a.phrase, (Named, Part)) and isinstance(b.phrase, (Named, Part)) and not b.demonym:
        return _merged(a, b, Border(a.phrase, b.phrase))
    if not isinstance(a.phrase, Border) or a.phrase.b is not None or b.demonym:
        return None
    if isinstance(b.phrase, (Named, Part)) and re.fullmatch(r"(?i)\s+with\s+(?:the\s+)?", middle):
        return _merged(a, b, Border(a.phrase.a, b.phrase))
    return None


def _join_pair(reading: Reading, a: Area, b: Area, middle: str, floor: int, ceiling: int) -> list[Area] | None:
    # "Syria-Turkey border": the border has grown on b already.
    if not isinstance(a.phrase, (Named, Part)) or not isinstance(b.phrase, Border) or b.phrase.b is not None:
        return None
    if reading.words.between_pair.fullmatch(middle):
        return _merged(a, b, Border(a.phrase, b.phrase.a))
    return None


_PAIRED = re.compile(r"(?i)\s+(?:and|&|from|to|with)\s+(?:the\s+)?")


def _join_between(reading: Reading, a: Area, b: Area, middle: str, floor: int, ceiling: int) -> list[Area] | None:
    if not _PAIRED.fullmatch(middle) or a.demonym or b.demonym:
        return None
    window = reading.before(a)
    base = a.front - len(window)
    m = reading.words.before_border.search(window)
    of = m is not None and m["link"].lower() == "of" and re.match(r"\s+(?:and|&|with)", middle)
    pair = m is not None and (m["link"].lower() in ("between", "separating") or "with" in middle or of)
    if m and pair and base + m.start() >= floor and re.search(r"with|and|from", middle):
        return _merged(a, b, Border(a.phrase, b.phrase), start=base + m.start("noun"))
    m = reading.words.before_between.search(window)
    if m is None or base + m.start() < floor or not re.match(r"(?i)\s+(?:and|&)", middle):
        return None
    if not reading.alone and not m["halfway"] and not _is_spatial(reading, window[: m.start()], a, b):
        return None
    return _merged(a, b, Between(a.phrase, b.phrase), start=base + m.start())


def _is_spatial(reading: Reading, before: str, a: Area, b: Area) -> bool:
    """Return whether *between A and B* is an area and not a matter between two parties."""
    near = re.findall(r"[\w-]+", before.lower())[-6:]
    if any(word in reading.words.parties for word in near):
        return False
    if any(word in reading.words.spatial for word in near[-4:]):
        return True
    parties = ("country", "continent", "territory", "")
    return not (isinstance(a.phrase, Named) and a.kind in parties) and not (
        isinstance(b.phrase, Named) and b.kind in parties
    )


_OF = re.compile(r"(?i)\s+of\s+(?:the\s+)?")
_OWNED = re.compile(r"(?:['’]s?|s['’])\s+")


def _join_sea_side(reading: Reading, a: Area, b: Area, middle: str, floor: int, ceiling: int) -> list[Area] | None:
    # "the Pacific coast of Mexico", "Mexico's Pacific coast", "the Gulf of Aden off Yemen".
    words, text = reading.words, reading.text
    sea_a, sea_b = is_sea(text, a), is_sea(text, b)
    coast_a = isinstance(a.phrase, Coast) and not a.phrase.side and names_sea(text, a)
    if isinstance(b.phrase, (Named, Part)) and not b.demonym:
        if sea_a and words.between_sea_coast.fullmatch(middle):
            return _merged(a, b, Coast(b.phrase, words_of(text, a)))
        if coast_a and _OF.fullmatch(middle):
            return _merged(a, b, Coast(b.phrase, words_of(text, a)))
        if sea_a and re.fullmatch(
            r"(?i)\s+off\s+(?:the\s+)?(?:(?:coast|coasts|shore|shores)\s+of\s+)?(?:the\s+)?", middle
        ):
            return _merged(a, b, Offshore(b.phrase, words_of(text, a)))
    if sea_a and isinstance(b.phrase, Offshore) and not b.phrase.side and b.phrase.metres is None and middle.isspace():
        return _merged(a, b, replace(b.phrase, side=words_of(text, a)))
    of = _OF.fullmatch(middle)
    if of and isinstance(b.phrase, (Named, Part)) and not b.demonym and (side := _coast_named(words, text, a)):
        return _merged(a, b, Coast(b.phrase, side))
    owned = _OWNED.fullmatch(middle) or (a.demonym and middle == " ")
    if owned and isinstance(a.phrase, (Named, Part)):
        if side := _coast_named(words, text, b):
            return _merged(a, b, Coast(a.phrase, side))
        if isinstance(b.phrase, Coast) and not b.phrase.side and names_sea(text, b):
            return _merged(a, b, Coast(a.phrase, words_of(text, b)))
        m = re.compile(r"\s+(?:coast(?:line)?|shores?|seaboard)\b", re.I).match(text, b.end)
        if sea_b and m and m.end() <= ceiling:
            return _merged(a, b, Coast(a.phrase, words_of(text, b)), end=m.end())
    return None


def _coast_named(words: Words, text: str, area: Area) -> str:
    """Return the side where a name is one of a coast that many lands have: *West Coast*, *Gulf Coast*."""
    m = re.fullmatch(r"(?i)(.+)\s+(?:coast|coastline|seaboard)", words_of(text, area)) if is_bare(area.phrase) else None
    if m is None:
        return ""
    side = side_of(words, m[1])
    return side if side != m[1] or SEA.fullmatch(m[1]) else ""


def _join_apposition(reading: Reading, a: Area, b: Area, middle: str, floor: int, ceiling: int) -> list[Area] | None:
    # "the Yemeni port of Hodeidah", "Libya's port city of Misrata": two mentions, and b lies within a.
    m = reading.words.between_apposition.fullmatch(reading.text[a.end : b.start])
    if m is None or not isinstance(b.phrase, Named) or b.apposed or not isinstance(a.phrase, (Named, Part)):
        return None
    if not (m["possessive"] or a.demonym) or b.demonym or not (leaf := name_of(a.phrase)):
        return None
    hint = b.phrase.kind_hint or reading.words.hints.get(m["noun"].lower(), "")
    b = b._replace(phrase=b.phrase._replace(within=b.phrase.within or leaf, kind_hint=hint), apposed=True)
    if not a.demonym:
        return [a, b._replace(lead=b.start)]
    window = reading.text[max(0, a.start - WINDOW) : a.start]
    if may_begin(window):
        # What stands before the whole speaks of b: "60 miles south-west of the Yemeni port of Hodeidah".
        outer = grow_loose(reading, b._replace(lead=a.start), floor)
        if outer is not None:
            return [outer._replace(uses=(*a.uses, *b.uses))]
    return [a, b._replace(lead=b.start)]


def _join_within(reading: Reading, a: Area, b: Area, middle: str, floor: int, ceiling: int) -> list[Area] | None:
    # Only where the text is one phrase: "Paris, Texas". In a report the tagger reads the comma.
    if not reading.alone or not re.fullmatch(r"\s*,\s*|\s+(?:in|of)\s+(?:the\s+)?", middle) or b.demonym:
        return None
    leaf = innermost(a.phrase)
    if leaf is None or not isinstance(b.phrase, (Named, Part)) or not (container := name_of(b.phrase)):
        return None
    known = replace_leaves(a.phrase, {leaf: leaf._replace(within=", ".join(filter(None, (leaf.within, container))))})  # type: ignore[dict-item]
    return _merged(a, b, known)


_JOINS = (_join_border_with, _join_pair, _join_between, _join_sea_side, _join_apposition, _join_within)
