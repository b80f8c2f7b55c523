"""Draw a resolved place phrase: from a tree of known places to an outline that says where it comes from."""

from __future__ import annotations

import math
import re
from functools import lru_cache

import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geo.errors import PlaceError
from geo.model import (
    Airspace,
    Along,
    Around,
    Between,
    Border,
    Coast,
    FlightRegion,
    Known,
    LonLat,
    Named,
    Near,
    Offset,
    Offshore,
    Part,
    Phrase,
    Precision,
    Shape,
    Unlisted,
)
from geo.places import relations
from geo.places.airspace import AIRSPACE_BASIS, flight_region, flight_region_land, sovereign_airspace
from geo.places.gazetteer import open_gazetteer
from geo.places.ground import open_ground
from geo.places.parts import part_of, stand_in
from geo.places.relations import Spot
from geo.places.seas import sea_names
from geo.places.shapes import open_shapes
from geo.places.sphere import circle, inside, polygons, sector, settle, unroll

__all__ = ["draw"]

_DIRECTIONS = frozenset({"north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"})


_WIDE = frozenset({"admin1", "admin2", "island", "lake", "mountain"})
"""Kinds that are far wider than a town, where no source at hand gives their outline."""
_WIDE_REACH = 75_000.0
"""Metres: half the length of a long county, such as Cornwall."""


@lru_cache(maxsize=512)
def draw(area: Phrase) -> Shape:
    """Return the outline of a resolved phrase: valid, EPSG:4326 degrees, RFC 7946 winding, cut at 180 degrees.

    A town is a point. Raises PlaceError where a place has no outline or point, or no such part or relation.
    """
    try:
        return _draw(area)
    except (shapely.errors.GEOSException, ArithmeticError, LookupError, ValueError) as error:
        # Whatever a shape trips over, the report goes on without it.
        raise PlaceError(
            f"the outline of {_name(area)} could not be computed ({error}). Ask for the place without the relation, "
            "and report the words."
        ) from error


def _draw(area: Phrase) -> Shape:
    match area:
        case Known():
            return _known(area)
        case Part(aspect=aspect, of=of):
            return _part(aspect, of)
        case Airspace(of=of):
            return _airspace(of)
        case FlightRegion(name=name):
            return _flight_region(name)
        case Coast(of=of, side=side):
            spot = _spot(of)
            geometry, rule = relations.coast(spot, side, _water(side, spot))
            return _drawn(geometry, rule)
        case Offshore():
            return _offshore(area)
        case Border(a=a, b=b):
            geometry, rule = relations.border(_outlined(a), None if b is None else _outlined(b))
            return _drawn(geometry, rule)
        case Offset(of=of, metres=metres, direction=direction, approximate=approximate):
            geometry, rule = relations.offset(_spot(of), metres, direction, approximate)
            return _drawn(geometry, rule)
        case Between(a=a, b=b):
            return _drawn(*relations.between(_spot(a), _spot(b)))
        case Near(of=of):
            return _drawn(*relations.near(_spot(of)))
        case Unlisted():
            return _unlisted(area)
        case Around(of=of):
            return _drawn(*relations.around(_spot(of)))
        case Along(of=of):
            return _drawn(*relations.along(_spot(of)))
        case Named(name=name):
            raise PlaceError(f"'{name}' has not been resolved to a place yet. Resolve the phrase before drawing it.")


def _unlisted(area: Unlisted) -> Shape:
    spot = _spot(area.about)
    if not spot.is_point:
        geometry, rule = spot.geometry, f"in {spot.name}"
    elif spot.kind in _WIDE:
        geometry, rule = circle(spot.point, _WIDE_REACH), f"within {_WIDE_REACH / 1000:.0f} km of {spot.name}'s middle"
    else:
        geometry, rule = relations.near(spot)
    return _drawn(geometry, f"no source lists {area.name}; it lies somewhere {rule}", Precision.APPROXIMATE)


def _drawn(geometry: BaseGeometry, rule: str, precision: Precision = Precision.VAGUE) -> Shape:
    settled = settle(geometry)
    return Shape(settled, precision, rule, inside(settled))


# Places of the gazetteer.


def _known(area: Known) -> Shape:
    shape = open_shapes().get(area.place_id)
    if shape is not None:
        return shape
    entry = open_gazetteer().entry(area.place_id)
    if entry is None:
        raise PlaceError(
            f"{area.name or area.place_id} is not in the gazetteer: no outline and no point. Check its id."
        )
    town = entry.kind == "city"
    basis = "GeoNames point" if town else f"GeoNames point: no source at hand gives the outline of this {entry.kind}"
    return Shape(
        Point(entry.lon, entry.lat),
        Precision.EXACT if town else Precision.APPROXIMATE,
        basis,
        LonLat(entry.lon, entry.lat),
    )


def _radius(population: int) -> float:
    """Return about how far a town reaches, metres: 4 km for 100,000 people, 15 km for six million."""
    return min(20_000.0, 1_500.0 + 5.5 * math.sqrt(max(population, 0)))


def _spot(phrase: Phrase) -> Spot:
    shape = draw(phrase)
    name = _name(phrase)
    place_id, kind = (phrase.place_id, phrase.kind) if isinstance(phrase, Known) else ("", "")
    radius = 0.0
    if shape.geometry.geom_type == "Point":
        entry = open_gazetteer().entry(place_id)
        radius = _radius(entry.population if entry else 0)
    return Spot(shape.geometry, shape.point, name, place_id, kind, radius)


def _outlined(phrase: Phrase) -> Spot:
    """Return what a border is drawn along: for Gaza that of the Strip."""
    return _spot(_area_meant(phrase))


def _area_meant(phrase: Phrase) -> Phrase:
    if isinstance(phrase, Known) and (means := stand_in(phrase.place_id)) != phrase.place_id:
        return Known(means, phrase.name, "territory")
    return phrase


def _name(phrase: Phrase) -> str:
    match phrase:
        case Known(name=name) | Named(name=name) | Unlisted(name=name) | FlightRegion(name=name):
            return name
        case Part(aspect=aspect, of=of):
            return f"{aspect} {_name(of)}"
        case Border(a=a, b=b):
            return f"the border of {_name(a)}" + (f" and {_name(b)}" if b else "")
        case Between(a=a, b=b):
            return f"the area between {_name(a)} and {_name(b)}"
        case Coast(of=of):
            return f"the coast of {_name(of)}"
        case _:
            return _name(phrase.of)


# Parts.


def _part(aspect: str, of: Phrase) -> Shape:
    of = _area_meant(of)
    base = draw(of)
    spot = _spot(of)
    if spot.is_point:
        return _part_of_town(aspect, spot)
    whole, along = base.geometry, ""
    if not polygons(whole):
        whole, along = relations.along(spot)
    geometry, rule = part_of(aspect, str(of), whole, lambda place_id: draw(Known(place_id, "", "")).geometry)
    rule = f"{rule}; {along}" if along else rule
    return Shape(geometry, Precision.VAGUE, f"{_title(aspect, _name(of))}: {rule}", inside(geometry))


def _title(aspect: str, name: str) -> str:
    return f"{aspect} of {name}" if aspect in _DIRECTIONS or aspect.endswith("tip") else f"{aspect} {name}"


def _part_of_town(aspect: str, spot: Spot) -> Shape:
    if aspect == "central":
        reach = max(1_000.0, spot.radius / 3)
        return _drawn(circle(spot.point, reach), f"centre of {spot.name}: within {reach / 1000:.1f} km of its point")
    direction = aspect.removesuffix(" tip")
    if direction not in _DIRECTIONS:
        raise PlaceError(
            f"{spot.name} is a point here: its '{aspect}' part cannot be drawn. Use a direction or central."
        )
    bearing = relations._BEARINGS[direction]
    reach = spot.radius * 1.3
    return _drawn(
        sector(spot.point, 0.0, reach, bearing, 67.5),
        f"{direction} of {spot.name}: within {reach / 1000:.1f} km of its point, on that side of it",
    )


# Airspace.


def _airspace(of: Phrase) -> Shape:
    if isinstance(of, Part):
        return _part_of_airspace(of)
    spot = _spot(of)
    if spot.is_point:
        reach = spot.radius + 15_000.0
        return _drawn(circle(spot.point, reach), f"the sky over {spot.name}: within {reach / 1000:.0f} km of its point")
    if spot.kind == "sea" or not isinstance(of, Known):
        return _drawn(spot.geometry, f"the sky over {spot.name}: its outline", Precision.VAGUE)
    ready = open_shapes().get(f"airspace:{spot.place_id.partition(':')[2]}")
    if ready is not None and spot.place_id.startswith("country:"):
        return Shape(ready.geometry, Precision.APPROXIMATE, AIRSPACE_BASIS, ready.point)
    if spot.kind in ("country", "territory"):
        geometry = sovereign_airspace(spot.place_id, spot.geometry, open_ground(), _states())
        return Shape(geometry, Precision.APPROXIMATE, AIRSPACE_BASIS, inside(geometry, spot.point))
    return _drawn(spot.geometry, f"the sky over {spot.name}: its outline; it is no state with an airspace of its own")


def _part_of_airspace(of: Part) -> Shape:
    """Draw *northern Nigerian airspace*: the airspace of the state above its part, and the sea off it."""
    part = draw(of)
    if not isinstance(of.of, Known) or of.of.kind not in ("country", "territory"):
        return _drawn(part.geometry, f"the sky over {_name(of)}: {part.basis}")
    whole = draw(Airspace(of.of)).geometry
    near = shapely.union_all([part.geometry, unroll(part.geometry).buffer(0.3)])
    return _drawn(whole.intersection(near), f"the airspace over this part: {part.basis}")


@lru_cache(maxsize=1)
def _states() -> frozenset[str]:
    return frozenset(open_shapes().ids("country"))


def _flight_region(name: str) -> Shape:
    land = flight_region_land(name)
    shape = open_shapes().get(land) if land else None
    return flight_region(name, shape.geometry if shape else None)


# The sea off a place.


def _offshore(area: Offshore) -> Shape:
    spot = _spot(area.of)
    if area.side == "territorial" and spot.kind in ("country", "territory"):
        belt = draw(Airspace(area.of)).geometry.difference(spot.geometry)
        return _drawn(belt, f"territorial sea: {AIRSPACE_BASIS}", Precision.APPROXIMATE)
    if area.side == "economic":
        return _drawn(*relations.economic_zone(spot, _states()), Precision.APPROXIMATE)
    side = "" if area.side == "territorial" else area.side
    water = _water(side, spot)
    geometry, rule = relations.offshore(
        spot, side, area.metres, approximate=area.approximate, water=water, states=_states()
    )
    return _drawn(geometry, rule)


def _water(side: str, spot: Spot) -> BaseGeometry | None:
    """Return the outline of the sea a side names; None for a direction or no side."""
    if not side or side in _DIRECTIONS:
        return None
    names = _sea_ids()
    key = re.sub(r"^the\s+|\s+(?:ocean|sea)$", "", side.lower())
    ids = [*names.get(side.lower(), ()), *names.get(key, ())]
    found = [shape.geometry for shape in map(open_shapes().get, ids) if shape is not None]
    if not found:
        raise PlaceError(f"'{side}' is no sea or direction we know a coast by. Name a sea, or leave it out.")
    # "the Gulf coast" of Mexico and of Oman are two gulfs: the nearer is meant.
    here = unroll(spot.geometry)
    return min(found, key=lambda water: shapely.distance(here.envelope, water))


@lru_cache(maxsize=1)
def _sea_ids() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for place_id, names in sea_names().items():
        for name in names:
            for key in (name.lower(), re.sub(r"\s+(?:ocean|sea)$", "", name.lower())):
                found.setdefault(key, []).append(place_id)
    found.setdefault("gulf", []).extend(["sea:gulf-of-mexico", "sea:persian-gulf"])
    return {key: tuple(dict.fromkeys(ids)) for key, ids in found.items()}
