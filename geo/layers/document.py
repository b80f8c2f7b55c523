"""The documentation of every key, made from the schemas: `python -m geo.layers.document docs/layers.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from geo.layers.formats import ENDINGS
from geo.layers.limits import LIMITS
from geo.layers.schema import layer_schema, sidecar_schema
from geo.layers.write import write_atomically

__all__ = ["layers_document"]

_FORMATS = {
    "geojson": "GeoJSON (RFC 7946)", "json": "GeoJSON or TopoJSON", "geojsonl": "GeoJSON, one feature per line",
    "kml": "KML; folders become layers, styles are kept", "kmz": "KMZ", "gpx": "GPX: waypoints, routes, tracks",
    "csv": "table with coordinates, a geometry, or names of places", "tsv": "the same, with tabs",
    "list": "a list of places, one per line, a note after a comma", "xlsx": "Excel workbook, each sheet a layer",
    "gpkg": "GeoPackage, each table a layer", "shp": "Shapefile, with the files beside it",
    "zip": "zip archive of Shapefiles or other layer files", "fgb": "FlatGeobuf", "parquet": "GeoParquet", "gml": "GML",
    "xml": "KML, GPX, GML or a feed, by its content", "georss": "GeoRSS feed",
}  # fmt: skip


_TEMPLATE = """\
# Layer files: every key

<!-- Made by `python -m geo.layers.document docs/layers.md` from geo/data/*.schema.json. Edit those. -->

Any file put into `layers/` is on the next map. Nothing below is needed for that; it makes a layer better.

## Formats

| Ending | What it is |
|---|---|
{formats}

Coordinates in any system are brought to WGS 84. Columns of tables are found by their names: `lat`, `latitude`, `y` and
`lon`, `lng`, `long`, `longitude`, `x`, or names ending in these (`start_lat`, `start_lng`); `geometry`, `geom`, `wkt`,
`geojson`; or `place` with a name or phrase such as *southern Lebanon*. Numbers may be decimal (with point or comma) or
degrees, minutes and seconds (`10°30'15"N`).

A file may have {megabytes} MB, {features} features and {vertices} positions. Nothing a file points to is fetched: no
network link, no picture, no other file.

## Where a file goes

- `layers/NAME.geojson` and `layers/FOLDER/NAME.geojson`: on every map; the folder is a heading in the list.
- `layers/REPORT/`, where the program keeps the layers it made from a report: on that report's map only.
- A generated layer that somebody edited is never overwritten; the new one waits beside it as `NAME.new.geojson`.

## Members of the collection

{members}

### `style`

{style_about}

{style}

## Properties of a feature

The look is that of [simplestyle-spec 1.1.0](https://github.com/mapbox/simplestyle-spec). Leaflet's, folium's, uMap's
and kepler.gl's own keys are understood, too. Every other property is shown in the popup as text.

{properties}

## The sidecar

{sidecar_about}

```toml
title = "Evacuation zones"
source = "Civil protection, bulletin 12"
license = "CC BY 4.0"
label_field = "zone"
popup_fields = ["zone", "people", "since"]
date_field = "since"

[style]
stroke-width = 1

[colour]
field = "people"
scheme = "quantiles"
classes = 4
palette = "oranges"
```

{sidecar}

### `[style]`

{sidecar_style_about} The keys are those of a feature's look, above.

### `[colour]`

{colour_about}

{colour}
"""


def layers_document() -> str:
    """Return the reference of layer files as Markdown."""
    layer, sidecar = layer_schema()["properties"], sidecar_schema()["properties"]
    feature = layer_schema()["$defs"]["feature"]["properties"]["properties"]["oneOf"][0]["properties"]
    return _TEMPLATE.format(
        formats="\n".join(_formats()),
        megabytes=LIMITS.file_bytes >> 20,
        features=f"{LIMITS.features:,}",
        vertices=f"{LIMITS.vertices:,}",
        members=_table(layer, skip=("type", "features")),
        style_about=layer["style"]["description"],
        style=_table(layer["style"]["properties"]),
        properties=_table(feature),
        sidecar_about=sidecar_schema()["description"],
        sidecar=_table(sidecar, skip=("style", "colour")),
        sidecar_style_about=sidecar["style"]["description"],
        colour_about=sidecar["colour"]["description"],
        colour=_table(sidecar["colour"]["properties"]),
    )


def _formats() -> Iterator[str]:
    for kind, words in _FORMATS.items():
        yield f"| {', '.join(f'`{ending}`' for ending, name in ENDINGS.items() if name == kind)} | {words} |"


def _table(keys: Mapping[str, Any], skip: tuple[str, ...] = ()) -> str:
    rows = ["| Key | Value | Meaning |", "|---|---|---|"]
    for key, schema in keys.items():
        if key in skip:
            continue
        meaning = str(schema.get("description", "")).replace("|", "\\|")
        default = schema.get("default")
        if default is not None:
            meaning += f" Default: {str(default).lower() if isinstance(default, bool) else default}."
        rows.append(f"| `{key}` | {_value(schema)} | {meaning} |")
    return "\n".join(rows)


def _value(schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if "const" in schema:
        return f"`{schema['const']}`"
    if str(schema.get("pattern", "")).startswith("^#?"):
        return "colour"
    kind = schema.get("type", "")
    words = {"array": "list", "object": "table", "string": "text", "boolean": "true, false", "integer": "whole number"}
    text = " or ".join(words.get(k, k) for k in ([kind] if isinstance(kind, str) else kind))
    if "maximum" in schema:
        text += f" {schema['minimum']}–{schema['maximum']}"
    return text


if __name__ == "__main__":
    write_atomically(Path(sys.argv[1]), layers_document())
