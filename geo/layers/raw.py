"""What a format's decoder hands on: features as the file has them, before anything is mended or refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from geo.model import Problem

__all__ = ["PlaceName", "RawFeature", "RawLayer", "Refused", "told"]


class Refused(Exception):  # noqa: N818 - a signal between modules here; the user meets it as LayerError or Problem
    """Something in a file that cannot be used: where in the file, why, and how to mend it."""

    def __init__(self, reason: str, mend: str = "", where: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.mend = mend
        self.where = where

    def problem(self, file: str = "", where: str = "") -> Problem:
        """Return it as a Problem of `file`; `where` is used where the refusal does not know its place."""
        return Problem(file, self.where or where, self.reason, self.mend)


@dataclass(frozen=True, slots=True)
class PlaceName:
    """Words that stand in place of a geometry, to be looked up: *southern Lebanon*."""

    words: str
    column: str = ""
    """The column of a table whose heading alone (*name*) does not say that it holds places, empty for all others."""


@dataclass(frozen=True, slots=True)
class RawFeature:
    """One feature as read."""

    where: str
    """`feature 14`, `line 3`, `placemark 2`: counted from 1, for messages."""
    geometry: Any
    """A GeoJSON geometry object (plain JSON, unchecked), a shapely geometry, a PlaceName, or None."""
    properties: Mapping[str, Any] = field(default_factory=dict)
    id: Any = None


@dataclass(frozen=True, slots=True)
class RawLayer:
    """One layer of a file as read."""

    features: tuple[RawFeature, ...]
    name: str = ""
    """Which layer of the file, where it can hold several."""
    members: Mapping[str, Any] = field(default_factory=dict)
    """title, source, license, date, description, group, order, visible, report, style, as far as the file says."""
    problems: tuple[Problem, ...] = ()
    """Found while decoding, `file` still empty; `fatal=False` for repairs."""
    crs: str = ""
    """What the file calls its coordinate system; empty for WGS 84 longitude, latitude."""
    strict: bool = False
    """True for GeoJSON and its kin, where RFC 7946's winding and 180-degree rules bind the writer."""


def told(where: str, repair: str) -> Problem:
    """Return a repair that was made and is told, not refused."""
    return Problem("", where, repair, "", fatal=False)
