"""Whole processes: time and peak memory of `sitmap` commands beside the imports they cannot avoid."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUNS = 7

Row = tuple[str, str, str, str, str]

# Python keeps what it compiled, as it does where people work; a machine told not to would compile us at every start.
_CACHE = tempfile.TemporaryDirectory()
_ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
_ENVIRONMENT["PYTHONPYCACHEPREFIX"] = _CACHE.name


def sample_report() -> Path:
    """Return the shared sample where it is present, else the example on the same subject."""
    shared = ROOT.parent / "shared" / "reports" / "venezuela-2025-11-23.txt"
    return shared if shared.exists() else ROOT / "docs" / "reports" / "us-venezuela-2025-11.md"


def _once(command: list[str]) -> tuple[float, float]:
    """Return (seconds, peak MB) of one run of a command."""
    started = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_ENVIRONMENT)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def _pairs(a: list[str], b: list[str]) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """Run A B A B ..., so that a drifting machine hits both alike; the first pair warms the disk cache."""
    runs = [(_once(a), _once(b)) for _ in range(RUNS + 1)][1:]
    return [x for x, _ in runs], [y for _, y in runs]


def _compare(label: str, a: list[str], b: list[str], aim: str) -> Iterator[Row]:
    ours, theirs = _pairs(a, b)
    for name, index, unit in (("time", 0, "s"), ("peak memory", 1, "MB")):
        mine, other = (statistics.median(run[index] for run in runs) for runs in (ours, theirs))
        ratio = statistics.median(x[index] / y[index] for x, y in zip(ours, theirs, strict=True))
        yield f"{label}: {name}", f"{mine:.2f} {unit}", f"{other:.2f} {unit}", f"{ratio:.2f}", aim if index == 0 else ""


def rows() -> Iterator[Row]:
    """Yield the figures of building and reading one report."""
    sitmap = str(Path(sys.executable).with_name("sitmap"))
    report = str(sample_report())
    with tempfile.TemporaryDirectory() as folder:
        build = [sitmap, "build", report, "--layers", f"{folder}/layers", "--output", f"{folder}/out"]
        imports = [sys.executable, "-c", "import folium, geopandas"]
        yield from _compare("sitmap build, beside `import folium, geopandas`", build, imports, "at most 1.5")
        size = max(p.stat().st_size for p in Path(folder, "out").glob("*.html"))
        yield "size of the page", f"{size / 1e6:.2f} MB", "", "", "at most 1.5 MB"
    read = [sitmap, "read", report, "--json"]
    yield from _compare("sitmap read, beside `import shapely`", read, [sys.executable, "-c", "import shapely"], "")
    ours, theirs = _pairs(read, [sys.executable, "-c", "import shapely"])
    extra = statistics.median(x[0] - y[0] for x, y in zip(ours, theirs, strict=True))
    yield "sitmap read, seconds above `import shapely`", f"{extra:.2f} s", "", "", "at most 0.3 s"
