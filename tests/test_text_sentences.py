"""Sentences and quotations, as exact spans."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.text.quotes import find_quotes
from geo.text.sentences import find_sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["Shelling hit Avdiivka.", "Two people died."],
        ["Dr. A. B. Lee left the U.S. on Monday.", "He returned."],
        ["The U.S. Navy sent a ship.", "It left St. John's at 5 p.m. Friday."],
        ["They live in the U.S.", "The others left."],
        ["MAKHACHKALA -- Three days of fighting ended.", "Police said so."],
        ["CARACAS, Nov. 23 (Reuters) - Airlines cancelled flights.", "No reason was given."],
        ["“Why?” he asked.", "“Because,” she said.", "“It is so.”"],
        ["He said “No.”", "Then he slept."],
        ["It fell 3.5 percent.", "No. 5 was hit.", "He said no.", "Five fell."],
        ["explosion reported in beirut port.", "israeli jets seen over tyre.", "dr. lee left st. john's."],
        ["Airports will close from 6 p.m.", "China's Hainan province is on alert until 5 a.m. Friday.", "It rained."],
        ["Rain ... fell.", "It stopped!", "Did it?"],
        ["The firm, Acme Inc., closed.", "Smith v. Jones was heard."],
        ["RIDGE FARM, Ill. (AP) — It is closing.", "Workers were told."],
        ["Gen. Smith met Sen. Jones on Jan. 5 in Washington, D.C., at noon.", "They talked."],
    ],
)
def test_sentences_end_where_a_reader_ends_them(sentences):
    text = " ".join(sentences)
    assert [s.of(text) for s in find_sentences(text)] == sentences


def test_an_empty_line_ends_a_sentence_and_a_wrapped_line_does_not():
    text = (
        "Headline without a stop\n\n"
        "The river rose above its banks in the night and flooded the\n"
        "lower town, where the water stood in the streets until the\n"
        "evening, officials said on Tuesday. Nobody was hurt there and\n"
        "the market opened again."
    )
    found = [s.of(text) for s in find_sentences(text)]
    assert found[0] == "Headline without a stop"
    assert found[1].endswith("said on Tuesday.")
    assert found[2].startswith("Nobody")
    assert found[2].endswith("again.")


def test_a_line_of_its_own_is_a_sentence_where_lines_are_not_wrapped():
    text = "Floods in Kerala\nHeavy rain fell on the state on Monday.\nSchools are closed."
    assert len(find_sentences(text)) == 3


@given(st.text(alphabet="aB .!?\"“”'\n1U.S", max_size=200))
def test_sentences_are_in_order_apart_and_hold_every_letter(text):
    spans = find_sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert "".join(s.of(text) for s in spans).split() == text.split() or "".join(
        "".join(s.of(text).split()) for s in spans
    ) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ('He said “no”. "Yes," she said.', ["“no”", '"Yes,"']),
        ("It is ‘so’ in ‘O'Brien's’ shop.", ["‘so’", "‘O'Brien's’"]),
        ("«Non», dit-il.", ["«Non»"]),
        ("The country's army and the states' rights.", []),
        ("“He told me ‘go’ and I went.”", ["“He told me ‘go’ and I went.”"]),
        ("``We shut it,'' he said.", ["``We shut it,''"]),
        ("“One paragraph.\n\n“And another.”", ["“One paragraph.", "“And another.”"]),
        ('Six 6" nails.', []),
    ],
)
def test_quotations_are_found_with_their_marks(text, quotes):
    assert [q.of(text) for q in find_quotes(text)] == quotes


@given(st.text(alphabet="ab “”\"'‘’.\n", max_size=120))
def test_quotations_never_overlap(text):
    spans = find_quotes(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
