"""What people do with layers besides building: add, start, check, take away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import pipeline
from geo.errors import GeoError
from geo.model import Layer

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


def export(source: Path, target: Path, *, width: int, height: int, dark: bool) -> None:
    """Write a page as a picture (PNG, SVG, PDF), or a report's or folder's layers as KML, GeoPackage, CSV, GeoJSON.

    `source` is a page, a report, a layer file or a folder of layers; `target`'s ending names the format; width and
    height are CSS pixels. Raises GeoError where the two do not fit.
    """
    if target.suffix.lower() in PICTURES:
        if source.suffix.lower() not in (".html", ".htm"):
            raise GeoError(f"{source}: a picture is taken of a page. Build one and give its .html file.")
        from geo.webmap.export import export_picture

        export_picture(source, target, width=width, height=height, dark=dark)
        return
    from geo.layers.export import export_layers

    export_layers(_layers_of(source), target)


def _layers_of(source: Path) -> Sequence[Layer]:
    if source.is_dir():
        from geo.layers.read import read_folder

        layers, problems = read_folder(source)
        if not layers:
            raise GeoError(f"{source}: no layer could be read here." + "".join(f"\n{p}" for p in problems))
        return layers
    if source.suffix.lower() in (".txt", ".md", ".markdown", ".html", ".htm"):
        return pipeline.to_layers(pipeline.find_situation(pipeline.read_report(source)))
    from geo.layers.read import read_layer

    return [read_layer(source)]
