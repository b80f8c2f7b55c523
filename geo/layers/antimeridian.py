"""Bring longitudes to -180..180 and cut what crosses 180 degrees in two (RFC 7946, section 3.1.9)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon, box

from geo.layers.parts import Array
from geo.layers.raw import Refused

__all__ = ["cut_line", "cut_polygon", "wrap"]

_SHIFTED = "longitudes beyond 180 degrees were brought to -180..180"
_CUT = "a shape that crosses 180 degrees was cut there"


def wrap(array: Array, notes: list[str]) -> Array:
    """Return separate positions with longitudes in -180..180."""
    if np.abs(array[:, 0]).max() <= 180:
        return array
    notes.append(_SHIFTED)
    wrapped = array.copy()
    wrapped[:, 0] = (array[:, 0] + 180) % 360 - 180
    return wrapped


def _unwrapped(array: Array) -> Array:
    """Return positions whose longitudes run on past 180 instead of jumping to the other side of the world.

    An edge from -180 to 180 exactly stays: it is the frame of the world or the foot of Antarctica, no crossing.
    """
    lon = array[:, 0]
    step = np.diff(lon)
    jump = np.where(np.abs(step) > 180, -np.sign(step) * 360, 0.0)
    edge = (np.abs(lon[:-1]) == 180) & (np.abs(lon[1:]) == 180)
    jump[edge] = 0
    if not jump.any():
        return array
    result = array.copy()
    result[1:, 0] += np.cumsum(jump)
    return result


def _worlds(low: float, high: float) -> range:
    """Return the numbers k of the worlds (centred on 360 k) that longitudes low..high touch with more than an edge."""
    first = int(np.floor((low + 180) / 360))
    last = int(np.ceil((high - 180) / 360))
    return range(first, max(first, last) + 1)


def cut_line(array: Array, notes: list[str]) -> list[Array]:
    """Return a line's pieces, each within -180..180. A step of more than 180 degrees is the short way round."""
    line = _unwrapped(array)
    low, high = float(line[:, 0].min()), float(line[:, 0].max())
    if low >= -180 and high <= 180:
        if line is not array:
            notes.append(_SHIFTED)
        return [line]
    notes.append(_SHIFTED if line is array else _CUT)
    worlds = _worlds(low, high)
    pieces: list[Any] = []
    for world in worlds:
        moved = line.copy()
        moved[:, 0] -= 360 * world
        if len(worlds) == 1:
            pieces.append(moved)
            continue
        if len(np.unique(moved[:, :2], axis=0)) < 2:
            continue
        clipped = shapely.intersection(LineString(moved), box(-180, -90, 180, 90))
        pieces.extend(
            shapely.get_coordinates(part, include_z=part.has_z)
            for part in shapely.get_parts(clipped)
            if isinstance(part, LineString) and part.length > 0
        )
    return pieces


def _keeps_literal(shell: Array) -> bool:
    """Return whether a ring with jumps is meant as drawn: a wide box wound counter-clockwise as it stands.

    RFC 7946 wants outer rings counter-clockwise, so a box from -170 to 170 wound that way goes the long way round,
    and one wound the other way is a narrow strip across 180 degrees.
    """
    if len(shell) != 5 or len(np.unique(shell[:, 0])) != 2 or len(np.unique(shell[:, 1])) != 2:
        return False
    x, y = shell[:, 0], shell[:, 1]
    return float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) > 0


def _around_pole(ring: Array, notes: list[str]) -> Array:
    """Return the closed ring of an area that holds a pole, from an outline that runs once round the world."""
    turn = ring[-1, 0] - ring[0, 0]
    mean = float(ring[:, 1].mean())
    if abs(abs(turn) - 360) > 1e-9 or abs(mean) < 45:
        raise Refused("its outline runs round the world without closing.", "Cut it at 180 degrees into parts.")
    pole = 90.0 if mean > 0 else -90.0
    # Start at -180, so that one world holds it all.
    start = int(np.argmax(((ring[:-1, 0] + 180) % 360) * np.sign(-turn)))
    lap = np.concatenate((ring[start:-1], ring[:start] + np.array([turn] + [0.0] * (ring.shape[1] - 1))))
    lap = np.concatenate((lap, lap[:1]))
    lap[-1, 0] += turn
    lap[:, 0] += -360 * np.floor((lap[:, 0].mean() + 180) / 360)
    foot = np.zeros((2, lap.shape[1]))
    foot[0, :2], foot[1, :2] = (lap[-1, 0], pole), (lap[0, 0], pole)
    notes.append("an outline around a pole was closed along it")
    return np.concatenate((lap, foot, lap[:1]))


def cut_polygon(shell: Array, holes: Sequence[Array], notes: list[str]) -> list[Polygon]:
    """Return a polygon's pieces, each within -180..180. Rings are closed; validity is the caller's business.

    Raises Refused for an outline that runs round the world and neither closes nor holds a pole.
    """
    around = _unwrapped(shell)
    if around is not shell and _keeps_literal(shell):
        around = shell
    if abs(around[0, 0] - around[-1, 0]) > 1e-9:
        around = _around_pole(around, notes)
    middle = (float(around[:, 0].min()) + float(around[:, 0].max())) / 2
    inner = []
    for hole in holes:
        ring = _unwrapped(hole)
        if abs(ring[0, 0] - ring[-1, 0]) > 1e-9:
            raise Refused("a hole runs round the world without closing.", "Cut the area at 180 degrees into parts.")
        moved = ring.copy()
        centre = (float(ring[:, 0].min()) + float(ring[:, 0].max())) / 2
        if around[:, 0].min() > centre or centre > around[:, 0].max():
            moved[:, 0] += 360 * np.round((middle - centre) / 360)
        inner.append(moved)
    low = min(float(ring[:, 0].min()) for ring in (around, *inner))
    high = max(float(ring[:, 0].max()) for ring in (around, *inner))
    whole = Polygon(around, inner)
    if low >= -180 and high <= 180:
        return [whole]
    worlds = _worlds(low, high)
    notes.append(_CUT if len(worlds) > 1 else _SHIFTED)
    if len(worlds) == 1:
        return [_moved(whole, -360 * worlds[0])]
    if not whole.is_valid:
        whole = shapely.make_valid(whole, method="structure", keep_collapsed=False)
    pieces: list[Any] = []
    for world in worlds:
        clipped = shapely.intersection(_moved(whole, -360 * world), box(-180, -90, 180, 90))
        pieces.extend(p for p in shapely.get_parts(clipped) if isinstance(p, Polygon) and p.area > 0)
    return pieces


def _moved(geometry: Polygon, degrees: float) -> Polygon:
    def shift(coordinates: Array) -> Array:
        result = coordinates.copy()
        result[:, 0] += degrees
        return result

    return shapely.transform(geometry, shift, include_z=geometry.has_z)
