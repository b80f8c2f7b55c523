"""The page's data block: everything the script needs, as JSON that no browser runs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from geo.model import Feature, Layer
from geo.webmap.basemap import Box, basemap_data, label_data
from geo.webmap.content import ClaimItem, Content, PlaceItem
from geo.webmap.encode import STEPS, encode_geometry
from geo.webmap.theme import read_theme
from geo.webmap.timeline import timeline

__all__ = ["boxes_of", "data_block", "json_for_html"]


def boxes_of(content: Content) -> list[Box]:
    """Return the boxes of all shapes the page frames: those with claims, else all named places, else all layers."""
    marked = [place for place in content.places if place.claims] or list(content.places)
    sharp = [box for place in marked if place.precision != "vague" for box in _boxes(place.geometry)]
    soft = [box for place in marked if place.precision == "vague" for box in _boxes(place.geometry)]
    boxes = sharp + [_towards(box, sharp) for box in soft]
    return boxes or [
        box
        for layer in content.brought()
        for feature in layer.features
        if feature.geometry is not None
        for box in _boxes(feature.geometry)
    ]


def _boxes(geometry: Any) -> list[Box]:
    """A shape cut at 180 degrees has a box on either side of it; any other has one."""
    if geometry.is_empty:
        return []
    west, south, east, north = geometry.bounds
    if west <= -179.9 and east >= 179.9 and hasattr(geometry, "geoms"):
        return [tuple(part.bounds) for part in geometry.geoms]
    return [(west, south, east, north)]


_WIDE = 25.0
"""Degrees from which a vague shape need not be seen to its last edge."""


def _towards(soft: Box, sharp: list[Box]) -> Box:
    """Draw the far side of a wide vague box in, so that the map is not framed by what nobody drew a line for."""
    if not sharp or soft[2] - soft[0] < _WIDE:
        return soft
    middle = sum(box[0] + box[2] for box in sharp) / (2 * len(sharp))
    pull = (soft[2] - soft[0]) * 0.45
    return (soft[0] + pull, *soft[1:]) if middle > (soft[0] + soft[2]) / 2 else (*soft[:2], soft[2] - pull, soft[3])


def data_block(content: Content, frame: Box, *, online: bool) -> str:
    """Return the `<script type="application/json">` element with places, claims, layers and basemap."""
    boxes = boxes_of(content)
    brought = content.brought()
    data = {
        "title": content.title,
        "frame": [round(value, 4) for value in frame],
        "steps": STEPS,
        "online": online,
        "statuses": {
            name: {"label": look.label, "line": look.line, "hatch": look.hatch}
            for name, look in read_theme().statuses.items()
        },
        "places": [_place(place) for place in content.places],
        "claims": [_claim(claim, content.claims) for claim in content.claims],
        "layers": [_layer(layer, layer in brought) for layer in content.layers],
        "time": [asdict(step) for step in timeline(content)],
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


def _place(place: PlaceItem) -> dict[str, Any]:
    return {
        "id": place.place_id,
        "name": place.name,
        "kind": place.kind,
        "precision": place.precision,
        "basis": place.basis,
        "point": list(place.point),
        "claims": list(place.claims),
        "named": place.named,
        **encode_geometry(place.geometry),
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


def _layer(layer: Layer, brought: bool) -> dict[str, Any]:
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
    if brought:
        made["features"] = [_feature(feature, layer) for feature in layer.features if feature.geometry is not None]
    return made


def _feature(feature: Feature, layer: Layer) -> dict[str, Any]:
    props = {**layer.style, **feature.properties}
    return {
        "properties": {key: _plain(value) for key, value in props.items()},
        **encode_geometry(feature.geometry),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, float) and value != value:
        return None
    return value if isinstance(value, (str, int, float, bool, type(None), list, dict)) else str(value)
