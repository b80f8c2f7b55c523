"""Layers for other programs: KML (Google Earth), GeoPackage (QGIS and other GIS) and CSV (spreadsheets)."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import LayerError
from geo.layers.geojson import collection_member, dump, plain_value
from geo.layers.look import colour_of
from geo.layers.schema import look_keys
from geo.layers.write import write_atomically
from geo.model import Feature, Layer

__all__ = ["EXPORTS", "export_layers", "to_csv", "to_geojson", "to_geopackage", "to_kml"]


def export_layers(layers: Sequence[Layer], path: Path) -> None:
    """Write layers to one file, in the format its ending names. Raises LayerError for another ending."""
    make = EXPORTS.get(path.suffix.lower())
    if make is None:
        raise LayerError(f"{path}: layers are not written as {path.suffix or 'that'}. Give {', '.join(EXPORTS)}.")
    write_atomically(path, make(layers))


# --- GeoJSON ---------------------------------------------------------------------------------------------------------


def to_geojson(layers: Sequence[Layer]) -> bytes:
    """Return all layers as one FeatureCollection, each feature with the `layer` it comes from."""
    if len(layers) == 1:
        return dump(collection_member(layers[0])).encode()
    features = [Feature(f.geometry, {"layer": one.title, **f.properties}, None) for one in layers for f in one.features]
    return dump(collection_member(Layer("all", "Layers", tuple(features)))).encode()


# --- CSV -------------------------------------------------------------------------------------------------------------


def to_csv(layers: Sequence[Layer]) -> bytes:
    """Return one row per feature: layer, latitude and longitude of a point inside, properties, geometry as WKT.

    A cell that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    keys = list(dict.fromkeys(str(key) for one in layers for f in one.features for key in f.properties))
    keys = [key for key in keys if key not in ("layer", "lat", "lon", "geometry")]
    rows = io.StringIO(newline="")
    table = csv.writer(rows)
    table.writerow([_cell(key) for key in ("layer", "lat", "lon", *keys, "geometry")])
    for one in layers:
        for feature in one.features:
            lat, lon = _inside(feature.geometry)
            wkt = "" if feature.geometry is None else shapely.to_wkt(feature.geometry, rounding_precision=6)
            values = (plain_value(feature.properties.get(key)) for key in keys)
            table.writerow([_cell(one.title), lat, lon, *(_cell(value) for value in values), wkt])
    return rows.getvalue().encode("utf-8-sig", "backslashreplace")


def _inside(geometry: BaseGeometry | None) -> tuple[float | str, float | str]:
    if geometry is None or geometry.is_empty:
        return "", ""
    point = geometry.representative_point()
    return round(point.y, 6), round(point.x, 6)


def _cell(value: Any) -> Any:
    if value is None or (isinstance(value, (int, float)) and not isinstance(value, bool)):
        return value
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = text.replace("\x00", "")
    return f"'{text}" if text.lstrip()[:1] in ("=", "+", "-", "@") or text[:1] in ("\t", "\r") else text


# --- GeoPackage ------------------------------------------------------------------------------------------------------


def to_geopackage(layers: Sequence[Layer]) -> bytes:
    """Return a GeoPackage with a table per layer, in EPSG:4326; lists are written as JSON text."""
    import pyogrio

    if not layers:
        raise LayerError("there is no layer to write. Build a map first, or give a layer file.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "layers.gpkg"
        taken: set[str] = set()
        day = max((layer.date[:10] for layer in layers), default="")
        # The file's "last change" would differ from run to run.
        stamp = f"{day}T00:00:00.000Z" if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else "2000-01-01T00:00:00.000Z"
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": stamp})
        try:
            for layer in layers:
                _write_table(pyogrio, path, layer, _table_name(layer, taken))
        except (OSError, ValueError, RuntimeError) as error:
            raise LayerError(f"the GeoPackage could not be written ({error}). Try another format.") from error
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
        return path.read_bytes()


def _table_name(layer: Layer, taken: set[str]) -> str:
    base = re.sub(r"[^\w-]+", "_", layer.id.rpartition("/")[2]).strip("_")[:50] or "layer"
    name, number = base, 2
    while name.casefold() in taken or name.casefold().startswith(("gpkg_", "sqlite_", "rtree_")):
        name, number = f"{base}_{number}", number + 1
    taken.add(name.casefold())
    return name


def _write_table(pyogrio: Any, path: Path, layer: Layer, name: str) -> None:
    import numpy as np

    keys = _unlike(str(key) for f in layer.features for key in f.properties)
    columns = [_column([plain_value(f.properties.get(key)) for f in layer.features]) for key in keys]
    shapes = np.array(
        [None if f.geometry is None else shapely.to_wkb(f.geometry) for f in layer.features], dtype=object
    )
    pyogrio.raw.write(
        path, shapes, columns, list(keys.values()), layer=name, driver="GPKG", geometry_type="Unknown", crs="EPSG:4326",
        append=path.exists(), layer_options={"DESCRIPTION": layer.title[:200], "IDENTIFIER": name},
    )  # fmt: skip


def _unlike(keys: Iterable[str]) -> dict[str, str]:
    """Return a column name for each property: SQL knows no upper and lower case, and `fid` and `geom` are its own."""
    names: dict[str, str] = {}
    taken = {"fid", "geom", "geometry", "ogc_fid"}
    for key in dict.fromkeys(keys):
        base = key.replace("\x00", "")[:60] or "column"
        name, number = base, 2
        while name.casefold() in taken:
            name, number = f"{base}_{number}", number + 1
        taken.add(name.casefold())
        names[key] = name
    return names


def _column(values: Sequence[Any]) -> Any:
    import numpy as np

    given = [value for value in values if value is not None]
    if given and all(isinstance(v, (int, float)) and not isinstance(v, bool) and abs(v) < 2**53 for v in given):
        if len(given) == len(values) and all(isinstance(value, int) for value in given):
            return np.array(values, dtype=np.int64)
        return np.array([float("nan") if value is None else float(value) for value in values])
    texts = [None if v is None else v if isinstance(v, str) else json.dumps(v, ensure_ascii=False) for v in values]
    clean = [None if t is None else t.replace("\x00", "").encode("utf-8", "replace").decode() for t in texts]
    return np.array(clean, dtype=object)


# --- KML -------------------------------------------------------------------------------------------------------------

_KML = "http://www.opengis.net/kml/2.2"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def to_kml(layers: Sequence[Layer]) -> bytes:
    """Return a KML document with a folder per layer; unlocated features are listed without a geometry."""
    from lxml import etree

    root = etree.Element("kml", nsmap={None: _KML})
    document = etree.SubElement(root, "Document")
    _text(etree, document, "name", layers[0].group or layers[0].title if layers else "Layers")
    for layer in layers:
        folder = etree.SubElement(document, "Folder")
        _text(etree, folder, "name", layer.title)
        _text(etree, folder, "visibility", "1" if layer.visible else "0")
        about = " ".join(
            part for part in (layer.description, layer.source and f"Source: {layer.source}.", layer.license) if part
        )
        if about:
            _text(etree, folder, "description", about)
        for feature in layer.features:
            _placemark(etree, folder, layer, feature)
    found: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return found


def _text(etree: Any, parent: Any, name: str, text: str) -> Any:
    element = etree.SubElement(parent, name)
    element.text = _FORBIDDEN.sub("", text)
    return element


def _placemark(etree: Any, folder: Any, layer: Layer, feature: Feature) -> None:
    properties = plain_value(feature.properties)
    placemark = etree.SubElement(folder, "Placemark")
    _text(
        etree,
        placemark,
        "name",
        str(properties.get("title") or properties.get("name") or properties.get("place") or ""),
    )
    described = properties.get("description") or properties.get("quote")
    if described:
        _text(etree, placemark, "description", str(described))
    _time(etree, placemark, str(properties.get("when") or ""))
    _style(etree, placemark, {**layer.style, **properties})
    rest = {
        k: v
        for k, v in properties.items()
        if k not in look_keys() and k not in ("title", "description") and v not in (None, "", [])
    }
    if rest:
        extended = etree.SubElement(placemark, "ExtendedData")
        for key, value in rest.items():
            data = etree.SubElement(extended, "Data", name=_FORBIDDEN.sub("", str(key)))
            _text(etree, data, "value", value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    if feature.geometry is not None and not feature.geometry.is_empty:
        _shape(etree, placemark, feature.geometry)


_MOMENT = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?)?)?)?")


def _time(etree: Any, placemark: Any, when: str) -> None:
    start, slash, end = when.partition("/")
    if not slash and _MOMENT.fullmatch(start):
        _text(etree, etree.SubElement(placemark, "TimeStamp"), "when", start)
    elif slash and (_MOMENT.fullmatch(start) or _MOMENT.fullmatch(end)):
        span = etree.SubElement(placemark, "TimeSpan")
        for name, moment in (("begin", start), ("end", end)):
            if _MOMENT.fullmatch(moment):
                _text(etree, span, name, moment)


def _style(etree: Any, placemark: Any, look: Mapping[str, Any]) -> None:
    style = etree.SubElement(placemark, "Style")
    if marker := colour_of(look.get("marker-color")):
        icon = etree.SubElement(style, "IconStyle")
        _text(etree, icon, "color", _aabbggrr(marker, 1.0))
    line = etree.SubElement(style, "LineStyle")
    _text(etree, line, "color", _aabbggrr(colour_of(look.get("stroke")) or "#555555", look.get("stroke-opacity", 1.0)))
    _text(etree, line, "width", str(look.get("stroke-width", 2)))
    poly = etree.SubElement(style, "PolyStyle")
    _text(etree, poly, "color", _aabbggrr(colour_of(look.get("fill")) or "#555555", look.get("fill-opacity", 0.3)))


def _aabbggrr(colour: str, opacity: Any) -> str:
    alpha = round(255 * min(max(float(opacity), 0.0), 1.0)) if isinstance(opacity, (int, float)) else 255
    return f"{alpha:02x}{colour[5:7]}{colour[3:5]}{colour[1:3]}"


def _shape(etree: Any, parent: Any, geometry: BaseGeometry) -> None:
    if hasattr(geometry, "geoms"):
        multi = etree.SubElement(parent, "MultiGeometry")
        for part in geometry.geoms:
            _shape(etree, multi, part)
        return
    element = etree.SubElement(parent, geometry.geom_type)
    if geometry.geom_type != "Polygon":
        _text(etree, element, "coordinates", _coordinates(geometry))
        return
    for name, rings in (("outerBoundaryIs", [geometry.exterior]), ("innerBoundaryIs", list(geometry.interiors))):
        for ring in rings:
            linear = etree.SubElement(etree.SubElement(element, name), "LinearRing")
            _text(etree, linear, "coordinates", _coordinates(ring))


def _coordinates(geometry: BaseGeometry) -> str:
    rows = shapely.get_coordinates(geometry, include_z=geometry.has_z)
    return " ".join(",".join(f"{n:.6f}".rstrip("0").rstrip(".") for n in row if n == n) for row in rows)


EXPORTS = {".geojson": to_geojson, ".kml": to_kml, ".gpkg": to_geopackage, ".csv": to_csv}
"""What makes the bytes of each ending."""
