"""Islands and archipelagos: the pieces of land of world-atlas that the points and rings of `islands.toml` pick."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo._build.earth import cut_at_180, read_land
from geo._build.outlines import area_km2, disc, label_point, ring, wound
from geo._build.shapes import CompiledShape
from geo.errors import BuildError

__all__ = ["compile_islands"]

# Degrees: how far a point may lie from the generalised shore of its island.
_NEAR = 0.05
# Square kilometres: a speck that the atlas joins to a continent is no island there. Greenland has 2.2 million.
_CONTINENT = 3e6
# ... and a piece so many times larger than its disc is the land that it is joined to.
_MAINLAND = 5.0


def compile_islands(facts: Sequence[Mapping[str, Any]]) -> Iterator[CompiledShape]:
    """Yield each island of the facts. Raises BuildError where a point or ring finds no land and gives no disc."""
    land = shapely.get_parts(read_land())
    tree = shapely.STRtree(land)
    spots = shapely.STRtree(shapely.point_on_surface(land))
    for fact in facts:
        found = [] if "always_disc" in fact else _found(fact, land, tree, spots)
        how = "land of world-atlas 10m (Natural Earth 1:10 million, public domain)"
        how = f"the pieces of {how} inside a coarse ring" if "ring" in fact else f"{how} at its point"
        precision = "approximate" if "ring" in fact else "exact"
        if "hull" in fact:
            how, precision = "coarse ring round islets and reefs", "vague"
        elif not found:
            found, how, precision = [_disc(fact)], "disc round its middle; too small for the atlas", "approximate"
        yield _island(fact, found, how, precision)


def _found(fact: Mapping[str, Any], land: np.ndarray, tree: shapely.STRtree, spots: shapely.STRtree) -> list[Polygon]:
    if "hull" in fact:
        return list(shapely.get_parts(cut_at_180(ring(fact["ring"]))))
    return _ringed(fact, land, spots) if "ring" in fact else _pointed(fact, land, tree)


def _ringed(fact: Mapping[str, Any], land: np.ndarray, spots: shapely.STRtree) -> list[Polygon]:
    area = cut_at_180(ring(fact["ring"]))
    return [land[index] for index in sorted(spots.query(area, predicate="contains"))]


def _pointed(fact: Mapping[str, Any], land: np.ndarray, tree: shapely.STRtree) -> list[Polygon]:
    found: set[int] = set()
    for lon, lat in fact["points"]:
        # Several pieces can be equally near only where the point lies on none: take the first, always the same.
        near = tree.query_nearest(Point(lon, lat), max_distance=_NEAR, exclusive=False)
        found.update([int(min(near))] if len(near) else [])
    largest = _MAINLAND * np.pi * fact["disc_km"] ** 2 if "disc_km" in fact else _CONTINENT
    return [land[index] for index in sorted(found) if area_km2(land[index]) < largest]


def _disc(fact: Mapping[str, Any]) -> Polygon:
    try:
        lon, lat = fact.get("point") or fact["points"][0]
        return disc(lon, lat, fact["disc_km"])
    except KeyError:
        raise BuildError(
            f"islands.toml: no land lies at the point or in the ring of {fact['id']}. "
            "Mend the point, or give it `point` and `disc_km`."
        ) from None


def _island(fact: Mapping[str, Any], found: Sequence[Polygon], how: str, precision: str) -> CompiledShape:
    geometry: BaseGeometry = found[0] if len(found) == 1 else MultiPolygon(list(found))
    wanted = fact.get("point") or (fact["points"][0] if "points" in fact else None)
    lon, lat = label_point(geometry, wanted)
    country = fact["countries"][0] if len(fact["countries"]) == 1 else ""
    note = f"; {fact['note']}" if "note" in fact else ""
    return CompiledShape(
        fact["id"], fact["name"], "island", wound(geometry), precision, f"{how}{note}",
        lon, lat, area_km2(geometry), country, f"country:{country}" if country else "",
    )  # fmt: skip
