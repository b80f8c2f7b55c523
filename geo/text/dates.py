"""Find the times a report names and anchor them at its date: *on Friday*, *since 2013*, *in the coming days*."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from geo.model import Span, TimeExpression, When
from geo.text.date_grammar import grammar_of_times
from geo.text.date_readers import READERS
from geo.text.tokens import Tokens, tokenize

__all__ = ["find_times"]


def find_times(text: str, anchor: dt.date | None) -> tuple[TimeExpression, ...]:
    """Return the times named in a text, in order, without overlaps.

    `anchor` is the report's date; without it, times that only count from it keep their words and an empty `iso`.
    A bare weekday is the last one before the report, or the next one where the clause speaks of what is to come.
    """
    grammar = grammar_of_times()
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
                iso = READERS[kind](match, anchor, text)
            except (OverflowError, ValueError):  # before the year 1 or after 9999: a time, with no date to give it
                iso = ""
            if iso is not None:
                found.append(TimeExpression(Span(match.start(), match.end()), When(iso, match[0])))
                last = match.end()
                break
    return tuple(found)


def _triggers(tokens: Tokens) -> Iterator[tuple[int, str]]:
    kinds = grammar_of_times().triggers
    # Years begin with a 1 or a 2: nearly all other words are told by one look each.
    for i in [i for i, word in enumerate(tokens.low) if word in kinds or word[0] in "12"]:
        word = tokens.low[i]
        if word in kinds:
            kind = kinds[word]
        elif len(word) == 4 and word[:2] in ("19", "20") and word.isdecimal():
            kind = "year"
        elif len(word) == 5 and word[:2] in ("19", "20") and word[:4].isdecimal() and word.endswith("0s"):
            kind = "decade"
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
