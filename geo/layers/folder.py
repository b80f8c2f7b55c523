"""The layers folder: which of its files belong on a report's map, and where generated layers are kept."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from geo.errors import LayerError
from geo.layers.cache import cache_folder
from geo.layers.formats import COMPANIONS, QUIET
from geo.layers.generated import is_generated, is_untouched, write_generated
from geo.layers.geojson import whole_text
from geo.layers.look import COLOUR_KEYS, palettes
from geo.layers.read import Resolve, read_file
from geo.layers.write import locked
from geo.model import Layer, Problem

__all__ = ["layer_files", "lock_folder", "map_files", "read_files", "read_for_map", "save_generated", "stray_files"]

LOCK = ".sitmap.lock"


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Hold the layers folder while the block runs: a second build waits its turn.

    Raises LayerError where the folder cannot be written, or another build holds it for a minute.
    """
    with locked(folder / LOCK):
        yield


def layer_files(folder: Path) -> tuple[Path, ...]:
    """Return the layer files below a folder in the order of their paths.

    Hidden files, companions of other files, sidecars and layers that wait beside an edited one (`*.new.geojson`) are
    passed over. Links to folders are not followed.
    """
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(place) / name for name in names if _is_layer(name)]
    return tuple(sorted(found, key=lambda path: path.relative_to(folder).parts))


def _is_layer(name: str) -> bool:
    lower = name.lower()
    return not (name.startswith((".", "~$")) or lower.endswith((*QUIET, *COMPANIONS, "~", ".new.geojson")))


def map_files(folder: Path, reports: Sequence[str]) -> tuple[Path, ...]:
    """Return the files that belong on the map of `reports` (ids).

    Files at the top and in folders that hold no generated layer go on every map. A report's own folder goes on its
    map only: the folder of its id, or any other folder that holds a generated layer.
    """
    files = layer_files(folder)
    own = {
        path.relative_to(folder).parts[0]
        for path in files
        if len(path.relative_to(folder).parts) > 1 and is_generated(path)
    }
    chosen = []
    for path in files:
        parts = path.relative_to(folder).parts
        if len(parts) == 1 or parts[0] in reports or parts[0] not in own:
            chosen.append(path)
    return tuple(chosen)


def read_files(
    files: Iterable[Path], folder: Path, *, resolve: Resolve | None = None, cache: Path | None = None
) -> tuple[tuple[Layer, ...], tuple[Problem, ...]]:
    """Return the layers of files in `folder`, each id once, and every problem.

    `cache` is a folder where what was read is kept by content, such as `cache.cache_folder()`. Layers that bring no
    colour get one each.
    """
    layers: list[Layer] = []
    problems: list[Problem] = []
    taken: set[str] = set()
    for path in files:
        found = read_file(path, root=folder, resolve=resolve, cache=cache)
        problems.extend(found.problems)
        for layer in found.layers:
            layer_id, number = layer.id, 2
            while layer_id in taken:
                layer_id, number = f"{layer.id}-{number}", number + 1
            taken.add(layer_id)
            layers.append(replace(layer, id=layer_id))
    return _told_apart(layers), tuple(problems)


def _told_apart(layers: Sequence[Layer]) -> tuple[Layer, ...]:
    """Return the layers, those without any colour of their own each with another one.

    A layer's name picks its colour, so that another file in the folder does not change it unless the two collide.
    """
    colours = palettes()["categories"]
    taken: set[str] = set()
    result = []
    for layer in layers:
        if not _has_colour(layer):
            start = zlib.crc32(layer.id.encode("utf-8", "replace")) % len(colours)
            order = [*colours[start:], *colours[:start]]
            colour = next((c for c in order if c not in taken), order[0])
            taken.add(colour)
            layer = replace(layer, style={**dict.fromkeys(COLOUR_KEYS, colour), "fill-opacity": 0.25, **layer.style})
        result.append(layer)
    return tuple(result)


def _has_colour(layer: Layer) -> bool:
    return any(key in layer.style for key in COLOUR_KEYS) or any(
        key in feature.properties for feature in layer.features for key in COLOUR_KEYS
    )


def stray_files(folder: Path) -> tuple[Problem, ...]:
    """Return a Problem for each file below a folder that belongs to a layer which is not there, or waits for somebody.

    A sidecar or a part of a Shapefile by itself would otherwise be passed over without a word.
    """
    problems = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        stems = {Path(name).stem.lower() for name in names if _is_layer(name)}
        for name in sorted(names):
            file, lower = whole_text(str(Path(place) / name)), name.lower()
            if name.startswith("."):
                continue
            if lower.endswith(".toml") and Path(lower).stem not in stems:
                mend = "Name it like the layer it is for: `harbours.toml` beside `harbours.csv`."
                problems.append(Problem(file, "", "it belongs to no layer in this folder.", mend))
            elif lower.endswith(".toml") and len(own := _layers_named(Path(name).stem, names)) > 1:
                reason = f"it is the sidecar of {' and '.join(own)} alike."
                problems.append(Problem(file, "", reason, "Rename one of them where that is not meant.", fatal=False))
            elif lower.endswith((".dbf", ".shx")) and Path(lower).stem not in stems:
                problems.append(Problem(file, "", "its .shp is not in this folder.", "Put it beside this file."))
            elif lower.endswith(".new.geojson"):
                mend = "Take over what you want and delete one of the two."
                problems.append(Problem(file, "", "it waits beside a layer edited by hand.", mend, fatal=False))
    return tuple(problems)


def _layers_named(stem: str, names: Iterable[str]) -> list[str]:
    return sorted(name for name in names if Path(name).stem == stem and _is_layer(name))


def read_for_map(
    folder: Path, reports: Sequence[str], *, resolve: Resolve | None = None, cache: Path | None = None
) -> tuple[tuple[Layer, ...], tuple[Problem, ...]]:
    """Return the layers that people brought to the map of `reports`, and the problems of their files.

    What this program generated for one of the reports is left to the caller, who has it fresh; a generated layer that
    somebody edited counts as brought, and carries the id of the generated one so that it takes its place.
    Repairs are in the layers' notes; the problems are those that left something out.
    """
    files = [
        path
        for path in map_files(folder, reports)
        if not (path.relative_to(folder).parts[0] in reports and is_untouched(path))
    ]
    layers, problems = read_files(files, folder, resolve=resolve, cache=cache or cache_folder())
    return layers, tuple(problem for problem in (*problems, *stray_files(folder)) if problem.fatal)


def save_generated(layers: Sequence[Layer], folder: Path) -> tuple[str, ...]:
    """Write generated layers to `folder` by their ids, and return what the user should know.

    The caller holds the folder's lock. Files of an earlier run of the same reports that nobody edited and that are not
    among `layers` are removed.
    Raises LayerError where the folder cannot be written.
    """
    kept = {folder / f"{layer.id}.geojson": layer for layer in layers}
    for path in kept:
        if not path.resolve().is_relative_to(folder.resolve()):
            raise LayerError(f"{path}: this lies outside of the layers folder. Give the report another name.")
    messages = tuple(written.message for written in write_generated(kept) if written.message)
    for place in sorted({path.parent for path in kept}):
        for litter in place.glob(".*.tmp"):  # of a build that was killed: we hold the lock, so nobody is writing
            litter.unlink(missing_ok=True)
        for old in sorted(place.glob("*.geojson")):
            if old in kept or not is_untouched(old):
                continue
            if old.name.endswith(".new.geojson") and old.with_name(f"{old.name[:-12]}.geojson") in kept:
                continue  # it waits beside an edited one
            with suppress(OSError):
                old.unlink()
    return messages
