"""What people do with layers besides building: add, start, check, take away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import pipeline
from geo.errors import GeoError
from geo.model import Layer, Situation

if TYPE_CHECKING:
    from geo.layers.add import Added

__all__ = ["PICTURES", "add_file", "add_places", "check_layers", "export", "new_layer"]

PICTURES = (".png", ".svg", ".pdf")


def add_file(source: Path, folder: Path, about: Mapping[str, Any]) -> Added:
    """Copy a layer file into `folder` once it was read; `about` goes into its sidecar. Raises LayerError."""
    from geo.layers.add import add_file

    return add_file(source, folder, about=about or None, resolve=pipeline.resolve_outline)


def add_places(places: Sequence[str], folder: Path, **about: str) -> Added:
    """Write a layer by hand from names and phrases, with status, note, title and so on. Raises LayerError."""
    from geo.layers.add import add_places

    return add_places(places, folder, resolve=pipeline.resolve_outline, **about)


def new_layer(name: str, folder: Path) -> Path:
    """Start an empty, commented layer file and return its path. Raises LayerError where it is there already."""
    from geo.layers.new import new_layer

    return new_layer(name, folder)


def check_layers(paths: Sequence[Path], style: str) -> tuple[str, bool]:
    """Return every problem of the files (or folders of files) as text, and whether any is more than a repair told.

    `style` is human, json or github (annotations). Raises LayerError where a path does not exist.
    """
    from geo.layers.check import check_files, format_problems

    problems, count = check_files(paths, resolve=pipeline.resolve_outline)
    return format_problems(problems, style, count), any(problem.fatal for problem in problems)


def export(sources: Sequence[Path], target: Path, layers_dir: Path, *, width: int, height: int, look: str) -> None:
    """Write a map as a picture (PNG, SVG, PDF), or its layers as KML, GeoPackage, CSV or GeoJSON.

    `sources` are reports, whose map takes the layers of `layers_dir` too; or one layer file or folder of layers. The
    ending of `target` names the format. Width and height are CSS pixels, `look` is light or dark. Raises GeoError.
    """
    from geo.layers.export import EXPORTS, export_layers

    if target.suffix.lower() not in (*PICTURES, *EXPORTS):
        endings = f"{', '.join(PICTURES)} for a picture; {', '.join(EXPORTS)} for layers"
        raise GeoError(f"{target}: nothing is exported as {target.suffix or 'that'}. Give {endings}.")
    situations, layers = _layers_of(sources, layers_dir)
    if target.suffix.lower() in PICTURES:
        from geo.webmap.export import export_map

        folium_map = pipeline.make_map(layers, [s.document for s in situations])
        export_map(folium_map, target, width=width, height=height, look=look)
        return
    export_layers(layers, target)


def _layers_of(sources: Sequence[Path], layers_dir: Path) -> tuple[Sequence[Situation], Sequence[Layer]]:
    from geo.build import REPORT_ENDINGS, gather, read_situations

    if all(source.suffix.lower() in REPORT_ENDINGS for source in sources):
        situations = read_situations(sources)
        return situations, gather(situations, layers_dir).layers
    if len(sources) > 1:
        raise GeoError("give reports, or one layer file or folder of layers.")
    if sources[0].is_dir():
        return (), gather((), sources[0]).layers
    from geo.layers.read import read_layer

    return (), [read_layer(sources[0], resolve=pipeline.resolve_outline)]
