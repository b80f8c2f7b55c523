"""Whether words name a time as layers have it: ISO 8601, an instant, a day, a month, a year or an interval."""

from __future__ import annotations

import re
from datetime import datetime

__all__ = ["is_iso"]

_ROUGH = re.compile(r"\d{4}(-\d\d)?")


def is_iso(words: str) -> bool:
    """Return whether words are a time, or two with a slash between them of which one may be open (`..` or nothing).

    >>> is_iso("2025-11-23"), is_iso("2025-11/.."), is_iso("2025-11-23T10:00Z/2025-11-24"), is_iso("tomorrow")
    (True, True, True, False)
    """
    start, slash, end = words.strip().partition("/")
    if not slash:
        return _is_moment(start)
    given = [part for part in (start, end) if part not in ("", "..")]
    return bool(given) and all(_is_moment(part) for part in given)


def _is_moment(words: str) -> bool:
    if _ROUGH.fullmatch(words):
        words += "-01-01"[len(words) - 4 :]
    try:
        datetime.fromisoformat(words)
    except ValueError:
        return False
    return True
