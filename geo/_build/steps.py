"""The install's steps in order, each skipped where its inputs have not changed."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

__all__ = ["DATA", "STEPS", "run_steps"]

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "_data"


def _npm() -> None:
    _call("geo._build.npm", "fetch_packages")


def _tables() -> None:
    _call("geo.data", "compile_tables")


def _shapes() -> None:
    _call("geo._build.shapes", "compile_shapes", DATA / "shapes.sqlite")


def _gazetteer() -> None:
    _call("geo._build.gazetteer", "compile_gazetteer", DATA)


def _web() -> None:
    _call("geo._build.web", "compile_web", DATA / "web")


def _atlas() -> None:
    _call("geo._build.atlas", "draw_atlas", ROOT.parent / "output" / "atlas.html")


_COMPILERS = ("_build/*.py", "places/*.py", "webmap/browser/package-lock.json")
_OUTLINE_FACTS = tuple(
    f"data/{name}.toml"
    for name in ("airspace", "countries", "disputed", "features", "islands", "landmarks", "parts", "regions", "seas", "waters")
)
_NAME_FACTS = ("data/names.toml", "data/demonyms.toml", "data/local_words.toml", "data/place_words.toml")

STEPS: dict[str, tuple[Callable[[], None], tuple[str, ...]]] = {
    "npm": (_npm, ()),
    "tables": (_tables, ("data/*.toml", "data/__init__.py")),
    "shapes": (_shapes, (*_COMPILERS, *_OUTLINE_FACTS)),
    "gazetteer": (_gazetteer, (*_COMPILERS, *_OUTLINE_FACTS, *_NAME_FACTS)),
    "web": (
        _web,
        ("_build/*.py", "webmap/browser/src/**/*", "webmap/browser/*.json", "data/page.toml", *_OUTLINE_FACTS),
    ),
    "atlas": (_atlas, ()),
}
"""Step name -> what it does and the source files it is made from, as patterns below `geo/`. No pattern: always run."""

INSTALL = ("npm", "tables", "shapes", "gazetteer", "web")
_TELLS = {
    "npm": "libraries of the page and map data from npm",
    "tables": "tables of facts and words",
    "shapes": "outlines of seas, airspaces and divisions, some minutes",
    "gazetteer": "gazetteer, some minutes",
    "web": "script and basemap of the page",
}


def run_steps(names: Sequence[str] = (), *, say: Callable[[str], None] = lambda line: None) -> None:
    """Run the steps by name; without names, those of an install that are out of date.

    Raises BuildError (from a step) with the reason and the mend. A named step always runs.
    """
    DATA.mkdir(exist_ok=True)
    for name in names or INSTALL:
        step, patterns = STEPS[name]
        stamp = DATA / f".{name}.stamp"
        state = _state(patterns)
        if not names and patterns and stamp.exists() and stamp.read_text() == state:
            continue
        say(f"{name}: {_TELLS.get(name, name)} ...")
        started = time.monotonic()
        step()
        stamp.write_text(state)
        say(f"{name}: {time.monotonic() - started:.1f} s")


def _state(patterns: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for path in sorted({p for pattern in patterns for p in ROOT.glob(pattern) if p.is_file()}):
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _call(module: str, function: str, *arguments: Any) -> None:
    getattr(import_module(module), function)(*arguments)
