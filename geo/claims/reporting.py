"""The verbs and nouns that report what somebody says, as `reporting.toml` lists them."""

from __future__ import annotations

from functools import cache

from geo.claims.words import lemma_of, split_list
from geo.data import read_toml

__all__ = ["deciders", "hearing_bodies", "media", "noun_kind", "saying_verbs", "says_kind", "says_like", "speech_verbs"]

_KINDS = ("claimed", "possible", "denied")


@cache
def saying_verbs(name: str) -> frozenset[str]:
    """Return one list of reporting verbs by its name in the data file, such as `tail`."""
    return frozenset(split_list(read_toml("reporting.toml")["verbs"][name]))


@cache
def speech_verbs() -> frozenset[str]:
    """Return the base forms of all verbs that report, threats and promises left out."""
    return saying_verbs("claimed") | saying_verbs("possible") | saying_verbs("denied")


@cache
def _kinds() -> dict[str, str]:
    # What a verb does to the truth of what it reports: the graver reading wins (who cautions says it may be).
    return {verb: kind for kind in ("claimed", "planned", "possible", "denied") for verb in saying_verbs(kind)}


def says_kind(lemma: str) -> str:
    """Return claimed, possible, denied or planned for the base form of a reporting verb, else empty.

    >>> says_kind("announce"), says_kind("warn"), says_kind("build")
    ('claimed', 'possible', '')
    """
    return _kinds().get(lemma, "")


@cache
def _nouns() -> dict[str, str]:
    table = read_toml("reporting.toml")["nouns"]
    found: dict[str, str] = {}
    for kind in _KINDS:
        for noun in split_list(table[kind]):
            found[noun] = found[noun + "s"] = kind
            if noun.endswith("y"):
                found[noun[:-1] + "ies"] = kind
    return found


def noun_kind(word: str) -> str:
    """Return claimed, possible or denied for a noun that reports (*accusations that*), else empty."""
    return _nouns().get(word, "")


@cache
def deciders() -> frozenset[str]:
    """Return those whose *reject* is a decision, in lower case."""
    return frozenset(split_list(read_toml("reporting.toml")["nouns"]["deciders"]))


@cache
def media() -> frozenset[str]:
    """Return names and words of news outlets in lower case."""
    return frozenset(word.lower() for word in split_list(read_toml("reporting.toml")["nouns"]["media"]["words"]))


def says_like(word: str) -> bool:
    """Return whether a word is a form of a verb that reports speech."""
    return lemma_of(word) in speech_verbs()


@cache
def hearing_bodies() -> frozenset[str]:
    """Return the bodies that hear what others say: courts, inquests, councils."""
    return frozenset(split_list(read_toml("reporting.toml")["nouns"]["hearing"]))
