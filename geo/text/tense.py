"""Tell whether the clause round a time speaks of what is to come or of what has been."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from geo.data import read_toml

__all__ = ["looks_ahead", "looks_back"]

_REACH = 90
"""A clause's characters on either side of a time; what stands further off is about something else."""
_CLAUSE_END = re.compile(r"[.!?;:\n“”\"]")


class _Verbs(NamedTuple):
    ahead: re.Pattern[str]
    leads_ahead: re.Pattern[str]
    past: re.Pattern[str]
    prospective: frozenset[str]
    not_past: frozenset[str]


@cache
def _verbs() -> _Verbs:
    table = read_toml("times.toml")["tense"]
    irregular = (line.split() for line in read_toml("verbs.toml")["irregular"].strip().splitlines())
    # A past form that is the base form too (*cut*, *put*) tells no time.
    past = sorted({form for base, past, _ in irregular for form in past.split("/") if form != base})
    return _Verbs(
        re.compile(rf"\b(?:{'|'.join(table['ahead'])}|to)\b"),
        re.compile(rf"\b(?:{'|'.join(table['leads_ahead'])})\s+(?:on\s+)?$"),
        re.compile(rf"\b(?:was|were|had|has|did|{'|'.join(past)}|[a-z]{{3,}}ed)\b"),
        frozenset(table["prospective"]),
        frozenset(table["not_past"]),
    )


def looks_ahead(text: str, start: int, end: int) -> bool:
    """Return whether the clause of the time at `start` to `end` speaks of what is to come.

    The nearest verb before the time decides; where none stands there, the first after it: *On Friday the court will
    rule*. Offsets are characters of `text`.
    """
    before = _before(text, start)
    if _verbs().leads_ahead.search(before):
        return True
    marks = _marks(before)
    if marks:
        return marks[-1][1]
    marks = _marks(_CLAUSE_END.split(text[end : end + _REACH], maxsplit=1)[0])
    return bool(marks) and marks[0][1]


def looks_back(text: str, start: int) -> bool:
    """Return whether a verb before the time, in its clause, speaks of the past."""
    return any(not ahead for _, ahead in _marks(_before(text, start)))


def _before(text: str, at: int) -> str:
    return _CLAUSE_END.split(text[max(0, at - _REACH) : at])[-1]


_TO_BE = re.compile(r"\bbe\s+(?:[a-z]+ly\s+)?$")
"""Before a participle: *will be closed*."""


def _marks(clause: str) -> list[tuple[int, bool]]:
    """Return where the clause's words of tense stand, and whether each looks ahead, in order."""
    verbs = _verbs()
    back = [
        (m.start(), m[0])
        for m in verbs.past.finditer(clause)
        if m[0] not in verbs.not_past and not _TO_BE.search(clause, 0, m.start())
    ]
    marks = [(at, False) for at, _ in back]
    for match in verbs.ahead.finditer(clause):
        if match[0] == "to":
            before = [word for at, word in back if at < match.start()]
            if before and before[-1] not in verbs.prospective:
                continue
        marks.append((match.start(), True))
    return sorted(marks)
