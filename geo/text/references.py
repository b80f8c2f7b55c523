"""Follow references through a text: *the country's airspace*, *the archipelago*."""

from __future__ import annotations

import re
from collections.abc import Sequence

from geo.model import Document, Mention

__all__ = ["find_references"]


def find_references(document: Document, mentions: Sequence[Mention]) -> list[Mention]:
    """Return mentions of places named before, by a word of their kind."""
    return []
