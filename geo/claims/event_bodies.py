"""Who sits in a place: *officials in X*, *the World Bank in X*; whether what they do happens there."""

from __future__ import annotations

from geo.claims.clauses import says
from geo.claims.event_setting import Setting, in_verb, real_verb
from geo.claims.event_words import event_words
from geo.claims.reporting import saying_verbs
from geo.claims.theme import stem
from geo.claims.verbs import VerbGroup
from geo.claims.words import ADV, CAPITAL, COORD, DET, PLACE, PREP, PUNCT, TIME

__all__ = ["acts_elsewhere", "seated_body"]

_TRIED = frozenset({"case", "cases", "evidence", "trial", "appeal", "appeals", "argument", "arguments", "testimony"})


def seated_body(here: Setting, verb: VerbGroup | None, head: str, k: int) -> bool | None:
    """Return whether what a body does happens where it sits, None where no body stands before the place.

    `head` is the stem of the noun at `k`, right before the preposition.
    """
    clause = here.clause
    begin = _named_body(here, k)
    named = begin >= 0
    if not named and (head not in event_words().office | event_words().distant or in_verb(clause, k)):
        return None
    if verb is None:
        return False
    low = here.cs.words.low
    if "by" in low[max(clause.start, k - 4) : k]:
        return False
    if k >= verb.end:
        return _done_there(here, verb, begin if named else k)
    if acts_elsewhere(here, verb):
        return False
    verb = real_verb(clause, verb)
    if verb.lemma in ("put", "place", "set") and any(stem(n) in event_words().tallies for n in _after(here, verb)):
        return False  # "an official in X put the toll at 12"
    if verb.lemma == "hear" and not _TRIED.isdisjoint(_after(here, verb)):
        return True  # "a jury in X will hear the case"
    w = event_words()
    if head in _BENCH and verb.lemma in ("find", "rule", "order", "sentence"):
        return True  # "a judge in X found him guilty"
    if verb.passive and verb.lemma in _ORDERED:
        return True  # "staff of the office in X were told to stay"
    if verb.lemma in w.take_governments or verb.lemma in w.decide or says(verb):
        return False
    if named or head in w.distant:
        return verb.passive or verb.lemma in w.at_home or not _takes_object(here, verb)
    return True


_BENCH = frozenset({"judge", "jury", "court", "magistrate", "tribunal", "panel"})
_ORDERED = frozenset({"tell", "order", "ask", "advise", "instruct", "force"})


def _after(here: Setting, verb: VerbGroup) -> tuple[str, ...]:
    return here.cs.words.low[verb.end : verb.end + 5]


def _done_there(here: Setting, verb: VerbGroup, k: int) -> bool:
    """Return whether a body named after the verb has it done where it sits: not *asked for help from experts in X*."""
    low = here.cs.words.low
    of = low[k - 2] if low[k - 1] in ("the", "a", "an") else low[k - 1]
    only_named = of in ("from", "with", "by", "for") or (of == "of" and here.cs.words.flags[k] & CAPITAL)
    if only_named or _addressed(here, verb, k) or (verb.lemma in saying_verbs("bare") and here.own):
        return False
    # "is asked to call the unit in X"
    return not any(g.lemma in _REACHING and verb.end <= g.end <= k and low[g.end] != "for" for g in here.clause.groups)


def _addressed(here: Setting, verb: VerbGroup, k: int) -> bool:
    """Return whether a body is only spoken to or of: *told its ambassador in X to stay*, *blamed a firm in X*."""
    flags = here.cs.words.flags
    return verb.lemma in _SPOKEN_TO and not any(flags[i] & (PREP | PUNCT | COORD) for i in range(verb.end, k))


_SPOKEN_TO = frozenset({"tell", "ask", "urge", "blame", "warn", "inform", "notify", "thank", "order", "instruct"})
_REACHING = frozenset({"call", "contact", "phone", "ring", "email"})


def _takes_object(here: Setting, verb: VerbGroup) -> bool:
    """Return whether somebody is done something to: *kept rates*, not *burned down*, *went on strike*."""
    flags = here.cs.words.flags
    at = verb.end
    while at < here.clause.end and flags[at] & ADV and not flags[at] & (DET | PREP):
        at += 1
    return at < here.clause.end and not flags[at] & (PREP | PUNCT | TIME | COORD)


_SPOTS = frozenset({"in", "at", "near", "along", "off", "outside", "across", "on"})


def acts_elsewhere(here: Setting, verb: VerbGroup) -> bool:
    """Return whether an office does something at a place named after its verb: *police in X arrested a man in Y*."""
    low, flags, clause = here.cs.words.low, here.cs.words.flags, here.clause
    for i in range(verb.end, clause.end - 1):
        if here.cs.owner[i] == clause.index and low[i] in _SPOTS:
            after = i + 1 + bool(flags[i + 1] & DET)
            if after < len(flags) and flags[after] & PLACE:
                return True
    return False


def _named_body(here: Setting, k: int) -> int:
    """Return where the name of a body that ends at `k` begins, -1 for none: *the Center for Disease Control (CDC)*."""
    low, flags = here.cs.words.low, here.cs.words.flags
    names, body, begin = 0, False, -1
    for i in range(k, max(-1, k - 9), -1):
        if flags[i] & CAPITAL and not flags[i] & TIME:
            names, begin = names + 1, i
            body = body or stem(low[i]) in event_words().office or low[i] in _CENTRES
        elif low[i] not in ("(", ")", "for", "of", "the", "and", "&"):
            break
    run = low[begin : k + 1]
    court = "court" in run and "international" not in run and "justice" not in run  # what a court does happens there
    return begin if body and names > 1 and not court else -1


_CENTRES = frozenset(
    {
        "center",
        "centre",
        "centers",
        "programme",
        "program",
        "fund",
        "alliance",
        "movement",
        "league",
        "branch",
        "society",
    }
)
