"""Areas beside a place: its coast, the sea off it, its border, so many miles north of it, near it, between two."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.errors import PlaceError
from geo.model import LonLat
from geo.places.ground import Ground, edges_of, holds, open_ground
from geo.places.sphere import (
    Plane,
    Positions,
    buffer,
    circle,
    cut_at_180,
    destination,
    distance,
    lines_of,
    polygons,
    sector,
    unroll,
    valid,
)

__all__ = [
    "Spot", "along", "around", "between", "border", "coast", "economic_zone", "near", "offset", "offshore",
]  # fmt: skip

OFFSHORE = 200_000.0
"""Metres off a coast that *off X* reaches, where the text gives no distance."""
OFFSHORE_TOWN = 60_000.0
FOREIGN_WATERS = 50_000.0
"""Metres from another state's coast within which the sea is counted as off that state, where it is nearer."""
COAST_LAND = 25_000.0
COAST_SEA = 25_000.0
BORDER = 25_000.0
"""Metres on each side of a border."""
NEAR_AREA = 50_000.0
DIRECTION_AREA = 200_000.0
"""Metres that *south of Crete* reaches."""
ALONG = 15_000.0
ECONOMIC = 200 * 1852.0

_BEARINGS = {
    name: 22.5 * number
    for number, name in enumerate((
        "north", "north-north-east", "north-east", "east-north-east", "east", "east-south-east", "south-east",
        "south-south-east", "south", "south-south-west", "south-west", "west-south-west", "west", "west-north-west",
        "north-west", "north-north-west",
    ))
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spot:
    """What a relation starts from: an outline in EPSG:4326, or a point place with the radius of its town."""

    geometry: BaseGeometry
    point: LonLat
    name: str
    place_id: str = ""
    kind: str = ""
    radius: float = 0.0
    """Metres; above 0 for a place that has no outline of its own."""

    @property
    def is_point(self) -> bool:
        """Whether it is a town or another place of one position."""
        return self.radius > 0.0


def _km(metres: float) -> str:
    return f"{metres / 1000:.0f} km" if metres >= 10_000 else f"{metres / 1000:.1f} km"


# Coasts.


def _shore(spot: Spot, ground: Ground) -> BaseGeometry:
    line = ground.country_shore(spot.place_id) if spot.place_id.startswith("country:") else ground.shore(spot.geometry)
    if line.is_empty:
        raise PlaceError(f"{spot.name} has no coast: nothing of its outline meets the sea. Name another place.")
    return line


def _facing(spot: Spot, line: BaseGeometry, side: str, water: BaseGeometry | None) -> BaseGeometry:
    """Return the stretches of a coast on one side: those that look in a direction, or out on a sea."""
    if water is not None:
        shapely.prepare(water)
        pieces = shapely.get_parts(shapely.segmentize(line, 0.2))
        at, number = shapely.get_coordinates(pieces, return_index=True)
        joined = number[1:] == number[:-1]
        segments = np.stack([at[:-1][joined], at[1:][joined]], axis=1)
        middle = segments.mean(axis=1)
        lon = (middle[:, 0] + 180.0) % 360.0 - 180.0
        wet = np.zeros(len(middle), dtype=bool)
        # A sea's outline ends at the shore: look about 15 km round each stretch.
        for dx, dy in (
            (0, 0),
            (0.14, 0),
            (-0.14, 0),
            (0, 0.14),
            (0, -0.14),
            (0.1, 0.1),
            (-0.1, -0.1),
            (0.1, -0.1),
            (-0.1, 0.1),
        ):
            wet |= shapely.contains_xy(water, lon + dx, middle[:, 1] + dy)
        chosen = segments[wet]
    else:
        chosen = _looking(spot, line, _BEARINGS[side])
    if not len(chosen):
        raise PlaceError(f"{spot.name} has no {side} coast that we can find. Leave the side out, or name another.")
    return lines_of(chosen)


def _looking(spot: Spot, line: BaseGeometry, bearing: float) -> Positions:
    """Return the segments of a coast that lie where the outline, smoothed, looks in a direction."""
    area = unroll(spot.geometry)
    west, south, east, north = area.bounds
    size = max(east - west, north - south)
    plain = area.simplify(size / 40, preserve_topology=False)
    edges = edges_of(plain if not plain.is_empty else area)
    narrow = math.cos(math.radians((south + north) / 2))
    normal = edges.outside - edges.segments.mean(axis=1)
    normal = normal * [narrow, 1.0]
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    angle = math.radians(bearing)
    facing = normal @ np.array([math.sin(angle), math.cos(angle)]) > math.cos(math.radians(62.0))
    if not facing.any():
        return np.empty((0, 2, 2))
    near = shapely.multilinestrings(shapely.linestrings(edges.segments[facing])).buffer(size / 30)
    shapely.prepare(near)
    at, number = shapely.get_coordinates(shapely.get_parts(shapely.segmentize(line, 0.2)), return_index=True)
    joined = number[1:] == number[:-1]
    segments = np.stack([at[:-1][joined], at[1:][joined]], axis=1)
    middle = segments.mean(axis=1)
    # A bay's far shore may look the same way: Istanbul looks south on Anatolia, and is no southern coast of Turkey.
    open_sea = np.ones(len(middle), dtype=bool)
    shapely.prepare(area)
    for step in (0.05, 0.1, 0.16):
        ahead = middle + size * step * np.array([math.sin(angle) / narrow, math.cos(angle)])
        open_sea &= ~shapely.contains_xy(area, ahead[:, 0], ahead[:, 1])
    found: Positions = segments[open_sea & shapely.contains_xy(near, middle[:, 0], middle[:, 1])]
    return found


def coast(spot: Spot, side: str = "", water: BaseGeometry | None = None) -> tuple[BaseGeometry, str]:
    """Return the strip of land and sea along the coast of a place, and the rule in words.

    `side` is a direction, or the name of the sea whose outline is `water`. Raises PlaceError where there is no coast.
    """
    ground = open_ground()
    if spot.is_point:
        return circle(spot.point, OFFSHORE_TOWN / 2), f"within {_km(OFFSHORE_TOWN / 2)} of the town"
    line = _shore(spot, ground)
    if side:
        line = _facing(spot, line, side, water)
    land = _within(unroll(spot.geometry), buffer(line, COAST_LAND, slack=0.02))
    sea = ground.sea_only(buffer(line, COAST_SEA, slack=0.02))
    return shapely.union_all([land, sea]), (
        f"strip along the coast{_of_side(side)}: {_km(COAST_LAND)} of land and {_km(COAST_SEA)} of sea"
    )


def _of_side(side: str) -> str:
    return f" ({side})" if side else ""


def _within(area: BaseGeometry, strip: BaseGeometry) -> BaseGeometry:
    pieces = np.array(polygons(area), dtype=object)
    shapely.prepare(strip)
    whole = shapely.contains(strip, pieces)
    crossing = pieces[~whole & shapely.intersects(strip, pieces)]
    cut = [p for piece in shapely.intersection(crossing, strip) for p in polygons(piece)]
    return MultiPolygon([*pieces[whole], *cut])


def offshore(
    spot: Spot,
    side: str = "",
    metres: float | None = None,
    *,
    approximate: bool = False,
    water: BaseGeometry | None = None,
    states: frozenset[str] = frozenset(),
) -> tuple[BaseGeometry, str]:
    """Return the sea off a place and the rule in words; no land is in it.

    `metres` the distance the text gives; `water` the outline of the sea that `side` names; `states` the ids of the
    countries whose coasts may be nearer. Raises PlaceError where there is no coast.
    """
    ground = open_ground()
    inner, outer = _band(metres, approximate) if metres is not None else (0.0, 0.0)
    if spot.is_point:
        outer = outer or OFFSHORE_TOWN
        area = ground.sea_only(_ring(circle(spot.point, outer), circle(spot.point, inner) if inner else None))
        if area.is_empty:
            raise PlaceError(f"there is no sea within {_km(outer)} of {spot.name}. Name a place on a coast.")
        return area, f"sea {_from_to(inner, outer)} {spot.name}"
    line = _shore(spot, ground)
    direction = side in _BEARINGS
    if side and (direction or water is not None):
        line = _facing(spot, line, side, None if direction else water)
    outer = outer or _reach(line)
    area = buffer(line, outer, slack=0.02)
    if inner:
        area = area.difference(buffer(unroll(spot.geometry), inner, slack=0.02))
    area = ground.sea_only(area)
    rule = f"sea {_from_to(inner, outer)} the coast of {spot.name}{_of_side(side)}"
    own = _country_of(spot)
    if metres is None and own and not area.is_empty:
        area = ground.own_side(area, line, states - {own}, min(outer, FOREIGN_WATERS), 6000.0)
        rule += f", without what is nearer to another state's coast and within {_km(min(outer, FOREIGN_WATERS))} of it"
    if water is not None:
        area = _in_water(area, water)
        rule += f", in the {side}"
    return area, rule


def _reach(line: BaseGeometry) -> float:
    """Return how far *off X* reaches: 200 km, less off a short coast (Lebanon: about 130 km)."""
    west, south, east, north = line.bounds
    size = math.hypot((east - west) * math.cos(math.radians((south + north) / 2)), north - south) * 111_000
    return min(OFFSHORE, max(OFFSHORE_TOWN, 0.7 * size))


def _in_water(area: BaseGeometry, water: BaseGeometry) -> BaseGeometry:
    """Return what of an area lies in a sea; the sea is cut to the area's frame first, it may be an ocean."""
    found = []
    for piece in polygons(cut_at_180(area)):
        west, south, east, north = piece.bounds
        found.append(piece.intersection(valid(shapely.clip_by_rect(water, west - 1, south - 1, east + 1, north + 1))))
    return shapely.union_all(found)


def _country_of(spot: Spot) -> str:
    return spot.place_id if spot.place_id.startswith("country:") else ""


def economic_zone(spot: Spot, states: frozenset[str]) -> tuple[BaseGeometry, str]:
    """Return the sea within 200 nautical miles of a state's coast, up to the median line, and the rule in words."""
    ground = open_ground()
    line = _shore(spot, ground)
    area = ground.sea_only(buffer(line, ECONOMIC, slack=0.02))
    area = ground.own_side(area, line, states - {_country_of(spot)}, ECONOMIC, 8000.0)
    return area, (
        "exclusive economic zone as UNCLOS article 57 allows it: 200 nautical miles from the coast up to the median "
        "line; computed, not the zone that was declared or agreed"
    )


def _ring(outer: BaseGeometry, inner: BaseGeometry | None) -> BaseGeometry:
    return outer if inner is None else outer.difference(inner)


def _band(metres: float, approximate: bool) -> tuple[float, float]:
    """Return the distances between which the text's distance may lie."""
    _refuse_far(metres)
    slack = max(metres * (0.3 if approximate else 0.2), 2_000.0)
    return max(0.0, metres - slack), metres + slack


def _from_to(inner: float, outer: float) -> str:
    return f"{_km(inner)} to {_km(outer)} from" if inner else f"within {_km(outer)} of"


# Borders.


def border(a: Spot, b: Spot | None, kind: str = "land") -> tuple[BaseGeometry, str]:
    """Return the strip along the border of two places, or along all land borders of one, and the rule in words.

    Raises PlaceError where they share no border.
    """
    if a.is_point or (b is not None and b.is_point):
        town = a if a.is_point else b
        raise PlaceError(f"{town.name if town else ''} has no outline here, so no border either. Name two areas.")
    if b is None:
        line = open_ground().inland_edges(a.geometry)
        if line.is_empty:
            raise PlaceError(f"{a.name} has no land border: it is all coast. Name its coast, or the sea off it.")
        return buffer(line, BORDER, slack=0.02), f"{_km(BORDER)} on each side of all land borders of {a.name}"
    line = shared_border(a.geometry, b.geometry)
    if line.is_empty:
        strait = _median_strip(a, b)
        if strait is not None:
            return strait
        raise PlaceError(f"{a.name} and {b.name} share no border. Name two neighbours, or one of them alone.")
    return buffer(line, BORDER, slack=0.02), f"{_km(BORDER)} on each side of the border of {a.name} and {b.name}"


def shared_border(a: BaseGeometry, b: BaseGeometry) -> BaseGeometry:
    """Return the line where two areas meet; empty where they do not."""
    edges = edges_of(a)
    found = edges.segments[holds(b, edges.outside)]
    return lines_of(found) if len(found) else LineString()


def _median_strip(a: Spot, b: Spot) -> tuple[BaseGeometry, str] | None:
    """Return the sea about half way between two coasts that face each other within 400 km, or None."""
    ground = open_ground()
    first, second = ground.shore(a.geometry), ground.shore(b.geometry)
    if first.is_empty or second.is_empty:
        return None
    gap = _gap(first, second)
    if gap > 400_000:
        return None
    reach = max(gap * 0.75, gap / 2 + 15_000)
    zone = shapely.intersection(buffer(first, reach, slack=0.02), buffer(second, reach, slack=0.02))
    zone = ground.sea_only(zone)
    if zone.is_empty:
        return None
    return zone, (f"sea between {a.name} and {b.name}, which share no land border: within {_km(reach)} of both coasts")


def _gap(a: BaseGeometry, b: BaseGeometry) -> float:
    """Return the shortest distance in metres between two geometries in degrees, about right."""
    line = shapely.shortest_line(unroll(a), unroll(b))
    (x, y), (u, v) = line.coords[0], line.coords[-1]
    return distance(LonLat(x, y), LonLat(u, v))


# Distances and directions.


def _refuse_far(metres: float) -> None:
    if not metres <= 15_000_000.0:  # with its tolerance it would pass the other side of the Earth
        raise PlaceError(f"{_km(metres)} is too far to be a distance from a place. Check the number.")


def offset(spot: Spot, metres: float | None, direction: str, approximate: bool) -> tuple[BaseGeometry, str]:
    """Return where *metres in a direction from a place* may be, and the rule in words.

    `direction` is one of sixteen, empty for all round, or `within` for a disc.
    """
    if direction == "within" and metres is not None:
        _refuse_far(metres)
        area = circle(spot.point, metres) if spot.is_point else buffer(unroll(spot.geometry), metres, slack=0.02)
        return area, f"within {_km(metres)} of {spot.name}"
    if metres is None:
        return _toward(spot, direction)
    inner, outer = _band(metres, approximate)
    doubt = f"{_km(inner)} to {_km(outer)}"
    if not direction:
        if spot.is_point:
            area = circle(spot.point, outer + spot.radius)
            hole = circle(spot.point, max(1.0, inner - spot.radius / 2)) if inner > 0 else None
            return _ring(area, hole), f"{doubt} from {spot.name}, give or take the size of the town"
        base = unroll(spot.geometry)
        area = buffer(base, outer, slack=0.02).difference(buffer(base, max(inner, 1.0), slack=0.02))
        return area, f"{doubt} from {spot.name}"
    bearing = _BEARINGS[direction]
    if spot.is_point:
        half = 30.0 if approximate else 25.0
        # The text may count from the town's edge or its middle.
        area = sector(spot.point, max(0.0, inner - spot.radius / 2), outer + spot.radius, bearing, half)
        return area, f"{doubt} from {spot.name}, within {half:.0f}° of {direction}"
    area = _swept(spot, inner, outer, bearing)
    return area, f"{doubt} {direction} of {spot.name}: its outline moved that far"


def _toward(spot: Spot, direction: str) -> tuple[BaseGeometry, str]:
    bearing = _BEARINGS[direction]
    if spot.is_point:
        reach = max(50_000.0, 4 * spot.radius)
        area = sector(spot.point, 0.0, reach, bearing, 35.0)
        return area, f"within {_km(reach)} of {spot.name} and 35° of {direction}; the text gives no distance"
    area = _swept(spot, 0.0, DIRECTION_AREA, bearing).difference(unroll(spot.geometry))
    return area, f"within {_km(DIRECTION_AREA)} {direction} of {spot.name}; the text gives no distance"


def _swept(spot: Spot, inner: float, outer: float, bearing: float) -> BaseGeometry:
    """Return what an area passes over when it is moved from `inner` to `outer` metres in a direction."""
    area = unroll(spot.geometry)
    if not polygons(area):
        area = area.buffer(0.01)  # a river is a line; a kilometre of bank gives it something to move
    center = area.envelope.centroid
    plane = Plane(center.x, center.y)
    pieces = [p for piece in polygons(area) for p in polygons(valid(plane.to(piece)))]
    size = max(max(p.bounds[2] - p.bounds[0], p.bounds[3] - p.bounds[1]) for p in pieces)
    angle = math.radians(bearing)
    ahead = np.array([math.sin(angle), math.cos(angle)])
    swept: list[BaseGeometry] = []
    for piece in sorted(pieces, key=lambda p: -p.area)[:60]:
        plain = polygons(piece.simplify(max(500.0, size / 200), preserve_topology=False))
        ring = np.array(max(plain, key=lambda p: p.area, default=piece).exterior.coords)
        swept.extend(
            quad if quad.is_valid else quad.convex_hull
            for quad in (Polygon([p + ahead * inner, q + ahead * inner, q + ahead * outer, p + ahead * outer])
                         for p, q in pairwise(ring))
            if quad.area > 0
        )  # fmt: skip
    whole = shapely.union_all(swept)
    moved = [shapely.transform(piece, lambda at: at + ahead * inner) for piece in pieces]
    return plane.back(whole.difference(shapely.union_all(moved)))


def near(spot: Spot) -> tuple[BaseGeometry, str]:
    """Return the neighbourhood of a place and the rule in words."""
    if spot.is_point:
        reach = max(25_000.0, 2.0 * spot.radius + 10_000.0)
        return circle(spot.point, reach), f"within {_km(reach)} of {spot.name}"
    return buffer(unroll(spot.geometry), NEAR_AREA, slack=0.02), f"{spot.name} and {_km(NEAR_AREA)} round it"


def around(spot: Spot) -> tuple[BaseGeometry, str]:
    """Return a place with its surroundings and the rule in words."""
    if spot.is_point:
        reach = max(20_000.0, 2.0 * spot.radius)
        return circle(spot.point, reach), f"within {_km(reach)} of {spot.name}"
    return buffer(unroll(spot.geometry), NEAR_AREA, slack=0.02), f"{spot.name} and {_km(NEAR_AREA)} round it"


def along(spot: Spot) -> tuple[BaseGeometry, str]:
    """Return the strip along a river or an outline and the rule in words."""
    if spot.is_point:
        raise PlaceError(f"the course of {spot.name} is not known here, only a point of it. Name a place on it.")
    lines = spot.geometry.boundary if polygons(spot.geometry) else spot.geometry
    return buffer(unroll(lines), ALONG, slack=0.02), f"within {_km(ALONG)} of {spot.name}"


def between(a: Spot, b: Spot) -> tuple[BaseGeometry, str]:
    """Return the corridor between two places and the rule in words."""
    if a.is_point and b.is_point:
        return _corridor(a, b)
    if not a.is_point and not b.is_point:
        shared = shared_border(a.geometry, b.geometry)
        if not shared.is_empty:
            return buffer(shared, BORDER, slack=0.02), (
                f"{a.name} and {b.name} touch: {_km(BORDER)} on each side of their border"
            )
    first, second = _outline(a), _outline(b)
    line = shapely.shortest_line(first, second)
    gap = distance(LonLat(*line.coords[0]), LonLat(*line.coords[-1]))
    if gap > 5_000_000:
        raise PlaceError(f"{a.name} and {b.name} are {_km(gap)} apart: too far for a corridor. Name nearer places.")
    reach = gap * 1.5 + 50_000
    ends = [
        _within_any(first, buffer(second, reach, slack=0.02)),
        _within_any(second, buffer(first, reach, slack=0.02)),
    ]
    middle = line.centroid
    plane = Plane(middle.x, middle.y)
    hull = plane.back(plane.to(shapely.union_all(ends)).convex_hull)
    area = hull.difference(shapely.union_all([first, second]))
    return area, f"between the nearest parts (within {_km(reach)} of each other) of {a.name} and {b.name}"


def _outline(spot: Spot) -> BaseGeometry:
    if spot.is_point:
        return circle(spot.point, max(spot.radius, 2000.0))
    area = unroll(spot.geometry)
    west, south, east, north = area.bounds
    plain = area.simplify(max(east - west, north - south) / 500)
    return plain if plain.is_valid and not plain.is_empty else shapely.make_valid(plain)


def _within_any(area: BaseGeometry, zone: BaseGeometry) -> BaseGeometry:
    found = area.intersection(zone)
    return found if not found.is_empty else area


def _corridor(a: Spot, b: Spot) -> tuple[BaseGeometry, str]:
    length = distance(a.point, b.point)
    if length < 1.0:
        raise PlaceError(f"{a.name} and {b.name} are at one point: nothing lies between them. Name two places.")
    if length > 5_000_000:
        raise PlaceError(f"{a.name} and {b.name} are {_km(length)} apart: too far for a corridor. Name nearer places.")
    from pyproj import Geod

    bearing, _, _ = Geod(ellps="WGS84").inv(a.point.lon, a.point.lat, b.point.lon, b.point.lat)
    steps = max(2, int(length // 50_000) + 1)
    stops = [destination(a.point, bearing, length * i / steps) for i in range(steps + 1)]
    way = np.array(stops)
    way[:, 0] = np.unwrap(way[:, 0], period=360.0)
    width = min(60_000.0, max(5_000.0, length * 0.15))
    return buffer(LineString(way), width), f"within {_km(width)} of the shortest way from {a.name} to {b.name}"
