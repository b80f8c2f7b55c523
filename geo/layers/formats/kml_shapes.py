"""The geometries of KML as GeoJSON objects, and the numbers in them as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import cos, isfinite, nan, radians, sin
from typing import Any

from geo.layers.formats.xmltext import Element, children, first, local, text_of
from geo.layers.raw import Refused

__all__ = ["GEOMETRIES", "geometries_of", "outline_of_overlay", "point_of_view"]

GEOMETRIES = ("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Model", "Track", "MultiTrack")
_WANTED = "KML wants longitude,latitude[,height] and a space before the next position."


def geometries_of(element: Element, notes: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the GeoJSON geometries of a KML geometry element, none for an empty one; repairs are added to `notes`.

    Raises Refused for numbers that are none and for polygons without an outline.
    """
    kind = local(element)
    if kind == "Point":
        yield from _point(_coordinates(element), notes)
    elif kind == "LineString":
        yield from _line(_coordinates(element), notes)
    elif kind == "LinearRing":
        if positions := _coordinates(element):
            yield {"type": "Polygon", "coordinates": [positions]}
    elif kind == "Polygon":
        yield from _polygons(element, notes)
    elif kind == "Model":
        if (place := point_of_view(element, "Location")) is not None:
            notes.append("a three-dimensional model is shown as the point where it stands")
            yield place
    elif kind == "Track":
        rows = [text_of(coord).split() for coord in children(element, "coord")]
        yield from _line([[_number(n) for n in row[:3]] for row in rows if row], notes)
    else:  # MultiGeometry, MultiTrack
        for child in children(element, *GEOMETRIES):
            yield from geometries_of(child, notes)


def _point(positions: list[list[float]], notes: list[str]) -> Iterator[dict[str, Any]]:
    if len(positions) > 1:
        notes.append("a point has one position; of several the first was taken")
    if positions:
        yield {"type": "Point", "coordinates": positions[0]}


def _line(positions: list[list[float]], notes: list[str]) -> Iterator[dict[str, Any]]:
    if len(positions) == 1:
        notes.append("a line of one position was read as a point")
        yield {"type": "Point", "coordinates": positions[0]}
    elif positions:
        yield {"type": "LineString", "coordinates": positions}


def _polygons(element: Element, notes: list[str]) -> Iterator[dict[str, Any]]:
    outer = [ring for edge in children(element, "outerBoundaryIs") for ring in children(edge, "LinearRing")]
    inner = [ring for edge in children(element, "innerBoundaryIs") for ring in children(edge, "LinearRing")]
    if not outer and (bare := list(children(element, "LinearRing"))):
        notes.append("a <LinearRing> that stands in a <Polygon> by itself was read as its <outerBoundaryIs>")
        outer = bare
    if not outer:
        if len(element) == 0 or (not inner and not text_of(element)):
            return
        raise Refused("a polygon has no <outerBoundaryIs> with a <LinearRing>.", "Draw its outline.")
    if len(outer) > 1 and inner:
        raise Refused("a polygon with holes has more than one <outerBoundaryIs>.", "Write one <Polygon> for each.")
    if len(outer) > 1:
        notes.append("a polygon has one outer boundary; each of several was read as an area")
    holes = [positions for ring in inner if (positions := _coordinates(ring))]
    for ring in outer:
        if positions := _coordinates(ring):
            yield {"type": "Polygon", "coordinates": [positions, *holes]}


def point_of_view(element: Element, name: str) -> dict[str, Any] | None:
    """Return the place of a child such as <Location> or <Camera> as a Point, None where it gives none."""
    child = first(element, name)
    lon, lat = text_of(child, "longitude"), text_of(child, "latitude")
    return {"type": "Point", "coordinates": [_number(lon), _number(lat)]} if lon and lat else None


_SPACED_COMMAS = re.compile(r"\s*,\s*")


def _coordinates(element: Element) -> list[list[float]]:
    """Return the positions of a <coordinates> element.

    White space parts positions, but many write it after the commas, too; which of the two it is, the counts tell.
    """
    text = text_of(element, "coordinates")
    found = _rows(text.split())
    if found is None:
        found = _rows(_SPACED_COMMAS.sub(",", text).split())
    if found is None:
        raise Refused(f"{_odd(text)[:40]!r} is no position.", _WANTED)
    return [[_number(number) for number in row] for row in found]


def _rows(groups: list[str]) -> list[list[str]] | None:
    """Return groups cut at their commas, None where any is no pair or triple."""
    rows = [group.rstrip(",").split(",") for group in groups if group.strip(",")]
    return rows if all(len(row) in (2, 3) and all(row) for row in rows) else None


def _odd(text: str) -> str:
    groups = _SPACED_COMMAS.sub(",", text).split()
    return next((group for group in groups if _rows([group]) is None), text)


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = nan
    if not isfinite(number):
        raise Refused(f"{text[:30]!r} stands where a number should.", _WANTED)
    return number


def outline_of_overlay(element: Element) -> dict[str, Any] | None:
    """Return where a GroundOverlay's picture lies as a Polygon, None where its corners are empty.

    Raises Refused where it says nowhere where it lies.
    """
    box, quad = first(element, "LatLonBox"), first(element, "LatLonQuad")
    if quad is not None:
        ring = _coordinates(quad)
    elif box is not None:
        north, south, east, west = (_number(text_of(box, side)) for side in ("north", "south", "east", "west"))
        east = east + 360 if east < west else east
        ring = [[west, south], [east, south], [east, north], [west, north]]
        ring = _turned(ring, _number(text_of(box, "rotation") or "0"))
    else:
        raise Refused("a picture overlay says nowhere where it lies.", "Give it a <LatLonBox>.")
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]} if ring else None


def _turned(ring: list[list[float]], degrees: float) -> list[list[float]]:
    """Return a box turned about its middle, counter-clockwise, as the ground lies there (KML 2.3, 11.3.3)."""
    if not degrees:
        return ring
    lon, lat = (sum(row[axis] for row in ring) / len(ring) for axis in (0, 1))
    wide = max(cos(radians(lat)), 0.01)
    c, s = cos(radians(degrees)), sin(radians(degrees))
    offsets = [((x - lon) * wide, y - lat) for x, y in ring]
    return [[round(lon + (x * c - y * s) / wide, 6), round(lat + x * s + y * c, 6)] for x, y in offsets]
