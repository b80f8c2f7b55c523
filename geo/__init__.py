"""From a report to a situation map: read, find, resolve, claim, layer, draw."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geo.layers.check import check_layer
    from geo.layers.read import read_layer
    from geo.pipeline import find_situation, make_map, read_report, resolve_name, to_layers, write_page

__all__ = [
    "check_layer",
    "find_situation",
    "make_map",
    "read_layer",
    "read_report",
    "resolve_name",
    "to_layers",
    "write_page",
]

__version__ = "0.1.0"

_HOMES = {
    "check_layer": "geo.layers.check",
    "read_layer": "geo.layers.read",
}


def __dir__() -> list[str]:
    """Return the public names, which are there to complete although they are imported later."""
    return sorted([*__all__, "__version__"])


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: `import geo` itself loads nothing heavy."""
    if name not in __all__:
        raise AttributeError(f"module 'geo' has no attribute {name!r}")
    return getattr(import_module(_HOMES.get(name, "geo.pipeline")), name)
