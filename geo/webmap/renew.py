"""What an open page is told when only layers that people brought have changed: everything else on it stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from geo.webmap.basemap import Box, frame_of
from geo.webmap.content import Content
from geo.webmap.data import boxes_of, json_for_html, layer_data, tolerance_of
from geo.webmap.panel import layer_lists

__all__ = ["Shown", "news", "shown"]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows, and the part of the world it is drawn for."""

    content: Content
    frame: Box


def shown(content: Content) -> Shown:
    """Return what a page of this content shows."""
    return Shown(content, frame_of(boxes_of(content)))


def news(before: Shown, content: Content) -> tuple[str, Shown] | None:
    """Return as JSON what turns an open page into one of `content`, and what it shows then.

    None where the page must be loaded anew: reports or what was made of them changed, or it reaches farther.
    """
    if _rest(before.content) != _rest(content):
        return None
    if not content.places and not _within(shown(content).frame, before.frame):
        return None
    known = {layer.id: layer for layer in before.content.layers}
    brought = content.brought()
    tolerance = tolerance_of(before.frame)
    layers: list[Any] = [
        layer.id if layer == known.get(layer.id) else layer_data(layer, layer in brought, tolerance)
        for layer in content.layers
    ]
    return json_for_html({"layers": layers, "lists": layer_lists(content)}), Shown(content, before.frame)


def _within(inner: Box, outer: Box) -> bool:
    """Return whether what is now to be seen lies in what the open page was drawn for: its basemap is fine there."""
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def _rest(content: Content) -> tuple[Any, ...]:
    """Return what stands on a page besides brought layers. Comparing is quick: what is unchanged is the same object."""
    brought = {layer.id for layer in content.brought()}
    ours = tuple(layer for layer in content.layers if layer.id not in brought)
    return content.title, content.language, content.reports, content.claims, content.places, content.unplaced, ours
