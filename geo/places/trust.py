"""How far to trust a choice: the chance that the best namesake, or the place an unknown name leans on, is right.

Two small logistic models, learned with the weights of `namesakes` (`geo/_build/namesakes.py`). Their chances are the
scores users see, and the larger of the two decides whether a name is placed at its namesake or leans on its neighbours.
"""

from __future__ import annotations

import json
import math
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.data import data_path
from geo.model import Entry
from geo.places.focus import Leaning
from geo.places.namesakes import SECOND, Query

__all__ = ["LEANING", "SURE", "Company", "lean_features", "open_trust", "sure_features", "trust"]

FloatArray = NDArray[np.float64]

_TOLD_BY = (
    "population", "kind country", "kind admin1", "kind admin2", "alternate name", "only namesake",
    "words of the country", "inside the container given", "country named", "admin1 named",
    "same country share", "same admin1 share", "within 40 km", "within 120 km", "within 400 km",
    "share in no other country",
)  # fmt: skip
_COLUMNS = np.array([SECOND.index(name) for name in _TOLD_BY])
SURE = (
    *_TOLD_BY, "always", "log odds", "chance within 60 km", "only named inside the name", "not where the text says",
    "people of an only namesake", "small stranger", "small and apart", "alternate name of a small place",
    "too large for a village", "company in its country", "small in other company",
    "inside where its sentence is", "not inside where its sentence is",
)  # fmt: skip
LEANING = (
    "always", "share", "share squared", "beside", "nearness", "people of the place", "first-order division",
    "water or mountain", "spot", "kind unknown", "where the text says", "name inside a name",
)  # fmt: skip
_WIDE_HINTS = frozenset({"river", "lake", "mountain", "sea", "region", "island"})


_SMALL = 100_000
_VILLAGE = 30_000
_SMALL_KINDS = frozenset({"city", "admin2"})


class Company(NamedTuple):
    """What the names that stand round a name say of the place it is taken for."""

    same: float = 0.0
    """How far they lie in its country, 0 to 1."""
    other: float = 0.0
    """How far they lie in others."""
    inside: bool = False
    """It lies inside the place its sentence opens with: *In Narowal, the temple at Kartarpur*."""
    outside: bool = False
    """It does not, though there is one."""


def sure_features(
    row: FloatArray, chance: float, sure: float, query: Query, entry: Entry, company: Company
) -> FloatArray:
    """Return what tells whether the best namesake is right.

    `row` is its row of the last reading, `chance` its chance there, `sure` that of all namesakes within 60 km, `entry`
    the place, `company` the names round it.
    """
    bounded = min(max(chance, 0.001), 0.999)
    full = np.zeros(len(SECOND))
    full[: len(row)] = row
    outside = bool(query.within) and not row[_INSIDE]
    small = entry.kind in _SMALL_KINDS and entry.population < _SMALL
    apart = full[_SHARE] > 0.3 and full[_WITHIN_400] < 0.2
    # In the United States a village is a form of government, of large suburbs too.
    village = query.kind_hint == "village" and entry.country != "US"
    too_large = village and (entry.kind != "city" or entry.population > _VILLAGE)
    more = (
        1.0,
        math.log(bounded / (1 - bounded)),
        sure,
        query.approximate,
        outside,
        full[_ONLY] * (math.log10(entry.population + 10) - 4.0),
        small and full[_STRANGER],
        small and apart,
        small and full[_ALTERNATE],
        too_large,
        company.same,
        small * company.other,
        small and company.inside,
        small and company.outside,
    )
    return np.concatenate([full[_COLUMNS], np.array(more, dtype=float)])


_INSIDE = SECOND.index("inside the container given")
_SHARE, _WITHIN_400 = SECOND.index("same country share"), SECOND.index("within 400 km")
_ONLY, _STRANGER = SECOND.index("only namesake"), SECOND.index("share in no other country")
_ALTERNATE = SECOND.index("alternate name")


def lean_features(leaning: Leaning, query: Query, inside: bool) -> FloatArray:
    """Return what tells whether a name lies near the place it leans on; `inside`: within the container given."""
    hint = query.kind_hint
    return np.array(
        [
            1.0,
            leaning.share,
            leaning.share**2,
            float(leaning.gap < 40),
            math.exp(-leaning.gap / 250.0),
            math.log10(leaning.entry.population + 10) - 4.0,
            float(leaning.entry.kind == "admin1"),
            float(hint in _WIDE_HINTS),
            float(hint == "spot"),
            float(not hint),
            float(inside),
            float(query.approximate),
        ]
    )


def trust(weights: FloatArray, features: FloatArray) -> float:
    """Return the chance, 0 to 1."""
    return float(1.0 / (1.0 + math.exp(-max(min(float(weights @ features), 30.0), -30.0))))


@lru_cache(maxsize=1)
def open_trust() -> tuple[FloatArray, FloatArray]:
    """Return the shipped weights for `SURE` and `LEANING`."""
    data: dict[str, Any] = json.loads(data_path("namesakes.json").read_text(encoding="utf-8"))
    return (
        np.array([data["sure"][name] for name in SURE]),
        np.array([data["leaning"][name] for name in LEANING]),
    )
