"""`make bench`: every figure as a ratio side by side in one run, printed as one table."""

from __future__ import annotations

import sys

from tests.benchmarks import page, process, reading, watching

PARTS = {"process": process.rows, "page": page.rows, "watching": watching.rows, "reading": reading.rows}


def main() -> int:
    """Run the named parts, or all, and print a row per figure."""
    names = sys.argv[1:] or list(PARTS)
    print(f"{'figure':<58} {'measured':>12} {'beside it':>12} {'ratio':>7}  aim")
    for name in names:
        for label, measured, beside, ratio, aim in PARTS[name]():
            print(f"{label:<58} {measured:>12} {beside:>12} {ratio:>7}  {aim}")
    return 0


sys.exit(main())
