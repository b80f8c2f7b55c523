"""Keep what somebody draws on the served page: checked as any layer is, added to a layer made by hand."""

from __future__ import annotations

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
    if not path.resolve().is_relative_to(folder.resolve()):
        raise LayerError(f"{path}: it is a link. Give the drawing another layer's name.")
    if not path.exists():
        title = name.strip()[:120] or title_from(path.stem)
        write_layer(Layer(path.stem, title, layer.features, source="drawn by hand"), path)
        return path
    append_features(path, layer.features)
    return path
