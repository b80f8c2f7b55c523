"""Cut a text into words and signs, once per text."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

__all__ = ["Tokens", "tokenize"]

# The commonest first: the pattern is tried at every word of every text.
_TOKEN = re.compile(
    r"([A-Za-z0-9]{2,}(?=[ \n,.;:!?\"”)-])"  # nearly all words, by the quickest kind of set
    r"|[^\W_]{2,}(?:['’](?![sS]\b)\w+)*"  # O'Brien, Coeur d'Alene; a possessive is a sign of its own
    r"|[^\W\d_]\.(?:[^\W\d_]{1,2}\.)+"  # U.S. W.Va. U.A.E. N.Y.
    r"|\w(?:['’](?![sS]\b)\w+)*"
    r"|['’][sS]\b"
    r"|\n\s*\n"  # an empty line: no name runs over it
    r"|[^\w\s])"
)


class Tokens(NamedTuple):
    """Words and signs of a text with their character offsets: four lists of one length."""

    words: list[str]
    low: list[str]
    """The same in lower case."""
    starts: list[int]
    ends: list[int]


@lru_cache(maxsize=4)
def tokenize(text: str) -> Tokens:
    """Return the words and signs of a text. Kept for the last few texts, as every reader of a report asks again.

    >>> tokenize("The U.S.-led raid on St. Louis’s port").words
    ['The', 'U.S.', '-', 'led', 'raid', 'on', 'St', '.', 'Louis', '’s', 'port']
    """
    # Split, not found one by one: gap, word, gap, word, ..., whose lengths add up to the offsets, all of it in C.
    parts = _TOKEN.split(text)
    offsets = list(accumulate(map(len, parts)))
    words = parts[1::2]
    return Tokens(words, list(map(str.lower, words)), offsets[:-1:2], offsets[1::2])
