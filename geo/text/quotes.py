"""Find quoted speech: what stands between quotation marks, marks included."""

from __future__ import annotations

import re

from geo.model import Span

__all__ = ["find_quotes"]

# The first sign is looked for alone, and what stands before it looked at after: so the text is skipped through quickly.
_MARKS = re.compile(
    "[“”„«»\"‟'‘’`](?:(?<=[“”„«»\"‟])|(?<=')'|(?<=`)`|(?<=[‘'])(?<![^\\W_].)(?=\\w)|(?<=[\\w.,!?][’'])(?!\\w))"
)
_CLOSING = {"“": '”"', "„": "”“", "«": "»", "‘": "’'", "'": "'’", "''": "''", "``": "''"}
# A quotation longer than this is more likely a lost closing mark than somebody speaking for pages.
_LONGEST = 2_000


def find_quotes(text: str) -> tuple[Span, ...]:
    """Return the outermost quotations of a text, in order.

    A paragraph that opens a quotation and leaves it open is taken as speech to the paragraph's end, as English
    papers print speeches of several paragraphs.

    >>> [q.of('He said “no”. "Yes," she said.') for q in find_quotes('He said “no”. "Yes," she said.')]
    ['“no”', '"Yes,"']
    """
    quotes: list[Span] = []
    opened: int | None = None
    closing = ""
    for match in _MARKS.finditer(text):
        mark, at = match[0], match.start()
        if opened is not None and (at - opened > _LONGEST or "\n\n" in text[opened:at]):
            end = text.find("\n\n", opened)
            if closing not in ("’'", "'’") and end != -1 and end - opened <= _LONGEST:
                quotes.append(Span(opened, end))
            opened = None
        if opened is None:
            if mark in ("”", "»", "’") or (mark == "'" and at and text[at - 1].isalnum()):
                continue
            opened = at
            closing = _CLOSING.get(mark, mark + "”")
        elif mark in closing and (mark != "''" or closing == "''"):
            # an apostrophe closes a single-quoted span only where a word ends
            if mark in "’'" and len(mark) == 1 and at + 1 < len(text) and text[at + 1].isalnum():
                continue
            quotes.append(Span(opened, match.end()))
            opened = None
    return tuple(quotes)
