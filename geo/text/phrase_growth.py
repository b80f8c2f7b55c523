"""Grow a place phrase round one name: *northern* and *'s coast* cling to it, *50 miles north of* stands before it."""

from __future__ import annotations

import re
from dataclasses import replace

from geo.model import (
    Airspace,
    Along,
    Around,
    Between,
    Border,
    Coast,
    FlightRegion,
    Named,
    Near,
    Offset,
    Offshore,
    Part,
    Phrase,
)
from geo.text.phrase_area import (
    Area,
    Reading,
    aspect_of,
    aspect_start,
    bearing_of,
    border_part,
    first_of,
    may_begin,
    metres_of,
    offshore_of,
    part_of,
    side_of,
    tail_of,
    zone_of,
)
from geo.text.phrase_words import canonical

__all__ = ["grow_loose", "grow_tight", "suffix"]


def grow_tight(reading: Reading, area: Area, floor: int, ceiling: int) -> Area:
    """Return the area with the nouns after it and the adjectives before it."""
    for _ in range(4):
        grown = suffix(reading, area, ceiling) or _adjective(reading, area, floor)
        if grown is None:
            break
        area = grown
    return _apposition(reading, area, floor)


def _apposition(reading: Reading, area: Area, floor: int) -> Area:
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
    return area._replace(phrase=area.phrase._replace(kind_hint=hint), lead=lead)


def suffix(reading: Reading, area: Area, ceiling: int) -> Area | None:
    text, words = reading.text, reading.words
    at = area.end
    if at >= len(text) or text[at] not in " -'’\n":
        return None
    possessive = words.after_possessive.match(text, at)
    # "Libya's northern coast" and "the Libyan northern coast", but not "Libya northern coast"; "Libya coast" is usual.
    start = possessive.end() - 1 if possessive else at
    owned = possessive is not None or area.demonym
    following = _FOLLOWING.match(text, start)
    if following is None or not (following[1][0].isupper() or following[1].lower() in words.followers):
        return None  # a look at the next word spares most names the patterns; the side of a coast may be any name
    if isinstance(area.phrase, (Named, Part)):
        if (m := words.after_airspace.match(text, start)) and m.end() <= ceiling:
            return area._replace(end=m.end(), phrase=Airspace(area.phrase), demonym=False)
        m = words.after_coast.match(text, start)
        if m and m.end() <= ceiling and (owned or not m["side"]):
            return area._replace(end=m.end(), phrase=Coast(area.phrase, side_of(words, m["side"])), demonym=False)
        m = words.after_waters.match(text, start)
        if m and m.end() <= ceiling and area.kind != "sea":
            return area._replace(end=m.end(), phrase=Offshore(area.phrase, zone_of(m)), demonym=False)
        m = words.after_border.match(text, start)
        if m and m.end() <= ceiling and not words.between_border_with.match(text, at) and area.kind != "sea":
            return area._replace(end=m.end(), phrase=border_part(words, m["side"], Border(area.phrase)), demonym=False)
        m = words.after_part.match(text, start) if owned else None
        if m and m.end() <= ceiling and _is_part_noun(reading, m, possessive is not None):
            return area._replace(end=m.end(), phrase=part_of(words, m, area.phrase), demonym=False)
    if isinstance(area.phrase, Named) and not possessive:
        return _kind_noun(reading, area, ceiling)
    return None


_FOLLOWING = re.compile(r"[\s-]+(\w+)")


def _is_part_noun(reading: Reading, m: re.Match[str], possessive: bool) -> bool:
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


def _kind_noun(reading: Reading, area: Area, ceiling: int) -> Area | None:
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
    phrase = area.phrase._replace(kind_hint=words.hints[noun])
    return area._replace(end=m.end(), phrase=phrase)


def _adjective(reading: Reading, area: Area, floor: int) -> Area | None:
    words = reading.words
    window = reading.before(area)
    if not may_begin(window) or not tail_of(window).endswith(words.ends["adjective"]):
        return None
    m = words.before_adjective.search(window)
    if m is None:
        return None
    start = area.front - len(window) + m.start("aspect")
    if start < floor or (area.demonym and not isinstance(area.phrase, (Coast, Border, Airspace))):
        return None
    aspect = aspect_of(words, m["aspect"])
    match area.phrase:
        case Coast(side=""):
            return area._replace(start=start, phrase=replace(area.phrase, side=aspect), lead=-1)
        case Coast() | Offshore() | FlightRegion() | Near() | Around() | Offset() | Between():
            return None
        case Airspace(of=of):
            return area._replace(start=start, phrase=Airspace(Part(aspect, of)), lead=-1)
        case _:
            return area._replace(start=start, phrase=Part(aspect, area.phrase), demonym=False, lead=-1)


# One area: relations before it.


def grow_loose(reading: Reading, area: Area, floor: int) -> Area | None:
    if area.demonym:
        return None
    window = reading.before(area)
    if window[-1:].isalnum() or not window.strip():
        return None
    if not may_begin(window) and not isinstance(area.phrase, (Offshore, Coast, Border)):
        return None
    base = area.front - len(window)
    last = " ".join(window[-40:].lower().split()).removesuffix(" the")
    for rule, key in _PREFIXES:
        # A look at the word a rule's pattern ends with is a hundred times as quick as the pattern.
        found = rule(reading, window, area) if last.endswith(reading.words.ends[key]) else None
        if found is not None and base + found[0] >= floor:
            return area._replace(start=base + found[0], phrase=found[1], lead=-1, demonym=False)
    return None


def _distance_off(reading: Reading, window: str, area: Area) -> tuple[int, Phrase] | None:
    if not isinstance(area.phrase, Offshore) or area.phrase.metres is not None:
        return None
    m = reading.words.before_distance.search(window)
    if m is None:
        return None
    metres, vague = metres_of(reading.words, m["number"], m["unit"])
    return first_of(m), replace(area.phrase, metres=metres, approximate=vague or bool(m["hedge"].strip()))


def _offset(reading: Reading, window: str, area: Area) -> tuple[int, Phrase] | None:
    m = reading.words.before_offset.search(window)
    if m is None:
        return None
    of = area.phrase
    if m["within"]:
        metres, _ = metres_of(reading.words, m["number2"], m["unit2"])
        return m.start(), Offset(of, metres, "within")
    metres, vague = metres_of(reading.words, m["number"], m["unit"])
    direction = m["direction"] or re.sub(
        r"(?i)^to\s+the\s+|\s+of$|\b(?:of|from|away|outside|inside|into)\b", "", m["link"]
    )
    hedge = m["hedge"].strip().lower()
    within = not direction.strip() and re.fullmatch(r"(?:within|no more than|not more than|less than|up to)", hedge)
    if m["link"].lower() in ("inside", "into"):
        return None
    name = "within" if within else bearing_of(reading.words, direction.strip())
    return first_of(m), Offset(of, metres, name, vague or (bool(hedge) and not within))


def _direction_of(reading: Reading, window: str, area: Area) -> tuple[int, Phrase] | None:
    # "north of Mali": outside it; "the north of Mali": its part.
    m = reading.words.before_direction.search(window)
    if m is None or re.search(r"(?i)\b(?:the|far|in|into|from)\s+$", window[: m.start("direction")]):
        return None
    return m.start(), Offset(area.phrase, None, bearing_of(reading.words, m["direction"]))


def _part_of(reading: Reading, window: str, area: Area) -> tuple[int, Phrase] | None:
    m = reading.words.before_noun_part.search(window)
    if m is None or isinstance(area.phrase, (Offshore, Near, Around, Offset)):
        return None
    if isinstance(area.phrase, Coast) and not area.phrase.side and m["aspect"]:
        return aspect_start(m), replace(area.phrase, side=aspect_of(reading.words, m["aspect"]))
    return aspect_start(m), part_of(reading.words, m, area.phrase)


def _coast_of(reading: Reading, window: str, area: Area) -> tuple[int, Phrase] | None:
    m = reading.words.before_coast.search(window)
    if m is None or not isinstance(area.phrase, (Named, Part)):
        return None
    return m.start(), Coast(area.phrase, side_of(reading.words, m["side"]))


def _airspace_of(reading: Reading, window: str, area: Area) -> tuple[int, Phrase] | None:
    m = reading.words.before_airspace.search(window)
    if m is None or isinstance(area.phrase, (Airspace, FlightRegion)):
        return None
    return m.start(), Airspace(area.phrase)


def _border_with(reading: Reading, window: str, area: Area) -> tuple[int, Phrase] | None:
    m = reading.words.before_border.search(window)
    if m is None or m["link"].lower() in ("between", "separating") or not isinstance(area.phrase, (Named, Part)):
        return None
    return m.start("noun"), Border(area.phrase)


def _waters_of(reading: Reading, window: str, area: Area) -> tuple[int, Phrase] | None:
    m = reading.words.before_waters.search(window)
    if m is None or not isinstance(area.phrase, (Named, Part, Coast)) or area.kind == "sea":
        return None
    direction = re.search(r"(?i)\b(north|south|east|west)\s+of\s+(?:the\s+)?$", m[0])
    if direction:
        return None  # "waters west of Crimea" is an offset
    return m.start(), offshore_of(area.phrase, zone_of(m))


def _off(reading: Reading, window: str, area: Area) -> tuple[int, Phrase] | None:
    m = reading.words.before_off.search(window)
    if m is None or not isinstance(area.phrase, (Named, Part, Coast)):
        return None
    if not reading.alone and not isinstance(area.phrase, Coast):
        verb = re.search(r"([\w-]+)\s+$", window[: m.start()])
        if verb and verb[1].lower() in reading.words.off_verbs:
            return None
    return m.start(), offshore_of(area.phrase)


def _relation(reading: Reading, window: str, area: Area) -> tuple[int, Phrase] | None:
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
