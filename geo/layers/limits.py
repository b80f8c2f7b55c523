"""How much a layer file may ask of the reader: sizes beyond which it is refused with a clear sentence."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LIMITS", "Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds for one file. Far above any layer that still makes a usable page, far below what hurts."""

    file_bytes: int = 256 * 1024 * 1024
    features: int = 250_000
    vertices: int = 5_000_000
    depth: int = 60
    """Brackets inside brackets, of JSON or XML."""
    archive_bytes: int = 512 * 1024 * 1024
    """All members of a zip, unpacked."""
    archive_members: int = 2_000
    archive_ratio: int = 200
    """Unpacked size over packed size of one member; ordinary text stays below 50."""
    text: int = 200_000
    """Characters of one property."""


LIMITS = Limits()
