"""GeoPackage, Shapefile and FlatGeobuf through GDAL, from memory only, so that no path of a file is ever followed."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from geo.layers.formats.archive import open_archive
from geo.layers.limits import LIMITS
from geo.layers.raw import RawFeature, RawLayer, Refused, told
from geo.model import Problem

__all__ = ["decode_flatgeobuf", "decode_geopackage", "decode_shapefiles", "shapefile_parts"]

SHAPE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")


def decode_geopackage(data: bytes, name: str = "") -> tuple[RawLayer, ...]:
    """Return each vector layer of a GeoPackage. Raises Refused."""
    if not data.startswith(b"SQLite format 3\x00"):
        raise Refused(
            "it is no GeoPackage (its first bytes are not those of SQLite).", "Export it again, or as GeoJSON."
        )
    return _layers(data, "GeoPackage")


def decode_flatgeobuf(data: bytes, name: str = "") -> tuple[RawLayer, ...]:
    """Return the layer of a FlatGeobuf file. Raises Refused."""
    if not data.startswith(b"fgb"):
        raise Refused("it is no FlatGeobuf (its first bytes are others).", "Export it again, or as GeoJSON.")
    return _layers(data, "FlatGeobuf")


def decode_shapefiles(data: bytes, name: str = "") -> tuple[RawLayer, ...]:
    """Return each Shapefile of a zip archive. Raises Refused."""
    archive = open_archive(data)
    shapes = [member for member in archive.names if member.lower().endswith(".shp")]
    layers: list[RawLayer] = []
    for shape in shapes:
        own = shapefile_parts(shape, archive.names)
        parts = {ending: archive.read(member) for ending, member in own.items()}
        title = shape.rpartition("/")[2][:-4]
        for layer in _shapefile(parts):
            layers.append(
                RawLayer(layer.features, title if len(shapes) > 1 else "", layer.members, layer.problems, layer.crs)
            )
    if not layers:
        raise Refused("there is no Shapefile in it.", "Pack the .shp with its .shx, .dbf and .prj.")
    if archive.problems:
        head = layers[0]
        layers[0] = RawLayer(head.features, head.name, head.members, (*archive.problems, *head.problems), head.crs)
    return tuple(layers)


def shapefile_parts(shape: str, names: Any) -> dict[str, str]:
    """Return the files that belong to a .shp by their endings, whatever case they are written in."""
    stem = shape[:-4].lower()
    return {
        ending: name for name in names for ending in SHAPE_PARTS if name.lower() == stem + ending
    }  # fmt: skip


def _shapefile(parts: dict[str, bytes]) -> tuple[RawLayer, ...]:
    if parts[".shp"][:4] != b"\x00\x00\x27\x0a":
        raise Refused("its .shp is no Shapefile (its first bytes are others).", "Export it again, or as GeoJSON.")
    problems: list[Problem] = []
    for ending, loss in ((".dbf", "there are no properties"), (".prj", "WGS 84 was taken")):
        if ending not in parts:
            problems.append(told("", f"the {ending} file is missing: {loss}"))
    if ".shx" not in parts:
        parts = {**parts, ".shx": _index(parts[".shp"])}
        problems.append(told("", "the .shx file is missing; it was reckoned from the .shp"))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for ending, content in parts.items():
            archive.writestr(f"layer{ending}", content)
    # Without a .cpg the encoding of the .dbf is anybody's guess: UTF-8 where it fits, Windows-1252 otherwise.
    encoding = None if ".cpg" in parts else _dbf_encoding(parts.get(".dbf", b""))
    if encoding and encoding != "UTF-8":
        problems.append(told("", f"no .cpg file names its encoding; read as {encoding}"))
    return _layers(packed.getvalue(), "Shapefile", encoding=encoding, problems=problems)


def _index(shp: bytes) -> bytes:
    """Return the .shx of a .shp: where each record begins and how long it is, in 16-bit words (Esri, 1998)."""
    entries = []
    offset = 100
    while offset + 8 <= len(shp):
        length = int.from_bytes(shp[offset + 4 : offset + 8], "big")
        if offset + 8 + 2 * length > len(shp):
            break  # the file is cut off: what stands before is whole
        entries.append((offset // 2).to_bytes(4, "big") + length.to_bytes(4, "big"))
        offset += 8 + 2 * length
    size = (100 + 8 * len(entries)) // 2
    return shp[:24] + size.to_bytes(4, "big") + shp[28:100] + b"".join(entries)


def _dbf_encoding(dbf: bytes) -> str:
    try:
        dbf[32:].replace(b"\x00", b" ").decode("utf-8")
    except UnicodeDecodeError:
        return "CP1252"
    return "UTF-8"


def _layers(
    data: bytes, kind: str, *, encoding: str | None = None, problems: list[Problem] | None = None
) -> tuple[RawLayer, ...]:
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError

    pyogrio.set_gdal_config_options(_SAFE)
    try:
        names = [str(row[0]) for row in pyogrio.list_layers(data) if row[1] is not None]
        if not names:
            raise Refused(f"there is no vector layer in this {kind}.", "Export it again, or as GeoJSON.")
        found = [_layer(pyogrio, data, name, encoding, kind, list(problems or ())) for name in names]
    except (
        DataSourceError,
        DataLayerError,
        FeatureError,
        FieldError,
        UnicodeDecodeError,
        ValueError,
        RuntimeError,
    ) as error:
        text = " ".join(str(error).split()).replace("/vsimem/", "")
        reason = f"it is no {kind} that can be read ({text[:120]})."
        if "sqlite3_" in text:
            reason = f"this {kind} is damaged or cut off."
        raise Refused(reason, "Export it again, or as GeoJSON.") from error
    if len(found) == 1:
        only = found[0]
        return (RawLayer(only.features, "", only.members, only.problems, only.crs),)
    return tuple(found)


# No network, no other file: everything comes from the bytes that were handed over.
_SAFE = {
    "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_HTTP_TIMEOUT": "1",
    "GDAL_HTTP_PROXY": "127.0.0.1:9",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "CPL_CURL_ENABLE_VSIMEM": "NO",
    "OGR_SQLITE_LOAD_EXTENSIONS": None,
}


def _layer(pyogrio: Any, data: bytes, name: str, encoding: str | None, kind: str, problems: list[Problem]) -> RawLayer:
    options = {"encoding": encoding} if encoding else {}
    info = pyogrio.read_info(data, layer=name, **options)
    if int(info["features"]) > LIMITS.features:
        raise Refused(f"the layer {name!r} has more than {LIMITS.features:,} features.", "Cut out the part you need.")
    meta, fids, shapes, columns = pyogrio.raw.read(
        data, layer=name, return_fids=True, datetime_as_string=True, max_features=LIMITS.features, **options
    )
    fields = [str(field) for field in meta["fields"]]
    features = []
    import shapely

    geometries = [None] * len(fids) if shapes is None else shapely.from_wkb(shapes, on_invalid="ignore")
    for row, fid in enumerate(fids):
        where = f"feature {row + 1}"
        if shapes is not None and shapes[row] is not None and geometries[row] is None:
            problems.append(
                Problem("", where, "its geometry is of a kind that cannot be read.", "Save it with straight edges.")
            )
            continue
        properties = {field: _plain(column[row]) for field, column in zip(fields, columns, strict=True)}
        kept = {key: value for key, value in properties.items() if value is not None}
        features.append(RawFeature(where, geometries[row], kept, int(fid)))
    return RawLayer(tuple(features), name=name, problems=tuple(problems), crs=str(meta["crs"] or ""))


def _plain(value: Any) -> Any:
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, bytes):
        return None  # a picture or the like: nothing a popup could show as text
    if isinstance(value, float) and value != value:
        return None  # GDAL's null in a column of numbers
    return value
