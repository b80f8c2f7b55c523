"""The page's data block: everything the script needs, as JSON that no browser runs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo.model import Feature, Layer
from geo.webmap.basemap import Box, basemap_data, frame_of, label_data
from geo.webmap.content import ClaimItem, Content, PlaceItem
from geo.webmap.encode import STEPS, encode_geometry
from geo.webmap.theme import read_theme
from geo.webmap.timeline import timeline

__all__ = ["boxes_of", "data_block", "json_for_html", "layer_data", "tolerance_of"]


_DETAIL = 16_000
"""Parts of the frame an outline is drawn by: below a pixel until four zoom levels closer than the whole situation."""


def boxes_of(content: Content) -> list[Box]:
    """Return the boxes of all shapes the page frames: those with claims, else all named places, else all layers."""
    marked = [place for place in content.places if place.claims] or list(content.places)
    sharp = [box for place in marked if place.precision != "vague" for box in _boxes(place.geometry)]
    soft = [box for place in marked if place.precision == "vague" for box in _boxes(place.geometry)]
    boxes = _without_far(sharp + [_towards(box, sharp) for box in soft])
    return boxes or [
        box
        for layer in content.brought()
        for feature in layer.features
        if feature.geometry is not None
        for box in _boxes(feature.geometry)
    ]


_MOST = 0.94
"""Share of a shape's area that its box must hold: a state is framed without its farthest islands."""


def _boxes(geometry: BaseGeometry) -> list[Box]:
    """Return the box of a shape's main parts; those of a shape cut at 180 degrees lie on either side."""
    if geometry.is_empty:
        return []
    parts = sorted(shapely.get_parts(geometry), key=lambda part: (-part.area, part.bounds))
    whole, held, kept = sum(part.area for part in parts), 0.0, []
    for part in parts:
        kept.append(part)
        held += part.area
        if whole and held >= _MOST * whole:
            break
    west, south, east, north = (float(value) for value in shapely.total_bounds(kept))
    if west <= -179.9 and east >= 179.9:
        return [part.bounds for part in kept]
    return [(west, south, east, north)]


def _without_far(boxes: list[Box]) -> list[Box]:
    """Leave out what lies so far from the rest that the rest would shrink to a spot, as long as most remains.

    What is left out is not lost: its callout waits at the edge of the map, on its side.
    """
    kept = list(boxes)
    while len(kept) > max(2, len(boxes) * 2 // 3):
        rests = [frame_of(kept[:n] + kept[n + 1 :]) for n in range(len(kept))]
        least, number = min((_size(rest), n) for n, rest in enumerate(rests))
        if least > _SHRUNK * _size(frame_of(kept)) or _gap(kept[number], rests[number]) < _FAR:
            break
        del kept[number]
    return kept


_SHRUNK = 0.45
"""What the frame must shrink to without a stray, for it to be left out."""
_FAR = 1.0
"""A stray lies this many widths of the rest away from it: what touches the rest belongs to the situation."""


def _size(box: Box) -> float:
    return max(box[2] - box[0], 1.0) * max(box[3] - box[1], 1.0)


def _gap(box: Box, rest: Box) -> float:
    """Return how far a box lies from the rest, in widths (or heights, the longer) of the rest."""
    east = min((box[0] - rest[2]) % 360, (rest[0] - box[2]) % 360)
    touching = any(box[0] + turn <= rest[2] and box[2] + turn >= rest[0] for turn in (-360, 0, 360))
    north = max(box[1] - rest[3], rest[1] - box[3], 0.0)
    return max(0.0 if touching else east, north) / max(rest[2] - rest[0], rest[3] - rest[1], 1.0)


_WIDE = 25.0
"""Degrees from which a vague shape need not be seen to its last edge."""


def _towards(soft: Box, sharp: list[Box]) -> Box:
    """Draw the far side of a wide vague box in, so that the map is not framed by what nobody drew a line for."""
    if not sharp:
        return soft
    west, east = _pulled(soft[0], soft[2], sum(box[0] + box[2] for box in sharp) / (2 * len(sharp)))
    south, north = _pulled(soft[1], soft[3], sum(box[1] + box[3] for box in sharp) / (2 * len(sharp)))
    return (west, south, east, north)


def _pulled(low: float, high: float, middle: float) -> tuple[float, float]:
    if high - low < _WIDE:
        return low, high
    pull = (high - low) * 0.45
    return (low + pull, high) if middle > (low + high) / 2 else (low, high - pull)


def data_block(content: Content, frame: Box, *, online: bool) -> str:
    """Return the `<script type="application/json">` element with places, claims, layers and basemap."""
    boxes = boxes_of(content)
    brought = content.brought()
    tolerance = tolerance_of(frame)
    data = {
        "title": content.title,
        "frame": [round(value, 4) for value in frame],
        "steps": STEPS,
        "online": online,
        "statuses": {
            name: {"label": look.label, "line": look.line, "hatch": look.hatch}
            for name, look in read_theme().statuses.items()
        },
        "places": [_place(place, tolerance) for place in content.places],
        "claims": [_claim(claim, content.claims) for claim in content.claims],
        "layers": [layer_data(layer, layer in brought, tolerance) for layer in content.layers],
        "time": [asdict(step) for step in timeline(content)],
        "short": {theme: read_theme().short(theme) for theme in content.hues},
        "reports": [{"id": r.id, "title": r.title, "source": r.source, "date": r.date} for r in content.reports],
        "basemap": {} if online else basemap_data(frame, boxes),
    }
    text = json_for_html(data)
    labels = "[]" if online else escape_json(label_data(frame, boxes))
    return (
        f'<script type="application/json" id="sitmap-data">{text}</script>'
        f'<script type="application/json" id="sitmap-names">{labels}</script>'
    )


def json_for_html(value: Any) -> str:
    """Return JSON that can stand inside a script element: no `<`, no separators that end a line of script.

    >>> json_for_html("</script>\u2028")
    '"\\\\u003c/script>\\\\u2028"'
    """
    return escape_json(json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False))


def escape_json(text: str) -> str:
    """Return JSON text with what HTML or script could misread written as escapes."""
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _place(place: PlaceItem, tolerance: float) -> dict[str, Any]:
    return {
        "id": place.place_id,
        "name": place.name,
        "kind": place.kind,
        "precision": place.precision,
        "basis": place.basis,
        "point": list(place.point),
        "claims": list(place.claims),
        "named": place.named,
        **encode_geometry(place.geometry, tolerance),
    }


def _claim(claim: ClaimItem, others: Sequence[ClaimItem]) -> dict[str, Any]:
    return {
        "n": claim.number,
        "key": claim.key,
        "report": claim.report,
        "layer": claim.layer,
        "event": claim.event,
        "theme": claim.theme,
        "hue": claim.hue,
        "status": claim.status,
        "when": claim.when,
        "who": list(claim.attribution),
        "places": list(claim.places),
        "start": claim.start,
        "end": claim.end,
        "against": [o.number for o in others if o.key in claim.disputes or claim.key in o.disputes],
    }


def tolerance_of(frame: Box) -> float:
    """Return how far, in degrees, an outline on a page of this frame may lie beside the true one."""
    return max(frame[2] - frame[0], frame[3] - frame[1]) / _DETAIL


def layer_data(layer: Layer, brought: bool, tolerance: float) -> dict[str, Any]:
    """Return what the page's script knows of a layer; one that somebody brought with all its features."""
    made: dict[str, Any] = {
        "id": layer.id,
        "title": layer.title or layer.id,
        "group": layer.group,
        "report": layer.report,
        "visible": layer.visible,
        "source": layer.source,
        "license": layer.license,
        "date": layer.date,
        "description": layer.description,
    }
    if layer.style.get("points") in ("clusters", "heat"):
        made["points"] = layer.style["points"]
    if layer.style.get("label"):
        made["labels"] = True
    if brought:
        made["features"] = [
            _feature(feature, layer, tolerance) for feature in layer.features if feature.geometry is not None
        ]
    return made


_OF_THE_LAYER = ("popup", "label", "points", "legend")
"""Keys of a layer's style that are not a look of its features."""
_LOOK = ("stroke", "fill", "marker-")


def _feature(feature: Feature, layer: Layer, tolerance: float) -> dict[str, Any]:
    style = {key: value for key, value in layer.style.items() if key not in _OF_THE_LAYER}
    shown = layer.style.get("popup")
    own = feature.properties
    if isinstance(shown, list):
        # The fields of a popup, in the order the layer's sidecar gives them; the look and the head are not asked for.
        always = {key: own[key] for key in own if key in ("title", "name", "description") or key.startswith(_LOOK)}
        own = {**always, **{key: own[key] for key in shown if key in own}}
    props = {**style, **own}
    return {
        "properties": {key: _plain(value) for key, value in props.items()},
        **encode_geometry(feature.geometry, tolerance),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, float) and value != value:
        return None
    return value if isinstance(value, (str, int, float, bool, type(None), list, dict)) else str(value)
