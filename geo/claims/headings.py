"""Headings of a report: the place that the lines under one are about, and what a heading makes of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from geo.claims.event_words import event_words
from geo.claims.theme import stem
from geo.claims.words import split_list
from geo.data import read_toml
from geo.model import Document, Mention, Role, Span, Status

__all__ = ["heading_places", "lead_status"]

_MARKUP = " \t#*_>-–—•"
_BULLET = re.compile(r"\s*(?:[-*•‣·▪–—]\s+|\(?\d{1,2}[.)]\s+)(?!\*)")
# A heading is short, and of what is not the place's name it holds little: *Kassala State (as of 12 August)*.
_LONGEST, _MOST_BESIDE = 10, 4
_WORD = re.compile(r"[^\W\d_]+")
_BYLINE = re.compile(r"(?i:by)\s+[A-Z]")
# So many sentences under a heading are still about it.
_REACH = 15


def heading_places(
    document: Document, mentions: Sequence[Mention], by_sentence: Mapping[int, Sequence[int]]
) -> dict[int, tuple[int, ...]]:
    """Return, for each sentence under a heading that is little more than a place's name, the mentions in that heading.

    Any other heading ends it. The report's own headline is about all of it, so it is no heading here.
    """
    found: dict[int, tuple[int, ...]] = {}
    places: tuple[int, ...] = ()
    since = 0
    for number, sentence in enumerate(document.sentences):
        if _is_heading(document.text, sentence) and number:
            places, since = _named(document, sentence, mentions, by_sentence.get(number, ())), number
        elif places and number - since <= _REACH:
            found[number] = places
    return found


def _is_heading(text: str, sentence: Span) -> bool:
    """Return whether a sentence is a line of its own, short and without a stop at its end: *Kassala State*."""
    end = text.find("\n", sentence.end)
    if end < 0 or text[sentence.end : end].strip(_MARKUP + ":"):
        return False  # the last line heads nothing
    start = text.rfind("\n", 0, sentence.start) + 1
    words = sentence.of(text).strip(_MARKUP)
    alone = not text[start : sentence.start].strip(_MARKUP)
    if not alone or _BYLINE.match(words) or words.endswith((".", "!", "?", ";", "”", '"', ",")):
        return False
    bullet = _BULLET.match(text[start : sentence.end])
    return bullet is None and len(words.split()) <= _LONGEST and not re.search(r"[;|]|:\s", words)


def _named(document: Document, sentence: Span, mentions: Sequence[Mention], inside: Sequence[int]) -> tuple[int, ...]:
    """Return the places a heading names, where it says little else."""
    literal = [i for i in inside if mentions[i].role is Role.LITERAL]
    if not literal or _ends_office(document.text[sentence.start : mentions[literal[0]].span.start]):
        return ()
    beside = [
        m
        for m in _WORD.finditer(sentence.of(document.text))
        if not any(
            mentions[i].span.overlaps(Span(sentence.start + m.start(), sentence.start + m.end())) for i in inside
        )
    ]
    comma = document.text[mentions[literal[0]].span.end :].lstrip()[:1] in (",", "(")
    return tuple(literal[:1] if comma else literal) if len(beside) <= _MOST_BESIDE else ()


def _ends_office(before: str) -> bool:
    """Return whether what stands before a place is the name of who writes: *National Hurricane Center Miami FL*."""
    return any(stem(word) in event_words().office or word in _SEATS for word in before.lower().split()[1:])


_SEATS = frozenset({"center", "centre"})


def lead_status(document: Document, number: int) -> Status | None:
    """Return what the words before its colon, or the heading above it, make of a sentence: *Next steps: ...*."""
    leads = _leads()
    for words in _above(document, number):
        status = leads.get(words.strip(_MARKUP + ":").lower())
        if status is not None:
            return status
    return None


def _above(document: Document, number: int) -> Iterator[str]:
    """Yield what stands before a sentence's colon, then the nearest heading above it."""
    text, sentences = document.text, document.sentences
    before, colon, _ = sentences[number].of(text).partition(":")
    if colon:
        yield before
    for back in range(number - 1, max(-1, number - _REACH), -1):
        if _is_heading(text, sentences[back]) or sentences[back].of(text).endswith(":"):
            yield sentences[back].of(text)
            return


@cache
def _leads() -> dict[str, Status]:
    table = read_toml("status.toml")["leads"]
    return {words: Status(status) for status, listed in table.items() for words in split_list(listed)}
