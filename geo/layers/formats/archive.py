"""Zip archives, read in memory within limits: nothing is unpacked to the disk, no name leads anywhere."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from geo.layers.limits import LIMITS
from geo.layers.raw import Refused
from geo.model import Problem

__all__ = ["Archive", "open_archive"]


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive whose members were looked at, and may be read one by one."""

    names: tuple[str, ...]
    """Members that may be read, in the archive's order."""
    problems: tuple[Problem, ...]
    _zip: zipfile.ZipFile

    def read(self, name: str) -> bytes:
        """Return a member's bytes. Raises Refused where it is damaged or larger than it claims."""
        size = self._zip.getinfo(name).file_size
        try:
            with self._zip.open(name) as member:
                data = member.read(size + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            OSError,
            ValueError,
        ) as error:
            raise Refused(
                f"the member {name[:80]!r} is damaged ({str(error)[:80]}).", "Make the archive again."
            ) from error
        if len(data) > size:
            raise Refused(f"the member {name[:80]!r} is larger than it claims.", "Make the archive again.")
        return data


def open_archive(data: bytes) -> Archive:
    """Return a zip archive, refused where it holds too much, unpacks to too much, or is locked.

    Members whose names lead out of the archive are left out and are among its problems.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, IndexError) as error:
        raise Refused(f"it is no whole zip archive ({error}).", "Make it again.") from error
    if len(members) > LIMITS.archive_members:
        raise Refused(f"it holds {len(members):,} files, more than {LIMITS.archive_members:,}.", "Pack less into it.")
    total = 0
    names: list[str] = []
    problems: list[Problem] = []
    for member in members:
        name = member.filename
        if not name or member.is_dir() or _is_litter(name):
            continue
        if member.flag_bits & 1:
            raise Refused("it is locked with a password.", "Unlock it first.")
        path = PurePosixPath(name.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0] or "\x00" in name:
            problems.append(
                Problem(
                    "", f"member {name[:80]!r}", "its name leads out of the archive; it was left out.", "Pack it again."
                )
            )
            continue
        total += member.file_size
        ratio = member.file_size / max(member.compress_size, 1)
        if total > LIMITS.archive_bytes or (ratio > LIMITS.archive_ratio and member.file_size > 1 << 20):
            raise Refused(
                f"it unpacks to far more than a layer ({total / 2**20:,.0f} MB and more).",
                "Pack only what the map needs.",
            )
        names.append(name)
    return Archive(tuple(names), tuple(problems), archive)


def _is_litter(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or any(part.startswith("._") or part == ".DS_Store" for part in parts)
