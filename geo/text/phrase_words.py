"""The words of place phrases, read from `phrases.toml` and made into patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from geo.data import read_toml
from geo.text.lazy import LazyPattern

__all__ = ["Words", "canonical", "load_demonyms", "load_words"]


@dataclass(frozen=True)
class Words:
    """Patterns of the grammar. Those named `before_*` end where a name begins, `after_*` begin where one ends."""

    aspects: Mapping[str, str]
    """Any spelling of a direction or character, without hyphens and spaces -> its aspect."""
    initials: Mapping[str, str]
    tips: frozenset[str]
    units: Mapping[str, float]
    numbers: Mapping[str, float]
    vague_numbers: frozenset[str]
    hints: Mapping[str, str]
    """Noun after or before a name -> kind hint."""
    combining: Mapping[str, str]
    off_verbs: frozenset[str]
    own: frozenset[str]
    """Single words of the grammar: never a place's name where a phrase stands alone."""
    spatial: frozenset[str]
    parties: frozenset[str]
    triggers: frozenset[str]
    """Last words that can begin a prefix rule: a quick look before any pattern is tried."""
    followers: frozenset[str]
    """First words of what a name may be followed by: likewise."""
    ends: Mapping[str, tuple[str, ...]]
    """Kind of pattern -> what the text it matches ends with, but for *the*, in lower case."""
    pointing: frozenset[str]
    """What a reference begins with: *the*, *its*."""
    before_adjective: LazyPattern
    before_noun_part: LazyPattern
    before_coast: LazyPattern
    before_airspace: LazyPattern
    before_border: LazyPattern
    before_waters: LazyPattern
    before_off: LazyPattern
    before_distance: LazyPattern
    before_offset: LazyPattern
    before_direction: LazyPattern
    before_relation: Mapping[str, LazyPattern]
    before_between: LazyPattern
    before_apposition: LazyPattern
    before_combining: LazyPattern
    after_possessive: LazyPattern
    after_coast: LazyPattern
    after_airspace: LazyPattern
    after_border: LazyPattern
    after_waters: LazyPattern
    after_part: LazyPattern
    after_noun: LazyPattern
    after_around: LazyPattern
    between_border_with: LazyPattern
    between_apposition: LazyPattern
    between_pair: LazyPattern
    between_sea_coast: LazyPattern
    reference: LazyPattern
    flight_region: LazyPattern


def canonical(words: str) -> str:
    """Return a spelling without its hyphens, spaces and capitals: the key of `Words.aspects`.

    >>> canonical("North-Eastern")
    'northeastern'
    """
    return words.lower() if words.isalnum() else _HYPHENS.sub("", words).lower()


_HYPHENS = re.compile(r"[\s‐-―-]+")


@lru_cache(maxsize=1)
def load_demonyms() -> dict[str, str]:
    """Return demonym -> name of its place, from `demonyms.toml`: `Venezuelan` -> `Venezuela`."""
    table = read_toml("demonyms.toml").get("adjectives", {})
    return {adjective: place for place, adjectives in table.items() for adjective in adjectives}


def _any(words: Iterable[str]) -> str:
    """Return an alternation, longest first; a hyphen in a word also stands for a space or nothing."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\-", r"[-‐‑ ]?").replace(r"\ ", r"\s+") for word in ordered)


@lru_cache(maxsize=1)
def load_words() -> Words:
    """Return the words and patterns of the grammar, read once."""
    table = read_toml("phrases.toml")
    aspects = {
        canonical(word): aspect
        for group in ("directions", "characters", "character_nouns")
        for aspect, words in table[group].items()
        for word in words
    }
    patterns = _patterns(table)
    before = [*table["coast"]["nouns"], "of", "over", "above", "with", "to", "off", "offshore", "from", "between"]
    heads = [w for group in ("directions", "characters") for ws in table[group].values() for w in ws]
    relations = [w for key in ("near", "around", "along") for w in table["relations"][key]]
    triggers = {
        canonical(variant)
        for word in [*before, *heads, *relations, *table["airspace"]["over"], *table["offshore"]["links"]]
        for variant in (word, word.replace("-", " ").split()[-1])
    }
    places = table["places"]
    return Words(
        aspects=aspects,
        initials=table["initials"],
        tips=frozenset(table["parts"]["tips"]),
        units=table["units"],
        numbers=table["numbers"],
        vague_numbers=frozenset(table["hedges"]["vague_numbers"]),
        hints={**places["after"], **places["before"]},
        combining=table["combining"],
        off_verbs=frozenset(table["offshore"]["verbs"]),
        own=_own_words(table),
        spatial=frozenset(table["between"]["spatial"]),
        parties=frozenset(table["between"]["parties"]),
        triggers=frozenset(triggers),
        followers=_followers(table, heads),
        ends=_ends(table, heads),
        pointing=frozenset({"the", *table["references"]["pronouns"]}),
        **patterns,
    )


def _ends(table: Mapping[str, Any], aspects: Iterable[str]) -> dict[str, tuple[str, ...]]:
    def last_of(words: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted({word.lower().replace("-", " ").split()[-1] for word in words}))

    relations = table["relations"]
    return {
        "any": ("",),
        "adjective": last_of(aspects),
        "of": ("of",),
        "offset": ("of", "from", "outside", "inside", "into"),
        "coast": ("of", "off"),
        "border": ("with", "to", "of", "between", "separating"),
        "airspace": last_of(table["airspace"]["over"]),
        "waters": last_of(table["offshore"]["links"]),
        "off": last_of(relations["off"]),
        "relation": last_of(word for key in ("near", "around", "along") for word in relations[key]),
    }


def _followers(table: Mapping[str, Any], aspects: Iterable[str]) -> frozenset[str]:
    """Return the first words of all that the patterns `after_*` match; a hyphen may be left out."""
    words = [
        *aspects, *(w for words in table["character_nouns"].values() for w in words), *table["parts"]["modifiers"],
        *table["coast"]["nouns"], *table["coast"]["territorial"], *table["coast"]["economic"], "coastal", "waters",
        *table["airspace"]["nouns"], *table["border"]["nouns"], *table["places"]["after"],
    ]  # fmt: skip
    chunks = [re.split(r"\W+", word.lower()) for word in words]
    return frozenset("".join(parts[:size]) for parts in chunks for size in range(1, len(parts) + 1))


def _own_words(table: Mapping[str, Any]) -> frozenset[str]:
    lists: list[str] = [
        *(w for g in ("directions", "characters", "character_nouns") for words in table[g].values() for w in words),
        *(w for g, key in _OWN for w in table[g][key]),
        *(w for words in table["relations"].values() for w in words),
        *table["places"]["before"], *table["places"]["after"], *table["units"], *table["numbers"],
    ]  # fmt: skip
    variants = {v for word in lists for v in (word, word.replace("-", ""))}
    return frozenset(w for v in variants for w in v.split() if len(w) > 1) | {"and", "the", "an"}


_OWN = (
    ("parts", "modifiers"), ("parts", "halves"), ("parts", "tips"), ("coast", "nouns"), ("coast", "waters"),
    ("coast", "territorial"), ("coast", "economic"), ("airspace", "nouns"), ("airspace", "over"),
    ("airspace", "regions"), ("border", "nouns"), ("offshore", "waters"), ("offshore", "links"), ("hedges", "about"),
    ("hedges", "within"),
)  # fmt: skip


def _patterns(table: Mapping[str, Any]) -> dict[str, Any]:
    i = re.IGNORECASE
    directions = _any(w for words in table["directions"].values() for w in words)
    aspects = _any(w for g in ("directions", "characters") for words in table[g].values() for w in words)
    part_nouns = _any([*table["parts"]["halves"], *table["parts"]["tips"]])
    character_nouns = _any(w for words in table["character_nouns"].values() for w in words)
    coast = _any(table["coast"]["nouns"])
    airspace = _any(table["airspace"]["nouns"])
    border = _any(table["border"]["nouns"])
    territorial = _any(table["coast"]["territorial"])
    economic = _any(table["coast"]["economic"])
    waters = _any(table["offshore"]["waters"])
    links = _any(table["offshore"]["links"])
    hedges = _any([*table["hedges"]["about"], *table["hedges"]["within"]])
    modifiers = _any(table["parts"]["modifiers"])
    relations = table["relations"]
    number = rf"(?:\d[\d,.]*|{_any(table['numbers'])})"
    number = rf"{number}(?:\s*(?:-|–|—|to|and|or)\s*{number})?"
    unit = _any(table["units"])
    per = rf"(?:\s*\([^()]{{2,40}}\)|\s*,\s*or\s+{number}[\s-]*(?:{unit}),?)?"
    distance = rf"(?P<hedge>(?:\b(?:{hedges})\s+)*)(?P<number>\b{number})[\s-]*(?P<unit>{unit})\b{per}"
    # A side of a coast: directions, or a sea in capitals (Pacific, Black Sea, Gulf of Aqaba).
    side = rf"(?:(?i:{directions})|[A-Z][\w’'-]+(?:\s+(?:of\s+)?[A-Z][\w-]+){{0,2}})"
    noun = _any(table["places"]["before"])
    single = _any(set(table["places"]["before"]) - set(table["places"]["words"]["two_names_only"]))
    noun_words = _any(table["places"]["words"]["between"])
    # The start of a prefix is a word start; "the" is let go.
    b, the = r"(?<![\w-])", r"(?:the\s+)?"
    and_aspect = rf"(?:(?:{aspects})\s*(?:,|and|and\s+the|&)\s+)?"
    return {
        "before_adjective": LazyPattern(
            rf"{b}(?:(?:{modifiers})\s+)?(?P<aspect>{and_aspect}(?:{aspects}))[\s-]+$",
            i,
        ),
        "before_noun_part": LazyPattern(
            rf"{b}(?:(?:{modifiers})\s+)?(?:(?P<aspect>{and_aspect}(?:{aspects}))(?:[\s-]+most)?(?:\s+(?P<noun>{part_nouns}))?"
            rf"|(?P<character>{character_nouns}))\s+of\s+{the}$",
            i,
        ),
        "before_coast": LazyPattern(rf"{b}(?:(?P<side>{side})\s+)?(?i:{coast})(?:\s+of|\s+off)\s+(?i:{the})$"),
        "before_airspace": LazyPattern(rf"{b}(?:{airspace})\s+(?:{_any(table['airspace']['over'])})\s+{the}$", i),
        "before_border": LazyPattern(
            rf"{b}(?:(?P<side>{directions})\s+)?(?P<noun>{border})\s+(?P<link>with|to|of|between|separating)\s+{the}$",
            i,
        ),
        "before_waters": LazyPattern(
            rf"{b}(?:(?P<territorial>{territorial})|(?P<economic>{economic})|(?:{waters}))\s+"
            rf"(?:(?:just\s+)?(?:{links}))\s+{the}$",
            i,
        ),
        "before_off": LazyPattern(rf"{b}(?:just\s+)?(?:{_any(relations['off'])})\s+{the}$", i),
        "before_distance": LazyPattern(rf"{b}{distance}\s+$", i),
        "before_offset": LazyPattern(
            rf"{b}(?:{distance}\s+(?:away\s+)?(?:(?:to\s+the\s+)?(?P<direction>{directions}|[NS]?[EW]|[NS])\b\.?\s*)?"
            rf"(?P<link>of|from|away\s+from|outside|to\s+the\s+(?:{directions})\s+of|inside|into)"
            rf"|(?P<within>within\s+(?:a\s+)?(?P<number2>{number})[\s-]*(?P<unit2>{unit})\b{per}"
            rf"(?:\s+radius)?\s+(?:of|from)))\s+{the}$",
            i,
        ),
        "before_direction": LazyPattern(
            rf"{b}(?:(?:just|immediately|slightly|well|far|a\s+little|to\s+the|(?:an?\s+)?(?:short|\w+)\s+(?:drive|distance))\s+)*"
            rf"(?P<direction>{directions})\s+of\s+{the}$",
            i,
        ),
        "before_relation": {
            key: LazyPattern(rf"{b}(?:{_any(relations[key])})\s+{the}$", i) for key in ("near", "around", "along")
        },
        "before_between": LazyPattern(rf"{b}(?:(?P<halfway>{_any(relations['halfway'])})\s+)?between\s+{the}$", i),
        "before_apposition": LazyPattern(
            rf"{b}(?P<words>(?:(?:{noun_words})\s+)*)(?P<noun>{single})(?:\s+(?:city|town|state|island))?\s+of\s+{the}$",
            i,
        ),
        "before_combining": LazyPattern(rf"{b}(?P<first>{_any(table['combining'])})[-–‑]$", i),
        "after_possessive": LazyPattern(r"(?:['’]s?|s['’])\s+"),
        "after_coast": LazyPattern(rf"[\s-]+(?:(?P<side>{side})[\s-]+)?(?i:{coast})\b(?!\s+(?i:guard))"),
        "after_airspace": LazyPattern(rf"[\s-]+(?:{airspace})\b", i),
        "after_border": LazyPattern(
            rf"[\s-]+(?:(?P<side>{directions})[\s-]+)?(?P<noun>{border})\b(?!\s+(?:guards?|police|patrol|crossing|forces|"
            rf"officials?|agents?|control|security|wall|agency|closures?|disputes?|clashes|collie|town)\b)",
            i,
        ),
        "after_waters": LazyPattern(
            rf"[\s-]+(?:(?P<territorial>{territorial})|(?P<economic>{economic})|(?:coastal\s+)?waters)\b", i
        ),
        "after_part": LazyPattern(
            rf"[\s-]+(?:(?:{modifiers})\s+)?(?:(?P<aspect>{and_aspect}(?:{directions}|central))"
            rf"(?:[\s-]+(?P<noun>{part_nouns}))?|(?P<character>{character_nouns}))\b(?!-)",
            i,
        ),
        "after_noun": LazyPattern(rf"\s+(?P<noun>{_any(table['places']['after'])})\b", i),
        "after_around": LazyPattern(rf"[\s-]+(?:{_any(relations['around_nouns'])})\b", i),
        "between_border_with": LazyPattern(
            rf"(?:['’]s?|s['’])?\s+(?:(?P<side>{directions})\s+)?(?:{border})\s+(?:with|to|and)\s+{the}", i
        ),
        "between_apposition": LazyPattern(
            rf"(?P<possessive>['’]s?|s['’])?\s+(?P<words>(?:(?:{noun_words})\s+)*)(?P<noun>{noun})"
            rf"(?:\s+(?:city|town|state|island))?(?:\s+of)?\s+{the}",
            i,
        ),
        "between_pair": LazyPattern(r"\s*[-–—‑/]\s*"),
        "between_sea_coast": LazyPattern(rf"\s+(?:{coast})\s+of\s+{the}", i),
        "reference": LazyPattern(
            rf"\b(?:the\s+(?P<noun>{_any(table['references']['nouns'])})(?:['’]s|(?=\W))"
            rf"|(?P<pronoun>{_any(table['references']['pronouns'])})\b)",
            i,
        ),
        "flight_region": LazyPattern(
            r"(?P<name>[A-ZÀ-Þ][\w’'-]+(?:\s+(?:de\s+)?[A-ZÀ-Þ][\w’'-]+)?)\s+"
            r"(?:FIR\b|[Ff]light\s+[Ii]nformation\s+[Rr]egion(?:\s*\(FIR\))?)"
            r"|(?:FIR|[Ff]light\s+[Ii]nformation\s+[Rr]egion(?:\s*\(FIR\))?)\s+(?:of\s+)?(?P<after>[A-ZÀ-Þ][\w-]+)"
        ),
    }
