"""Coordinates as people write them in tables: decimal, decimal comma, degrees-minutes-seconds, WKT, GeoJSON."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo.layers.raw import Refused

__all__ = ["NO_COLUMN", "Columns", "find_columns", "geometry_cell", "number_cell"]

# The union of what csv2geojson, kepler.gl, mapshaper, leafmap, ArcGIS Online and ACLED take, whole names first.
LATITUDES = (
    "lat",
    "latitude",
    "y",
    "ycenter",
    "point-y",
    "lat_dd",
    "latdd",
    "latdecdeg",
    "latitude83",
    "coord_y",
    "y_coord",
)
LONGITUDES = (
    "lon", "lng", "long", "longitude", "x", "xcenter", "point-x", "long_dd", "lon_dd", "longdd", "longdecdeg",
    "longitude83", "coord_x", "x_coord",
)  # fmt: skip
GEOMETRIES = ("geom", "geometry", "wkt", "geojson", "_geojson", "the_geom", "wkt_geom", "shape", "polyline")
PAIRS = ("latlon", "lat_lon", "latlng", "lat_lng", "latlong", "lat_long", "latitude_longitude", "lat,lon", "lat/lon")
PAIRS_GUESSED = ("coordinates", "coordinate", "coords", "gps", "geo_point_2d", "geo_point", "geopoint")
"""Pairs whose names do not say the order; tables have latitude first, and it is told that this was taken."""
PAIRS_LON_FIRST = ("lonlat", "lon_lat", "lnglat", "lng_lat", "longitude_latitude")
PLACES = (
    "place", "place_name", "placename", "toponym", "location", "location_name", "where", "area", "region", "city",
    "town", "country", "name",
)  # fmt: skip
NO_COLUMN = 'Name two columns "lat" and "lon", or one "geometry" (WKT or GeoJSON) or "place".'
_LAT_WORDS = ("lat", "latitude")
_LON_WORDS = ("lon", "lng", "long", "longitude")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table say where; -1 for none."""

    lat: int = -1
    lon: int = -1
    geometry: int = -1
    pair: int = -1
    pair_lon_first: bool = False
    pair_guessed: bool = False
    encoded: bool = False
    """The geometry column holds lines in Google's encoded polyline format."""
    place: int = -1

    @property
    def used(self) -> tuple[int, ...]:
        """Columns that are coordinates and need not be repeated as properties."""
        return tuple(i for i in (self.lat, self.lon, self.geometry, self.pair) if i >= 0)


def _folded(header: str) -> str:
    return re.sub(r"\s+", "_", header.strip().strip('"').lower())


def find_columns(headers: Sequence[str]) -> Columns:
    """Return which columns hold coordinates or place names: whole names first, then endings, then words.

    >>> find_columns(["platform", "belongs", "Start_Lat", "Start_Lng"])
    Columns(lat=2, lon=3, geometry=-1, pair=-1, pair_lon_first=False, pair_guessed=False, encoded=False, place=-1)
    """
    folded = [_folded(header) for header in headers]
    place = _whole(folded, PLACES)
    lat, lon = _pair_of_columns(folded)
    if lat >= 0:
        return Columns(lat=lat, lon=lon, place=place)
    if (geometry := _whole(folded, GEOMETRIES)) >= 0:
        return Columns(geometry=geometry, encoded=folded[geometry] == "polyline", place=place)
    if (pair := _whole(folded, PAIRS)) >= 0:
        return Columns(pair=pair, place=place)
    if (pair := _whole(folded, PAIRS_LON_FIRST)) >= 0:
        return Columns(pair=pair, pair_lon_first=True, place=place)
    if (pair := _whole(folded, PAIRS_GUESSED)) >= 0:
        return Columns(pair=pair, pair_guessed=True, place=place)
    return Columns(place=place)


def _whole(folded: Sequence[str], names: Sequence[str]) -> int:
    return next((folded.index(name) for name in names if name in folded), -1)


def _pair_of_columns(folded: Sequence[str]) -> tuple[int, int]:
    lat, lon = _whole(folded, LATITUDES), _whole(folded, LONGITUDES)
    if lat >= 0 and lon >= 0:
        return lat, lon
    for index, header in enumerate(folded):
        for ending in _LAT_WORDS:
            if header.endswith(f"_{ending}"):
                stem = header[: -len(ending)]
                partner = _whole(folded, [stem + word for word in _LON_WORDS])
                if partner >= 0:
                    return index, partner
    for words_of in (_words, _marked_words):
        lat_word = next((i for i, h in enumerate(folded) if words_of(h) & set(_LAT_WORDS)), -1)
        lon_word = next((i for i, h in enumerate(folded) if words_of(h) & set(_LON_WORDS)), -1)
        if lat_word >= 0 and lon_word >= 0 and lat_word != lon_word:
            return lat_word, lon_word
    return -1, -1


def _words(header: str) -> set[str]:
    return set(re.split(r"[^a-z0-9]+", header))


def _marked_words(header: str) -> set[str]:
    """Return words with digits and marks taken off: `latitude83deg` is `latitude`."""
    return set(re.findall(r"[a-z]+", header)) & {"latitude", "longitude"}


_DECIMAL = re.compile(r"[-+]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?")
_SIDE = r"(?P<{0}>[NSEWOnsewo])?"
_SEXAGESIMAL = re.compile(
    rf"""^\s*{_SIDE.format("before")}\s*(?P<sign>[-+])?\s*(?P<d>\d+(?:[.,]\d+)?)\s*(?:°|º|˚|d|deg|degrees|:|\s)\s*
    (?:(?P<m>\d+(?:[.,]\d+)?)\s*(?:'|′|’|m|min|:|\s)?\s*(?:(?P<s>\d+(?:[.,]\d+)?)\s*(?:"|″|”|''|′′|s|sec)?)?)?\s*{_SIDE.format("after")}\s*$""",
    re.VERBOSE,
)


def number_cell(value: Any, axis: str) -> float | None:
    """Return a cell as degrees (or whatever unit its system has); None where it is empty.

    `axis` is `latitude` or `longitude`. Reads `-66.9`, `-66,9`, `66°54'N`, `66 54 30 W`, `66.9 W`, `10:30:00`.
    Raises Refused where it is no number, naming what was found.
    """
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return float(value)
    text = str(value).strip().strip("\u200e\u200f\u00a0").replace("\u00a0", " ")
    if not text or text.lower() in ("na", "n/a", "null", "none", "-", "nan", "#n/a", "unknown", "?"):
        return None
    plain = text.replace("−", "-").replace("–", "-")
    if _DECIMAL.fullmatch(plain):
        return float(plain.replace(",", "."))
    found = _SEXAGESIMAL.match(plain if plain[-1:] not in "°º˚" else plain[:-1] + "°")
    lettered = re.fullmatch(r"\s*([NSEWOnsewo])?\s*([-+]?\d+(?:[.,]\d+)?)\s*°?\s*([NSEWOnsewo])?\s*", plain)
    if lettered and (lettered[1] or lettered[3] or "°" in plain):
        return _sided(float(lettered[2].replace(",", ".")), (lettered[1] or lettered[3] or ""), axis, text)
    if not found:
        raise Refused(
            f"{axis} {text[:40]!r} is no number.", "Write decimal degrees such as 10.5 or degrees such as 10°30'N."
        )
    degrees, minutes, seconds = (float((found[key] or "0").replace(",", ".")) for key in ("d", "m", "s"))
    if minutes >= 60 or seconds >= 60:
        raise Refused(f"{axis} {text[:40]!r} has 60 or more minutes or seconds.", "Check the number.")
    size = degrees + minutes / 60 + seconds / 3600
    if found["sign"] == "-":
        size = -size
    return _sided(size, found["before"] or found["after"] or "", axis, text)


def _sided(value: float, side: str, axis: str, text: str) -> float:
    side = side.upper()
    if not side:
        return value
    if (axis == "latitude") != (side in "NS"):
        raise Refused(f"{axis} {text[:40]!r} has the letter {side}.", "Check whether the two columns are exchanged.")
    # O is west in Spanish, French, Italian and Portuguese; German's O (Ost) is too rare in data to be guessed.
    return -abs(value) if side in "SWO" else value


_EWKT = re.compile(r"^\s*SRID=(\d+);", re.IGNORECASE)


def geometry_cell(value: Any, *, encoded: bool = False) -> dict[str, Any] | BaseGeometry | None:
    """Return a cell of WKT, EWKT (of WGS 84), hex WKB or GeoJSON as a geometry; None where it is empty.

    `encoded` says that a cell which is none of these is an encoded polyline. Raises Refused where it is not.
    """
    text = "" if value is None else str(value).strip()
    if not text:
        return None
    mend = "Write WKT such as POINT (-66.9 10.5), or a GeoJSON geometry."
    if text[0] in "{[":
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise Refused(f"the geometry {text[:40]!r} is no JSON.", mend) from error
        if isinstance(found, dict) and found.get("type") == "Feature":
            found = found.get("geometry")
        if isinstance(found, list):
            kind = "LineString" if found and isinstance(found[0], list) else "Point"
            return {"type": kind, "coordinates": found}
        return found if isinstance(found, dict) else None
    system = _EWKT.match(text)
    if system and system[1] not in ("4326", "4979", "0"):
        raise Refused(f"the geometry is in EPSG:{system[1]}.", "Write it in WGS 84, longitude and latitude.")
    try:
        if re.fullmatch(r"[0-9A-Fa-f]{18,}", text):
            return shapely.from_wkb(text)
        return shapely.from_wkt(text[system.end() :] if system else text)
    except (shapely.errors.ShapelyError, ValueError, UnicodeEncodeError) as error:
        if encoded and (line := _decoded_polyline(text)):
            return {"type": "LineString", "coordinates": line}
        raise Refused(f"the geometry {text[:40]!r} is no WKT.", mend) from error


def _decoded_polyline(text: str) -> list[list[float]] | None:
    """Return the positions, [lon, lat], of a line in Google's encoded polyline format; None where it is none.

    Five bits a character, lowest first, a sign in the last bit, latitude before longitude, each the step from the one
    before in 1e-5 degrees (Encoded Polyline Algorithm Format, Google Maps documentation).
    """
    numbers, value, shift = [], 0, 0
    for character in text:
        bits = ord(character) - 63
        if not 0 <= bits < 64 or shift > 30:
            return None
        value |= (bits & 31) << shift
        shift += 5
        if bits < 32:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value, shift = 0, 0
    if shift or len(numbers) < 4 or len(numbers) % 2:
        return None
    lats, lons = accumulate(numbers[::2]), accumulate(numbers[1::2])
    return [[lon / 1e5, lat / 1e5] for lat, lon in zip(lats, lons, strict=True)]
