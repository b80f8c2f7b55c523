"""The store of compiled outlines: look one up by place id."""

from __future__ import annotations

import sqlite3
from functools import lru_cache

import shapely
from shapely.geometry.base import BaseGeometry

from geo.data import compiled_path
from geo.model import LonLat, Precision, Shape

__all__ = ["ShapeStore", "open_shapes"]


class ShapeStore:
    """Compiled outlines in a read-only SQLite file, decoded when asked for."""

    def __init__(self, path: str) -> None:
        # One store serves all threads of a process: it is only ever read.
        self._store = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self.get = lru_cache(maxsize=256)(self._get)

    def _get(self, place_id: str) -> Shape | None:
        """Return the outline of a place in EPSG:4326 degrees, or None where no source gives one."""
        row = self._store.execute(
            "SELECT wkb, precision, basis, lon, lat FROM shape WHERE id = ?", (place_id,)
        ).fetchone()
        if row is None:
            return None
        geometry: BaseGeometry = shapely.from_wkb(row[0])
        return Shape(geometry, Precision(row[1]), row[2], LonLat(row[3], row[4]))

    def ids(self, kind: str = "") -> list[str]:
        """Return the ids of all outlines, or of those of one kind, sorted."""
        where = "WHERE kind = ?" if kind else ""
        rows = self._store.execute(f"SELECT id FROM shape {where} ORDER BY id", (kind,) if kind else ()).fetchall()
        return [row[0] for row in rows]

    def describe(self, place_id: str) -> tuple[str, str, str, str, float] | None:
        """Return (name, kind, country, parent, area in square kilometres) of a place, or None."""
        row = self._store.execute(
            "SELECT name, kind, country, parent, area_km2 FROM shape WHERE id = ?", (place_id,)
        ).fetchone()
        return None if row is None else (row[0], row[1], row[2], row[3], row[4])


@lru_cache(maxsize=1)
def open_shapes() -> ShapeStore:
    """Return the compiled outlines. Raises GazetteerError where the package was not installed."""
    return ShapeStore(str(compiled_path("shapes.sqlite")))
