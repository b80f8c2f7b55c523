"""Read a report once: its sentences, quotations, times and headline."""

from __future__ import annotations

from geo.model import Document, Report, Span
from geo.text.dates import find_times
from geo.text.quotes import find_quotes
from geo.text.sentences import find_sentences

__all__ = ["read_document"]

_HEADLINE_CHARACTERS = 160


def read_document(report: Report) -> Document:
    """Return the report with what every later stage needs to know of its text; offsets are those of `report.text`."""
    sentences = find_sentences(report.text)
    return Document(
        report=report,
        sentences=sentences,
        quotes=find_quotes(report.text),
        times=find_times(report.text, report.date),
        headline=_headline(report, sentences),
    )


def _headline(report: Report, sentences: tuple[Span, ...]) -> Span | None:
    """Return the first sentence where it is the headline: it repeats the title, or stands as a line of its own."""
    if not sentences:
        return None
    first, text = sentences[0], report.text
    words = first.of(text)
    if len(words) > _HEADLINE_CHARACTERS:
        return None
    if report.title and _plain(words) == _plain(report.title):
        return first
    alone = text[first.end : first.end + 2].startswith("\n")
    ended = words.endswith((".", ":", ";", "”", '"'))
    return first if len(sentences) > 1 and alone and not ended else None


def _plain(words: str) -> str:
    return "".join(c for c in words.casefold() if c.isalnum())
