"""The adapter to spaCy, on a blank pipeline with rules in place of a model."""

from __future__ import annotations

import sys

import pytest

from geo.errors import ReportError
from geo.model import Report, Role
from geo.places.gazetteer import open_gazetteer
from geo.text.document import read_document
from geo.text.mentions import find_mentions
from geo.text.spacy_tagger import from_pipeline, open_spacy


def test_names_of_a_spacy_pipeline_become_mentions_with_our_roles_and_phrases():
    spacy = pytest.importorskip("spacy", reason="spaCy is optional: pip install sitmap[spacy]")
    pipeline = spacy.blank("en")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns(
        [
            {"label": "GPE", "pattern": "Ruritania"},
            {"label": "LOC", "pattern": "the Sahel"},
            {"label": "GPE", "pattern": "Somalia"},
            {"label": "PERSON", "pattern": "Jordan"},
        ]
    )
    text = "Ruritania said that Jordan fled the Sahel. Pirates were seen off the coast of Somalia. Kenyan troops left."
    mentions = find_mentions(read_document(Report(text)), open_gazetteer(), names=from_pipeline(pipeline))
    assert [(m.text, m.role) for m in mentions] == [
        ("Ruritania", Role.ASSOCIATIVE),
        ("Sahel", Role.LITERAL),
        ("off the coast of Somalia", Role.LITERAL),
        ("Kenyan", Role.ASSOCIATIVE),
    ]


def test_spans_that_overlap_or_hold_no_word_are_dropped():
    text = "New York City -- and Lagos."
    spans = [(0, 13), (4, 8), (14, 16), (21, 26)]
    mentions = find_mentions(read_document(Report(text)), open_gazetteer(), names=lambda _: spans)
    assert [m.text for m in mentions] == ["New York City", "Lagos"]


def test_a_model_that_is_not_there_is_told_with_what_to_do():
    pytest.importorskip("spacy", reason="spaCy is optional: pip install sitmap[spacy]")
    with pytest.raises(ReportError, match="spacy download no_such_model"):
        open_spacy("no_such_model")


def test_without_spacy_the_user_is_told_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(ReportError, match="pip install spacy"):
        open_spacy("en_core_web_sm")
