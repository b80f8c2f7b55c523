"""A ready point of a state's coast or of the sea off it, for archives, which need no outline of it."""

from __future__ import annotations

from functools import cache

from geo.data import read_toml
from geo.model import Coast, Known, LonLat, Offshore, Phrase

__all__ = ["is_shore", "shore_point"]

_WIDE = ("region", "continent", "ocean", "sea")


def is_shore(area: Phrase) -> bool:
    """Return whether an area is a coast or the sea off one whose point can only be told by drawing it.

    That is so of divisions, islands and towns. For states there are ready points; no one point tells of the coast of a
    continent or of the Arctic.
    """
    if not isinstance(area, (Coast, Offshore)):
        return False
    ready = shore_point(area) is not None
    return not ready and not (isinstance(area.of, Known) and area.of.kind in _WIDE)


def shore_point(area: Phrase) -> LonLat | None:
    """Return the ready point of a state's whole coast, or of the sea off it; None for any other area."""
    if not isinstance(area, (Coast, Offshore)) or area.side or not isinstance(area.of, Known):
        return None
    if isinstance(area, Offshore) and area.metres is not None:
        return None
    kind, _, code = area.of.place_id.partition(":")
    point = _points()["coast" if isinstance(area, Coast) else "offshore"].get(code) if kind == "country" else None
    return LonLat(point[1], point[0]) if point is not None else None


@cache
def _points() -> dict[str, dict[str, list[float]]]:
    table: dict[str, dict[str, list[float]]] = read_toml("shore_points.toml")
    return table
