"""Cut a text into words and signs, once per text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Tokens", "tokenize"]

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.)(?:[^\W\d_]{1,2}\.)+"  # U.S. W.Va. U.A.E. N.Y.
    r"|(?:St|Ste|Ft|Mt|Pt|Sta|Sto)\.(?=\s*[A-Z])"  # belongs to the name that follows
    r"|['’][sS](?![^\W_])"  # possessive
    r"|[^\W_]+(?:['’](?![sS](?![^\W_]))[^\W_]+)*"  # O'Brien, Coeur d'Alene
    r"|\n\s*\n"  # an empty line: no name runs over it
    r"|[^\w\s]|_"
)


class Tokens(NamedTuple):
    """Words and signs of a text with their character offsets: three lists of one length."""

    words: list[str]
    starts: list[int]
    ends: list[int]


@lru_cache(maxsize=4)
def tokenize(text: str) -> Tokens:
    """Return the words and signs of a text. Kept for the last few texts, as every reader of a report asks again.

    >>> tokenize("The U.S.-led raid on St. Louis’s port").words
    ['The', 'U.S.', '-', 'led', 'raid', 'on', 'St.', 'Louis', '’s', 'port']
    """
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _TOKEN.finditer(text):
        words.append(match[0])
        starts.append(match.start())
        ends.append(match.end())
    return Tokens(words, starts, ends)
