"""What stands around a name in the text: a container (*Paris, Texas*), a neighbour that may contain it, a kind word."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from geo.data import read_toml
from geo.model import Named
from geo.places.fold import fold
from geo.places.gazetteer import KINDS, Gazetteer

__all__ = ["Surroundings", "containers", "home_countries", "look_around"]

_CONTAINERS = frozenset(KINDS.index(kind) for kind in ("admin1", "admin2", "country", "territory"))
_CITY = KINDS.index("city")
# *Paris, Texas*; *Paris (Texas)*: what follows may be a container.
_AFTER = re.compile(
    r"(?:\s*,\s*|\s*\(\s*|\s+-\s+)((?:[A-Z][\w'’.&-]*|of|and|de|the)(?:\s+(?:[A-Z][\w'’.&-]*|of|and|de|the)){0,4})"
)
# *Paris in northern Texas*, *Paris, in Texas*
_IN = re.compile(
    r"\s*,?\s+(?:in|of|,)\s+(?:the\s+)?(?:(?:state|province|county|district|region|city|town)\s+of\s+)?"
    r"(?:(?:north|south|east|west|central|up|down)[\w-]*\s+)?"
    r"((?:[A-Z][\w'’.&-]*|of|and|de|the)(?:\s+(?:[A-Z][\w'’.&-]*|of|and|de|the)){0,4})"
)
_MORE = re.compile(r"\.?\s*(?:,\s*(?:and\s+|or\s+)?|and\s+|or\s+|&\s*)(?:the\s+)?[A-Z]")
_LISTED = re.compile(r"[A-Z][\w.'’-]*,\s+$")
_AND = re.compile(r"\s*(?:,|,?\s*and|,?\s*or|&|/|,?\s+as well as|;)\s*(?:the\s+|in\s+)?")
# *the village of Kaya*, *Kabwe village*
_VILLAGE_OF = re.compile(r"\b(?:village|hamlet|settlement) of $", re.IGNORECASE)
_VILLAGE = re.compile(r"\s+(?:village|hamlet)\b")
_VERB = re.compile(
    r"\s+(?:has|have|had|is|are|was|were|will|would|may|might|could|can|must|should|did|does|do|says?|said|told|denie[sd]|"
    r"warn(?:s|ed)|accuse[sd]|announce[sd]|call(?:s|ed)|urge[sd]|claim(?:s|ed)|want(?:s|ed)|plan(?:s|ned)|also|itself)\b"
)
_STOP = re.compile(r"[.;:!?]\s")
_NEAR = 25
"""Characters between two names for the one to be beside the other."""


class Surroundings(NamedTuple):
    """Numbers of places that contain (`within`) or may contain (`beside`) the name, and the kind the text gives."""

    within: tuple[int, ...]
    beside: tuple[int, ...]
    kind_hint: str
    container: int = -1
    """The name that stands as its container, as an index into all names of the text; -1 for none."""
    frame: tuple[int, ...] = ()
    """Numbers of the places that the sentence opens with: *In Narowal, the temple at Kartarpur*."""
    siblings: tuple[int, ...] = ()
    """Neighbours in a list (*Ohio, Oregon and Texas*), as indexes into all names of the text."""


def look_around(
    text: str, name: Named, others: Sequence[tuple[int, int, str]], index: int, gazetteer: Gazetteer
) -> Surroundings:
    """Return what stands around a name.

    `others` are (start, end, name) of all names of the text in order, `index` the name's own place among them.
    """
    within: tuple[int, ...] = containers(gazetteer, name.within) if name.within else ()
    beside: tuple[int, ...] = ()
    if name.start < 0 or not text:
        return Surroundings(within, beside, name.kind_hint)
    tail = text[name.end : name.end + 70]
    if within:
        at = tail.find(name.within)
        if at >= 0 and _VERB.match(tail[at + len(name.within) :]):
            within = ()
    hint = name.kind_hint or _kind_word(name.name, tail)
    if not hint and (_VILLAGE_OF.search(text, max(0, name.start - 25), name.start) or _VILLAGE.match(tail)):
        hint = "village"
    if not within and (match := _AFTER.match(tail)):
        found, length = _first_container(gazetteer, match.group(1))
        # *In the eastern Pacific, Washington has maintained*: a new clause begins there.
        if _VERB.match(tail[match.start(1) + length :]):
            found = ()
        # *Fujairah, the United Kingdom Maritime Trade Operations said*: the name goes on.
        if match.group(1).startswith("the ") and re.match(r" [A-Z]", tail[match.start(1) + length :]):
            found = ()
        # *Washington, Pennsylvania and California* is a list, not a town in Pennsylvania.
        in_list = _MORE.match(tail[match.start(1) + length :]) or _LISTED.search(
            text[max(0, name.start - 30) : name.start]
        )
        within, beside = ((), found) if in_list else (found, ())
    if match := _IN.match(tail):
        beside += _first_container(gazetteer, match.group(1))[0]
    container = index + 1 if within and index + 1 < len(others) and others[index + 1][0] - name.end <= 4 else -1
    siblings: tuple[int, ...] = ()
    for step in (1, -1):
        at = index + step
        if 0 <= at < len(others):
            start, end, other = others[at]
            gap = text[name.end : start] if step == 1 else text[end : name.start]
            if step == 1 and "," in gap and _VERB.match(text[end : end + 20]):
                continue
            if _AND.fullmatch(gap):
                siblings += (at,)
            if len(gap) <= _NEAR and not _STOP.search(gap):
                beside += containers(gazetteer, other)
    frame = _frame(text, name, others, index, gazetteer)
    return Surroundings(within, tuple(dict.fromkeys(beside)), hint, container, frame, siblings)


def _frame(
    text: str, name: Named, others: Sequence[tuple[int, int, str]], index: int, gazetteer: Gazetteer
) -> tuple[int, ...]:
    """Return the places that the clause of a name opens with, where the name is the next one: *In X, ... at Y*."""
    if not index or not _AT.search(text, max(0, name.start - 12), name.start):
        return ()
    start, end, other = others[index - 1]
    if not _OPENS.search(text, max(0, start - 12), start) or not _CLAUSE.fullmatch(text, end, name.start):
        return ()
    return containers(gazetteer, other)


_OPENS = re.compile(r"(?:^|[.!?:;]\s|\n|, and )In (?:the )?$|(?:; |, and )in (?:the )?$")
_AT = re.compile(r"\b(?:at|in|near)\s+(?:the\s+)?$")
_CLAUSE = re.compile(r", (?:(?!, and |, but )[^.;:!?]){0,80}")


def _first_container(gazetteer: Gazetteer, words: str) -> tuple[tuple[int, ...], int]:
    """Return the containers that the words begin with, and how many characters their name takes."""
    tokens = words.split()
    skipped = len(words) - len(words[4:].lstrip()) if words.startswith("the ") else 0
    if skipped:
        tokens = tokens[1:]
    length = gazetteer.longest(tokens, 0)
    if not length:
        return (), 0
    name = " ".join(tokens[:length])
    return containers(gazetteer, name), skipped + len(name)


@lru_cache(maxsize=20_000)
def containers(gazetteer: Gazetteer, name: str) -> tuple[int, ...]:
    """Return the places a name may stand for that can contain others: divisions and countries, and the largest city."""
    rows = gazetteer.rows(name)
    found = [row.number for row in rows if row.kind in _CONTAINERS][:8]
    towns = [row for row in rows if row.kind == _CITY]
    if towns:
        found.append(max(towns, key=lambda row: row.population).number)
    return tuple(found)


@lru_cache(maxsize=1)
def _kind_words() -> tuple[dict[str, str], dict[str, str]]:
    table = read_toml("place_words.toml")
    after = {fold(word): kind for kind, words in table["kinds_after"].items() for word in words}
    before = {fold(word): kind for kind, words in table["kinds_before"].items() for word in words}
    return after, before


_KIND_AFTER = re.compile(
    r"\s+(county|parish|province|state|district|region|governorate|river|island|prefecture)\b", re.IGNORECASE
)


def _kind_word(name: str, tail: str) -> str:
    """Return the kind that a word of the name or right after it gives: *Orange County*, *Hunan province*."""
    after, before = _kind_words()
    words = fold(name).split()
    if len(words) > 1:
        kind = after.get(words[-1], "") or before.get(words[0], "")
        if kind:
            return kind if kind not in ("city", "region") else ""
    match = _KIND_AFTER.match(tail)
    if match and tail.lstrip()[:1].islower():
        return after.get(match.group(1).lower(), "")
    return ""


@lru_cache(maxsize=1)
def _local_words() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code, words in read_toml("local_words.toml").items():
        for word in words:
            found.setdefault(word, []).append(code)
    return {word: tuple(codes) for word, codes in found.items()}


_STOPS = '.,;:!?()[]"“”'


def home_countries(text: str) -> dict[str, float]:
    """Return how strongly the words of a text point to countries: *sheriff*, *councillor*, *crore*; 0 to about 2."""
    words = _local_words()
    counts: dict[str, float] = {}
    plain = text[:20_000].lower().replace("’", "'")
    for sign in _STOPS:  # twice as quick as a table of them
        plain = plain.replace(sign, " ")
    for word in words.keys() & set(plain.split()):
        for code in words[word]:
            counts[code] = counts.get(code, 0.0) + 1.0 / len(words[word])
    total = sum(counts.values())
    return {code: round(math.log1p(count) * count / (total + 1.0), 4) for code, count in counts.items() if count >= 1.0}
