"""Read the head of a report: the headline, date and source that stand on lines of their own above the text."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from geo.model import Span

__all__ = ["Masthead", "read_masthead"]

_HEADLINE_CHARACTERS = 160
_LINES = 5
"""Headline, kicker, byline, date and place of a paper's head; what stands further down is text."""

_DATE = re.compile(
    r"\b(?:\d{4}-\d{2}-\d{2}(?![\d-])"
    r"|\d{1,2}(?:st|nd|rd|th)?\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,?\s+\d{4}\b"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}\b)",
    re.IGNORECASE,
)
# What a line with a date says beside it and is no source: weekday, clock, "Updated", "as of".
_ASIDE = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun)\b\.?"
    r"|(?:last\s+)?(?:published|updated|posted|modified|issued)(?:\s+(?:on|at))?|date|as\s+of|on|at"
    r"|T?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?)?|(?:UTC|GMT|[ECMP][SD]T|CES?T|BST|hrs|hours)\b|Z\b)",
    re.IGNORECASE,
)
_EDGES = " \t,;:|/·•-–—()[]"
_SOURCE_LINE = re.compile(r"source\s*[:=]\s*(?P<source>\S.*)", re.IGNORECASE)
_BYLINE = re.compile(r"by\s+[A-Z]", re.IGNORECASE)
_DATELINE = re.compile(
    r"[A-Z][^\n()]{1,60}?,?\s+(?P<date>[^\n()]{0,24}?)\s*\((?P<source>[A-Z][\w .&'’-]{1,40})\)\s*[-–—]+\s"
)
_SOURCE_WORDS = 3
"""What is longer beside a date is a headline: *Sudan: Flash Update No. 3, 8 November 2025*."""


@dataclass(frozen=True, slots=True)
class Masthead:
    """What the first lines say of the report: empty or None where they do not."""

    headline: Span | None = None
    date: dt.date | None = None
    source: str = ""


def read_masthead(text: str, sentences: tuple[Span, ...], title: str = "") -> Masthead:
    """Return headline, date and source of a text from its first lines and its dateline.

    `sentences` are the text's, in order. The headline is the first line of its own that ends like no sentence, or that
    repeats `title`. A date counts with its year only, alone on a line or in a dateline: *CARACAS, Nov. 23, 2025
    (Reuters) -*; what shares its line is the source. Numbers such as 3/4/2025 are read differently in different
    countries, and are left alone.
    """
    headline: Span | None = None
    date: dt.date | None = None
    source = ""
    for index, sentence in enumerate(sentences[:_LINES]):
        words = sentence.of(text)
        if not _alone(text, sentence, index + 1 == len(sentences)):
            # A title may be repeated by a first sentence that other words follow on its line.
            if headline is None and _same(words, title):
                headline = sentence
            break
        if (told := _SOURCE_LINE.fullmatch(words)) is not None:
            source = source or told["source"]
        elif _BYLINE.match(words) and headline is not None:
            continue
        elif (line := _date_line(words)) is not None:
            date, source = date or line[0], source or line[1]
        elif headline is None and _is_headline(words, title):
            headline, date = sentence, date or _first_date(words)
        else:
            break
    else:
        index = min(_LINES, len(sentences))
    if index < len(sentences) and (dateline := _DATELINE.match(text, sentences[index].start)):
        date, source = date or _first_date(dateline["date"]), source or dateline["source"]
    return Masthead(headline, date, source)


def _alone(text: str, sentence: Span, last: bool) -> bool:
    """Return whether a sentence has its line for itself, with more text below."""
    before = sentence.start == 0 or text[: sentence.start].rstrip(" \t").endswith("\n")
    return before and not last and text[sentence.end : sentence.end + 2].lstrip(" \t").startswith("\n")


def _is_headline(words: str, title: str) -> bool:
    if len(words) > _HEADLINE_CHARACTERS:
        return False
    return _same(words, title) or not words.endswith((".", ":", ";", "”", '"'))


def _same(words: str, title: str) -> bool:
    return bool(title) and _plain(words) == _plain(title)


def _plain(words: str) -> str:
    return "".join(c for c in words.casefold() if c.isalnum())


def _date_line(words: str) -> tuple[dt.date, str] | None:
    """Return date and source of a line that gives little else, None for other lines."""
    found = _DATE.search(words)
    date = _read_date(found)
    if found is None or date is None:
        return None
    rest = (_ASIDE.sub(" ", part).strip(_EDGES) for part in (words[: found.start()], words[found.end() :]))
    kept = [" ".join(part.split()) for part in rest if part]
    if sum(len(part.split()) for part in kept) > _SOURCE_WORDS or (kept and words.endswith(".")):
        return None
    return date, kept[-1] if kept else ""


def _first_date(words: str) -> dt.date | None:
    return _read_date(_DATE.search(words))


def _read_date(found: re.Match[str] | None) -> dt.date | None:
    if found is None:
        return None
    # Imported here: most headlines hold no date, and reading one report must not pay for the parser.
    from dateutil import parser

    try:
        moment: dt.datetime = parser.parse(found[0])
        return moment.date()
    except (ValueError, OverflowError):
        return None
