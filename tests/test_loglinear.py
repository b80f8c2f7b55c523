"""The small models beside the rules: their files, their card, and what they do with a plain sentence."""

from pathlib import Path

import pytest

import geo.loglinear
from geo import find_situation, read_report
from geo.data import data_path
from geo.errors import GazetteerError
from geo.loglinear import LogLinear, chance, load_loglinear

NAMES = ("use_sense", "event_sense")


@pytest.mark.parametrize("name", NAMES)
def test_weights_are_small_and_their_card_names_them(name):
    card = Path(__file__).parents[1] / "docs" / "model-card.md"
    assert data_path(f"{name}.json").stat().st_size < 1_000_000
    assert f"{name}.json" in card.read_text(encoding="utf-8")


def test_damaged_weights_say_how_to_mend_them(tmp_path, monkeypatch):
    (tmp_path / "use_sense.json").write_text('{"threshold": "high"}')
    monkeypatch.setattr(geo.loglinear, "data_path", lambda name: tmp_path / name)
    with pytest.raises(GazetteerError, match="make model"):
        load_loglinear.__wrapped__("use_sense")


def test_features_add_up_and_unknown_ones_count_nothing():
    model = LogLinear({"a": 2.0, "b": -2.0}, 0.5)
    assert chance(["a", "b", "never seen"], model) == 0.5
    assert chance(["a"], model) > 0.8
    assert chance(["b"], model) < 0.2


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("The minister, who studied in Leeds, opened a bridge in Kumasi.", {"Kumasi"}),
        ("Unlike in Lagos, the water in Beira came at night.", {"Beira"}),
        ("Rebels took Walikale, a town on the road from Goma to Kisangani.", {"Walikale"}),
    ],
)
def test_what_is_told_in_passing_makes_no_mark(text, marked):
    situation = find_situation(read_report(text))
    assert {situation.mentions[i].text for claim in situation.claims for i in claim.mentions} == marked
