"""How English writes a time: word lists of times.toml and the patterns built on them."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from geo.data import read_toml

__all__ = ["Grammar", "grammar_of_times"]


class Grammar(NamedTuple):
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
def grammar_of_times() -> Grammar:
    table = read_toml("times.toml")
    months, weekdays, numbers, units = table["months"], table["weekdays"], table["numbers"], table["units"]
    direction = table["direction"]
    unit = rf"(?P<unit>{_either(units)})(?P<plural>s?)"
    number = rf"(?P<number>\d{{1,3}}|{_either(numbers)})"
    toward = _either([*direction["past"], *direction["future"], *direction["same"]])
    month = rf"(?P<month>{_either(months)})\b(?:\.(?=\s+\d))?"
    part = (
        r"(?:(?P<part>early|mid|late|the beginning of|the start of|the middle of|the end of"
        r"|the (?:first|second|third|last) week (?:of|in))[\s-]+(?:in\s+)?)?"
    )
    lead = r"(?:(?P<lead>since|until|till|by|from|before|after|on|in|during|as of)\s+)?"
    day_to = r"(?:\s*(?:[-–—]|to|and)\s*(?P<day_to>\d{1,2})(?:st|nd|rd|th)?\b)?"
    day_after = rf"(?:\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.]\d){day_to})?"
    years = r"(?:19|20)\d\d"
    about = r"(?:(?:about|around|nearly|almost|some|up to|at least|more than|less than)\s+)?"
    year = r"(?:,?\s+(?:of\s+)?(?P<year>(?:19|20)\d\d)\b)?"
    flags = re.IGNORECASE
    clock = r"(?:(?:at\s+)?(?:\d{1,2}(?:[:.]\d\d)?\s*(?:[ap]\.?m\b\.?)?|noon|midnight|dawn|dusk)\s+)?"
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
                rf"\b(?:(?:from|between)\s+)?{clock}(?:on\s+)?(?P<weekday_a>{_either(weekdays)})\b"
                rf"(?:\s+(?:morning|afternoon|evening|night))?\s*(?:to|until|till|through|and|[-–—])\s*"
                rf"{clock}(?:on\s+)?(?P<weekday_b>{_either(weekdays)})\b",
                flags,
            ),
            re.compile(
                rf"\b(?:(?P<lead>since|until|till|by|from|before|after|on|over)\s+)?{clock}(?:(?:early|late)\s+(?:on\s+)?)?"
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
        "decade": (
            re.compile(r"\b(?P<lead>(?:in|during|since|of|from)\s+)?(?:the\s+)?(?P<decade>(?:19|20)\d0)s\b", flags),
        ),
        "unit": (
            re.compile(
                rf"\b(?:the\s+)?(?P<nth>first|second|third|fourth)[\s-]+(?P<unit>quarter)(?P<plural>)"
                rf"(?:\s+(?:of\s+)?(?P<nth_year>{years}))?\b",
                flags,
            ),
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
    return Grammar(
        months, weekdays, numbers, units, table["deictic"],
        frozenset(direction["past"]), frozenset(direction["future"]),
        triggers,
        frozenset(w for words in (*numbers, *table["leads"]["words"], toward.replace("|", " ")) for w in words.split()),
        patterns,
    )  # fmt: skip
