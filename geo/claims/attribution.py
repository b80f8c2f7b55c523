"""Who says so: the speakers that govern a clause, from the outermost teller's source to the one who passes it on."""

from __future__ import annotations

from typing import NamedTuple

from geo.claims.clauses import Clause, Clauses, says
from geo.claims.reporting import media, noun_kind, saying_verbs
from geo.claims.verbs import VerbGroup
from geo.claims.words import (
    ADV,
    CAPITAL,
    COORD,
    DET,
    ING,
    NUMBER,
    PLACE,
    POSSESSIVE,
    PREP,
    PUNCT,
    REL,
    SUB,
    THAT,
    TIME,
)

__all__ = ["Speech", "governing", "is_media", "is_pronoun", "outlet", "speaker_span", "speeches"]


class Speech(NamedTuple):
    """Somebody's saying: its clause, what it makes of what is said, and who says it (report offsets)."""

    clause: int
    kind: str
    """claimed, possible, denied or planned."""
    who: tuple[tuple[int, int], ...]
    """Spans of the names, the first source first."""
    covers: frozenset[int]
    """Clauses whose content is what is said."""
    start: int
    """The first word of the saying (its verb or preposition)."""


_PRONOUNS = frozenset(["he", "she", "it", "they"])
_DROP_BEFORE = COORD | SUB | PUNCT | ADV
_END_NAME = REL | SUB


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


def _trim(cs: Clauses, start: int, end: int) -> tuple[int, int] | None:
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
        for i in range(group.end, min(group.end + 12, clause.end)):
            if low[i] == "by" and owner[i] == clause.index:
                return _trim(cs, i + 1, _name_end(cs, i + 1, clause.end))
        return None
    if group.tense == "ing" and clause.link == "part" and clause.parent >= 0:
        # "..., adding that": the subject of the clause it hangs on.
        parent = cs.clauses[clause.parent]
        verb = parent.verb()
        return speaker_span(cs, parent, verb._replace(passive=False)) if verb else None
    start = clause.start
    subject_end = group.start
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
        found = _trim(cs, k + 1, j + 1)
        if found:
            return found
    found = _trim(cs, pieces_start, subject_end)
    if found is None and clause.link == "tail":
        return _trim(cs, group.end, _name_end(cs, group.end, clause.end))
    if found is None and clause.same_subject >= 0:
        target = cs.clauses[clause.same_subject]
        verb = target.verb()
        if verb is not None and target.index != clause.index:
            return speaker_span(cs, target, verb._replace(passive=False))
    if clause.link == "rel" and (found is None or low[pieces_start] in ("which", "who", "that")):
        parent = cs.clauses[clause.parent]
        end = clause.start
        begin = end
        while begin > parent.start and not flags[begin - 1] & (PREP | COORD) and not _verb_at(parent, begin - 1):
            begin -= 1
        return _trim(cs, begin, end)
    return found


def _object_follows(cs: Clauses, group: VerbGroup) -> bool:
    at = group.end
    if at >= len(cs.words) or group.passive:
        return False
    after = cs.words.low[at]
    if group.lemma == "claim" and after == "to":
        return True  # "claimed to have captured"
    if group.lemma == "warn" and (after in ("of", "about", "against") or not cs.words.flags[at] & (PUNCT | PREP)):
        return True
    return bool(cs.words.flags[at] & (DET | PLACE | CAPITAL | NUMBER)) and not cs.words.flags[at] & PREP


def _tells(cs: Clauses, group: VerbGroup) -> bool:
    """Return whether what follows the verb is something said: a court dismisses claims, an army dismisses rumours."""
    for i in range(group.end, min(group.end + 5, len(cs.words))):
        noun = cs.words.low[i]
        if noun_kind(noun):
            return cs.words.low[i + 1 : i + 2] != ("against",)
    return False


def _verb_at(clause: Clause, i: int) -> bool:
    return any(g.start <= i < g.end for g in clause.groups if g.finite)


def _name_end(cs: Clauses, start: int, end: int) -> int:
    """Return where a name that starts at `start` ends: at a time, a clause or the like."""
    flags, low = cs.words.flags, cs.words.low
    for i in range(start, end):
        if flags[i] & PLACE:
            continue
        if i > start and (
            (flags[i] & _END_NAME and not flags[i] & PREP)
            or (flags[i] & TIME and not flags[i] & CAPITAL)
            or (
                low[i] in ("on", "in", "at", "during", "after", "as", "before")
                and i + 1 < end
                and (flags[i + 1] & TIME or low[i + 1] in ("a", "an", "the", "an", "saying", "its", "his", "her"))
                and low[i] != "at"
            )
            or (flags[i] & TIME and not flags[i - 1] & (DET | PREP))
            or flags[i] & THAT
            or low[i] in (";", "“", '"', "”", ".", "when", "while")
            or (low[i] == "," and i + 1 < end and (flags[i + 1] & (ING | ADV | COORD | REL) or flags[i + 1] & PREP))
        ):
            return i
    return end


def _source_name(cs: Clauses, start: int, end: int, last: bool = True) -> tuple[int, int] | None:
    """Return the name after *according to* or *citing*; `last` where the sentence ends with it."""
    stop = end
    flags, low = cs.words.flags, cs.words.low
    for i in range(start, end):
        if last and low[i] == "," and i + 1 < end and flags[i + 1] & DET and low[i + 1] in ("a", "an", "the"):
            continue  # "according to Ann Lee, the mayor"
        if (low[i] in (",", ";", ".", "“", "”", '"') and i > start) or low[i] == "as" or (flags[i] & REL):
            stop = i
            break
    return _trim(cs, start, _name_end(cs, start, stop))


def _hearer(cs: Clauses, text: str, clause: Clause, group: VerbGroup) -> tuple[int, int] | None:
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


def speeches(cs: Clauses, text: str) -> list[Speech]:
    """Return every saying in a sentence with the clauses it covers."""
    words = cs.words
    low, flags = words.low, words.flags
    clauses = cs.clauses
    found: list[Speech] = []
    citing: dict[int, tuple[int, int]] = {}
    children: dict[int, list[int]] = {}
    for clause in clauses:
        children.setdefault(clause.parent, []).append(clause.index)

    def below(index: int) -> set[int]:
        out = {index}
        for child in children.get(index, ()):
            out |= below(child)
        return out

    last_tail = -1
    for clause in clauses:
        if clause.link == "source":
            span = _source_name(
                cs,
                clause.start
                + (2 if low[clause.start + (0 if not flags[clause.start] & PUNCT else 1)] == "according" else 1)
                + (1 if flags[clause.start] & PUNCT else 0),
                clause.end,
            )
            opener = clause.opener
            if span is None:
                continue
            if opener in ("citing", "quoting"):
                citing[clause.unit] = span
                continue
            covers = {
                c.index
                for c in clauses
                if c.unit == clause.unit and last_tail < c.index < clause.index and c.link != "tail"
            }
            if covers:
                found.append(Speech(clause.index, "claimed", (span,), frozenset(covers), clause.start))
            last_tail = clause.index
            continue
        if clause.link == "tail":
            verb = clause.verb()
            kind = says(verb)
            if verb is None or not kind:
                continue
            span = speaker_span(cs, clause, verb)
            who = tuple(s for s in (span, _hearer(cs, text, clause, verb)) if s)
            covers = {c.index for c in clauses if c.unit == clause.unit and last_tail < c.index < clause.index}
            for index in list(covers):
                covers |= below(index) - {clause.index}
            found.append(Speech(clause.index, kind, who, frozenset(covers), verb.start))
            last_tail = clause.index
            continue
        # "according to X" inside a clause
        for i in range(clause.start, clause.end - 1):
            if cs.owner[i] == clause.index and low[i] == "according" and low[i + 1] == "to":
                span = _source_name(cs, i + 2, clause.end if i > clause.start + 2 else len(words), i > clause.start + 2)
                covers = below(clause.index)
                if i <= clause.start + 2:
                    covers |= {c.index for c in clauses if c.unit == clause.unit and c.index >= clause.index}
                if span:
                    found.append(Speech(clause.index, "claimed", (span,), frozenset(covers), i))
        for group in clause.groups:
            kind = says(group)
            if group.lemma == "rule" and low[group.end : group.end + 1] == ("out",):
                kind = "denied"
            if group.finite and not group.sure and group is not clause.verb():
                continue
            if not kind or (
                not group.finite
                and group.tense != "ing"
                and not (group.tense == "infinitive" and group.lemma in ("warn", "deny", "report"))
            ):
                continue
            comps = {
                index
                for child in children.get(clause.index, ())
                if clauses[child].link == "comp" and clauses[child].start >= group.end
                for index in below(child)
            }
            if comps or (
                group.finite
                and (group.lemma in saying_verbs("takes_noun") or group.lemma == "rule")
                and (
                    group.sure
                    or _object_follows(cs, group)
                    or (kind == "denied" and group is clause.verb() and not group.passive)
                )
                and not (group.passive and group.lemma in ("expect", "report"))
            ):
                if group.lemma == "dismiss" and not comps and not _tells(cs, group):
                    continue
                span = speaker_span(cs, clause, group)
                hearer = _hearer(cs, text, clause, group)
                who = tuple(s for s in (span, hearer) if s)
                if group.lemma in ("cite", "quote"):
                    source = _source_name(cs, group.end, clause.end)
                    who = tuple(s for s in (source, span) if s)
                found.append(Speech(clause.index, kind, who, frozenset(comps), group.start))
        # "accusations by Kinshasa that ...", "a Ukrainian report that ..."
        for child in children.get(clause.index, ()):
            sub = clauses[child]
            if sub.link == "comp" and sub.opener == "noun-that":
                noun = _noun_before(cs, sub.start)
                if noun is None:
                    continue
                at, kind = noun
                end = sub.start
                while end > at and (flags[end - 1] & THAT):
                    end -= 1
                by = next((k for k in range(at + 1, end) if low[k] in ("by", "from", "of")), -1)
                if by >= 0:
                    span = _trim(cs, by + 1, end)
                else:
                    begin = at
                    while (
                        begin > clause.start
                        and not flags[begin - 1] & (PREP | PUNCT | COORD)
                        and not _verb_at(clause, begin - 1)
                    ):
                        begin -= 1
                    span = (
                        (words.starts[begin], words.ends[at])
                        if any(flags[k] & (CAPITAL | PLACE | POSSESSIVE) for k in range(begin, at))
                        else None
                    )
                if kind == "claimed" or span:
                    found.append(Speech(clause.index, kind, (span,) if span else (), frozenset(below(child)), at))
    if citing:
        found = [
            s._replace(who=(citing[clauses[s.clause].unit], *s.who)) if clauses[s.clause].unit in citing else s
            for s in found
        ]
    return found


def _noun_before(cs: Clauses, start: int) -> tuple[int, str] | None:
    """Return the reporting noun a *that* clause hangs on, with its kind."""
    i = start - 1
    while i >= 0 and start - i < 8:
        kind = noun_kind(cs.words.low[i])
        if kind and not cs.words.flags[i] & PLACE:
            return i, kind
        i -= 1
    return None


def governing(found: list[Speech], clause: int) -> list[Speech]:
    """Return the sayings that cover a clause, innermost last."""
    return [s for s in found if clause in s.covers]
