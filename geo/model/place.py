"""Places: what the gazetteer knows (`Entry`), what a name was resolved to (`Place`, `Resolution`), its `Shape`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol

from shapely.geometry.base import BaseGeometry

from geo.model.phrase import Phrase

__all__ = ["Candidate", "Entry", "LonLat", "NameIndex", "Place", "Precision", "Resolution", "Shape"]


class LonLat(NamedTuple):
    """A position in EPSG:4326, degrees."""

    lon: float
    lat: float

    @property
    def latlon(self) -> tuple[float, float]:
        """Leaflet's order."""
        return (self.lat, self.lon)


class Precision(StrEnum):
    """How far a shape can be trusted."""

    EXACT = "exact"
    APPROXIMATE = "approximate"
    VAGUE = "vague"


class Entry(NamedTuple):
    """One place the gazetteer knows. A tuple, because a report looks hundreds of them up."""

    id: str
    """`gn:<GeoNames id>`, `country:VE`, `admin1:VE.25`, `admin2:US.TX.201`, `sea:...`, `region:...`, `continent:AF`,
    `island:...`, `river:...`."""
    name: str
    kind: str
    """city, country, territory, admin1, admin2, continent, sea, region, island, river, lake, mountain, airspace."""
    country: str
    """ISO 3166-1 alpha-2, empty for seas and regions."""
    admin1: str
    """Code within the country, such as `25` of `VE.25`; empty where none."""
    admin2: str
    lat: float
    lon: float
    population: int
    """0 where unknown."""
    rank: int = 0
    """How this name belongs to the place: 0 main name, 1 the same without accents, 2 an alternate name, 3 a code."""


class NameIndex(Protocol):
    """What the text stage may ask of the gazetteer. `words` are as written; case, accents, dots are folded inside."""

    def lookup(self, name: str) -> Sequence[Entry]:
        """Return all namesakes, main names and larger places first; empty where the name is unknown."""

    def longest(self, words: Sequence[str], start: int) -> int:
        """Return how many of `words[start:]` make the longest known name; 0 for none."""


class Candidate(NamedTuple):
    """A place that a name could have meant, and how well it fitted."""

    place_id: str
    label: str
    """A name that tells namesakes apart: *Paris, Texas, United States*."""
    kind: str
    point: LonLat
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Place:
    """A name or phrase resolved. The outline is drawn on demand from `area` (see the shapes module)."""

    id: str
    name: str
    """For people: *Caribbean Sea*, *eastern Pacific*, *airspace of Venezuela*."""
    kind: str
    """country, admin1, admin2, city, sea, region, island, airspace, fir, border, coast, offshore, part, offset, ..."""
    area: Phrase
    """The phrase with every leaf `Known`."""
    point: LonLat
    """A representative point: the gazetteer's for a city or country, one inside for an area."""
    precision: Precision
    basis: str
    """The rule or source that gives the shape, in one sentence a reader can check."""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What became of one mention: its place or None, why, and the candidates not chosen."""

    place: Place | None
    reason: str
    candidates: tuple[Candidate, ...] = ()
    score: float = 0.0
    guess: LonLat | None = None
    """Of what is not placed: where it probably is, too unsure to be drawn there."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A drawn outline: valid, in EPSG:4326 degrees, RFC 7946 winding, cut at 180 degrees."""

    geometry: BaseGeometry
    precision: Precision
    basis: str
    point: LonLat
