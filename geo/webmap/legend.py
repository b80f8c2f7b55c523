"""The legend: every sign in use on this page and no other."""

from __future__ import annotations

from html import escape

from geo.webmap.content import Content
from geo.webmap.signs import sign, swatch
from geo.webmap.theme import read_theme

__all__ = ["legend_html"]


def legend_html(content: Content) -> str:
    """Return the key: themes by colour, statuses by sign and hatch, precision and airspace by outline."""
    theme = read_theme()
    statuses = {claim.status for claim in content.claims}
    areas = [place for place in content.places if place.claims and "Polygon" in place.geometry.geom_type]
    subjects = [
        f'<li data-theme="{escape(name)}"><i class="chip h-{hue}"></i><b>{escape(_titled(theme.short(name)))}</b></li>'
        for name, hue in content.hues.items()
    ]
    signs = [
        f'<li data-status="{name}">{swatch(name)}{sign(name)}'
        f'<span><b>{look.label}</b><span class="means">: {look.means}</span></span></li>'
        for name, look in theme.statuses.items()
        if name in statuses
    ]
    outlines = [
        _outline(name, f'<b>{label}</b><span class="means">: {means}</span>')
        for name, (label, means) in theme.precisions.items()
        if any(place.precision == name and place.kind not in SKIES for place in areas)
    ]
    if any(place.kind in SKIES for place in areas):
        outlines.append(_outline("airspace", "<b>Airspace</b>"))
    if not (subjects or signs or content.brought()):
        return ""
    if subjects or signs:
        outlines.append(_outline("disputed", "<b>Disputed border</b>"))
    groups = "".join(
        f'<ul class="key-{name}" aria-label="{label}">{"".join(items)}</ul>'
        for name, label, items in (
            ("subjects", "Subject", subjects),
            ("signs", "Certainty", signs),
            ("outlines", "Outline", outlines),
        )
        if items
    )
    return f'{_OUTLINES}<section class="key" id="key" aria-label="Key">{groups}</section>'


SKIES = ("airspace", "fir")
"""Kinds of place that lie above the ground and have a pattern of their own."""


def _outline(name: str, words: str) -> str:
    return (
        f'<li data-outline="{name}"><svg class="swatch" width="30" height="18" aria-hidden="true">'
        f'<use href="#o-{name}"/></svg><span>{words}</span></li>'
    )


def _titled(words: str) -> str:
    return words[:1].upper() + words[1:]


_OUTLINES = (
    '<svg class="defs" width="0" height="0" aria-hidden="true"><defs>'
    '<symbol id="o-exact" viewBox="0 0 30 18"><path class="o" d="M2 12 8 4h16l4 9-10 3z"/></symbol>'
    '<symbol id="o-approximate" viewBox="0 0 30 18"><path class="o dash" d="M2 12 8 4h16l4 9-10 3z"/></symbol>'
    '<symbol id="o-vague" viewBox="0 0 30 18"><ellipse class="soft s3" cx="15" cy="9" rx="14" ry="8.5"/>'
    '<ellipse class="soft s2" cx="15" cy="9" rx="11" ry="6.5"/>'
    '<ellipse class="soft s1" cx="15" cy="9" rx="8" ry="4.5"/></symbol>'
    '<symbol id="o-disputed" viewBox="0 0 30 18"><path class="o disputed" d="M2 13C9 4 18 15 28 5"/></symbol>'
    '<symbol id="o-airspace" viewBox="0 0 30 18"><path class="o" d="M2 12 8 4h16l4 9-10 3z"/>'
    '<path class="o comb" d="M2 12 8 4h16l4 9-10 3z"/></symbol></defs></svg>'
)
