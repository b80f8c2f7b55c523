"""Place phrases as a small tree: *the coast of northern Venezuela* is `Coast(Part("northern", Named("Venezuela")))`.

The text stage builds the tree with `Named` leaves (names as read). The places stage turns every leaf into `Known`
(a place of the gazetteer) and then draws the tree. `str(tree)` is a stable id of the place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

__all__ = [
    "Airspace", "Along", "Around", "Between", "Border", "Coast", "FlightRegion", "Known", "Named", "Near",
    "Offset", "Offshore", "Part", "Phrase", "Unlisted", "leaves", "replace_leaves",
]  # fmt: skip


class Named(NamedTuple):
    """A name as the text has it, with its offsets in the report (-1 where there is no report)."""

    name: str
    start: int = -1
    end: int = -1
    within: str = ""
    """The container the text itself gives: `Texas` of *Paris, Texas*."""
    kind_hint: str = ""
    """The kind the text itself gives: `river` of *the Jordan River*, `admin2` of *Orange County*."""

    def __str__(self) -> str:
        return f"name:{self.name}"


class Known(NamedTuple):
    """A place of the gazetteer, by its id, such as `country:VE`, `sea:caribbean-sea`, `gn:3646738`."""

    place_id: str
    name: str
    kind: str

    def __str__(self) -> str:
        return self.place_id


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A place that no source lists, somewhere about one that the text names: *Eaton Canyon* about Pasadena."""

    name: str
    about: Known

    def __str__(self) -> str:
        return f"unlisted({self.name},{self.about})"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an area by direction or character.

    `aspect`: north, north-east, ..., north-west, central, coastal, inland, upper, lower, mainland, or a tip such as
    `southern tip`.
    """

    aspect: str
    of: Phrase

    def __str__(self) -> str:
        return f"part({self.aspect.replace(' ', '-')},{self.of})"


@dataclass(frozen=True, slots=True)
class Airspace:
    """The sovereign airspace of a state."""

    of: Phrase

    def __str__(self) -> str:
        return f"airspace({self.of})"


@dataclass(frozen=True, slots=True)
class FlightRegion:
    """A flight information region, by name: *the Maiquetía FIR*."""

    name: str

    def __str__(self) -> str:
        return f"fir({self.name})"


@dataclass(frozen=True, slots=True)
class Coast:
    """The coast of an area, land and sea side; `side` such as `Pacific` or `north`, empty for all of it."""

    of: Phrase
    side: str = ""

    def __str__(self) -> str:
        return f"coast({self.of}{',' + self.side if self.side else ''})"


@dataclass(frozen=True, slots=True)
class Offshore:
    """The sea off a coast: *off Somalia*, *waters near Taiwan*, *20 miles off the coast of Libya*."""

    of: Phrase
    side: str = ""
    metres: float | None = None
    """Distance the text gives, metres."""
    approximate: bool = False

    def __str__(self) -> str:
        extra = f",{self.side}" if self.side else ""
        extra += f",{self.metres:.0f}m" if self.metres is not None else ""
        return f"offshore({self.of}{extra}{',about' if self.approximate else ''})"


@dataclass(frozen=True, slots=True)
class Border:
    """The border between two areas, or the whole land border of one where `b` is None."""

    a: Phrase
    b: Phrase | None = None

    def __str__(self) -> str:
        return f"border({self.a}{',' + str(self.b) if self.b else ''})"


@dataclass(frozen=True, slots=True)
class Offset:
    """A distance, perhaps with a direction, from a place: *about 50 miles north of Baghdad*, *south of Aden*."""

    of: Phrase
    metres: float | None
    """None where the text gives a direction but no distance."""
    direction: str = ""
    """north, north-east, ...; empty for *30 km from X*."""
    approximate: bool = False
    """True for *about*, *some*, *nearly*, *more than*."""

    def __str__(self) -> str:
        distance = "" if self.metres is None else f"{self.metres:.0f}m"
        return f"offset({self.of},{distance},{self.direction}{',about' if self.approximate else ''})"


@dataclass(frozen=True, slots=True)
class Between:
    """Between two places: *between Gao and Kidal*."""

    a: Phrase
    b: Phrase

    def __str__(self) -> str:
        return f"between({self.a},{self.b})"


@dataclass(frozen=True, slots=True)
class Near:
    """Near or outside a place."""

    of: Phrase

    def __str__(self) -> str:
        return f"near({self.of})"


@dataclass(frozen=True, slots=True)
class Around:
    """In and around a place."""

    of: Phrase

    def __str__(self) -> str:
        return f"around({self.of})"


@dataclass(frozen=True, slots=True)
class Along:
    """Along a river, road, border or coast."""

    of: Phrase

    def __str__(self) -> str:
        return f"along({self.of})"


Phrase = (
    Named
    | Known
    | Unlisted
    | Part
    | Airspace
    | FlightRegion
    | Coast
    | Offshore
    | Border
    | Offset
    | Between
    | Near
    | Around
    | Along
)


def _children(phrase: Phrase) -> dict[str, Phrase]:
    match phrase:
        case Border(a=a, b=b):
            return {"a": a} if b is None else {"a": a, "b": b}
        case Between(a=a, b=b):
            return {"a": a, "b": b}
        case Named() | Known() | Unlisted() | FlightRegion():
            return {}
        case _:
            return {"of": phrase.of}


def leaves(phrase: Phrase) -> tuple[Named | Known, ...]:
    """Return the names the phrase is built on, in order.

    >>> leaves(Coast(Part("north", Named("Venezuela"))))
    (Named(name='Venezuela', start=-1, end=-1, within='', kind_hint=''),)
    """
    if isinstance(phrase, (Named, Known)):
        return (phrase,)
    return tuple(leaf for child in _children(phrase).values() for leaf in leaves(child))


def replace_leaves(phrase: Phrase, known: Mapping[Named, Known | Unlisted]) -> Phrase:
    """Return the same tree with each `Named` leaf put in as what `known` resolves it to.

    >>> venezuela = Known("country:VE", "Venezuela", "country")
    >>> print(replace_leaves(Airspace(Named("Venezuela")), {Named("Venezuela"): venezuela}))
    airspace(country:VE)
    """
    if isinstance(phrase, Named):
        return known.get(phrase, phrase)
    children = _children(phrase)
    if isinstance(phrase, Known) or not children:
        return phrase
    changed: dict[str, Any] = {key: replace_leaves(child, known) for key, child in children.items()}
    return replace(phrase, **changed)
