"""TopoJSON: shared, quantised arcs turned into shapely geometries (TopoJSON Specification 1.0)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from shapely.geometry import (
    GeometryCollection,
    LineString,
    MultiLineString,
    MultiPoint,
    MultiPolygon,
    Point,
    Polygon,
)
from shapely.geometry.base import BaseGeometry

from geo.errors import LayerError

__all__ = ["decode", "geometry_objects"]

Position = tuple[float, ...]
Topology = Mapping[str, Any]


def decode(topology: Topology, name: str) -> Iterator[tuple[str, dict[str, Any], BaseGeometry | None]]:
    """Yield (id, properties, geometry) of each geometry in the object `name`, in file order.

    Coordinates are those of the file, [lon, lat] for the atlases; rings keep the winding they have. A polygon ring
    with fewer than four positions is left out. Raises LayerError where the topology lacks the object or an arc.
    """
    try:
        top = topology["objects"][name]
    except KeyError:
        known = ", ".join(sorted(topology.get("objects", {}))) or "none"
        raise LayerError(f"TopoJSON holds no object {name!r} (it has: {known}).") from None
    arcs = _arcs(topology)
    members = top["geometries"] if top.get("type") == "GeometryCollection" else [top]
    for member in members:
        identity = "" if member.get("id") is None else str(member["id"])
        yield identity, dict(member.get("properties") or {}), _geometry(member, arcs, topology)


def geometry_objects(
    topology: Topology, name: str
) -> Iterator[tuple[Any, Mapping[str, Any], dict[str, Any] | LayerError | None]]:
    """Yield (id, properties, GeoJSON geometry) of each geometry in the object `name`, unchecked.

    A geometry that cannot be put together comes as the LayerError that says why, so that it does not spoil the others.
    Raises LayerError where the arcs themselves are damaged.
    """
    top = topology["objects"][name]
    if not isinstance(top, Mapping):
        raise LayerError(f"the TopoJSON object {name!r} is no object.")
    try:
        arcs = _arcs(topology)
    except (TypeError, ValueError, KeyError, OverflowError):
        raise LayerError(
            'its "arcs" should be arrays of positions, and its "transform" have a "scale" and a "translate" of two '
            "numbers each."
        ) from None
    members = top.get("geometries") if top.get("type") == "GeometryCollection" else [top]
    for member in members if isinstance(members, list) else ():
        if not isinstance(member, Mapping):
            yield None, {}, LayerError("every geometry must be an object.")
            continue
        properties = member.get("properties")
        found: dict[str, Any] | LayerError | None
        try:
            found = _plain_geometry(member, arcs, topology, 0)
        except LayerError as error:
            found = error
        except KeyError as missing:
            found = LayerError(f"a {str(member.get('type'))[:40]} needs the member {str(missing)[:40]}.")
        except (TypeError, ValueError, IndexError, AttributeError, OverflowError):
            found = LayerError("its arcs should be numbers of arcs, nested as its type wants them.")
        yield member.get("id"), properties if isinstance(properties, Mapping) else {}, found


def _plain_geometry(
    member: Mapping[str, Any], arcs: list[list[Position]], topology: Topology, depth: int
) -> dict[str, Any] | None:
    kind = member.get("type")
    if kind is None:
        return None
    coordinates: Any
    match kind:
        case "Point":
            coordinates = _position(member["coordinates"], topology)
        case "MultiPoint":
            coordinates = [_position(p, topology) for p in member["coordinates"]]
        case "LineString":
            coordinates = _line(member["arcs"], arcs)
        case "MultiLineString" | "Polygon":
            coordinates = [_line(line, arcs) for line in member["arcs"]]
        case "MultiPolygon":
            coordinates = [[_line(ring, arcs) for ring in rings] for rings in member["arcs"]]
        case "GeometryCollection" if depth < 20:
            parts = [_plain_geometry(part, arcs, topology, depth + 1) for part in member["geometries"]]
            return {"type": kind, "geometries": parts}
        case other:
            raise LayerError(f"TopoJSON geometry type {str(other)[:40]!r} is unknown.")
    return {"type": kind, "coordinates": coordinates}


def _arcs(topology: Topology) -> list[list[Position]]:
    transform = topology.get("transform")
    if transform is None:
        return [[tuple(p) for p in arc] for arc in topology["arcs"]]
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    decoded = []
    for arc in topology["arcs"]:
        x = y = 0
        line: list[Position] = []
        for dx, dy, *_ in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        decoded.append(line)
    return decoded


def _line(indexes: Sequence[int], arcs: Sequence[list[Position]]) -> list[Position]:
    points: list[Position] = []
    for index in indexes:
        try:
            arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        except IndexError:
            raise LayerError(f"TopoJSON names arc {index}, but has only {len(arcs)}.") from None
        points.extend(arc[1:] if points else arc)
    return points


def _position(raw: Sequence[float], topology: Topology) -> Position:
    transform = topology.get("transform")
    if transform is None:
        return tuple(raw)
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    return (raw[0] * sx + tx, raw[1] * sy + ty)


def _polygon(rings: Sequence[Sequence[int]], arcs: Sequence[list[Position]]) -> Polygon | None:
    lines = [line for line in (_line(ring, arcs) for ring in rings) if len(line) >= 4]
    return Polygon(lines[0], lines[1:]) if lines else None


def _geometry(member: Mapping[str, Any], arcs: list[list[Position]], topology: Topology) -> BaseGeometry | None:
    match member.get("type"):
        case None:
            return None
        case "Point":
            return Point(_position(member["coordinates"], topology))
        case "MultiPoint":
            return MultiPoint([_position(p, topology) for p in member["coordinates"]])
        case "LineString":
            return LineString(_line(member["arcs"], arcs))
        case "MultiLineString":
            return MultiLineString([_line(line, arcs) for line in member["arcs"]])
        case "Polygon":
            return _polygon(member["arcs"], arcs)
        case "MultiPolygon":
            return MultiPolygon([p for p in (_polygon(rings, arcs) for rings in member["arcs"]) if p is not None])
        case "GeometryCollection":
            parts = [_geometry(part, arcs, topology) for part in member["geometries"]]
            return GeometryCollection([part for part in parts if part is not None])
        case other:
            raise LayerError(f"TopoJSON geometry type {other!r} is unknown.")
