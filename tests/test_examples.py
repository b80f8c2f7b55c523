"""What whole reports must yield: the shared sample, read by general rules alone."""

import json

import pytest


@pytest.fixture(scope="module")
def sample():
    from tests.conftest import SHARED

    path = SHARED / "reports" / "venezuela-2025-11-23.txt"
    if not path.exists():
        pytest.skip("needs ../shared, the development material, which is not here")
    from geo.pipeline import find_situation, read_report

    return find_situation(read_report(path))


def claims_on(situation, place_id):
    return [
        claim
        for claim in situation.claims
        if any((place := situation.resolutions[i].place) is not None and place.id == place_id for i in claim.mentions)
    ]


@pytest.mark.parametrize(
    ("place_id", "status", "words"),
    [
        ("sea:caribbean-sea", "ongoing", "presence of the US military"),
        ("sea:caribbean-sea", "occurred", "strikes"),
        ("airspace(country:VE)", "possible", "potentially hazardous"),
        ("country:VE", "planned", "new phase of operations"),
        ("country:VE", "occurred", "cancelled"),
    ],
)
def test_the_sample_says_of_each_place_what_an_editor_would_say(sample, place_id, status, words):
    found = [(str(c.status), c.quote) for c in claims_on(sample, place_id)]
    assert any(s == status and words in quote for s, quote in found), found


def test_the_eastern_pacific_is_an_area_with_the_strikes(sample):
    hits = [
        c
        for c in sample.claims
        for i in c.mentions
        if sample.mentions[i].text.lower().endswith("eastern pacific") and "strikes" in c.quote
    ]
    assert hits
    assert {str(c.status) for c in hits} == {"occurred"}


def test_the_warning_is_attributed_to_the_faa(sample):
    (warning,) = [c for c in claims_on(sample, "airspace(country:VE)") if c.status == "possible"]
    assert any("FAA" in who or "Federal Aviation Administration" in who for who in warning.attribution)


def test_the_archipelago_is_listed_as_not_placed(sample):
    (index,) = [i for i, m in enumerate(sample.mentions) if "archipelago" in m.text]
    assert sample.resolutions[index].place is None
    assert sample.mentions[index].reason or sample.resolutions[index].reason


def test_governments_and_peoples_make_no_mark(sample):
    marked = {
        sample.mentions[i].text for c in sample.claims for i in c.mentions if sample.mentions[i].role == "literal"
    }
    assert not marked & {"Washington", "The United States", "United States", "US", "Venezuelan"}


def test_every_quote_is_exactly_in_the_report(sample):
    assert sample.claims
    for claim in sample.claims:
        assert sample.report.text[claim.span.start : claim.span.end] == claim.quote


def test_layers_of_the_sample_hold_every_mention_once(sample):
    from geo.pipeline import to_layers

    layers = {layer.id.split("/")[-1]: layer for layer in to_layers(sample)}
    placed = {tuple(span) for f in layers["places"].features for span in f.properties["mentions"]}
    rest = {(f.properties["mention_start"], f.properties["mention_end"]) for f in layers["not-placed"].features}
    assert not placed & rest
    assert placed | rest == {(m.span.start, m.span.end) for m in sample.mentions}
    assert json.dumps(sorted(placed))
