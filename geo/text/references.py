"""Follow references through a text: *the country's airspace*, *the archipelago*."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from geo.data import read_toml
from geo.model import Document, Mention, Role, Span
from geo.text.tokens import tokenize

__all__ = ["Antecedent", "antecedent", "find_generic_spots", "find_vague_spots"]

_KINDS = {
    "country": ("country", "territory"),
    "nation": ("country", "territory"),
    "republic": ("country", "territory"),
    "kingdom": ("country", "territory"),
    "state": ("admin1", "country"),
    "province": ("admin1", "admin2"),
    "region": ("admin1", "region", "admin2"),
    "territory": ("territory", "region", "admin1"),
    "county": ("admin2",),
    "district": ("admin2",),
    "city": ("city",),
    "town": ("city",),
    "village": ("city",),
    "capital": ("city",),
    "port": ("city",),
    "island": ("island", "country", "territory"),
    "islands": ("island", "country", "territory"),
    "archipelago": ("island",),
    "atoll": ("island",),
    "enclave": ("territory", "region"),
    "peninsula": ("peninsula", "region"),
    "": ("country", "territory", "admin1", "region"),
}
# Countries that are an island, a group of islands or a peninsula: the kind alone does not say so.
_SPOT = re.compile(
    r"\b(?:in|on|to|at|across|around|over|off|from|near|inside|within|into|through|throughout|leaving|reached?|hit|struck)\s+"
    r"(?P<spot>the\s+(?:\w+\s+)?(?P<noun>archipelago|islands?|atoll|peninsula|enclave))\b(?!\s+(?:of|nation|state|country)\b)(?!['’])",
    re.IGNORECASE,
)
_LOOK_BACK = 3
"""Sentences looked back for what *the country* is; further back it could be another one."""


class Antecedent(NamedTuple):
    """What a reference stands for: the mention, or None with the names it might have meant."""

    mention: Mention | None
    reason: str
    candidates: tuple[str, ...]


def antecedent(
    document: Document, at: Span, noun: str, mentions: Sequence[Mention], kind_of: Callable[[Mention], tuple[str, str]]
) -> Antecedent:
    """Return the place named before that a reference (*the country*, *its*) at `at` stands for.

    `kind_of` gives kind and country code of a mention's likeliest place. A place in its own right is preferred to a
    government or people; the nearest is preferred among those, and two as near as each other leave it open.
    """
    kinds = _KINDS.get(noun, _KINDS[""])
    number = next((k for k, s in enumerate(document.sentences) if s.end > at.start), len(document.sentences) - 1)
    floor = document.sentences[max(0, number - _LOOK_BACK)].start if document.sentences else 0
    before = [m for m in mentions if m.span.end <= at.start and m.phrase is not None]
    fitting = [m for m in before if kind_of(m)[0] in kinds and not _wrong_shape(noun, *kind_of(m))]
    near = [m for m in fitting if m.span.start >= floor]
    names = tuple(dict.fromkeys(m.text for m in reversed(fitting)))[:5]
    if not near:
        if noun in ("archipelago", "island", "islands", "atoll", "peninsula", "enclave") and len(_places(fitting)) == 1:
            return Antecedent(fitting[-1], f"the only {noun} named before", names)
        return Antecedent(
            None,
            f"no {noun or 'place'} is named shortly before"
            if not names
            else f"the text does not say which {noun or 'place'}",
            names,
        )
    literal = [m for m in near if m.role is Role.LITERAL and m.reason != "dateline"]
    chosen = (literal or near)[-1]
    here = document.sentences[number].start
    owners = [m for m in near if m.span.start >= here and document.text[m.span.end : m.span.end + 2] in ("'s", "’s")]
    if owners and chosen.span.start < here:
        # *Malawi's government said ... the south of the country*: its own, whatever the sentence before spoke of.
        return Antecedent(owners[-1], f"stands for {owners[-1].text!r}, whose government, people or land speaks", names)
    if not noun:
        start = document.sentences[number].start if document.sentences else 0
        acting = [m for m in near if m.span.start >= start and m.usage == "metonymic"]
        if acting and not any(m.role is Role.LITERAL and m.span.start > acting[-1].span.end for m in near):
            chosen = acting[-1]  # *Israel closed its airspace*
    same_sentence = [m for m in (literal or near) if m.span.start >= here]
    if not literal and len(_places(near)) > 1 and len(_places(same_sentence)) != 1:
        return Antecedent(None, f"{len(_places(near))} places are named shortly before", names)
    return Antecedent(chosen, f"stands for {chosen.text!r}, named before", names)


@cache
def _islands() -> dict[str, frozenset[str]]:
    return {key: frozenset(codes.split()) for key, codes in read_toml("place_words.toml")["islands"].items()}


def _wrong_shape(noun: str, kind: str, country: str) -> bool:
    if kind not in ("country", "territory"):
        return False
    if noun in ("island", "islands"):
        return country not in _islands()["all"]
    if noun in ("archipelago", "atoll"):
        return country not in _islands()["groups"]
    return False


def _places(mentions: Sequence[Mention]) -> frozenset[str]:
    return frozenset(str(m.phrase) for m in mentions)


def find_generic_spots(text: str) -> list[tuple[Span, str]]:
    """Return spots that only point back and always name a place of nature: *in the archipelago*, *on the island*.

    >>> [(s.of("They rule in the archipelago."), n) for s, n in find_generic_spots("They rule in the archipelago.")]
    [('the archipelago', 'archipelago')]
    """
    lowered = text.lower()
    if not any(noun in lowered for noun in ("archipelago", "island", "atoll", "peninsula", "enclave")):
        return []
    return [
        (Span(m.start("spot"), m.end("spot")), m["noun"].lower())
        for m in _SPOT.finditer(text)
        if not any(word[:1].isupper() for word in m["spot"].split()[1:])  # *the Reykjanes Peninsula* is a name
    ]


class _Vague(NamedTuple):
    """What a spot without a name is told by."""

    spot: re.Pattern[str]
    nouns: frozenset[str]
    """Every spot ends with one of these words."""
    happening: re.Pattern[str]


@cache
def _vague() -> _Vague:
    table = read_toml("place_words.toml")["vague_spots"]
    counts, nouns, happenings = ("|".join(table[key]) for key in ("counts", "nouns", "happenings"))
    spot = re.compile(
        rf"\b(?i:in|near|on|at|across|into|outside)\s+"
        rf"(?P<spot>(?:{counts}|\d{{1,3}})\s+(?:(?!of\b|and\b)[a-z-]+\s+){{0,2}}(?P<noun>{nouns}))\b"
        # What goes on to a name or a further kind of place is told by that: *a village near Gao*, *a state of siege*.
        r"(?!['’]|\s+(?:of|called|named|and|or|in|near|on|outside|along|council|government|police|hospital|school|hall|park|street|road|centre|center|bus|[A-Z]))"
    )
    return _Vague(spot, frozenset(table["nouns"]), re.compile(rf"\b(?:{happenings})\b", re.IGNORECASE))


def find_vague_spots(document: Document) -> list[tuple[Span, Antecedent]]:
    """Return where something happens without a name, *in six states*, with the reason that it makes no mark."""
    vague, text = _vague(), document.text
    tokens = tokenize(text)
    starts = [sentence.start for sentence in document.sentences]
    if vague.nouns.isdisjoint(tokens.words):
        return []
    nouns = (tokens.starts[k] for k, word in enumerate(tokens.words) if word in vague.nouns)
    found = []
    # The patterns are long and most sentences have no such noun: only those that have one are looked at.
    for number in dict.fromkeys(bisect_right(starts, at) - 1 for at in nouns):
        sentence = document.sentences[number]
        words = sentence.of(text)
        spots = list(vague.spot.finditer(words))
        for m in spots if spots and vague.happening.search(words) else ():
            span = Span(sentence.start + m.start("spot"), sentence.start + m.end("spot"))
            found.append((span, Antecedent(None, f"the text does not say which {m['noun']}", ())))
    return found
