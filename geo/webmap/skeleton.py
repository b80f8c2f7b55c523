"""The page's frame: header, panel, the places of the controls, and the notes that are always in view."""

from __future__ import annotations

from html import escape

from geo.webmap.content import Content
from geo.webmap.legend import legend_html
from geo.webmap.panel import header_html, layers_html, panel_html
from geo.webmap.signs import definitions
from geo.webmap.theme import read_theme

__all__ = ["body_html"]


_WITHOUT_SCRIPTS = (
    "<noscript><style>body{display:block;height:auto;overflow:auto;max-width:760px;margin:0 auto}"
    ".folium-map{display:none}.panes{overflow:visible}</style>"
    '<p class="unscripted">The map needs scripts, which are off. The list and the text below say the same.</p>'
    "</noscript>"
)


def body_html(content: Content, tiles: str = "") -> str:
    """Return everything that stands beside the map's own element; `tiles` is whom to thank for an online basemap."""
    theme = read_theme()
    credits = f"Basemap: {tiles}. Drawn with Leaflet." if tiles else theme.credits
    return (
        _WITHOUT_SCRIPTS
        + definitions(content.hues.values())
        + f'<header class="top" id="top">{header_html(content)}<div class="top-tools" id="top-tools"></div></header>'
        + '<div class="panel" id="panel" role="main"><div class="panel-tools" id="panel-tools"></div>'
        + f'<div class="panes" id="panes">{panel_html(content)}{layers_html(content, credits)}</div></div>'
        + f'<footer class="foot" id="foot"><div class="time" id="time"></div>{legend_html(content)}'
        + f'<p class="disclaimer">{escape(theme.disclaimer)} <span class="credits">{escape(credits)}</span></p>'
        + "</footer>"
    )
