"""Bytes to text: byte order marks, UTF-8, and the old one-byte encodings, each guess told."""

from __future__ import annotations

import codecs

from geo.layers.raw import Refused

__all__ = ["decode_text"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode_text(data: bytes, declared: str = "") -> tuple[str, tuple[str, ...]]:
    """Return the text of a file and what was done to read it.

    A byte order mark wins, then UTF-8, then `declared`, then Windows-1252 (which holds Latin-1's letters).
    Raises Refused for binary data: a NUL byte where no 16-bit or 32-bit encoding explains it.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), ("a byte order mark was dropped",)
            except UnicodeDecodeError as error:
                raise Refused(
                    f"it begins as {encoding} but breaks off at byte {error.start}.", "Save it as UTF-8."
                ) from error
    if b"\x00" in data[:4096]:
        for encoding in ("utf-16-le", "utf-16-be"):
            # Text in 16 bits with no mark: every second byte of plain letters is NUL.
            lane = data[1:400:2] if encoding == "utf-16-le" else data[0:400:2]
            if lane and lane.count(0) > 0.8 * len(lane):
                try:
                    return data.decode(encoding), (f"read as {encoding}; UTF-8 is expected",)
                except UnicodeDecodeError:
                    continue
        raise Refused("it holds binary data, not text.", "Check the file, or give it the ending of its real format.")
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    for encoding in (declared, "cp1252", "latin-1"):
        if encoding:
            try:
                return data.decode(encoding), (f"it is not UTF-8; read as {encoding}",)
            except (UnicodeDecodeError, LookupError):
                continue
    raise Refused("its text encoding is unknown.", "Save it as UTF-8.")  # pragma: no cover - latin-1 reads anything
