"""Read a report once: its sentences, quotations, times and headline."""

from __future__ import annotations

from geo.model import Document, Report
from geo.text.dates import find_times
from geo.text.masthead import read_masthead
from geo.text.quotes import find_quotes
from geo.text.sentences import find_sentences

__all__ = ["read_document"]


def read_document(report: Report) -> Document:
    """Return the report with what every later stage needs to know of its text; offsets are those of `report.text`."""
    sentences = find_sentences(report.text)
    return Document(
        report=report,
        sentences=sentences,
        quotes=find_quotes(report.text),
        times=find_times(report.text, report.date),
        headline=read_masthead(report.text, sentences, report.title).headline,
    )
