"""A situation as layers: one per theme, the places named, and what could not be placed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from geo.data import read_toml
from geo.errors import PlaceError
from geo.layers.generalise import generalised
from geo.model import Claim, Feature, Layer, Phrase, Place, Role, Shape, Situation

__all__ = ["to_layers"]

Draw = Callable[[Phrase], Shape]


def to_layers(situation: Situation, draw: Draw) -> tuple[Layer, ...]:
    """Return one layer per theme in the order of the style table, then `places`, then `not-placed`.

    `draw` returns the outline of a resolved phrase in EPSG:4326; where it raises PlaceError, the mention joins those
    not placed, with its reason. The same situation gives the same layers.
    """
    shapes, failures = _drawn(situation, draw)
    themes: dict[str, list[Feature]] = {}
    for number, claim in enumerate(situation.claims, start=1):
        for feature in _claim_features(situation, number, claim, shapes):
            themes.setdefault(claim.theme, []).append(feature)
    looks = _looks()
    ordered = sorted(themes, key=lambda theme: (looks.rank(theme), theme))
    layers = [
        _layer(situation, _slug(theme), _titled(theme), themes[theme], order, style=looks.layer_style(theme))
        for order, theme in enumerate(ordered, start=1)
    ]
    places = _layer(
        situation, "places", "Places named", _place_features(situation, shapes), len(layers) + 1,
        style=looks.places, visible=not layers,
    )  # fmt: skip
    rest = _layer(
        situation, "not-placed", "Not placed", _unplaced_features(situation, shapes, failures), len(layers) + 2,
    )  # fmt: skip
    return (*layers, places, rest)


def _drawn(situation: Situation, draw: Draw) -> tuple[dict[int, Shape], dict[int, str]]:
    """Return the shape of each literal mention that has one, and the reason for each that could not be drawn."""
    shapes: dict[int, Shape] = {}
    failures: dict[int, str] = {}
    by_area: dict[str, Shape | str] = {}
    for index, (mention, resolution) in enumerate(zip(situation.mentions, situation.resolutions, strict=True)):
        place = resolution.place
        if place is None or mention.role is not Role.LITERAL:
            continue
        if place.id not in by_area:
            try:
                by_area[place.id] = generalised(draw(place.area))
            except PlaceError as error:
                by_area[place.id] = str(error)
        drawn = by_area[place.id]
        if isinstance(drawn, str):
            failures[index] = drawn
        else:
            shapes[index] = drawn
    return shapes, failures


def _claim_features(situation: Situation, number: int, claim: Claim, shapes: Mapping[int, Shape]) -> list[Feature]:
    features: list[Feature] = []
    seen: set[str] = set()
    for index in claim.mentions:
        place = situation.resolutions[index].place
        if index not in shapes or place is None or place.id in seen:
            continue
        seen.add(place.id)
        mention = situation.mentions[index]
        event = claim.kind or claim.theme
        properties: dict[str, Any] = {
            "title": f"{_titled(event)}: {place.name}",
            "status": str(claim.status),
            "theme": claim.theme,
            "event": claim.kind,
            "when": claim.when.iso if claim.when else "",
            "when_words": claim.when.words if claim.when else "",
            "attribution": list(claim.attribution),
            "quote": claim.quote,
            "quote_start": claim.span.start,
            "quote_end": claim.span.end,
            "report": situation.report.id,
            "claim": f"c{number}",
            "disputes": [f"c{other + 1}" for other in claim.disputes],
            **_place_properties(place, shapes[index]),
            "mention_start": mention.span.start,
            "mention_end": mention.span.end,
            **_looks().feature_style(claim.theme, str(claim.status)),
        }
        features.append(Feature(shapes[index].geometry, properties, f"c{number}-{len(features) + 1}"))
    return features


def _place_properties(place: Place, shape: Shape) -> dict[str, Any]:
    return {
        "place": place.name,
        "place_id": place.id,
        "kind": place.kind,
        "precision": str(shape.precision),
        "basis": shape.basis or place.basis,
    }


def _place_features(situation: Situation, shapes: Mapping[int, Shape]) -> list[Feature]:
    groups: dict[str, list[int]] = {}
    for index in shapes:
        place = situation.resolutions[index].place
        if place is not None:
            groups.setdefault(place.id, []).append(index)
    features: list[Feature] = []
    for number, indexes in enumerate(groups.values(), start=1):
        best = max(indexes, key=lambda i: (situation.resolutions[i].score, -i))
        resolution = situation.resolutions[best]
        place = resolution.place
        assert place is not None  # only placed mentions are in groups
        properties = {
            "title": place.name,
            **_place_properties(place, shapes[best]),
            "reason": resolution.reason,
            "candidates": [candidate.label for candidate in resolution.candidates],
            "mentions": [[situation.mentions[i].span.start, situation.mentions[i].span.end] for i in indexes],
            "score": round(resolution.score, 3),
            "report": situation.report.id,
            **_looks().places,
        }
        features.append(Feature(shapes[best].geometry, properties, f"p{number}"))
    return features


def _unplaced_features(situation: Situation, shapes: Mapping[int, Shape], failures: Mapping[int, str]) -> list[Feature]:
    features: list[Feature] = []
    for index, (mention, resolution) in enumerate(zip(situation.mentions, situation.resolutions, strict=True)):
        if index in shapes:
            continue
        literal = mention.role is Role.LITERAL
        reason = failures.get(index) or (
            resolution.reason if literal and resolution.reason else mention.reason or resolution.reason
        )
        properties = {
            "title": mention.text,
            "role": str(mention.role),
            "usage": mention.usage,
            "reason": reason or _why_not(mention.role),
            "candidates": [c.label for c in resolution.candidates] or list(mention.candidates),
            "mention_start": mention.span.start,
            "mention_end": mention.span.end,
            "quote": _sentence(situation, mention.span.start),
            "report": situation.report.id,
            "claims": [f"c{n}" for n, claim in enumerate(situation.claims, start=1) if index in claim.mentions],
        }
        features.append(Feature(None, properties, f"n{len(features) + 1}"))
    return features


def _why_not(role: Role) -> str:
    if role is Role.ASSOCIATIVE:
        return "it stands for people or a government, not for a place where something is"
    return "no place is known by this name"


def _sentence(situation: Situation, offset: int) -> str:
    for span in situation.document.sentences:
        if span.start <= offset < span.end:
            return span.of(situation.report.text)
    return ""


def _layer(
    situation: Situation, name: str, title: str, features: Sequence[Feature], order: int,
    *, style: Mapping[str, Any] | None = None, visible: bool = True,
) -> Layer:  # fmt: skip
    report = situation.report
    return Layer(
        id=f"{report.id}/{name}",
        title=title,
        features=tuple(features),
        source=report.source or report.title,
        date=report.date.isoformat() if report.date else "",
        group=report.title or report.id,
        report=report.id,
        visible=visible,
        order=order,
        style=dict(style or {}),
    )


def _slug(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "other"


def _titled(words: str) -> str:
    return words[:1].upper() + words[1:]


class _Looks:
    """The style table: colours by theme, lines and fills by status."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._themes: dict[str, dict[str, Any]] = {row["theme"]: row for row in table["theme"]}
        self._order = {name: position for position, name in enumerate(self._themes)}
        self._status: dict[str, dict[str, Any]] = {row["status"]: row for row in table["status"]}
        self._other: dict[str, Any] = table["other"]
        self.places: dict[str, Any] = dict(table["places"])

    def rank(self, theme: str) -> int:
        return self._order.get(theme, len(self._order))

    def layer_style(self, theme: str) -> dict[str, Any]:
        row = self._themes.get(theme, self._other)
        return {"stroke": row["colour"], "fill": row["colour"], "marker-color": row["colour"]}

    def feature_style(self, theme: str, status: str) -> dict[str, Any]:
        row = self._themes.get(theme, self._other)
        look = {key: value for key, value in self._status.get(status, {}).items() if key != "status"}
        symbol = {"marker-symbol": row["symbol"]} if row.get("symbol") else {}
        return {**self.layer_style(theme), **symbol, **look}


@lru_cache(maxsize=1)
def _looks() -> _Looks:
    return _Looks(read_toml("layer_styles.toml"))
