"""What a page is called: its one report's title, or words for all its reports together."""

from __future__ import annotations

import datetime
import re
import textwrap
from collections.abc import Sequence

__all__ = ["page_title"]

_MOST = 60
"""Characters of a report's own words that stand for a title it lacks."""


def page_title(reports: Sequence[tuple[str, str, str]]) -> str:
    """Return a title for reports given as (title, date in ISO format or "", text), by date; empty without any words.

    Of several reports it is what their titles begin with alike, or else their number and dates. A report without a
    title lends its first words.
    """
    if len(reports) < 2:
        return next((title or _first_words(text) for title, _, text in reports), "")
    dates = [date[:10] for _, date, _ in reports if date]
    days = _span(dates[0], dates[-1]) if dates else ""
    counted = f"{len(reports)} reports" + (f", {days}" if days else "")
    return _alike([title for title, _, _ in reports]) or counted


def _first_words(text: str) -> str:
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return textwrap.shorten(line, _MOST, placeholder=" …")


def _alike(titles: Sequence[str]) -> str:
    """Return the words that all titles begin with, if they say something: two words or more, up to a mark or an end."""
    if len(set(titles)) == 1:
        return titles[0]
    split = [title.split() for title in titles]
    words = []
    for column in zip(*split, strict=False):
        if len(set(column)) > 1:
            break
        words.append(column[0])
    head = re.match(r"(.*\S)\s*[,:;–—-](?:\s|$)", " ".join(words))
    return head[1] if head and len(head[1].split()) > 1 else ""


def _span(first: str, last: str) -> str:
    """Return two days as one reads them: 6–8 September 2025."""
    try:
        one, two = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    except ValueError:
        return ""
    end = f"{two.day} {two:%B %Y}"
    if one == two:
        return end
    if one.year != two.year:
        return f"{one.day} {one:%B %Y} – {end}"
    return f"{one.day}–{end}" if one.month == two.month else f"{one.day} {one:%B} – {end}"
