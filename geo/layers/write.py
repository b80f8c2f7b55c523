"""Write files whole or not at all, and one build at a time."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from geo.errors import LayerError

__all__ = ["locked", "write_atomically", "write_together"]


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write `path` through a temporary file beside it, brought to the disk before it takes the name.

    A reader, or a crash at any moment, meets the old file or the new one, never half of one.
    Raises LayerError where the folder is read-only or the disk is full; the old file is untouched then.
    """
    write_together({path: content})


def write_together(contents: Mapping[Path, str | bytes]) -> None:
    """Write several files, each as `write_atomically` does; where there is no room for all, none is touched.

    Raises LayerError for the file that could not be written.
    """
    staged: dict[Path, str] = {}
    path = Path()
    try:
        for path, content in contents.items():
            data = content.encode("utf-8") if isinstance(content, str) else content
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, staged[path] = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:80]}.", suffix=".tmp")
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(staged[path], _mode(path))
        for path in list(staged):
            os.replace(staged[path], path)
            del staged[path]
        for folder in {path.parent for path in contents}:
            _sync_folder(folder)
    except OSError as error:
        raise _explained(path, error) from error
    finally:
        for temporary in staged.values():
            with suppress(OSError):
                os.unlink(temporary)


def _mode(path: Path) -> int:
    """Return the permissions of the file that is replaced, or what the user's umask gives a new one."""
    with suppress(OSError):
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    with suppress(OSError):  # some file systems cannot sync a folder; the rename is done all the same
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _explained(path: Path, error: OSError) -> LayerError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return LayerError(f"{path}: the disk is full, nothing was changed. Make room and run again.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return LayerError(
            f"{path}: the folder {path.parent} cannot be written. Change its permissions or give another."
        )
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return LayerError(f"{path}: {path.parent} is a file, not a folder. Move it away or give another folder.")
    if error.errno == errno.EISDIR:
        return LayerError(f"{path}: this is a folder, not a file. Give another name.")
    return LayerError(f"{path}: it could not be written ({error.strerror or error}). Check the path.")


@contextmanager
def locked(path: Path, *, wait: float = 60.0) -> Iterator[None]:
    """Hold the lock file `path` while the block runs, so that two builds of one folder do not mix.

    The system frees the lock when a process dies, so a killed build leaves nothing to clear away.
    Raises LayerError after `wait` seconds, or where the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise _explained(path, error) from error
    try:
        deadline = time.monotonic() + wait
        while not _try_lock(handle):
            if time.monotonic() > deadline:
                raise LayerError(f"{path}: another build of this folder is running. Wait for it, or stop it.")
            time.sleep(0.05)
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":  # pragma: no cover - not run in our CI
    import msvcrt

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
