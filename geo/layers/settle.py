"""From a decoded layer to a Layer: one coordinate system, geometry mended or refused, properties as plain JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

import numpy as np
import shapely

from geo.layers.geojson import plain_value, whole_text
from geo.layers.limits import LIMITS
from geo.layers.look import clean_look
from geo.layers.mend import assemble, in_degrees, looks_swapped, reprojected, swapped
from geo.layers.parts import Array, Parts, take_apart
from geo.layers.raw import PlaceName, RawFeature, RawLayer, Refused, told
from geo.layers.when import is_iso
from geo.model import Feature, Layer, Problem

__all__ = ["is_left_out", "notes_of", "settle", "title_from"]

PRECISE = "positions have more than 6 decimals, finer than 10 cm; 6 are enough (RFC 7946, section 11.2)"
_SWAPPED = "latitude and longitude were swapped; they were put in GeoJSON's order, [longitude, latitude]"


def settle(raw: RawLayer, layer_id: str) -> tuple[Layer, tuple[Problem, ...]]:
    """Return the layer and every problem of it, `file` still empty.

    Features that cannot be mended with certainty are left out and are among the problems. Raises Refused where the
    whole layer cannot be used.
    """
    problems = list(raw.problems)
    taken: list[tuple[RawFeature, Parts, list[str]]] = []
    vertices = 0
    for feature in raw.features:
        notes: list[str] = []
        if isinstance(feature.geometry, PlaceName):
            problems.append(
                Problem("", feature.where, "names of places cannot be looked up here.", "Give lat and lon.")
            )
            continue
        try:
            parts = Parts() if feature.geometry is None else take_apart(feature.geometry, notes)
        except Refused as refused:
            problems.append(refused.problem(where=feature.where))
            continue
        vertices += parts.size
        if vertices > LIMITS.vertices:
            raise Refused(f"it has more than {LIMITS.vertices:,} positions.", "Simplify it, or split it.")
        taken.append((feature, parts, notes))
    everything = [parts for _, parts, _ in taken]
    crs = _system(raw.crs, everything, problems)
    if raw.strict and not crs and any(_is_too_precise(array) for parts in everything for array in parts.arrays()):
        problems.append(told("", PRECISE))
    turned = not crs and looks_swapped(everything)
    if turned:
        problems.append(told("", _SWAPPED))
    features = []
    for feature, parts, notes in taken:
        try:
            if crs:
                parts = reprojected(parts, crs)
            elif turned:
                parts = swapped(parts)
            elif looks_swapped([parts]):
                parts = swapped(parts)
                notes.append(_SWAPPED)
            geometry = assemble(parts, winding_counts=raw.strict, notes=notes)
        except Refused as refused:
            problems.append(refused.problem(where=feature.where))
            continue
        except shapely.errors.ShapelyError as error:
            problems.append(Problem("", feature.where, f"its shape cannot be used ({error}).", "Draw it again."))
            continue
        properties = _properties(feature, notes)
        problems.extend(told(feature.where, note) for note in dict.fromkeys(notes))
        features.append(Feature(geometry, properties, _identity(feature.id)))
    layer = Layer(id=layer_id, features=tuple(features), **_members(raw, layer_id, problems))
    return layer, tuple(problems)


def _system(crs: str, everything: Sequence[Parts], problems: list[Problem]) -> str:
    """Return the system to bring the layer from, empty where its numbers are degrees of WGS 84."""
    if not crs:
        return ""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    short = crs if len(crs) <= 40 else crs[:37] + "..."
    try:
        system = CRS.from_user_input(crs)
    except CRSError:
        if not in_degrees(everything):
            raise Refused(
                f"its coordinate system {short!r} is unknown.", 'Write `crs = "EPSG:..."` in the .toml file beside it.'
            ) from None
        problems.append(
            told("", f"its coordinate system {short!r} is unknown; its numbers are degrees, WGS 84 was taken")
        )
        return ""
    if system.is_geographic:
        # Datums differ by metres only; their numbers are degrees either way.
        return "" if system.equals(CRS.from_epsg(4326), ignore_axis_order=True) else crs
    if in_degrees(everything) and any(p.size for p in everything):
        problems.append(
            told("", f"it names the coordinate system {short!r}, but its numbers are degrees; WGS 84 was taken")
        )
        return ""
    problems.append(told("", f"it was brought from {system.name} to WGS 84"))
    return crs


def _is_too_precise(array: Array) -> bool:
    return bool((np.abs(array[:, :2] - np.round(array[:, :2], 6)) > 1e-10).any())


def _identity(identity: Any) -> str | int | None:
    if isinstance(identity, float):
        return int(identity) if identity.is_integer() else str(identity)
    if isinstance(identity, str):
        return whole_text(identity)
    return identity if isinstance(identity, int) and not isinstance(identity, bool) else None


def _properties(feature: RawFeature, notes: list[str]) -> Mapping[str, Any]:
    properties = {}
    for key, value in feature.properties.items():
        plain = plain_value(value)
        if plain is None and isinstance(value, float):
            notes.append("a property that is no number (NaN, infinity) was read as null")
        if isinstance(plain, str) and len(plain) > LIMITS.text:
            plain = plain[: LIMITS.text]
            notes.append(f"a property of more than {LIMITS.text:,} characters was cut")
        properties[whole_text(str(key))] = plain
    if isinstance(when := properties.get("when"), str) and when.strip() and not is_iso(when):
        notes.append('"when" is no time as ISO 8601 has it, such as 2025-11-23; it is shown as it stands')
    return clean_look(properties, notes)


def _members(raw: RawLayer, layer_id: str, problems: list[Problem]) -> dict[str, Any]:
    """Return the layer's own members, those of the wrong type left out and told."""
    members: dict[str, Any] = {}
    for key in ("title", "description", "source", "license", "date", "group", "report"):
        value = plain_value(raw.members.get(key))
        if isinstance(value, (str, int, float)) and not isinstance(value, bool):
            members[key] = str(value).strip()
        elif value is not None:
            problems.append(told("", f'the member "{key}" should be text; it was left out'))
    members["title"] = members.get("title") or title_from(raw.name or layer_id)
    visible, order = raw.members.get("visible"), raw.members.get("order")
    if isinstance(visible, bool):
        members["visible"] = visible
    elif visible is not None:
        problems.append(told("", 'the member "visible" should be true or false; it was left out'))
    if isinstance(order, int) and not isinstance(order, bool):
        members["order"] = order
    elif order is not None:
        problems.append(told("", 'the member "order" should be a whole number; it was left out'))
    style = raw.members.get("style")
    if isinstance(style, Mapping):
        notes: list[str] = []
        members["style"] = clean_look(plain_value(style), notes)
        problems.extend(told("", note) for note in notes)
    elif style is not None:
        problems.append(told("", 'the member "style" should be an object; it was left out'))
    return members


def title_from(name: str) -> str:
    """Return a title for people from a file or layer name.

    >>> title_from("aid/evacuation_zones-2025")
    'Evacuation zones 2025'
    """
    words = re.sub(r"[\s_-]+", " ", PurePath(whole_text(name).replace("\\", "/")).name).strip() or "Layer"
    return words[:1].upper() + words[1:]


_LEFT_OUT = "left out, "


def is_left_out(note: str) -> bool:
    """Return whether a layer's note tells of something left out, which is among the problems, too."""
    return note.startswith(_LEFT_OUT)


def notes_of(problems: Sequence[Problem]) -> tuple[str, ...]:
    """Return problems as short notes for the layer's information: the same repair of many features is one note."""
    places: dict[tuple[str, bool], list[str]] = {}
    for problem in problems:
        if problem.reason == PRECISE:
            continue  # of use to the file's author, of none to the map's reader
        places.setdefault((f"{problem.reason}{' ' + problem.mend if problem.mend else ''}", problem.fatal), [])
        if problem.where:
            places[f"{problem.reason}{' ' + problem.mend if problem.mend else ''}", problem.fatal].append(problem.where)
    notes = []
    for (reason, fatal), where in places.items():
        head = _LEFT_OUT + reason if fatal else reason
        shown = ", ".join(where[:3]) + (f" and {len(where) - 3} more" if len(where) > 3 else "")
        notes.append(f"{head} ({shown})" if where else head)
    return tuple(notes)
