"""Keep what somebody draws on the served page: checked as any layer is, added to a layer made by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from geo.errors import LayerError
from geo.layers.add import slug
from geo.layers.formats.geojson import decode
from geo.layers.geojson import collection_member, dump, is_generated, write_layer
from geo.layers.raw import Refused
from geo.layers.read import read_file
from geo.layers.settle import settle, title_from
from geo.layers.write import write_atomically
from geo.model import Layer

__all__ = ["save_drawn"]


def save_drawn(data: bytes, name: str, folder: Path) -> Path:
    """Add drawn features, GeoJSON bytes, to the layer `name` directly in `folder`, and return its path.

    The name can only ever become a file in that folder. The caller holds the folder's lock. Raises LayerError where
    the features cannot be used, or the file of that name is a generated layer or cannot be read.
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
    if path.is_symlink() or not path.resolve().is_relative_to(folder.resolve()):
        raise LayerError(f"{path}: it is a link. Give the drawing another layer's name.")
    if not path.exists():
        title = name.strip()[:120] or title_from(path.stem)
        write_layer(Layer(path.stem, title, layer.features, source="drawn by hand"), path, generated=False)
        return path
    if is_generated(path):
        raise LayerError(f"{path}: this layer is generated from a report. Give the drawing another layer's name.")
    old = read_file(path, root=folder)
    if len(old.layers) != 1 or any(problem.fatal for problem in old.problems):
        raise LayerError(f"{path}: this file has faults that adding to it would lose. Run `sitmap check` on it first.")
    made = replace(old.layers[0], group="", features=(*old.layers[0].features, *layer.features))
    write_atomically(path, dump(_with_extras(path, collection_member(made))))
    return path


def _with_extras(path: Path, collection: dict[str, Any]) -> Mapping[str, Any]:
    """Return the collection with members of the old file that we do not know, so that none is lost."""
    try:
        old = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return collection
    extras = {k: v for k, v in old.items() if k not in collection and k not in ("features", "bbox", "crs")}
    return {**{k: v for k, v in collection.items() if k != "features"}, **extras, "features": collection["features"]}
