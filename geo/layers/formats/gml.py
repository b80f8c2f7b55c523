"""GML: features and geometries of versions 2 and 3, axis order by the coordinate system's name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from geo.layers.formats.xmltext import Element, children, descendants, first, local, parse_xml, text_of
from geo.layers.limits import LIMITS
from geo.layers.raw import RawFeature, RawLayer, Refused

__all__ = ["decode", "gml_geometry", "system_of"]

_POINTS = ("Point",)
_LINES = ("LineString", "Curve", "CompositeCurve", "OrientableCurve", "LineStringSegment")
_AREAS = (
    "Polygon",
    "PolygonPatch",
    "Surface",
    "CompositeSurface",
    "OrientableSurface",
    "Rectangle",
    "Triangle",
    "Envelope",
    "Box",
)
_MANY = (
    "MultiPoint", "MultiLineString", "MultiCurve", "MultiPolygon", "MultiSurface", "MultiGeometry",
    "GeometryCollection",
)  # fmt: skip
GEOMETRIES = (*_POINTS, *_LINES, *_AREAS, *_MANY)
_MEMBERS = ("featureMember", "featureMembers", "member", "members")


def decode(data: bytes, name: str = "") -> tuple[RawLayer, ...]:
    """Return the features of a GML file, one layer per coordinate system it uses. Raises Refused where it is none."""
    root, problems = parse_xml(data)
    elements = [
        feature
        for member in children(root, *_MEMBERS)
        for feature in children(member)
        if local(feature) not in ("boundedBy", *GEOMETRIES)
    ]
    if not elements:
        if local(root) in GEOMETRIES or any(True for _ in descendants(root, *GEOMETRIES)):
            elements = [root]
        else:
            raise Refused(
                f"there is no GML feature in it (its outermost element is <{local(root)}>).",
                "Give it the ending of what it is, or export it as GML.",
            )
    if len(elements) > LIMITS.features:
        raise Refused(f"it has more than {LIMITS.features:,} features.", "Split it.")
    default = _default_system(root)
    by_system: dict[str, list[RawFeature]] = {}
    for number, element in enumerate(elements, start=1):
        where = f"feature {number}"
        system = default
        try:
            shape = _shape_of(element)
            geometry = None
            if shape is not None:
                system = system_of(shape) or default
                geometry = gml_geometry(shape, flipped=_latitude_first(system))
        except Refused as refused:
            problems.append(refused.problem(where=where))
            continue
        identity = next((v for k, v in element.attrib.items() if k.rpartition("}")[2] in ("id", "fid")), None)
        by_system.setdefault(_plain_system(system), []).append(
            RawFeature(where, geometry, _properties(element), identity)
        )
    if not by_system:
        return (RawLayer((), problems=tuple(problems)),)
    names = list(by_system)
    return tuple(
        RawLayer(
            tuple(by_system[s]), s if len(names) > 1 else "", problems=tuple(problems) if s == names[0] else (), crs=s
        )
        for s in names
    )


def _default_system(root: Element) -> str:
    envelope = first(root, "boundedBy")
    for element in () if envelope is None else envelope.iter():
        if name := element.get("srsName"):
            return str(name)
    return str(root.get("srsName") or "")


def _shape_of(element: Element) -> Element | None:
    if local(element) in GEOMETRIES:
        return element
    for child in children(element):
        if local(child) == "boundedBy":
            continue
        for found in descendants(child, *GEOMETRIES):
            return found
    return None


def system_of(shape: Element) -> str:
    """Return the coordinate system a geometry or one of its parts names, empty for none."""
    return next((str(part.get("srsName")) for part in shape.iter() if part.get("srsName")), "")


_CODE = re.compile(r"(?:EPSG(?::[\d.]*:|/[\d.]+/|:)|epsg\.xml#)(\d+)$", re.IGNORECASE)


def _plain_system(name: str) -> str:
    """Return a name PROJ knows; empty for WGS 84 and for none."""
    if not name or "CRS84" in name.upper():
        return ""
    found = _CODE.search(name)
    if found:
        return "" if found.group(1) in ("4326", "4979") else f"EPSG:{found.group(1)}"
    return name


@lru_cache(maxsize=32)
def _latitude_first(name: str) -> bool:
    """Return whether positions come as latitude, longitude (or northing, easting).

    `urn:ogc:def:crs:EPSG::n` and `http://www.opengis.net/def/crs/EPSG/0/n` follow the register's axis order; the old
    `EPSG:n` and `.../gml/srs/epsg.xml#n` are x before y by long custom (OGC 09-048r5; GDAL does the same). A file that
    names no system is taken as GML 3.2's rule has it for EPSG:4326 only where the numbers can be nothing else.
    """
    if not name or "CRS84" in name.upper():
        return False
    if not name.lower().startswith(("urn:", "http://www.opengis.net/def/", "https://www.opengis.net/def/")):
        return False
    found = _CODE.search(name)
    if not found:
        return False
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        return CRS.from_epsg(int(found.group(1))).axis_info[0].direction.lower() in ("north", "south")
    except (CRSError, IndexError):
        return False


def _properties(element: Element) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for child in children(element):
        key = local(child)
        if key == "boundedBy" or any(True for _ in descendants(child, *GEOMETRIES)):
            continue
        value = text_of(child)
        if value:
            properties[key] = f"{properties[key]}; {value}" if key in properties else value
    return properties


def gml_geometry(element: Element, *, flipped: bool) -> dict[str, Any]:
    """Return a GML geometry as a GeoJSON object; `flipped` where latitude comes first. Raises Refused."""
    kind = local(element)
    if kind in _POINTS:
        return {"type": "Point", "coordinates": _positions(element, flipped)[0]}
    if kind in _LINES:
        return {"type": "LineString", "coordinates": _curve(element, flipped)}
    if kind in ("Envelope", "Box"):
        corners = _positions(element, flipped)
        if len(corners) < 2:
            raise Refused("a box needs two corners.", "Export it again, or as GeoJSON.")
        (west, south), (east, north) = corners[0][:2], corners[-1][:2]
        return {
            "type": "Polygon",
            "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
        }
    if kind in ("Polygon", "PolygonPatch", "Rectangle", "Triangle"):
        return {"type": "Polygon", "coordinates": _rings(element, flipped)}
    if kind in _AREAS:
        patches = list(descendants(element, "Polygon", "PolygonPatch", "Rectangle", "Triangle"))
        return {"type": "MultiPolygon", "coordinates": [_rings(patch, flipped) for patch in patches]}
    parts = [gml_geometry(part, flipped=flipped) for part in _outermost(element)]
    if not parts:
        raise Refused(f"a {kind} has no parts.", "Export it again, or as GeoJSON.")
    return {"type": "GeometryCollection", "geometries": parts}


def _outermost(element: Element) -> list[Element]:
    found: list[Element] = []
    for child in children(element):
        if local(child) in GEOMETRIES:
            found.append(child)
        else:
            found.extend(_outermost(child))
    return found


def _rings(polygon: Element, flipped: bool) -> list[list[list[float]]]:
    outer = list(children(polygon, "exterior", "outerBoundaryIs"))
    inner = list(children(polygon, "interior", "innerBoundaryIs"))
    if not outer:
        raise Refused("a polygon has no exterior.", "Export it again, or as GeoJSON.")
    return [_curve(edge, flipped) for edge in (*outer[:1], *inner)]


def _curve(element: Element, flipped: bool) -> list[list[float]]:
    """Return the positions of a line or ring, its segments joined; arcs as the points they give."""
    line: list[list[float]] = []
    for leaf in element.iter():
        if local(leaf) in ("pos", "posList", "coordinates", "coord"):
            found = _leaf_positions(leaf, flipped)
            line.extend(found[1:] if line and found and line[-1] == found[0] else found)
    if not line:
        raise Refused("a line or ring has no positions.", "Export it again, or as GeoJSON.")
    return line


def _positions(element: Element, flipped: bool) -> list[list[float]]:
    found = [
        position
        for leaf in descendants(element, "pos", "posList", "coordinates", "coord", "lowerCorner", "upperCorner")
        for position in _leaf_positions(leaf, flipped)
    ]
    if not found:
        raise Refused("a geometry has no positions.", "Export it again, or as GeoJSON.")
    return found


def _leaf_positions(leaf: Element, flipped: bool) -> list[list[float]]:
    kind = local(leaf)
    if kind == "coord":
        found = [[_number(text_of(leaf, axis)) for axis in ("X", "Y")]]
    elif kind == "coordinates":
        decimal, between, after = leaf.get("decimal", "."), leaf.get("cs", ","), leaf.get("ts", " ")
        groups = text_of(leaf).split(None if after.isspace() or not after else after)
        found = [
            [_number(n.replace(decimal, ".")) for n in group.split(between or None) if n.strip()] for group in groups
        ]
    else:
        numbers = [_number(n) for n in text_of(leaf).split()]
        size = 2
        for holder in (leaf, *leaf.iterancestors()):
            if holder.get("srsDimension"):
                size = 3 if holder.get("srsDimension").strip() == "3" else 2
                break
        else:
            size = 3 if kind != "posList" and len(numbers) == 3 else 2
        found = [numbers[i : i + size] for i in range(0, len(numbers) - size + 1, size)]
    if any(len(position) < 2 for position in found):
        raise Refused("a position has fewer than two numbers.", "Export it again, or as GeoJSON.")
    return [[p[1], p[0], *p[2:3]] for p in found] if flipped else [p[:3] for p in found]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Refused(f"{text[:30]!r} stands where a number should.", "Export it again, or as GeoJSON.") from None
