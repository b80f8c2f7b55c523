"""The one theme file as typed values, and the CSS variables made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from geo.data import read_toml

__all__ = ["Hue", "StatusLook", "Theme", "css_variables", "hues_of_themes", "read_theme"]


@dataclass(frozen=True, slots=True)
class Hue:
    """A colour of the palette: `light` and `dark` are its line colours in the light and the dark look."""

    name: str
    colour: str
    light: str
    dark: str
    ink: str
    """Text colour that reads on `colour`."""


@dataclass(frozen=True, slots=True)
class StatusLook:
    """How a status shows itself without colour."""

    name: str
    label: str
    means: str
    line: str
    """Dash pattern in pixels; empty for solid."""
    hatch: str
    sign: str
    """SVG inside a view box of 16 by 16."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Everything of `geo/data/page.toml`."""

    sans: str
    serif: str
    light: Mapping[str, str]
    dark: Mapping[str, str]
    hues: Mapping[str, Hue]
    theme_hues: Mapping[str, str]
    short_themes: Mapping[str, str]
    statuses: Mapping[str, StatusLook]
    precisions: Mapping[str, tuple[str, str]]
    disclaimer: str
    credits: str

    def short(self, theme: str) -> str:
        """Return the name of a theme where there is little room."""
        return self.short_themes.get(theme, theme)


@lru_cache(maxsize=1)
def read_theme() -> Theme:
    """Return the theme. Raises GazetteerError where the file is damaged."""
    data = read_toml("page.toml")
    return Theme(
        data["type"]["sans"],
        data["type"]["serif"],
        data["light"],
        data["dark"],
        {row["name"]: Hue(**row) for row in data["hue"]},
        data["themes"],
        data["short"],
        {row["name"]: StatusLook(**row) for row in data["status"]},
        {row["name"]: (row["label"], row["means"]) for row in data["precision"]},
        data["disclaimer"],
        data["credits"],
    )


def hues_of_themes(themes: Iterable[str]) -> dict[str, str]:
    """Return a hue for each theme of a page: its own where free, else the next free one, grey when all are taken.

    >>> hues_of_themes(["weather", "transport"])
    {'transport': 'sky', 'weather': 'vermillion'}
    """
    theme = read_theme()
    known = list(theme.theme_hues)
    order = sorted(set(themes), key=lambda t: (known.index(t) if t in known else len(known), t))
    chosen: dict[str, str] = {}
    for name in order:
        wish = theme.theme_hues.get(name, "")
        free = [hue for hue in theme.hues if hue not in chosen.values() and hue != "grey"]
        chosen[name] = wish if wish and wish not in chosen.values() else (free[0] if free else "grey")
    return chosen


def css_variables() -> str:
    """Return the style sheet that names every colour, for the light and the dark look."""
    theme = read_theme()
    light, dark = (_block(theme, look) for look in ("light", "dark"))
    return (
        f":root{{--sans:{theme.sans};--serif:{theme.serif};{light}color-scheme:light}}"
        f"@media screen and (prefers-color-scheme:dark){{:root:not([data-look=light]){{{dark}color-scheme:dark}}}}"
        f"@media screen{{:root[data-look=dark]{{{dark}color-scheme:dark}}}}"
        + "".join(
            f".h-{hue.name}{{--hue:{hue.colour};--line:var(--{hue.name});--on-hue:{hue.ink}}}"
            for hue in theme.hues.values()
        )
    )


def _block(theme: Theme, look: str) -> str:
    colours: Mapping[str, str] = getattr(theme, look)
    lines = {hue.name: getattr(hue, look) for hue in theme.hues.values()}
    return "".join(f"--{name}:{value};" for name, value in {**colours, **lines}.items())
