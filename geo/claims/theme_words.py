"""Which words of a sentence tell what a clause is about: its own, the act before the target, not who speaks of it."""

from __future__ import annotations

from geo.claims.attribution import Speech
from geo.claims.clauses import Clauses
from geo.claims.event_words import event_words
from geo.claims.theme import Hit, cue_hits, stem
from geo.claims.words import CAPITAL, PLACE, TIME

__all__ = ["content_hits", "words_about", "words_apart"]

# Who speaks tells a little of what is said: an army of war, a ministry of health of illness.
_SPEAKER_SHARE = 0.3


def words_about(cs: Clauses, clause: int, mentions: tuple[int, ...]) -> list[int]:
    """Return the words of a clause that tell of some of its places: *flights to X halted | since the raid on Y*."""
    inside = [i for i, owner in enumerate(cs.owner) if owner == clause]
    low, at = cs.words.low, [i for i in inside if cs.words.mentions[i] in mentions]
    bars = [
        i
        for i in inside[1:]
        if low[i] in _DATING and any(noun in event_words().events for noun in map(stem, low[i + 1 : i + 5]))
    ]
    for bar in bars[:1]:
        if at and all(i > bar for i in at):
            return [i for i in inside if i > bar]
        if at and all(i < bar for i in at):
            return [i for i in inside if i < bar]
    return inside


_DATING = frozenset({"since", "after", "following", "despite", "before"})


def words_apart(cs: Clauses, clause: int, inside: list[int]) -> frozenset[int]:
    """Return the words of statements that stand beside a clause, or beside the part of it that counts.

    *..., and in Rome the airport was closed*
    """
    here = cs.clauses[clause]
    rest = frozenset(i for i, owner in enumerate(cs.owner) if owner == clause).difference(inside)
    if here.link not in ("main", "coord"):
        return rest
    beside = {
        c.index
        for c in cs.clauses
        if c.index != clause
        and c.link in ("main", "coord")
        and c.same_subject != clause
        and here.same_subject != c.index
    }
    return rest | {i for i, owner in enumerate(cs.owner) if owner in beside}


def content_hits(cs: Clauses, said: list[Speech]) -> list[Hit]:
    """Return the theme cues of a sentence; those in the names of its speakers count less: *the navy said*."""
    spans = [who for speech in said for who in speech.who]
    starts = cs.words.starts
    flags = cs.words.flags
    hits = [
        # A town called Hurricane is no storm, and the month of March no protest.
        h
        for h in cue_hits(cs.words.low)
        if not flags[h.word] & PLACE and not (flags[h.word] & TIME and flags[h.word] & CAPITAL)
    ]
    targets = _targets(cs, hits)
    shares = [
        _SPEAKER_SHARE
        if any(a <= starts[h.word] < b for a, b in spans) or _names_office(cs.words.low, h)
        else targets.get(h.word, 1.0)
        if h.theme != _WAR
        else 1.0
        for h in hits
    ]
    return [h._replace(weight=h.weight * share) for h, share in zip(hits, shares, strict=True)] + _shut_borders(cs)


def _names_office(low: tuple[str, ...], hit: Hit) -> bool:
    """Return whether a cue only tells whose office it is: *the health minister was arrested*, *the water authority*."""
    after = low[hit.word + 1 : hit.word + 2]
    return bool(after) and after[0] in _OFFICES and low[hit.word] not in _OFFICES


_OFFICES = frozenset({"minister", "ministers", "ministry", "secretary", "authority", "commissioner", "correspondent"})
_WAR = "conflict, war and peace"
_ATTACKS = frozenset({"attack", "shell", "bomb", "bombard", "storm", "strike", "hit", "pound", "target"})
# An act of war tells more than what it is done to: "drones struck a refinery".
_TARGET_SHARE = 0.3


def _targets(cs: Clauses, hits: list[Hit]) -> dict[int, float]:
    """Return the words after a verb of attack whose subject is armed, with what they count."""
    armed = {h.word for h in hits if h.theme == _WAR}
    found: dict[int, float] = {}
    for clause in cs.clauses:
        verb = clause.verb()
        if verb is None or verb.lemma not in _ATTACKS or verb.passive:
            continue
        shared = cs.clauses[clause.same_subject].start if clause.same_subject >= 0 else clause.start
        before = range(shared, verb.start)
        if not armed.isdisjoint(before) or any(cs.words.low[i] in ("it", "they") for i in before):
            found |= dict.fromkeys(
                (i for i in range(verb.end, clause.end) if cs.owner[i] == clause.index), _TARGET_SHARE
            )
    return found


def _shut_borders(cs: Clauses) -> list[Hit]:
    """Return a cue of politics for each border that is opened or closed."""
    return [
        Hit(i, "politics", "", 2.0)
        for i, low in enumerate(cs.words.low)
        if low.endswith((" border", " frontier"))
        and (verb := cs.clauses[cs.owner[i]].verb()) is not None
        and verb.lemma in ("close", "shut", "open", "reopen", "seal")
    ]
