"""Tell what language a text is written in, by its commonest short words and its script."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache

from geo.data import read_toml
from geo.model import count_words

__all__ = ["language_name", "language_of"]

_READ = 3_000
"""Characters looked at: the first paragraphs tell."""
_FEWEST = 5
"""Telling words below which a short text is not held to be in another language."""


def language_of(text: str) -> str:
    """Return the language of a text as an ISO 639-1 code: `en` unless it clearly is another, `und` for one unknown.

    English wins ties and all texts too short to tell, such as lists of names: a report in English that is taken for
    another loses its claims. A text mostly in a script other than Latin is `und`.

    >>> language_of("Las lluvias dejaron al menos 95 muertos en la provincia de Valencia, según el Gobierno.")
    'es'
    >>> language_of("Shelling in Las Palmas de Gran Canaria, El Paso and La Paz was denied by the mayor of Los Llanos.")
    'en'
    """
    words = count_words(text[:_READ])
    if _foreign_script(words):
        return "und"
    languages, telling = _common()
    hits = dict.fromkeys(languages, 0)
    for word in words.keys() & telling.keys():
        for code in telling[word]:
            hits[code] += words[word]
    best = max(hits, key=lambda code: hits[code])
    return best if hits[best] >= _FEWEST and hits[best] >= 2 * hits["en"] else "en"


def language_name(code: str) -> str:
    """Return the English name of a language of `languages.toml`, or *another language*."""
    known = read_toml("languages.toml").get(code)
    return str(known["name"]) if known else "another language"


@cache
def _common() -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """Return the languages known, and those each telling word is common in."""
    tables = read_toml("languages.toml")
    telling = {word for table in tables.values() for word in table["words"]}
    return tuple(tables), {word: tuple(c for c, table in tables.items() if word in table["words"]) for word in telling}


def _foreign_script(words: Mapping[str, int]) -> bool:
    foreign = [word for word in words if not (word.isascii() or _is_latin(word[0]))]
    if not foreign:
        return False
    letters = sum(len(word) * count for word, count in words.items())
    return letters >= 20 and sum(len(word) * words[word] for word in foreign) > letters / 2


@cache
def _is_latin(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith("LATIN")
