"""Patterns compiled when first asked: a report needs few of a grammar's, and compiling them all takes 0.1 s."""

from __future__ import annotations

import re
from typing import Any

__all__ = ["LazyPattern"]


class LazyPattern:
    """A regular expression that is compiled when one of its methods is first used."""

    __slots__ = ("_flags", "_source", "finditer", "fullmatch", "match", "search")

    def __init__(self, source: str, flags: int = 0) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        # Only asked for a slot that is still empty: from then on the methods are the compiled pattern's own.
        if name.startswith("_"):
            raise AttributeError(name)
        pattern = re.compile(self._source, self._flags)
        self.finditer, self.fullmatch = pattern.finditer, pattern.fullmatch
        self.match, self.search = pattern.match, pattern.search
        return getattr(pattern, name)
