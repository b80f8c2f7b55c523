"""Compile the sovereign airspace of every state, so that none has to be computed while a report is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from geo.places.airspace import AIRSPACE_BASIS, sovereign_airspace
from geo.places.ground import Ground
from geo.places.sphere import area_km2, inside

if TYPE_CHECKING:
    from geo._build.shapes import CompiledShape

__all__ = ["compile_airspaces"]


def compile_airspaces(made: Mapping[str, CompiledShape]) -> Iterator[CompiledShape]:
    """Yield `airspace:VE` for each `country:VE` made before it; Antarctica is no state."""
    from geo._build.shapes import CompiledShape

    countries = {key: shape for key, shape in made.items() if shape.kind == "country"}
    ground = Ground({key: shape.geometry for key, shape in countries.items()})
    states = frozenset(countries) - {"country:AQ"}
    for key in sorted(states):
        shape = countries[key]
        geometry = sovereign_airspace(key, shape.geometry, ground, states)
        point = inside(geometry)
        yield CompiledShape(
            id=f"airspace:{key.partition(':')[2]}",
            name=f"Airspace of {shape.name}",
            kind="airspace",
            geometry=geometry,
            precision="approximate",
            basis=AIRSPACE_BASIS,
            lon=point.lon,
            lat=point.lat,
            area_km2=area_km2(geometry),
            country=shape.country,
            parent=key,
        )
