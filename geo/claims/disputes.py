"""Keep contradictions side by side: a claim and its denial, or two sides that say different things of one place."""

from __future__ import annotations

from dataclasses import replace

from geo.model import Claim, Status

__all__ = ["link_disputes"]


def link_disputes(claims: tuple[Claim, ...], places: tuple[frozenset[str], ...]) -> tuple[Claim, ...]:
    """Return the claims with `disputes` filled, in both directions.

    `places` are the ids of each claim's places. Two claims dispute where they share a place and either one is denied
    and speaks of the same theme, or both are claimed by different speakers of the same sentence or neighbourhood.
    """
    links: dict[int, set[int]] = {i: set() for i in range(len(claims))}
    for i, a in enumerate(claims):
        for j in range(i + 1, len(claims)):
            b = claims[j]
            if not places[i] & places[j]:
                continue
            denied = (a.status is Status.DENIED) != (b.status is Status.DENIED)
            sides = (
                a.status is b.status is Status.CLAIMED
                and a.attribution
                and b.attribution
                and set(a.attribution).isdisjoint(b.attribution)
                and b.span.start - a.span.end < 40
            )
            if (denied and a.theme == b.theme) or sides:
                links[i].add(j)
                links[j].add(i)
    return tuple(replace(c, disputes=tuple(sorted(links[i]))) if links[i] else c for i, c in enumerate(claims))
