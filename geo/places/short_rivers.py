"""*The Avon* where the text has named the River Avon: the river, and none of the towns of that name."""

from __future__ import annotations

from collections.abc import Sequence

from geo.model import Named
from geo.places.fold import fold

__all__ = ["rivers_in_full"]


def rivers_in_full(text: str, names: Sequence[Named]) -> list[Named]:
    """Return the names, in text order, with each river that comes back with an article alone under its full name.

    >>> text = "Floods on the River Avon. The Avon peaked. Avon has a school."
    >>> avon = [Named("River Avon", 14, 24), Named("Avon", 30, 34), Named("Avon", 43, 47)]
    >>> [name.name for name in rivers_in_full(text, avon)]
    ['River Avon', 'River Avon', 'Avon']
    """
    full: dict[str, str] = {}
    found = []
    for name in names:
        folded = fold(name.name)
        bare = folded.removeprefix("river ").removesuffix(" river")
        if bare != folded:
            full[bare] = name.name
        elif bare in full and text[max(0, name.start - 4) : name.start].lower() == "the ":
            name = name._replace(name=full[bare])
        found.append(name)
    return found
