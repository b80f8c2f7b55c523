"""A mention: a span of the report read as a toponym or a place phrase."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from geo.model.phrase import Phrase
from geo.model.report import Span

__all__ = ["Mention", "Role"]


class Role(StrEnum):
    """Literal: a place where something is or happens. Associative: a government, people, team, origin."""

    LITERAL = "literal"
    ASSOCIATIVE = "associative"


@dataclass(frozen=True, slots=True)
class Mention:
    """A toponym or place phrase as it stands in the report."""

    span: Span
    text: str
    """`report.text[span.start:span.end]`, exactly."""
    role: Role
    phrase: Phrase | None
    """What the words mean; None where they name no place of their own (*the archipelago*)."""
    usage: str = "literal"
    """Finer than role, after Gritta et al. 2019: literal, mixed, coerced; metonymic, modifier, demonym, language,
    homonym, embedded."""
    score: float = 1.0
    """How sure the reading is, 0 to 1."""
    reason: str = ""
    """Why it was read so, in words for the user; for an unplaced reference, why it could not be resolved."""
    candidates: tuple[str, ...] = ()
    """Names that an unresolved reference might stand for."""
    adjective: bool = False
    """True for words made from a place's name, not the name itself: *Venezuelan*, *Parisians*."""
