"""Choose the pieces of the compiled basemap a page needs: fine where the situation is, coarse elsewhere."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from geo.webmap.assets import cell_bytes, cell_index

__all__ = ["Box", "basemap_data", "frame_of", "label_data"]

Box = tuple[float, float, float, float]
"""West, south, east, north, degrees; east may pass 180 where the situation lies across it."""

_GRADES = {"110m": (360.0, 60), "50m": (15.0, 160), "10m": (5.0, 400)}
_BUDGET = {"50m": 110_000, "10m": 170_000}
"""Bytes of a grade before base64; a page of a whole ocean keeps to them too."""
_LABEL_BUDGET = 60_000
_TOWN_BUDGET = 60_000
_TOWN_REACH = 0.5
"""Degrees round a small shape in which every town has a name on the page."""
_SMALL = 3.0
"""Degrees up to which a shape is one that readers look at closely."""


def frame_of(boxes: Sequence[Box]) -> Box:
    """Return the narrowest box around all boxes, going round the back of the world where that is shorter.

    >>> frame_of([(175, -20, 180, -15), (-180, -20, -178, -15)])
    (175, -20, 182, -15)
    """
    if not boxes:
        return (-170, -58, 190, 74)
    south, north = min(b[1] for b in boxes), max(b[3] for b in boxes)
    spans = sorted((b[0], b[2]) for b in boxes)
    gap, west = -1.0, spans[0][0]
    reach = spans[0][1]
    for start, end in spans[1:]:
        if start - reach > gap:
            gap, west = start - reach, start
        reach = max(reach, end)
    across = spans[0][0] + 360 - reach
    if across >= gap:
        return (spans[0][0], south, reach, north)
    east = max(end for start, end in spans if start < west) + 360
    return (west, south, east, north)


def basemap_data(frame: Box, boxes: Sequence[Box]) -> dict[str, Any]:
    """Return the grades for the page: the whole world coarse, the frame's surroundings finer, the shapes finest."""
    width, height = frame[2] - frame[0], frame[3] - frame[1]
    margin = max(width, height, 4) * 0.9
    around = (frame[0] - margin, frame[1] - margin, frame[2] + margin, frame[3] + margin)
    chosen = {"110m": ["0,0"], "50m": _cells_of([around], 15), "10m": _fine_cells(boxes, frame)}
    return {
        grade: {
            "cell": _GRADES[grade][0],
            "steps": _GRADES[grade][1],
            "cells": {
                key: base64.b64encode(piece).decode("ascii")
                for key, piece in cell_bytes(grade, _within_budget(grade, keys)).items()
            },
        }
        for grade, keys in chosen.items()
    }


def _fine_cells(boxes: Sequence[Box], frame: Box) -> list[str]:
    """Cells under the smaller shapes first: who looks at a town looks close."""
    keys: dict[str, None] = {}
    for box in sorted(boxes, key=lambda b: ((b[2] - b[0]) * (b[3] - b[1]), b)):
        grow = min(max(box[2] - box[0], box[3] - box[1]) * 0.3, 3.0) + 0.8
        keys.update(dict.fromkeys(_cells_of([(box[0] - grow, box[1] - grow, box[2] + grow, box[3] + grow)], 5)))
    if frame[2] - frame[0] < 40:
        keys.update(dict.fromkeys(_cells_of([frame], 5)))
    return list(keys)


def _cells_of(boxes: Iterable[Box], size: float) -> list[str]:
    """Return the keys of the cells boxes touch, those nearest to a box's middle first."""
    keys: dict[str, None] = {}
    columns, rows = int(360 / size), int(180 / size)
    for west, south, east, north in boxes:
        middle = ((west + east) / 2, (south + north) / 2)
        found = []
        for row in range(max(0, int((south + 90) // size)), min(rows - 1, int((north + 90) // size)) + 1):
            first, last = int((west + 180) // size), int((east + 180) // size)
            for column in range(first, min(last, first + columns - 1) + 1):
                x, y = -180 + (column + 0.5) * size, -90 + (row + 0.5) * size
                found.append(((x - middle[0]) ** 2 + (y - middle[1]) ** 2, f"{column % columns},{row}"))
        keys.update(dict.fromkeys(key for _, key in sorted(found)))
    return list(keys)


def _within_budget(grade: str, keys: Sequence[str]) -> list[str]:
    return _first(keys, _BUDGET[grade], cell_index()[grade]) if grade in _BUDGET else list(keys)


def _first(keys: Sequence[str], budget: int, places: Mapping[str, Sequence[int]]) -> list[str]:
    """Return the first of the keys whose pieces fit into a budget of bytes."""
    kept = []
    for key in keys:
        budget -= places.get(key, (0, 0))[1]
        if budget < 0:
            break
        kept.append(key)
    return kept


def label_data(frame: Box, boxes: Sequence[Box]) -> str:
    """Return the names for the page as a JSON array's text: all countries and seas, the towns of the frame."""
    pad = max((frame[2] - frame[0]) * 0.25, 2.0)
    grown = (frame[0] - pad, frame[1] - pad, frame[2] + pad, frame[3] + pad)
    places = cell_index()["labels"]
    local = list(dict.fromkeys([*_fine_cells(boxes, frame), *_cells_of([grown], 5)]))
    keys = ["world", *_first(local, _LABEL_BUDGET, places), *_first(_town_cells(boxes), _TOWN_BUDGET, places)]
    pieces = cell_bytes("labels", keys)
    return "[" + ",".join(pieces[key].decode() for key in keys if pieces.get(key)) + "]"


def _town_cells(boxes: Sequence[Box]) -> list[str]:
    """Cells of small towns round the small shapes, the smallest first."""
    small = sorted((b for b in boxes if max(b[2] - b[0], b[3] - b[1]) <= _SMALL), key=lambda b: (b[2] - b[0], b))
    reach = _TOWN_REACH
    grown = [(b[0] - reach, b[1] - reach, b[2] + reach, b[3] + reach) for b in small]
    return [f"near:{key}" for key in _cells_of(grown, 1)]
