"""The signs of a status as SVG: a symbol to stand beside words, a hatch to fill areas, a swatch for the legend."""

from __future__ import annotations

from collections.abc import Iterable

from geo.webmap.theme import read_theme

__all__ = ["HATCHES", "definitions", "sign", "swatch"]

# Each on a grid of 10 by 10 pixels, drawn over a tint of the same hue. They differ in greyscale and in small pieces.
HATCHES = {
    "tint": "",
    "rows": '<path d="M0 2.5h10M0 7.5h10" stroke-width="1.1"/>',
    "diagonal": '<path d="M-2 12 12 -2M-2 2 2 -2M8 12 12 8" stroke-width="1.2"/>',
    "columns": '<path d="M5 0v10" stroke-width="1.2" stroke-dasharray="6.5 3.5"/>',
    "dots": '<circle cx="2.5" cy="2.5" r="1.1"/><circle cx="7.5" cy="7.5" r="1.1"/>',
    "crosses": '<path d="M3 3l4 4M7 3l-4 4" stroke-width="1.2"/>',
}


# The shape made solid, blurred and drawn in by half the blur, then laid over the hatched shape: only its edge fades.
_SOFT_EDGE = (
    '<filter id="soft-edge" x="-5%" y="-5%" width="110%" height="110%" color-interpolation-filters="sRGB">'
    '<feComponentTransfer in="SourceAlpha"><feFuncA type="linear" slope="30"/></feComponentTransfer>'
    '<feGaussianBlur stdDeviation="14"/><feComponentTransfer result="soft">'
    '<feFuncA type="linear" slope="2" intercept="-1"/></feComponentTransfer>'
    '<feComposite in="SourceGraphic" in2="soft" operator="in"/></filter>'
)


def definitions(hues: Iterable[str]) -> str:
    """Return one invisible SVG with the symbols of all statuses and the hatches of the hues in use."""
    theme = read_theme()
    symbols = "".join(
        f'<symbol id="s-{look.name}" viewBox="0 0 16 16">{look.sign}</symbol>' for look in theme.statuses.values()
    )
    patterns = "".join(
        f'<pattern id="f-{hue}-{name}" class="h-{hue} hatch" width="10" height="10" patternUnits="userSpaceOnUse">'
        f'<rect width="10" height="10"/>{marks}</pattern>'
        for hue in sorted(set(hues) | {"grey"})
        for name, marks in HATCHES.items()
    )
    patterns += (
        '<pattern id="f-grey-named" class="h-grey hatch" width="10" height="10" patternUnits="userSpaceOnUse">'
        '<rect width="10" height="10"/></pattern>' + _SOFT_EDGE
    )
    return f'<svg class="defs" width="0" height="0" aria-hidden="true"><defs>{symbols}{patterns}</defs></svg>'


def sign(status: str) -> str:
    """Return the small sign of a status; it is decoration, the word stands beside it."""
    return f'<svg class="sign" width="16" height="16" aria-hidden="true"><use href="#s-{status}"/></svg>'


def swatch(status: str, hue: str = "grey") -> str:
    """Return a little area in the hatch and line of a status, for the legend."""
    look = read_theme().statuses[status]
    dash = f' stroke-dasharray="{look.line}"' if look.line else ""
    return (
        f'<svg class="swatch h-{hue}" width="30" height="18" aria-hidden="true">'
        f'<rect x="1.5" y="1.5" width="27" height="15" rx="2" fill="url(#f-{hue}-{look.hatch})" '
        f'stroke="var(--line)" stroke-width="1.6"{dash}/></svg>'
    )
