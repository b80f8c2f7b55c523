"""How certain a clause makes what it says: cue words with their scope, negation, and the tense of its verb."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from geo.claims.attribution import Speech
from geo.claims.clauses import Clause, Clauses, says
from geo.claims.theme import stem
from geo.claims.verbs import VerbGroup
from geo.claims.words import ADV, BASE, CAPITAL, DET, PLACE, PREP, split_list
from geo.data import read_toml
from geo.model import Status

__all__ = ["Reach", "reaches", "status_at"]

_ORDER = tuple(Status)


class Reach(NamedTuple):
    """A cue found: what it makes of the words from `start` to `end` of its clause."""

    clause: int
    status: Status
    start: int
    end: int
    forward: bool
    """True where it also speaks of the clauses that hang on what follows it."""
    subject: bool = False
    """True where it also speaks of what stands before it in its clause: *dockers at Chittagong threatened to stop*."""


class _Cues(NamedTuple):
    phrases: dict[str, tuple[tuple[tuple[str, ...], Status, bool], ...]]
    """By first word: the words, the status, and whether it reaches only forward."""
    but_not: dict[str, tuple[tuple[str, ...], ...]]
    verbs: dict[str, Status]
    lasting: frozenset[str]
    state: frozenset[str]
    punctual_nouns: frozenset[str]
    lasting_nouns: frozenset[str]
    foretold: frozenset[str]


@cache
def _cues() -> _Cues:
    table = read_toml("status.toml")
    verbs_table = read_toml("verbs.toml")
    phrases: dict[str, list[tuple[tuple[str, ...], Status, bool]]] = {}
    but_not: dict[str, list[tuple[str, ...]]] = {}
    verbs: dict[str, Status] = {}
    for cue in table["cue"]:
        status = Status(cue["gives"])
        for phrase in split_list(cue.get("phrases", "")):
            parts = tuple(phrase.lower().split())
            phrases.setdefault(parts[0], []).append((parts, status, not cue.get("subject", False)))
        for phrase in split_list(cue.get("but_not", "")):
            parts = tuple(phrase.lower().split())
            but_not.setdefault(parts[0], []).append(parts)
        for verb in split_list(cue.get("verbs", "")):
            verbs[verb] = status
    nouns = table["nouns"]
    return _Cues(
        {k: tuple(sorted(v, key=lambda p: -len(p[0]))) for k, v in phrases.items()},
        {k: tuple(v) for k, v in but_not.items()},
        verbs,
        frozenset(split_list(verbs_table["lasting"])),
        frozenset(split_list(verbs_table["state"])),
        frozenset(stem(n) for n in split_list(nouns["punctual"])),
        frozenset(stem(n) for n in split_list(nouns["lasting"])),
        frozenset(split_list(table["foretold"]["verbs"])),
    )


_NO = frozenset(["no", "none", "nobody", "nothing", "neither", "never"])


def _masked(low: tuple[str, ...]) -> set[int]:
    """Return the words that belong to a phrase which only looks like a cue (*not only*, *could not confirm*)."""
    out: set[int] = set()
    table = _cues().but_not
    for i, word in enumerate(low):
        for parts in table.get(word, ()):
            if low[i : i + len(parts)] == parts:
                out.update(range(i, i + len(parts)))
    return out


def reaches(cs: Clauses) -> list[Reach]:
    """Return every cue of a sentence with the words it speaks of."""
    cues = _cues()
    low, flags, owner = cs.words.low, cs.words.flags, cs.owner
    masked = _masked(low)
    found: list[Reach] = []
    for i, word in enumerate(low):
        candidates = cues.phrases.get(word)
        if not candidates or i in masked or flags[i] & PLACE:
            continue
        for parts, status, forward in candidates:
            size = len(parts)
            if status is Status.PLANNED and size > 1 and parts[-1] == "to" and not _verb_at(cs, i + size):
                continue
            if size == 1 or low[i : i + size] == parts:
                clause = cs.clauses[owner[i]]
                if (
                    word == "may"
                    and i
                    and cs.words.flags[i]
                    and not any(g.modal == "may" and g.start <= i < g.end for g in clause.groups)
                ):
                    continue
                if word in ("will", "shall", "would", "should", "might", "could") and size == 1:
                    continue  # read from the verb group
                found.append(
                    Reach(
                        clause.index,
                        status,
                        i if forward or status is Status.DENIED else clause.start,
                        clause.end,
                        forward,
                        not forward,
                    )
                )
                break
    for clause in cs.clauses:
        verb = clause.verb()
        for group in clause.groups:
            if not group.sure and group is not verb and group.tense == "past":
                continue
            status = cues.verbs.get(group.lemma)
            negated = group.negated and not any(k in masked for k in range(group.start, group.end))
            if (
                group.lemma == "consider"
                and group.passive
                and not group.progressive
                and "being" not in low[group.start : group.end]
            ):
                continue  # is regarded as
            if status is not None and group.head not in masked and group.tense != "participle":
                if negated or (group.tense == "infinitive" and _rules_out(clause, group, cues)):
                    status = Status.POSSIBLE if status is Status.DENIED else Status.DENIED
                elif group.lemma in ("plan", "schedule") and group.tense == "pluperfect":
                    status = Status.POSSIBLE
                whole = group.passive
                found.append(
                    Reach(clause.index, status, clause.start if whole else group.end, clause.end, True, group is verb)
                )
            elif negated and group.finite:
                if group.modal in ("may", "might"):
                    found.append(Reach(clause.index, Status.POSSIBLE, clause.start, clause.end, False))
                elif group is verb or verb is None:
                    if not says(group):
                        # "will not rule out": two negations leave it open.
                        phrase_denied = any(
                            r.clause == clause.index
                            and r.status is Status.DENIED
                            and r.start >= group.start
                            and r.forward
                            for r in found
                        )
                        if phrase_denied:
                            found = [r for r in found if not (r.clause == clause.index and r.status is Status.DENIED)]
                            found.append(Reach(clause.index, Status.POSSIBLE, group.start, clause.end, True))
                        else:
                            found.append(
                                Reach(
                                    clause.index,
                                    Status.DENIED,
                                    clause.start,
                                    clause.end,
                                    group.lemma in ("believe", "think", "know"),
                                )
                            )
            if group.finite and (group is verb or verb is None):
                # "has no credibility", "reported no deaths", "there are no new cases"
                j = group.end
                if j < len(low) and owner[j] == clause.index and low[j] in _NO and j not in masked:
                    found.append(Reach(clause.index, Status.DENIED, clause.start, clause.end, says(group) == ""))
        k = clause.start
        while k < clause.end and (
            owner[k] != clause.index or low[k] in (",", "“", '"', "and", "but", "that", "although", "so", "far")
        ):
            k += 1
        if k < clause.end and low[k] in _NO and k not in masked and verb is not None and not verb.negated:
            found.append(Reach(clause.index, Status.DENIED, clause.start, clause.end, False))
        if verb is not None and verb.modal in ("may", "might", "could", "should") and verb.start not in masked:
            if not (verb.modal == "could" and verb.negated):
                found.append(Reach(clause.index, Status.POSSIBLE, clause.start, clause.end, False))
        if clause.link == "cond":
            found.append(Reach(clause.index, Status.POSSIBLE, clause.start, clause.end, False))
            parent = cs.clauses[clause.parent] if clause.parent >= 0 else None
            head = parent.verb() if parent else None
            if (
                parent
                and head
                and clause.opener != "whether"
                and (
                    head.tense in ("future", "conditional", "modal")
                    or any(g.tense == "infinitive" for g in parent.groups)
                )
            ):
                found.append(Reach(parent.index, Status.POSSIBLE, parent.start, parent.end, False))
    return found


def _verb_at(cs: Clauses, i: int) -> bool:
    """Return whether a base form stands at `i`: *due to open* against *due to rain*."""
    words = cs.words
    while i < len(words) and words.flags[i] & ADV and not words.flags[i] & BASE:
        i += 1
    return (
        i < len(words)
        and (bool(words.flags[i] & BASE) or words.low[i] in ("be", "have", "do"))
        and not words.flags[i] & CAPITAL
    )


def _beyond_negation(cs: Clauses, clause: Clause, word: int) -> bool:
    """Return whether a place stands in an adjunct that a negated verb does not deny: *had not slept since reaching X*."""
    verb = clause.verb()
    if verb is None:
        return False
    low = cs.words.low
    return any(low[k] in ("since", "after", "before", "despite") for k in range(verb.end, word))


def _modal_from(clause: Clause) -> int | None:
    verb = clause.verb()
    return verb.end - 1 if verb is not None and verb.modal in ("may", "might", "could") and not verb.negated else None


def _rules_out(clause: Clause, group: VerbGroup, cues: _Cues) -> bool:
    """Return whether an infinitive hangs on a negated verb: *did not want to invade*."""
    return any(g.negated and g.end == group.start for g in clause.groups)


def _tense_status(cs: Clauses, clause: Clause, reported_past: bool) -> Status | None:
    """Return what the verb of a clause says by its tense; None without a verb."""
    verb = clause.verb()
    cues = _cues()
    if verb is None:
        return None
    match verb.tense:
        case "future":
            # What nobody can decide is foretold: "the virus will spread".
            return Status.POSSIBLE if verb.lemma in cues.foretold else Status.PLANNED
        case "conditional":
            # After "announced that" a "would" is a "will".
            return Status.PLANNED if reported_past else Status.POSSIBLE
        case "modal" if verb.modal == "could" and verb.lemma in ("see", "hear", "feel", "smell") and not verb.negated:
            return Status.OCCURRED
        case "modal":
            return (
                Status.POSSIBLE
                if verb.modal in ("may", "might", "could", "should") and not verb.negated
                else Status.OCCURRED
            )
        case "present":
            if verb.progressive and verb.lemma in _SCHEDULED:
                return Status.PLANNED
            return Status.ONGOING
        case "perfect":
            if verb.lemma in _DEVELOPS and any(
                stem(cs.words.low[k]) in cues.lasting_nouns for k in range(clause.start, verb.start)
            ):
                return Status.ONGOING
            if (
                verb.progressive
                or cs.words.low[verb.head] in cues.lasting
                or verb.lemma in ("be", "begin", "start", "have")
            ):
                return Status.ONGOING
            return Status.OCCURRED
        case _:
            return Status.OCCURRED


# A lasting thing that does so goes on: "the siege has entered its second year".
_DEVELOPS = frozenset(
    {"enter", "last", "continue", "drag", "worsen", "intensify", "escalate", "grow", "deepen", "reach", "widen"}
)
# Are done at one time; in the present progressive they are still to come: "is closing its plant".
_SCHEDULED = frozenset({"close", "open", "shut", "end", "leave", "introduce"})


def status_at(cs: Clauses, found: list[Reach], said: list[Speech], word: int, headline: bool = False) -> Status:
    """Return the status of what is said of the place at `word`, by its clause and by what governs that clause."""
    clause = cs.clauses[cs.owner[word]]
    statuses: set[Status] = set()
    lone = sum(1 for g in clause.groups if g.finite and g.sure) <= 1
    modal = _modal_from(clause)
    for r in found:
        if r.clause != clause.index:
            continue
        if r.start <= word < max(r.end, clause.end) or (r.subject and lone and word < r.start):
            if r.status is Status.DENIED and ((modal is not None and r.start >= modal) or clause.link == "cond"):
                # "may yet be called off", "if it does not stop": left open.
                statuses.add(Status.POSSIBLE)
            elif r.status is Status.DENIED and _beyond_negation(cs, clause, word):
                continue
            else:
                statuses.add(r.status)
    # Up the chain: what governs a complement governs what it says.
    here = clause
    guard = 0
    while here.parent >= 0 and guard < 20:
        guard += 1
        parent = cs.clauses[here.parent]
        if here.link in ("comp", "part"):
            for r in found:
                if r.clause == parent.index and r.start <= here.start and (r.forward or here.link == "part"):
                    statuses.add(r.status)
        elif here.link in ("rel", "adv", "cond", "tail", "source", "paren"):
            if here.link != "cond" and here.link != "rel":
                break
            if here.link == "rel":
                # "a plan that would ..." hangs on its own tense; only the speaker carries over.
                break
        here = parent
    if _said_not(cs, word):
        statuses.add(Status.DENIED)
    reported_past = False
    for speech in said:
        statuses.add(Status(speech.kind))
        verb = cs.clauses[speech.clause].verb()
        reported_past = reported_past or (verb is not None and verb.tense in ("past", "pluperfect", "perfect"))
    base = _base(cs, clause, reported_past, word, headline)
    if base is not None:
        statuses.add(base)
    for status in _ORDER:
        if status in statuses:
            return status
    return Status.OCCURRED


def _said_not(cs: Clauses, word: int) -> bool:
    """Return whether *not* stands right at the place's preposition: *endemic in Asia, but not in Hong Kong*."""
    low, flags = cs.words.low, cs.words.flags
    i = word - 1
    while i >= 0 and flags[i] & DET:
        i -= 1
    return i > 0 and bool(flags[i] & PREP) and low[i - 1] == "not"


def _base(cs: Clauses, clause: Clause, reported_past: bool, word: int, headline: bool) -> Status | None:
    own = _tense_status(cs, clause, reported_past)
    here = clause
    while own is None and here.parent >= 0 and here.link in ("part", "coord", "comp", "source", "adv", "rel"):
        here = cs.clauses[here.parent]
        own = _tense_status(cs, here, reported_past)
    if own is None:
        if headline and any(g.tense == "infinitive" for g in clause.groups):
            return Status.PLANNED
        if headline and any(g.tense == "ing" for g in clause.groups):
            lead = next(g for g in clause.groups if g.tense == "ing")
            return Status.PLANNED if lead.lemma in _SCHEDULED else Status.ONGOING
        return Status.OCCURRED
    if headline and own is Status.ONGOING:
        return Status.OCCURRED
    if own is Status.ONGOING:
        noun = attached_noun(cs, word)
        verb = clause.verb()
        if verb is not None and verb.progressive and verb.tense == "present":
            return own
        if noun in _cues().punctual_nouns and noun not in _cues().lasting_nouns and not _subject_of(cs, clause, word):
            return Status.OCCURRED
    return own


def _subject_of(cs: Clauses, clause: Clause, word: int) -> bool:
    verb = clause.verb()
    return (
        verb is not None
        and word < verb.start
        and not any(cs.words.low[k] in ("despite", "after", "following", "since") for k in range(clause.start, word))
    )


def attached_noun(cs: Clauses, word: int) -> str:
    """Return the stem of the event noun nearest before a place in its clause: *strikes* of *strikes on boats in X*."""
    cues = _cues()
    clause = cs.clauses[cs.owner[word]]
    for i in range(word - 1, max(clause.start, word - 12) - 1, -1):
        if cs.owner[i] != clause.index:
            continue
        if any(g.start <= i < g.end and g.finite and g.sure for g in clause.groups):
            return ""
        noun = stem(cs.words.low[i])
        if noun in cues.punctual_nouns or noun in cues.lasting_nouns:
            return noun
    return ""
