"""Throw damaged files at the layer readers: `python -m tests.fuzz [SECONDS] [TARGET ...]`, or `make fuzz`.

Every target starts from the cases of `tests/layers/`. Whatever comes in, a reader may only return layers or refuse the
file by name. What breaks one is saved beside this file as `found-*`; mend the reader and make it a case.
"""

from __future__ import annotations

import sys

from tests.fuzz.targets import TARGETS, run

if __name__ == "__main__":
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    names = sys.argv[2:] or list(TARGETS)
    failures = 0
    for name in names:
        report = run(name, seconds / len(names))
        failures += len(report.failures)
        sys.stdout.write(f"{name}: {report.runs} files, {report.read} read, seed {report.seed}\n")
        for failure in report.failures:
            sys.stdout.write(f"  {failure}\n")
    sys.exit(1 if failures else 0)
