"""Rows of a table turned to text: *Kassala; 1,200; 40* under *State; Cases; Deaths*."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from geo.model import Document, Mention, Role, Span

__all__ = ["table_rows"]

_BARS = ";|\t"
_CELLS = re.compile(rf"\s*[{_BARS}]\s*")
_FIGURE = re.compile(r"[<>~≈+-]?\s?\d[\d,.\s]*%?(?:\s?(?:million|km|mm|ha|cm|m))?$")


def table_rows(
    document: Document, mentions: Sequence[Mention], by_sentence: Mapping[int, Sequence[int]]
) -> dict[int, tuple[int, tuple[int, ...]]]:
    """Return, by sentence, the rows whose first cell is a place and whose others are figures: header and mentions.

    The header is the sentence above the first row; rows follow one another.
    """
    found: dict[int, tuple[int, tuple[int, ...]]] = {}
    if not any(bar in document.text for bar in _BARS):
        return found
    texts = [sentence.of(document.text).strip("| ") for sentence in document.sentences]
    rows = {n for n, text in enumerate(texts) if _is_row(text)}
    header = 0
    for before, number in pairwise(range(-1, len(texts))):
        if number not in rows:
            continue
        header = header if before in rows else max(before, 0)
        start = document.sentences[number].start
        cell = Span(start, start + len(_CELLS.split(document.sentences[number].of(document.text).lstrip("| "))[0]) + 2)
        named = tuple(
            i
            for i in by_sentence.get(number, ())
            if mentions[i].role is Role.LITERAL and mentions[i].span.overlaps(cell)
        )
        if named:
            found[number] = header, named
    return found


def _is_row(text: str) -> bool:
    """Return whether a sentence is a name and figures, nothing else."""
    cells = _CELLS.split(text)
    return len(cells) > 1 and bool(cells[0]) and not cells[0][0].isdigit() and all(map(_FIGURE.fullmatch, cells[1:]))
