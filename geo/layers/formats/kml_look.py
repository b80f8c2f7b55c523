"""The styles of a KML file as simplestyle keys: shared, mapped and inline ones; nothing of another file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from geo.layers.formats.xmltext import Element, children, descendants, first, text_of

__all__ = ["Look", "look_of", "shared_styles"]

Look = dict[str, Any]


def shared_styles(root: Element) -> dict[str, Look]:
    """Return the styles of a file that have an id, as `#id`; a StyleMap gives its normal one."""
    styles = {f"#{style.get('id')}": _style(style) for style in descendants(root, "Style") if style.get("id")}
    maps = [one for one in descendants(root, "StyleMap") if one.get("id")]
    # One StyleMap may name another; each round brings one step of such a chain.
    for _ in range(3):
        for style_map in maps:
            found = _normal(style_map, styles)
            if found is not None:
                styles[f"#{style_map.get('id')}"] = found
    return styles


def look_of(element: Element, styles: Mapping[str, Look]) -> tuple[Look, str]:
    """Return the look of a placemark, and what there is to tell of it, empty where nothing is."""
    url = text_of(element, "styleUrl")
    # A style of another file is not fetched; one of this file may be named by the file, too.
    name = "#" + url.rpartition("#")[2] if url else ""
    look = dict(styles.get(name, {}))
    for style_map in children(element, "StyleMap"):
        look.update(_normal(style_map, styles) or {})
    for inline in children(element, "Style"):
        look.update(_style(inline))
    if url and name not in styles:
        return look, f"its style {url[:60]!r} is not in this file; it has the layer's look"
    return look, ""


def _normal(style_map: Element, styles: Mapping[str, Look]) -> Look | None:
    """Return the look that a StyleMap gives what no pointer is on, None where it gives none."""
    for pair in children(style_map, "Pair"):
        if text_of(pair, "key") == "normal":
            inline = first(pair, "Style")
            url = text_of(pair, "styleUrl")
            return _style(inline) if inline is not None else styles.get("#" + url.rpartition("#")[2])
    return None


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
