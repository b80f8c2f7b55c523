"""What a time in words comes to, counted from the report's date: a reader for each way of naming one."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from datetime import timedelta
from typing import Any

from geo.text.date_arithmetic import add, interval, led, part_of, reduced, unit_around
from geo.text.date_grammar import grammar_of_times
from geo.text.tense import looks_ahead, looks_back

__all__ = ["READERS"]


def _month(match: re.Match[str], anchor: dt.date | None, text: str) -> str | None:
    groups = match.groupdict()
    if groups.get("month_b"):
        return _span_of_months(match, anchor, text)
    name = groups["month"]
    month = grammar_of_times().months[name.casefold()]
    if not name[0].isupper():
        return None
    bare = not (
        groups.get("day") or groups.get("year") or groups.get("lead") or groups.get("toward") or groups.get("part")
    )
    if bare and name.casefold() in ("may", "march", "mar", "jan", "jun", "sun", "sat"):
        return None
    if anchor is None and not groups.get("year"):
        return ""
    year = (
        int(groups["year"])
        if groups.get("year")
        else _nearest_year(month, groups, anchor or dt.date(1, 1, 1), match, text)
    )
    day = groups.get("day")
    try:
        if day:
            first = dt.date(year, month, int(groups.get("first") or day))
            last = dt.date(year, month, int(groups.get("day_to") or day))
            if last < first:
                return None
            return led(groups.get("lead"), first, last, anchor)
        first, last = dt.date(year, month, 1), dt.date(year, month, monthrange(year, month)[1])
    except ValueError:
        return None
    if not groups.get("part") and (groups.get("lead") or "").casefold() not in (
        "since",
        "until",
        "till",
        "by",
        "before",
        "after",
        "from",
    ):
        return f"{year:04d}-{month:02d}"
    return led(groups.get("lead"), *part_of(groups.get("part"), first, last), anchor)


def _span_of_months(match: re.Match[str], anchor: dt.date | None, text: str) -> str | None:
    """Return the interval of *from 1 January to 22 February 2026*, *June to September*; a year goes for both ends."""
    months = [grammar_of_times().months[match[f"month_{k}"].casefold()] for k in "ab"]
    days = [match[f"day_{k}"] for k in "ab"]
    if bool(days[0]) != bool(days[1]) or any(match[f"month_{k}"][0].islower() for k in "ab"):
        return None
    said = match["year_b"] or match["year_a"]
    if said is None and anchor is None:
        return ""
    last_year = int(said) if said else anchor.year if anchor else 1
    if said is None and anchor and months[0] > anchor.month and not looks_ahead(text, match.start(), match.end()):
        last_year -= months[0] <= months[1]  # last year's, unless it reaches over New Year's Eve
    first_year = int(match["year_a"] or last_year - (months[0] > months[1]))
    if not days[0]:
        return f"{first_year:04d}-{months[0]:02d}/{last_year:04d}-{months[1]:02d}"
    return interval(dt.date(first_year, months[0], int(days[0])), dt.date(last_year, months[1], int(days[1])))


def _nearest_year(month: int, groups: dict[str, Any], anchor: dt.date, match: re.Match[str], text: str) -> int:
    """Return the year of a month named without one: the last such month, or the next where the text looks ahead."""
    toward = (groups.get("toward") or "").casefold()
    if toward == "last":
        return anchor.year if month < anchor.month else anchor.year - 1
    ahead = toward == "next" or (groups.get("lead") or "").casefold() in ("until", "till", "by")
    if ahead or (toward != "this" and looks_ahead(text, match.start(), match.end())):
        return anchor.year if month >= anchor.month else anchor.year + 1
    behind = (anchor.month - month) % 12
    # A month up to two ahead, without a sign of the past, is the coming one: papers print the year otherwise.
    return anchor.year if month <= anchor.month else anchor.year - (behind < 10 or looks_back(text, match.start()))


_DATE_FOLLOWS = re.compile(r",?\s+(?:the\s+)?(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?P<month>[A-Z][a-z]{2,8})\b")


def _weekday(match: re.Match[str], anchor: dt.date | None, text: str) -> str | None:
    """Return the day a weekday's name means; nothing where its date follows, which says it better."""
    date = _DATE_FOLLOWS.match(text, match.end())
    if date is not None and date["month"].casefold() in grammar_of_times().months:
        return None
    if match.groupdict().get("weekday_b"):
        return _span_of_weekdays(match, anchor, text)
    name = match["weekday"]
    short = len(name) <= 5 and name.casefold() not in ("sunday", "monday", "friday")
    if not name[0].isupper() or (short and match["lead"] is None and text[match.end() : match.end() + 1] != "."):
        return None
    if anchor is None:
        return ""
    wanted = grammar_of_times().weekdays[name.casefold()]
    toward = (match["toward"] or "").casefold()
    back = (anchor.weekday() - wanted) % 7
    ahead = (wanted - anchor.weekday()) % 7
    lead = (match["lead"] or "").casefold()
    if toward in grammar_of_times().past:
        day = anchor - timedelta(days=back or 7)
    elif toward in grammar_of_times().future:
        day = anchor + timedelta(days=ahead or 7)
    elif lead in ("until", "till", "by") or (lead != "since" and looks_ahead(text, match.start(), match.end())):
        day = anchor + timedelta(days=ahead)
    else:
        day = anchor - timedelta(days=back)
    return led(lead, day, day, anchor)


def _span_of_weekdays(match: re.Match[str], anchor: dt.date | None, text: str) -> str | None:
    """Return the days of *from Thursday to Saturday*, *9pm on Friday until 5am on Monday*."""
    if any(match[f"weekday_{k}"][0].islower() for k in "ab"):
        return None
    if anchor is None:
        return ""
    days = [grammar_of_times().weekdays[match[f"weekday_{k}"].casefold()] for k in "ab"]
    if looks_ahead(text, match.start(), match.end()):
        first = anchor + timedelta(days=(days[0] - anchor.weekday()) % 7)
        return interval(first, first + timedelta(days=(days[1] - days[0]) % 7))
    last = anchor - timedelta(days=(anchor.weekday() - days[1]) % 7)
    return interval(last - timedelta(days=(days[1] - days[0]) % 7), last)


def _decade(match: re.Match[str], anchor: dt.date | None, text: str) -> str | None:
    first = int(match["decade"])
    since = (match["lead"] or "").strip().casefold() in ("since", "from")
    return f"{first}/.." if since else f"{first}/{first + 9}"


def _quarter(match: re.Match[str], anchor: dt.date | None) -> str:
    """Return the months of *the third quarter*, of the year named or the last that is over."""
    last = 3 * ("first", "second", "third", "fourth").index(match["nth"].casefold()) + 3
    if match["nth_year"]:
        year = int(match["nth_year"])
    elif anchor is None:
        return ""
    else:
        year = anchor.year - (last > anchor.month)
    return f"{year:04d}-{last - 2:02d}/{year:04d}-{last:02d}"


def _deictic(match: re.Match[str], anchor: dt.date | None, text: str) -> str | None:
    if anchor is None:
        return ""
    first, last = grammar_of_times().deictic[match["deictic"].casefold()]
    return interval(anchor + timedelta(days=first), anchor + timedelta(days=last))


def _daypart(match: re.Match[str], anchor: dt.date | None, text: str) -> str | None:
    if anchor is None:
        return ""
    hours = {"morning": ("06", "12"), "afternoon": ("12", "18"), "evening": ("18", "23")}[match["daypart"].casefold()]
    return f"{anchor.isoformat()}T{hours[0]}:00/{anchor.isoformat()}T{hours[1]}:00"


def _year(match: re.Match[str], anchor: dt.date | None, text: str) -> str | None:
    groups = match.groupdict()
    if groups.get("iso"):
        try:
            return dt.date.fromisoformat(groups["iso"]).isoformat()
        except ValueError:
            return None
    if groups.get("from"):
        return f"{groups['from']}/{groups['to']}"
    year, lead = int(groups["year"]), groups["lead"].casefold()
    if groups.get("part"):
        return led(lead, *part_of(groups["part"], dt.date(year, 1, 1), dt.date(year, 12, 31)), anchor)
    match lead:
        case "since":
            return f"{year}/{anchor.isoformat() if anchor and anchor.year >= year else '..'}"
        case "until" | "till" | "by" | "before":
            return f"{anchor.isoformat() if anchor and anchor.year <= year else '..'}/{year}"
        case "after" | "from":
            return f"{year}/.."
        case _:
            return str(year)


def _unit(match: re.Match[str], anchor: dt.date | None, text: str) -> str | None:
    groups = match.groupdict()
    if groups.get("nth"):
        return _quarter(match, anchor)
    grammar = grammar_of_times()
    unit = grammar.units[groups["unit"].casefold()]
    name = groups["unit"].casefold()
    said = (groups.get("number") or "").casefold()
    number = int(said) if said.isdecimal() else grammar.numbers.get(said)
    toward = (groups.get("toward") or "").casefold()
    rel = (groups.get("rel") or "").casefold()
    lead = (groups.get("lead") or "").casefold()
    plural = bool(groups["plural"])
    if rel and not toward and number is None and not plural:
        return None  # *the day before*, *year after year*: counted from something else
    if not toward and not rel and number is not None and lead == "over" and name in ("minute", "hour"):
        return None
    if anchor is None:
        return ""
    if name == "weekend" and not toward and not rel and number is None:
        return interval(*unit_around(name, unit, anchor, 0 if looks_ahead(text, match.start(), match.end()) else -1))
    if rel and toward:  # earlier this month
        first, last = unit_around(name, unit, anchor, {"last": -1, "next": 1}.get(toward, 0))
        if toward == "this":
            first, last = (first, anchor) if rel == "earlier" else (anchor, last)
        return interval(first, last)
    count = number if number is not None else (unit["loose"] if plural else 1)
    if rel:
        if rel in ("after", "before", "later", "earlier") and name not in ("minute", "hour"):
            return ""  # counted from another event, not from the report
        if rel in ("after", "before", "later", "earlier"):
            return interval(add(anchor, unit, -count) if number is None and count > 24 else anchor, anchor)
        sign = -1 if rel == "ago" else 1
        if number is None:
            return interval(*sorted((add(anchor, unit, sign * count), anchor)))
        day = add(anchor, unit, sign * count)
        return f"{day.year}" if name in ("year", "decade") and count > 1 else day.isoformat()
    if toward:
        if number is None and not plural and toward in ("last", "next", "previous", "this", "current", "following"):
            shift = -1 if toward in grammar.past else 1 if toward in grammar.future else 0
            first, last = unit_around(name, unit, anchor, shift)
            return interval(first, last) if name not in ("month", "year") else reduced(name, first)
        if toward in grammar.past:
            return interval(add(anchor, unit, -count), anchor)
        if toward in grammar.future:
            return interval(anchor, add(anchor, unit, count))
        return interval(*unit_around(name, unit, anchor, 0))
    if number is None:
        return None
    if lead == "for":
        if looks_ahead(text, match.start(), match.end()):
            return interval(anchor, add(anchor, unit, count))
        return interval(add(anchor, unit, -count), anchor)
    if lead == "over":
        return interval(add(anchor, unit, -count), anchor)
    if lead == "within":
        return interval(anchor, add(anchor, unit, count))
    # *in two weeks*: ahead, but *in two days of fighting* counts back from nothing known
    return add(anchor, unit, count).isoformat() if looks_ahead(text, match.start(), match.end()) else ""


READERS = {
    "month": _month,
    "weekday": _weekday,
    "deictic": _deictic,
    "daypart": _daypart,
    "year": _year,
    "decade": _decade,
    "unit": _unit,
}
