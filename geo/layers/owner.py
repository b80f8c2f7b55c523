"""Whose folder of layers: two report files whose names give one id must not replace each other's layers and page."""

from __future__ import annotations

import filecmp
import os
from pathlib import Path

from geo.errors import LayerError
from geo.layers.write import write_atomically

__all__ = ["keep_owner", "refuse_another"]

_MARK = ".report"
"""Hidden file in a report's folder: the path of the report file, relative to the layers folder."""


def refuse_another(folder: Path, report: str, file: str) -> None:
    """Raise LayerError where the layers of `report` (an id) in `folder` were made from another file than `file`.

    A file that is gone, or says the same word for word, is no other.
    """
    try:
        told = (folder / report / _MARK).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return
    owner, given = Path(os.path.normpath(folder / told)), Path(file)
    if not file or told == _from(folder, file) or not owner.is_file():
        return
    if given.is_file() and filecmp.cmp(owner, given, shallow=False):
        return
    raise LayerError(
        f"{file}: {folder / report} and the page {report}.html were made from {owner}, which goes by the same name. "
        f"Rename this report, or delete {folder / report} if the other is no longer wanted."
    )


def keep_owner(folder: Path, report: str, file: str) -> None:
    """Note that the layers of `report` were made from `file`. Raises LayerError where that cannot be written."""
    mark, text = folder / report / _MARK, f"{_from(folder, file)}\n"
    if file and mark.parent.is_dir() and not (mark.is_file() and mark.read_bytes() == text.encode()):
        write_atomically(mark, text)


def _from(folder: Path, file: str) -> str:
    try:
        return Path(os.path.relpath(file, folder)).as_posix()
    except ValueError:  # another drive of Windows
        return Path(file).absolute().as_posix()
