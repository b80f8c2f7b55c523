"""Find the words that make a clause less than a fact (denied, possible, planned ...) and how far each reaches."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from geo.claims.attribution import decided
from geo.claims.clauses import Clause, Clauses, says
from geo.claims.reporting import noun_kind, saying_verbs
from geo.claims.theme import stem
from geo.claims.verbs import VerbGroup
from geo.claims.words import ADV, BASE, CAPITAL, COORD, NUMBER, PLACE, PUNCT, TIME, split_list
from geo.data import read_toml
from geo.model import Status

__all__ = ["Cues", "Reach", "reaches", "status_words"]

# What somebody may not do is forbidden: "trucks may not enter".
_FORBIDDEN = frozenset({"enter", "leave", "travel", "use", "operate", "fly", "cross", "sail", "land", "gather", "fish"})
_BEFORE_NO = frozenset(
    {
        "and",
        "but",
        "that",
        "although",
        "though",
        "so",
        "far",
        "while",
        "however",
        "yet",
        "as",
        "because",
        "also",
        "since",
        "date",
        "now",
    }
)
# May stand between a helper and its verb: "was also reported".
_BETWEEN = frozenset(
    {"also", "now", "later", "since", "already", "again", "widely", "initially", "largely", "still", "long"}
)
_BE = ("is", "are", "was", "were", "been", "be", "prove", "proves", "proved", "prove to be", "proved to be", "as")
_FOUND_OUT = ("turned out to be", "turned out", "called", "branded", "labelled", "labeled")
_NO = frozenset({"no", "none", "nobody", "nothing", "neither", "never", "nor"})
_OPEN_MODALS = frozenset({"may", "might", "could", "should"})
# "476 cases were reported" is a count, "fighting was reported" is hearsay.
_COUNTED = frozenset({"case", "death", "infection", "fatality", "patient", "injury"})
# Read from the verb group, where they can be told from the month of May and from a testament.
_MODALS = frozenset({"will", "shall", "would", "should", "might", "could"})


class Reach(NamedTuple):
    """A cue found: what it makes of the words from `start` to `end`, excluded, of its clause."""

    clause: int
    status: Status
    start: int
    end: int
    forward: bool
    """True where it also speaks of the clauses that hang on what follows it."""
    subject: bool = False
    """True where it also speaks of what stands before it in its clause: *dockers at Chittagong threatened to stop*."""


class Cues(NamedTuple):
    """What `status.toml` and `verbs.toml` know of certainty. Nouns are stems, verbs base forms."""

    phrases: dict[str, dict[str, tuple[tuple[tuple[str, ...], Status, bool], ...]]]
    """By first and second word (empty for one alone), longest first: the words, the status, and whether it reaches only
    forward."""
    but_not: dict[str, tuple[tuple[str, ...], ...]]
    verbs: dict[str, Status]
    foretold: frozenset[str]
    lasting: frozenset[str]
    """Participles that leave a state behind."""
    punctual_nouns: frozenset[str]
    lasting_nouns: frozenset[str]
    untrue: frozenset[str]
    """Adjectives and nouns for what is not so, of one word."""
    called: frozenset[str]
    """Nouns for what is called for a day to come."""


@cache
def status_words() -> Cues:
    """Return the cue words, read once."""
    table = read_toml("status.toml")
    phrases: dict[str, dict[str, list[tuple[tuple[str, ...], Status, bool]]]] = {}
    but_not: dict[str, list[tuple[str, ...]]] = {}
    verbs: dict[str, Status] = {}
    for cue in table["cue"]:
        status = Status(cue["gives"])
        found_out = [f"{be} {word}" for word in split_list(cue.get("untrue", "")) for be in _BE + _FOUND_OUT]
        for phrase in (*split_list(cue.get("phrases", "")), *found_out):
            parts = tuple(phrase.lower().split())
            second = parts[1] if len(parts) > 1 else ""
            alike = phrases.setdefault(parts[0], {}).setdefault(second, [])
            alike.append((parts, status, not cue.get("subject", False)))
        for phrase in split_list(cue.get("but_not", "")):
            parts = tuple(phrase.lower().split())
            but_not.setdefault(parts[0], []).append(parts)
        for verb in split_list(cue.get("verbs", "")):
            verbs[verb] = status
    untrue = frozenset(word.rpartition(" ")[2] for cue in table["cue"] for word in split_list(cue.get("untrue", "")))
    nouns = table["nouns"]
    return Cues(
        {
            first: {second: tuple(sorted(alike, key=lambda p: -len(p[0]))) for second, alike in more.items()}
            for first, more in phrases.items()
        },
        {k: tuple(v) for k, v in but_not.items()},
        verbs,
        frozenset(split_list(table["foretold"]["verbs"])),
        frozenset(split_list(read_toml("verbs.toml")["lasting"])),
        frozenset(stem(n) for n in split_list(nouns["punctual"])),
        frozenset(stem(n) for n in split_list(nouns["lasting"])),
        untrue - {"of", "up", "foundation", "basis", "merit"},
        frozenset(stem(n) for n in split_list(nouns["called"])),
    )


def reaches(cs: Clauses) -> list[Reach]:
    """Return every cue of a sentence with the words it speaks of."""
    masked = _masked(cs.words.low)
    found = _from_phrases(cs, masked) + _turned_out(cs) + _called(cs) + _called_untrue(cs)
    for clause in cs.clauses:
        verb = clause.verb()
        for group in clause.groups:
            if group.sure or group is verb or group.tense != "past":
                found = _from_verb(cs, clause, group, verb, masked, found)
        if _opens_with_no(cs, clause, masked) and verb is not None and not verb.negated:
            found.append(Reach(clause.index, Status.DENIED, clause.start, clause.end, False))
        opens = verb is not None and verb.modal in _OPEN_MODALS and not (verb.modal == "could" and verb.negated)
        forbids = verb is not None and verb.modal == "may" and verb.negated and verb.lemma in _FORBIDDEN
        if verb is not None and opens and not forbids and verb.start not in masked:
            found.append(Reach(clause.index, Status.POSSIBLE, clause.start, clause.end, False))
        if clause.link == "cond":
            found.append(Reach(clause.index, Status.POSSIBLE, clause.start, clause.end, False))
            if (main := _conditional(cs, clause)) is not None:
                found.append(Reach(main.index, Status.POSSIBLE, main.start, main.end, False))
    return found


def _masked(low: tuple[str, ...]) -> set[int]:
    """Return the words that belong to a phrase which only looks like a cue (*not only*, *could not confirm*)."""
    out: set[int] = set()
    table = status_words().but_not
    for i, word in enumerate(low):
        for parts in table.get(word, ()):
            if low[i : i + len(parts)] == parts:
                out.update(range(i, i + len(parts)))
    return out


def _from_phrases(cs: Clauses, masked: set[int]) -> list[Reach]:
    low, flags = cs.words.low, cs.words.flags
    table = status_words().phrases
    found: list[Reach] = []
    for i, word in enumerate(low):
        more = table.get(word)
        if more is None or i in masked or flags[i] & PLACE:
            continue
        following = low[i + 1 : i + 3]
        candidates = more.get(following[0], ()) if following else ()
        if following[1:] and following[0] in _BETWEEN:
            candidates += more.get(following[1], ())  # *was also reported*
        candidates += more.get("", ())
        clause = cs.clauses[cs.owner[i]]
        for parts, status, forward in candidates:
            size = len(parts)
            if size > 1 and low[i : i + size] != parts:
                if (
                    low[i + 1 : i + 2] != parts[1:2]
                    and not _BETWEEN.isdisjoint(low[i + 1 : i + 2])
                    and low[i + 2 : i + size + 1] == parts[1:]
                ):
                    size += 1
                else:
                    continue
            if size > 1 and status is Status.PLANNED and parts[-1] == "to" and not _base_form_at(cs, i + size):
                continue  # "due to rain"
            if word == "may" and low[i + 1 : i + 2] == ("not",) and _FORBIDDEN.intersection(low[i + 2 : i + 3]):
                continue
            if word == "may" and i and not any(g.modal == "may" and g.start <= i < g.end for g in clause.groups):
                continue
            if size == 1 and word in _MODALS:
                continue
            if word == "perhaps" and (flags[i + 1] & NUMBER if i + 1 < len(low) else 0):
                continue  # "perhaps hundreds"
            if parts[-1] == "reported" and any(stem(noun) in _COUNTED for noun in low[clause.start : i]):
                continue
            if status is Status.PLANNED and parts[-1] == "to" and low[i + size : i + size + 1]:
                status = Status.POSSIBLE if low[i + size] in status_words().foretold else status  # "about to overflow"
            of_that = status is Status.DENIED and not forward and low[i + size : i + size + 1] == ("that",)
            forward = forward or of_that  # "it is not true that ..."
            start = i if forward or status is Status.DENIED else clause.start
            end = _before_next_verb(cs, clause, i + size) if forward else clause.end
            later = _of_second_verb(cs, clause, i)
            found.append(
                Reach(clause.index, status, i if later else start, end, forward, (of_that or not forward) and not later)
            )
            break
    return found


def _of_second_verb(cs: Clauses, clause: Clause, i: int) -> bool:
    """Return whether a cue is one more verb of the same subject: *closed the road, then lifted the order*."""
    flags, low = cs.words.flags, cs.words.low
    finite = [g for g in clause.groups if g.finite]
    here = next((g for g in finite if g.start <= i < g.end), None)
    if here is None or here is finite[0]:
        return False
    return low[here.start - 1] == "then" or bool(flags[here.start - 1] & (PUNCT | COORD))


def _before_next_verb(cs: Clauses, clause: Clause, i: int) -> int:
    """Return where a second finite verb of the same subject begins: *declined to meet, accepted the grant*."""
    flags = cs.words.flags
    starts = (g.start for g in clause.groups if g.finite and g.start > i)
    return next((start for start in starts if flags[start - 1] & (PUNCT | COORD)), clause.end)


def _turned_out(cs: Clauses) -> list[Reach]:
    """Return the denials of *a suspected case turned out to be malaria*, *first blamed on X, turned out to be Y*."""
    low = cs.words.low
    return [
        Reach(cs.owner[i], Status.DENIED, min(cs.clauses[cs.owner[i]].start, at), len(low), False, True)
        for i in range(len(low) - 3)
        if low[i : i + 4] in (("turned", "out", "to", "be"), ("proved", "to", "be", "a"))
        for at in (next((k for k in range(i) if low[k] in _SUSPECTED), -1),)
        if at >= 0
    ]


_SUSPECTED = frozenset(
    {
        "report",
        "reports",
        "rumour",
        "rumor",
        "sighting",
        "alert",
        "alarm",
        "suspicion",
        "suspected",
        "feared",
        "blamed",
        "thought",
        "reported",
        "initially",
        "alleged",
        "presumed",
    }
)


def _called(cs: Clauses) -> list[Reach]:
    """Return the plans of *has called a march for Saturday*, *called her supporters to a rally on Sunday*."""
    low, flags = cs.words.low, cs.words.flags
    found = []
    for clause in cs.clauses:
        for g in clause.groups:
            if g.lemma != "call" or g.passive or not g.finite or "of" in low[g.end : g.end + 1]:
                continue
            rest = range(g.end, clause.end - 1)
            to_come = any(low[k] in ("for", "on") and any(f & TIME for f in flags[k + 1 : k + 3]) for k in rest)
            called = any(stem(low[k]) in status_words().called for k in rest if k < g.end + 6)
            if to_come and (called or "to" in low[g.end + 1 : g.end + 5]):
                found.append(Reach(clause.index, Status.PLANNED, g.start, clause.end, True))
    return found


# "a plan to move the market in X has been dropped"
_DROPS = frozenset({"drop", "abandon", "withdraw", "refuse", "block", "cancel", "shelve", "scrap", "ditch", "veto"})
_REFUTES = frozenset({"dismiss", "discount", "debunk", "refute"})
_SHELVES = frozenset({"drop", "abandon", "shelve", "scrap", "ditch"})
_PLANS = frozenset({"plan", "proposal", "scheme", "bid", "application", "idea", "motion", "project", "bill"})
_BRANDS = frozenset({"call", "brand", "label", "describe", "denounce", "term"})


def _called_untrue(cs: Clauses) -> list[Reach]:
    """Return the denials of *called reports of a bomb in X nonsense*, *dismissed pictures of tanks in X as old*."""
    low, found = cs.words.low, []
    for clause in cs.clauses:
        for g in clause.groups:
            rest = low[g.end :]
            told = g.lemma in _BRANDS and any(noun_kind(noun) for noun in rest[:4])
            if (g.lemma == "dismiss" and "as" in rest) or (told and not status_words().untrue.isdisjoint(rest)):
                start = clause.start if g.passive else g.end
                found.append(Reach(clause.index, Status.DENIED, start, clause.end, True, g.passive))
            elif (g.passive and g.lemma in _REFUTES and any(noun_kind(noun) for noun in low[: g.start])) or (
                g.passive and g.lemma in _DROPS and any(stem(noun) in _PLANS for noun in low[clause.start : g.start])
            ):
                found.append(Reach(clause.index, Status.DENIED, clause.start, clause.end, True, True))
            elif g.finite and g.lemma in _SHELVES and any(stem(noun) in _PLANS for noun in rest[:6]):
                found.append(Reach(clause.index, Status.DENIED, g.end, clause.end, True))  # "dropped a plan to ..."
    return found


def _base_form_at(cs: Clauses, i: int) -> bool:
    """Return whether a base form stands at `i`, adverbs aside: *due to open* against *due to rain*."""
    flags, low = cs.words.flags, cs.words.low
    while i < len(flags) and flags[i] & ADV and not flags[i] & BASE:
        i += 1
    if i >= len(flags) or flags[i] & CAPITAL:
        return False
    return bool(flags[i] & BASE) or low[i] in ("be", "have", "do")


def _from_verb(
    cs: Clauses, clause: Clause, group: VerbGroup, verb: VerbGroup | None, masked: set[int], found: list[Reach]
) -> list[Reach]:
    """Return the cues with those that a verb group gives by its meaning, its negation or a *no* after it."""
    low = cs.words.low
    status = status_words().verbs.get(group.lemma)
    carries = group is verb or verb is None
    if _leaves_open(cs, clause, group):
        return [*_undenied(clause, found), Reach(clause.index, Status.POSSIBLE, group.start, clause.end, True)]
    negated = group.negated and masked.isdisjoint(range(group.start, group.end))
    if group.lemma == "consider" and group.passive and "being" not in low[group.start : group.end]:
        return found  # is regarded as
    if decided(cs, clause, group):
        return found  # "voters rejected a tax increase"
    if status is not None and group.head not in masked and group.tense != "participle":
        if negated or (group.tense == "infinitive" and _after_negated(clause, group)):
            status = Status.POSSIBLE if status is Status.DENIED else Status.DENIED
        start = clause.start if group.passive else group.end
        end = _before_next_verb(cs, clause, group.end) if status is Status.DENIED else clause.end
        if group.tense == "ing" and verb is not None and group.end < verb.start:
            end = verb.start  # "Workers demanding higher pay marched in X"
        found = [*found, Reach(clause.index, status, start, end, True, group is verb)]
    elif negated and group.modal == "may" and group.lemma in _FORBIDDEN:
        found = [*found, Reach(clause.index, Status.ONGOING, clause.start, clause.end, False, True)]
    elif negated and group.finite and (group.modal in ("may", "might") or _counterfactual(low, group)):
        found = [*found, Reach(clause.index, Status.POSSIBLE, clause.start, clause.end, False)]
    elif (
        negated
        and group.finite
        and carries
        and (not says(group) or group.lemma in _DOUBTABLE | saying_verbs("everyday"))
    ):
        found = _negate(clause, group, found)
    if group.finite and carries:
        # "has no credibility", "reported no deaths", "there are no new cases"
        j = group.end + (low[group.end : group.end + 1] in _PARTICLES)  # "carried out no rescue"
        if j < len(low) and cs.owner[j] == clause.index and low[j] in _NO and j not in masked:
            found = [*found, Reach(clause.index, Status.DENIED, clause.start, clause.end, not says(group))]
    return found


_PARTICLES = (("out",), ("up",), ("off",), ("down",))


def _counterfactual(low: tuple[str, ...], group: VerbGroup) -> bool:
    """Return whether a verb tells what has not been so: *would not have lost*."""
    return group.tense == "conditional" and "have" in low[group.start : group.head]


def _after_negated(clause: Clause, group: VerbGroup) -> bool:
    """Return whether an infinitive hangs on a negated verb: *did not want to invade*."""
    return any(g.negated and g.end == group.start for g in clause.groups)


def _leaves_open(cs: Clauses, clause: Clause, group: VerbGroup) -> bool:
    """Return whether a denial is itself denied: *has not ruled out*, *declined to rule out*."""
    if group.lemma != "rule" or cs.words.low[group.end : group.end + 1] != ("out",):
        return False
    declined = any(g.lemma in ("refuse", "decline", "fail") and g.end == group.start for g in clause.groups)
    return group.negated or (group.tense == "infinitive" and declined)


# "did not accept that there was a crisis"
_DOUBTABLE = frozenset({"believe", "think", "know", "accept", "agree"})


def _undenied(clause: Clause, found: list[Reach]) -> list[Reach]:
    return [r for r in found if r.clause != clause.index or r.status is not Status.DENIED]


def _negate(clause: Clause, group: VerbGroup, found: list[Reach]) -> list[Reach]:
    """Return the cues with a plain negation; *did not deny* is two of them and leaves it open."""
    rest = _undenied(clause, found)
    if any(r.forward and not r.subject and r.start >= group.start for r in found if r not in rest):
        return [*rest, Reach(clause.index, Status.POSSIBLE, group.start, clause.end, True)]
    thought = group.lemma in _DOUBTABLE
    return [*found, Reach(clause.index, Status.DENIED, clause.start, clause.end, thought)]


_SINGLE = (("one",), ("a",), ("a single",), ("any",))


def _opens_with_no(cs: Clauses, clause: Clause, masked: set[int]) -> bool:
    """Return whether the subject of a clause is *no ...*, *none*, *nobody*, be it after a time or a place."""
    low, flags, verb = cs.words.low, cs.words.flags, clause.verb()
    before = True
    for k in range(clause.start, verb.start if verb is not None else clause.end):
        if cs.owner[k] != clause.index:
            continue
        none = low[k] in _NO or (low[k] == "not" and low[k + 1 : k + 2] in _SINGLE)
        if none and k not in masked and before:
            return True
        # "To date no", "By Monday no", "In Texas no": not "a man with no papers".
        before = bool(flags[k] & (PUNCT | TIME | PLACE)) or low[k] in _BEFORE_NO
    return False


def _conditional(cs: Clauses, clause: Clause) -> Clause | None:
    """Return the main clause that an *if* leaves open, None where it stands whatever comes."""
    if clause.parent < 0 or clause.opener == "whether":
        return None
    main = cs.clauses[clause.parent]
    verb = main.verb()
    if verb is None:
        return None
    open_end = verb.tense in ("future", "conditional", "modal") or any(g.tense == "infinitive" for g in main.groups)
    return main if open_end else None
