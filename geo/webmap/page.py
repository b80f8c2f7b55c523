"""Layers and reports as one page: a real folium.Map, and the file it is written to."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

import numpy as np

from geo.errors import PageError
from geo.model import Document, Layer
from geo.webmap.assets import text_asset
from geo.webmap.basemap import frame_of
from geo.webmap.content import Content, read_content
from geo.webmap.csp import policy
from geo.webmap.data import boxes_of, data_block
from geo.webmap.postponed import postponed
from geo.webmap.skeleton import body_html
from geo.webmap.theme import css_variables
from geo.webmap.tiles import Tiles, find_tiles

# folium knows data frames and addresses of the web; a page of layers needs neither, and they cost half its start.
with postponed("pandas", "requests"):
    import folium
    from branca.element import Element, Figure, MacroElement
    from folium.template import Template

__all__ = ["SituationPage", "make_map", "render_page", "write_page"]


class SituationPage(MacroElement):
    """Everything of ours on a folium.Map: panel, legend, data and the script that brings them to life."""

    _template = Template(
        "{% macro header(this, kwargs) %}"
        "<style>{{ this.verbatim(this.leaflet_css) }}</style><style>{{ this.verbatim(this.css) }}</style>"
        "<script>{{ this.verbatim(this.leaflet_js) }}</script><script>{{ this.verbatim(this.js) }}</script>"
        "{% endmacro %}"
        "{% macro html(this, kwargs) %}{{ this.verbatim(this.body) }}{% endmacro %}"
        "{% macro script(this, kwargs) %}sitmap.start({{ this._parent.get_name() }});{% endmacro %}"
    )

    def __init__(self, content: Content, tiles: Tiles | None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "SituationPage"
        self.content = content
        self.tiles = tiles
        self.frame = frame_of(boxes_of(content))
        self.body = body_html(content, tiles.attribution if tiles else "") + data_block(
            content, self.frame, online=tiles is not None
        )

    @staticmethod
    def verbatim(text: str) -> str:
        """Return text that comes out of Jinja as it is: branca renders what a macro returns as a template again.

        Without this, `{{ ... }}` in a report or a layer would be run.

        >>> SituationPage.verbatim("a {{7*7}} {% x")
        "a {{ '{{' }}7*7}} {{ '{%' }} x"
        """
        return re.sub(r"\{[{%#]", lambda found: f"{{{{ '{found[0]}' }}}}", text)

    @property
    def leaflet_css(self) -> str:
        """Leaflet's style sheet, its pictures inside."""
        return text_asset("leaflet.css")

    @property
    def leaflet_js(self) -> str:
        """Leaflet, and its pins as pictures inside the page."""
        pins = json.loads(text_asset("pins.json"))
        return (
            text_asset("leaflet.js")
            + "delete L.Icon.Default.prototype._getIconUrl;L.Icon.Default.mergeOptions("
            + json.dumps(
                {
                    "iconUrl": pins["marker-icon"],
                    "iconRetinaUrl": pins["marker-icon-2x"],
                    "shadowUrl": pins["marker-shadow"],
                }
            )
            + ");"
        )

    @property
    def css(self) -> str:
        """The theme's variables and the page's rules."""
        return css_variables() + text_asset("page.css")

    @property
    def js(self) -> str:
        """The page's own bundle, and where other folium elements are on the map what those expect to find."""
        return text_asset("page.js") + (text_asset("compat.js") if _has_more(self._parent) else "")


def make_map(
    layers: Sequence[Layer], documents: Sequence[Document] = (), *, tiles: str | None = None, title: str = ""
) -> folium.Map:
    """Return a folium.Map of the layers, with the reports beside it; more folium elements can be added to it.

    `tiles` is a name of xyzservices, such as `OpenStreetMap.Mapnik`; without it the map needs no network.
    Raises PageError for unknown tiles.
    """
    found = find_tiles(tiles) if tiles else None
    page = SituationPage(read_content(layers, documents, title), found)
    west, south, east, north = page.frame
    made = folium.Map(
        # An array, for folium asks of anything else whether it is a data frame.
        location=np.array([(south + north) / 2, (west + east) / 2]),  # type: ignore[arg-type]
        zoom_start=3,
        tiles=None,
        zoom_control=False,
        attribution_control=False,
        zoom_snap=1 if found else 0.1,
        max_zoom=found.max_zoom if found else 12,
        min_zoom=1,
        wheel_px_per_zoom_level=90,
        font_size="16px",
    )
    # Leaflet comes inside the page, nothing is loaded from elsewhere: neither in a file nor in a notebook.
    made.default_js, made.default_css = [], []
    if found:
        folium.TileLayer(
            found.url, attr=found.attribution, max_zoom=found.max_zoom, subdomains=found.subdomains
        ).add_to(made)
    page.add_to(made)
    return made


def write_page(map: folium.Map, path: str | Path) -> None:
    """Write the map as one HTML file that asks the network for nothing; the same map gives the same bytes.

    The old file stays until the new one is whole. Raises PageError where the map is not ours, where an added element
    needs a file from the network, or where the page cannot be written.
    """
    target = Path(path)
    text = render_page(map)
    part = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="\n", dir=target.parent, prefix=".", suffix=".part", delete=False
        ) as part:
            part.write(text)
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(part.name, 0o666 & ~umask)
        os.replace(part.name, target)
    except OSError as error:
        if part is not None:
            Path(part.name).unlink(missing_ok=True)
        raise PageError(
            f"{target}: the page cannot be written: {error.strerror or error}. Choose another place."
        ) from error


def render_page(map: folium.Map, *, live: str | None = None) -> str:
    """Return the page's HTML. `live` is the source of one more script, allowed to speak to the page's own server.

    Raises PageError as `write_page` does.
    """
    page = _page_of(map)
    _refuse_tiles(map, page)
    figure = map.get_root()
    assert isinstance(figure, Figure)  # folium puts every map into one
    for child in list(figure._children.values()):
        child.render()
    header, body, script = (_plain_ids(part.render(), figure) for part in (figure.header, figure.html, figure.script))
    header = re.sub(r"<meta (?:name=\"viewport\"|http-equiv)[^>]*>", "", header)
    _refuse_links(header + body)
    more = f"<script>{live}</script>" if live else ""
    content = f"{header}</head><body>{body}<script>{script}</script>{more}</body>"
    tiles = page.tiles
    rule = policy(
        content,
        images=tiles.hosts if tiles else (),
        connect=("'self'",) if live else (),
        loose_styles=_has_more(map),
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(page.content.language)}">\n<head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{rule}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="generator" content="sitmap"><title>{escape(page.content.title)}</title>{content}</html>\n'
    )


def _page_of(map: folium.Map) -> SituationPage:
    for child in map._children.values():
        if isinstance(child, SituationPage):
            return child
    raise PageError("this folium.Map was not made by geo.make_map. Make it there and add your elements to it.")


def _has_more(map: Element | None) -> bool:
    children = map._children.values() if map else ()
    return any(not isinstance(child, (SituationPage, folium.TileLayer)) for child in children)


def _refuse_tiles(map: folium.Map, page: SituationPage) -> None:
    own = page.tiles.url if page.tiles else None
    for element in _elements(map):
        if isinstance(element, folium.TileLayer) and element.tiles != own:
            raise PageError(
                f"a tile layer added to the map would load {element.tiles}. A page asks no network; "
                "give the tiles' name to make_map(tiles=...) or on the command line with --tiles."
            )


def _elements(element: Element) -> Iterator[Element]:
    yield element
    for name in ("header", "html", "script"):
        part = getattr(element, name, None)
        if isinstance(part, Element):
            yield from _elements(part)
    for child in element._children.values():
        yield from _elements(child)


def _plain_ids(text: str, figure: Figure) -> str:
    """folium names its elements at random; numbers in the order of the tree make the same map the same bytes."""
    numbers = {element._id: f"{number:04d}" for number, element in enumerate(_elements(figure), start=1)}
    return re.sub(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])", lambda found: numbers.get(found[0], found[0]), text)


def _refuse_links(html: str) -> None:
    found = re.search(r"<(?:script|link)\b[^>]*?\b(?:src|href)\s*=\s*[\"']?([^\"'\s>]+)", html, re.IGNORECASE)
    if found:
        raise PageError(
            f"an element added to the map needs {found[1]}, which a page without network cannot load. "
            "Leave that element out, or save the map with its own save() and accept the link."
        )
