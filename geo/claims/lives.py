"""An obituary tells a life: what the dead did long ago, and who survives them, is no event of the report."""

from __future__ import annotations

import re

from geo.claims.clauses import Clauses
from geo.claims.words import ADV, PUNCT
from geo.model import count_words

__all__ = ["is_obituary", "recalls"]

_SIGNS = (
    re.compile(r"\bwas born (?:in|at|on|to)\b"),
    re.compile(r"\b(?:is|are) survived by\b|\bsurvives? (?:her|him)\b|\bpredeceased\b"),
    re.compile(r"\bmarried\b"),
    re.compile(r"\b(?:memorial|funeral) services?\b|\b[Ss]ervices will be\b|\bburial\b|\bfuneral\b"),
)
_DIED = re.compile(r"\b(?:has died|died (?:on|at|in|of|peacefully|[A-Z][a-z]+day)|[Dd]ies)\b")
_DEATH = frozenset({"died", "dies"})
_RITES = frozenset({"service", "services", "funeral", "burial", "buried", "memorial", "died", "mass", "visitation"})
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr"})
_SHE = frozenset({"he", "she", "they"})


def is_obituary(text: str) -> bool:
    """Return whether a report tells that somebody died, and then the life."""
    if _DEATH.isdisjoint(count_words(text)):
        return False  # a look before the patterns, which are long
    return bool(_DIED.search(text)) and sum(bool(sign.search(text)) for sign in _SIGNS) > 1


def recalls(cs: Clauses) -> bool:
    """Return whether a sentence tells what the dead once did: *She taught in Kampala*, *Mr. Lee hauled milk*."""
    low, flags = cs.words.low, cs.words.flags
    if not _RITES.isdisjoint(low):
        return False
    for clause in cs.clauses:
        verb = clause.verb()
        if clause.link not in ("main", "coord") or verb is None:
            continue
        before = verb.start - 1
        while before > clause.start and flags[before] & (ADV | PUNCT):
            before -= 1
        titled = not _TITLES.isdisjoint(low[max(clause.start, before - 2) : before])
        return (low[before] in _SHE or titled) and (verb.tense in ("past", "pluperfect") or verb.lemma == "survive")
    return False
