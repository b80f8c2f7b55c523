"""Read texts of our own with marks on their places: `[Kabkabiya|L@13.6,24.1 +claimed conflict by two doctors]`.

A file holds texts, each opened by a line `= id | date | genre`; every other line is a sentence, an empty line ends a
paragraph, `#` opens a note. A mark gives the words and a code: how the name is used, perhaps a point, perhaps what is
said to happen there. Uses follow Gritta et al. 2019 (*A pragmatic guide to geoparsing evaluation*):

- L literal, mixed or coerced; P a phrase that picks a place without being a name (*its airspace*); AL an adjective used
  literally (*the [Syrian|AL] coast*);
- A adjective or people, M metonymic, N noun modifier, G language, O inside the name of a body or product, H a namesake
  that is no place (a person, a brand).

`@lat,lon` in degrees, WGS 84, from memory, good to some 30 km. Of what happens there: `+status theme by A; B` is
required, `~...` optional, `+=` belongs to the claim before it, `-reason` is no place of an event. Alternatives stand
after a slash, the best first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Mark", "MarkedText", "Told", "read_marked", "read_table_row"]

LITERAL = frozenset(("L", "P", "AL"))
_MARK = re.compile(r"\[([^\[\]|]+)\|([^\[\]]*)\]")
_CODE = re.compile(r"(AL|[LPAMNGOH])\s*(?:@(-?\d+(?:\.\d+)?),\s*(-?\d+(?:\.\d+)?))?\s*(.*)")
_CLOSED = re.compile(r"[.!?…\"”'’)\]:]$")


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of one or several places of a sentence."""

    statuses: tuple[str, ...]
    themes: tuple[str, ...]
    by: tuple[str, ...]
    optional: bool
    number: int
    """Which claim of the text it is: places that share it belong to one claim."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One marked span; `start` and `end` are characters of the text, `point` is (lat, lon) in degrees."""

    start: int
    end: int
    use: str
    point: tuple[float, float] | None
    told: Told | None
    no_event: str
    """Why it is no place of an event, empty where it is one or that is left open."""


@dataclass(slots=True)
class MarkedText:
    """A text with its sentences, as [start, end) in characters, and marks in order."""

    id: str
    date: str
    genre: str
    text: str = ""
    sentences: list[tuple[int, int]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


def read_marked(path: Path) -> Iterator[MarkedText]:
    """Yield the marked texts of a file.

    Raises ValueError with file and line where a mark cannot be read.
    """
    current: MarkedText | None = None
    opens = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = line.strip()
        if line.startswith("="):
            if current is not None:
                yield current
            id, date, genre = (part.strip() for part in line[1:].split("|"))
            current, opens = MarkedText(id, date, genre), False
        elif not line:
            opens = True
        elif current is not None and not line.startswith("#"):
            try:
                _add(current, line, paragraph=opens)
            except ValueError as error:
                raise ValueError(f"{path}, line {number}: {error}") from error
            opens = False
    if current is not None:
        yield current


def _add(text: MarkedText, line: str, *, paragraph: bool) -> None:
    if text.text:
        text.text += "\n\n" if paragraph or not _CLOSED.search(text.text) else " "
    start, done, last = len(text.text), 0, None
    for mark in _MARK.finditer(line):
        text.text += line[done : mark.start()] + mark[1]
        done = mark.end()
        end = len(text.text)
        code = _CODE.fullmatch(mark[2].strip())
        if code is None:
            raise ValueError(f"no code for a place: {mark[0]}")
        told = _told(code[4], last, sum(m.told is not None for m in text.marks))
        last = told or last
        point = (float(code[2]), float(code[3])) if code[2] else None
        reason = code[4][1:].strip() if code[4].startswith("-") else ""
        text.marks.append(Mark(end - len(mark[1]), end, code[1], point, told, reason))
    text.text += line[done:]
    text.sentences.append((start, len(text.text)))


def _told(words: str, last: Told | None, number: int) -> Told | None:
    if words.startswith(("+=", "~=")):
        return last
    if words[:1] not in ("+", "~"):
        if words and words[0] != "-":
            raise ValueError(f"cannot be read in a mark: {words!r}")
        return None
    what, _, by = words[1:].partition(" by ")
    if len(what.split()) != 2:
        raise ValueError(f"a claim needs a status and a theme, not {what!r}")
    statuses, themes = what.split()
    names = tuple(name.strip() for name in by.split(";") if name.strip())
    return Told(tuple(statuses.split("/")), tuple(themes.split("/")), names, words[0] == "~", number)


def read_table_row(row: str) -> tuple[str, list[tuple[int, int, bool]]]:
    """Return a sentence of the tests' tables without its marks, and its spans: True in `{braces}`, False in `<angles>`.

    >>> read_table_row("{Goma} fell, <Paris> said.")
    ('Goma fell, Paris said.', [(0, 4, True), (11, 16, False)])
    """
    text, spans = "", []
    for part in re.split(r"([{<][^}>]*[}>])", row):
        if part[:1] in ("{", "<") and part:
            spans.append((len(text), len(text) + len(part) - 2, part[0] == "{"))
            part = part[1:-1]
        text += part
    return text, spans
