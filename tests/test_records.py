"""What `sitmap read --json` and `--jsonl` say of a mention."""

import pytest

import geo
from geo.records import mention_record, situation_record

POINTS = [
    ("The Venezuelan president met Russian envoys.", "Venezuelan", "VE", False),
    ("Parisians lit candles on Tuesday.", "Parisians", "FR", False),
    ("He spoke French to the crowd.", "French", "FR", False),
    ("Washington said it would wait.", "Washington", "US", True),
    ("The Paris-based agency warned of rain.", "Paris", "FR", True),
    ("A storm hit the Mexican coast.", "Mexican coast", "MX", True),
    ("The flood reached Lima on Monday.", "Lima", "PE", True),
]


@pytest.mark.parametrize(("text", "words", "country", "has_point"), POINTS)
def test_an_adjective_or_a_people_has_a_place_but_no_point(text, words, country, has_point):
    situation = geo.find_situation(geo.read_report(text))
    pairs = zip(situation.mentions, situation.resolutions, strict=True)
    mention, resolution = next((m, r) for m, r in pairs if m.text == words)
    record = mention_record(mention, resolution)
    assert (record["lat"] is not None, record["lon"] is not None) == (has_point, has_point)
    assert record["place_id"]
    assert record["reason"]
    assert resolution.place.country == country


def test_a_time_that_needs_a_date_the_report_does_not_have_is_null_with_its_words():
    situation = geo.find_situation(geo.read_report("A bridge fell in Arica on Friday. A dam broke in Lima."))
    told = [(claim["when"], claim["when_words"]) for claim in situation_record(situation)["claims"]]
    assert told == [(None, "on Friday"), (None, None)]


def test_one_reason_is_told_once():
    situation = geo.find_situation(geo.read_report("Flights to the archipelago were cancelled."))
    (mention,) = situation_record(situation)["mentions"]
    assert mention["reason"] == "no archipelago is named shortly before"


def test_a_guess_at_a_name_no_source_knows_is_told_as_one_and_put_on_no_map():
    text = (
        "Floods hit Lima and Arequipa on Monday. In Nairobi, traders were at work. Three houses fell in Qworhamba, and "
        "a road was cut. Buses ran late in Oslo."
    )
    situation = geo.find_situation(geo.read_report(text))
    pairs = zip(situation.mentions, situation.resolutions, strict=True)
    mention, resolution = next((m, r) for m, r in pairs if "Qworhamba" in m.text)
    record = mention_record(mention, resolution)
    assert resolution.place is None
    assert record["precision"] == "vague"
    assert record["score"] <= 0.4
    assert (record["name"], record["kind"], record["place_id"]) == (None, None, None)
    assert "guess" in record["reason"]
    drawn = [f for layer in geo.to_layers(situation) for f in layer.features if "Qworhamba" in str(f.properties)]
    assert drawn
    assert all(f.geometry is None for f in drawn)
