"""KML and KMZ: folders as layers, styles as simplestyle, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from geo.layers.formats.archive import open_archive
from geo.layers.formats.kml_look import Look, look_of, shared_styles
from geo.layers.formats.kml_shapes import GEOMETRIES, geometries_of, outline_of_overlay, point_of_view
from geo.layers.formats.xmltext import Element, children, descendants, first, local, parse_xml, plain_text, text_of
from geo.layers.limits import LIMITS
from geo.layers.raw import RawFeature, RawLayer, Refused, told
from geo.model import Problem

__all__ = ["decode", "decode_kmz"]

_CONTAINERS = ("Document", "Folder")
_KNOWN = {
    name.lower(): name
    for name in (
        "kml", *_CONTAINERS, "Placemark", "GroundOverlay", "NetworkLink", *GEOMETRIES, "coordinates", "name",
        "description", "outerBoundaryIs", "innerBoundaryIs", "LatLonBox", "Style", "styleUrl",
    )
}  # fmt: skip
_NOT_DRAWN = {
    "ScreenOverlay": "a picture that lies on the screen, not on the map, is not shown",
    "Tour": "a tour through the map is not shown",
    "NetworkLinkControl": "what it says to a program that fetched it is not used",
}
_MOST_FOLDERS = 200


def decode_kmz(data: bytes, name: str = "") -> tuple[RawLayer, ...]:
    """Return the layers of a KMZ: its main KML file, as Google Earth chooses it, and then the others in it.

    Raises Refused.
    """
    archive = open_archive(data)
    inside = [member for member in archive.names if member.lower().endswith(".kml")]
    if not inside:
        raise Refused("there is no KML file in it.", "Export it again as KMZ.")
    main = next((m for m in inside if m.lower() == "doc.kml"), min(inside, key=lambda m: (m.count("/"), m)))
    problems = list(archive.problems)
    layers = list(_read(archive.read(main), frozenset(inside)))
    if len(inside) > 1:
        layers = [replace(layer, name=layer.name or PurePosixPath(main).stem) for layer in layers]
    for member in inside:
        if member == main:
            continue
        try:
            found = _read(archive.read(member), frozenset(inside))
        except Refused as refused:
            where = ", ".join(part for part in (f"member {member!r}", refused.where) if part)
            problems.append(Problem("", where, refused.reason, refused.mend))
            continue
        stem = member.removesuffix(".kml")
        layers += [replace(layer, name="/".join(part for part in (stem, layer.name) if part)) for layer in found]
    drawn = [layer for layer in layers if layer.features] or layers[:1]
    empty = [layer for layer in layers if layer not in drawn]
    problems += [problem for layer in empty for problem in layer.problems if problem.fatal]
    if len(drawn) == 1:
        drawn = [replace(drawn[0], name="")]
    return (replace(drawn[0], problems=(*problems, *drawn[0].problems)), *drawn[1:])


@dataclass(slots=True)
class _Folder:
    path: tuple[str, ...]
    features: list[RawFeature] = field(default_factory=list)
    visible: bool = True
    description: str = ""


@dataclass(slots=True)
class _Reading:
    """What is gathered while one file is walked."""

    styles: dict[str, Look]
    problems: list[Problem]
    kinds: frozenset[str] = frozenset()
    """Names of elements that stand for a Placemark: KML 2.0 lets a <Schema> make some."""
    beside: frozenset[str] = frozenset()
    """Names of the KML files in the same archive, which are read, too."""
    folders: dict[tuple[str, ...], _Folder] = field(default_factory=dict)
    placemarks: int = 0


def decode(data: bytes, name: str = "") -> tuple[RawLayer, ...]:
    """Return one layer per folder that holds placemarks. Raises Refused where the file is no KML."""
    return _read(data, frozenset())


def _read(data: bytes, beside: frozenset[str]) -> tuple[RawLayer, ...]:
    """Return the layers of a KML file; links to the files `beside` it in its archive need not be fetched."""
    root, problems = parse_xml(data)
    _spell(root, problems)
    if local(root) == "html":
        raise Refused("it is a web page, not KML.", "Download the data itself; this is the page around it.")
    if local(root) not in ("kml", *_CONTAINERS, "Placemark", "GroundOverlay", "NetworkLink"):
        raise Refused(
            f"its outermost element is <{local(root)}>, not <kml>.",
            "Give it the ending of what it is, or export it as KML.",
        )
    schemas = descendants(root, "Schema")
    kinds = frozenset({"Placemark", *(s.get("name") or "" for s in schemas if s.get("parent") == "Placemark")})
    reading = _Reading(shared_styles(root), problems, kinds, beside)
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


def _spell(root: Element, problems: list[Problem]) -> None:
    """Write the names of elements as KML does, where upper and lower case are all that is wrong with them."""
    wrong: set[str] = set()
    for element in root.iter():
        name = local(element)
        right = _KNOWN.get(name.lower(), name)
        if name and right != name and ("kml" in element.tag or not element.tag.startswith("{")):
            wrong.add(f"<{name}>")
            element.tag = right
    if wrong:
        words = ", ".join(sorted(wrong)[:5])
        problems.append(told("", f"upper and lower case count in names of elements; {words} were read all the same"))


def _walk(element: Element, path: tuple[str, ...], visible: bool, reading: _Reading, depth: int = 0) -> None:
    if depth > LIMITS.depth:
        raise Refused("its folders are nested too deeply.", f"Keep to {LIMITS.depth} levels.")
    if local(element) in ("Placemark", "GroundOverlay", "NetworkLink"):
        _feature(element, path, visible, reading)
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
        else:
            _feature(child, path, visible, reading)


def _feature(element: Element, path: tuple[str, ...], visible: bool, reading: _Reading) -> None:
    """Take in what stands in a folder or a document and is none; other elements say nothing about the map."""
    kind = local(element)
    tell = reading.problems.append
    if kind in reading.kinds:
        _placemark(element, path, visible, reading)
    elif kind == "GroundOverlay":
        _ground_overlay(element, path, visible, reading)
    elif kind == "PhotoOverlay":
        _photo_overlay(element, path, visible, reading)
    elif kind in _NOT_DRAWN:
        tell(told(_called(element, kind), _NOT_DRAWN[kind]))
    elif kind == "NetworkLink":
        link = text_of(element, "Link", "href") or text_of(element, "Url", "href")
        if link.removeprefix("./") in reading.beside:
            return
        reason = f"it points to {link[:100] or 'nowhere'}, and nothing is fetched."
        mend = "Download what it points to and add that file."
        tell(Problem("", _called(element, "network link"), reason, mend))
    elif kind in GEOMETRIES:
        tell(Problem("", f"<{kind}>", "it stands outside of a placemark.", "Put it into a <Placemark>."))


def _called(element: Element, what: str) -> str:
    name = plain_text(text_of(element, "name"))[:60]
    return f"{what} {name!r}" if name else what


def _placemark(element: Element, path: tuple[str, ...], visible: bool, reading: _Reading) -> None:
    reading.placemarks += 1
    if reading.placemarks > LIMITS.features:
        raise Refused(f"it has more than {LIMITS.features:,} placemarks.", "Split it.")
    where = _called(element, f"placemark {reading.placemarks}")
    shapes = list(children(element, *GEOMETRIES))
    notes: list[str] = []
    try:
        found = [geometry for shape in shapes for geometry in geometries_of(shape, notes)]
    except Refused as refused:
        reading.problems.append(refused.problem(where=where))
        return
    if len(shapes) > 1:
        notes.append("a placemark holds one geometry; all of these were taken")
    if not found:
        notes.append("it has no geometry; it is listed as unlocated")
    _add(element, found, where, notes, path, visible, reading)


def _add(
    element: Element, found: list[dict[str, Any]], where: str, notes: list[str], path: tuple[str, ...],
    visible: bool, reading: _Reading, **look: Any,
) -> None:  # fmt: skip
    """Add a feature of the geometries found, with everything else the element says."""
    geometry = {"type": "GeometryCollection", "geometries": found} if len(found) > 1 else next(iter(found), None)
    own, missing = look_of(element, reading.styles)
    if missing:
        notes.append(missing)
    reading.problems.extend(told(where, note) for note in dict.fromkeys(notes))
    folder = reading.folders.setdefault(path, _Folder(path, visible=visible))
    folder.features.append(RawFeature(where, geometry, {**look, **_properties(element), **own}, element.get("id")))


def _ground_overlay(element: Element, path: tuple[str, ...], visible: bool, reading: _Reading) -> None:
    where = _called(element, "ground overlay")
    try:
        outline = outline_of_overlay(element)
    except Refused as refused:
        reading.problems.append(refused.problem(where=where))
        return
    notes = ["a picture laid on the map is shown as its outline"]
    look = {"fill-opacity": 0.05, "stroke-width": 1}
    _add(element, [outline] if outline else [], where, notes, path, visible, reading, **look)


def _photo_overlay(element: Element, path: tuple[str, ...], visible: bool, reading: _Reading) -> None:
    where = _called(element, "photo overlay")
    notes = ["a photograph is shown as the point where it was taken"]
    try:
        found = [point for shape in children(element, "Point") for point in geometries_of(shape, notes)]
        camera = point_of_view(element, "Camera")
    except Refused as refused:
        reading.problems.append(refused.problem(where=where))
        return
    _add(element, found or ([camera] if camera else []), where, notes, path, visible, reading)


def _properties(element: Element) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    name = text_of(element, "name")
    if name:
        properties["title"] = plain_text(name) or name  # a name that is all tags is a name still
    for key in ("description", "address", "phoneNumber", "Snippet", "snippet"):
        if value := plain_text(text_of(element, key)):
            properties[key.lower() if key != "phoneNumber" else "phone"] = value
    if when := _when(element):
        properties["when"] = when
    for key, value in _extended(element):
        properties.setdefault(key, plain_text(value))
    return properties


def _extended(element: Element) -> Iterator[tuple[str, str]]:
    """Yield what a placemark says beyond KML's own elements: named data, data of a schema, elements of others."""
    for data in descendants(element, "Data"):
        yield data.get("name") or "", text_of(data, "value")
    for data in descendants(element, "SimpleData", "SimpleArrayData"):
        yield data.get("name") or "", text_of(data)
    for extended in children(element, "ExtendedData"):
        for child in children(extended):
            if local(child) not in ("Data", "SchemaData") and len(child) == 0:
                yield local(child), text_of(child)


def _when(element: Element) -> str:
    if stamp := text_of(element, "TimeStamp", "when"):
        return stamp
    begin, end = text_of(element, "TimeSpan", "begin"), text_of(element, "TimeSpan", "end")
    if begin or end:
        return f"{begin or '..'}/{end or '..'}"
    stamps = sorted(
        text for track in descendants(element, "Track") for w in children(track, "when") if (text := text_of(w))
    )
    return "/".join(dict.fromkeys((stamps[0], stamps[-1]))) if stamps else ""
