"""Damaged files: a reader returns layers or refuses the file by name, and does nothing else.

A few seconds in all; `SITMAP_FUZZ_SECONDS=60` for a minute, `make fuzz` for longer. What it finds becomes a case of
`tests/layers/`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS, run

SECONDS = float(os.environ.get("SITMAP_FUZZ_SECONDS", "6")) / len(TARGETS)
IN_C = [name for name, (module, _, _) in TARGETS.items() if module in ("gdal", "parquet")]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", [name for name in TARGETS if name not in IN_C])
def test_a_reader_survives_damaged_files(name: str) -> None:
    report = run(name, SECONDS)
    assert not report.failures, f"seed {report.seed}"
    assert report.runs >= 1


@pytest.mark.parametrize("name", IN_C)
def test_a_reader_in_c_fails_only_by_refusing_or_by_dying_alone(name: str) -> None:
    """Where the library itself crashes, the product's own process lives on: it reads these formats apart."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.fuzz", str(SECONDS), name]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parent.parent)
    assert done.returncode <= 0, done.stdout
