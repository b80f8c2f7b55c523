"""Tell a dateline: *CARACAS, Nov 23 (Reuters) -*."""

from __future__ import annotations

import re

from geo.text.candidates import Words

__all__ = ["is_dateline"]


def is_dateline(text: str, words: Words, first: int, last: int) -> bool:
    """Return whether tokens `first` to `last` stand in a dateline: *CARACAS, Nov 23 (Reuters) -*, *PARIS (AP) --*."""
    start = words.starts[first]
    line = text.rfind("\n", max(0, start - 200), start) + 1
    opening = max(line, _sentence_start(words, first))
    if words.ends[last - 1] > opening + _LONGEST:
        return False
    match = _DATELINE.match(text[opening : opening + _LONGEST])
    return match is not None and words.ends[last - 1] <= opening + match.end()


_LONGEST = 90
_DATELINE = re.compile(
    r"\s*(?:\(?[A-Z]{2,}\)?\s*[-–—]\s*)?"
    r"[A-Z][\w.'’]*(?:-\w[\w.'’]*|[ /][A-Z][\w.'’]*){0,5}"
    r"(?:,\s+[A-Z][\w.]*(?: [A-Z][\w.]*){0,2}){0,2}"
    r"(?:,?\s+(?:\d{1,2}\s+)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?(?:\s+\d{1,2})?(?:,?\s+\d{4})?)?"
    r"(?:\s*[-–—,]?\s*\((?:AP|AFP|Reuters|CNN|UPI|Xinhua|BBC|Bloomberg|IRIN|ANI|PTI|IANS|DPA|dpa|TASS|Interfax|AAP|PA|CP)\)"
    r"|(?<=\d):(?=\s)"
    r"|\s*[-–—,]?\s*\([A-Z][^)]{1,40}\)\s*(?:--|[-–—:])|\s*(?:--+|[–—]|:\s*--|\s-\s))\s*"
)


def _sentence_start(words: Words, first: int) -> int:
    k = first
    while k > 0 and not words.opens[k] and first - k < 14:
        k -= 1
    return words.starts[k]
