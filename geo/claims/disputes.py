"""Keep contradictions side by side: a claim and its denial, or two sides that say different things of one place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from geo.claims.reporting import says_like
from geo.claims.theme import stem
from geo.data import read_toml
from geo.model import Claim, Status

__all__ = ["link_disputes"]

# Two sides of one dispute stand next to each other: so many characters may lie between their quotes.
NEARBY = 40
# A denial is held against so many earlier claims of the same place, which keeps the time of a huge report linear.
WINDOW = 60
_WORD = re.compile(r"[^\W\d_]{4,}")


@cache
def _small_words() -> frozenset[str]:
    closed = read_toml("verbs.toml")["closed"]
    return frozenset(word for words in closed.values() for word in words.split())


def _content(quote: str, places: frozenset[str]) -> frozenset[str]:
    words = (w for w in _WORD.findall(quote.lower()) if w not in _small_words() and w not in places)
    return frozenset(stem(word) for word in words if not says_like(word))


def link_disputes(
    claims: Sequence[Claim], places: Sequence[frozenset[str]], names: Sequence[frozenset[str]]
) -> tuple[Claim, ...]:
    """Return the claims with `disputes` filled, in both directions.

    `places` are the ids of each claim's places, `names` the words of their names in lower case. Two claims dispute
    where they share a place and either one is denied and both speak of the same thing (kind or a word in common), or
    both are said, side by side, by different speakers, one of whom may deny.
    """
    links: dict[int, set[int]] = {}
    of_place: dict[str, list[int]] = {}
    for i, b in enumerate(claims):
        for place in places[i]:
            earlier = of_place.setdefault(place, [])
            for j in earlier[-WINDOW:]:
                if _two_sides(claims[j], b) or _denial(claims[j], b, names[i] | names[j]):
                    links.setdefault(i, set()).add(j)
                    links.setdefault(j, set()).add(i)
            earlier.append(i)
    return tuple(replace(c, disputes=tuple(sorted(links[i]))) if i in links else c for i, c in enumerate(claims))


def _denial(a: Claim, b: Claim, names: frozenset[str]) -> bool:
    """Return whether one denies what the other says."""
    if (a.status is Status.DENIED) == (b.status is Status.DENIED) or a.theme != b.theme:
        return False
    return bool(a.kind and a.kind == b.kind) or bool(_content(a.quote, names) & _content(b.quote, names))


def _two_sides(a: Claim, b: Claim) -> bool:
    """Return whether two sides say what they hold of one place, one after the other, or one denies what one said."""
    said = (Status.CLAIMED, Status.DENIED)
    sides = a.status in said and b.status in said and Status.CLAIMED in (a.status, b.status)
    if not (sides and a.attribution and b.attribution):
        return False
    return set(a.attribution).isdisjoint(b.attribution) and b.span.start - a.span.end < NEARBY
