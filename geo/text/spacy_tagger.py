"""Let a spaCy pipeline find the names instead of our own tagger, for people who have one: `--tagger spacy:MODEL`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from geo.errors import ReportError

__all__ = ["LABELS", "from_pipeline", "open_spacy"]

LABELS = frozenset({"GPE", "LOC", "FAC", "LOCATION", "PLACE", "TOPONYM"})
"""Entity labels taken for places: those of spaCy's English models, and what people call them in their own."""


def open_spacy(model: str) -> Callable[[str], list[tuple[int, int]]]:
    """Return a function from text to the character spans of place names, by the spaCy pipeline of that name.

    Raises ReportError where spaCy or the model is not installed.
    """
    try:
        import spacy
    except ImportError as error:
        raise ReportError("--tagger spacy: spaCy is not installed. Install it with `pip install spacy`.") from error
    try:
        return from_pipeline(spacy.load(model))
    except OSError as error:
        raise ReportError(
            f"--tagger spacy:{model}: there is no such model. Install it, for instance with "
            f"`python -m spacy download {model}`."
        ) from error


def from_pipeline(pipeline: Any) -> Callable[[str], list[tuple[int, int]]]:
    """Return a function from text to the character spans of place names, by a spaCy `Language` that is loaded."""

    def find(text: str) -> list[tuple[int, int]]:
        return [(e.start_char, e.end_char) for e in pipeline(text).ents if e.label_ in LABELS]

    return find
