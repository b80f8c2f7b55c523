"""JSON as people write it: comments, trailing commas, `var data = ...`, NaN, duplicate keys; each told."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from geo.layers.limits import LIMITS
from geo.layers.raw import Refused

__all__ = ["nesting_depth", "parse_json", "parse_lines", "parse_several"]


class _Notes:
    """Duplicate keys met while one text is parsed."""

    def __init__(self) -> None:
        self.duplicates: list[str] = []

    def told(self) -> tuple[str, ...]:
        """Return them as a repair, nothing where there is none."""
        if not self.duplicates:
            return ()
        keys = ", ".join(f'"{key}"' for key in dict.fromkeys(self.duplicates[:5]))
        return (f"the same key stands twice in one object ({keys}); the last was taken",)

    def pairs(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            seen: set[str] = set()
            for key, _ in pairs:
                if key in seen:
                    self.duplicates.append(key)
                seen.add(key)
        return found


def nesting_depth(text: str, stop: int) -> int:
    """Return how deep brackets nest in `text` outside strings, counting no further than `stop`."""
    depth = deepest = 0
    for match in _BRACKETS.finditer(text):
        mark = match.group()
        if mark in "[{":
            depth += 1
            if depth > deepest:
                deepest = depth
                if deepest > stop:
                    break
        elif mark in "]}":
            depth -= 1
    return deepest


_BLANK = re.compile(r"\s*")
_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_STRING_OR_COMMENT = re.compile(r'"(?:[^"\\\n]|\\.)*"|//[^\n]*|/\*.*?\*/|(?m:^\s*#[^\n]*)', re.DOTALL)
_STRING_OR_COMMA = re.compile(r'"(?:[^"\\\n]|\\.)*"|,(?=\s*[\]}])', re.DOTALL)
_ASSIGNMENT = re.compile(
    r"\A\s*(?:export\s+default|(?:export\s+)?(?:var|let|const)\s+[\w$]+\s*=|[\w$.]+\s*=|[\w$.]+\()"
)


def _loads(text: str, notes: _Notes) -> Any:
    try:
        return json.loads(text, object_pairs_hook=notes.pairs)
    except RecursionError as error:
        raise Refused("its brackets are nested too deeply.", f"Keep to {LIMITS.depth} levels.") from error


def parse_json(text: str) -> tuple[Any, tuple[str, ...]]:
    """Return the value of a JSON text and the repairs that were needed to read it.

    NaN and Infinity come through as floats: whoever uses the number refuses it by name.
    Raises Refused with line and column where no certain repair makes it JSON.
    """
    if not text.strip("\ufeff \t\r\n\x1e"):
        raise Refused("it is empty.", "Write a GeoJSON FeatureCollection, or take the file out of the folder.")
    notes = _Notes()
    repairs: list[str] = []
    try:
        value = _loads(text, notes)
    except ValueError as first:
        value, repairs = _mended(text, notes, first)
    return value, (*repairs, *notes.told())


def _mended(text: str, notes: _Notes, first: ValueError) -> tuple[Any, list[str]]:
    repairs = []
    mended = text.strip("\ufeff\x1e \t\r\n")
    if mended != text.strip():
        repairs.append("stray marks around the JSON were dropped")
    wrapped = _ASSIGNMENT.match(mended)
    if wrapped:
        mended = mended[wrapped.end() :].rstrip().rstrip(";").rstrip()
        mended = mended.removesuffix(")") if wrapped.group().endswith("(") else mended
        repairs.append("JavaScript around the JSON was dropped")
    bare = _STRING_OR_COMMENT.sub(lambda m: m.group() if m.group().startswith('"') else " ", mended)
    if bare != mended:
        repairs.append("comments were dropped")
    tidy = _STRING_OR_COMMA.sub(lambda m: m.group() if m.group().startswith('"') else "", bare)
    if tidy != bare:
        repairs.append("trailing commas were dropped")
    if repairs:
        try:
            return _loads(tidy, notes), repairs
        except ValueError:
            pass
    try:
        # A tab or line break inside a string: what was meant is plain.
        return json.loads(tidy, object_pairs_hook=notes.pairs, strict=False), [
            *repairs,
            "raw line breaks in strings were read",
        ]
    except (ValueError, RecursionError):
        pass
    raise _not_json(text, first) from first


def _not_json(text: str, error: ValueError) -> Refused:
    start = text.lstrip()[:60].lower()
    if start.startswith(("<!doctype html", "<html")):
        return Refused("it is a web page, not a layer.", "Download the data itself; this is the page around it.")
    if isinstance(error, json.JSONDecodeError):
        if error.pos >= len(text.rstrip()):
            return Refused(
                "it breaks off in the middle.", "Copy or download the whole file again.", f"line {error.lineno}"
            )
        fault = (error.msg[0].lower() + error.msg[1:]).removesuffix(" starting at").removesuffix(" at")
        return Refused(
            f"it is not JSON: {fault} at column {error.colno}.",
            _mend_of(error),
            f"line {error.lineno}",
        )
    return Refused("it holds a number of thousands of digits.", "Write the number shorter.")


def _mend_of(error: json.JSONDecodeError) -> str:
    """Return what to do about the character at which a JSON text stops being one."""
    if error.msg.startswith("Extra data"):
        return "Take out what follows the end of the layer."
    if error.doc[error.pos : error.pos + 1] == "'":
        return 'Put keys and texts in double quotes: "title".'
    if error.msg.startswith("Expecting property name"):
        return 'Put every key in double quotes: "type".'
    if error.msg.startswith("Expecting ',' delimiter"):
        return "Put the missing comma or bracket before it; a number cannot begin with 0."
    return "Mend that line; an editor that knows JSON shows the place."


def parse_several(text: str) -> list[Any] | None:
    """Return the objects of a text that is several JSON texts one after the other, None where it is none."""
    decoder, values, start = json.JSONDecoder(), [], 0
    text = text.strip("\ufeff").replace("\x1e", " ").rstrip()
    while start < len(text):
        try:
            value, start = decoder.raw_decode(text, _BLANK.match(text, start).end())  # type: ignore[union-attr]
        except (ValueError, RecursionError):
            return None
        if not isinstance(value, dict):
            return None
        values.append(value)
    return values if len(values) > 1 else None


def parse_lines(text: str) -> Iterator[tuple[int, Any, Refused | None, tuple[str, ...]]]:
    """Yield `(line number, value, refusal, repairs)` for newline-delimited JSON; the value is None where refused."""
    for number, line in enumerate(text.replace("\x1e", "\n").split("\n"), start=1):
        stripped = line.strip("\ufeff \t\r\x1e")
        if not stripped:
            continue
        if nesting_depth(stripped, LIMITS.depth) > LIMITS.depth:
            refused = Refused(f"its brackets are nested more than {LIMITS.depth} deep.", "Check the line.")
            yield number, None, refused, ()
            continue
        notes = _Notes()
        try:
            value = _loads(stripped, notes)
            yield number, value, None, notes.told()
        except Refused as refused:
            yield number, None, refused, ()
        except ValueError as error:
            yield number, None, Refused(_not_json(stripped, error).reason, "Mend that line."), ()
