"""When it is said to happen: the time words of the clause, else of its sentence, else the report's own date."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date

from geo.model import Document, Span, Status, TimeExpression, When

__all__ = ["claim_time", "times_in"]


def times_in(document: Document, sentence: Span) -> tuple[TimeExpression, ...]:
    """Return the time expressions inside a sentence."""
    first = bisect_left(document.times, sentence.start, key=lambda t: t.span.start)
    last = bisect_left(document.times, sentence.end, lo=first, key=lambda t: t.span.start)
    return document.times[first:last]


def _ahead(when: When, status: Status, today: date | None) -> When:
    """Return a length of time that a plan speaks of counted from today: *will stay closed for two weeks*."""
    first, _, last = when.iso.partition("/")
    planned = status in (Status.PLANNED, Status.POSSIBLE) and when.words.lower().startswith("for ")
    if not planned or today is None or last != today.isoformat():
        return when
    length = today - date.fromisoformat(first)
    return When(f"{last}/{(today + length).isoformat()}", when.words)


def _too_late(when: When, status: Status, today: date | None) -> bool:
    """Return whether what has happened would happen after the report: *ordered staff to leave on Friday*.

    The time is then that of what was ordered, or none at all (*two ships sunk within a week*), and the text does not
    say when it happened. *This week* begins before the report and is fine.
    """
    if status is not Status.OCCURRED or today is None:
        return False
    first, _, last = when.iso.partition("/")
    now = today.isoformat()
    return first[:10] > now or (first[:10] == now and last[:10] > now)


def claim_time(
    document: Document, times: tuple[TimeExpression, ...], clause: Span, mention: Span, status: Status
) -> When | None:
    """Return the time of a claim, None where the text gives none.

    What is ongoing is so at the report's date by definition; that is the only case where words may be empty.
    """
    inside = [t for t in times if clause.overlaps(t.span)]
    # Of several times of one clause the nearest to the place is its own; a date says more than how long it took.
    dated = [t for t in inside if not t.when.words.lower().startswith("for ")]
    chosen = min(dated or inside, key=lambda t: abs(t.span.start - mention.start), default=None)
    if chosen is None and len(times) == 1:
        chosen = times[0]
    if chosen is not None:
        when = _ahead(chosen.when, status, document.report.date)
        return None if _too_late(when, status, document.report.date) else when
    if status is Status.ONGOING and document.report.date is not None:
        return When(document.report.date.isoformat(), "")
    return None
