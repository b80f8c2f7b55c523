"""Add features to a layer file that is there already, and lose nothing of what stands in it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from geo.errors import LayerError
from geo.layers.formats.geojson import decode
from geo.layers.generated import is_generated
from geo.layers.geojson import collection_member, dump
from geo.layers.raw import Refused
from geo.layers.settle import settle
from geo.layers.write import write_atomically
from geo.model import Feature

__all__ = ["append_features"]


def append_features(path: Path, features: Sequence[Feature]) -> None:
    """Write a GeoJSON file anew with features added; its sidecar's look stays in the sidecar.

    Raises LayerError where it is a link, was generated from a report, or has faults that would be lost.
    """
    if path.is_symlink():
        raise LayerError(f"{path}: it is a link. Give another layer's name.")
    if is_generated(path):
        raise LayerError(f"{path}: this layer is generated from a report. Give another layer's name.")
    try:
        old, problems = settle(decode(path.read_bytes())[0], path.stem)
    except Refused as refused:
        raise LayerError(str(refused.problem(str(path)))) from refused
    if any(problem.fatal for problem in problems):
        raise LayerError(f"{path}: this file has faults that adding to it would lose. Run `sitmap check` on it first.")
    made = collection_member(replace(old, features=(*old.features, *features)))
    write_atomically(path, dump(_with_extras(path, made)))


def _with_extras(path: Path, collection: dict[str, Any]) -> Mapping[str, Any]:
    """Return the collection with members of the old file that we do not know, so that none is lost."""
    try:
        old = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return collection
    if not isinstance(old, dict) or not isinstance(old.get("features"), list):
        return collection
    extras = {k: v for k, v in old.items() if k not in collection and k not in ("features", "bbox", "crs")}
    return {**{k: v for k, v in collection.items() if k != "features"}, **extras, "features": collection["features"]}
