"""A report and the aids for reading it: spans, sentences, quotes, time expressions."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Document", "Report", "Span", "TimeExpression", "When", "count_words"]


class Span(NamedTuple):
    """Characters `start` (included) to `end` (excluded) of a report's text. A tuple: reading compares many."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Return whether the two share at least one character."""
        return min(self.end, other.end) > max(self.start, other.start)

    def contains(self, other: Span) -> bool:
        """Return whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """Return the characters themselves."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Report:
    """A text with its title, date and source. All positions anywhere are character offsets into `text`."""

    text: str
    title: str = ""
    date: date | None = None
    source: str = ""
    id: str = "report"
    """A short name safe for a folder: lower case, digits and hyphens."""
    language: str = "en"
    notes: tuple[str, ...] = ()
    """What was mended while reading (encoding guessed, markup dropped), told to the user."""
    file: str = ""
    """The path it was read from, empty for a text given."""


@dataclass(frozen=True, slots=True)
class When:
    """A time the text gives: `iso` an ISO 8601 instant or `start/end` interval, `words` as written."""

    iso: str
    words: str


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words of the report that name a time, anchored at the report's date."""

    span: Span
    when: When


@dataclass(frozen=True, slots=True)
class Document:
    """A report read once: what every later stage needs to know of its text."""

    report: Report
    sentences: tuple[Span, ...]
    quotes: tuple[Span, ...] = ()
    """Quoted speech, marks included."""
    times: tuple[TimeExpression, ...] = ()
    headline: Span | None = None
    """The headline where it is part of the text."""

    @property
    def text(self) -> str:
        """The report's text."""
        return self.report.text


_WORD = re.compile(r"[^\W\d_]+")
_PLAIN_WORD = re.compile("[a-z]+")


@lru_cache(maxsize=4)
def count_words(text: str) -> Counter[str]:
    """Return how often each word, of letters alone and in lower case, stands in a text, in order of the text.

    Kept for the last few texts, as every stage asks again: not to be changed.
    """
    return Counter((_PLAIN_WORD if text.isascii() else _WORD).findall(text.lower()))
