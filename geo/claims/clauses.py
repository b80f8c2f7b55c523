"""Cut a sentence into clauses and say how each hangs on the others, by its small words and punctuation alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from geo.claims.verbs import VerbGroup, find_groups
from geo.claims.words import (
    ADV,
    BE,
    CAPITAL,
    COORD,
    DET,
    ING,
    NUMBER,
    PARTICIPLE,
    PLACE,
    PREP,
    PRON,
    PUNCT,
    REL,
    SUB,
    THAT,
    TIME,
    TO,
    Words,
    split_list,
)
from geo.data import read_toml

__all__ = ["Clause", "Clauses", "cut_clauses", "says"]


@dataclass(slots=True)
class Clause:
    """One clause of a sentence. Word indexes; a clause may be interrupted by another (`start` to `end` then spans it)."""

    index: int
    start: int
    end: int
    parent: int
    link: str
    """main; coord (second of two), comp (*said that ...*), rel, cond (*if*), adv (*after*), part (*closing ...*),
    paren, tail (*..., the navy said*), source (*according to ...*)."""
    opener: str
    unit: int
    """Parts of a sentence that stand by themselves, split at a semicolon."""
    groups: list[VerbGroup]
    subject: tuple[int, int] = (0, 0)

    def verb(self) -> VerbGroup | None:
        """Return the verb that carries the clause, None where there is none."""
        loose = None
        for group in self.groups:
            if group.finite:
                if group.sure:
                    return group
                loose = loose or group
        return None if self.link == "part" else loose


@dataclass(frozen=True, slots=True)
class Clauses:
    """A sentence read by clause."""

    words: Words
    clauses: tuple[Clause, ...]
    owner: tuple[int, ...]
    """The clause each word belongs to."""


@cache
def _says() -> dict[str, str]:
    table = read_toml("reporting.toml")["verbs"]
    found: dict[str, str] = {}
    # What a verb does to the truth of what it reports: the graver reading wins (warn is both said and possible).
    for kind in ("claimed", "planned", "possible", "denied"):
        for verb in split_list(table[kind]):
            found[verb] = kind
    return found


@cache
def _say_nouns() -> frozenset[str]:
    table = read_toml("reporting.toml")["nouns"]
    nouns = {n for kind in ("claimed", "possible", "denied") for n in split_list(table[kind])}
    return frozenset(
        nouns
        | {n + "s" for n in nouns}
        | {n[:-1] + "ies" for n in nouns if n.endswith("y")}
        | {"fact", "news", "evidence", "proof", "condition", "sign", "signs"}
    )


def says(group: VerbGroup | None) -> str:
    """Return claimed, possible, denied or planned for a verb that reports speech or thought, else empty."""
    if group is None:
        return ""
    return _says().get(group.lemma, "")


_OPEN_QUOTES = frozenset('“"‘«„')
_STOPS = frozenset(
    (",", ";", ":", "—", "–", "”", '"', "if", "because", "although", "though", "while", "whilst", "when", "whereas")
)
_HARD = frozenset(";:—–")
_NOT_SUB_AFTER = frozenset(
    {"many", "much", "well", "far", "few", "of", "such", "a", "an", "the", "little", "long", "soon", "though", "if"}
)


def _complement_start(words: Words, group: VerbGroup) -> int:
    """Return where a clause after a reporting verb would begin: times and adverbs after the verb are skipped."""
    i, size = group.end, len(words)
    while i < size:
        f = words.flags[i]
        if f & TIME or (f & ADV and not f & (DET | PREP | PRON)):
            i += 1
        elif words.low[i] in ("on", "in", "at", "late", "early") and i + 1 < size and (words.flags[i + 1] & TIME):
            i += 2
        else:
            break
    return i


class _Builder:
    """The clauses of one sentence while they are being found."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.groups = find_groups(words)
        self.clauses: list[Clause] = []
        self.owner = [0] * len(words)
        self.unit = 0
        self.current = -1
        self.done = 0
        self.fronted: list[int] = []

    def open(self, start: int, parent: int, link: str, opener: str = "") -> Clause:
        clause = Clause(len(self.clauses), start, start, parent, link, opener, self.unit, [])
        self.clauses.append(clause)
        self.current = clause.index
        if link in ("main", "coord") and parent == -1:
            for index in self.fronted:
                self.clauses[index].parent = clause.index
            self.fronted.clear()
        return clause

    def give(self, clause: Clause, start: int, end: int, groups: list[VerbGroup]) -> None:
        for i in range(self.done if start >= self.done else start, end):
            self.owner[i] = clause.index
        self.done = max(self.done, end)
        clause.end = max(clause.end, end)
        clause.start = min(clause.start, start)
        clause.groups.extend(groups)

    def lacking(self, index: int) -> Clause | None:
        """Return the nearest clause from `index` upward that has no finite verb yet (or a doubtful one)."""
        while index >= 0:
            clause = self.clauses[index]
            if clause.link != "tail" and not any(g.finite and g.sure for g in clause.groups):
                return clause
            index = clause.parent
        return None

    def root(self, index: int) -> Clause:
        clause = self.clauses[index]
        while clause.parent >= 0 and clause.link not in ("main",):
            clause = self.clauses[clause.parent]
        return clause


def _breaks(words: Words, groups: list[VerbGroup]) -> list[tuple[int, int, str, str, bool]]:
    """Return segments as (start, end, kind, opening word, comma before)."""
    low, flags = words.low, words.flags
    size = len(low)
    starts_verb = {g.start: g for g in groups}
    ends_verb = {g.end: g for g in groups}
    finite_starts = [g.start for g in groups if g.finite]
    cuts: list[tuple[int, int, str, str]] = []  # where the opener stands, where the segment begins, kind, word

    def finite_ahead(i: int, gap: int = 1) -> bool:
        for start in finite_starts:
            if start >= i + gap:
                return not any(low[k] in (",", ";", ":", "—", "–") for k in range(i, start))
        return False

    plain_comp: dict[int, VerbGroup] = {}
    apposed: set[int] = set()
    for position, group in enumerate(groups):
        if not group.finite or not says(group) or group.passive:
            continue
        begin = _complement_start(words, group)
        if (
            begin >= size
            or flags[begin] & (PUNCT | THAT | TO | COORD)
            or (flags[begin] & PREP and not flags[begin] & DET)
        ):
            continue
        if not group.sure and group.lemma in _sayings("everyday"):
            continue
        if group.lemma in _sayings("hearer"):
            continue
        relatives = 0
        for later in groups[position + 1 :]:
            if not later.finite:
                continue
            between = range(begin, later.start)
            stops = [k for k in between if low[k] in _STOPS]
            if len(stops) == 2 and low[stops[0]] == low[stops[1]] == "," and stops[1] == later.start - 1 and group.sure:
                # "has found the disease, chytridiomycosis, has begun"
                stops = []
                apposed.update(k for k in between if low[k] == ",")
            if later.start <= begin or stops:
                break
            relatives = sum(1 for k in between if low[k] in ("that", "who", "which", "where"))
            coordinated = bool(flags[later.start - 1] & COORD)
            if coordinated or (not later.sure and any(flags[k] & PREP for k in between)):
                break
            if relatives:
                # The first verb is the relative clause's own: "says the coal that can be reached is gone".
                relatives -= 1
                begin_verb = next((g for g in groups if g.finite and g.start > later.start), None)
                if begin_verb is None or any(low[k] in _STOPS for k in range(later.start, begin_verb.start)):
                    break
            plain_comp[begin] = group
            break

    inline = _inline_quotes(words) | _inline_brackets(words, finite_starts)
    for i in range(size):
        word, f = low[i], flags[i]
        if i in inline:
            continue
        if f & PLACE:
            if i in plain_comp:
                cuts.append(
                    (
                        i,
                        i,
                        "comp",
                        "",
                    )
                )
            continue
        if word == "," and i in apposed:
            continue
        if word == ",":
            cuts.append((i, i + 1, "comma", word))
        elif word in _HARD or (word == "-" and i and i + 1 < size and words.starts[i] > words.ends[i - 1]):
            cuts.append((i, i + 1, "hard" if word in ";" else "dash", word))
        elif word == "(":
            cuts.append((i, i + 1, "open", word))
        elif word == ")":
            cuts.append((i, i + 1, "close", word))
        elif word in ("“", "”", '"', "«", "»", "„", "''", "‘"):
            cuts.append((i, i + 1, "quote", word))
        elif i in plain_comp:
            cuts.append((i, i, "comp", ""))
        elif f & REL and not f & PUNCT:
            if i and (flags[i - 1] & PREP and word in ("which", "whom", "whose")):
                cuts.append((i - 1, i - 1, "rel", word))
            elif word == "where" and i in ends_verb:
                cuts.append((i, i, "comp", word))
            else:
                cuts.append((i, i, "rel", word))
        elif f & THAT:
            if i == 0:
                continue
            before = flags[i - 1]
            noun = low[i - 1]
            if i in ends_verb and (says(ends_verb[i]) or finite_ahead(i) or not words.low[i + 1 : i + 2]):
                cuts.append((i, i + 1, "comp", word))
            elif before & (PUNCT | PREP) and not before & TIME:
                if before & PUNCT and finite_ahead(i):
                    cuts.append((i, i + 1, "comp", word))
            elif finite_ahead(i, 1):
                # "told reporters that": a reporting verb before, with its hearers between.
                told = next((g for g in reversed(groups) if g.end <= i and g.finite), None)
                hearers = (
                    told is not None
                    and i - told.end <= 6
                    and says(told)
                    and not any(low[k] == "," for k in range(told.end, i))
                )
                verb_next = ((i + 1) in starts_verb and starts_verb[i + 1].finite) or (
                    i + 2 < size and flags[i + 1] & ADV and not flags[i + 1] & PRON and (i + 2) in starts_verb
                )
                if not verb_next and (noun in _say_nouns() or _noun_and_source(words, i)):
                    cuts.append((i, i + 1, "comp", "noun-that"))
                elif (hearers and not verb_next) or (
                    before & (TIME | ADV) and told is not None and says(told) and not verb_next
                ):
                    cuts.append((i, i + 1, "comp", word))
                else:
                    cuts.append((i, i, "rel", word))
        elif f & SUB:
            if word == "as" and low[i + 1 : i + 3] == ("a", "result"):
                continue
            if i + 1 < size and low[i + 1] in _NOT_SUB_AFTER and word in ("as", "than"):
                if low[i + 1] not in ("the", "a", "an") or not finite_ahead(i, 2):
                    continue
            if word in (
                "if",
                "unless",
                "because",
                "although",
                "though",
                "while",
                "whilst",
                "when",
                "whereas",
                "whether",
                "whenever",
                "wherever",
                "lest",
            ):
                if word == "because" and i + 1 < size and low[i + 1] == "of":
                    continue
                if word == "when" and i + 1 < size and flags[i + 1] & PUNCT:
                    continue
                cuts.append((i, i, "sub", word))
            elif (
                finite_ahead(i, 2)
                and (i == 0 or word != "as" or not flags[i - 1] & (NUMBER | BE))
                and not (flags[i + 1] & (PREP | TIME) if i + 1 < size else True)
            ):
                cuts.append((i, i, "sub", word))
        elif (f & COORD and not f & PUNCT) or word == "&":
            cuts.append((i, i + 1, "coord", word))
    segments: list[tuple[int, int, str, str, bool]] = []
    begin, kind, opener, comma = 0, "start", "", False
    for at, start, new_kind, word in cuts:
        if at > begin:
            segments.append((begin, at, kind, opener, comma))
            comma = new_kind == "comma"
        elif new_kind != "comma":
            comma = comma or kind in ("comma", "quote")
        if at < begin:
            continue
        if at == begin and new_kind == "comma" and kind not in ("start",) and begin != 0:
            # A comma right after an opener ("and, on Friday, ...") does not undo it.
            begin, comma = start, True
            continue
        if at == begin and kind in ("hard", "dash") and new_kind in ("quote", "coord"):
            begin = start
            opener = opener if new_kind == "quote" else word
            continue
        if at == begin and new_kind == "quote" and kind in ("comp", "coord", "rel", "sub"):
            begin = start
            continue
        begin, kind, opener = start, new_kind, word
    if begin < size:
        segments.append((begin, size, kind, opener, comma))
    return _joined(words, segments, groups)


def _inline_brackets(words: Words, finite_starts: list[int]) -> set[int]:
    """Return the brackets round a few words without a verb: *the aviation authority (FAA) warned*."""
    out: set[int] = set()
    for a, word in enumerate(words.low):
        if word == "(":
            b = next((k for k in range(a + 1, min(len(words), a + 14)) if words.low[k] == ")"), -1)
            if b > 0 and not any(a < start < b for start in finite_starts):
                out.update(range(a, b + 1))
    return out


def _inline_quotes(words: Words) -> set[int]:
    """Return the marks round a few quoted words that are part of the sentence: *a "significant number" of refugees*."""
    low = words.low
    marks = [i for i, word in enumerate(low) if word in ("“", "”", '"', "«", "»", "„", "‘")]
    out: set[int] = set()
    for a, b in pairwise(marks):
        if a in out or low[a] == "”":
            continue
        ends = low[b - 1] in (",", ".", "?", "!")
        if (
            not ends
            and (a == 0 or low[a - 1] not in (",", ":"))
            and b - a <= 8
            and not (a == 0 and b + 1 < len(low) and low[b + 1] == ",")
        ):
            out.update((a, b))
    return out


def _noun_and_source(words: Words, at: int) -> bool:
    """Return whether *accusations by Kinshasa* stands before the word `at`."""
    return any(
        words.low[k] in ("by", "from") and words.low[k - 1] in _say_nouns() for k in range(max(1, at - 4), at - 1)
    )


def _joined(
    words: Words, segments: list[tuple[int, int, str, str, bool]], groups: list[VerbGroup]
) -> list[tuple[int, int, str, str, bool]]:
    """Return the segments with those put together that only make one noun phrase: *police and soldiers | said*."""
    finite = [g.start for g in groups if g.finite]
    at = 0
    out: list[tuple[int, int, str, str, bool]] = []
    had = False
    for segment in segments:
        start, end, kind, opener, comma = segment
        while at < len(finite) and finite[at] < start:
            at += 1
        has = at < len(finite) and finite[at] < end
        if out and kind == "coord" and not had and not comma and opener != "but" and out[-1][2] != "open":
            last = out[-1]
            out[-1] = (last[0], end, last[2], last[3], last[4])
            had = has
            continue
        if (
            has
            and kind == "comma"
            and finite[at] == start
            and len(out) > 2
            and out[-1][2] == "comma"
            and out[-2][2] in ("comma", "quote")
            and not had
            and (end - start <= 2 or words.flags[start + 1] & (PUNCT | TIME | THAT | PREP))
            and not any(out[-2][0] <= f < out[-1][1] for f in finite)
            and any(says(g) and g.start == start for g in groups)
        ):
            # "..., the news agency, Apsnipress, reported"
            first = out[-2]
            out.pop()
            out[-1] = (first[0], end, first[2], first[3], first[4])
            had = True
            continue
        if (
            has
            and kind == "comma"
            and not had
            and len(out) > 1
            and out[-1][2] == "quote"
            and all(words.flags[k] & (CAPITAL | PREP | PUNCT | DET) for k in range(out[-1][0], out[-1][1]))
            and any(says(g) and g.finite and start < g.start < end for g in groups)
        ):
            # "...," Ann Lee, adviser to the ministry, said
            last = out[-1]
            out[-1] = (last[0], end, last[2], last[3], last[4])
            had = True
            continue
        out.append(segment)
        had = has
    return out


def _only_soft(words: Words, start: int, end: int) -> bool:
    """Return whether there is no subject between two words: adverbs and times only."""
    return all(
        (words.flags[i] & (ADV | TIME | PUNCT) and not words.flags[i] & (PRON | DET)) or words.low[i] == "also"
        for i in range(start, end)
    )


def cut_clauses(words: Words) -> Clauses:
    """Return the clauses of a sentence."""
    b = _Builder(words)
    groups = b.groups
    segments = _breaks(words, groups)
    size = len(words)
    after_close = -1
    gi = 0
    for number, (start, end, kind, opener, comma) in enumerate(segments):
        while gi < len(groups) and groups[gi].start < start:
            gi += 1
        inside = []
        k = gi
        while k < len(groups) and groups[k].start < end:
            inside.append(groups[k])
            k += 1
        finite = [g for g in inside if g.finite]
        sure = [g for g in finite if g.sure]
        lead = (sure or finite or [None])[0]  # type: ignore[list-item]
        current = b.clauses[b.current] if b.current >= 0 else None
        next_kind = segments[number + 1][2] if number + 1 < len(segments) else ""
        next_start = segments[number + 1][0] if number + 1 < len(segments) else size
        if kind == "close":
            if after_close >= 0:
                b.current = after_close
                current = b.clauses[after_close]
                after_close = -1
            kind = "resume"
        if kind == "open":
            after_close = b.current
            if finite:
                b.give(b.open(start, b.current, "paren"), start, end, inside)
            elif current is not None:
                b.give(current, start, end, inside)
            else:
                b.give(b.open(start, -1, "main"), start, end, inside)
            continue
        if current is None:
            if kind == "sub":
                link = "cond" if opener in ("if", "unless", "whether") else "adv"
                clause = b.open(start, -1, link, opener)
                b.fronted.append(clause.index)
            else:
                clause = b.open(start, -1, "main")
            b.give(clause, start, end, inside)
            continue
        if kind == "dash" and finite and _only_soft(words, start, finite[0].start):
            lacking = b.lacking(b.current)
            if lacking is not None:
                b.current = lacking.index
                b.give(lacking, start, end, inside)
                continue
        if kind == "hard" or (kind == "dash" and finite and opener != "-"):
            if kind == "hard":
                b.unit += 1
            tail = _is_tail(words, start, end, lead, next_kind, next_start, current)
            b.give(b.open(start, b.current if tail else -1, "tail" if tail else "main", opener), start, end, inside)
            continue
        if kind == "dash":
            b.give(current, start, end, inside)
            continue
        if kind == "rel":
            parent = current
            clause = b.open(start, parent.index, "rel", opener)
            if len(finite) > 1 and not any(g.finite and g.sure for g in parent.groups) and parent.link != "tail":
                # "the man who died in Gaza had ties": the second verb is the main clause's.
                first = finite[0]
                second = next((g for g in finite[1:] if g.sure), finite[1])
                if second.start > first.end:
                    b.give(clause, start, second.start, [g for g in inside if g.start < second.start])
                    b.give(parent, second.start, end, [g for g in inside if g.start >= second.start])
                    b.current = parent.index
                    continue
            b.give(clause, start, end, inside)
            continue
        if kind == "comp":
            b.give(b.open(start, current.index, "comp", opener), start, end, inside)
            continue
        if kind == "sub":
            link = "cond" if opener in ("if", "unless", "whether") else "adv"
            if not finite and opener not in ("if", "unless", "while", "whilst", "when"):
                b.give(current, start, end, inside)
            elif opener in ("while", "whilst", "whereas") and comma and finite and finite[0].start > start + 1:
                b.give(b.open(start, b.root(b.current).parent, "main", opener), start, end, inside)
            else:
                clause = b.open(start, current.index, link, opener)
                b.give(clause, start, end, inside)
            continue
        if kind == "resume":
            if not finite:
                b.give(current, start, end, inside)
                continue
            kind = "comma"
        # comma, coord, quote
        first_flags = words.flags[start]
        if words.low[start] in ("according", "citing", "quoting") and kind == "comma":
            b.give(b.open(start, current.index, "source", words.low[start]), start, end, inside)
            continue
        opens_ing = kind == "comma" and not sure and inside and inside[0].start == start and inside[0].tense == "ing"
        if not finite or opens_ing:
            participle = first_flags & (ING | PARTICIPLE) and not first_flags & (ADV | PREP)
            if participle and kind == "comma" and any(g.finite for g in current.groups) and inside:
                b.give(b.open(start, current.index, "part", words.low[start]), start, end, inside)
            elif current.link == "source" and kind == "coord":
                b.give(current, start, end, inside)
            else:
                b.give(current, start, end, inside)
            continue
        assert lead is not None
        tail = kind in ("comma", "quote") and _is_tail(words, start, end, lead, next_kind, next_start, current)
        if tail:
            b.give(b.open(start, current.index, "tail", opener), start, end, inside)
            continue
        verb_first = _only_soft(words, start, lead.start)
        if current.link in ("tail", "source") or (
            current.link == "comp" and kind == "coord" and (opener == "but" or comma) and not verb_first
        ):
            if (
                (current.link == "source" and not verb_first and kind == "comma")
                or current.link != "source"
                or not verb_first
            ):
                if verb_first and current.link == "tail":
                    b.give(b.open(start, current.parent, "coord", opener), start, end, inside)
                    continue
                lacking = b.lacking(current.parent) if current.link == "source" else None
                if lacking is not None and current.link == "source":
                    b.current = lacking.index
                    b.give(lacking, start, end, inside)
                    continue
                b.give(b.open(start, -1, "main", opener), start, end, inside)
                continue
        if verb_first:
            lacking = b.lacking(b.current)
            if kind in ("comma", "quote") and lacking is not None:
                b.current = lacking.index
                b.give(lacking, start, end, inside)
                continue
            if (
                kind == "coord"
                and lacking is not None
                and lacking.index == current.index
                and not any(g.finite for g in current.groups)
            ):
                b.give(current, start, end, inside)
                continue
            target = current
            if comma and kind == "coord" and current.link in ("rel", "part", "paren", "adv") and current.parent >= 0:
                up = b.lacking(current.parent)
                if up is not None:
                    b.current = up.index
                    b.give(up, start, end, inside)
                    continue
            clause = b.open(start, target.parent, "coord" if target.link == "main" else target.link, opener)
            clause.subject = (-1, target.index)
            b.give(clause, start, end, inside)
            continue
        if b.fronted and current.index in b.fronted and kind in ("comma", "quote"):
            b.give(b.open(start, -1, "main", opener), start, end, inside)
            continue
        has_verb = any(g.finite for g in current.groups)
        if not has_verb:
            up = current
            if current.link in ("rel", "part", "adv", "cond"):
                other = b.lacking(current.parent) if current.parent >= 0 else None
                up = other or current
            b.current = up.index
            b.give(up, start, end, inside)
            continue
        if kind in ("comma", "quote"):
            if current.link in ("rel", "part", "paren", "adv", "cond"):
                up2 = b.lacking(current.parent) if current.parent >= 0 else None
                if up2 is not None:
                    b.current = up2.index
                    b.give(up2, start, end, inside)
                    continue
            verb = current.verb()
            if says(verb) and verb is not None and not _has_object(words, verb, current):
                b.give(b.open(start, current.index, "comp", opener), start, end, inside)
                continue
            b.give(b.open(start, -1, "main", opener), start, end, inside)
            continue
        # coord with a subject of its own
        if current.link == "main" or current.link == "coord":
            b.give(b.open(start, current.parent, "coord", opener), start, end, inside)
        elif current.link in ("comp", "adv", "cond", "rel") and not comma:
            b.give(b.open(start, current.parent, current.link, opener), start, end, inside)
        else:
            up3 = b.lacking(current.parent) if current.parent >= 0 else None
            if up3 is not None and current.link in ("rel", "part", "paren"):
                b.current = up3.index
                b.give(up3, start, end, inside)
            else:
                b.give(b.open(start, -1, "main", opener), start, end, inside)
    for clause in b.clauses:
        clause.groups.sort()
    return Clauses(words, tuple(b.clauses), tuple(b.owner))


def _has_object(words: Words, verb: VerbGroup, clause: Clause) -> bool:
    return verb.end < clause.end and bool(words.flags[verb.end] & (DET | NUMBER | PLACE))


@cache
def _sayings(kind: str) -> frozenset[str]:
    """Return a list of reporting verbs by its name in the data file."""
    return frozenset(split_list(read_toml("reporting.toml")["verbs"][kind]))


def _is_tail(
    words: Words, start: int, end: int, lead: VerbGroup | None, next_kind: str, next_start: int, current: Clause | None
) -> bool:
    """Return whether these words only say who said what stands before: *..., Romania's navy said*."""
    if (
        current is not None
        and next_start < len(words)
        and not any(g.finite for g in current.groups)
        and current.parent < 0
    ):
        # Nothing has been said yet: "The director of the office, Jon Andrus, said: ..."
        return False
    if lead is None or current is None or lead.passive or lead.negated or not says(lead):
        return False
    if next_kind == "comp" or (next_kind == "rel" and words.low[next_start - 1 : next_start] == ("that",)):
        return False
    if lead.lemma in ("accuse", "blame", "describe", "call"):
        return False
    flags = words.flags
    if _only_soft(words, start, lead.start):
        # "..., said Shelley Szafraniec": what follows is the speaker, not an object with a verb of its own.
        after = flags[lead.end] if lead.end < end else PUNCT
        if lead.lemma == "say":
            return not after & TO
        return lead.lemma in _sayings("tail") and not after & (PREP | TO | DET) and current.link != "rel"
    after = flags[lead.end] if lead.end < end else PUNCT
    if after & (DET | NUMBER | PLACE) and lead.lemma != "tell":
        return words.low[lead.end] in ("this", "that") or bool(flags[lead.end] & TIME)
    if lead.lemma not in ("say", "tell") and lead.end < end and after & TO:
        return False
    if lead.lemma not in _sayings("tail"):
        return False
    return lead.end >= end or bool(after & (TIME | ADV | PREP | PUNCT)) or lead.lemma == "tell"
