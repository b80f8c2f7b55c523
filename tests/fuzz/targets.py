"""One fuzz target per reader: seeds from the cases, mutations by bytes, tokens and splicing, and what must hold."""

from __future__ import annotations

import random
import re
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from geo.layers.geojson import bounding_box, collection_member, dump
from geo.layers.raw import PlaceName, RawLayer, Refused
from geo.layers.settle import settle

__all__ = ["TARGETS", "Report", "mutate", "run"]

CASES = Path(__file__).parent.parent / "layers"
TARGETS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "geojson": ("anyjson", "decode", (".geojson", ".json")),
    "geojsonl": ("geojson", "decode_lines", (".geojsonl", ".geojsons")),
    "topojson": ("anyjson", "decode", (".topojson",)),
    "kml": ("kml", "decode", (".kml",)),
    "kmz": ("kml", "decode_kmz", (".kmz",)),
    "gpx": ("gpx", "decode", (".gpx",)),
    "csv": ("table", "decode_csv", (".csv",)),
    "list": ("table", "decode_list", (".txt",)),
    "xlsx": ("table", "decode_xlsx", (".xlsx",)),
    "gml": ("gml", "decode", (".gml",)),
    "georss": ("georss", "decode", (".rss", ".xml", ".atom")),
    "zip": ("zipped", "decode", (".zip",)),
    "gpkg": ("gdal", "decode_geopackage", (".gpkg",)),
    "shp": ("gdal", "decode_shapefiles", (".zip",)),
    "fgb": ("gdal", "decode_flatgeobuf", (".fgb",)),
    "parquet": ("parquet", "decode", (".parquet",)),
}
_WORDS = r"""null NaN -1e999 1e400 [] {} [[[[ ]] "" "\ud800" < </ /> &amp; <![CDATA[ ]]> 180 -180 90 360 1e-300 true 0,0
    ,, ; ' " EPSG:3857 urn:ogc:def:crs:EPSG::4326 Polygon Point MultiPolygon GeometryCollection"""
_TOKENS = (*_WORDS.encode().split(), b"\x00", b"\xff\xfe", b"\t", b"\r\n", b"9" * 400)
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")


@dataclass
class Report:
    """What one run of a target met."""

    seed: int
    runs: int = 0
    read: int = 0
    failures: list[str] = field(default_factory=list)


def seeds_of(endings: tuple[str, ...], *, shapes: bool = False) -> list[bytes]:
    """Return the cases a target starts from; large ones would only make it slow."""
    files = [path.read_bytes() for path in sorted(CASES.iterdir()) if path.suffix in endings]
    if endings == (".zip",):
        files = [data for data in files if (b".shp" in data.lower()) == shapes]
    return [data for data in files if 0 < len(data) < 200_000] or [b"{}"]


def mutate(data: bytes, others: list[bytes], rng: random.Random) -> bytes:
    """Return the data with one to six small damages."""
    for _ in range(rng.randint(1, 6)):
        if not data:
            return rng.choice(others)
        start = rng.randrange(len(data))
        end = min(len(data), start + rng.choice((1, 2, 8, 40, 200)))
        match rng.randrange(8):
            case 0:
                data = data[:start] + bytes([data[start] ^ (1 << rng.randrange(8))]) + data[start + 1 :]
            case 1:
                data = data[:start] + data[end:]
            case 2:
                data = data[:end] + data[start:end] * rng.choice((1, 2, 20)) + data[end:]
            case 3:
                data = data[:start] + rng.choice(_TOKENS) + data[start:]
            case 4:
                data = data[:start] + rng.choice(_TOKENS) + data[end:]
            case 5:
                other = rng.choice(others)
                data = data[:start] + other[rng.randrange(len(other)) :]
            case 6:
                numbers = list(_NUMBER.finditer(data))
                if numbers:
                    number = rng.choice(numbers)
                    data = data[: number.start()] + rng.choice(_TOKENS) + data[number.end() :]
            case _:
                data = data[: rng.randrange(len(data)) + 1]
    return data


def judge(layers: tuple[RawLayer, ...]) -> None:
    """Raise where what a reader returned breaks a promise: all settles, all shapes valid, all can be written."""
    for raw in layers:
        known = [f for f in raw.features if not isinstance(f.geometry, PlaceName)]
        plain = RawLayer(tuple(known), raw.name, raw.members, raw.problems, raw.crs, raw.strict)
        try:
            layer, problems = settle(plain, "fuzz")
        except Refused:
            continue
        assert all(problem.reason for problem in problems)
        for feature in layer.features:
            assert feature.geometry is None or feature.geometry.is_valid, feature.geometry
            if feature.geometry is not None:
                west, south, east, north = feature.geometry.bounds
                assert west >= -180 and east <= 180 and south >= -90 and north <= 90, feature.geometry.bounds  # noqa: PT018
        bounding_box(feature.geometry for feature in layer.features)
        text = dump(collection_member(layer))
        assert "NaN" not in text or "NaN" in str(layer), "a number that JSON does not have"
        again, _ = settle(_reader("geojson")(text.encode())[0], "fuzz")
        assert len(again.features) == len(layer.features)


def _reader(name: str) -> Callable[[bytes], tuple[RawLayer, ...]]:
    module, function, _ = TARGETS[name]
    found: Callable[[bytes], tuple[RawLayer, ...]] = getattr(import_module(f"geo.layers.formats.{module}"), function)
    return found


def inputs(name: str, rng: random.Random) -> Iterator[bytes]:
    """Yield the seeds of a target, then damaged ones without end."""
    seeds = seeds_of(TARGETS[name][2], shapes=name == "shp")
    yield from seeds
    while True:
        yield mutate(rng.choice(seeds), seeds, rng)


def run(name: str, seconds: float, seed: int | None = None) -> Report:
    """Run a target for a time; the seed makes it repeatable."""
    seed = random.randrange(1 << 30) if seed is None else seed
    report = Report(seed)
    decode = _reader(name)
    end = time.monotonic() + seconds
    for data in inputs(name, random.Random(seed)):
        report.runs += 1
        started = time.monotonic()
        try:
            judge(decode(data))
            report.read += 1
        except Refused as refused:
            if not refused.reason:
                report.failures.append(_saved(name, data, "a refusal without a reason"))
        except (Exception, RecursionError) as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            report.failures.append(
                _saved(
                    name, data, f"{type(error).__name__}: {str(error)[:200]} ({Path(last.filename).name}:{last.lineno})"
                )
            )
        if time.monotonic() - started > 10:
            report.failures.append(_saved(name, data, "it took more than ten seconds"))
        if len(report.failures) >= 10 or time.monotonic() > end:
            return report
    return report


def _saved(name: str, data: bytes, reason: str) -> str:
    path = Path(__file__).parent / f"found-{name}-{abs(hash(data)) % 10**8:08d}"
    path.write_bytes(data)
    return f"{path.name}: {reason}"
