"""What a situation becomes on the map: one layer per theme, the places, and what could not be placed."""

from __future__ import annotations

from datetime import date

import pytest
from shapely.geometry import Point, box

from geo.errors import PlaceError
from geo.layers.from_claims import to_layers
from geo.layers.geojson import geometry_member
from geo.model import (
    Candidate,
    Claim,
    Document,
    Known,
    LonLat,
    Mention,
    Named,
    Phrase,
    Place,
    Precision,
    Report,
    Resolution,
    Role,
    Shape,
    Situation,
    Span,
    Status,
    When,
)

TEXT = "A flood hit Gao on Monday. Bamako denied a flood in Kidal. Nobody reached the archipelago."


def mention(words: str, role: Role = Role.LITERAL, **more: object) -> Mention:
    start = TEXT.index(words)
    return Mention(Span(start, start + len(words)), words, role, Named(words), **more)  # type: ignore[arg-type]


def place(name: str) -> Place:
    known = Known(f"gn:{name.lower()}", name, "city")
    return Place(known.place_id, name, "city", known, LonLat(0, 16), Precision.EXACT, "GeoNames point")


def resolved(name: str) -> Resolution:
    return Resolution(
        place(name), "only one of this name", (Candidate("gn:2", f"{name}, Elsewhere", "city", LonLat(1, 1)),), 0.9
    )


def claim(words: str, status: Status, theme: str, mentions: tuple[int, ...], **more: object) -> Claim:
    start = TEXT.index(words)
    return Claim(Span(start, start + len(words)), words, status, theme, "flood", (), None, mentions, **more)  # type: ignore[arg-type]


def draw(area: Phrase) -> Shape:
    if "kidal" in str(area):
        raise PlaceError("no outline is known for Kidal.")
    return Shape(
        Point(0, 16) if "gao" in str(area) else box(0, 0, 1, 1), Precision.APPROXIMATE, "a point", LonLat(0, 16)
    )


@pytest.fixture
def situation() -> Situation:
    report = Report(TEXT, "Floods", date(2025, 1, 6), "A paper", "floods")
    sentences = tuple(Span(TEXT.index(s), TEXT.index(s) + len(s)) for s in (TEXT[:26], TEXT[27:58], TEXT[59:]))
    mentions = (
        mention("Gao"),
        mention("Bamako", Role.ASSOCIATIVE, usage="metonymic", reason="a government that denies"),
        mention("Kidal"),
        mention("the archipelago", reason="no island group is named", candidates=("Bissagos",)),
    )
    resolutions = (resolved("Gao"), resolved("Bamako"), resolved("Kidal"), Resolution(None, ""))
    claims = (
        claim("A flood hit Gao on Monday", Status.OCCURRED, "weather", (0, 2), disputes=(1,)),
        claim("denied a flood in Kidal", Status.DENIED, "health", (2,)),
    )
    when = When("2025-01-06", "on Monday")
    first = Claim(*[getattr(claims[0], f) if f != "when" else when for f in Claim.__slots__])
    return Situation(Document(report, sentences), mentions, resolutions, (first, claims[1]))


def test_each_theme_is_a_layer_followed_by_the_places_and_the_not_placed(situation: Situation) -> None:
    assert [layer.id for layer in to_layers(situation, draw)] == [
        "floods/weather",
        "floods/places",
        "floods/not-placed",
    ]


def test_a_claim_feature_says_what_where_when_how_sure_and_on_what_ground(situation: Situation) -> None:
    (feature,) = to_layers(situation, draw)[0].features
    assert feature.id == "c1-1"
    assert dict(feature.properties) | {
        "title": "Flood: Gao", "status": "occurred", "theme": "weather", "event": "flood", "when": "2025-01-06",
        "when_words": "on Monday", "attribution": [], "quote": "A flood hit Gao on Monday", "quote_start": 0,
        "quote_end": 25, "report": "floods", "claim": "c1", "disputes": ["c2"], "place": "Gao", "place_id": "gn:gao",
        "kind": "city", "precision": "approximate", "basis": "a point", "mention_start": 12, "mention_end": 15,
    } == dict(feature.properties)  # fmt: skip
    assert feature.properties["stroke"].startswith("#")


def test_mentions_found_are_placed_plus_not_placed(situation: Situation) -> None:
    layers = to_layers(situation, draw)
    placed = [tuple(span) for feature in layers[-2].features for span in feature.properties["mentions"]]
    rest = [(f.properties["mention_start"], f.properties["mention_end"]) for f in layers[-1].features]
    assert sorted(placed + rest) == sorted((m.span.start, m.span.end) for m in situation.mentions)


def test_a_place_that_cannot_be_drawn_is_not_placed_and_keeps_its_reason(situation: Situation) -> None:
    rest = {f.properties["title"]: f.properties for f in to_layers(situation, draw)[-1].features}
    assert rest["Kidal"]["reason"] == "no outline is known for Kidal."
    assert rest["Kidal"]["claims"] == ["c1", "c2"]
    assert rest["Bamako"]["reason"] == "a government that denies"
    assert rest["the archipelago"]["candidates"] == ["Bissagos"]
    assert rest["the archipelago"]["quote"] == "Nobody reached the archipelago."
    assert all(f.geometry is None for f in to_layers(situation, draw)[-1].features)


def test_the_same_situation_gives_the_same_layers(situation: Situation) -> None:
    def plain(layers):  # type: ignore[no-untyped-def]
        return [[(f.id, geometry_member(f.geometry), dict(f.properties)) for f in one.features] for one in layers]

    assert plain(to_layers(situation, draw)) == plain(to_layers(situation, draw))
