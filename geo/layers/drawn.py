"""Keep what somebody draws on the served page: checked as any layer is, added to a layer made by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from geo.errors import LayerError
from geo.layers.add import slug
from geo.layers.append import append_features
from geo.layers.formats.geojson import decode
from geo.layers.geojson import write_layer
from geo.layers.raw import Refused
from geo.layers.settle import settle, title_from
from geo.model import Layer

__all__ = ["save_drawn"]

_SOURCE = "drawn by hand"
_UNNAMED = "drawn"
"""The name that the page gives a layer where its user gives none."""


def save_drawn(data: bytes, name: str, folder: Path) -> Path:
    """Add drawn features, GeoJSON bytes, to the layer `name` directly in `folder`, and return its path.

    The name can only ever become a file in that folder. A layer that somebody named is added to; under the name that
    the page gives by itself only one that was drawn is, another file of that name stays as it is.
    The caller holds the folder's lock. Raises LayerError where the features cannot be used, or the file of that name
    is a generated layer or cannot be read.
    """
    try:
        layer, problems = settle(decode(data)[0], "drawn")
    except Refused as refused:
        raise LayerError(str(refused.problem("drawing"))) from refused
    faults = [problem for problem in problems if problem.fatal]
    if faults:
        raise LayerError("\n".join(f"drawing{problem}" for problem in faults))
    if not any(feature.geometry is not None for feature in layer.features):
        raise LayerError("drawing: there is no shape in it. Draw a point, a line or an area.")
    path = folder / f"{slug(name)}.geojson"
    if not path.resolve().is_relative_to(folder.resolve()):
        raise LayerError(f"{path}: it is a link. Give the drawing another layer's name.")
    if path.stem == _UNNAMED:
        path = next(one for one in _numbered(path) if not one.exists() or _is_drawn(one))
    if not path.exists():
        title = name.strip()[:120] or title_from(path.stem)
        write_layer(Layer(path.stem, title, layer.features, source=_SOURCE), path)
        return path
    append_features(path, layer.features)
    return path


def _numbered(path: Path) -> Iterator[Path]:
    yield path
    for number in count(2):
        yield path.with_stem(f"{path.stem}-{number}")


def _is_drawn(path: Path) -> bool:
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(value, dict) and value.get("source") == _SOURCE
