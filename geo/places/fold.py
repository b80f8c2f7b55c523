"""Fold a name to the form it is looked up by: no case, no accents, no dots or apostrophes, hyphens as blanks."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["fold"]

# Letters that Unicode does not take apart into a letter and a mark.
_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t",
        "ə": "a", "ŋ": "n", "ɣ": "g", "ƙ": "k", "ɓ": "b", "ɗ": "d",
    }
)  # fmt: skip
_DROPPED = ".'’‘ʼʻ`´ʾʿˈ′·\u200c\u200d\u00ad\u2060"
_SPACED = '-‐‑‒–—−/_()[]"“”«»\u00a0\u202f\u2009'
_ASCII = str.maketrans(
    {**dict.fromkeys(_DROPPED), **dict.fromkeys(_SPACED, " "), ",": " , ", "&": " and "}
)  # fmt: skip
_MARKS = re.compile("[\u0300-\u036f]")


def fold(text: str) -> str:
    """Return the look-up form of a name; words are one blank apart, a comma is a word of its own.

    >>> fold("Saint-Étienne"), fold("N'Djamena"), fold("W.Va."), fold("Washington, D.C.")
    ('saint etienne', 'ndjamena', 'wva', 'washington , dc')
    """
    if text.isascii():
        return " ".join(text.lower().translate(_ASCII).split())
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return " ".join(unicodedata.normalize("NFC", plain).translate(_LETTERS).translate(_ASCII).split())
