"""Tell when a report or a layer changes, gathered over a moment, without the noise of our own writing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event

from geo.layers.folder import LOCK

__all__ = ["is_ours_or_hidden", "rebuild_on_change", "watch"]

GATHER = 60
"""Milliseconds in which changes count as one: an editor writes a file, renames it and touches it."""
STEP = 20
"""Milliseconds between two looks while changes come in."""
QUIET = 1000
"""Milliseconds without a change after which there is time for what need not be seen at once."""


def is_ours_or_hidden(path: str) -> bool:
    """Return whether a change of this file means nothing: locks, temporary and hidden files, editors' own copies.

    >>> is_ours_or_hidden("layers/.harbours.geojson.x1.tmp"), is_ours_or_hidden("layers/harbours.geojson")
    (True, False)
    """
    name = os.path.basename(path)
    return (
        name.startswith((".", "~$", "#"))
        or name == LOCK
        or name.endswith(("~", ".tmp", ".part", ".swp", ".swx", ".crswap"))
    )


def watch(paths: Sequence[Path], *, stop: Event | None = None, idle: bool = False) -> Iterator[frozenset[Path]]:
    """Yield the files that changed, again and again, until `stop` is set; with `idle` nothing, after a quiet moment.

    `paths` are files and folders, folders with all below them. A folder that is not there yet is made: a layers folder
    may begin empty. A file is watched through its folder, so that it may be replaced. Where a change cannot be told
    apart, the folders themselves are what changed.
    """
    from watchfiles import watch as changes

    folders, files = set(), set()
    for path in paths:
        if path.suffix and not path.is_dir():
            folders.add(path.parent.resolve())
            files.add(path.resolve())
        else:
            path.mkdir(parents=True, exist_ok=True)
            folders.add(path.resolve())
    whole = {path.resolve() for path in paths if path.is_dir()}

    def matters(change: object, name: str) -> bool:
        if is_ours_or_hidden(name):
            return False
        path = Path(name)
        return path in files or any(path.is_relative_to(folder) for folder in whole)

    missed = False
    while True:
        try:
            for found in changes(
                *sorted(folders), watch_filter=matters, debounce=GATHER, step=STEP, stop_event=stop, recursive=True,
                raise_interrupt=True, rust_timeout=QUIET, yield_on_timeout=True,
            ):  # fmt: skip
                if found or missed or idle:
                    yield frozenset(folders) if missed else frozenset(Path(name) for _, name in found)
                missed = False
            return
        except RuntimeError as error:
            if "decode path" not in str(error):
                raise
            # The library gives up where a name is not UTF-8. What happens until it looks again is not told: that is
            # made up for by one more look when it does.
            yield frozenset(folders)
            missed = True


def rebuild_on_change(
    paths: Sequence[Path], rebuild: Callable[[frozenset[Path]], None], *, stop: Event | None = None
) -> None:
    """Call `rebuild` with what changed, again and again. What it raises ends the watch."""
    for changed in watch(paths, stop=stop):
        rebuild(changed)
