"""GeoRSS: news feeds (RSS, RDF, Atom) whose entries say where they happened."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from math import asin, atan2, cos, degrees, pi, radians, sin
from typing import Any

from geo.layers.formats.gml import GEOMETRIES, gml_geometry
from geo.layers.formats.xmltext import Element, children, descendants, first, local, parse_xml, plain_text, text_of
from geo.layers.limits import LIMITS
from geo.layers.raw import RawFeature, RawLayer, Refused, told

__all__ = ["decode"]


def decode(data: bytes, name: str = "") -> tuple[RawLayer, ...]:
    """Return the layer of a feed; entries without a place are listed as unlocated. Raises Refused where it is none."""
    root, problems = parse_xml(data)
    if local(root) not in ("rss", "RDF", "feed"):
        raise Refused(
            f"its outermost element is <{local(root)}>, not a feed.",
            "Give it the ending of what it is, or export it as a feed with GeoRSS.",
        )
    channel = first(root, "channel")
    head = root if channel is None else channel
    features: list[RawFeature] = []
    for number, item in enumerate(descendants(root, "item", "entry"), start=1):
        if number > LIMITS.features:
            raise Refused(f"it has more than {LIMITS.features:,} entries.", "Split it.")
        where = f"entry {number}"
        try:
            geometry = _geometry(item)
        except Refused as refused:
            problems.append(refused.problem(where=where))
            continue
        if geometry is None:
            problems.append(told(where, "it says no place; it is listed as unlocated"))
        features.append(
            RawFeature(where, geometry, _properties(item), text_of(item, "guid") or text_of(item, "id") or None)
        )
    members = {
        "title": plain_text(text_of(head, "title")),
        "description": plain_text(text_of(head, "description") or text_of(head, "subtitle")),
        "source": text_of(head, "author", "name") or text_of(head, "copyright") or text_of(head, "rights"),
        "date": text_of(head, "updated")[:10],
    }
    kept = {key: value for key, value in members.items() if value}
    return (RawLayer(tuple(features), members=kept, problems=tuple(problems)),)


def _geometry(item: Element) -> dict[str, Any] | None:
    for found in descendants(item, "point", "line", "polygon", "box", "where", "circle"):
        if local(found) == "where":
            for shape in descendants(found, *GEOMETRIES):
                return gml_geometry(shape, flipped=True)  # GeoRSS GML is WGS 84, latitude first
            continue
        numbers = [_number(n) for n in text_of(found).replace(",", " ").split()]
        pairs = [[lon, lat] for lat, lon in zip(numbers[::2], numbers[1::2], strict=False)]
        kind = local(found)
        if not pairs or (kind in ("line", "box") and len(pairs) < 2):
            raise Refused(f"a {kind} has too few numbers.", "GeoRSS wants latitude and longitude in pairs.")
        if kind == "circle" and len(numbers) > 2 and abs(numbers[0]) <= 90:  # beyond, its middle is told to be wrong
            return {"type": "Polygon", "coordinates": [_circle(numbers[1], numbers[0], numbers[2])]}
        if kind in ("point", "circle"):
            return {"type": "Point", "coordinates": pairs[0]}
        if kind == "line":
            return {"type": "LineString", "coordinates": pairs}
        if kind == "polygon":
            return {"type": "Polygon", "coordinates": [pairs]}
        (west, south), (east, north) = pairs[0], pairs[1]
        east = east + 360 if east < west else east
        return {
            "type": "Polygon",
            "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
        }
    lat = next((text_of(e) for e in descendants(item, "lat") if text_of(e)), "")
    lon = next((text_of(e) for e in descendants(item, "long", "lon") if text_of(e)), "")
    return {"type": "Point", "coordinates": [_number(lon), _number(lat)]} if lat and lon else None


_EARTH = 6_371_008.8
"""Mean radius in metres."""
_CORNERS = 64


def _circle(lon: float, lat: float, metres: float) -> list[list[float]]:
    """Return the ring around a point at a distance on the sphere, counter-clockwise."""
    if not (0 < metres < 5_000_000 and abs(lon) <= 360):
        raise Refused(
            f"a circle round longitude {lon:g} has a radius of {metres:g} metres.",
            "GeoRSS wants latitude, longitude and metres.",
        )
    reach, north = metres / _EARTH, radians(lat)
    ring = []
    for corner in range(_CORNERS):
        bearing = -2 * pi * corner / _CORNERS
        y = asin(max(-1.0, min(1.0, sin(north) * cos(reach) + cos(north) * sin(reach) * cos(bearing))))
        x = atan2(sin(bearing) * sin(reach) * cos(north), cos(reach) - sin(north) * sin(y))
        ring.append([round(lon + degrees(x), 6), round(degrees(y), 6)])
    return [*ring, ring[0]]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Refused(f"{text[:30]!r} stands where a number should.", "GeoRSS wants latitude and longitude.") from None


def _properties(item: Element) -> dict[str, Any]:
    link = next((e.get("href") or text_of(e) for e in children(item, "link")), "")
    found = {
        "title": plain_text(text_of(item, "title")),
        "description": plain_text(text_of(item, "description") or text_of(item, "summary") or text_of(item, "content")),
        "when": _iso(text_of(item, "pubDate"))
        or text_of(item, "updated")
        or text_of(item, "published")
        or text_of(item, "date"),
        "link": link,
        "category": ", ".join(c.get("term") or text_of(c) for c in children(item, "category")),
        "place": text_of(item, "featurename"),
    }
    return {key: value for key, value in found.items() if value}


def _iso(stamp: str) -> str:
    """Return RSS's date (RFC 822) as ISO 8601; as it stands where it is another."""
    try:
        return parsedate_to_datetime(stamp).isoformat() if stamp else ""
    except (ValueError, TypeError, IndexError, OverflowError):
        return stamp
