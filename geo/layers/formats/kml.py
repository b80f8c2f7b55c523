"""KML and KMZ: folders as layers, styles as simplestyle, nothing fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from geo.layers.formats.archive import open_archive
from geo.layers.formats.xmltext import Element, children, descendants, first, local, parse_xml, plain_text, text_of
from geo.layers.limits import LIMITS
from geo.layers.raw import RawFeature, RawLayer, Refused, told
from geo.model import Problem

__all__ = ["decode", "decode_kmz"]

_CONTAINERS = ("Document", "Folder")
_GEOMETRIES = ("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Model", "Track", "MultiTrack")
_MOST_FOLDERS = 200


def decode_kmz(data: bytes, name: str = "") -> tuple[RawLayer, ...]:
    """Return the layers of a KMZ: its main KML file, as Google Earth chooses it. Raises Refused."""
    archive = open_archive(data)
    inside = [member for member in archive.names if member.lower().endswith(".kml")]
    if not inside:
        raise Refused("there is no KML file in it.", "Export it again as KMZ.")
    main = next((m for m in inside if m.lower() == "doc.kml"), min(inside, key=lambda m: (m.count("/"), m)))
    layers = decode(archive.read(main), name)
    return (
        RawLayer(layers[0].features, layers[0].name, layers[0].members, (*archive.problems, *layers[0].problems)),
        *layers[1:],
    )


@dataclass(slots=True)
class _Folder:
    path: tuple[str, ...]
    features: list[RawFeature] = field(default_factory=list)
    visible: bool = True
    description: str = ""


@dataclass(slots=True)
class _Reading:
    """What is gathered while one file is walked."""

    styles: dict[str, dict[str, Any]]
    problems: list[Problem]
    folders: dict[tuple[str, ...], _Folder] = field(default_factory=dict)
    placemarks: int = 0


def decode(data: bytes, name: str = "") -> tuple[RawLayer, ...]:
    """Return one layer per folder that holds placemarks. Raises Refused where the file is no KML."""
    root, problems = parse_xml(data)
    if local(root) not in ("kml", *_CONTAINERS, "Placemark", "GroundOverlay", "NetworkLink"):
        raise Refused(f"its outermost element is <{local(root)}>, not <kml>.", "Check the file or its ending.")
    reading = _Reading(_styles(root, problems), problems)
    _walk(root, (), True, reading)
    document = first(root, "Document") if local(root) == "kml" else root
    members: dict[str, Any] = {}
    if document is not None and (title := plain_text(text_of(document, "name"))):
        members["title"] = title
    if document is not None and (description := plain_text(text_of(document, "description"))):
        members["description"] = description
    if document is not None and (author := text_of(document, "author", "name")):
        members["source"] = author
    folders = [folder for folder in reading.folders.values() if folder.features]
    if not folders and not any(problem.fatal for problem in problems):
        problems.append(told("", "it has no placemarks"))
    if len(folders) <= 1:
        features = tuple(folders[0].features) if folders else ()
        if folders and folders[0].path:
            members.setdefault("title", folders[0].path[-1])
            members["visible"] = folders[0].visible
        return (RawLayer(features, members=members, problems=tuple(problems)),)
    title = members.get("title", "")
    layers = []
    for number, folder in enumerate(folders):
        own = {**members, "title": folder.path[-1] if folder.path else title or "Other", "visible": folder.visible}
        group = "/".join(part for part in (title, *folder.path[:-1]) if part)
        if group:
            own["group"] = group
        if folder.description:
            own["description"] = folder.description
        path = "/".join(folder.path) or "other"
        layers.append(RawLayer(tuple(folder.features), path, own, tuple(problems) if number == 0 else ()))
    return tuple(layers)


def _walk(element: Element, path: tuple[str, ...], visible: bool, reading: _Reading, depth: int = 0) -> None:
    if depth > LIMITS.depth:
        raise Refused("its folders are nested too deeply.", f"Keep to {LIMITS.depth} levels.")
    if local(element) == "Placemark":
        _placemark(element, path, visible, reading)
        return
    for child in children(element):
        kind = local(child)
        if kind == "Folder":
            shown = visible and text_of(child, "visibility") != "0"
            name = plain_text(text_of(child, "name")) or "Folder"
            inner = (*path, name.replace("/", "∕")) if len(reading.folders) < _MOST_FOLDERS else path
            folder = reading.folders.setdefault(inner, _Folder(inner, visible=shown))
            folder.description = folder.description or plain_text(text_of(child, "description"))
            _walk(child, inner, shown, reading, depth + 1)
        elif kind in ("Document", "Create", "Update", "Change", "kml"):
            _walk(child, path, visible and text_of(child, "visibility") != "0", reading, depth + 1)
        elif kind == "Placemark":
            _placemark(child, path, visible, reading)
        elif kind == "GroundOverlay":
            _ground_overlay(child, path, visible, reading)
        elif kind in ("ScreenOverlay", "PhotoOverlay"):
            reading.problems.append(
                told(_called(child, kind), "a picture that lies on the screen, not on the map, is not shown")
            )
        elif kind == "NetworkLink":
            link = text_of(child, "Link", "href") or text_of(child, "Url", "href")
            reading.problems.append(
                Problem(
                    "",
                    _called(child, "network link"),
                    f"it points to {link[:100] or 'nowhere'}, and nothing is fetched.",
                    "Download what it points to and add that file.",
                )
            )


def _called(element: Element, what: str) -> str:
    name = plain_text(text_of(element, "name"))[:60]
    return f"{what} {name!r}" if name else what


def _folder(path: tuple[str, ...], visible: bool, reading: _Reading) -> _Folder:
    return reading.folders.setdefault(path, _Folder(path, visible=visible))


def _placemark(element: Element, path: tuple[str, ...], visible: bool, reading: _Reading) -> None:
    reading.placemarks += 1
    if reading.placemarks > LIMITS.features:
        raise Refused(f"it has more than {LIMITS.features:,} placemarks.", "Split it.")
    where = f"placemark {reading.placemarks}"
    shapes = [child for child in children(element) if local(child) in _GEOMETRIES]
    try:
        found = [geometry for shape in shapes for geometry in _geometry(shape, where, reading.problems)]
    except Refused as refused:
        reading.problems.append(refused.problem(where=where))
        return
    geometry = None
    if len(found) == 1:
        geometry = found[0]
    elif found:
        geometry = {"type": "GeometryCollection", "geometries": found}
    properties = _properties(element, reading)
    if geometry is None:
        reading.problems.append(told(where, "it has no geometry; it is listed as unlocated"))
    _folder(path, visible, reading).features.append(RawFeature(where, geometry, properties, element.get("id")))


def _properties(element: Element, reading: _Reading) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    if name := plain_text(text_of(element, "name")):
        properties["title"] = name
    for key in ("description", "address", "phoneNumber", "Snippet", "snippet"):
        if value := plain_text(text_of(element, key)):
            properties[key.lower() if key != "phoneNumber" else "phone"] = value
    if when := _when(element):
        properties["when"] = when
    for data in descendants(element, "Data"):
        if key := data.get("name"):
            properties.setdefault(key, plain_text(text_of(data, "value")))
    for data in descendants(element, "SimpleData", "SimpleArrayData"):
        if key := data.get("name"):
            properties.setdefault(key, plain_text(text_of(data)))
    properties.update(_look(element, reading.styles))
    return properties


def _when(element: Element) -> str:
    if stamp := text_of(element, "TimeStamp", "when"):
        return stamp
    begin, end = text_of(element, "TimeSpan", "begin"), text_of(element, "TimeSpan", "end")
    return f"{begin or '..'}/{end or '..'}" if begin or end else ""


# --- geometry --------------------------------------------------------------------------------------------------------


def _geometry(element: Element, where: str, problems: list[Problem]) -> Iterator[dict[str, Any]]:
    kind = local(element)
    if kind == "Point":
        positions = _coordinates(element, where)
        if positions:
            yield {"type": "Point", "coordinates": positions[0]}
    elif kind == "LineString":
        yield from _line(_coordinates(element, where))
    elif kind == "LinearRing":
        if positions := _coordinates(element, where):
            yield {"type": "Polygon", "coordinates": [positions]}
    elif kind == "Polygon":
        outer = [ring for edge in children(element, "outerBoundaryIs") for ring in children(edge, "LinearRing")]
        inner = [ring for edge in children(element, "innerBoundaryIs") for ring in children(edge, "LinearRing")]
        if not outer:
            raise Refused("a polygon has no <outerBoundaryIs> with a <LinearRing>.", "Draw its outline.")
        rings = [positions for ring in (*outer[:1], *inner) if (positions := _coordinates(ring, where))]
        if rings:
            yield {"type": "Polygon", "coordinates": rings}
    elif kind == "MultiGeometry":
        for child in children(element, *_GEOMETRIES):
            yield from _geometry(child, where, problems)
    elif kind == "Model":
        location = first(element, "Location")
        lon, lat = text_of(location, "longitude"), text_of(location, "latitude")
        if lon and lat:
            problems.append(told(where, "a three-dimensional model is shown as the point where it stands"))
            yield {"type": "Point", "coordinates": [_number(lon), _number(lat)]}
    elif kind == "MultiTrack":
        for child in children(element, "Track"):
            yield from _geometry(child, where, problems)
    else:  # Track
        yield from _line([[_number(n) for n in text_of(c).split()] for c in children(element, "coord") if text_of(c)])


def _line(positions: list[list[float]]) -> Iterator[dict[str, Any]]:
    if len(positions) == 1:
        yield {"type": "Point", "coordinates": positions[0]}
    elif positions:
        yield {"type": "LineString", "coordinates": positions}


_SPACED_COMMAS = re.compile(r"\s*,\s*")


def _coordinates(element: Element, where: str) -> list[list[float]]:
    text = _SPACED_COMMAS.sub(",", text_of(element, "coordinates"))
    return [[_number(n) for n in group.rstrip(",").split(",") if n][:3] for group in text.split()]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Refused(
            f"{text[:30]!r} stands where a number should.", "KML wants longitude,latitude[,height]."
        ) from None


def _ground_overlay(element: Element, path: tuple[str, ...], visible: bool, reading: _Reading) -> None:
    where = _called(element, "ground overlay")
    box, quad = first(element, "LatLonBox"), first(element, "LatLonQuad")
    try:
        if quad is not None:
            ring = _coordinates(quad, where)
        elif box is not None:
            north, south, east, west = (_number(text_of(box, side)) for side in ("north", "south", "east", "west"))
            east = east + 360 if east < west else east
            ring = [[west, south], [east, south], [east, north], [west, north]]
        else:
            raise Refused("a picture overlay says nowhere where it lies.", "Give it a <LatLonBox>.")
    except Refused as refused:
        reading.problems.append(refused.problem(where=where))
        return
    reading.problems.append(told(where, "a picture laid on the map is shown as its outline"))
    properties = {"fill-opacity": 0.05, "stroke-width": 1, **_properties(element, reading)}
    geometry = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]} if ring else None
    _folder(path, visible, reading).features.append(RawFeature(where, geometry, properties, element.get("id")))


# --- look ------------------------------------------------------------------------------------------------------------


def _styles(root: Element, problems: list[Problem]) -> dict[str, dict[str, Any]]:
    styles = {f"#{style.get('id')}": _style(style) for style in descendants(root, "Style") if style.get("id")}
    maps: dict[str, str] = {}
    for style_map in descendants(root, "StyleMap"):
        for pair in children(style_map, "Pair"):
            if text_of(pair, "key") == "normal" and style_map.get("id"):
                inline = first(pair, "Style")
                if inline is not None:
                    styles[f"#{style_map.get('id')}"] = _style(inline)
                else:
                    maps[f"#{style_map.get('id')}"] = text_of(pair, "styleUrl")
    for key, target in maps.items():
        styles.setdefault(key, styles.get(target, styles.get("#" + target.lstrip("#"), {})))
    return styles


def _look(element: Element, styles: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    url = text_of(element, "styleUrl")
    # A style of another file is not fetched; one of this file may be named by the file, too.
    local_part = "#" + url.rpartition("#")[2] if url else ""
    found = dict(styles.get(local_part, {}))
    for inline in children(element, "Style"):
        found.update(_style(inline))
    return found


def _style(style: Element) -> dict[str, Any]:
    look: dict[str, Any] = {}
    line = first(style, "LineStyle")
    if line is not None:
        _colour(text_of(line, "color"), "stroke", "stroke-opacity", look)
        if (width := _positive(text_of(line, "width"))) is not None:
            look["stroke-width"] = width
    poly = first(style, "PolyStyle")
    if poly is not None:
        _colour(text_of(poly, "color"), "fill", "fill-opacity", look)
        if text_of(poly, "fill") == "0":
            look["fill-opacity"] = 0
        if text_of(poly, "outline") == "0":
            look["stroke-opacity"] = 0
    icon = first(style, "IconStyle")
    if icon is not None:
        _colour(text_of(icon, "color"), "marker-color", "", look)
        if (scale := _positive(text_of(icon, "scale"))) is not None:
            look["marker-size"] = "small" if scale < 0.8 else "large" if scale > 1.3 else "medium"
    return look


def _colour(value: str, key: str, opacity_key: str, look: dict[str, Any]) -> None:
    """Put KML's aabbggrr into simplestyle's #rrggbb and an opacity."""
    digits = value.strip().lstrip("#").lower()
    if not re.fullmatch(r"[0-9a-f]{8}|[0-9a-f]{6}", digits):
        return
    alpha, blue_green_red = (digits[:2], digits[2:]) if len(digits) == 8 else ("ff", digits)
    look[key] = f"#{blue_green_red[4:6]}{blue_green_red[2:4]}{blue_green_red[0:2]}"
    if opacity_key:
        look[opacity_key] = round(int(alpha, 16) / 255, 2)


def _positive(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 <= value <= 100 else None
