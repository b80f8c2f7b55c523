"""Import a package without what it imports for a few of its users: that is read at its first use instead."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

__all__ = ["postponed"]


class _Postponed(ModuleType):
    """Stands for a module until something of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        _withdraw(self)
        return getattr(import_module(self.__name__), name)


@contextmanager
def postponed(*names: str) -> Iterator[None]:
    """Give every module that is imported inside a stand-in for those named; who imports them later gets themselves.

    Modules that are imported already, or not installed, are left alone.
    """
    held = [_Postponed(name) for name in names if name not in sys.modules and find_spec(name)]
    sys.modules.update({module.__name__: module for module in held})
    try:
        yield
    finally:
        for module in held:
            _withdraw(module)


def _withdraw(module: ModuleType) -> None:
    if sys.modules.get(module.__name__) is module:
        del sys.modules[module.__name__]
