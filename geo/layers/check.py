"""Every problem of every layer file, for people, for programs and as annotations of a code review."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from geo.layers.folder import layer_files, stray_files
from geo.layers.read import Resolve, read_file
from geo.model import Problem

__all__ = ["check_files", "check_layer", "format_problems"]


def check_layer(path: str | Path, *, resolve: Resolve | None = None) -> tuple[Problem, ...]:
    """Return every problem of one layer file; those with `fatal=False` are repairs that reading it makes."""
    return read_file(Path(path), resolve=resolve).problems


def check_files(paths: Sequence[str | Path], *, resolve: Resolve | None = None) -> tuple[tuple[Problem, ...], int]:
    """Return the problems of files, and of all layer files below folders, with the number of files looked at."""
    problems: list[Problem] = []
    count = 0
    for given in map(Path, paths):
        folder = given if given.is_dir() else None
        for path in layer_files(given) if folder else (given,):
            problems.extend(read_file(path, root=folder, resolve=resolve).problems)
            count += 1
        if folder:
            problems.extend(stray_files(folder))
    return tuple(problems), count


def format_problems(problems: Sequence[Problem], style: str, count: int) -> str:
    """Return the problems of `count` files as text: `human`, `json`, or `github` (workflow commands)."""
    if style == "json":
        return json.dumps({"files": count, "problems": [_record(p) for p in problems]}, ensure_ascii=False, indent=1)
    if style == "github":
        return "\n".join(_annotation(problem) for problem in problems)
    faults = [problem for problem in problems if problem.fatal]
    repairs = [problem for problem in problems if not problem.fatal]
    lines = [f"error: {problem}" for problem in faults] + [f"repaired: {problem}" for problem in repairs]
    lines.append(
        f"{count} file{'' if count == 1 else 's'} checked: "
        + (f"{len(faults)} to mend, {len(repairs)} repaired while reading." if problems else "nothing to mend.")
    )
    return "\n".join(lines)


def _record(problem: Problem) -> dict[str, str | bool]:
    return {
        "file": problem.file,
        "where": problem.where,
        "reason": problem.reason,
        "mend": problem.mend,
        "repaired": not problem.fatal,
    }


def _annotation(problem: Problem) -> str:
    kind = "error" if problem.fatal else "warning"
    line = problem.where.removeprefix("line ") if problem.where.startswith("line ") else ""
    place = f"file={_property(problem.file)}" + (f",line={line}" if line.isdigit() else "")
    text = " ".join(
        part
        for part in (f"{problem.where}:" if problem.where and not line else "", problem.reason, problem.mend)
        if part
    )
    return f"::{kind} {place}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
