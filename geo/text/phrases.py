"""Read place phrases: *off the coast of northern Chile*, *the Syria-Turkey border*, *50 miles north of Baghdad*."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from geo.model import (
    Airspace,
    Along,
    Around,
    Between,
    Border,
    Coast,
    FlightRegion,
    Named,
    NameIndex,
    Near,
    Offset,
    Offshore,
    Part,
    Phrase,
    Span,
)
from geo.model.phrase import leaves, replace_leaves
from geo.text.phrase_words import Words, canonical, load_demonyms, load_words

__all__ = ["PhraseSpan", "ToponymSpan", "extend", "load_demonyms", "parse_phrase", "references"]

_WINDOW = 100
"""Characters looked at before a name: the longest prefix is a distance with its conversion in brackets."""
_SEA = re.compile(
    r"\b(?:sea|ocean|gulf|bay|strait|straits|channel|pacific|atlantic|mediterranean|caribbean|baltic|adriatic|aegean)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class ToponymSpan:
    """A name already found in the text: `text[start:end]`, without a possessive ending."""

    start: int
    end: int
    name: str
    """The place's name: as written, or `Venezuela` where the text has *Venezuelan*, or what *its* stands for."""
    demonym: bool = False
    """True for an adjective (*Venezuelan*) and for *its*, *their*: a noun may follow without *'s*."""
    kind: str = ""
    """The kind of its likeliest place (`country`, `sea`, `city`, ...), where known: makes *outside X* surer."""
    within: str = ""
    """The container the text gives: `Texas` of *Paris, Texas*."""


@dataclass(frozen=True, slots=True)
class PhraseSpan:
    """A place phrase of the text: `text[start:end]`; a leading *the* is not part of it."""

    start: int
    end: int
    phrase: Phrase
    """A bare `Named` where the toponym stands alone. Leaves carry the offsets of their names."""
    uses: tuple[int, ...]
    """Indexes of the toponyms it is built on, in reading order; empty for a FIR that is no other place's name."""
    demonym: bool = False
    """True where it is nothing but an adjective: *Venezuelan*."""


@dataclass(frozen=True, slots=True)
class _Area:
    """A toponym or a phrase grown around one, while rules are applied."""

    start: int
    end: int
    phrase: Phrase
    uses: tuple[int, ...]
    demonym: bool = False
    kind: str = ""
    lead: int = -1
    """Where words begin that say what kind of place it is and are not part of it alone: *the Yemeni port of*."""

    apposed: bool = False
    """True where the name before it has been seen to be its container."""

    @property
    def front(self) -> int:
        """Where what stands before this area ends."""
        return self.start if self.lead < 0 else self.lead


@dataclass(frozen=True, slots=True)
class _Reading:
    """The text with the words of the grammar; `alone` where the whole text is one phrase and no sentence."""

    text: str
    words: Words
    alone: bool = False

    def before(self, area: _Area) -> str:
        return self.text[max(0, area.front - _WINDOW) : area.front]


def extend(text: str, toponyms: Sequence[ToponymSpan], *, alone: bool = False) -> list[PhraseSpan]:
    """Return the place phrases around the toponyms of a text, in order, none overlapping another.

    Every toponym is in exactly one phrase; one that nothing is said of comes back as a bare `Named`. `toponyms` must be
    sorted and must not overlap. With `alone` the text is taken for one phrase (*between Russia and Ukraine* is then an
    area and not two parties). Directions that belong to a name (*Western Sahara*) must be in the toponym already.

    >>> text = "Pirates struck 200 nautical miles off the coast of northern Somalia."
    >>> [(text[p.start:p.end], str(p.phrase)) for p in extend(text, [ToponymSpan(60, 67, "Somalia")])]
    [('200 nautical miles off the coast of northern Somalia', 'offshore(part(north,name:Somalia),370400m)')]
    """
    reading = _Reading(text, load_words(), alone)
    areas = _with_flight_regions(reading, [_from_toponym(index, t) for index, t in enumerate(toponyms)])
    index = 0
    areas = [_grow_tight(reading, area, _floor(areas, i), _ceiling(text, areas, i)) for i, area in enumerate(areas)]
    while index < len(areas):
        index = _step(reading, areas, index)
    return [PhraseSpan(a.start, a.end, a.phrase, a.uses, a.demonym) for a in areas]


def _from_toponym(index: int, t: ToponymSpan) -> _Area:
    return _Area(t.start, t.end, Named(t.name, t.start, t.end, t.within), (index,), t.demonym, t.kind)


def _floor(areas: Sequence[_Area], i: int) -> int:
    return areas[i - 1].end if i else 0


def _ceiling(text: str, areas: Sequence[_Area], i: int) -> int:
    return areas[i + 1].start if i + 1 < len(areas) else len(text)


def _step(reading: _Reading, areas: list[_Area], index: int) -> int:
    """Apply one rule at `areas[index]` in place and return the index to go on with."""
    area = areas[index]
    if index + 1 < len(areas):
        joined = _join(reading, area, areas[index + 1], _floor(areas, index), _ceiling(reading.text, areas, index + 1))
        if joined is not None:
            areas[index : index + 2] = joined
            return max(0, index - 1) if len(joined) == 1 else index
    grown = _grow_loose(reading, area, _floor(areas, index))
    if grown is not None:
        areas[index] = grown
        return max(0, index - 1)
    return index + 1


# One area: what clings to the name.


def _grow_tight(reading: _Reading, area: _Area, floor: int, ceiling: int) -> _Area:
    """Return the area with the nouns after it and the adjectives before it."""
    for _ in range(4):
        grown = _suffix(reading, area, ceiling) or _adjective(reading, area, floor)
        if grown is None:
            break
        area = grown
    return _apposition(reading, area, floor)


def _apposition(reading: _Reading, area: _Area, floor: int) -> _Area:
    """Return the area with its `lead` at *the port of* and the hint that gives; its own span stays the name's."""
    if not isinstance(area.phrase, Named) or area.demonym:
        return area
    window = reading.before(area)
    m = reading.words.before_apposition.search(window) if " of " in window[-8:] else None
    if m is None or area.start - len(window) + m.start() < floor:
        return area
    if area.kind in ("country", "continent", "sea") and m["noun"].lower() not in (
        "republic",
        "kingdom",
        "state",
        "island",
    ):
        return area
    if re.search(r"(?i)\b(?:an?|this|every|each|any|another)\s+$", window[: m.start()]):
        return area
    hint = area.phrase.kind_hint or reading.words.hints.get(m["noun"].lower(), "")
    lead = area.start - len(window) + m.start()
    return replace(area, phrase=replace(area.phrase, kind_hint=hint), lead=lead)


def _suffix(reading: _Reading, area: _Area, ceiling: int) -> _Area | None:
    text, words = reading.text, reading.words
    at = area.end
    if at >= len(text) or text[at] not in " -'’\n":
        return None
    possessive = words.after_possessive.match(text, at)
    # "Libya's northern coast" and "the Libyan northern coast", but not "Libya northern coast"; "Libya coast" is usual.
    start = possessive.end() - 1 if possessive else at
    owned = possessive is not None or area.demonym
    if isinstance(area.phrase, (Named, Part)):
        if (m := words.after_airspace.match(text, start)) and m.end() <= ceiling:
            return replace(area, end=m.end(), phrase=Airspace(area.phrase), demonym=False)
        m = words.after_coast.match(text, start)
        if m and m.end() <= ceiling and (owned or not m["side"]):
            return replace(area, end=m.end(), phrase=Coast(area.phrase, _side(words, m["side"])), demonym=False)
        m = words.after_waters.match(text, start)
        if m and m.end() <= ceiling and area.kind != "sea":
            return replace(area, end=m.end(), phrase=Offshore(area.phrase, _zone(m)), demonym=False)
        m = words.after_border.match(text, start)
        if m and m.end() <= ceiling and not words.between_border_with.match(text, at) and area.kind != "sea":
            return replace(area, end=m.end(), phrase=_border_side(words, m["side"], Border(area.phrase)), demonym=False)
        m = words.after_part.match(text, start) if owned else None
        if m and m.end() <= ceiling and _is_part_noun(reading, m, possessive is not None):
            return replace(area, end=m.end(), phrase=_part(words, m, area.phrase), demonym=False)
    if isinstance(area.phrase, Named) and not possessive:
        return _kind_noun(reading, area, ceiling)
    return None


def _is_part_noun(reading: _Reading, m: re.Match[str], possessive: bool) -> bool:
    """Return whether "'s north" is a part and not the adjective of a thing: *Iraq's northern oil fields*."""
    if m["character"] or m["noun"]:
        return True
    word = canonical(m["aspect"])
    return (
        possessive
        and not word.endswith("ern")
        and word != "central"
        and not re.match(r"\s+[A-Z]", reading.text[m.end() :])
    )


def _kind_noun(reading: _Reading, area: _Area, ceiling: int) -> _Area | None:
    words, text = reading.words, reading.text
    m = words.after_noun.match(text, area.end)
    if m is None or m.end() > ceiling or area.demonym or not isinstance(area.phrase, Named) or area.phrase.kind_hint:
        return None
    noun = m["noun"].lower()
    if m["noun"][0].isupper() and re.match(r"\s+(?:of\b|[A-Z])", text[m.end() : m.end() + 12]):
        return None  # "Lancashire County Council", "London District Court": the name goes on
    if area.kind in ("country", "continent", "sea") or noun in area.phrase.name.lower().split():
        return None
    # "Moscow area police": the noun still names the area. "Lagos State Governor": state, in capitals or not.
    phrase = replace(area.phrase, kind_hint=words.hints[noun])
    return replace(area, end=m.end(), phrase=phrase)


def _adjective(reading: _Reading, area: _Area, floor: int) -> _Area | None:
    words = reading.words
    window = reading.before(area)
    if not _may_begin(words, window) or not _tail(window).endswith(words.ends["adjective"]):
        return None
    m = words.before_adjective.search(window)
    if m is None:
        return None
    start = area.front - len(window) + m.start("aspect")
    if start < floor or (area.demonym and not isinstance(area.phrase, (Coast, Border, Airspace))):
        return None
    aspect = _aspect(words, m["aspect"])
    match area.phrase:
        case Coast(side=""):
            return replace(area, start=start, phrase=replace(area.phrase, side=aspect), lead=-1)
        case Coast() | Offshore() | FlightRegion() | Near() | Around() | Offset() | Between():
            return None
        case Airspace(of=of):
            return replace(area, start=start, phrase=Airspace(Part(aspect, of)), lead=-1)
        case _:
            return replace(area, start=start, phrase=Part(aspect, area.phrase), demonym=False, lead=-1)


def _tail(window: str) -> str:
    return window.replace("-", " ").rstrip().lower()


def _may_begin(words: Words, window: str) -> bool:
    """Return whether the last word before an area can be the end of any prefix: a quick look before the patterns."""
    tail = window.rstrip().lower().removesuffix(" the")
    if not tail or window[-1:].isalnum():
        return False
    last = re.split(r"[\s(,\"“]", tail[-30:])[-1]
    if last == "of":
        # most names follow "of"; the patterns are only worth trying after a word of the grammar: "the coast of"
        noun = re.split(r"[\s(\[/,\"“]", tail[-40:-2].rstrip())[-1]
        return canonical(noun) in words.triggers or not words.own.isdisjoint((noun, *noun.split("-")))
    return canonical(last) in words.triggers or last.rpartition("-")[2] in words.triggers


# One area: relations before it.


def _grow_loose(reading: _Reading, area: _Area, floor: int) -> _Area | None:
    if area.demonym:
        return None
    window = reading.before(area)
    if window[-1:].isalnum() or not window.strip():
        return None
    if not _may_begin(reading.words, window) and not isinstance(area.phrase, (Offshore, Coast, Border)):
        return None
    base = area.front - len(window)
    last = " ".join(window[-40:].lower().split()).removesuffix(" the")
    for rule, key in _PREFIXES:
        # A look at the word a rule's pattern ends with is a hundred times as quick as the pattern.
        found = rule(reading, window, area) if last.endswith(reading.words.ends[key]) else None
        if found is not None and base + found[0] >= floor:
            return replace(area, start=base + found[0], phrase=found[1], lead=-1, demonym=False)
    return None


def _distance_off(reading: _Reading, window: str, area: _Area) -> tuple[int, Phrase] | None:
    if not isinstance(area.phrase, Offshore) or area.phrase.metres is not None:
        return None
    m = reading.words.before_distance.search(window)
    if m is None:
        return None
    metres, vague = _metres(reading.words, m["number"], m["unit"])
    return _first(m), replace(area.phrase, metres=metres, approximate=vague or bool(m["hedge"].strip()))


def _offset(reading: _Reading, window: str, area: _Area) -> tuple[int, Phrase] | None:
    m = reading.words.before_offset.search(window)
    if m is None:
        return None
    of = area.phrase
    if m["within"]:
        metres, _ = _metres(reading.words, m["number2"], m["unit2"])
        return m.start(), Offset(of, metres, "within")
    metres, vague = _metres(reading.words, m["number"], m["unit"])
    direction = m["direction"] or re.sub(
        r"(?i)^to\s+the\s+|\s+of$|\b(?:of|from|away|outside|inside|into)\b", "", m["link"]
    )
    hedge = m["hedge"].strip().lower()
    within = not direction.strip() and re.fullmatch(r"(?:within|no more than|not more than|less than|up to)", hedge)
    if m["link"].lower() in ("inside", "into"):
        return None
    name = "within" if within else _bearing(reading.words, direction.strip())
    return _first(m), Offset(of, metres, name, vague or (bool(hedge) and not within))


def _direction_of(reading: _Reading, window: str, area: _Area) -> tuple[int, Phrase] | None:
    # "north of Mali": outside it; "the north of Mali": its part.
    m = reading.words.before_direction.search(window)
    if m is None or re.search(r"(?i)\b(?:the|far|in|into|from)\s+$", window[: m.start("direction")]):
        return None
    return m.start(), Offset(area.phrase, None, _bearing(reading.words, m["direction"]))


def _part_of(reading: _Reading, window: str, area: _Area) -> tuple[int, Phrase] | None:
    m = reading.words.before_noun_part.search(window)
    if m is None or isinstance(area.phrase, (Offshore, Near, Around, Offset)):
        return None
    if isinstance(area.phrase, Coast) and not area.phrase.side and m["aspect"]:
        return _from_aspect(m), replace(area.phrase, side=_aspect(reading.words, m["aspect"]))
    return _from_aspect(m), _part(reading.words, m, area.phrase)


def _coast_of(reading: _Reading, window: str, area: _Area) -> tuple[int, Phrase] | None:
    m = reading.words.before_coast.search(window)
    if m is None or not isinstance(area.phrase, (Named, Part)):
        return None
    return m.start(), Coast(area.phrase, _side(reading.words, m["side"]))


def _airspace_of(reading: _Reading, window: str, area: _Area) -> tuple[int, Phrase] | None:
    m = reading.words.before_airspace.search(window)
    if m is None or isinstance(area.phrase, (Airspace, FlightRegion)):
        return None
    return m.start(), Airspace(area.phrase)


def _border_with(reading: _Reading, window: str, area: _Area) -> tuple[int, Phrase] | None:
    m = reading.words.before_border.search(window)
    if m is None or m["link"].lower() in ("between", "separating") or not isinstance(area.phrase, (Named, Part)):
        return None
    return m.start("noun"), Border(area.phrase)


def _waters_of(reading: _Reading, window: str, area: _Area) -> tuple[int, Phrase] | None:
    m = reading.words.before_waters.search(window)
    if m is None or not isinstance(area.phrase, (Named, Part, Coast)) or area.kind == "sea":
        return None
    direction = re.search(r"(?i)\b(north|south|east|west)\s+of\s+(?:the\s+)?$", m[0])
    if direction:
        return None  # "waters west of Crimea" is an offset
    return m.start(), _offshore(area.phrase, _zone(m))


def _off(reading: _Reading, window: str, area: _Area) -> tuple[int, Phrase] | None:
    m = reading.words.before_off.search(window)
    if m is None or not isinstance(area.phrase, (Named, Part, Coast)):
        return None
    if not reading.alone and not isinstance(area.phrase, Coast):
        verb = re.search(r"([\w-]+)\s+$", window[: m.start()])
        if verb and verb[1].lower() in reading.words.off_verbs:
            return None
    return m.start(), _offshore(area.phrase)


def _relation(reading: _Reading, window: str, area: _Area) -> tuple[int, Phrase] | None:
    patterns = reading.words.before_relation
    if m := patterns["near"].search(window):
        if isinstance(area.phrase, (Offset, Near, Around, Airspace)) or (
            not reading.alone
            and "outside" in m[0].lower()
            and area.kind in ("country", "continent", "")
            and isinstance(area.phrase, Named)
            and area.kind != ""
        ):
            return None
        return m.start(), Near(area.phrase)
    if m := patterns["along"].search(window):
        of = area.phrase
        if isinstance(of, (Coast, Border, Offshore)):
            return m.start(), of
        return (m.start(), Along(of)) if isinstance(of, (Named, Part)) else None
    m = patterns["around"].search(window)
    if m is None or not isinstance(area.phrase, (Named, Part)) or (area.kind == "continent" and not reading.alone):
        return None
    return m.start(), Around(area.phrase)


_PREFIXES = (
    (_distance_off, "any"), (_offset, "offset"), (_direction_of, "of"), (_part_of, "of"), (_coast_of, "coast"),
    (_airspace_of, "airspace"), (_border_with, "border"), (_waters_of, "waters"), (_off, "off"),
    (_relation, "relation"),
)  # fmt: skip
"""The rules in order, each with the key of the words its pattern ends with: see `Words.ends`."""


# Two areas.


def _join(reading: _Reading, a: _Area, b: _Area, floor: int, ceiling: int) -> list[_Area] | None:
    middle = reading.text[a.end : b.front]
    if len(middle) > 60:
        return None
    for rule in _JOINS:
        joined = rule(reading, a, b, middle, floor, ceiling)
        if joined is not None:
            return joined
    return None


def _merged(a: _Area, b: _Area, phrase: Phrase, start: int = -1, end: int = -1) -> list[_Area]:
    return [_Area(a.start if start < 0 else start, b.end if end < 0 else end, phrase, (*a.uses, *b.uses))]


def _join_border_with(
    reading: _Reading, a: _Area, b: _Area, middle: str, floor: int, ceiling: int
) -> list[_Area] | None:
    # "Poland's border with Belarus"; the border already grown: "the Polish border" + " with " + "Belarus".
    m = reading.words.between_border_with.fullmatch(middle)
    if m and isinstance(a.phrase, (Named, Part)) and isinstance(b.phrase, (Named, Part)) and not b.demonym:
        return _merged(a, b, Border(a.phrase, b.phrase))
    if not isinstance(a.phrase, Border) or a.phrase.b is not None or b.demonym:
        return None
    if isinstance(b.phrase, (Named, Part)) and re.fullmatch(r"(?i)\s+with\s+(?:the\s+)?", middle):
        return _merged(a, b, Border(a.phrase.a, b.phrase))
    return None


def _join_pair(reading: _Reading, a: _Area, b: _Area, middle: str, floor: int, ceiling: int) -> list[_Area] | None:
    # "Syria-Turkey border": the border has grown on b already.
    if not isinstance(a.phrase, (Named, Part)) or not isinstance(b.phrase, Border) or b.phrase.b is not None:
        return None
    if reading.words.between_pair.fullmatch(middle):
        return _merged(a, b, Border(a.phrase, b.phrase.a))
    return None


def _join_between(reading: _Reading, a: _Area, b: _Area, middle: str, floor: int, ceiling: int) -> list[_Area] | None:
    if not re.fullmatch(r"(?i)\s+(?:and|&|from|to|with)\s+(?:the\s+)?", middle) or a.demonym or b.demonym:
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


def _is_spatial(reading: _Reading, before: str, a: _Area, b: _Area) -> bool:
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


def _join_sea_side(reading: _Reading, a: _Area, b: _Area, middle: str, floor: int, ceiling: int) -> list[_Area] | None:
    # "the Pacific coast of Mexico", "Mexico's Pacific coast", "the Gulf of Aden off Yemen".
    words, text = reading.words, reading.text
    sea_a, sea_b = _is_sea(text, a), _is_sea(text, b)
    coast_a = isinstance(a.phrase, Coast) and not a.phrase.side and _names_sea(text, a)
    if isinstance(b.phrase, (Named, Part)) and not b.demonym:
        if sea_a and words.between_sea_coast.fullmatch(middle):
            return _merged(a, b, Coast(b.phrase, _words_of(text, a)))
        if coast_a and re.fullmatch(r"(?i)\s+of\s+(?:the\s+)?", middle):
            return _merged(a, b, Coast(b.phrase, _words_of(text, a)))
        if sea_a and re.fullmatch(
            r"(?i)\s+off\s+(?:the\s+)?(?:(?:coast|coasts|shore|shores)\s+of\s+)?(?:the\s+)?", middle
        ):
            return _merged(a, b, Offshore(b.phrase, _words_of(text, a)))
    if sea_a and isinstance(b.phrase, Offshore) and not b.phrase.side and b.phrase.metres is None and middle.isspace():
        return _merged(a, b, replace(b.phrase, side=_words_of(text, a)))
    of = re.fullmatch(r"(?i)\s+of\s+(?:the\s+)?", middle)
    if of and isinstance(b.phrase, (Named, Part)) and not b.demonym and (side := _coast_named(words, text, a)):
        return _merged(a, b, Coast(b.phrase, side))
    owned = re.fullmatch(r"(?:['’]s?|s['’])\s+", middle) or (a.demonym and middle == " ")
    if owned and isinstance(a.phrase, (Named, Part)):
        if side := _coast_named(words, text, b):
            return _merged(a, b, Coast(a.phrase, side))
        if isinstance(b.phrase, Coast) and not b.phrase.side and _names_sea(text, b):
            return _merged(a, b, Coast(a.phrase, _words_of(text, b)))
        m = re.compile(r"\s+(?:coast(?:line)?|shores?|seaboard)\b", re.I).match(text, b.end)
        if sea_b and m and m.end() <= ceiling:
            return _merged(a, b, Coast(a.phrase, _words_of(text, b)), end=m.end())
    return None


def _coast_named(words: Words, text: str, area: _Area) -> str:
    """Return the side where a name is one of a coast that many lands have: *West Coast*, *Gulf Coast*."""
    m = re.fullmatch(r"(?i)(.+)\s+(?:coast|coastline|seaboard)", _words_of(text, area)) if _bare(area.phrase) else None
    if m is None:
        return ""
    side = _side(words, m[1])
    return side if side != m[1] or _SEA.fullmatch(m[1]) else ""


def _join_apposition(
    reading: _Reading, a: _Area, b: _Area, middle: str, floor: int, ceiling: int
) -> list[_Area] | None:
    # "the Yemeni port of Hodeidah", "Libya's port city of Misrata": two mentions, and b lies within a.
    m = reading.words.between_apposition.fullmatch(reading.text[a.end : b.start])
    if m is None or not isinstance(b.phrase, Named) or b.apposed or not isinstance(a.phrase, (Named, Part)):
        return None
    if not (m["possessive"] or a.demonym) or b.demonym or not (leaf := _name_of(a.phrase)):
        return None
    hint = b.phrase.kind_hint or reading.words.hints.get(m["noun"].lower(), "")
    b = replace(b, phrase=replace(b.phrase, within=b.phrase.within or leaf, kind_hint=hint), apposed=True)
    if not a.demonym:
        return [a, replace(b, lead=b.start)]
    window = reading.text[max(0, a.start - _WINDOW) : a.start]
    if _may_begin(reading.words, window):
        # What stands before the whole speaks of b: "60 miles south-west of the Yemeni port of Hodeidah".
        outer = _grow_loose(reading, replace(b, lead=a.start), floor)
        if outer is not None:
            return [replace(outer, uses=(*a.uses, *b.uses))]
    return [a, replace(b, lead=b.start)]


def _join_within(reading: _Reading, a: _Area, b: _Area, middle: str, floor: int, ceiling: int) -> list[_Area] | None:
    # Only where the text is one phrase: "Paris, Texas". In a report the tagger reads the comma.
    if not reading.alone or not re.fullmatch(r"\s*,\s*|\s+(?:in|of)\s+(?:the\s+)?", middle) or b.demonym:
        return None
    leaf = _innermost(a.phrase)
    if leaf is None or not isinstance(b.phrase, (Named, Part)) or not (container := _name_of(b.phrase)):
        return None
    known = replace_leaves(a.phrase, {leaf: replace(leaf, within=", ".join(filter(None, (leaf.within, container))))})  # type: ignore[dict-item]
    return _merged(a, b, known)


_JOINS = (_join_border_with, _join_pair, _join_between, _join_sea_side, _join_apposition, _join_within)


# Small readings.


def _first(m: re.Match[str]) -> int:
    """Return where a distance begins, its hedge included."""
    return m.start() + len(m[0]) - len(m[0].lstrip())


def _from_aspect(m: re.Match[str]) -> int:
    return m.start("aspect") if m["aspect"] else m.start("character")


def _aspect(words: Words, written: str) -> str:
    parts = [p for p in re.split(r"\s*(?:,|&|\band\s+the\b|\band\b)\s+", written.strip()) if p]
    return " and ".join(words.aspects[canonical(p)] for p in parts)


def _bearing(words: Words, written: str) -> str:
    if not written:
        return ""
    key = canonical(written)
    return words.aspects.get(key) or words.initials.get(key, "")


def _part(words: Words, m: re.Match[str], of: Phrase) -> Part:
    if m["character"]:
        return Part(words.aspects[canonical(m["character"])], of)
    aspect = _aspect(words, m["aspect"])
    noun = (m["noun"] or "").lower()
    return Part(f"{aspect} tip" if noun in words.tips else aspect, of)


def _side(words: Words, written: str | None) -> str:
    if not written:
        return ""
    return words.aspects.get(canonical(written), written)


def _border_side(words: Words, written: str | None, border: Border) -> Phrase:
    return Part(words.aspects[canonical(written)], border) if written else border


def _zone(m: re.Match[str]) -> str:
    if m["territorial"]:
        return "territorial"
    return "economic" if m["economic"] else ""


def _offshore(of: Phrase, zone: str = "") -> Offshore:
    return Offshore(of.of, of.side or zone) if isinstance(of, Coast) else Offshore(of, zone)


def _name_of(phrase: Phrase) -> str:
    leaf = _innermost(phrase)
    return leaf.name if leaf else ""


def _innermost(phrase: Phrase) -> Named | None:
    found = leaves(phrase)
    return found[0] if found and isinstance(found[0], Named) else None


def _names_sea(text: str, area: _Area) -> bool:
    return area.kind == "sea" or bool(_SEA.search(_words_of(text, area)))


def _is_sea(text: str, area: _Area) -> bool:
    return isinstance(area.phrase, Named) and _names_sea(text, area)


def _words_of(text: str, area: _Area) -> str:
    leaf = _innermost(area.phrase)
    return text[leaf.start : leaf.end] if leaf and leaf.start >= 0 else ""


def _metres(words: Words, number: str, unit: str) -> tuple[float, bool]:
    """Return a distance in metres and whether its number is vague (*a few*, *50 to 60*)."""
    ends = [e for e in re.split(r"\s*(?:–|—|\bto\b|\band\b|\bor\b|(?<=\w)-(?=\d))\s*", number.strip().lower()) if e]
    values = [_number(words, end) for end in ends]
    vague = len(values) > 1 or any(re.sub(r"\s+", " ", end) in words.vague_numbers for end in ends)
    return round(sum(values) / len(values) * words.units[re.sub(r"\s+", " ", unit.lower())], 3), vague


def _number(words: Words, written: str) -> float:
    key = re.sub(r"\s+", " ", written)
    if key in words.numbers:
        return words.numbers[key]
    plain = key.rstrip(".,")
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain):
        plain = plain.replace(",", "")
    try:
        return float(plain.replace(",", "."))
    except ValueError:
        return words.numbers.get(key.replace(" ", "-"), 1.0)


def _with_flight_regions(reading: _Reading, areas: list[_Area]) -> list[_Area]:
    """Return the areas with the flight information regions put in, in place of the names they swallow."""
    if "FIR" not in reading.text and "nformation" not in reading.text:
        return areas
    for m in reading.words.flight_region.finditer(reading.text):
        start = m.start("name") if m["name"] else m.start()
        name = re.sub(r"^(?:The|In|At|Over)\s+", "", m["name"] or m["after"])
        start = m.end("name") - len(name) if m["name"] else start
        inside = [a for a in areas if a.start < m.end() and a.end > start]
        uses = tuple(u for a in inside for u in a.uses)
        region = _Area(min([start, *(a.start for a in inside)]), m.end(), FlightRegion(name), uses)
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
    found: list[tuple[Span, str]] = []
    for m in words.reference.finditer(text):
        noun = m["noun"]
        span = Span(m.start("noun"), m.end("noun")) if noun else Span(m.start("pronoun"), m.end("pronoun"))
        area = _Area(span.start, span.end, Named("it", span.start, span.end), (0,), demonym=not noun)
        reading = _Reading(text, words)
        if noun and text[span.end : span.end + 1] not in "'’":
            window = reading.before(area)
            grown = _grow_loose(reading, area, 0)
            if grown is None or isinstance(grown.phrase, (Near, Around, Along)) or not window:
                continue
        elif _suffix(reading, area, len(text)) is None and not words.between_border_with.match(text, span.end):
            continue
        found.append((span, (noun or "").lower()))
    return found


# A phrase on its own.


def parse_phrase(text: str, index: NameIndex, *, demonyms: Mapping[str, str] | None = None) -> Phrase | None:
    """Return the tree of a place phrase or name that stands alone, such as what is given to `sitmap place`.

    Capitals do not matter: *northern venezuela* is read too. `demonyms` maps adjectives to names of places (default:
    `demonyms.toml`). None where a part of the text is no known place and no word of the grammar.
    """
    clean = re.sub(r"\s+", " ", text).strip(' \t\n.,;:!?"“”')
    if not clean:
        return None
    table = {k.lower(): v for k, v in (load_demonyms() if demonyms is None else demonyms).items()}
    if _is_name(clean, index):
        return Named(clean, 0, len(clean))
    for names in _readings(clean, index, table):
        found = extend(clean, names, alone=True)
        if len(found) == 1 and _covers(clean, found[0]):
            phrase = found[0].phrase
            if not found[0].demonym or _bare(phrase):
                return phrase
    return Named(clean, 0, len(clean)) if index.lookup(clean) else None


def _bare(phrase: Phrase) -> bool:
    return isinstance(phrase, Named)


def _covers(text: str, found: PhraseSpan) -> bool:
    """Return whether nothing but *in the*, *the city of* is left of the text outside what was found."""
    before = load_words().before_apposition.sub("", text[: found.start].strip() + " ").strip()
    return not text[found.end :].strip() and bool(_LEAD.fullmatch(before))


_LEAD = re.compile(r"(?:in|at|on|to|from|over|inside|within|across|throughout|into)?\s*(?:the|a|an|some)?", re.I)


def _is_name(text: str, index: NameIndex) -> bool:
    """Return whether the whole text is a name of its own: *Western Sahara*, *North Sea*, *Ivory Coast*."""
    entries = index.lookup(text)
    if not entries:
        return False
    if not _looks_like_phrase(text):
        return True
    # "western Australia" is a part, "Western Australia" and "western australia" are the state.
    bare = re.sub(r"^the ", "", text)
    if bare[:1].islower() and bare != bare.lower():
        return any(e.kind in _CURATED for e in entries)
    # "Northern Ireland" and "Lower Saxony" are names; a village that somebody calls "Central Mexico" is none.
    return any(e.kind != "city" or (e.rank <= 1 and text[:1].isupper()) for e in entries)


_COASTS = frozenset({"coast", "coasts", "coastline", "shore", "shores", "seaboard"})
_CURATED = frozenset({"region", "territory", "sea"})
"""Kinds whose names were written by hand: *southern Lebanon*, *northern Cyprus*, small letters or not."""


def _looks_like_phrase(text: str) -> bool:
    head = re.split(r"[\s-]", text.strip().lower())[0]
    words = load_words()
    return canonical(head) in words.aspects or canonical(head) in words.triggers or text.lower().startswith("the ")


def _readings(text: str, index: NameIndex, demonyms: Mapping[str, str]) -> list[list[ToponymSpan]]:
    """Return ways to find the names in a phrase, likeliest first."""
    whole = _names(text, _tokens(text, hyphens=True), index, demonyms)
    split = _names(text, _tokens(text, hyphens=False), index, demonyms)
    return [whole, split] if whole != split else [whole]


def _tokens(text: str, *, hyphens: bool) -> list[tuple[int, int]]:
    inner = r"[^\s,/–—’'()\"“”-]|['’](?!s\b|\s|$)" + (r"|-(?=\w)" if hyphens else "")
    return [(m.start(), m.end()) for m in re.finditer(rf"[^\W_](?:{inner})*", text)]


def _names(
    text: str, tokens: Sequence[tuple[int, int]], index: NameIndex, demonyms: Mapping[str, str]
) -> list[ToponymSpan]:
    words = [text[s:e] for s, e in tokens]
    found: list[ToponymSpan] = []
    i = 0
    while i < len(words):
        if half := _compound_half(text, tokens[i][1], words[i]):
            found.append(ToponymSpan(*tokens[i], half, demonym=True))
            i += 1
            continue
        if words[i].lower() == "the":
            i += 1
            continue
        n = _name_length(text, tokens, words, i, index)
        length, place = _demonym(words, i, demonyms)
        if length >= max(n, 1):
            # "Canadian airspace" is Canada's, though a town in Texas has the name.
            found.append(ToponymSpan(tokens[i][0], tokens[i + length - 1][1], place, demonym=True))
            i += length
            continue
        if n == 0:
            i += 1
            continue
        start, end = tokens[i][0], tokens[i + n - 1][1]
        entries = index.lookup(text[start:end])
        found.append(ToponymSpan(start, end, text[start:end], kind=entries[0].kind if entries else ""))
        i += n
    return found


def _compound_half(text: str, end: int, word: str) -> str:
    """Return the place of `Sino` in *Sino-Indian*, empty where the word is no such half."""
    return load_words().combining.get(word.lower(), "") if text[end : end + 1] in ("-", "–", "‑") else ""


def _demonym(words: Sequence[str], i: int, demonyms: Mapping[str, str]) -> tuple[int, str]:
    """Return how many words from `i` make an adjective, and its place; (0, "") for none."""
    for n in (3, 2, 1):
        place = demonyms.get(" ".join(words[i : i + n]).lower()) if i + n <= len(words) else None
        if place:
            return n, place
    return 0, ""


def _name_length(text: str, tokens: Sequence[tuple[int, int]], words: Sequence[str], i: int, index: NameIndex) -> int:
    """Return how many words from `i` make a name; 0 where they are words of the grammar or an adjective."""
    n, own = index.longest(words, i), load_words().own
    while n > 0:
        last = words[i + n - 1].lower()
        name = text[tokens[i][0] : tokens[i + n - 1][1]]
        if n > 1 and last in _COASTS and len(words) > n:
            n -= 1  # "the west coast of Ireland", "Mexico's Gulf coast": a side and no name
            continue
        if n == 1 and (words[i].lower() in own or words[i].isdigit()):
            return 0
        # "Gaza border", "Mexico coast": a hamlet of that name is not what is meant.
        if n > 1 and words[i] != words[i].capitalize() and words[i].lower() in own and text != text.lower():
            # "northern Red Sea" is no province of Eritrea, "mainland China" a part.
            return n if any(e.kind in _CURATED for e in index.lookup(name)) else 0
        phrase_like = words[i].lower() in own or last in own
        entries = index.lookup(name)
        if (
            n > 1
            and phrase_like
            and not any(e.kind != "city" or (e.rank == 0 and e.population > 20000) for e in entries)
        ):
            n -= 1
            continue
        return n if entries else 0
    return 0
