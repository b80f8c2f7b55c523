"""Compile in place, all or by step: `python -m geo._build [npm|tables|shapes|gazetteer|web|atlas ...]`."""

from __future__ import annotations

import sys

from geo._build.steps import STEPS, run_steps
from geo.errors import GeoError


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


def main() -> int:
    """Run the named steps, or all that an install runs, and return the exit code."""
    names = sys.argv[1:]
    unknown = [name for name in names if name not in STEPS]
    if unknown:
        sys.stderr.write(f"unknown step {unknown[0]}; steps are {', '.join(STEPS)}\n")
        return 2
    try:
        run_steps(names, say=_say)
    except GeoError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


sys.exit(main())
