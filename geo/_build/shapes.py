"""Compile every outline we know (lands, seas, regions) into one SQLite file of WKB."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

__all__ = ["CompiledShape", "compile_shapes"]


@dataclass(frozen=True, slots=True)
class CompiledShape:
    """An outline to be stored: EPSG:4326 degrees, valid, cut at 180 degrees, RFC 7946 winding."""

    id: str
    name: str
    kind: str
    geometry: BaseGeometry
    precision: str
    basis: str
    lon: float
    lat: float
    """The point a gazetteer would give."""
    area_km2: float = 0.0
    country: str = ""
    parent: str = ""


_SCHEMA = """
CREATE TABLE shape (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, precision TEXT NOT NULL, basis TEXT NOT NULL,
  lon REAL NOT NULL, lat REAL NOT NULL, area_km2 REAL NOT NULL, country TEXT NOT NULL, parent TEXT NOT NULL,
  wkb BLOB NOT NULL
) WITHOUT ROWID;
"""

# Each compile step: module and function; `compile_*()` yields CompiledShape. A later step may read what earlier
# ones made through the mapping it is given.
_STEPS = (
    ("geo._build.lands", "compile_lands"),
    ("geo._build.seas", "compile_seas"),
    ("geo._build.regions", "compile_regions"),
    ("geo._build.airspaces", "compile_airspaces"),
)


def compile_shapes(target: Path) -> int:
    """Write `target` anew from all compile steps and return how many outlines it holds.

    The same sources give the same bytes: rows go in by id, coordinates are rounded to six decimals (about 10 cm).
    """
    made: dict[str, CompiledShape] = {}
    for module, function in _STEPS:
        for shape in _run(module, function, made):
            # Normalizing gives one order of parts and points, and clockwise shells: RFC 7946 wants the opposite.
            ordered = shapely.normalize(_rounded(shape.geometry))
            made[shape.id] = replace(shape, geometry=shapely.orient_polygons(ordered, exterior_cw=False))
    _write(target, (made[key] for key in sorted(made)))
    return len(made)


def _run(module: str, function: str, made: dict[str, CompiledShape]) -> Iterable[CompiledShape]:
    step: Any = getattr(import_module(module), function)
    return step(made)  # type: ignore[no-any-return]


def _rounded(geometry: BaseGeometry) -> BaseGeometry:
    # Rounding each corner keeps neighbours together and nearly always leaves a valid shape; snapping is thrice as slow.
    plain = shapely.transform(geometry, lambda at: np.round(at, 6))
    if plain.is_valid:
        return plain
    snapped = shapely.set_precision(geometry, 1e-6, mode="valid_output")
    return shapely.make_valid(snapped) if not snapped.is_valid else snapped


def _write(target: Path, shapes: Iterator[CompiledShape]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    with sqlite3.connect(partial) as store:
        store.executescript(_SCHEMA)
        store.executemany(
            "INSERT INTO shape VALUES (?,?,?,?,?,?,?,?,?,?,?)",
            (
                (s.id, s.name, s.kind, s.precision, s.basis, round(s.lon, 6), round(s.lat, 6),
                 round(s.area_km2, 1), s.country, s.parent, shapely.to_wkb(s.geometry))
                for s in shapes
            ),
        )  # fmt: skip
    store.close()
    partial.replace(target)
