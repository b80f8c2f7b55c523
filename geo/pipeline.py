"""The whole run, and its halves: report -> mentions -> places -> claims -> layers -> map."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.model import Document, Known, Layer, Phrase, Report, Resolution, Shape, Situation

if TYPE_CHECKING:
    import folium

__all__ = [
    "draw",
    "find_situation",
    "make_map",
    "outline",
    "read_report",
    "resolve_name",
    "resolve_outline",
    "to_layers",
    "write_page",
]

# Every stage is imported where it is used: reading one report must not pay for folium, nor a map for the tagger.


def read_report(
    path_or_text: str | Path, *, title: str | None = None, date: str | None = None, source: str | None = None
) -> Report:
    """Return the report at a path, or the given text as a report.

    `date` is ISO 8601 (`2025-11-23`). What is given wins over what the file says. Raises ReportError.
    """
    from geo.text.read import read_report

    return read_report(path_or_text, title=title, date=date, source=source)


def find_situation(report: Report, *, draw_points: bool = True, tagger: str = "") -> Situation:
    """Return what the report says: mentions, what each was resolved to, and the claims over them.

    The point of a phrase (*northern Venezuela*) lies in its outline. With `draw_points` off, which is for archives,
    only the coasts of divisions and islands and the sea off them are drawn; states have ready points of theirs, and the
    rest get the point of the place the phrase is built on, moved where that is cheap.
    `tagger` is empty for our own, or `spacy:MODEL`. Raises ReportError where there is no such tagger.
    """
    from geo.claims.extract import extract_claims
    from geo.places.gazetteer import open_gazetteer
    from geo.places.resolve import resolve_mentions
    from geo.text.document import read_document
    from geo.text.mentions import find_mentions

    gazetteer = open_gazetteer()
    document = read_document(report)
    mentions = find_mentions(document, gazetteer, names=_tagger(tagger))
    resolutions = resolve_mentions(document, mentions, gazetteer, draw=draw if draw_points else _draw_shores)
    # The grammar of claims is English: of another language every claim would come out as certain.
    claims = extract_claims(document, mentions, resolutions) if report.language == "en" else ()
    return Situation(document, mentions, resolutions, claims)


def _tagger(name: str) -> Callable[[str], list[tuple[int, int]]] | None:
    """Return the function that finds names instead of our own tagger, or None for our own."""
    if not name:
        return None
    from geo.errors import ReportError
    from geo.text.spacy_tagger import open_spacy

    kind, _, model = name.partition(":")
    if kind != "spacy" or not model:
        raise ReportError(f"--tagger {name}: no such tagger. Give `spacy:MODEL`, such as spacy:en_core_web_sm.")
    return open_spacy(model)


def _draw_shores(area: Phrase) -> Shape | None:
    from geo.places.shore_points import is_shore

    return draw(area) if is_shore(area) else None


def draw(area: Phrase) -> Shape:
    """Return the outline of a resolved phrase, in EPSG:4326 degrees. Raises PlaceError where it cannot be drawn."""
    from geo.places.draw import draw

    return draw(area)


def resolve_name(words: str) -> Resolution:
    """Return what a name or place phrase on its own stands for: *eastern Pacific*, *Paris, Texas*."""
    from geo.places.gazetteer import open_gazetteer
    from geo.places.resolve import resolve_phrase
    from geo.text.phrase_alone import parse_phrase

    gazetteer = open_gazetteer()
    phrase = parse_phrase(words, gazetteer)
    if phrase is None:
        return Resolution(None, f"no place is known by the name {words!r}")
    return _as_drawn(resolve_phrase(phrase, gazetteer, draw=draw))


def _as_drawn(resolution: Resolution) -> Resolution:
    # The outline's own source says more than its kind does: the S-23 section, whose claim, by which other name.
    from geo.errors import PlaceError

    place = resolution.place
    if place is None or not isinstance(place.area, Known) or place.basis.startswith("Stands at"):
        return resolution
    try:
        shape = draw(place.area)
    except PlaceError:
        return resolution
    return replace(resolution, place=replace(place, precision=shape.precision, basis=shape.basis))


def outline(resolution: Resolution) -> dict[str, Any] | None:
    """Return the GeoJSON geometry of a resolved name, or None where there is no place or no outline for it."""
    from geo.errors import PlaceError
    from geo.layers.geojson import geometry_member

    if resolution.place is None:
        return None
    try:
        return geometry_member(draw(resolution.place.area).geometry)
    except PlaceError:
        return None


def resolve_outline(words: str) -> tuple[Shape | None, str]:
    """Return the outline of a name or phrase, or None, and the basis or the reason: what a places list is read with."""
    from geo.errors import PlaceError

    resolution = resolve_name(words)
    if resolution.place is None:
        return None, resolution.reason
    try:
        shape = draw(resolution.place.area)
    except PlaceError as error:
        return None, str(error)
    return shape, shape.basis


def to_layers(situation: Situation) -> tuple[Layer, ...]:
    """Return one layer per theme, the places, and what was not placed."""
    from geo.layers.from_claims import to_layers

    return to_layers(situation, draw)


def make_map(
    layers: Sequence[Layer], documents: Sequence[Document] = (), *, tiles: str | None = None, title: str = ""
) -> folium.Map:
    """Return the layers as a folium.Map that more folium elements can be added to."""
    from geo.webmap.page import make_map

    return make_map(layers, documents, tiles=tiles, title=title)


def write_page(folium_map: folium.Map, path: str | Path) -> None:
    """Write the map as one HTML file that needs no network; the old file stays until the new one is whole."""
    from geo.webmap.page import write_page

    write_page(folium_map, Path(path))
