"""How likely something is said to happen at a place: a small log-linear model over the place's setting.

The rules of `events.py` say yes or no; what they cannot weigh (who stands before *in X*, what the clause is about) this
model has learned from marked texts (`geo/_build/event_sense.py`), with the rules' own verdict as one feature of many.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from geo.claims.attribution import Speech
from geo.claims.clauses import Clause, Clauses
from geo.claims.event_setting import head_after, list_around
from geo.claims.event_words import event_words
from geo.claims.theme import stem
from geo.claims.verbs import VerbGroup
from geo.claims.words import CAPITAL, COORD, DET, PLACE, POSSESSIVE, PREP, PUNCT

__all__ = ["BARE", "Seen", "describe_setting"]

BARE = "p=-"
"""The feature of a place without a preposition."""


class Seen(NamedTuple):
    """What is known of a place beside its words."""

    kind: str
    """That of the place it resolves to (city, country, sea ...); empty where it is not placed."""
    usage: str
    """How the name is used."""
    about: str
    """The theme that the report is most about."""
    verdict: bool
    """What the rules say of it."""


def describe_setting(cs: Clauses, said: Sequence[Speech], word: int, seen: Seen) -> list[str]:
    """Return the features of the place that is `word`, each a short string.

    What stands before, after and over it, by word and by class; the clause it stands in; who speaks; all beside what
    the rules say.
    """
    low, flags = cs.words.low, cs.words.flags
    clause = cs.clauses[cs.owner[word]]
    first, last = list_around(cs, word)
    before = _before(cs, first)
    preposition = low[before] if before >= 0 and flags[before] & PREP else "-"
    yes = "y" if seen.verdict else "n"
    verb = clause.verb()
    side = "-" if verb is None else "<" if word < verb.start else ">"
    right = low[last + 1] if last + 1 < len(low) else "$"
    speaks = any(s.clause == clause.index for s in said)
    told = any(clause.index in s.covers for s in said)
    out = [
        "b", f"v={yes}", f"k={seen.kind},{yes}", f"u={seen.usage},{yes}", f"z={seen.about},{yes}",
        f"p={preposition},{yes}", f"p={preposition}", f"pk={preposition},{seen.kind}", f"s={side},{preposition}",
        f"r={right}", f"rk={right},{preposition}", f"l={clause.link},{side}", f"l={clause.link},{yes}",
        f"t={int(speaks)}{int(told)},{side},{preposition}", f"n={min(len(low) // 8, 5)}",
        f"l3={' '.join(low[max(0, first - 3) : first])}", f"l2={' '.join(low[max(0, first - 2) : first])}",
        f"r2={' '.join(low[last + 1 : last + 3])}",
    ]  # fmt: skip
    out += [f"bl={stem(low[k])}" for k in range(max(0, first - 6), first)]
    out += [f"br={stem(low[k])}" for k in range(last + 1, min(len(low), last + 6))]
    out += _verbs(cs, clause, verb, word, f"{side},{preposition}", side, yes)
    out += _left(cs, before, preposition, side, seen.kind)
    out += _right(cs, word, preposition)
    others = [k for k in range(clause.start, clause.end) if k != word and flags[k] & PLACE]
    out.append(f"o={'<' if any(k < word for k in others) else ''}{'>' if any(k > word for k in others) else ''},{yes}")
    if first != last:
        out.append(f"list={preposition},{yes}")
    if word == 0 or (word == 1 and flags[0] & DET):
        out.append(f"first={right},{seen.kind}")
    return out


def _before(cs: Clauses, first: int) -> int:
    """Return the word before a list of places and its articles and directions, -1 for none."""
    at = first - 1
    flags, modifiers = cs.words.flags, event_words().modifiers
    while at >= 0 and ((flags[at] & DET and not flags[at] & PREP) or cs.words.low[at] in modifiers):
        at -= 1
    return at


def _verbs(
    cs: Clauses, clause: Clause, verb: VerbGroup | None, word: int, where: str, side: str, yes: str
) -> list[str]:
    """Return what the verbs of its clause tell of a place, and who does what."""
    low, flags = cs.words.low, cs.words.flags
    out = [f"V={verb.lemma if verb else '-'},{side}", f"Vp={verb.lemma if verb else '-'},{where}"]
    near = next((g for g in reversed(clause.groups) if g.end <= word), None)
    if near is not None and (verb is None or near.start != verb.start):
        out += [f"N={near.lemma},{near.tense},{where}", f"N={near.lemma}"]
    if verb is None:
        return out
    sort = _verb_classes().get(verb.lemma, "event" if stem(verb.lemma) in event_words().events else "-")
    subject = next((k for k in range(verb.start - 1, clause.start - 1, -1) if not flags[k] & (PUNCT | DET)), -1)
    done_to = next(
        (k for k in range(verb.end, min(clause.end, verb.end + 4)) if not flags[k] & (PUNCT | DET)), len(low)
    )
    actor = _noun_class(cs, subject)
    return [
        *out, f"T={verb.tense},{int(verb.passive)},{where}", f"lv={sort},{where}",
        f"lv={sort},{int(verb.passive)},{side},{yes}", f"sub={stem(low[subject]) if subject >= 0 else '-'}",
        f"subc={actor},{where}", f"subV={actor},{verb.lemma},{side}",
        f"obj={stem(low[done_to]) if done_to < len(low) else '-'},{verb.lemma}",
    ]  # fmt: skip


def _left(cs: Clauses, before: int, preposition: str, side: str, kind: str) -> list[str]:
    """Return what stands before a place: the noun its preposition hangs on, or the word right before it."""
    low = cs.words.low
    beyond = low[before - 1] if before > 0 else "^"
    if preposition == "-":
        left = low[before] if before >= 0 else "^"
        return [f"q={left}", f"qc={_noun_class(cs, before)},{side}", f"q2={beyond},{left}"]
    noun = stem(beyond) if before > 0 else "^"
    sort = _noun_class(cs, before - 1)
    return [
        f"h={noun}", f"hp={noun},{preposition}", f"hc={sort},{preposition}", f"hk={sort},{kind},{preposition}",
        f"h2={low[before - 2] if before > 1 else '^'},{preposition}",
    ]  # fmt: skip


def _right(cs: Clauses, word: int, preposition: str) -> list[str]:
    """Return the head of the noun phrase that goes on after a place, or of what it owns."""
    flags = cs.words.flags
    owns = word + 1 < len(flags) and bool(flags[word + 1] & POSSESSIVE)
    head = head_after(cs, word + 2 if owns else word + 1)
    if not owns and head <= word:
        return []
    noun = stem(cs.words.low[head]) if head > word else "$"
    letter = "S" if owns else "H"
    return [f"{letter}={noun}", f"{letter}c={_noun_class(cs, head)},{preposition}"]


_VERBS = ("undergoes", "measure_verbs", "move", "obtain", "acts", "take_governments", "decide", "lives", "learned")
_NOUNS = (
    "office", "people", "residents", "professions", "goods", "works", "events", "counted", "measures", "natural",
    "kinds", "ties",
)  # fmt: skip


@cache
def _verb_classes() -> dict[str, str]:
    """Return a coarse class of each listed verb: what it says of the places with it."""
    return {lemma: name for name in reversed(_VERBS) for lemma in getattr(event_words(), name)}


@cache
def _noun_classes() -> dict[str, str]:
    """Return a coarse class of each listed noun, by its stem: who or what it is."""
    return {noun: name for name in reversed(_NOUNS) for noun in getattr(event_words(), name)}


def _noun_class(cs: Clauses, at: int) -> str:
    if not 0 <= at < len(cs.words.low):
        return "edge"
    low, flags = cs.words.low[at], cs.words.flags[at]
    if flags & PLACE:
        return "place"
    listed = _noun_classes().get(stem(low))
    if listed is not None:
        return listed
    return low if flags & PUNCT else "and" if flags & COORD else "Cap" if flags & CAPITAL else "low"
