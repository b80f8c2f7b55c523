"""Draw an outline as finely as its size deserves: an ocean's coast to a kilometre or two, a province's to its atlas."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import shapely

from geo.model import Shape

__all__ = ["generalised"]

_SHARE = 1 / 4000
"""Tolerance as a share of the outline's longer side: less than a pixel of a page as wide as two screens."""

_FINEST = 0.0005
"""Degrees, about 50 m: below the error of 1:10 million outlines there is nothing to be left out."""

_METRES_A_DEGREE = 111_195


@lru_cache(maxsize=256)  # while a report is watched, its places stay the same
def generalised(shape: Shape) -> Shape:
    """Return the shape with corners left out that cannot be seen when all of it is; the basis says how coarse.

    Valid, with the same parts (Douglas and Peucker 1973, keeping topology). A shape that would gain nothing comes
    back as it is.
    """
    west, south, east, north = shape.geometry.bounds
    tolerance = round(max(east - west, north - south) * _SHARE, 4)
    if tolerance < _FINEST or shapely.get_num_coordinates(shape.geometry) < 500:
        return shape
    coarser = shapely.simplify(shape.geometry, tolerance, preserve_topology=True)
    if coarser.is_empty or not coarser.is_valid:
        return shape
    metres = tolerance * _METRES_A_DEGREE
    said = f"{metres / 1000:.1f} km" if metres >= 1000 else f"{metres:.0f} m"
    return replace(shape, geometry=coarser, basis=f"{shape.basis.rstrip('.')}; here generalised to {said}.")
