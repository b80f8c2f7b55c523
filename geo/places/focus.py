"""What a text is about, as a density of places: where a name that no source knows probably lies."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.model import Entry

__all__ = ["Anchor", "Focus", "Leaning", "distance_km"]

_EARTH_KM = 6371.0088
_REACH_KM = 100.0
"""How far a place speaks for its neighbourhood."""
_NEAR_CHARACTERS = 250.0
_HOLDS_CHARACTERS = (len(" in "), len(" in the "))
_HOLDS = 10.0
"""How much more than others a place counts that stands right behind a name."""
_KIND = {"city": 1.0, "admin2": 1.0, "island": 0.9, "lake": 0.7, "mountain": 0.7, "admin1": 0.45, "territory": 0.5}
"""How closely a place of a kind tells where something is; kinds not listed tell nothing."""


_SEVERAL = 3
_STRAY_KM = 1_000.0


def distance_km(a: Entry, b: Entry) -> float:
    """Return the great-circle distance of two places in kilometres."""
    p, q = math.radians(a.lat), math.radians(b.lat)
    s = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return _EARTH_KM * 2 * math.asin(min(1.0, math.sqrt(s)))


class Anchor(NamedTuple):
    """A place the text names, where it stands and how sure it is."""

    start: int
    end: int
    entry: Entry
    chance: float


class Leaning(NamedTuple):
    """The place a name leans on, the share of the text's weight near it, characters between, and how sure it is."""

    entry: Entry
    share: float
    gap: int
    chance: float


class Focus:
    """The places of one text as a density over its positions."""

    def __init__(self, anchors: Sequence[Anchor]) -> None:
        kept = [anchor for anchor in anchors if anchor.entry.kind in _KIND]
        self._anchors = kept
        # Most texts name a place more than once: nearness is between places, not between their names.
        places = {anchor.entry.id: anchor.entry for anchor in kept}
        self._entries = list(places.values())
        self._number = {place_id: number for number, place_id in enumerate(places)}
        self._place = np.array([self._number[anchor.entry.id] for anchor in kept], dtype=np.int64)
        lat = np.radians([entry.lat for entry in self._entries])
        lon = np.radians([entry.lon for entry in self._entries])
        unit = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
        self._start = np.array([anchor.start for anchor in kept], dtype=float)
        self._end = np.array([anchor.end for anchor in kept], dtype=float)
        self._weight = np.array([_KIND[anchor.entry.kind] * anchor.chance for anchor in kept])
        if kept:
            km = _EARTH_KM * np.arccos(np.clip(unit @ unit.T, -1.0, 1.0))
            self._near: NDArray[np.float64] = np.exp(-km / _REACH_KM)

    def strays(self, entry: Entry) -> bool:
        """Return whether a place lies far from every other of a text that names several: more than a day's drive."""
        others = [other for other in self._entries if other.id != entry.id]
        return len(others) >= _SEVERAL and all(distance_km(other, entry) > _STRAY_KM for other in others)

    def lean(
        self,
        start: int,
        end: int,
        *,
        without: str = "",
        within: Sequence[Entry] = (),
        contains: Callable[[Entry, Entry], bool] | None = None,
    ) -> Leaning | None:
        """Return the place that a name at `start` to `end` leans on, or None where the text names none.

        `without` leaves out a place by id: a name does not lean on itself. With `within`, only places that one of
        those `contains` count.
        """
        if not self._anchors:
            return None
        gap = np.maximum(np.maximum(self._start - end, start - self._end), 0.0)
        weight = self._weight * (0.15 + np.exp(-gap / _NEAR_CHARACTERS))
        # *York Street in Yeovil*: what follows at once holds it, whatever else the text is about
        before, before_the = (self._start - end == size for size in _HOLDS_CHARACTERS)
        holds = before | before_the
        weight = np.where(holds, _HOLDS * weight, weight)
        if without in self._number:
            weight[self._place == self._number[without]] = 0.0
        if contains is not None:
            inside = np.array([any(contains(w, entry) for w in within) for entry in self._entries])
            weight = weight * inside[self._place]
        total = float(weight.sum())
        if total <= 0.0:
            return None
        density = (self._near @ np.bincount(self._place, weight, minlength=len(self._entries)))[self._place]
        # Of the places in the thick of it, the one that itself stands nearest and is most local.
        best = int(np.argmax(np.where(weight > 0.0, density + 0.5 * weight, -1.0)))
        anchor = self._anchors[best]
        return Leaning(anchor.entry, float(density[best] / total), int(gap[best]), anchor.chance)
