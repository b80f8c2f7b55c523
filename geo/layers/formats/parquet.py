"""GeoParquet through pyarrow and geopandas."""

from __future__ import annotations

import io
from typing import Any

from geo.layers.limits import LIMITS
from geo.layers.raw import RawFeature, RawLayer, Refused

__all__ = ["decode"]


def decode(data: bytes, name: str = "") -> tuple[RawLayer, ...]:
    """Return the layer of a GeoParquet file, its primary geometry column. Raises Refused."""
    if not (data.startswith(b"PAR1") and data.endswith(b"PAR1")):
        raise Refused("it is no whole Parquet file.", "Export it again, or as GeoJSON.")
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:  # pragma: no cover - pyarrow is a dependency
        raise Refused("reading GeoParquet needs pyarrow.", "pip install pyarrow") from error
    try:
        head = pyarrow.parquet.ParquetFile(io.BytesIO(data), thrift_string_size_limit=1 << 26)
        if head.metadata.num_rows > LIMITS.features:
            raise Refused(f"it has more than {LIMITS.features:,} features.", "Cut out the part you need.")
        size = sum(head.metadata.row_group(i).total_byte_size for i in range(head.metadata.num_row_groups))
        if size > LIMITS.archive_bytes:
            raise Refused("it unpacks to far more than a layer.", "Cut out the part you need.")
        if b"geo" not in (head.schema_arrow.metadata or {}):
            raise Refused(
                "it is Parquet but not GeoParquet: it does not say which column is the geometry.",
                "Export it again, or as GeoJSON.",
            )
        import geopandas

        frame = geopandas.read_parquet(io.BytesIO(data))
    except Refused:
        raise
    except (pyarrow.ArrowException, ValueError, TypeError, KeyError, OSError, AttributeError, RuntimeError) as error:
        text = " ".join(str(error).split())
        raise Refused(
            f"it is no GeoParquet that can be read ({text[:120]}).", "Export it again, or as GeoJSON."
        ) from error
    geometry = frame.geometry.name
    others = [column for column in frame.columns if column != geometry and not _is_geometry(frame[column])]
    columns = [frame[column].tolist() for column in others]
    features = []
    for row, shape in enumerate(frame.geometry):
        values = {str(key): _plain(column[row]) for key, column in zip(others, columns, strict=True)}
        kept = {key: value for key, value in values.items() if value is not None}
        features.append(RawFeature(f"feature {row + 1}", shape, kept))
    return (RawLayer(tuple(features), crs="" if frame.crs is None else frame.crs.to_wkt()),)


def _is_geometry(column: Any) -> bool:
    return str(column.dtype) in ("geometry", "bytes")


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (bytes, bytearray)) or value != value:
        return None
    return value.isoformat() if hasattr(value, "isoformat") else value.tolist() if hasattr(value, "tolist") else value
