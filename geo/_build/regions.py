"""Continents, regions, islands and inland waters: unions of named parts and pieces of land, by the facts in TOML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo._build.earth import cut_at_180
from geo._build.islands import compile_islands
from geo._build.outlines import area_km2, corridor, label_point, merged, polygonal, ring, wound
from geo._build.shapes import CompiledShape
from geo._build.waters import compile_waters
from geo.data import read_toml
from geo.errors import BuildError
from geo.places.features import features

__all__ = ["compile_regions"]


def compile_regions(made: Mapping[str, CompiledShape]) -> Iterator[CompiledShape]:
    """Yield continents, regions, islands, rivers, lakes, mountains and landmarks.

    `made` are the outlines compiled so far by place id: the parts a region names, and the land islands lie in. Raises
    BuildError naming the fact that fits no outline.
    """
    yield from _regions(made, read_toml("regions.toml")["region"])
    islets = [fact for fact in features() if fact["id"].startswith("island:")]
    others = [fact for fact in features() if not fact["id"].startswith("island:")]
    yield from compile_islands([*read_toml("islands.toml")["island"], *islets])
    yield from compile_waters(made, read_toml("waters.toml")["water"])
    yield from compile_waters(made, read_toml("landmarks.toml")["place"], within_km=20.0)
    yield from compile_waters(made, others, within_km=30.0)


def _regions(made: Mapping[str, CompiledShape], facts: list[dict[str, Any]]) -> Iterator[CompiledShape]:
    wanted = {fact["id"]: fact for fact in facts}
    outlines: dict[str, BaseGeometry] = {}

    def outline(place_id: str, asked_by: str) -> BaseGeometry:
        if place_id in wanted:
            if place_id not in outlines:
                outlines[place_id] = _outline(wanted[place_id], outline)
            return outlines[place_id]
        if place_id not in made:
            raise BuildError(f"regions.toml: {asked_by} names the part {place_id!r}, which has no outline.")
        return made[place_id].geometry

    for fact in facts:
        yield _region(fact, outline(fact["id"], fact["id"]), made)


def _outline(fact: Mapping[str, Any], outline: Any) -> BaseGeometry:
    if "between" in fact:
        return _band(fact, *(outline(part, fact["id"]) for part in fact["between"]))
    parts = [outline(part, fact["id"]) for part in fact["parts"]]
    if "ring" in fact:
        area = cut_at_180(ring(fact["ring"]))
        shapely.prepare(area)
        parts = [polygonal(shapely.intersection(part, area)) for part in parts]
    whole = merged(parts)
    for part in fact.get("minus", ()):
        whole = polygonal(shapely.difference(whole, outline(part, fact["id"])))
    if whole.is_empty:
        raise BuildError(f"regions.toml: {fact['id']} holds no land. Mend its ring or its parts.")
    return whole


def _band(fact: Mapping[str, Any], first: BaseGeometry, second: BaseGeometry) -> BaseGeometry:
    """Return the band along the common border of two lands, inside the ring where there is one."""
    line = shapely.intersection(first.boundary, second.boundary)
    if "ring" in fact:
        line = shapely.intersection(line, ring(fact["ring"]))
    lines = [part for part in shapely.get_parts(line) if part.geom_type == "LineString"]
    if not lines:
        raise BuildError(f"regions.toml: {fact['id']} lies between two lands that share no border.")
    return merged([corridor(shapely.simplify(part, 0.01).coords, fact["width_km"]) for part in lines])


def _region(fact: Mapping[str, Any], geometry: BaseGeometry, made: Mapping[str, CompiledShape]) -> CompiledShape:
    vague = fact.get("vague", False)
    parts = fact.get("parts") or fact["between"]
    coarse = "ring" in fact or any(part.startswith(("admin1:", "region:")) for part in parts)
    precision = "vague" if vague else "approximate" if coarse else "exact"
    how = "coarse hand-drawn ring over the land of its parts" if "ring" in fact else "union of its parts"
    if "between" in fact:
        how = f"band of {fact['width_km']:g} km along a border of world-atlas 10m (Natural Earth, public domain)"
    doubt = "; newsrooms draw it differently" if vague else ""
    lon, lat = label_point(geometry, fact["point"])
    countries = {part.partition(":")[2][:2] for part in parts if part.startswith(("country:", "admin1:"))}
    country = countries.pop() if len(countries) == 1 else ""
    kind = "continent" if fact["id"].startswith("continent:") else "region"
    return CompiledShape(
        fact["id"], fact["name"], kind, wound(geometry), precision, f"{how}: {fact['note']}{doubt}",
        lon, lat, area_km2(geometry), country,
    )  # fmt: skip
