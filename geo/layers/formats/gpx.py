"""GPX: waypoints, routes and tracks, with times, links and line styles."""

from __future__ import annotations

import contextlib
from typing import Any

from geo.layers.formats.xmltext import Element, children, descendants, first, local, parse_xml, plain_text, text_of
from geo.layers.limits import LIMITS
from geo.layers.raw import RawFeature, RawLayer, Refused, told
from geo.model import Problem

__all__ = ["decode"]

_PIXELS_PER_MM = 96 / 25.4


def decode(data: bytes, name: str = "") -> tuple[RawLayer, ...]:
    """Return the layer of a GPX file. Raises Refused where it is none."""
    root, problems = parse_xml(data)
    if local(root) != "gpx":
        raise Refused(
            f"its outermost element is <{local(root)}>, not <gpx>.",
            "Give it the ending of what it is, or export it as GPX.",
        )
    features: list[RawFeature] = []
    counts = {"wpt": 0, "rte": 0, "trk": 0}
    words = {"wpt": "waypoint", "rte": "route", "trk": "track"}
    for element in children(root, "wpt", "rte", "trk"):
        kind = local(element)
        counts[kind] += 1
        if sum(counts.values()) > LIMITS.features:
            raise Refused(f"it has more than {LIMITS.features:,} features.", "Split it.")
        where = f"{words[kind]} {counts[kind]}"
        try:
            geometry = _geometry(element, kind, where, problems)
        except Refused as refused:
            problems.append(refused.problem(where=where))
            continue
        features.append(RawFeature(where, geometry, _properties(element, kind)))
    if not features and not problems:
        problems.append(told("", "it has no waypoints, routes or tracks"))
    return (RawLayer(tuple(features), members=_members(root), problems=tuple(problems)),)


def _members(root: Element) -> dict[str, Any]:
    about = first(root, "metadata")
    about = root if about is None else about
    author = text_of(about, "author", "name") or (text_of(about, "author") if local(root) == "gpx" else "")
    found = {
        "title": text_of(about, "name"),
        "description": plain_text(text_of(about, "desc")),
        "source": author,
        "license": text_of(about, "copyright", "license"),
        "date": text_of(about, "time")[:10],
    }
    return {key: value for key, value in found.items() if value}


def _geometry(element: Element, kind: str, where: str, problems: list[Problem]) -> dict[str, Any] | None:
    if kind == "wpt":
        return {"type": "Point", "coordinates": _position(element)}
    runs = [element] if kind == "rte" else list(children(element, "trkseg"))
    lines = [[_position(point) for point in children(run, "rtept", "trkpt")] for run in runs]
    kept = [line for line in lines if len(line) > 1 and any(p[:2] != line[0][:2] for p in line)]
    if kept:
        if len(kept) < len([line for line in lines if line]):
            problems.append(told(where, "a stretch of one point was left out"))
        return (
            {"type": "MultiLineString", "coordinates": kept}
            if len(kept) > 1
            else {"type": "LineString", "coordinates": kept[0]}
        )
    points = [line[0] for line in lines if line]
    if points:
        problems.append(told(where, "it has one point only and is shown as that"))
        return {"type": "Point", "coordinates": points[0]}
    problems.append(told(where, "it has no points; it is listed as unlocated"))
    return None


def _position(element: Element) -> list[float]:
    position = []
    for key, word in (("lon", "longitude"), ("lat", "latitude")):
        value = element.get(key)
        try:
            position.append(float((value or "").strip()))
        except ValueError:
            shown = "is missing" if value is None else f"is {value[:30]!r}"
            raise Refused(f"the attribute {key} ({word}) {shown}.", "Write it as a decimal number.") from None
    with contextlib.suppress(ValueError):
        position.append(float(text_of(element, "ele")))
    return position


def _properties(element: Element, kind: str) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    if name := text_of(element, "name"):
        properties["title"] = name
    for key, ours in (
        ("desc", "description"),
        ("cmt", "comment"),
        ("type", "type"),
        ("sym", "symbol"),
        ("src", "source"),
        ("number", "number"),
    ):
        if value := plain_text(text_of(element, key)):
            properties[ours] = value
    links = [href for link in children(element, "link", "url") if (href := link.get("href") or text_of(link))]
    if links:
        properties["links"] = links
    times = [text_of(time) for time in descendants(element, "time") if text_of(time)]
    if times:
        properties["when"] = times[0] if len(times) == 1 or times[0] == times[-1] else f"{times[0]}/{times[-1]}"
    for line in descendants(element, "line"):
        colour, opacity, width = text_of(line, "color"), text_of(line, "opacity"), text_of(line, "width")
        if len(colour.strip("#")) == 6:
            properties["stroke"] = "#" + colour.strip("#").lower()
        with contextlib.suppress(ValueError):
            properties["stroke-opacity"] = float(opacity)
        with contextlib.suppress(ValueError):
            properties["stroke-width"] = round(float(width) * _PIXELS_PER_MM, 1)
    return properties
