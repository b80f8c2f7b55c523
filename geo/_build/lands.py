"""Countries and territories: the outlines of world-atlas, brought to ISO codes by the facts of `countries.toml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPoint
from shapely.geometry.base import BaseGeometry

from geo._build.divisions import compile_divisions
from geo._build.earth import whole_rings
from geo._build.npm import read_json
from geo._build.outlines import area_km2, disc, label_point, merged, pieces, polygonal, ring, wound
from geo._build.shapes import CompiledShape
from geo.data import read_toml
from geo.errors import BuildError
from geo.layers.formats.topojson import decode

__all__ = ["compile_lands", "country_outlines", "read_atlas"]

# Square degrees, some 0.02 square kilometres.
_LOOP = 2e-6

_ATLAS = "world-atlas 10m (Natural Earth 1:10 million, public domain)"


def compile_lands(made: Mapping[str, CompiledShape]) -> Iterator[CompiledShape]:
    """Yield countries, territories, the states and counties of the US, and first-order divisions elsewhere."""
    facts = read_toml("countries.toml")
    atlas = read_atlas()
    outlines = country_outlines(facts, atlas)
    for code, geometry in sorted(outlines.items()):
        yield _country(code, facts["country"][code], geometry)
    territories = [_territory(fact, outlines, atlas) for fact in facts["territory"]]
    yield from territories
    held = [
        (frozenset(fact["divisions"]), shape)
        for fact, shape in zip(facts["territory"], territories, strict=True)
        if "divisions" in fact
    ]
    yield from compile_divisions(outlines, held, facts["division_points"])


def read_atlas() -> dict[str, tuple[str, BaseGeometry]]:
    """Return the features of world-atlas 10m by name: (ISO alpha-2 code or empty, valid outline)."""
    numeric = {row[2]: row[0] for row in read_json("i18n-iso-countries/codes.json")}
    found = {}
    for number, properties, geometry in decode(read_json("world-atlas/countries-10m.json"), "countries"):
        if geometry is not None:
            # Neighbours share every vertex of their border; unrolling at 180 degrees costs the last digits.
            west, _, east, _ = geometry.bounds
            whole = whole_rings(geometry) if east - west > 300 else geometry
            whole = shapely.transform(whole, lambda at: np.round(at, 9))
            found[properties["name"]] = (numeric.get(number, ""), _without_loops(polygonal(whole)))
    return found


def _without_loops(geometry: BaseGeometry) -> BaseGeometry:
    """Return a geometry without the loops of some hundred metres that quantised borders make over a neighbour."""
    land = pieces(geometry)
    tiny = [piece for piece in land if piece.area < _LOOP]
    loops = [piece for piece in tiny if any(shapely.touches(piece, other) for other in land)]
    return merged([piece for piece in land if piece not in loops]) if loops else geometry


def country_outlines(
    facts: Mapping[str, Any], atlas: Mapping[str, tuple[str, BaseGeometry]]
) -> dict[str, BaseGeometry]:
    """Return the outline of each ISO code: features joined, land moved between codes, specks added as discs.

    Raises BuildError where a code has no outline or a moved ring holds no land: the atlas or the facts changed.
    """
    parts: dict[str, list[BaseGeometry]] = {}
    for name, (code, geometry) in atlas.items():
        owner = facts["joins"].get(name, code)
        if owner:
            parts.setdefault(owner, []).append(geometry)
    outlines = {code: merged(geometries) for code, geometries in parts.items()}
    for move in facts["move"]:
        _move(outlines, move)
    for fact in facts["disc"]:
        if fact["code"] not in outlines:
            lon, lat = fact.get("point", facts["country"][fact["code"]]["point"])
            outlines[fact["code"]] = disc(lon, lat, fact["radius_km"])
            if "within" in fact:
                around = outlines[fact["within"]]
                outlines[fact["within"]] = polygonal(shapely.difference(around, outlines[fact["code"]]))
    missing = sorted(set(facts["country"]) ^ set(outlines))
    if missing:
        raise BuildError(
            f"countries.toml and world-atlas disagree on {', '.join(missing)}. Add the code to the file, join it "
            "to a country under [joins], or give it a [[disc]]."
        )
    return outlines


def _move(outlines: dict[str, BaseGeometry], move: Mapping[str, Any]) -> None:
    area = ring(move["ring"])
    giver = outlines[move["from"]]
    moved = polygonal(shapely.intersection(giver, area))
    if moved.is_empty:
        raise BuildError(f"countries.toml: the ring from {move['from']} to {move['to']} holds no land.")
    kept = polygonal(shapely.difference(giver, area))
    taker = outlines.get(move["to"])
    outlines[move["from"]] = kept
    outlines[move["to"]] = moved if taker is None else polygonal(shapely.union(taker, moved))
    _share_corners(outlines, _corners(moved) - _corners(giver))


def _corners(geometry: BaseGeometry) -> set[tuple[float, float]]:
    return set(map(tuple, shapely.get_coordinates(geometry).tolist()))


def _share_corners(outlines: dict[str, BaseGeometry], new: set[tuple[float, float]]) -> None:
    # Where the cut meets a border, the third country needs the same corner, or the three no longer fit together.
    spots = MultiPoint(sorted(new))
    for code, outline in outlines.items():
        if shapely.dwithin(outline, spots, 1e-9) and not new <= _corners(outline):
            outlines[code] = polygonal(shapely.snap(outline, spots, 1e-9))


def _country(code: str, fact: Mapping[str, Any], geometry: BaseGeometry) -> CompiledShape:
    lon, lat = label_point(geometry, fact["point"])
    note = f": {fact['note']}" if fact.get("note") else ""
    return CompiledShape(
        f"country:{code}", fact["name"], "country", wound(geometry), "exact", f"land of {_ATLAS}{note}",
        lon, lat, area_km2(geometry), code,
    )  # fmt: skip


def _territory(
    fact: Mapping[str, Any],
    outlines: Mapping[str, BaseGeometry],
    atlas: Mapping[str, tuple[str, BaseGeometry]],
) -> CompiledShape:
    if "atlas" in fact:
        geometry = merged([atlas[name][1] for name in fact["atlas"]])
        how, precision = f"as {_ATLAS} draws it", "exact"
    else:
        land = merged([outlines[code] for code in fact["of"]])
        geometry = polygonal(shapely.intersection(land, ring(fact["ring"])))
        how, precision = f"land of {_ATLAS} inside a coarse hand-drawn ring", "approximate"
    if geometry.is_empty:
        raise BuildError(f"countries.toml: {fact['id']} holds no land. Mend its ring.")
    lon, lat = label_point(geometry, fact.get("point"))
    parent = f"country:{fact['country']}" if fact["country"] else ""
    return CompiledShape(
        fact["id"], fact["name"], "territory", wound(geometry), precision, f"{how}; {fact['note']}",
        lon, lat, area_km2(geometry), fact["country"], parent,
    )  # fmt: skip
