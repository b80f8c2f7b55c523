"""A place in its sentence, as the rules that look for event places see it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from geo.claims.attribution import Speech
from geo.claims.clauses import Clause, Clauses, says
from geo.claims.event_words import event_words
from geo.claims.theme import stem
from geo.claims.verbs import VerbGroup
from geo.claims.words import ADV, BE, CAPITAL, COORD, DET, HAVE, MODAL, PLACE, POSSESSIVE, PREP, PUNCT, REL, SUB, TIME

__all__ = [
    "COUNTING",
    "ENDS_PHRASE",
    "SPOT_PREPOSITIONS",
    "Setting",
    "counts",
    "fronted",
    "head_after",
    "in_verb",
    "list_around",
    "local_voice",
    "place_by_its_words",
    "real_verb",
    "speaks",
    "told_of",
]


SPOT_PREPOSITIONS = ("in", "at", "near", "across", "on", "outside", "around", "off")


# What ends the noun phrase that goes on after a place.
ENDS_PHRASE = PUNCT | PREP | COORD | DET | REL | SUB | MODAL | BE | HAVE | POSSESSIVE | TIME


class Setting(NamedTuple):
    """A place in its sentence."""

    cs: Clauses
    word: int
    first: int
    """First place of the list it stands in, itself where there is none."""
    last: int
    preposition: int
    """Where the preposition before the list stands, -1 for none."""
    area: bool
    """Its kind cannot act or speak."""
    own: tuple[Speech, ...]
    """Sayings that its clause makes, not those it is the content of."""

    @property
    def clause(self) -> Clause:
        """Return the clause it stands in."""
        return self.cs.clauses[self.cs.owner[self.word]]


@cache
def place_by_its_words(name: str) -> bool:
    """Return whether a name's own words show a place that cannot act: *Catania airport*, *north of Gao*."""
    parts = name.split()
    if len(parts) < 2:
        return False
    w = event_words()
    # "north of Gao" is a spot; "North Charleston" has a mayor.
    lead = parts[1] if parts[0].lower() in ("the", "a", "an", "its") and len(parts) > 2 else parts[0]
    parts = name.lower().split()
    if parts[-1] in w.natural or parts[0][0].isdigit() or lead in w.locating:
        return True
    last = stem(parts[-1])
    return last in w.events and last not in w.by_actors and last not in w.kinds


def list_around(cs: Clauses, word: int) -> tuple[int, int]:
    """Return the first and last place of the list around a place: one preposition serves *Benin, Ghana and Niger*."""
    low, flags = cs.words.low, cs.words.flags

    def walk(step: int) -> int:
        at = word
        while True:
            k = at + step
            while 0 <= k < len(low) and (flags[k] & COORD or low[k] in (",", "the", "both")):
                k += step
            if abs(k - at) > 1 and 0 <= k < len(low) and flags[k] & PLACE:
                at = k
            else:
                return at

    first, last = walk(-1), walk(1)
    opens = cs.clauses[cs.owner[first]].start
    if first - opens > 2 and any(flags[k] & COORD for k in range(first, last)):
        return first, last  # "linked to X, the Y or the Z"; not "In the X, the Y and the Z said"
    return (
        first if _one_list(cs, first, word) else word,
        last if _one_list(cs, word, last) else word,
    )


def _one_list(cs: Clauses, first: int, last: int) -> bool:
    """Return whether places are one list, not neighbours by chance: *in the Red Sea, the Pentagon*."""
    gap = range(first + 1, last)
    low, flags = cs.words.low, cs.words.flags
    joined = any(flags[k] & COORD for k in gap)
    return not gap or joined or ("," in low[first:last] and "the" not in low[first:last])


def head_after(cs: Clauses, i: int) -> int:
    """Return where the head noun of the phrase that goes on at `i` stands, -1 where there is none."""
    flags = cs.words.flags
    verbs = {k for g in cs.clauses[cs.owner[i - 1]].groups if g.finite for k in range(g.start, g.end)}
    last = -1
    for j in range(i, len(flags)):
        f = flags[j]
        if f & ENDS_PHRASE or (j > i and (j in verbs or (f & ADV and not f & (CAPITAL | PLACE)))):
            break
        last = j
    return last


def in_verb(clause: Clause, word: int) -> bool:
    return any(g.start <= word < g.end for g in clause.groups)


def real_verb(clause: Clause, verb: VerbGroup) -> VerbGroup:
    """Return what is done where the finite verb only begins it: *have begun to implement*."""
    if verb.lemma in event_words().begin:
        for group in clause.groups:
            if group.tense == "infinitive" and 0 <= group.start - verb.end < 2:
                return group
    return verb


def told_of(clause: Clause, verb: VerbGroup) -> VerbGroup | None:
    """Return what somebody is said to do, None where the passive says no such thing: *is believed to have armed*."""
    if not verb.passive or not says(verb):
        return None
    return next((g for g in clause.groups if g.tense == "infinitive" and g.start == verb.end), None)


def speaks(here: Setting) -> bool:
    """Return whether the place stands in the name of who speaks, not in what is said."""
    start = here.cs.words.starts[here.word]
    for speech in here.own:
        # Who threatens or vows acts where he is: "dockers at Chittagong threatened to stop work".
        if speech.kind == "planned":
            continue
        if any(a <= start < b for a, b in speech.who):
            return True
        link = here.cs.clauses[speech.clause].link
        if link in ("tail", "source"):
            # "..., the agency said, most of them in X": what was said goes on.
            return ("," if link == "tail" else ":") not in here.cs.words.low[speech.start : here.first]
    return False


def fronted(here: Setting) -> bool:
    """Return whether the place stands before the subject: *In Gaza, officials said ...*."""
    words, clause = here.cs.words, here.clause
    verb = clause.verb()
    if verb is None or here.word > verb.start or "," not in words.low[here.word : verb.start]:
        return False
    start = clause.start
    if words.flags[start] & (PUNCT | COORD) and start + 1 < len(words):
        start += 1
    return bool(words.flags[start] & PREP)


def local_voice(cs: Clauses, said: Sequence[Speech], word: int) -> Speech | None:
    """Return what those say who live off a place's ground and name no other, None for others: *farmers in X fear*."""
    low, owner, at = cs.words.low, cs.owner, word - 1
    while at > 0 and cs.words.flags[at] & DET:
        at -= 1
    if at < 1 or low[at] not in _HOME:
        return None
    w, head = event_words(), stem(low[at - 1])
    voice = next((s for s in said if s.clause == owner[word] and word < s.start), None)
    if voice is None or not (head in w.locals or head in w.residents or head in w.office):
        return None
    content = [i for i in range(voice.start, len(low)) if owner[i] in voice.covers]
    elsewhere = any(cs.words.mentions[i] >= 0 for i in content)
    if head in w.office:
        # "The mayor of X said two shelters in the city were full"
        here = any(low[i] in _HERE or (low[i] in _AREA and low[i - 1] == "the") for i in content)
        return voice if here and not elsewhere and head in _LOCAL_OFFICE else None
    if voice.kind == "denied" or (voice.kind != "possible" and head not in w.locals):
        return None
    return None if elsewhere else voice


_HERE = frozenset({"there", "here", "downtown", "locally"})
_AREA = frozenset({"city", "town", "province", "district", "county", "village", "island", "area"})
_LOCAL_OFFICE = frozenset(
    {"mayor", "governor", "chief", "official", "councillor", "warden", "sheriff", "commissioner", "board"}
)
_HOME = frozenset({"in", "of", "at", "on", "near", "around"})


COUNTING = ("report", "record", "confirm", "register")


def counts(here: Setting, verb: VerbGroup) -> bool:
    """Return whether a place tells of what it met with: *Kansas has reported two cases*."""
    w = event_words()
    after = here.cs.words.low[verb.end : min(here.clause.end, verb.end + 8)]
    nouns = [stem(n) for n in (after[: after.index(",")] if "," in after else after)]
    return verb.lemma in COUNTING and any(n in w.events or n in w.counted for n in nouns)
