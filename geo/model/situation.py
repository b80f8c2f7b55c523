"""A situation: everything read out of one report."""

from __future__ import annotations

from dataclasses import dataclass

from geo.model.claim import Claim
from geo.model.mention import Mention
from geo.model.place import Resolution
from geo.model.report import Document, Report

__all__ = ["Situation"]


@dataclass(frozen=True, slots=True)
class Situation:
    """Mentions with what each was resolved to (same length, same order), and the claims over them."""

    document: Document
    mentions: tuple[Mention, ...]
    resolutions: tuple[Resolution, ...]
    claims: tuple[Claim, ...]

    @property
    def report(self) -> Report:
        """The report it was read from."""
        return self.document.report
