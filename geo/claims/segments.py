"""Cut a sentence at its small words and punctuation: the pieces that clauses are put together from."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from geo.claims.reporting import hearing_bodies, noun_kind, saying_verbs, says_kind
from geo.claims.verbs import VerbGroup
from geo.claims.words import (
    ADV,
    BE,
    CAPITAL,
    COORD,
    DET,
    HAVE,
    NUMBER,
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
)

__all__ = ["Segment", "cut_segments"]

_QUOTES = frozenset({"“", "”", '"', "«", "»", "„", "''", "‘"})
_BARS = frozenset({",", ";", ":", "—", "–"})
# A clause after a reporting verb without "that" does not reach over these.
_STOPS = _BARS | {"”", '"', "if", "because", "although", "though", "while", "whilst", "when", "whereas"}
# Open a clause even where no verb is found after them.
_CLAUSAL = frozenset(
    {"if", "unless", "because", "although", "though", "while", "whilst", "when", "whereas", "whether", "whenever"}
    | {"wherever", "lest"}
)
# "as many as", "as well as"
_NOT_CLAUSAL_AFTER = frozenset(
    {"many", "much", "well", "far", "few", "of", "such", "a", "an", "the", "little", "long", "soon", "though", "if"}
)
# Nouns besides the reporting ones that take "that ...".
_FACTS = frozenset({"fact", "news", "evidence", "proof", "condition", "sign", "signs"})


class Segment(NamedTuple):
    """Words from `start` to `end`, excluded, and what opened them."""

    start: int
    end: int
    kind: str
    """start, comma, coord, quote, sub, rel, comp, hard (semicolon), dash (colon too), open and close (brackets)."""
    opener: str
    comma: bool
    """Whether a comma stood before the opener."""


class _Cut(NamedTuple):
    at: int
    """Where the opener stands."""
    start: int
    """Where the segment begins."""
    kind: str
    word: str


class _Verbs(NamedTuple):
    """The verb groups of a sentence, by where they stand."""

    all: list[VerbGroup]
    starting: dict[int, VerbGroup]
    ending: dict[int, VerbGroup]
    finite: list[int]
    """Where the finite ones start."""


def cut_segments(words: Words, groups: list[VerbGroup]) -> list[Segment]:
    """Return the segments of a sentence in order."""
    verbs = _Verbs(
        groups, {g.start: g for g in groups}, {g.end: g for g in groups}, [g.start for g in groups if g.finite]
    )
    return _join(words, _between(_cuts(words, verbs), len(words)), verbs)


def _finite_ahead(words: Words, verbs: _Verbs, i: int, gap: int = 1) -> bool:
    """Return whether a finite verb follows at least `gap` words on, before any comma but those of an apposition."""
    start = next((s for s in verbs.finite if s >= i + gap), -1)
    bars = [k for k in range(i, start) if words.low[k] in _BARS]
    apposed = len(bars) == 2 and words.low[bars[0]] == "," == words.low[bars[1]] and bars[1] == start - 1
    return start >= 0 and (not bars or (apposed and bars[0] > i + 1))


def _cuts(words: Words, verbs: _Verbs) -> list[_Cut]:
    low, flags = words.low, words.flags
    bare, apposed = _bare_complements(words, verbs)
    inline = _inline_quotes(words) | _inline_brackets(words, verbs.finite) | apposed
    cuts: list[_Cut] = []
    for i, word in enumerate(low):
        f = flags[i]
        if i in inline or (word == "since" and i and flags[i - 1] & HAVE):
            continue  # "has since weakened"
        if i in bare and (f & PLACE or not f & PUNCT):
            cuts.append(_Cut(i, i, "comp", ""))
        elif f & PLACE:
            continue
        elif f & PUNCT:
            if word == ",":
                cuts.append(_Cut(i, i + 1, "comma", word))
            elif word in _BARS or (word == "-" and 0 < i < len(low) - 1 and words.starts[i] > words.ends[i - 1]):
                cuts.append(_Cut(i, i + 1, "hard" if word == ";" else "dash", word))
            elif word == "." and _ends_sentence(words, i):
                cuts.append(_Cut(i, i + 1, "hard", ";"))
            elif word in "()":
                cuts.append(_Cut(i, i + 1, "open" if word == "(" else "close", word))
            elif word in _QUOTES:
                cuts.append(_Cut(i, i + 1, "quote", word))
        elif f & REL:
            after_preposition = i > 0 and flags[i - 1] & PREP and word in ("which", "whom", "whose")
            at = i - 1 if after_preposition else i
            cuts.append(_Cut(at, at, "comp" if word == "where" and i in verbs.ending else "rel", word))
        elif f & THAT:
            if (cut := _that(words, verbs, i)) is not None:
                cuts.append(cut)
        elif f & SUB:
            if _subordinates(words, verbs, i):
                cuts.append(_Cut(i, i, "sub", word))
        elif f & COORD or word == "&":
            cuts.append(_Cut(i, i + 1, "coord", word))
    return cuts


def _ends_sentence(words: Words, i: int) -> bool:
    """Return whether a full stop inside the words ends a sentence after all: *the sit-in. Sharif joined*."""
    if not 0 < i < len(words) - 2:
        return False
    long_word = len(words.low[i - 1]) > 3 and not words.flags[i - 1] & (CAPITAL | NUMBER)
    return long_word and bool(words.flags[i + 1] & CAPITAL) and words.starts[i + 1] > words.ends[i]


def _bare_complements(words: Words, verbs: _Verbs) -> tuple[set[int], set[int]]:
    """Return where clauses without *that* begin after reporting verbs, and commas of appositions inside them."""
    low, flags = words.low, words.flags
    begins: set[int] = set()
    apposed: set[int] = set()
    for position, group in enumerate(verbs.all):
        if not group.finite or (group.passive and group.lemma != "tell") or not says_kind(group.lemma):
            continue
        begin = _complement_start(words, group)
        if (
            begin >= len(words)
            or flags[begin] & (PUNCT | THAT | TO | COORD)
            or (flags[begin] & PREP and not flags[begin] & DET and not _counts(words, begin))
            or group.lemma in saying_verbs("hearer")
            or (not group.sure and group.lemma in saying_verbs("everyday"))
        ):
            continue
        # "said armed men had been seen": what stands first may only describe the subject.
        later = next((g for g in verbs.all[position + 1 :] if g.finite and (g.sure or g.start > begin)), None)
        if group.lemma == "tell" and later is not None:
            # "told the BBC they saw": the hearer stands between.
            at = later.start - 1
            if at > group.end and flags[at] & PRON and not flags[at] & (REL | THAT):
                begins.add(at)
                continue
        if (
            (later is not None and later.start == begin > group.end and later.sure)
            and group.lemma in saying_verbs("core")
            and flags[begin - 1] & TIME
        ):
            begins.add(group.end)  # "said Monday was the hottest day"
            continue
        if later is None or later.start <= begin:
            continue
        between = range(begin, later.start)
        lists = {k for k in between if low[k] == "," and flags[k - 1] & PLACE and flags[k + 1] & PLACE}
        stops = [k for k in between if low[k] in _STOPS and k not in lists]
        if len(stops) == 2 and low[stops[0]] == low[stops[1]] == "," and stops[1] == later.start - 1 and group.sure:
            # "has found the disease, chytridiomycosis, has begun"
            apposed.update(stops)
        elif stops:
            continue
        heard = group.lemma == "hear" and not hearing_bodies().isdisjoint(low[: group.start])
        trusted = heard or group.lemma in saying_verbs("core")
        reduced = not trusted and not later.sure and later.end < len(words) and bool(flags[later.end] & PREP)
        alone = group.lemma == "say" and not any(g.finite and g.sure for g in verbs.all[position + 1 :])
        if (
            flags[later.start - 1] & COORD
            or (not later.sure and not alone and any(flags[k] & PREP for k in between))
            or reduced
        ):
            continue  # "found the weapon used in the killing"
        if any(low[k] in ("that", "who", "which", "where") for k in between):
            # The first verb is the relative clause's own: "says the coal that can be reached is gone".
            start = next((s for s in verbs.finite if s > later.start), -1)
            if start < 0 or any(word in _STOPS for word in low[later.start : start]):
                continue
        begins.add(begin)
        apposed |= lists
    return begins, apposed


def _counts(words: Words, at: int) -> bool:
    """Return whether a number with its preposition stands there: *at least 100 people*, *up to ten*."""
    return any(f & NUMBER for f in words.flags[at + 1 : at + 3])


def _complement_start(words: Words, group: VerbGroup) -> int:
    """Return where a clause after a reporting verb would begin: times and adverbs after the verb are skipped."""
    i, size = group.end, len(words)
    while i < size:
        f = words.flags[i]
        if f & TIME or (f & ADV and not f & (DET | PREP | PRON)):
            i += 1
        elif words.low[i] in ("on", "in", "at", "late", "early") and i + 1 < size and words.flags[i + 1] & TIME:
            i += 2
        else:
            break
    return i


def _that(words: Words, verbs: _Verbs, i: int) -> _Cut | None:
    """Return the cut a *that* makes: before what is said, before a relative clause, or none (*that year*)."""
    low, flags = words.low, words.flags
    if i == 0:
        return None
    before = flags[i - 1]
    ahead = _finite_ahead(words, verbs, i)
    comp = _Cut(i, i + 1, "comp", "that")
    if i in verbs.ending and (says_kind(verbs.ending[i].lemma) or ahead or i + 1 == len(low)):
        return comp
    if before & (PUNCT | PREP) and not before & TIME:
        return comp if before & PUNCT and ahead else None
    if not ahead:
        return None
    after = flags[i + 1] if i + 1 < len(low) else PUNCT
    verb_next = (i + 1 in verbs.starting and verbs.starting[i + 1].finite) or (
        bool(after & ADV) and not after & PRON and i + 2 in verbs.starting
    )
    if not verb_next:
        if noun_kind(low[i - 1]) or low[i - 1] in _FACTS or _noun_and_source(words, i):
            return _Cut(i, i + 1, "comp", "noun-that")
        # "told reporters that", "said on Friday that": a reporting verb before, with its hearers or a time between.
        told = next((g for g in reversed(verbs.all) if g.end <= i and g.finite), None)
        if told is not None and says_kind(told.lemma):
            hearers = i - told.end <= 6 and "," not in low[told.end : i]
            if hearers or before & (TIME | ADV):
                return comp
    return _Cut(i, i, "rel", "that")


def _noun_and_source(words: Words, at: int) -> bool:
    """Return whether *accusations by Kinshasa*, *a report in the Daily News* stands before the word `at`."""
    low, flags = words.low, words.flags
    for k in range(at - 1, max(0, at - 8), -1):
        if low[k] in ("by", "from", "in") and noun_kind(low[k - 1]):
            return k > at - 5 or low[k] == "in"
        if flags[k] & PUNCT:
            return False
    return False


def _subordinates(words: Words, verbs: _Verbs, i: int) -> bool:
    """Return whether a word such as *after* opens a clause here, not a phrase."""
    low, flags = words.low, words.flags
    word = low[i]
    following = low[i + 1] if i + 1 < len(low) else ""
    if word in _CLAUSAL:
        return not (word == "because" and following == "of") and not (
            word == "when" and following and flags[i + 1] & PUNCT
        )
    if not following or flags[i + 1] & (PREP | TIME) or not _finite_ahead(words, verbs, i, 2):
        return False
    if word == "as":
        if i and low[i - 1] in _NOT_CLAUSAL_AFTER:
            return False  # "as many as 66 people"
        if following in _NOT_CLAUSAL_AFTER and (
            following not in ("the", "a", "an") or low[i + 1 : i + 3] == ("a", "result")
        ):
            return False
        return i == 0 or not flags[i - 1] & (NUMBER | BE)
    return True


def _inline_brackets(words: Words, finite_starts: list[int]) -> set[int]:
    """Return the brackets round a few words without a verb: *the aviation authority (FAA) warned*."""
    out: set[int] = set()
    if "(" not in words.low:
        return out
    for a, word in enumerate(words.low):
        if word == "(":
            b = next((k for k in range(a + 1, min(len(words), a + 14)) if words.low[k] == ")"), -1)
            if b > 0 and not any(a < start < b for start in finite_starts):
                out.update(range(a, b + 1))
    return out


def _inline_quotes(words: Words) -> set[int]:
    """Return the marks round a few quoted words of the sentence itself: *a "significant number" of refugees*."""
    low = words.low
    out: set[int] = set()
    for a, b in pairwise(i for i, word in enumerate(low) if word in _QUOTES):
        if a in out or low[a] == "”":
            continue
        ends = low[b - 1] in (",", ".", "?", "!")
        led = a > 0 and low[a - 1] in (",", ":")
        whole = a == 0 and low[b + 1 : b + 2] == (",",)
        if not ends and not led and not whole and b - a <= 8:
            out.update((a, b))
    return out


def _between(cuts: list[_Cut], size: int) -> list[Segment]:
    """Return the segments between cuts; cuts that stand side by side count as one."""
    segments: list[Segment] = []
    begin, kind, opener, comma = 0, "start", "", False
    for cut in cuts:
        if cut.at > begin:
            segments.append(Segment(begin, cut.at, kind, opener, comma))
            comma = cut.kind == "comma"
        elif cut.kind != "comma":
            comma = comma or kind in ("comma", "quote")
        if cut.at < begin:
            continue
        if cut.at == begin and cut.kind == "comma" and kind != "start" and begin:
            # A comma right after an opener ("and, on Friday, ...") does not undo it.
            begin, comma = cut.start, True
        elif cut.at == begin and kind == "comp" and cut.kind == "sub":
            segments.append(Segment(begin, begin, kind, opener, comma))  # "warned that if it fails, they would go"
            begin, kind, opener, comma = cut.start, cut.kind, cut.word, False
        elif cut.at == begin and kind in ("hard", "dash") and cut.kind in ("quote", "coord"):
            begin = cut.start
            opener = opener if cut.kind == "quote" else cut.word
        elif cut.at == begin and cut.kind == "quote" and kind in ("comp", "coord", "rel", "sub"):
            begin = cut.start
        else:
            begin, kind, opener = cut.start, cut.kind, cut.word
    if begin < size:
        segments.append(Segment(begin, size, kind, opener, comma))
    return segments


def _join(words: Words, segments: list[Segment], verbs: _Verbs) -> list[Segment]:
    """Return the segments with those put together that only make one noun phrase: *police and soldiers | said*."""
    out: list[Segment] = []
    had = False  # whether the segment before has a finite verb

    def finite_in(start: int, end: int) -> list[int]:
        return [s for s in verbs.finite if start <= s < end]

    for segment in segments:
        start, end, kind, opener, comma = segment
        finite = finite_in(start, end)
        says_from = [s for s in finite if says_kind(verbs.starting[s].lemma)]
        joins = 0
        if out and not had:
            if (
                kind == "coord"
                and not comma
                and opener != "but"
                and out[-1].kind != "open"
                and not (
                    # "is considering whether to go on and has left": no noun phrase, a second verb
                    out[-1].opener == "whether" and finite and finite[0] <= start + 1
                )
            ):
                joins = 1
            elif kind == "comma" and says_from:
                short = end - start <= 2 or words.flags[start + 1] & (PUNCT | TIME | THAT | PREP)
                if (
                    len(out) > 2
                    and says_from[0] == finite[0] == start
                    and short
                    and out[-1].kind == "comma"
                    and out[-2].kind in ("comma", "quote")
                    and not finite_in(out[-2].start, out[-1].end)
                ):
                    joins = 2  # "..., the news agency, Apsnipress, reported"
                elif (
                    len(out) > 1
                    and says_from[-1] > start
                    and out[-1].kind == "quote"
                    and out[-1].end - out[-1].start <= 6
                    and words.flags[out[-1].start] & (CAPITAL | DET)
                ):
                    joins = 1  # '"...," Ann Lee, adviser to the ministry, said'
        if joins:
            first = out[-joins]
            del out[-joins:]
            segment = first._replace(end=end)
        out.append(segment)
        had = bool(finite)
    return out
