"""What a page shows, put in order: places with their claims, layers people brought, reports, what was not placed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo.model import Document, Feature, Layer
from geo.webmap.theme import hues_of_themes, read_theme
from geo.webmap.title import page_title

__all__ = ["ClaimItem", "Content", "PlaceItem", "ReportItem", "Unplaced", "read_content"]


@dataclass(frozen=True, slots=True)
class ClaimItem:
    """One claim of one report, with the number it has on the map and in the list."""

    number: int
    key: str
    """`<report id>.<claim id>`, unique on the page."""
    report: str
    layer: str
    event: str
    """Finer kind, else the theme; with a capital."""
    theme: str
    hue: str
    status: str
    when: str
    when_words: str
    attribution: tuple[str, ...]
    quote: str
    start: int
    end: int
    places: tuple[int, ...]
    disputes: tuple[str, ...]
    """Keys of the claims that contradict this one."""


@dataclass(frozen=True, slots=True)
class PlaceItem:
    """One shape on the map and every claim made of it."""

    index: int
    place_id: str
    name: str
    kind: str
    precision: str
    basis: str
    geometry: BaseGeometry
    point: tuple[float, float]
    """A point inside, [lon, lat]."""
    claims: tuple[int, ...]
    """Numbers, in the order of the list; empty for a place that is only named."""
    named: bool = False


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Words that name a place and make no mark, and why."""

    words: str
    reason: str
    candidates: tuple[str, ...]
    quote: str
    role: str
    report: str
    start: int


@dataclass(frozen=True, slots=True)
class ReportItem:
    """A report as the page tells it; without its text where only layers are at hand."""

    id: str
    title: str
    source: str
    date: str
    text: str = ""
    language: str = "en"
    mentions: tuple[tuple[int, int, int], ...] = ()
    """(start, end, index of place or -1 for not placed), in order, without overlap."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """Everything on the page, in the order it is told."""

    title: str
    language: str
    reports: tuple[ReportItem, ...]
    claims: tuple[ClaimItem, ...]
    places: tuple[PlaceItem, ...]
    unplaced: tuple[Unplaced, ...]
    layers: tuple[Layer, ...]
    """All layers in drawing order; those of a report and those somebody brought."""
    hues: Mapping[str, str] = field(default_factory=dict)

    def brought(self) -> tuple[Layer, ...]:
        """Return the layers that are drawn by their own style."""
        return tuple(layer for layer in self.layers if not _is_ours(layer))


def read_content(layers: Sequence[Layer], documents: Sequence[Document], title: str) -> Content:
    """Return the page's content: reports by date, claims in report order, each shape once."""
    ordered = tuple(sorted(layers, key=lambda layer: (layer.report != "", layer.group, layer.order, layer.id)))
    reports = _reports(ordered, documents)
    rank = {report.id: number for number, report in enumerate(reports)}
    rows = _claim_rows(ordered, rank)
    hues = hues_of_themes(str(row[2].properties.get("theme", "")) for row in rows)
    shapes, of_feature = _places(rows, ordered)
    claims = _claims(rows, of_feature, hues)
    places = _with_claims(shapes, claims)
    unplaced = tuple(_unplaced(ordered, rank))
    reports = tuple(_with_mentions(report, ordered, places, unplaced) for report in reports)
    return Content(
        title or page_title([(report.title, report.date, report.text) for report in reports]) or "Situation map",
        "en",  # the page speaks English, whatever its reports are written in
        reports,
        claims,
        places,
        unplaced,
        ordered,
        hues,
    )


def _name(layer: Layer) -> str:
    return layer.id.rsplit("/", 1)[-1]


def _is_claim(feature: Feature) -> bool:
    return "claim" in feature.properties and feature.properties.get("status") in read_theme().statuses


def _is_ours(layer: Layer) -> bool:
    return bool(layer.report) and (
        _name(layer) in ("places", "not-placed") or any(_is_claim(feature) for feature in layer.features)
    )


def _reports(layers: Sequence[Layer], documents: Sequence[Document]) -> tuple[ReportItem, ...]:
    found: dict[str, ReportItem] = {}
    for document in documents:
        report = document.report
        found[report.id] = ReportItem(
            report.id, report.title, report.source, report.date.isoformat() if report.date else "",
            report.text, report.language, notes=report.notes,
        )  # fmt: skip
    for layer in layers:
        if layer.report and layer.report not in found:
            found[layer.report] = ReportItem(layer.report, layer.group or layer.report, layer.source, layer.date)
    return tuple(sorted(found.values(), key=lambda report: (report.date, report.id)))


Row = tuple[str, Layer, Feature]
"""(claim key, its layer, one feature of it)"""


def _claim_rows(layers: Sequence[Layer], rank: Mapping[str, int]) -> list[Row]:
    rows = [
        (f"{layer.report}.{feature.properties['claim']}", layer, feature)
        for layer in layers
        for feature in layer.features
        if layer.report and _is_claim(feature) and feature.geometry is not None
    ]
    return sorted(
        rows,
        key=lambda row: (rank.get(row[1].report, 0), int(row[2].properties.get("quote_start", 0)), _natural(row[0])),
    )


def _natural(key: str) -> tuple[int, str]:
    digits = "".join(c for c in key.rsplit(".", 1)[-1] if c.isdigit())
    return (int(digits or 0), key)


def _places(rows: Sequence[Row], layers: Sequence[Layer]) -> tuple[list[PlaceItem], dict[int, int]]:
    """Return each distinct shape once, and which one a feature (by `id()`) has."""
    made: dict[tuple[str, bytes], PlaceItem] = {}
    of_feature: dict[int, int] = {}
    named = [f for layer in layers if layer.report and _name(layer) == "places" for f in layer.features]
    for feature in [*(row[2] for row in rows), *named]:
        if feature.geometry is None or feature.geometry.is_empty:
            continue
        props = feature.properties
        key = (str(props.get("place_id", props.get("title", ""))), shapely.to_wkb(feature.geometry))
        if key not in made:
            made[key] = PlaceItem(
                len(made), key[0], str(props.get("place") or props.get("title") or ""), str(props.get("kind", "")),
                str(props.get("precision", "exact")), str(props.get("basis", "")), feature.geometry,
                _point(feature.geometry), (), not _is_claim(feature),
            )  # fmt: skip
        of_feature[id(feature)] = made[key].index
    return list(made.values()), of_feature


def _point(geometry: BaseGeometry) -> tuple[float, float]:
    widest = max(shapely.get_parts(geometry), key=lambda part: (part.area, part.length))
    point = widest if widest.geom_type == "Point" else widest.representative_point()
    return (round(float(point.x), 5), round(float(point.y), 5))


def _claims(rows: Sequence[Row], of_feature: Mapping[int, int], hues: Mapping[str, str]) -> tuple[ClaimItem, ...]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[0], []).append(row)
    claims = []
    for number, (key, members) in enumerate(groups.items(), start=1):
        _, layer, feature = members[0]
        props = feature.properties
        theme = str(props.get("theme", ""))
        places = dict.fromkeys(of_feature[id(row[2])] for row in members if id(row[2]) in of_feature)
        event = str(props.get("event") or theme.split(",")[0] or props.get("title") or "Claim")
        claims.append(
            ClaimItem(
                number, key, layer.report, layer.id, event[:1].upper() + event[1:], theme, hues.get(theme, "grey"),
                str(props["status"]), str(props.get("when") or ""), str(props.get("when_words") or ""),
                _words(props.get("attribution")), str(props.get("quote") or ""), int(props.get("quote_start") or 0),
                int(props.get("quote_end") or 0), tuple(places),
                tuple(f"{layer.report}.{other}" for other in _words(props.get("disputes"))),
            )
        )  # fmt: skip
    return tuple(claims)


def _words(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(str(item) for item in value or ())


def _with_claims(places: Iterable[PlaceItem], claims: Sequence[ClaimItem]) -> tuple[PlaceItem, ...]:
    return tuple(
        PlaceItem(
            place.index, place.place_id, place.name, place.kind, place.precision, place.basis, place.geometry,
            place.point, tuple(claim.number for claim in claims if place.index in claim.places), place.named,
        )
        for place in places
    )  # fmt: skip


def _unplaced(layers: Sequence[Layer], rank: Mapping[str, int]) -> Iterable[Unplaced]:
    rows = [
        (rank.get(layer.report, 0), int(feature.properties.get("mention_start") or 0), layer.report, feature.properties)
        for layer in layers
        if layer.report and _name(layer) == "not-placed"
        for feature in layer.features
    ]
    for _, start, report, props in sorted(rows, key=lambda row: row[:3]):
        yield Unplaced(
            str(props.get("title", "")), str(props.get("reason", "")), _words(props.get("candidates")),
            str(props.get("quote", "")), str(props.get("role", "")), report, start,
        )  # fmt: skip


def _with_mentions(
    report: ReportItem, layers: Sequence[Layer], places: Sequence[PlaceItem], unplaced: Sequence[Unplaced]
) -> ReportItem:
    by_id: dict[str, int] = {}
    for place in places:
        by_id.setdefault(place.place_id, place.index)
    spans: dict[tuple[int, int], int] = {}
    for layer in layers:
        if layer.report != report.id:
            continue
        for feature in layer.features:
            props = feature.properties
            index = by_id.get(str(props.get("place_id", "")), -1)
            for start, end in _spans(props):
                if 0 <= start < end <= len(report.text) and index >= spans.get((start, end), -1):
                    spans[start, end] = index
    kept: list[tuple[int, int, int]] = []
    for (start, end), index in sorted(spans.items(), key=lambda item: (item[0][0], -item[0][1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, index))
    return ReportItem(
        report.id, report.title, report.source, report.date, report.text, report.language, tuple(kept), report.notes
    )


def _spans(props: Mapping[str, Any]) -> Iterable[tuple[int, int]]:
    if "mention_start" in props and "mention_end" in props:
        yield int(props["mention_start"]), int(props["mention_end"])
    for pair in props.get("mentions") or ():
        if len(pair) == 2:
            yield int(pair[0]), int(pair[1])
