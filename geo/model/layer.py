"""A layer: features with a title, a source and a look; one overlay on the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from shapely.geometry.base import BaseGeometry

__all__ = ["Feature", "Layer", "Problem"]


@dataclass(frozen=True, slots=True)
class Feature:
    """A geometry (None: unlocated, RFC 7946 section 3.2) with plain JSON properties."""

    geometry: BaseGeometry | None
    properties: Mapping[str, Any] = field(default_factory=dict)
    id: str | int | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """A FeatureCollection, as read or to be written."""

    id: str
    """Short name, unique on a map: the path below the layers folder without its ending."""
    title: str
    features: tuple[Feature, ...]
    source: str = ""
    license: str = ""
    date: str = ""
    description: str = ""
    group: str = ""
    report: str = ""
    """The id of the report it was made from; empty for a file somebody brought."""
    visible: bool = True
    order: int = 0
    style: Mapping[str, Any] = field(default_factory=dict)
    """simplestyle keys for the whole layer; a feature's own keys win."""
    notes: tuple[str, ...] = ()
    """Repairs made while reading, shown in the layer's information."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of one file: where, what, and how to mend it."""

    file: str
    where: str
    """`feature 14`, `line 3`, or empty for the whole file."""
    reason: str
    mend: str
    fatal: bool = True
    """False: a repair that was made, told and not refused."""

    def __str__(self) -> str:
        return ": ".join(p for p in (", ".join(w for w in (self.file, self.where) if w), self.reason) if p) + (
            f" {self.mend}" if self.mend else ""
        )
