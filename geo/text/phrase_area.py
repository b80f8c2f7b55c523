"""A name or a phrase grown around one, and the small readings that the rules of phrases share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from geo.model import Border, Coast, Named, Offshore, Part, Phrase
from geo.model.phrase import leaves
from geo.text.phrase_words import Words, canonical, load_words

__all__ = [
    "SEA",
    "WINDOW",
    "Area",
    "PhraseSpan",
    "Reading",
    "ToponymSpan",
    "aspect_of",
    "aspect_start",
    "bearing_of",
    "border_part",
    "first_of",
    "innermost",
    "is_bare",
    "is_sea",
    "may_begin",
    "metres_of",
    "name_of",
    "names_sea",
    "offshore_of",
    "part_of",
    "side_of",
    "tail_of",
    "words_of",
    "zone_of",
]

WINDOW = 100
"""Characters looked at before a name: the longest prefix is a distance with its conversion in brackets."""
SEA = re.compile(
    r"\b(?:sea|ocean|gulf|bay|strait|straits|channel|pacific|atlantic|mediterranean|caribbean|baltic|adriatic|aegean)\b",
    re.I,
)


class ToponymSpan(NamedTuple):
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


class PhraseSpan(NamedTuple):
    """A place phrase of the text: `text[start:end]`; a leading *the* is not part of it."""

    start: int
    end: int
    phrase: Phrase
    """A bare `Named` where the toponym stands alone. Leaves carry the offsets of their names."""
    uses: tuple[int, ...]
    """Indexes of the toponyms it is built on, in reading order; empty for a FIR that is no other place's name."""
    demonym: bool = False
    """True where it is nothing but an adjective: *Venezuelan*."""


class Area(NamedTuple):
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
class Reading:
    """The text with the words of the grammar; `alone` where the whole text is one phrase and no sentence."""

    text: str
    words: Words
    alone: bool = False

    def before(self, area: Area) -> str:
        return self.text[max(0, area.front - WINDOW) : area.front]


def tail_of(window: str) -> str:
    return window.replace("-", " ").rstrip().lower()


@lru_cache(maxsize=1024)
def may_begin(window: str) -> bool:
    """Return whether the last word before an area can be the end of any prefix: a quick look before the patterns.

    Remembered, for adjectives and relations ask one after the other.
    """
    words = load_words()
    tail = window.rstrip().lower().removesuffix(" the")
    if not tail or window[-1:].isalnum():
        return False
    last = _BEFORE_WORD.split(tail[-30:])[-1]
    if last == "of":
        # most names follow "of"; the patterns are only worth trying after a word of the grammar: "the coast of"
        noun = _BEFORE_NOUN.split(tail[-40:-2].rstrip())[-1]
        return canonical(noun) in words.triggers or not words.own.isdisjoint((noun, *noun.split("-")))
    return canonical(last) in words.triggers or last.rpartition("-")[2] in words.triggers


_BEFORE_WORD = re.compile(r"[\s(,\"“]")
_BEFORE_NOUN = re.compile(r"[\s(\[/,\"“]")


def first_of(m: re.Match[str]) -> int:
    """Return where a distance begins, its hedge included."""
    return m.start() + len(m[0]) - len(m[0].lstrip())


def aspect_start(m: re.Match[str]) -> int:
    return m.start("aspect") if m["aspect"] else m.start("character")


def aspect_of(words: Words, written: str) -> str:
    parts = [p for p in re.split(r"\s*(?:,|&|\band\s+the\b|\band\b)\s+", written.strip().lower()) if p]
    return " and ".join(words.aspects[canonical(p)] for p in parts)


def bearing_of(words: Words, written: str) -> str:
    if not written:
        return ""
    key = canonical(written)
    return words.aspects.get(key) or words.initials.get(key, "")


def part_of(words: Words, m: re.Match[str], of: Phrase) -> Part:
    if m["character"]:
        return Part(words.aspects[canonical(m["character"])], of)
    aspect = aspect_of(words, m["aspect"])
    noun = (m["noun"] or "").lower()
    return Part(f"{aspect} tip" if noun in words.tips else aspect, of)


def side_of(words: Words, written: str | None) -> str:
    if not written:
        return ""
    return words.aspects.get(canonical(written), written)


def border_part(words: Words, written: str | None, border: Border) -> Phrase:
    return Part(words.aspects[canonical(written)], border) if written else border


def zone_of(m: re.Match[str]) -> str:
    if m["territorial"]:
        return "territorial"
    return "economic" if m["economic"] else ""


def offshore_of(of: Phrase, zone: str = "") -> Offshore:
    return Offshore(of.of, of.side or zone) if isinstance(of, Coast) else Offshore(of, zone)


def name_of(phrase: Phrase) -> str:
    leaf = innermost(phrase)
    return leaf.name if leaf else ""


def innermost(phrase: Phrase) -> Named | None:
    found = leaves(phrase)
    return found[0] if found and isinstance(found[0], Named) else None


def names_sea(text: str, area: Area) -> bool:
    return area.kind == "sea" or bool(SEA.search(words_of(text, area)))


def is_sea(text: str, area: Area) -> bool:
    return isinstance(area.phrase, Named) and names_sea(text, area)


def words_of(text: str, area: Area) -> str:
    leaf = innermost(area.phrase)
    return text[leaf.start : leaf.end] if leaf and leaf.start >= 0 else ""


def metres_of(words: Words, number: str, unit: str) -> tuple[float, bool]:
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


def is_bare(phrase: Phrase) -> bool:
    return isinstance(phrase, Named)
