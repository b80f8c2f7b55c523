"""JSON as people write it: comments, trailing commas, `var data = ...`, NaN, duplicate keys; each told."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from geo.layers.limits import LIMITS
from geo.layers.raw import Refused

__all__ = ["nesting_depth", "parse_json", "parse_lines"]


class _Notes:
    """Duplicate keys met while one text is parsed."""

    def __init__(self) -> None:
        self.duplicates: list[str] = []

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
    if notes.duplicates:
        keys = ", ".join(f'"{key}"' for key in dict.fromkeys(notes.duplicates[:5]))
        repairs.append(f"the same key stands twice in one object ({keys}); the last was taken")
    return value, tuple(repairs)


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
        where = f"line {error.lineno}"
        return Refused(
            f"it is not JSON: {error.msg[0].lower()}{error.msg[1:]} at column {error.colno}.",
            "Mend that line; an editor that knows JSON shows the place.",
            where,
        )
    return Refused(f"it is not JSON: {error}.", "Mend the number or write it shorter.")


def parse_lines(text: str) -> Iterator[tuple[int, Any, Refused | None]]:
    """Yield `(line number, value, None)` or `(line number, None, refusal)` for newline-delimited JSON."""
    for number, line in enumerate(text.replace("\x1e", "\n").split("\n"), start=1):
        stripped = line.strip("\ufeff \t\r\x1e")
        if not stripped:
            continue
        if nesting_depth(stripped, LIMITS.depth) > LIMITS.depth:
            yield number, None, Refused(f"its brackets are nested more than {LIMITS.depth} deep.", "Check the line.")
            continue
        try:
            yield number, _loads(stripped, _Notes()), None
        except Refused as refused:
            yield number, None, refused
        except ValueError as error:
            reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
            yield number, None, Refused(f"it is not JSON: {reason[0].lower()}{reason[1:]}.", "Mend that line.")
