"""Colour by value: categories, or numbers in classes (mapclassify), with the legend that explains them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from geo.layers.look import COLOUR_KEYS, colour_of, palettes
from geo.layers.raw import Refused
from geo.model import Feature, Layer

__all__ = ["coloured"]

_SCHEMES = {
    "quantiles": "Quantiles", "equal-interval": "EqualInterval", "natural-breaks": "FisherJenks", "std-mean": "StdMean",
    "maximum-breaks": "MaximumBreaks", "head-tail-breaks": "HeadTailBreaks", "box-plot": "BoxPlot",
}  # fmt: skip
_MOST_CATEGORIES = 40
_PALEST = 2


def coloured(layer: Layer, rule: Mapping[str, Any]) -> Layer:
    """Return the layer with each feature coloured by `rule`, the `[colour]` table of a sidecar, and its legend.

    Raises Refused where no feature has the field, or numbers are wanted and there are none.
    """
    field = str(rule["field"])
    values = [feature.properties.get(field) for feature in layer.features]
    if not any(value is not None for value in values):
        known = sorted({str(key) for feature in layer.features[:50] for key in feature.properties})
        raise Refused(f"no feature has the property {field!r}.", f"There are {', '.join(known[:12]) or 'none'}.")
    kind = rule.get("kind") or ("categories" if "values" in rule or not _all_numbers(values) else "classes")
    colours, entries = _categories(values, rule) if kind == "categories" else _classes(values, rule)
    missing = colour_of(rule.get("missing", "")) or palettes()["missing"]
    if any(colour is None for colour in colours):
        entries = [*entries, {"label": "no value", "colour": missing}]
    features = tuple(
        Feature(f.geometry, {**f.properties, **dict.fromkeys(COLOUR_KEYS, colour or missing)}, f.id)
        for f, colour in zip(layer.features, colours, strict=True)
    )
    legend = {"title": str(rule.get("title") or field), "entries": entries}
    return replace(layer, features=features, style={**layer.style, "legend": legend})


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def _all_numbers(values: Sequence[Any]) -> bool:
    given = [value for value in values if value not in (None, "")]
    return len({_number(v) for v in given}) > 2 and all(_number(value) is not None for value in given)


def _categories(values: Sequence[Any], rule: Mapping[str, Any]) -> tuple[list[str | None], list[dict[str, str]]]:
    named = {str(value): colour_of(colour) for value, colour in rule.get("values", {}).items()}
    own = [colour for colour in map(colour_of, rule.get("colours", ())) if colour] or palettes()["categories"]
    counts = Counter(str(value) for value in values if value not in (None, ""))
    rest = sorted((value for value in counts if value not in named), key=lambda value: (-counts[value], value))
    free = [colour for colour in own if colour not in named.values()] or own
    for position, value in enumerate(rest[:_MOST_CATEGORIES]):
        named[value] = free[position % len(free)]
    colours = [named.get(str(value)) if value not in (None, "") else None for value in values]
    return colours, [{"label": value, "colour": colour} for value, colour in named.items() if value in counts]


def _classes(values: Sequence[Any], rule: Mapping[str, Any]) -> tuple[list[str | None], list[dict[str, str]]]:
    numbers = [_number(value) for value in values]
    given = [number for number in numbers if number is not None]
    if not given:
        raise Refused(f"the property {rule['field']!r} holds no numbers.", 'Give kind = "categories".')
    tops = _tops(given, rule)
    ramp = _ramp(len(tops), rule)
    colours = [
        None if number is None else ramp[next((i for i, top in enumerate(tops) if number <= top), len(tops) - 1)]
        for number in numbers
    ]
    low = min(given)
    entries = []
    for colour, top in zip(ramp, tops, strict=True):
        entries.append({"label": _span(low, top), "colour": colour})
        low = top
    return colours, entries


def _tops(given: Sequence[float], rule: Mapping[str, Any]) -> list[float]:
    """Return the upper ends of the classes, ascending, the last one the greatest value."""
    greatest = max(given)
    if rule.get("scheme") == "user" or "breaks" in rule:
        breaks = sorted({float(n) for n in rule.get("breaks", ())})
        return [*[b for b in breaks if b < greatest], greatest]
    wanted = min(int(rule.get("classes", 5)), len(set(given)))
    if wanted < 2:
        return [greatest]
    import warnings

    import mapclassify

    scheme = rule.get("scheme", "natural-breaks")
    options = {} if scheme in ("std-mean", "head-tail-breaks", "box-plot") else {"k": wanted}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # fewer different values than classes: the classes are made fewer here
        bins = getattr(mapclassify, _SCHEMES[scheme])(list(given), **options).bins
    tops = sorted({float(b) for b in bins if min(given) <= float(b) < greatest})
    return [*tops, greatest]


def _ramp(steps: int, rule: Mapping[str, Any]) -> list[str]:
    own = [colour for colour in map(colour_of, rule.get("colours", ())) if colour]
    ramp = own or palettes()["ramps"][rule.get("palette", "blues")]
    first = 0 if own else _PALEST
    last = len(ramp) - 1
    if steps == 1:
        return [ramp[(first + last + 1) // 2]]
    return [ramp[round(first + (last - first) * i / (steps - 1))] for i in range(steps)]


def _span(low: float, high: float) -> str:
    return _short(high) if low == high else f"{_short(low)} – {_short(high)}"


def _short(number: float) -> str:
    """Return a number as a reader writes it: four figures, whole from 1000 on, thousands apart by a thin space."""
    if abs(number) >= 1e15:
        return f"{number:.4g}"
    short = Decimal(f"{number:.4g}")
    if abs(short) >= 1000 or number == int(number):
        return f"{round(number):,}".replace(",", "\u202f")
    return f"{short:f}"
