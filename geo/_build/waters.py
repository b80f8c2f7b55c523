"""Rivers, lakes, mountains, landmarks: the lines, bands and discs of `waters`, `landmarks` and `features.toml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from geo._build.earth import cut_at_180
from geo._build.outlines import area_km2, corridor, disc, label_point, merged, polygonal, wound
from geo._build.shapes import CompiledShape

__all__ = ["compile_waters"]

_ON_LAND = ("mountain", "region")
# Kilometres round the one spot known of a river.
_SPOT = 20.0


def compile_waters(
    made: Mapping[str, CompiledShape], facts: Sequence[Mapping[str, Any]], *, within_km: float = 50.0
) -> Iterator[CompiledShape]:
    """Yield rivers (lines, [lon, lat]), lakes, mountains and landmarks (areas).

    `made` holds the countries mountains and regions lie in; `within_km` is how far off the facts may be.
    """
    for fact in facts:
        kind = fact["id"].partition(":")[0]
        geometry, how = _shape(fact)
        if kind in _ON_LAND:
            geometry = _on_land(geometry, [made[f"country:{code}"].geometry for code in fact["countries"]])
        middle = geometry.interpolate(0.5, normalized=True) if isinstance(geometry, LineString) else None
        lon, lat = label_point(geometry, fact.get("point") or (middle and (middle.x, middle.y)))
        country = fact["countries"][0] if len(fact["countries"]) == 1 else ""
        yield CompiledShape(
            fact["id"], fact["name"], kind, geometry if middle else wound(geometry), "vague",
            f"{how}, from common knowledge, right within some {within_km:g} km", lon, lat,
            area_km2(geometry), country, f"country:{country}" if country else "",
        )  # fmt: skip


def _shape(fact: Mapping[str, Any]) -> tuple[BaseGeometry, str]:
    if "width_km" in fact:
        return corridor(fact["line"], fact["width_km"]), f"band of {fact['width_km']:g} km round a coarse axis"
    if "line" in fact:
        return LineString(fact["line"]), "coarse course"
    lon, lat = fact["point"]
    radius = fact.get("radius_km", _SPOT)
    return cut_at_180(disc(lon, lat, radius)), f"disc of {radius:g} km round its middle"


def _on_land(geometry: BaseGeometry, countries: Sequence[BaseGeometry]) -> BaseGeometry:
    dry = merged([polygonal(shapely.intersection(geometry, land)) for land in countries])
    return geometry if dry.is_empty else dry
