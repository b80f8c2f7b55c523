"""Where the files of facts lie: `geo/data/` written by people, `geo/_data/` compiled from them at install."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from geo.errors import GazetteerError

__all__ = ["compiled_path", "data_path", "read_toml"]

_HERE = Path(__file__).parent


def data_path(name: str) -> Path:
    """Return the path of a hand-written data file, such as `seas.toml`."""
    return _HERE / name


def compiled_path(name: str) -> Path:
    """Return the path of a file the install compiled, such as `shapes.sqlite`.

    Raises GazetteerError where it is missing: the package was copied, not installed.
    """
    path = _HERE.parent / "_data" / name
    if not path.exists():
        raise GazetteerError(
            f"{path}: compiled data is missing. Install the package (`pip install .`) "
            "instead of running it from an unbuilt checkout."
        )
    return path


def read_toml(name: str) -> dict[str, Any]:
    """Return a hand-written TOML data file as plain tables.

    Raises GazetteerError naming file and line where it is no TOML.
    """
    path = data_path(name)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise GazetteerError(f"{path}: {error}. Mend the file or install the package again.") from error
