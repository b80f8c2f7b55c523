"""Find the times a report names and anchor them at its date: *on Friday*, *since 2013*, *in the coming days*."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Any, NamedTuple

from geo.data import read_toml
from geo.model import Span, TimeExpression, When
from geo.text.tense import looks_ahead, looks_back
from geo.text.tokens import Tokens, tokenize

__all__ = ["find_times"]


class _Grammar(NamedTuple):
    """The word lists of times.toml with the patterns built on them."""

    months: dict[str, int]
    weekdays: dict[str, int]
    numbers: dict[str, int]
    units: dict[str, dict[str, Any]]
    deictic: dict[str, list[int]]
    past: frozenset[str]
    future: frozenset[str]
    triggers: dict[str, str]
    leads: frozenset[str]
    """Words that may stand before the trigger within an expression."""
    patterns: dict[str, tuple[re.Pattern[str], ...]]


def _either(words: Any) -> str:
    return "|".join(sorted((re.escape(w) for w in words), key=len, reverse=True))


@cache
def _grammar() -> _Grammar:
    table = read_toml("times.toml")
    months, weekdays, numbers, units = table["months"], table["weekdays"], table["numbers"], table["units"]
    direction = table["direction"]
    unit = rf"(?P<unit>{_either(units)})(?P<plural>s?)"
    number = rf"(?P<number>\d{{1,3}}|{_either(numbers)})"
    toward = _either([*direction["past"], *direction["future"], *direction["same"]])
    month = rf"(?P<month>{_either(months)})\b(?:\.(?=\s+\d))?"
    part = r"(?:(?P<part>early|mid|late|the beginning of|the start of|the middle of|the end of)[\s-]+(?:in\s+)?)?"
    lead = r"(?:(?P<lead>since|until|till|by|from|before|after|on|in|during|as of)\s+)?"
    day_to = r"(?:\s*(?:[-–—]|to|and)\s*(?P<day_to>\d{1,2})(?:st|nd|rd|th)?\b)?"
    day_after = rf"(?:\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.]\d){day_to})?"
    years = r"(?:19|20)\d\d"
    about = r"(?:(?:about|around|nearly|almost|some|up to|at least|more than|less than)\s+)?"
    year = r"(?:,?\s+(?:of\s+)?(?P<year>(?:19|20)\d\d)\b)?"
    flags = re.IGNORECASE
    ends = [
        rf"(?:(?P<day_{k}>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<month_{k}>{_either(months)})\b(?:\.(?=\s+\w))?"
        for k in "ab"
    ]
    patterns = {
        "month": (
            re.compile(
                rf"\b(?:(?:from|between)\s+)?{ends[0]}(?:,?\s+(?P<year_a>{years})\b)?"
                rf"\s*(?:to|until|through|and|[-–—])\s*{ends[1]}(?:,?\s+(?P<year_b>{years})\b)?",
                flags,
            ),
            re.compile(
                rf"\b{lead}(?:the\s+)?(?:(?P<first>\d{{1,2}})(?:st|nd|rd|th)?\s*(?:[-–—]|to|and)\s*)?"
                rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{month}{year}",
                flags,
            ),
            re.compile(rf"\b{lead}(?:(?P<toward>last|next|this)\s+)?{part}{month}{day_after}{year}", flags),
        ),
        "weekday": (
            re.compile(
                rf"\b(?:(?P<lead>since|until|till|by|from|before|after|on|over)\s+)?(?:(?:early|late)\s+(?:on\s+)?)?"
                rf"(?:(?P<toward>{toward})\s+)?(?P<weekday>{_either(weekdays)})\b"
                r"(?:\s+(?P<hours>morning|afternoon|evening|night|overnight))?",
                flags,
            ),
        ),
        "deictic": (
            re.compile(
                rf"\b(?P<deictic>{_either(table['deictic'])})\b(?:\s+(?:morning|afternoon|evening|night))?", flags
            ),
        ),
        "daypart": (
            re.compile(r"\b(?:(?:early|late|earlier|later)\s+)?this\s+(?P<daypart>morning|afternoon|evening)\b", flags),
        ),
        "year": (
            re.compile(r"\b(?P<iso>(?:19|20)\d\d-\d\d-\d\d)(?!\d)"),
            re.compile(rf"\bbetween\s+(?P<from>{years})\s+and\s+(?P<to>{years})\b", flags),
            re.compile(rf"\bfrom\s+(?P<from>{years})\s+(?:to|until|through)\s+(?P<to>{years})\b", flags),
            re.compile(
                rf"\b(?P<lead>since|until|till|by|before|after|in|during|from|of)\s+{part}(?P<year>{years})\b"
                r"(?!\s*(?:people|[-–]\d))",
                flags,
            ),
        ),
        "unit": (
            re.compile(r"\b(?:over|during|at)\s+the\s+(?P<unit>weekend)(?P<plural>)\b", flags),
            re.compile(rf"\b(?P<rel>earlier|later)\s+(?P<toward>this|last|next)\s+{unit}\b", flags),
            re.compile(
                rf"\b(?P<lead>in|over|during|within|for|throughout)\s+(?:the\s+)?"
                rf"(?P<toward>{toward})\s+(?:{number}\s+)?{unit}\b",
                flags,
            ),
            re.compile(
                rf"\b{about}(?:{number}\s+)?{unit}\s+(?P<rel>ago|earlier|later|before|after|from now)\b",
                flags,
            ),
            re.compile(rf"\b(?P<toward>{toward})\s+(?:{number}\s+)?{unit}\b", flags),
            re.compile(rf"\b(?P<lead>in|within|for|over)\s+{about}{number}[\s-]+{unit}\b(?!\s*-?old)", flags),
        ),
    }  # fmt: skip
    triggers: dict[str, str] = {}
    triggers |= dict.fromkeys(months, "month") | dict.fromkeys(weekdays, "weekday")
    triggers |= {form: "unit" for name in units for form in (name, name + "s")}
    triggers |= dict.fromkeys(table["deictic"], "deictic")
    triggers |= dict.fromkeys(("morning", "afternoon", "evening"), "daypart")
    return _Grammar(
        months, weekdays, numbers, units, table["deictic"],
        frozenset(direction["past"]), frozenset(direction["future"]),
        triggers,
        frozenset(w for words in (*numbers, *table["leads"]["words"], toward.replace("|", " ")) for w in words.split()),
        patterns,
    )  # fmt: skip


def find_times(text: str, anchor: dt.date | None) -> tuple[TimeExpression, ...]:
    """Return the times named in a text, in order, without overlaps.

    `anchor` is the report's date; without it, times that only count from it keep their words and an empty `iso`.
    A bare weekday is the last one before the report, or the next one where the clause speaks of what is to come.
    """
    grammar = _grammar()
    tokens = tokenize(text)
    found: list[TimeExpression] = []
    last = 0
    for i, kind in _triggers(tokens):
        if tokens.starts[i] < last:
            continue
        begins = _begins(tokens, i, last, grammar.leads)
        for pattern in grammar.patterns[kind]:
            match = _covering(pattern, text, begins, tokens.ends[i])
            if match is None:
                continue
            try:
                iso = _READERS[kind](match, anchor, text)
            except (OverflowError, ValueError):  # before the year 1 or after 9999: a time, with no date to give it
                iso = ""
            if iso is not None:
                found.append(TimeExpression(Span(match.start(), match.end()), When(iso, match[0])))
                last = match.end()
                break
    return tuple(found)


def _triggers(tokens: Tokens) -> Iterator[tuple[int, str]]:
    kinds = _grammar().triggers
    for i, word in enumerate(tokens.low):
        if word in kinds:
            kind = kinds[word]
        elif len(word) == 4 and word[:2] in ("19", "20") and word.isdecimal():
            kind = "year"
        else:
            continue
        if kind in ("month", "weekday") and tokens.words[i][0].islower():
            continue  # *may*, *march*, *sun*: names of months and days are capitalised
        yield i, kind


def _begins(tokens: Tokens, i: int, floor: int, leads: frozenset[str]) -> list[int]:
    """Return the offsets where an expression with the trigger may begin, leftmost first: at words that can lead one."""
    begins = [tokens.starts[i]]
    for k in range(i - 1, max(-1, i - 8), -1):
        word = tokens.low[k]
        if tokens.starts[k] < floor or not (word in leads or word[0].isdecimal()):
            break
        begins.append(tokens.starts[k])
    return begins[::-1]


def _covering(pattern: re.Pattern[str], text: str, begins: list[int], end: int) -> re.Match[str] | None:
    """Return the leftmost match that holds the trigger word, which ends at `end`."""
    for at in begins:
        match = pattern.match(text, at)
        if match is not None and match.end() >= end:
            return match
    return None


def _interval(first: dt.date, last: dt.date) -> str:
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"


def _add_months(day: dt.date, months: int) -> dt.date:
    index = day.year * 12 + day.month - 1 + months
    year, month = min(max(index // 12, 1), 9999), index % 12 + 1
    return dt.date(year, month, min(day.day, monthrange(year, month)[1]))


def _add(day: dt.date, unit: dict[str, Any], count: float) -> dt.date:
    try:
        if "months" in unit:
            return _add_months(day, round(unit["months"] * count))
        return day + timedelta(days=round(unit["days"] * count))
    except OverflowError:
        return day


def _led(lead: str | None, first: dt.date, last: dt.date, anchor: dt.date | None) -> str:
    """Return the interval that *since*, *until*, *before* or *after* make of a time."""
    match (lead or "").casefold():
        case "since":
            return f"{first.isoformat()}/{anchor.isoformat() if anchor and anchor >= first else '..'}"
        case "until" | "till" | "by" | "before":
            return f"{anchor.isoformat() if anchor and anchor <= last else '..'}/{last.isoformat()}"
        case "after" | "from":
            return f"{first.isoformat()}/.."
        case _:
            return _interval(first, last)


def _part_of(part: str | None, first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
    third = (last - first) // 3
    word = (part or "").casefold()
    if word.startswith("early") or "beginning" in word or "start" in word:
        return first, first + third
    if word.startswith("mid") or "middle" in word:
        return first + third, last - third
    if word.startswith("late") or "end" in word:
        return last - third, last
    return first, last


def _month(match: re.Match[str], anchor: dt.date | None, text: str) -> str | None:
    groups = match.groupdict()
    if groups.get("month_b"):
        return _span_of_months(match, anchor, text)
    name = groups["month"]
    month = _grammar().months[name.casefold()]
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
            return _led(groups.get("lead"), first, last, anchor)
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
    return _led(groups.get("lead"), *_part_of(groups.get("part"), first, last), anchor)


def _span_of_months(match: re.Match[str], anchor: dt.date | None, text: str) -> str | None:
    """Return the interval of *from 1 January to 22 February 2026*, *June to September*; a year goes for both ends."""
    months = [_grammar().months[match[f"month_{k}"].casefold()] for k in "ab"]
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
    return _interval(dt.date(first_year, months[0], int(days[0])), dt.date(last_year, months[1], int(days[1])))


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


def _weekday(match: re.Match[str], anchor: dt.date | None, text: str) -> str | None:
    name = match["weekday"]
    short = len(name) <= 5 and name.casefold() not in ("sunday", "monday", "friday")
    if not name[0].isupper() or (short and match["lead"] is None and text[match.end() : match.end() + 1] != "."):
        return None
    if anchor is None:
        return ""
    wanted = _grammar().weekdays[name.casefold()]
    toward = (match["toward"] or "").casefold()
    back = (anchor.weekday() - wanted) % 7
    ahead = (wanted - anchor.weekday()) % 7
    lead = (match["lead"] or "").casefold()
    if toward in _grammar().past:
        day = anchor - timedelta(days=back or 7)
    elif toward in _grammar().future:
        day = anchor + timedelta(days=ahead or 7)
    elif lead in ("until", "till", "by") or (lead != "since" and looks_ahead(text, match.start(), match.end())):
        day = anchor + timedelta(days=ahead)
    else:
        day = anchor - timedelta(days=back)
    return _led(lead, day, day, anchor)


def _deictic(match: re.Match[str], anchor: dt.date | None, text: str) -> str | None:
    if anchor is None:
        return ""
    first, last = _grammar().deictic[match["deictic"].casefold()]
    return _interval(anchor + timedelta(days=first), anchor + timedelta(days=last))


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
        return _led(lead, *_part_of(groups["part"], dt.date(year, 1, 1), dt.date(year, 12, 31)), anchor)
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
    grammar = _grammar()
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
        return _interval(*_unit_around(name, unit, anchor, 0 if looks_ahead(text, match.start(), match.end()) else -1))
    if rel and toward:  # earlier this month
        first, last = _unit_around(name, unit, anchor, {"last": -1, "next": 1}.get(toward, 0))
        if toward == "this":
            first, last = (first, anchor) if rel == "earlier" else (anchor, last)
        return _interval(first, last)
    count = number if number is not None else (unit["loose"] if plural else 1)
    if rel:
        if rel in ("after", "before", "later", "earlier") and name not in ("minute", "hour"):
            return ""  # counted from another event, not from the report
        if rel in ("after", "before", "later", "earlier"):
            return _interval(_add(anchor, unit, -count) if number is None and count > 24 else anchor, anchor)
        sign = -1 if rel == "ago" else 1
        if number is None:
            return _interval(*sorted((_add(anchor, unit, sign * count), anchor)))
        day = _add(anchor, unit, sign * count)
        return f"{day.year}" if name in ("year", "decade") and count > 1 else day.isoformat()
    if toward:
        if number is None and not plural and toward in ("last", "next", "previous", "this", "current", "following"):
            shift = -1 if toward in grammar.past else 1 if toward in grammar.future else 0
            first, last = _unit_around(name, unit, anchor, shift)
            return _interval(first, last) if name not in ("month", "year") else _reduced(name, first)
        if toward in grammar.past:
            return _interval(_add(anchor, unit, -count), anchor)
        if toward in grammar.future:
            return _interval(anchor, _add(anchor, unit, count))
        return _interval(*_unit_around(name, unit, anchor, 0))
    if number is None:
        return None
    if lead == "for":
        if looks_ahead(text, match.start(), match.end()):
            return _interval(anchor, _add(anchor, unit, count))
        return _interval(_add(anchor, unit, -count), anchor)
    if lead == "over":
        return _interval(_add(anchor, unit, -count), anchor)
    if lead == "within":
        return _interval(anchor, _add(anchor, unit, count))
    # *in two weeks*: ahead, but *in two days of fighting* counts back from nothing known
    return _add(anchor, unit, count).isoformat() if looks_ahead(text, match.start(), match.end()) else ""


def _reduced(name: str, first: dt.date) -> str:
    return f"{first.year:04d}" if name == "year" else f"{first.year:04d}-{first.month:02d}"


def _unit_around(name: str, unit: dict[str, Any], anchor: dt.date, shift: int) -> tuple[dt.date, dt.date]:
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
        first = _add_months(anchor.replace(day=1), shift * unit["months"])
        if name == "quarter":
            first = _add_months(first, -((first.month - 1) % 3))
        return first, _add_months(first, unit["months"]) - timedelta(days=1)
    if name in ("year", "decade"):
        year = anchor.year + shift * unit["months"] // 12
        if name == "decade":
            year -= year % 10
        return dt.date(year, 1, 1), dt.date(year + unit["months"] // 12 - 1, 12, 31)
    day = _add(anchor, unit, shift) if "days" in unit and unit["days"] >= 1 else anchor
    return day, day


_READERS = {
    "month": _month,
    "weekday": _weekday,
    "deictic": _deictic,
    "daypart": _daypart,
    "year": _year,
    "unit": _unit,
}
