"""Which reader a file gets: by its ending, unless its first bytes say plainly that it is something else."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath
from typing import Any

__all__ = ["COMPANIONS", "ENDINGS", "QUIET", "WANTED", "decoder", "format_of"]

ENDINGS = {
    ".geojson": "geojson",
    ".json": "json",
    ".topojson": "json",
    ".geojsonl": "geojsonl",
    ".geojsons": "geojsonl",
    ".geojsonseq": "geojsonl",
    ".ndgeojson": "geojsonl",
    ".ndjson": "geojsonl",
    ".jsonl": "geojsonl",
    ".kml": "kml",
    ".kmz": "kmz",
    ".gpx": "gpx",
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".txt": "list",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".gpkg": "gpkg",
    ".shp": "shp",
    ".zip": "zip",
    ".fgb": "fgb",
    ".parquet": "parquet",
    ".geoparquet": "parquet",
    ".gml": "gml",
    ".xml": "xml",
    ".rss": "georss",
    ".atom": "georss",
    ".georss": "georss",
}
"""Endings of layer files, lower case, and the format each stands for."""

WANTED = (
    "Wanted is GeoJSON, TopoJSON, KML, KMZ, GPX, CSV, TSV, Excel (.xlsx), GeoPackage, Shapefile (also zipped), "
    "FlatGeobuf, GeoParquet, GML, GeoRSS, or a .txt list of places."
)
"""What to say where a file is none of these."""

COMPANIONS = (
    ".shx", ".dbf", ".prj", ".cpg", ".qpj", ".sbn", ".sbx", ".qix", ".idx", ".shp.xml", ".gfs", ".xsd",
    ".gpkg-wal", ".gpkg-shm", ".gpkg-journal", ".qmd",
)  # fmt: skip
"""Endings of files that belong to another (`harbours.dbf` to `harbours.shp`) and are no layers themselves."""

QUIET = (".toml", ".md", ".license", ".lock", ".tmp", ".bak", ".orig")
"""Endings that may lie in a layers folder and are passed over without a word."""

_DECODERS = {
    "geojson": ("anyjson", "decode"),
    "json": ("anyjson", "decode"),
    "geojsonl": ("geojson", "decode_lines"),
    "kml": ("kml", "decode"),
    "kmz": ("kml", "decode_kmz"),
    "gpx": ("gpx", "decode"),
    "csv": ("table", "decode_csv"),
    "tsv": ("table", "decode_tsv"),
    "list": ("table", "decode_list"),
    "xlsx": ("table", "decode_xlsx"),
    "gpkg": ("apart", "decode_geopackage"),
    "shp": ("apart", "decode_shapefiles"),
    "zip": ("zipped", "decode"),
    "fgb": ("apart", "decode_flatgeobuf"),
    "parquet": ("apart", "decode_parquet"),
    "gml": ("gml", "decode"),
    "georss": ("georss", "decode"),
}
_MAGIC = ((b"SQLite format 3\x00", "gpkg"), (b"fgb\x03", "fgb"), (b"PAR1", "parquet"), (b"PK\x03\x04", "zip"))
_ROOTS = {
    "kml": "kml", "gpx": "gpx", "rss": "georss", "RDF": "georss", "feed": "georss",
}  # fmt: skip
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)[\s/>]")


def format_of(path: PurePath, head: bytes) -> str:
    """Return the format of a file from its ending and its first bytes, empty where it is none we read.

    >>> format_of(PurePath("harbours.json"), b'<?xml version="1.0"?><kml xmlns="...">')
    'kml'
    """
    named = ENDINGS.get(path.suffix.lower(), "")
    if not named:
        return ""
    for magic, kind in _MAGIC:
        if head.startswith(magic) and not (kind == "zip" and named in ("kmz", "xlsx", "zip", "shp")):
            return kind
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if named == "xml" or (start.startswith(b"<") and named not in ("kml", "gpx", "gml", "georss")):
        return _xml_format(start) or ("kml" if named == "xml" else named)
    if named in ("kml", "gml", "gpx", "georss") and start.startswith(b"<"):
        return _xml_format(start) or named
    if named in ("kml", "gml", "gpx", "georss", "csv", "list") and start.startswith(b"{"):
        return "json"
    return named


def _xml_format(start: bytes) -> str:
    body = re.sub(rb"<!--.*?-->|<\?.*?\?>", b"", start, flags=re.DOTALL)
    root = _ROOT.search(body)
    if root is None:
        return ""
    found = _ROOTS.get(root.group(1).decode("ascii", "replace"), "")
    return found or ("gml" if b"opengis.net/gml" in start or b"<gml:" in start else "")


def decoder(name: str) -> Callable[..., Any]:
    """Return the function that decodes a format; its module is imported only now."""
    module, function = _DECODERS[name]
    return getattr(import_module(f"geo.layers.formats.{module}"), function)  # type: ignore[no-any-return]
