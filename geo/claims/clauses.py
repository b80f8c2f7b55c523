"""Put a sentence together from clauses and say how each hangs on the others, without a parser's model."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from geo.claims.reporting import saying_verbs, says_kind
from geo.claims.segments import Segment, cut_segments
from geo.claims.verbs import VerbGroup, find_groups
from geo.claims.words import (
    ADV,
    BE,
    DET,
    DO,
    HAVE,
    ING,
    MODAL,
    NUMBER,
    PARTICIPLE,
    PAST,
    PLACE,
    PREP,
    PRON,
    PUNCT,
    TIME,
    TO,
    Words,
)

__all__ = ["Clause", "Clauses", "cut_clauses", "says"]

_CONDITIONS = ("if", "unless", "whether")


@dataclass(slots=True)
class Clause:
    """One clause of a sentence, in word indexes; `start` to `end` may hold another clause that interrupts it."""

    index: int
    start: int
    end: int
    parent: int
    """The clause it hangs on, -1 for none."""
    link: str
    """main; coord (second of two), comp (*said that ...*), rel, cond (*if*), adv (*after*), part (*closing ...*),
    paren, tail (*..., the navy said*), source (*according to ...*)."""
    opener: str
    unit: int
    """Parts of a sentence that stand by themselves, split at a semicolon."""
    groups: list[VerbGroup]
    same_subject: int = -1
    """The clause whose subject it shares: *Bangladesh may move patients but ruled out clearing the camps*."""

    def verb(self) -> VerbGroup | None:
        """Return the verb that carries the clause, None where there is none."""
        loose = None
        for group in self.groups:
            if group.finite:
                if group.sure:
                    return group
                loose = loose or group
        return None if self.link == "part" and self.opener != "with" else loose


@dataclass(frozen=True, slots=True)
class Clauses:
    """A sentence read by clause."""

    words: Words
    clauses: tuple[Clause, ...]
    owner: tuple[int, ...]
    """The clause each word belongs to."""


def says(group: VerbGroup | None) -> str:
    """Return claimed, possible, denied or planned for a verb that reports speech or thought, else empty."""
    return says_kind(group.lemma) if group is not None else ""


class _Piece:
    """A segment with its verbs, as the builder needs it."""

    __slots__ = (
        "end",
        "finite",
        "groups",
        "lead",
        "next_kind",
        "next_start",
        "segment",
        "start",
        "sure",
        "verb_follows",
    )

    def __init__(
        self, segment: Segment, groups: list[VerbGroup], next_kind: str, next_start: int, verb_follows: bool
    ) -> None:
        self.segment, self.groups = segment, groups
        # In it or after it, before the next semicolon: "; in Rome, Milan and Turin schools are shut".
        self.verb_follows = verb_follows
        self.start, self.end = segment.start, segment.end
        self.finite = [g for g in groups if g.finite]
        self.sure = [g for g in self.finite if g.sure]
        self.lead = self.sure[0] if self.sure else self.finite[0] if self.finite else None
        self.next_kind, self.next_start = next_kind, next_start


class _Builder:
    """The clauses of one sentence while they are being found."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.clauses: list[Clause] = []
        self.owner = [0] * len(words)
        self.unit = 0
        self.now: Clause | None = None
        """The clause that the next words would go on."""
        self.done = 0
        self.fronted: list[int] = []
        """Clauses before their main clause: *If flames burn, ...*."""
        self.bracketed: Clause | None = None

    def put(self, piece: _Piece, parent: int, link: str, opener: str = "") -> Clause:
        """Open a clause for a piece."""
        clause = Clause(len(self.clauses), piece.start, piece.start, parent, link, opener, self.unit, [])
        self.clauses.append(clause)
        if link in ("main", "coord") and parent == -1:
            for index in self.fronted:
                self.clauses[index].parent = clause.index
            self.fronted.clear()
        self.join(clause, piece.start, piece.end, piece.groups)
        return clause

    def join(self, clause: Clause, start: int, end: int, groups: list[VerbGroup]) -> None:
        """Give words to a clause and go on with it. Openers before `start` go with them."""
        for i in range(self.done if start >= self.done else start, end):
            self.owner[i] = clause.index
        self.done = max(self.done, end)
        clause.end = max(clause.end, end)
        clause.start = min(clause.start, start)
        clause.groups.extend(groups)
        self.now = clause

    def go_on(self, clause: Clause, piece: _Piece) -> None:
        """Let a clause go on with a piece."""
        self.join(clause, piece.start, piece.end, piece.groups)

    def lacking(self, index: int) -> Clause | None:
        """Return the nearest clause from `index` upward that has no finite verb yet, or a doubtful one."""
        while index >= 0:
            clause = self.clauses[index]
            if (
                clause.link != "source"
                and clause.link not in ("tail", "part")
                and not any(g.finite and g.sure for g in clause.groups)
            ):
                return clause
            index = clause.parent
        return None

    def add(self, piece: _Piece) -> None:
        """Find the place of the next piece."""
        kind = piece.segment.kind
        if kind == "close":
            if self.bracketed is not None:
                self.now, self.bracketed = self.bracketed, None
            if self.now is not None and not piece.finite:
                self.go_on(self.now, piece)
                return
            kind = "comma"
        now = self.now
        if kind == "open":
            self.bracketed = now
            if now is not None and piece.finite:
                self.put(piece, now.index, "paren")
            elif now is not None:
                self.go_on(now, piece)
            else:
                self.put(piece, -1, "main")
        elif now is None:
            self.first(piece, kind)
        elif kind in ("hard", "dash"):
            self.after_bar(piece, now, kind)
        elif kind == "rel":
            self.relative(piece, now)
        elif kind == "comp":
            self.put(piece, now.index, "comp", piece.segment.opener)
        elif kind == "sub":
            self.subordinate(piece, now)
        elif kind == "comma" and self.words.low[piece.start] in ("according", "citing", "quoting"):
            self.put(piece, now.index, "source", self.words.low[piece.start])
        else:
            self.plain(piece, now, kind)

    def first(self, piece: _Piece, kind: str) -> None:
        """Open the sentence."""
        if kind != "sub":
            self.put(piece, -1, "main")
            return
        opener = piece.segment.opener
        clause = self.put(piece, -1, "cond" if opener in _CONDITIONS else "adv", opener)
        self.fronted.append(clause.index)

    def after_bar(self, piece: _Piece, now: Clause, kind: str) -> None:
        """Go on after a semicolon, colon or dash."""
        if kind == "dash" and piece.finite and _no_subject(self.words, piece.start, piece.finite[0].start):
            lacking = self.lacking(now.index)
            if lacking is not None:
                self.go_on(lacking, piece)
                return
        verb = now.verb()
        if piece.segment.opener == ":" and piece.finite and verb is not None and says(verb):
            self.put(piece, now.index, "comp", ":")  # 'Ann Lee said: "We have ..."'
            return
        if piece.segment.opener == "-" or not (piece.verb_follows if kind == "hard" else piece.finite):
            self.go_on(now, piece)
            return
        if kind == "hard":
            self.unit += 1
        tail = _is_tail(self.words, piece, now)
        self.put(piece, now.index if tail else -1, "tail" if tail else "main", piece.segment.opener)

    def relative(self, piece: _Piece, parent: Clause) -> None:
        """Open a relative clause; a second verb in it is the main clause's: *the man who died had ties*."""
        finite = piece.finite
        if len(finite) > 1 and parent.link != "tail" and not any(g.finite and g.sure for g in parent.groups):
            second = next((g for g in finite[1:] if g.sure), finite[1])
            if second.start >= finite[0].end:
                head = [g for g in piece.groups if g.start < second.start]
                rest = [g for g in piece.groups if g.start >= second.start]
                clause = self.put(piece, parent.index, "rel", piece.segment.opener)
                clause.groups[:], clause.end = head, second.start
                self.join(parent, second.start, piece.end, rest)
                return
        self.put(piece, parent.index, "rel", piece.segment.opener)

    def subordinate(self, piece: _Piece, now: Clause) -> None:
        """Open a clause of time, cause or condition, or go on where it is only a phrase."""
        opener = piece.segment.opener
        if not piece.finite and opener not in ("if", "unless", "while", "whilst", "when"):
            self.go_on(now, piece)
        elif (
            opener in ("while", "whilst", "whereas")
            and piece.segment.comma
            and piece.finite
            and piece.finite[0].start > piece.start + 1
        ):
            # "..., while two airlines reported": a second statement, not a time.
            self.put(piece, -1, "main", opener)
        else:
            apart = now.link == "comp" and now.parent >= 0 and _times_apart(self.words, piece.start)
            self.put(piece, now.parent if apart else now.index, "cond" if opener in _CONDITIONS else "adv", opener)

    def plain(self, piece: _Piece, now: Clause, kind: str) -> None:
        """Go on after a comma, a quotation mark or a coordinator."""
        words, lead, opener = self.words, piece.lead, piece.segment.opener
        first = piece.groups[0] if piece.groups else None
        opens_ing = first is not None and first.start == piece.start and first.tense == "ing" and not piece.sure
        above = self.lacking(now.parent) if now.link == "rel" and kind == "comma" and now.parent >= 0 else None
        if above is None and kind == "comma" and not piece.verb_follows and _apposed(words, now):
            above = now
        if first is not None and first.start == piece.start and first.tense == "participle" and above is not None:
            # "The mayor, who was in Kyoto, promised money": after the aside the verb of its subject.
            piece.groups[0] = first._replace(tense="past")
            self.go_on(above, piece)
        elif (
            kind == "comma"
            and words.low[piece.start] == "with"
            and not piece.sure
            and any(g.finite for g in now.groups)
        ):
            self.put(piece, now.index, "part", "with")  # "..., with three cases reported in Zambia"
        elif lead is None or (kind == "comma" and opens_ing):
            flags = words.flags[piece.start]
            participle = flags & (ING | PARTICIPLE) and not flags & (ADV | PREP) and first is not None
            told = first is not None and first.start == piece.start and not flags & ING and first.tense == "participle"
            if (
                told
                and first
                and kind == "comma"
                and now.link == "main"
                and not (now.groups or piece.verb_follows)
                and ("," in words.low[now.start : piece.start - 1])
            ):
                piece.groups[0] = first._replace(tense="past")  # "The office, in its update, asked people to ..."
                self.go_on(now, piece)
            elif participle and kind == "comma" and any(g.finite for g in now.groups):
                # "a program that allows digging, stranding trucks": a *that* without comma ends there.
                over = now.link == "rel" and now.opener == "that" and now.parent >= 0
                self.put(piece, now.parent if over else now.index, "part", words.low[piece.start])
            elif kind == "comma" and now.link == "tail" and now.parent >= 0 and _resumes(words, piece.start):
                self.go_on(self.clauses[now.parent], piece)
            else:
                self.go_on(now, piece)
        elif kind != "coord" and _is_tail(words, piece, now):
            self.put(piece, now.index, "tail", opener)
        elif _no_subject(words, piece.start, lead.start):
            self.verb_first(piece, now, kind)
        else:
            self.with_subject(piece, now, kind)

    def verb_first(self, piece: _Piece, now: Clause, kind: str) -> None:
        """Go on with a verb without a subject of its own: the main clause's verb, or one more of the same subject."""
        opener, comma = piece.segment.opener, piece.segment.comma
        if now.link == "tail":
            told = self.lacking(now.parent)
            if told is not None:
                self.go_on(told, piece)  # "Supplies, traders said, have been slowed"
            else:
                self.put(piece, now.parent, "coord", opener)
            return
        if kind == "coord" and now.link == "comp" and now.parent >= 0:
            # "He denied that he leads a cartel and said ...": the sayings are the two, not what is said.
            matrix = self.clauses[now.parent]
            verb, said, lead = now.verb(), matrix.verb(), piece.lead
            if (
                (verb is not None and said is not None and lead is not None)
                and (says(said) and says(lead) and not says(verb))
                and said.tense == lead.tense
            ):
                clause = self.put(piece, matrix.parent, "coord" if matrix.link == "main" else matrix.link, opener)
                clause.same_subject = matrix.index
                return
        lacking = self.lacking(now.index)
        if lacking is now and now.link == "rel" and kind == "comma" and any(g.finite for g in now.groups):
            lacking = self.lacking(now.parent) or now  # "Ann, whose son sold cloth in Rome, says ..."
        if lacking is not None and kind != "coord":
            self.go_on(lacking, piece)
            return
        if kind == "coord" and now.opener == "whether" and now.parent >= 0 and not any(g.finite for g in now.groups):
            # "is considering whether to go on and has left": two verbs of one subject.
            whole = self.clauses[now.parent]
            second = self.put(piece, whole.parent, "coord" if whole.link == "main" else whole.link, opener)
            second.same_subject = whole.index
            return
        if lacking is now and not any(g.finite for g in now.groups):
            self.go_on(now, piece)
            return
        if comma and kind == "coord" and now.link in ("rel", "part", "paren", "adv") and now.parent >= 0:
            above = self.lacking(now.parent)
            if above is not None:
                self.go_on(above, piece)
                return
        clause = self.put(piece, now.parent, "coord" if now.link == "main" else now.link, opener)
        clause.same_subject = now.index

    def with_subject(self, piece: _Piece, now: Clause, kind: str) -> None:
        """Go on with a subject and a verb: a clause of its own, unless the one before still lacks its verb."""
        opener, comma = piece.segment.opener, piece.segment.comma
        above = self.lacking(now.parent) if now.parent >= 0 else None
        if now.link == "source" and above is not None:
            self.go_on(above, piece)
        elif (
            now.link in ("tail", "source")
            or (now.link == "comp" and kind == "coord" and (opener == "but" or comma))
            or (now.index in self.fronted and kind != "coord")
        ):
            self.put(piece, -1, "main", opener)
        elif not any(g.finite for g in now.groups):
            self.go_on(above if above is not None and now.link in ("rel", "part", "adv", "cond") else now, piece)
        elif kind != "coord":
            verb = now.verb()
            if above is not None and now.link in ("rel", "part", "paren", "adv", "cond"):
                self.go_on(above, piece)
            elif verb is not None and says(verb) and not _has_object(self.words, verb, now):
                self.put(piece, now.index, "comp", opener)
            else:
                self.put(piece, -1, "main", opener)
        elif now.link in ("main", "coord"):
            self.put(piece, now.parent, "coord", opener)
        elif now.link in ("comp", "adv", "cond", "rel") and not comma:
            self.put(piece, now.parent, now.link, opener)
        elif above is not None and now.link in ("rel", "part", "paren"):
            self.go_on(above, piece)
        else:
            self.put(piece, -1, "main", opener)


def cut_clauses(words: Words) -> Clauses:
    """Return the clauses of a sentence."""
    builder = _Builder(words)
    groups = find_groups(words)
    segments = cut_segments(words, groups)
    finite = [g.start for g in groups if g.finite]
    sure = [g.start for g in groups if g.finite and g.sure]
    at = 0
    for number, segment in enumerate(segments):
        inside = []
        while at < len(groups) and groups[at].start < segment.end:
            if groups[at].start >= segment.start:
                inside.append(groups[at])
            at += 1
        last = number + 1 == len(segments)
        bar = next((s.start for s in segments[number + 1 :] if s.kind == "hard"), len(words))
        verbs = finite if segment.kind == "hard" else sure
        ahead = bisect_left(verbs, segment.start)
        follows = ahead < len(verbs) and verbs[ahead] < bar
        builder.add(
            _Piece(
                segment,
                inside,
                "" if last else segments[number + 1].kind,
                len(words) if last else segments[number + 1].start,
                follows,
            )
        )
    for clause in builder.clauses:
        clause.groups.sort()
    return Clauses(words, tuple(builder.clauses), tuple(builder.owner))


def _no_subject(words: Words, start: int, end: int) -> bool:
    """Return whether there is no subject between two words: adverbs and times only."""
    return all(
        (f & (ADV | TIME | PUNCT) and not f & (PRON | DET)) or word == "also"
        for f, word in zip(words.flags[start:end], words.low[start:end], strict=True)
    )


def _apposed(words: Words, clause: Clause) -> bool:
    """Return whether a clause has nothing but a subject and an aside in commas so far: *Vale, listed in Lima, ...*."""
    groups = clause.groups
    aside = groups and groups[0].tense == "participle" and words.low[groups[0].start - 1] == ","
    return bool(aside) and groups[0].start > clause.start + 1 and not any(g.finite for g in groups)


def _times_apart(words: Words, start: int) -> bool:
    """Return whether *after* dates the saying, not what is said: *said it was studying a plan, hours after ...*."""
    comma = next((k for k in range(start - 1, max(-1, start - 6), -1) if words.low[k] == ","), -1)
    return comma >= 0 and words.low[start - 1] in _SPANS


_SPANS = frozenset({"minutes", "hours", "days", "weeks", "months", "years", "hour", "day", "week", "month", "year"})


def _resumes(words: Words, start: int) -> bool:
    """Return whether what was said goes on after who said it: *..., the army said, in the worst attack since May*."""
    return words.low[start] in _RESUMING and words.low[start + 1 : start + 3] not in _MEDIUMS


_RESUMING = frozenset({"in", "amid", "after", "before", "during", "following", "with", "near", "despite", "since"})
_MEDIUMS = tuple(
    (article, noun)
    for article in ("a", "an", "the")
    for noun in (
        "statement",
        "interview",
        "report",
        "letter",
        "email",
        "briefing",
        "call",
        "telephone",
        "press",
        "news",
    )
)


def _has_object(words: Words, verb: VerbGroup, clause: Clause) -> bool:
    return verb.end < clause.end and bool(words.flags[verb.end] & (DET | NUMBER | PLACE))


def _is_tail(words: Words, piece: _Piece, now: Clause) -> bool:
    """Return whether these words only say who said what stands before: *..., Romania's navy said*."""
    lead, end = piece.lead, piece.end
    if lead is None or lead.passive or lead.negated or not says(lead):
        return False
    if piece.next_start < len(words) and now.parent < 0 and not any(g.finite for g in now.groups):
        # Nothing has been said yet: "The director of the office, Ann Lee, said: ..."; or who says it cuts it in two.
        at = piece.next_start + bool(words.flags[piece.next_start] & PUNCT)
        goes_on = (
            at < len(words) - 1 and words.flags[at] & (BE | HAVE | MODAL | DO | PAST) and words.low[at + 1] != "by"
        )
        if not goes_on or lead.lemma not in saying_verbs("tail"):
            return False
    if piece.next_kind == "comp" or (piece.next_kind == "rel" and words.low[piece.next_start - 1] == "that"):
        return False
    if lead.lemma in saying_verbs("hearer"):
        return False
    after = words.flags[lead.end] if lead.end < end else PUNCT
    if _no_subject(words, piece.start, lead.start):
        # "..., said Ann Lee": what follows is the speaker, not an object.
        if lead.lemma == "say":
            return not after & TO
        return lead.lemma in saying_verbs("tail") and not after & (PREP | TO | DET) and now.link != "rel"
    if lead.lemma == "tell":
        return True
    if lead.lemma not in saying_verbs("tail") or (lead.lemma != "say" and after & TO):
        return False
    if after & (DET | NUMBER | PLACE):
        return bool(after & TIME) or words.low[lead.end] in ("this", "that")
    return lead.end >= end or bool(after & (TIME | ADV | PREP | PUNCT))
