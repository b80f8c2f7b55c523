"""The tagger's weights, its training and its choice among overlapping candidates."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from geo._build.loglinear import fit
from geo._build.marked import read_marked
from geo._build.model import (
    CORPORA,
    MEASURED_ON,
    cross_validated,
    overlap_f1,
    read_examples,
    read_own,
    tagged_spans,
    train,
)
from geo.data import data_path
from geo.errors import GazetteerError
from geo.places.gazetteer import open_gazetteer
from geo.text import tagger
from geo.text.candidates import find_candidates, read_words
from geo.text.tokens import tokenize


def test_the_weights_in_the_package_are_small_and_their_card_names_them():
    path = data_path("tagger.json")
    assert path.stat().st_size < 1_000_000
    card = Path(__file__).parents[1] / "docs" / "model-card.md"
    assert "tagger.json" in card.read_text(encoding="utf-8")


def test_the_weights_hold_no_text_of_the_corpora():
    """A feature holds at most three words of a text; longer pieces of it would be copying."""
    features = json.loads(data_path("tagger.json").read_text(encoding="utf-8"))["features"]
    assert max(len(name.split()) for name in features) <= 6


def test_damaged_weights_say_how_to_mend_them(tmp_path, monkeypatch):
    (tmp_path / "tagger.json").write_text("{}")
    monkeypatch.setattr(tagger, "data_path", lambda name: tmp_path / name)
    with pytest.raises(GazetteerError, match="make model"):
        tagger.load_weights.__wrapped__()


def test_of_overlapping_candidates_one_is_kept():
    text = "Floods hit New York City."
    words = read_words(tokenize(text), [0])
    candidates = find_candidates(text, words, open_gazetteer())
    assert any(c.name == "York" and c.first == 3 for c in candidates)
    kept = tagger.choose(candidates, words, tagger.load_weights())
    assert [t.candidate.name for t in kept] == ["New York City"]
    assert all(0.0 <= t.probability <= 1.0 for t in kept)


def test_fitting_finds_the_minimum_of_the_penalised_loss():
    indptr, indices = np.array([0, 1, 2, 3, 4]), np.array([0, 0, 1, 1])
    w = fit(indptr, indices, np.array([1.0, 1.0, 0.0, 1.0]), 2, ridge=1.0)
    p = 1 / (1 + np.exp(-w))
    gradient = np.array([2 * p[0] - 2, 2 * p[1] - 1]) + w
    assert np.abs(gradient).max() < 1e-2


def test_our_own_texts_are_read_without_their_marks(tmp_path):
    path = tmp_path / "texts.txt"
    path.write_text(
        "# head\n\n= a | 2026-01-01 | brief\nA bus from [Gao|L@16.3,0.0 +occurred transport] reached [Kidal|L +=].\n"
        "The [Malian|A] army spoke to Mr [Lima|H].\n\n= b | 2026-01-01 | brief\n[Lima|M] was calm.\n",
        encoding="utf-8",
    )
    first, second = read_own(open_gazetteer(), [path])
    assert first.text == "A bus from Gao reached Kidal. The Malian army spoke to Mr Lima."
    assert [first.text[a:b] for a, b in first.gold] == ["Gao", "Kidal"]
    assert second.gold == [(0, 4)]
    assert sum(label == 1 for label in first.labels) == 2


@pytest.mark.parametrize(
    "line", ["[Gao|X] fell.", "[Gao|L +occurred] fell.", "[Gao|L @north,1] fell."], ids=["use", "theme", "point"]
)
def test_a_mark_that_cannot_be_read_is_told_with_its_line(tmp_path, line):
    path = tmp_path / "texts.txt"
    path.write_text(f"= a | 2026-01-01 | brief\nAll was calm.\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"texts\.txt, line 3: "):
        list(read_marked(path))


def test_training_is_deterministic_and_learns(tmp_path):
    rows = [
        {
            "id": str(k),
            "text": f"{a} said he lives in {b}.",
            "toponyms": [{"start": len(a) + 18, "end": len(a) + 18 + len(b)}],
        }
        for k, (a, b) in enumerate(
            [("Jordan", "Lagos"), ("Chad", "Jordan"), ("Sydney", "Chad"), ("Austin", "Sydney")] * 3
        )
    ]
    path = tmp_path / "toy.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    examples = read_examples(path, open_gazetteer())
    weights = train(examples)
    assert weights == train(read_examples(path, open_gazetteer()))
    assert overlap_f1(examples, lambda e: tagged_spans(e, weights))[2] > 95


@pytest.mark.skipif(not CORPORA.exists(), reason="the corpora are not beside the repository: ../shared/corpora")
def test_figures_of_the_model_card_hold_out_of_sample():
    """Trained on a part, measured on documents that it has not seen; thirty of each corpus keep it quick."""
    index = open_gazetteer()
    examples = {name: read_examples(CORPORA / f"{name}.jsonl", index)[:30] for name in MEASURED_ON}
    trained = cross_validated(examples, ("lgl", "geovirus"))
    for name in ("lgl", "geovirus"):
        f1 = overlap_f1(examples[name], lambda e, name=name: tagged_spans(e, trained[name, e.id]))[2]
        assert f1 > 70, name
