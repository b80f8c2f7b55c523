"""Start an empty layer that explains itself: valid GeoJSON, its schema beside it, hints as plain members."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from geo.errors import LayerError
from geo.layers.add import publish_schemas, slug
from geo.layers.settle import title_from
from geo.layers.write import write_atomically

__all__ = ["new_layer"]

_HINTS = [
    'This is a layer for the map: a GeoJSON FeatureCollection. Whatever stands in "//" is a remark and is not shown.',
    'Put features between the brackets of "features", with a comma between two of them. Copy one of "examples" below.',
    "Positions are [longitude, latitude] in degrees: Caracas is [-66.9, 10.5]. West and south are negative.",
    '"status" is one of occurred, ongoing, claimed, planned, possible, denied. "basis" says how you know where it is.',
    "Check it with `sitmap check`, show it with `sitmap build`. An editor that knows JSON Schema completes the keys.",
]
_EXAMPLES = [
    {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [-66.9, 10.5]},
        "properties": {"title": "Caracas", "status": "claimed", "description": "What is said to be here.", "basis": ""},
    },
    {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [[[-67, 10], [-66, 10], [-66, 11], [-67, 11], [-67, 10]]]},
        "properties": {"title": "An area", "stroke": "#c23b00", "stroke-dasharray": "8 4", "fill-opacity": 0.2},
    },
]


def new_layer(name: str, folder: Path) -> Path:
    """Write an empty, explained layer to `folder` and return its path; `Aid/Roads` goes into the folder `aid`.

    Raises LayerError where the name leads elsewhere, or a file of that name is there already.
    """
    bare = name.removesuffix(".geojson").removesuffix(".json").replace("\\", "/")
    if bare.startswith("/") or ".." in bare.split("/") or re.match("[A-Za-z]:", bare):
        raise LayerError(f"{name!r} leads out of {folder}. Give a name such as `harbours` or `aid/roads`.")
    parts = [part for part in bare.split("/") if part.strip(". ")]
    if not parts:
        raise LayerError(f"{name!r} is no name for a layer. Give one such as `harbours`.")
    path = folder.joinpath(*(slug(part) for part in parts[:-1]), f"{slug(parts[-1])}.geojson")
    if path.exists():
        raise LayerError(f"{path}: this file is there already. Give another name.")
    publish_schemas(folder)
    schema = Path(os.path.relpath(folder / ".schema" / "layer.schema.json", path.parent)).as_posix()
    layer = {
        "$schema": schema if schema.startswith(".") else f"./{schema}",
        "//": _HINTS,
        "type": "FeatureCollection",
        "title": title_from(parts[-1]),
        "description": "",
        "source": "",
        "license": "",
        "date": "",
        "features": [],
        "// examples": _EXAMPLES,
    }
    write_atomically(path, json.dumps(layer, ensure_ascii=False, indent=2) + "\n")
    return path
