"""How certain a report makes what it says of a place: the gravest of cue words, speakers and the verb's tense."""

from __future__ import annotations

from itertools import pairwise

from geo.claims.attribution import Speech
from geo.claims.clauses import Clause, Clauses
from geo.claims.cues import Reach, status_words
from geo.claims.reporting import noun_kind, says_kind
from geo.claims.theme import stem
from geo.claims.verbs import VerbGroup
from geo.claims.words import COORD, DET, PLACE, PREP, PUNCT
from geo.model import Status

__all__ = ["status_at"]

# A lasting thing that does so goes on: "the siege has entered its second year".
_DEVELOPS = frozenset(
    {"enter", "last", "continue", "drag", "worsen", "intensify", "escalate", "grow", "deepen", "reach", "widen"}
)
# Are done at one time; in the present progressive they are still to come: "is closing its plant".
_SCHEDULED = frozenset({"close", "open", "shut", "end", "leave", "introduce"})
# ... and in the plain present, where a day to come is named: "tenders open on Monday".
_TIMETABLED = _SCHEDULED | {
    "begin",
    "start",
    "meet",
    "vote",
    "play",
    "travel",
    "go",
    "face",
    "host",
    "arrive",
    "resume",
}
_TIMETABLED |= {"return", "visit", "launch", "appear", "run", "conclude", "finish", "depart", "sail", "fly", "decide"}
# "teams could not get to X" did not.
_REACHED = frozenset({"get", "reach", "enter", "land", "cross", "return", "leave", "access", "attend"})
# "smoke could be seen" was seen.
_SENSED = frozenset({"see", "hear", "feel", "smell"})
# Open a clause of time whose present is a future: "before it reaches X".
_TO_COME = ("before", "until", "till", "once", "as soon as", "when", "after")
_OPEN = (Status.POSSIBLE, Status.PLANNED)
_PAST = ("past", "pluperfect", "perfect")


def status_at(cs: Clauses, found: list[Reach], said: list[Speech], word: int, headline: bool = False) -> Status:
    """Return the status of what is said of the place at `word`.

    `found` are the sentence's cues, `said` the sayings whose content this is. Of several statuses the first in the
    order of `Status` wins.
    """
    clause = cs.clauses[cs.owner[word]]
    if any(r.clause == clause.index and _of_report(cs, r, word) for r in found):
        return Status.DENIED
    reduced = _in_reduced_relative(cs, clause, word)
    if reduced and any(r.clause == clause.index and r.subject and r.status is Status.DENIED for r in found):
        return Status.DENIED  # "samples from travellers isolated in X tested negative"
    if reduced:
        return Status.CLAIMED if said else Status.OCCURRED
    statuses = _from_own_clause(cs, clause, found, word) | _from_governing(cs, clause, found)
    if _said_not(cs, word):
        statuses.add(Status.DENIED)
    told_before = False
    for speech in said:
        statuses.add(Status(speech.kind))
        verb = cs.clauses[speech.clause].verb()
        told_before = told_before or (verb is not None and verb.tense in _PAST)
    told_before = told_before or _decided_that(cs, clause)
    if _before_a_vote(cs, clause, word):
        statuses.add(Status.PLANNED)
    statuses.add(_from_tense(cs, clause, told_before, word, headline))
    return next(status for status in Status if status in statuses)


def _in_reduced_relative(cs: Clauses, clause: Clause, word: int) -> bool:
    """Return whether a place tells what befell the subject before: *a dhow seized near Eyl may be used as ...*."""
    verb, flags = clause.verb(), cs.words.flags
    if verb is None or not verb.sure or word > verb.start:
        return False
    befell = next((g for g in reversed(clause.groups) if g.end <= word), None)
    if befell is None or befell.start == clause.start or (befell.sure and befell.tense != "participle"):
        return False
    if any(flags[k] & (PREP | PUNCT) for k in range(clause.start + bool(flags[clause.start] & PUNCT), befell.start)):
        return False  # "tariffs on cars shipped from X could ..."
    told = befell.lemma in status_words().verbs or says_kind(befell.lemma) not in ("", "claimed")
    return not told and befell.tense in ("past", "participle")


def _from_own_clause(cs: Clauses, clause: Clause, found: list[Reach], word: int) -> set[Status]:
    """Return what the cues of its own clause say of a place."""
    verb = clause.verb()
    flags = cs.words.flags
    alone = sum(1 for g in clause.groups if g.finite and (g.sure or g is verb or flags[g.start - 1] & COORD)) <= 1
    left_open = (
        verb.end - 1 if verb is not None and verb.modal in ("may", "might", "could") and not verb.negated else None
    )
    statuses: set[Status] = set()
    for r in found:
        if r.clause != clause.index or not (r.start <= word < r.end or (r.subject and alone)):
            continue
        if r.status is not Status.DENIED:
            statuses.add(r.status)
        elif (left_open is not None and r.start >= left_open) or clause.link == "cond":
            statuses.add(Status.POSSIBLE)  # "may yet be called off", "if it does not stop"
        elif not _beyond_negation(cs, verb, word):
            statuses.add(Status.DENIED)
    return statuses


def _of_report(cs: Clauses, found: Reach, word: int) -> bool:
    """Return whether a cue after a place tells of the whole report: *reports that X was hit | are false*."""
    told = found.subject and found.status is Status.DENIED and cs.clauses[found.clause].opener == "noun-that"
    return told and word < found.start and not cs.words.flags[found.start - 1] & (COORD | PUNCT)


def _beyond_negation(cs: Clauses, verb: VerbGroup | None, word: int) -> bool:
    """Return whether a place stands in an adjunct that no negated verb denies: *had not slept since reaching X*."""
    outside = ("since", "after", "before", "despite", "because", "owing", "due", "following", "amid")
    return verb is not None and any(low in outside for low in cs.words.low[verb.end : word])


def _from_governing(cs: Clauses, clause: Clause, found: list[Reach]) -> set[Status]:
    """Return what the cues of the clauses above say: what governs a complement governs what it says.

    A relative clause or a clause of time hangs on its own tense, so the way up ends there.
    """
    statuses: set[Status] = set()
    here = clause
    verb = clause.verb()
    if here.link == "adv" and here.opener in _TO_COME and verb is not None and verb.tense == "present":
        # "is likely to weaken before it reaches Cuba": as far off as what it dates.
        main = cs.clauses[here.parent] if here.parent >= 0 else None
        if main is not None:
            statuses |= {r.status for r in found if r.clause == main.index and r.status in _OPEN}
            if _tense_status(cs, main, False) is Status.PLANNED:
                statuses.add(Status.PLANNED)
    while here.parent >= 0 and (here.link not in ("rel", "adv", "tail", "source", "paren") or _tells(cs, here)):
        if here.link in ("comp", "part", "rel"):
            for r in found:
                if r.clause != here.parent:
                    continue
                after = r.subject and r.status is Status.DENIED  # "reports that X was hit are false"
                if (r.start <= here.start and (r.forward or here.link == "part")) or (
                    after and (here.opener == "noun-that" or here.link == "rel")
                ):
                    statuses.add(r.status)
        here = cs.clauses[here.parent]
    return statuses


def _tells(cs: Clauses, clause: Clause) -> bool:
    """Return whether a *that* after a noun opens what is told, though read as a relative: *the charge that ...*."""
    if clause.link != "rel" or clause.opener != "that":
        return False
    before = cs.words.low[clause.start - 1]
    return bool(noun_kind(before)) or before == "true" or before in status_words().untrue


_DECIDES = frozenset(
    {"agree", "decide", "rule", "resolve", "vote", "order", "ensure", "insist", "confirm", "determine"}
)


def _decided_that(cs: Clauses, clause: Clause) -> bool:
    """Return whether a clause is what somebody decided, so that *would* is a plan: *agreed that X would reopen*."""
    if clause.link != "comp" or clause.parent < 0:
        return False
    verb = cs.clauses[clause.parent].verb()
    return verb is not None and verb.lemma in _DECIDES and verb.tense in _PAST and not verb.negated


def _before_a_vote(cs: Clauses, clause: Clause, word: int) -> bool:
    """Return whether a place is that of something still to come: *weeks before a general election in Kosovo*."""
    low = cs.words.low
    at = next((k for k in range(word - 2, max(clause.start, word - 7), -1) if low[k] in ("before", "ahead")), -1)
    if at < 0 or any(at < g.start < word and g.finite for g in clause.groups):
        return False
    return any(stem(noun) in status_words().called for noun in low[at + 1 : word])


def _said_not(cs: Clauses, word: int) -> bool:
    """Return whether *not* stands right at the place's preposition: *in Asia, but not in Hong Kong*, *none in Rome*."""
    low, flags = cs.words.low, cs.words.flags
    i = word - 1
    while i >= 0 and flags[i] & DET:
        i -= 1
    if i > 0 and low[i] == "of":
        before = range(max(0, i - 3), i)  # "but not the port of X"
        return any(low[k] == "not" for k in before) and not any(flags[k] & PUNCT for k in before)
    return i > 0 and bool(flags[i] & PREP) and low[i - 1] in ("not", "none")


def _from_tense(cs: Clauses, clause: Clause, told_before: bool, word: int, headline: bool) -> Status:
    """Return what the tense of a clause says, or of the clause it hangs on where it has no verb of its own."""
    own = _tense_status(cs, clause, told_before)
    here = clause
    if clause.link == "part" and clause.opener == "with" and clause.parent >= 0:
        # "will be shut, with traffic sent through X": as far off as what it goes with
        above = _tense_status(cs, cs.clauses[clause.parent], told_before)
        own = above if above in _OPEN else own
    while own is None and here.parent >= 0 and here.link not in ("main", "cond", "tail", "paren"):
        here = cs.clauses[here.parent]
        own = _tense_status(cs, here, told_before)
    if own is None:
        return _without_verb(clause) if headline else Status.OCCURRED
    if own is Status.ONGOING and (headline or _one_happening(cs, clause, word)):
        return Status.OCCURRED  # headlines tell the past in the present
    return own


def _without_verb(clause: Clause) -> Status:
    """Return the status of a headline without a finite verb: *Author to visit X*, *Firm closing X plant*."""
    if any(g.tense == "infinitive" for g in clause.groups):
        return Status.PLANNED
    doing = next((g for g in clause.groups if g.tense == "ing"), None)
    if doing is None:
        return Status.OCCURRED
    return Status.PLANNED if doing.lemma in _SCHEDULED else Status.ONGOING


def _tense_status(cs: Clauses, clause: Clause, told_before: bool) -> Status | None:
    """Return what the verb of a clause says by its tense; None without a verb."""
    verb = clause.verb()
    words = status_words()
    if verb is None:
        return None
    match verb.tense:
        case "future":
            # What nobody can decide is foretold: "the virus will spread".
            dues = any(stem(noun) in _DUES for noun in cs.words.low[clause.start : verb.start])
            return Status.POSSIBLE if verb.lemma in words.foretold and not dues else Status.PLANNED
        case "conditional":
            # After "announced that" a "would" is a "will".
            return Status.PLANNED if told_before else Status.POSSIBLE
        case "modal":
            if verb.negated and verb.lemma in _REACHED:
                return Status.DENIED  # "teams could not get to X"
            sees = any(cs.words.flags[k] & PLACE for k in range(max(clause.start, verb.start - 1), verb.start))
            sensed = verb.modal == "could" and verb.lemma in _SENSED and not sees  # "X could see floods by Sunday"
            return Status.OCCURRED if verb.negated or sensed else Status.POSSIBLE
        case "present":
            to_come = (
                verb.lemma in _SCHEDULED
                if verb.progressive
                else verb.lemma in _TIMETABLED and _dated_ahead(cs, clause, verb)
            )
            return Status.PLANNED if to_come else Status.ONGOING
        case "perfect":
            low = cs.words.low
            goes_on = verb.lemma in _DEVELOPS and any(
                stem(noun) in words.lasting_nouns for noun in low[clause.start : verb.start]
            )
            lasts = low[verb.head] in words.lasting or verb.lemma in ("be", "begin", "start", "have")
            return Status.ONGOING if goes_on or lasts or verb.progressive else Status.OCCURRED
        case _:
            return Status.OCCURRED


# What somebody decides: "fuel prices will rise on Saturday".
_DUES = frozenset({"price", "fare", "tax", "fee", "toll", "levy", "duty", "pension", "wage", "benefit", "tariff"})


def _dated_ahead(cs: Clauses, clause: Clause, verb: VerbGroup) -> bool:
    """Return whether a day to come stands after a verb in the present: *opens on Monday*, *votes next week*."""
    low = cs.words.low
    rest = low[clause.start : clause.end]
    return any(
        a == "tomorrow" or (a == "on" and b in _DAYS) or (a == "next" and b in _SPANS) or (a == "in" and b in _MONTHS)
        for a, b in pairwise(rest)
    )


_DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
_MONTHS = frozenset({
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
})  # fmt: skip
_SPANS = frozenset({"week", "month", "year", "spring", "summer", "autumn", "winter", "season"})


def _one_happening(cs: Clauses, clause: Clause, word: int) -> bool:
    """Return whether a place hangs on a noun that names one happening, whatever the verb around it.

    *Despite criticism of the strikes in the Red Sea, the ministry maintains ...*
    """
    verb = clause.verb()
    low = cs.words.low
    if verb is not None and verb.progressive and verb.tense == "present":
        return False
    if verb is not None and verb.lemma == "be" and low[verb.end : verb.end + 1] in (("on",), ("under",)):
        return False  # "nurses are on strike", "the town is under attack"
    if verb is not None and word < verb.start:
        adjunct = any(w in ("despite", "after", "following", "since") for w in low[clause.start : word])
        if not adjunct:
            return False
    noun = _noun_before(cs, clause, word)
    return noun in status_words().punctual_nouns and noun not in status_words().lasting_nouns


def _noun_before(cs: Clauses, clause: Clause, word: int) -> str:
    """Return the stem of the event noun nearest before a place in its clause, empty where a verb comes between."""
    words = status_words()
    for i in range(word - 1, max(clause.start, word - 12) - 1, -1):
        if cs.owner[i] != clause.index:
            continue
        if any(g.start <= i < g.end and g.finite and g.sure for g in clause.groups):
            return ""
        noun = stem(cs.words.low[i])
        if noun in words.punctual_nouns or noun in words.lasting_nouns:
            return noun
    return ""
