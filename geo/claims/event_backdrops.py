"""Places that are no event by their setting alone: a dateline, a seat, a residence, where a town lies."""

from __future__ import annotations

from itertools import pairwise

from geo.claims.clauses import Clause, Clauses
from geo.claims.event_words import event_words
from geo.claims.theme import stem
from geo.claims.verbs import VerbGroup
from geo.claims.words import ADV, BE, CAPITAL, COORD, DET, HAVE, MODAL, NUMBER, PLACE, PREP, PUNCT, SUB, TIME

__all__ = [
    "after_dateline",
    "describes",
    "in_dateline",
    "is_byline",
    "is_contact",
    "is_residence",
    "is_seat",
    "only_locates",
    "tells_a_life",
]


_DASHES = ("—", "–", "--", "-")


def describes(cs: Clauses, clause: Clause) -> bool:
    """Return whether a clause only tells where a place lies: *Swanton is about 20 miles west of Toledo in Ohio*."""
    verb = clause.verb()
    if (
        verb is None
        or verb.tense not in ("present", "past")
        or verb.lemma not in ("be", "lie", "sit", "stand", "locate", "situate")
    ):
        return False
    flags, low = cs.words.flags, cs.words.low
    subject = [k for k in range(clause.start, verb.start) if not flags[k] & (DET | PUNCT | COORD | ADV)]
    if not subject or not flags[subject[0]] & PLACE or verb.end >= len(low):
        return False
    if verb.lemma in ("locate", "situate"):
        return True
    after = verb.end
    while after < len(low) - 1 and flags[after] & ADV and not flags[after] & PLACE:
        after += 1
    far = any(
        low[k] in ("mile", "miles", "km", "kilometers", "kilometres") for k in range(after, min(len(low), after + 4))
    )
    return far or (
        bool(flags[after] & PLACE)
        and verb.lemma == "be"
        and cs.words.low[after][0].isdigit() | ("miles" in low[after]) | ("km" in low[after])
    )


def only_locates(cs: Clauses, word: int) -> bool:
    """Return whether a place only tells where the place before it lies: *Bara, a town on the road from X to Y, fell*.

    What is told after the second comma, and of the first place, is not said of it.
    """
    low, flags = cs.words.low, cs.words.flags
    kinds = event_words().kinds
    for k in range(word - 1, max(1, word - _LONGEST_APPOSITION), -1):
        if low[k] == ",":
            opens = flags[k - 1] & PLACE and low[k + 1] in ("a", "an")
            noun = next((j for j in range(k + 2, word) if stem(low[j]) in kinds), -1)
            return bool(opens) and noun > 0 and not any(flags[j] & PLACE for j in range(k + 2, noun))
        if flags[k] & (BE | HAVE | MODAL | SUB) and not flags[k] & PREP:
            return False
    return False


_LONGEST_APPOSITION = 14


def tells_a_life(cs: Clauses, clause: Clause, word: int) -> bool:
    """Return whether a place is where somebody grew up or was born: *who grew up on a ranch outside Dillon*."""
    verb = clause.verb()
    if _learned(cs, clause, word):
        return True
    low = cs.words.low
    if low[clause.start] == "born" and (verb is None or word < verb.start):
        return True  # "Born above a shop in X, she was sent to school"
    if verb is None or word < verb.end:
        return False
    if clause.opener == "who" and "used" in low[clause.start : word] and low[low.index("used") + 1] == "to":
        return True  # "who used to play in X"
    up = verb.lemma == "grow" and low[verb.end : verb.end + 1] == ("up",)
    raised = verb.passive and low[verb.head] in ("born", "raised", "reared", "schooled", "educated")
    once = clause.opener == "who" and low[verb.start - 1] == "once"
    at = low.index("as", verb.end) if "as" in low[verb.end : word - 1] else word
    young = at < word and low[at + 2] in _YOUNG  # "as a boy in X"
    once = once or young or _of_speaker(cs, clause, verb)
    return up or raised or once or _for_years(cs, clause, verb)


_YOUNG = frozenset({"boy", "girl", "child", "teenager", "student", "youth", "toddler", "schoolboy", "schoolgirl"})


def _of_speaker(cs: Clauses, clause: Clause, verb: VerbGroup) -> bool:
    """Return whether a clause tells what a speaker does for a living: *said Ann Lee, who keeps bees at X*."""
    if clause.opener != "who" or clause.parent < 0 or cs.clauses[clause.parent].link != "tail":
        return False
    return verb.tense == "present" and not verb.progressive and not verb.passive


_YOUTH = frozenset({"youth", "childhood", "boyhood", "girlhood"})
_CAREER = frozenset(
    {"teach", "work", "serve", "live", "play", "practise", "practice", "preach", "coach", "run", "farm"}
)
_YEARS = frozenset({"years", "seasons", "decades", "terms", "year", "season", "decade"})


def _for_years(cs: Clauses, clause: Clause, verb: VerbGroup) -> bool:
    """Return whether a clause tells of a career: *taught in Kampala for three years*, *spent six seasons in Bath*."""
    low, flags = cs.words.low, cs.words.flags
    if verb.passive or verb.progressive or verb.tense not in _TOLD_OF:
        return False
    at = next((k for k in range(clause.start, clause.end) if low[k] in _YEARS), -1)
    if verb.lemma == "spend":
        return at >= verb.end or not _YOUTH.isdisjoint(low[verb.end : clause.end])
    if at < 0 or (verb.lemma not in _CAREER and clause.opener != "who"):
        return False
    return "for" in low[max(clause.start, at - 5) : at] or bool(flags[at - 2] & PREP)


def _learned(cs: Clauses, clause: Clause, word: int) -> bool:
    """Return whether a place is where somebody studied or was trained: *a doctor who trained in Leeds*."""
    w = event_words()
    before = [g for g in clause.groups if g.end <= word and not g.progressive and g.tense in _TOLD_OF]
    last = before[-1] if before else None
    low_between = cs.words.low[last.end : word] if last is not None else ()
    if last is None or not {"in", "at", "on"} & set(low_between):
        return False
    if last.lemma in ("study", "graduate") or not _DEGREES.isdisjoint(low_between):
        return True
    who = cs.words.low[max(0, before[0].start - 6) : before[0].start]
    aged = any(a == "," and b.isdigit() and len(b) == 2 for a, b in pairwise(who))
    return last.lemma in w.learned and (aged or any(stem(noun) in w.professions or noun in _TITLED for noun in who))


_DEGREES = frozenset({"doctorate", "degree", "diploma", "trade", "craft", "apprenticeship"})
_TITLED = frozenset({"dr", "prof", "professor"})
_TOLD_OF = ("past", "participle", "perfect", "pluperfect")


_CREDITS = (("reporting", "by"), ("writing", "by"), ("editing", "by"), ("edited", "by"), ("compiled", "by"))


def is_byline(cs: Clauses) -> bool:
    """Return whether a line says who wrote or reports: *By Ann Lee in Lusaka*, *I'm Ann Lee in Cody*."""
    low, flags = cs.words.low, cs.words.flags
    named = CAPITAL | PLACE | PUNCT | PREP | COORD | DET
    signs = low.index("i'm") if "i'm" in low else -1
    if 0 <= signs < len(low) - 2 and flags[signs + 1] & flags[signs + 2] & CAPITAL:
        return True
    if low[:2] in _CREDITS or (low[:1] == ("additional",) and "by" in low[:4]):
        return True
    return low[:1] == ("by",) and 2 < len(low) < 16 and all(f & named for f in flags)


def is_contact(cs: Clauses) -> bool:
    """Return whether a sentence says whom to ask: *For more information contact the office in Nairobi*."""
    low = cs.words.low
    contact = event_words().contact
    return any(
        low[at : at + len(parts)] == parts for at in range(2) for parts in contact.get("".join(low[at : at + 1]), ())
    )


def in_dateline(cs: Clauses, word: int, name: str) -> bool:
    """Return whether the place is a dateline: *CARACAS, Nov 23 (Reuters) - ...*."""
    low, flags = cs.words.low, cs.words.flags
    if word == 0 and name.isupper() and low[1:2] == (":",):
        return True
    if low[word - 1 : word] == (",",) and not any(c.verb() for c in cs.clauses):
        after = flags[word + 1 :]
        if any(f & TIME for f in after) and all(f & (TIME | NUMBER | PUNCT) for f in after):
            return True  # "Ministry of Transport, The Hague, 2 September 2025"
    head = PLACE | TIME | NUMBER | PUNCT | CAPITAL
    if word > 6 or not all(flags[i] & head for i in range(word)):
        return False
    for i in range(word + 1, min(len(low), word + 12)):
        if low[i] == "(":
            rest = low[i : i + 8]
            agency = all(f & (CAPITAL | PUNCT) for f in flags[i + 1 : i + 3])
            return ")" in rest[:5] and (agency or any(dash in rest for dash in _DASHES))
        if low[i] == ":" and i > word + 1 and flags[i - 1] & (NUMBER | TIME):
            return True  # "Kathmandu, 23 September: ..."
        if low[i] in _DASHES and (low[i] != "-" or cs.words.starts[i] > cs.words.ends[i - 1]):
            # A sentence begins after a dateline: "Port Sudan - a city by the sea - was hit" has none.
            begins = CAPITAL | PUNCT | (NUMBER if name.isupper() or i > word + 1 else 0)  # not "Khartoum - 313 cases"
            return any(f & begins for f in flags[i + 1 : i + 2])
        if not flags[i] & head:
            return False
    # A dateline cut off as a sentence of its own: "BELGRADE, Minn."
    return all(
        f & (PLACE | TIME | NUMBER | PUNCT | (CAPITAL if name.isupper() and len(low) < 7 and low[-1] == "." else 0))
        for f in flags
    )


def after_dateline(cs: Clauses) -> int:
    """Return the word a sentence begins with after its dateline; 0 where it has none."""
    words = cs.words
    if not words.flags or not words.flags[0] & PLACE or not in_dateline(cs, 0, ""):
        return 0
    ends = (i for i in range(1, min(len(words), 14)) if words.low[i] in _DASHES and words.starts[i] > words.ends[i - 1])
    return next(ends, -1) + 1


def is_seat(cs: Clauses, first: int, area: bool) -> bool:
    """Return whether a phrase of seat, origin or comparison ends right before a place: *based in*, *born in*."""
    low = cs.words.low
    w = event_words()
    i = first - 1
    while i >= 0 and (low[i] in w.modifiers or low[i] in ("the", "a", "an", "his", "her", "their")):
        i -= 1
    if i > 1 and low[i] == "in" and low[i - 1] in _DWELL and cs.words.flags[i - 2] & PLACE:
        return True  # "Nepalis working in Qatar"
    if i > 2 and low[i] == "in" and low[i - 1] in ("mostly", "mainly") and not _ABROAD.isdisjoint(low[i - 4 : i - 1]):
        return True  # "Fijians living overseas, mostly in Auckland"
    for parts in w.seats.get(low[i], ()) if i >= 0 else ():
        begin = i - len(parts) + 1
        if begin >= 0 and low[begin : i + 1] == parts and not (parts[0] == "registered" and _counted(cs, begin)):
            if parts[0] in ("came", "comes", "come") and any(
                stem(noun) in _SENT for noun in low[max(0, begin - 4) : begin]
            ):
                return False
            if parts[-1] == "from" and any(
                low[k] == "to" and cs.words.flags[k + 1] & PLACE for k in range(first + 1, min(first + 8, len(low) - 1))
            ):
                return False  # "exported from X to Y": both ends of a way
            return not (area and parts[-1] in ("than", "like", "unlike", "against", "neighbouring", "neighboring"))
    return False


_ABROAD = frozenset({"overseas", "abroad"})
_DWELL = frozenset({"living", "working", "residing", "studying", "resident", "employed"})


# "the ambulance came from X": sent from there.
_SENT = frozenset(
    {"brigade", "ambulance", "engine", "crew", "helicopter", "plane", "convoy", "reinforcement", "help", "aid", "bus"}
    | {"train", "truck", "shot", "shell", "rocket", "smoke", "fire", "drone", "missile", "boat", "team"}
)


def _counted(cs: Clauses, at: int) -> bool:
    """Return whether it is people or cases that are registered somewhere, not a ship or a firm."""
    return any(stem(low) in _REGISTERED for low in cs.words.low[max(0, at - 4) : at])


_REGISTERED = frozenset(
    {"those", "people", "person", "refugee", "case", "arrival", "family", "voter", "death", "birth", "returnee"}
    | {"household", "displaced", "infection", "child", "quake", "tremor", "rainfall", "temperature", "increase"}
)


_CLOSERS = ((",",), (";",), (".",), (")",), ())


def is_residence(cs: Clauses, first: int) -> bool:
    """Return whether a place is a person's home: *Ann Lee, 24, of Elkhart*, *Sam Ray, 37, Palestine, was*."""
    low, flags = cs.words.low, cs.words.flags
    if first > 2 and low[first - 2 : first] == (",", "of") and low[first + 1 : first + 2] in _CLOSERS:
        name = flags[first - 3]
        if name & CAPITAL and not name & (PLACE | TIME | PREP):
            return True  # "Jordan Pike, of Billingham, is due", "and Roger, of Freeport;"
    for k in range(first - 1, max(1, first - 14), -1):
        if low[k] == "," and low[k + 1] == "of" and low[k - 1].isdigit() and len(low[k - 1]) <= 2:
            return bool(flags[k - 2] & PUNCT)  # "Ray, 23, of the 3200 block of Elm Street, Chicago"
        if (flags[k] & (BE | HAVE | MODAL | SUB) and not flags[k] & PREP) or (
            low[k - 1] == "," and _verb_begins(cs, k)
        ):
            break
    i = first - 1
    while i >= 0 and low[i] in event_words().modifiers and low[i] != "both":
        i -= 1
    preposition = low[i] if i >= 0 and low[i] in ("of", "from") else ""
    if preposition:
        i -= 1
        if i > 0 and low[i] == "both":
            return low[i - 1] == ","
    comma = i >= 0 and low[i] == ","
    if comma:
        i -= 1
    if i < 1 or not flags[i] & NUMBER or not low[i].isdigit() or len(low[i]) > 2:
        return False
    person = i > 1 and (bool(flags[i - 2] & CAPITAL) or stem(low[i - 2]) in event_words().people)
    aged = low[i - 1] in (",", "aged", "age") and person and not flags[i - 2] & TIME
    return aged and (comma or bool(preposition))


def _verb_begins(cs: Clauses, k: int) -> bool:
    return any(g.start == k for g in cs.clauses[cs.owner[k]].groups)
