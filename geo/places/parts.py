"""Cut a piece out of an area: *northern Nigeria*, *central Mexico*, *coastal Libya*, *mainland China*."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.data import read_toml
from geo.errors import PlaceError
from geo.places.ground import open_ground
from geo.places.sphere import Positions, area_km2, buffer, polygons, settle, unroll, valid

__all__ = ["COAST_WIDTH", "convention", "part_of", "stand_in"]

COAST_WIDTH = 50_000.0
"""Metres from the sea that count as coastal."""

_BEARINGS = {
    "north": 0.0, "north-east": 45.0, "east": 90.0, "south-east": 135.0, "south": 180.0, "south-west": 225.0,
    "west": 270.0, "north-west": 315.0,
}  # fmt: skip
_TIP = 0.1
_CORNER = 0.5
"""Share of the area a corner's slanting line leaves in."""
_CORNER_EDGE = 0.22
"""Share of the area that is cut off a corner on the sides away from it."""
_OVERLAP = 0.02
"""How far a half reaches past the middle, as a share of the area: halves touch, and nobody's border is that sharp."""
_CENTRAL = 0.22
"""Share of the area cut off on each side of the middle."""
_LONG = 1.9
"""An area this many times longer than wide is cut across its length only."""

Outline = Callable[[str], BaseGeometry]


def part_of(aspect: str, place_id: str, area: BaseGeometry, outline: Outline) -> tuple[BaseGeometry, str]:
    """Return the part of an area, in EPSG:4326, and the rule in words.

    `aspect` as in `geo.model.Part`; `outline` returns the area of another place by id, for conventions. Raises
    PlaceError where the area has no such part (*coastal Mali*).
    """
    known = convention(place_id, aspect)
    if known is not None:
        return _conventional(known, area, outline), str(known["basis"])
    if " and " in aspect:
        first, second = (part_of(a, place_id, area, outline) for a in aspect.split(" and ", 1))
        return settle(shapely.union_all([first[0], second[0]])), f"{first[1]}; and {second[1]}"
    match aspect:
        case "coastal":
            return _coastal(area), f"within {COAST_WIDTH / 1000:.0f} km of the sea"
        case "inland":
            return _inland(area), f"more than {COAST_WIDTH / 1000:.0f} km from the sea"
        case "mainland":
            return _mainland(area), "the largest piece of land, without islands"
        case "upper" | "lower":
            raise PlaceError(
                f"'{aspect}' is not known of this place: it depends on a river or a mountain. Add the convention to "
                "parts.toml, or name the part by a direction."
            )
        case _:
            return _directional(aspect, unroll(area))


# Conventions.


@lru_cache(maxsize=1)
def _conventions() -> Mapping[tuple[str, str], dict[str, Any]]:
    return {
        (place, aspect): row
        for row in read_toml("parts.toml")["convention"]
        for place in row["of"]
        for aspect in row["aspect"]
    }


@lru_cache(maxsize=1)
def _stand_ins() -> Mapping[str, str]:
    return {row["of"]: row["means"] for row in read_toml("parts.toml")["stand_in"]}


def stand_in(place_id: str) -> str:
    """Return the id of the area that parts of a place are parts of: the Gaza Strip for Gaza; else the place itself."""
    return _stand_ins().get(place_id, place_id)


def convention(place_id: str, aspect: str) -> dict[str, Any] | None:
    """Return the row of `parts.toml` that fixes this part, or None."""
    return _conventions().get((place_id, aspect))


def _conventional(row: Mapping[str, Any], area: BaseGeometry, outline: Outline) -> BaseGeometry:
    if "parts" in row:
        return settle(shapely.union_all([outline(part) for part in row["parts"]]))
    area = unroll(area)
    west, south, east, north = area.bounds
    window: Polygon = box(
        max(west, _turned(row["east_of"], west, east)) if "east_of" in row else west,
        max(south, row.get("north_of", south)),
        min(east, _turned(row["west_of"], west, east)) if "west_of" in row else east,
        min(north, row.get("south_of", north)),
    )
    if "ring" in row:
        window = Polygon(row["ring"])
    return settle(_cut(area, window))


def _turned(lon: float, west: float, east: float) -> float:
    """Return a longitude as the unrolled area counts it."""
    return lon + 360.0 if lon < west and lon + 360.0 <= east else lon


# Directions.


@dataclass(frozen=True, slots=True)
class _Weights:
    """Positions spread over an area, each standing for some of it; x and y in degrees of latitude."""

    x: Positions
    y: Positions
    weight: Positions
    squeeze: float
    """Degrees of longitude are this much shorter than degrees of latitude in the middle of the area."""

    def along(self, bearing: float) -> Positions:
        angle = math.radians(bearing)
        found: Positions = self.x * math.sin(angle) + self.y * math.cos(angle)
        return found

    def quantile(self, bearing: float, share: float) -> float:
        """Return the line across `bearing` that has `share` of the area behind it."""
        at = self.along(bearing)
        order = np.argsort(at, kind="stable")
        grown = np.cumsum(self.weight[order]) / self.weight.sum()
        return float(at[order][min(len(at) - 1, int(np.searchsorted(grown, share)))])

    def elongation(self) -> tuple[float, float]:
        """Return how many times longer than wide the area is, and the bearing of its length."""
        points = np.column_stack([self.x, self.y])
        points = points - np.average(points, axis=0, weights=self.weight)
        spread, axes = np.linalg.eigh((points * self.weight[:, None]).T @ points / self.weight.sum())
        x, y = axes[:, 1]
        return math.sqrt(spread[1] / max(spread[0], 1e-12)), math.degrees(math.atan2(x, y)) % 180.0


def _weigh(area: BaseGeometry) -> _Weights:
    """Spread some 3000 positions over an area by area; small islands count with their own weight."""
    pieces = polygons(area)
    _, south, _, north = area.bounds
    squeeze = max(0.05, math.cos(math.radians((south + north) / 2)))
    sizes = np.array([piece.area * math.cos(math.radians(piece.centroid.y)) for piece in pieces])
    total = sizes.sum()
    at: list[Positions] = []
    weights: list[Positions] = []
    for piece, size in sorted(zip(pieces, sizes, strict=True), key=lambda row: -row[1])[:400]:
        points = _grid(piece, int(3000 * size / total))
        at.append(points)
        cosines = np.cos(np.radians(points[:, 1]))
        weights.append(size * cosines / cosines.sum())
    points = np.vstack(at)
    return _Weights(points[:, 0] * squeeze, points[:, 1], np.concatenate(weights), squeeze)


def _grid(piece: Polygon, wanted: int) -> Positions:
    if wanted >= 4:
        west, south, east, north = piece.bounds
        plain = piece.simplify(max(east - west, north - south) / 300, preserve_topology=False)
        plain = piece if plain.is_empty else plain
        fill = max(0.05, plain.area / ((east - west) * (north - south)))
        side = math.sqrt((east - west) * (north - south) * fill / wanted)
        columns = np.arange(west + side / 2, east, side)
        rows = np.arange(south + side / 2, north, side)
        x, y = (grid.ravel() for grid in np.meshgrid(columns, rows))
        shapely.prepare(plain)
        inside = shapely.contains_xy(plain, x, y)
        if inside.any():
            return np.column_stack([x[inside], y[inside]])
    return np.array([[piece.centroid.x, piece.centroid.y]])


def _directional(aspect: str, area: BaseGeometry) -> tuple[BaseGeometry, str]:
    weights = _weigh(area)
    if aspect == "central":
        return _central(area, weights)
    if aspect.endswith("-central"):
        half, words = _directional(aspect.removesuffix("-central"), area)
        middle, _ = _middle_strip(area, weights, _BEARINGS[aspect.removesuffix("-central")] + 90.0)
        return settle(shapely.intersection(half, settle(middle))), f"{words}, and the middle across"
    direction, _, tip = aspect.partition(" ")
    if direction not in _BEARINGS:
        raise PlaceError(
            f"'{aspect}' is no part we know how to cut. Use a direction, central, coastal, inland or mainland."
        )
    bearing = _BEARINGS[direction]
    if tip:
        line = weights.quantile(bearing, 1.0 - _TIP)
        return settle(_beyond(area, weights, bearing, line)), f"the {_TIP:.0%} of the area farthest {direction}"
    if bearing % 90.0 == 0.0:
        line = weights.quantile(bearing, 0.5 - _OVERLAP)
        return (
            settle(_beyond(area, weights, bearing, line)),
            f"the {direction} half of the area, cut at {_words(weights, bearing, line)}",
        )
    line = weights.quantile(bearing, 1.0 - _CORNER)
    piece = _beyond(area, weights, bearing, line)
    for side in (bearing - 45.0, bearing + 45.0):
        piece = _beyond(piece, weights, side, weights.quantile(side % 360.0, _CORNER_EDGE))
    return settle(piece), (
        f"the {direction} of a slanting line that halves the area, without the {_CORNER_EDGE:.0%} of it farthest from "
        "each of the two sides"
    )


def _words(weights: _Weights, bearing: float, line: float) -> str:
    if bearing % 180.0 == 0.0:
        lat = line if bearing == 0.0 else -line
        return f"{abs(lat):.1f}°{'N' if lat >= 0 else 'S'}"
    lon = (line if bearing == 90.0 else -line) / weights.squeeze
    lon = (lon + 180.0) % 360.0 - 180.0
    return f"{abs(lon):.1f}°{'E' if lon >= 0 else 'W'}"


def _central(area: BaseGeometry, weights: _Weights) -> tuple[BaseGeometry, str]:
    longer, bearing = weights.elongation()
    if longer >= _LONG:
        piece, share = _middle_strip(area, weights, bearing)
        return settle(piece), f"the middle {share:.0%} of its length"
    piece, share = _middle_strip(area, weights, 0.0)
    piece, share = _middle_strip(piece, weights, 90.0)
    return settle(piece), f"the middle {share:.0%} of the area from north to south and from east to west"


def _middle_strip(area: BaseGeometry, weights: _Weights, bearing: float) -> tuple[BaseGeometry, float]:
    for side in (bearing % 360.0, (bearing + 180.0) % 360.0):
        area = _beyond(area, weights, side, weights.quantile(side, _CENTRAL))
    return area, 1.0 - 2 * _CENTRAL


def _beyond(area: BaseGeometry, weights: _Weights, bearing: float, line: float) -> BaseGeometry:
    """Return what of an area lies beyond a line across `bearing` (x sin + y cos >= line)."""
    angle = math.radians(bearing)
    ahead = np.array([math.sin(angle), math.cos(angle)])
    across = np.array([-ahead[1], ahead[0]])
    start = ahead * line
    corners = [start - across * 999, start + across * 999, start + across * 999 + ahead * 999]
    corners.append(start - across * 999 + ahead * 999)
    return _cut(area, Polygon([(x / weights.squeeze, y) for x, y in corners]))


def _cut(area: BaseGeometry, window: Polygon) -> BaseGeometry:
    """Return the intersection; pieces wholly in or out are not overlaid (Norway has 1700)."""
    pieces = np.array(polygons(area), dtype=object)
    shapely.prepare(window)
    whole = shapely.contains(window, pieces)
    crossing = pieces[~whole & shapely.intersects(window, pieces)]
    cut: Iterable[BaseGeometry]
    if window.equals(window.envelope):
        cut = shapely.clip_by_rect(crossing, *window.bounds)
        cut = [valid(piece) for piece in cut]
    else:
        cut = shapely.intersection(crossing, window)
    return MultiPolygon([*pieces[whole], *(p for piece in cut for p in polygons(piece))])


# Characters.


def _coastal(area: BaseGeometry) -> BaseGeometry:
    strip = _strip(area)
    return settle(_pieces_within(unroll(area), strip, inside=True))


def _inland(area: BaseGeometry) -> BaseGeometry:
    return settle(_pieces_within(unroll(area), _strip(area), inside=False))


def _strip(area: BaseGeometry) -> BaseGeometry:
    shore = open_ground().shore(area)
    if shore.is_empty:
        raise PlaceError("it has no coast: nothing of its outline meets the sea. Ask for another part.")
    return buffer(shore, COAST_WIDTH, slack=0.03)


def _pieces_within(area: BaseGeometry, strip: BaseGeometry, *, inside: bool) -> BaseGeometry:
    """Return what of an area is in a strip, or out of it; pieces wholly in are not overlaid."""
    pieces = np.array(polygons(area), dtype=object)
    shapely.prepare(strip)
    whole = shapely.contains(strip, pieces)
    if not inside:
        cut = shapely.difference(pieces[~whole], strip)
        return MultiPolygon([p for piece in cut for p in polygons(piece)])
    crossing = pieces[~whole & shapely.intersects(strip, pieces)]
    cut = shapely.intersection(crossing, strip)
    return MultiPolygon([*pieces[whole], *(p for piece in cut for p in polygons(piece))])


def _mainland(area: BaseGeometry) -> BaseGeometry:
    pieces = polygons(unroll(area))
    return settle(max(pieces, key=lambda piece: area_km2(piece) if len(pieces) < 50 else _rough(piece)))


def _rough(piece: Polygon) -> float:
    return float(piece.area * math.cos(math.radians(piece.centroid.y)))
