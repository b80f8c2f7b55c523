"""Days, months and the calendar units around a day, as ISO 8601 dates and intervals."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from datetime import timedelta
from typing import Any

__all__ = ["add", "interval", "led", "part_of", "reduced", "unit_around"]


def interval(first: dt.date, last: dt.date) -> str:
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"


def add_months(day: dt.date, months: int) -> dt.date:
    index = day.year * 12 + day.month - 1 + months
    year, month = min(max(index // 12, 1), 9999), index % 12 + 1
    return dt.date(year, month, min(day.day, monthrange(year, month)[1]))


def add(day: dt.date, unit: dict[str, Any], count: float) -> dt.date:
    try:
        if "months" in unit:
            return add_months(day, round(unit["months"] * count))
        return day + timedelta(days=round(unit["days"] * count))
    except OverflowError:
        return day


def led(lead: str | None, first: dt.date, last: dt.date, anchor: dt.date | None) -> str:
    """Return the interval that *since*, *until*, *before* or *after* make of a time."""
    match (lead or "").casefold():
        case "since":
            return f"{first.isoformat()}/{anchor.isoformat() if anchor and anchor >= first else '..'}"
        case "until" | "till" | "by" | "before":
            return f"{anchor.isoformat() if anchor and anchor <= last else '..'}/{last.isoformat()}"
        case "after" | "from":
            return f"{first.isoformat()}/.."
        case _:
            return interval(first, last)


def part_of(part: str | None, first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
    third = (last - first) // 3
    word = (part or "").casefold()
    if "week" in word:
        week = next((k for k, nth in enumerate(("first", "second", "third")) if nth in word), -1)
        return (
            (last - timedelta(days=6), last)
            if week < 0
            else (first + timedelta(7 * week), first + timedelta(7 * week + 6))
        )
    if word.startswith("early") or "beginning" in word or "start" in word:
        return first, first + third
    if word.startswith("mid") or "middle" in word:
        return first + third, last - third
    if word.startswith("late") or "end" in word:
        return last - third, last
    return first, last


def reduced(name: str, first: dt.date) -> str:
    return f"{first.year:04d}" if name == "year" else f"{first.year:04d}-{first.month:02d}"


def unit_around(name: str, unit: dict[str, Any], anchor: dt.date, shift: int) -> tuple[dt.date, dt.date]:
    """Return the calendar unit that holds the report's date, or one before or after it."""
    if name == "week":
        monday = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=shift)
        return monday, monday + timedelta(days=6)
    if name == "weekend":
        saturday = anchor - timedelta(days=(anchor.weekday() - 5) % 7 if shift <= 0 else -((5 - anchor.weekday()) % 7))
        if shift == 0 and anchor.weekday() < 5:
            saturday += timedelta(days=7)
        return saturday, saturday + timedelta(days=1)
    if name in ("month", "quarter"):
        first = add_months(anchor.replace(day=1), shift * unit["months"])
        if name == "quarter":
            first = add_months(first, -((first.month - 1) % 3))
        return first, add_months(first, unit["months"]) - timedelta(days=1)
    if name in ("year", "decade"):
        year = anchor.year + shift * unit["months"] // 12
        if name == "decade":
            year -= year % 10
        return dt.date(year, 1, 1), dt.date(year + unit["months"] // 12 - 1, 12, 31)
    day = add(anchor, unit, shift) if "days" in unit and unit["days"] >= 1 else anchor
    return day, day
