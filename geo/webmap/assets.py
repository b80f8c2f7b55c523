"""The compiled browser files: scripts, style sheets and the basemap's cells, read from `geo/_data/web/`."""

from __future__ import annotations

import json
from functools import lru_cache

from geo.data import compiled_path

__all__ = ["cell_bytes", "cell_index", "text_asset"]


@lru_cache(maxsize=8)
def text_asset(name: str) -> str:
    """Return a compiled text file, such as `page.js`. Raises GazetteerError where it is missing."""
    return compiled_path(f"web/{name}").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def cell_index() -> dict[str, dict[str, list[int]]]:
    """Return where each cell lies: grade or `labels` -> "col,row" -> [start, length]."""
    index: dict[str, dict[str, list[int]]] = json.loads(text_asset("cells.json"))
    return index


def cell_bytes(grade: str, keys: list[str]) -> dict[str, bytes]:
    """Return the cells of a grade that exist among `keys`."""
    places = cell_index()[grade]
    wanted = [key for key in keys if key in places]
    if not wanted:
        return {}
    with compiled_path("web/cells.bin").open("rb") as cells:
        found = {}
        for key in wanted:
            start, length = places[key]
            cells.seek(start)
            found[key] = cells.read(length)
    return found
