"""The names of those who speak: from the words around a reporting verb to the span of who says it."""

from __future__ import annotations

from geo.claims.clauses import Clause, Clauses
from geo.claims.reporting import media
from geo.claims.verbs import VerbGroup
from geo.claims.words import (
    ADV,
    CAPITAL,
    COORD,
    DET,
    ING,
    NUMBER,
    PLACE,
    PREP,
    PUNCT,
    REL,
    SUB,
    THAT,
    TIME,
)

__all__ = ["hearer", "is_media", "is_pronoun", "outlet", "source_name", "speaker_span", "trim_name"]

_PRONOUNS = frozenset(["he", "she", "it", "they"])


def is_pronoun(text: str) -> bool:
    """Return whether a name is a bare pronoun, to be put right from an earlier speaker."""
    return text.lower() in _PRONOUNS


def is_media(name: str) -> bool:
    """Return whether a name is a news outlet's."""
    core = name.lower().removeprefix("the ").removeprefix("an ").removeprefix("a ")
    return core in media() or any(word in media() for word in core.split()) or "news agency" in core


def outlet(name: str) -> str:
    """Return an outlet's name without the *report* it made: *Reuters report* is Reuters; others as they are."""
    for ending in (" reports", " report"):
        if name.endswith(ending) and is_media(name.removesuffix(ending)):
            return name.removesuffix(ending).removesuffix("'s").removesuffix("’s")
    return name


def trim_name(cs: Clauses, start: int, end: int) -> tuple[int, int] | None:
    """Return the noun phrase between two words without its leading adjuncts, as report offsets; None where empty."""
    words = cs.words
    flags, low = words.flags, words.low
    for i in range(start, end):
        # A dateline before the name.
        if low[i] in ("—", "–", "--") or (low[i] == "-" and i + 1 < end and low[i + 1] == "-"):
            start = i + (2 if low[i] == "-" else 1)
    while start < end:
        f = flags[start]
        if (
            f & (COORD | PUNCT)
            or low[start] == "that"
            or (f & SUB and not f & PREP)
            or (f & ADV and not f & (DET | PREP | SUB))
        ):
            start += 1
            continue
        this_day = f & DET and start + 1 < end and flags[start + 1] & TIME
        if not this_day and (not f & (PREP | SUB | TIME | ING) or f & (PLACE | DET)):
            break
        if f & PREP and start + 1 < end and flags[start + 1] & TIME:
            # "On Friday the agency"
            start += 1
            while start < end and flags[start] & (TIME | NUMBER) and not flags[start] & PLACE:
                start += 1
            continue
        # "In a statement, the ministry": a piece before a comma that starts so is an adjunct.
        comma = next((i for i in range(start, end) if low[i] == ","), -1)
        if comma < 0:
            if f & CAPITAL and f & (TIME | ING):
                break
            if f & SUB:
                start += 1
                continue
            return None
        start = comma + 1
    for i in range(start + 1, end - 1):
        if low[i] == "," and flags[i + 1] & ING and not flags[i + 1] & CAPITAL:
            end = i  # "The minister, speaking in Brussels, said"
            break
    while end > start and (
        (flags[end - 1] & (PUNCT | COORD | SUB) and low[end - 1] not in (")",))
        or flags[end - 1] & (ADV | TIME | REL)
        or (flags[end - 1] & PREP)
        or (low[end - 1] in ("also", "who", "which") and not flags[end - 1] & CAPITAL)
    ):
        end -= 1
    if start >= end:
        return None
    return words.starts[start], words.ends[end - 1]


def speaker_span(cs: Clauses, clause: Clause, group: VerbGroup) -> tuple[int, int] | None:
    """Return the span of who does the saying of `group`; None where nobody is named."""
    words = cs.words
    flags, low, owner = words.flags, words.low, cs.owner
    if group.passive:
        for i in range(group.end, min(group.end + 20, clause.end)):
            if low[i] == "by" and owner[i] == clause.index and not _dates(cs, i + 1):
                return trim_name(cs, i + 1, _name_end(cs, i + 1, clause.end))
        return None
    if group.tense == "ing" and clause.link == "part" and clause.parent >= 0:
        # "..., adding that": the subject of the clause it hangs on.
        parent = cs.clauses[clause.parent]
        verb = parent.verb()
        return speaker_span(cs, parent, verb._replace(passive=False)) if verb else None
    start = clause.start
    subject_end = group.start
    first = next((g for g in clause.groups if g.finite and g.sure and g.end < group.start), None)
    if (
        first is not None
        and flags[group.start - 1] & COORD
        and not first.passive
        and owner[group.start - 1] == clause.index
    ):
        return speaker_span(cs, clause, first)  # "Air X has halted flights until 11 August and warned of delays"
    # The subject is what stands before the verb, back to what another verb of the clause leaves.
    for other in clause.groups:
        if other.end <= group.start and other.finite and other.sure:
            start = other.end
    i = subject_end - 1
    pieces_start = subject_end
    while i >= start and (owner[i] == clause.index):
        pieces_start = i
        i -= 1
    # A relative clause between the name and its verb: take the name before it.
    if (i >= start and pieces_start == subject_end) or (
        i >= start and all(flags[k] & (PUNCT | ADV) for k in range(pieces_start, subject_end))
    ):
        j = i
        while j >= start and owner[j] != clause.index:
            j -= 1
        k = j
        while k >= start and owner[k] == clause.index:
            k -= 1
        found = trim_name(cs, k + 1, j + 1)
        if found:
            return found
    found = trim_name(cs, pieces_start, subject_end)
    if found is None and clause.link == "tail":
        return trim_name(cs, group.end, _name_end(cs, group.end, clause.end))
    if found is None and clause.same_subject >= 0:
        target = cs.clauses[clause.same_subject]
        verb = target.verb()
        if verb is not None and target.index != clause.index:
            return speaker_span(cs, target, verb._replace(passive=False))
    first = next((g for g in clause.groups if found and words.starts[g.start] == found[0]), None)
    if first is not None and first.start < group.start and first.tense in ("past", "participle"):
        return speaker_span(cs, clause, first._replace(passive=False))  # "X, ..., denied it and accused Y"
    while pieces_start < subject_end and flags[pieces_start] & PUNCT:
        pieces_start += 1
    opened = low[pieces_start] in ("which", "that") and pieces_start + 1 < subject_end
    own = trim_name(cs, pieces_start + 1, subject_end) if clause.link == "rel" and opened else None
    if own is not None:
        return own  # "..., which researchers fear would open the basin"
    if clause.link == "rel" and (found is None or low[pieces_start] in ("which", "who", "that")):
        parent = cs.clauses[clause.parent]
        end = clause.start
        begin = end
        while begin > parent.start and not flags[begin - 1] & (PREP | COORD) and not _verb_at(parent, begin - 1):
            begin -= 1
        return trim_name(cs, begin, end)
    return found


def _dates(cs: Clauses, i: int) -> bool:
    """Return whether what follows *by* is a time or a measure: *by 23 January*, *by noon*, *by 30%*."""
    flags, low = cs.words.flags[i : i + 2], cs.words.low[i : i + 2]
    if not flags or flags[0] & TIME:
        return True
    return bool(flags[0] & NUMBER) and (
        len(flags) < 2 or bool(flags[1] & (TIME | PUNCT | PREP)) or low[1] in ("percent", "per", "%", "pm", "am")
    )


def _verb_at(clause: Clause, i: int) -> bool:
    return any(g.start <= i < g.end for g in clause.groups if g.finite)


def _name_end(cs: Clauses, start: int, end: int) -> int:
    """Return where a name that starts at `start` ends: at a time, a clause or the like."""
    flags, low = cs.words.flags, cs.words.low
    for i in range(start + 1, end):
        f = flags[i]
        after = flags[i + 1] if i + 1 < end else 0
        if f & PLACE:
            continue
        if (f & (REL | SUB) and not f & PREP) or f & THAT or low[i] in _NAME_STOPS:
            return i
        if f & TIME and (not f & CAPITAL or not flags[i - 1] & (DET | PREP)):
            return i
        if low[i] in _ADJUNCTS and i + 1 < end and (after & TIME or low[i + 1] in _ADJUNCT_STARTS):
            return i
        if low[i] == "," and after & (ING | ADV | COORD | REL | PREP):
            return i
        if low[i] == "." and not _abbreviated(cs, i):
            return i
    return end


_NAME_STOPS = frozenset({";", "“", '"', "”", "when", "while"})
_ADJUNCTS = frozenset({"on", "in", "during", "after", "as", "before"})
_ADJUNCT_STARTS = frozenset({"a", "an", "the", "saying", "its", "his", "her"})


def _abbreviated(cs: Clauses, i: int) -> bool:
    """Return whether the full stop at `i` only shortens a word: *Capt. Eugene Dexheimer*."""
    short = len(cs.words.low[i - 1]) <= 5 and bool(cs.words.flags[i - 1] & CAPITAL)
    return short and i + 1 < len(cs.words) and bool(cs.words.flags[i + 1] & CAPITAL)


def source_name(cs: Clauses, start: int, end: int, last: bool = True) -> tuple[int, int] | None:
    """Return the name after *according to* or *citing*; `last` where the sentence ends with it."""
    stop = end
    flags, low = cs.words.flags, cs.words.low
    for i in range(start, end):
        if last and low[i] == "," and i + 1 < end and flags[i + 1] & DET and low[i + 1] in ("a", "an", "the"):
            continue  # "according to Ann Lee, the mayor"
        if (low[i] in (",", ";", ":", ".", "“", "”", '"') and i > start) or low[i] == "as" or (flags[i] & REL):
            stop = i
            break
    return trim_name(cs, start, _name_end(cs, start, stop))


def hearer(cs: Clauses, text: str, clause: Clause, group: VerbGroup) -> tuple[int, int] | None:
    """Return the news outlet that was told, None where there is none."""
    if group.lemma not in ("tell", "inform", "say") or group.passive:
        return None
    words = cs.words
    start = group.end
    if group.lemma == "say":
        if words.low[start : start + 1] != ("to",):
            return None
        start += 1
    end = start
    while (
        end < clause.end
        and cs.owner[end] == clause.index
        and not words.flags[end] & (PUNCT | THAT | REL | SUB | TIME)
        and not (words.flags[end] & PREP and end > start)
    ):
        end += 1
    if end == start:
        return None
    span = words.starts[start], words.ends[end - 1]
    return span if is_media(text[span[0] : span[1]]) else None
