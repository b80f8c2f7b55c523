"""Tables (CSV, TSV, Excel) with coordinates, geometries or place names, and plain lists of places."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from geo.layers.formats.archive import open_archive
from geo.layers.formats.coordinates import NO_COLUMN, Columns, find_columns, geometry_cell, number_cell
from geo.layers.formats.encoding import decode_text
from geo.layers.limits import LIMITS
from geo.layers.raw import PlaceName, RawFeature, RawLayer, Refused, told
from geo.model import Problem, Status

__all__ = ["decode_csv", "decode_list", "decode_tsv", "decode_xlsx"]

csv.field_size_limit(LIMITS.file_bytes)  # an outline as WKT is longer than the library's 128 kB
_DELIMITERS = ",;\t|"
Row = tuple[int, list[Any]]
"""Line number in the file and its cells."""


def decode_csv(data: bytes, name: str = "") -> tuple[RawLayer, ...]:
    """Return the layer of a table of text; the delimiter is found from its first line. Raises Refused."""
    text, notes = decode_text(data)
    problems = [told("", note) for note in notes]
    text, remarks = _without_remarks(text)
    if remarks:
        problems.append(told("", "lines that begin with # before the column names were passed over"))
    delimiter, text, skipped = _delimiter(text)
    return (_table(_rows(text, delimiter, skipped + remarks, problems), problems),)


def decode_tsv(data: bytes, name: str = "") -> tuple[RawLayer, ...]:
    """Return the layer of a table with tabs. Raises Refused."""
    text, notes = decode_text(data)
    if "\t" not in text.split("\n", 1)[0]:
        return decode_csv(data, name)
    problems = [told("", note) for note in notes]
    return (_table(_rows(text, "\t", 0, problems), problems),)


def decode_list(data: bytes, name: str = "") -> tuple[RawLayer, ...]:
    """Return a plain list as places: one per line, what follows a comma or tab is its note; `#` begins a comment."""
    text, notes = decode_text(data)
    first = next((line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")), "")
    headers = next(csv.reader([first], delimiter=_best_delimiter(first)), [])
    columns = find_columns(headers)
    if columns.used or (columns.place >= 0 and len(headers) > 1):
        return decode_csv(data, name)
    features = []
    heading = columns.place >= 0
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if heading:
            heading = False
            continue
        cells = next(csv.reader([line.strip()], delimiter="\t" if "\t" in line else ",", skipinitialspace=True))
        place, rest = cells[0].strip(), [cell.strip() for cell in cells[1:] if cell.strip()]
        if not place:
            continue
        properties: dict[str, Any] = {"place": place}
        for cell in rest:
            if cell.lower() in set(Status):
                properties["status"] = cell.lower()
        if note := ", ".join(cell for cell in rest if cell.lower() not in set(Status)):
            properties["description"] = note
        features.append(RawFeature(f"line {number}", PlaceName(place), properties))
        if len(features) > LIMITS.features:
            raise Refused(f"it has more than {LIMITS.features:,} lines.", "Split it.")
    if not features:
        raise Refused("it is empty.", "Write one place per line, or take the file out of the folder.")
    if sum(len(str(feature.properties["place"])) > 120 for feature in features) * 2 > len(features):
        raise Refused(
            "it is running text, not a list of places.", "Give a report to `sitmap build`, a list to layers/."
        )
    return (RawLayer(tuple(features), problems=tuple(told("", note) for note in notes)),)


def decode_xlsx(data: bytes, name: str = "") -> tuple[RawLayer, ...]:
    """Return one layer per sheet that says where its rows are. Raises Refused."""
    archive = open_archive(data)  # within limits, or refused
    for member in archive.names:
        if member.endswith((".xml", ".rels")) and b"<!ENTITY" in archive.read(member):
            raise Refused("it declares XML entities, which can read other files or fill the memory.", "Save it again.")
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = [(sheet.title, list(_sheet_rows(sheet))) for sheet in book.worksheets]
    except Refused:
        raise
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        SyntaxError,
    ) as error:
        raise Refused(
            f"it is no Excel workbook that can be read ({str(error)[:80]}).", "Save it as .xlsx or .csv."
        ) from error
    layers, refusals = [], []
    for title, rows in sheets:
        if not rows:
            continue
        try:
            layer = _table(rows, [])
        except Refused as refused:
            refusals.append(Problem("", f"sheet {title!r}", refused.reason, refused.mend))
            continue
        if len(sheets) > 1:
            layer = _of_sheet(title, layer)
        layers.append(RawLayer(layer.features, title, layer.members, layer.problems))
    if not layers:
        if refusals:
            raise Refused(refusals[0].reason, refusals[0].mend, refusals[0].where)
        raise Refused("it has no sheet with anything in it.", "Write a row of names and rows of values.")
    if refusals:
        # A sheet of notes beside the data is usual: told, no fault.
        first = layers[0]
        quiet = tuple(told(p.where, "it says nowhere where its rows are and was passed over") for p in refusals)
        layers[0] = RawLayer(first.features, first.name, first.members, (*first.problems, *quiet))
    return tuple(layers)


def _of_sheet(title: str, layer: RawLayer) -> RawLayer:
    """Return the layer with its sheet named wherever a line is."""

    def within(where: str) -> str:
        return f"sheet {title!r}, {where}" if where else f"sheet {title!r}"

    features = tuple(replace(feature, where=within(feature.where)) for feature in layer.features)
    problems = tuple(replace(problem, where=within(problem.where)) for problem in layer.problems)
    return replace(layer, features=features, problems=problems)


def _sheet_rows(sheet: Any) -> Iterator[Row]:
    # A damaged or hostile sheet can claim a million columns; what is read is what is there.
    for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=1000), start=1):
        cells = [_cell(value) for value in row]
        while cells and cells[-1] in (None, ""):
            cells.pop()
        if cells:
            yield number, cells
        if number > LIMITS.features:
            raise Refused(f"a sheet has more than {LIMITS.features:,} rows.", "Split it.")


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)


def _without_remarks(text: str) -> tuple[str, int]:
    """Return the text from its line of column names on, and how many lines of remarks stood before."""
    count = 0
    while (
        text.startswith("#")
        and "\n" in text
        and not find_columns(re.split(f"[{_DELIMITERS}]", text.split("\n")[0])).used
    ):
        text, count = text.partition("\n")[2], count + 1
    return text, count


def _delimiter(text: str) -> tuple[str, str, int]:
    """Return the delimiter, the text without Excel's `sep=;` line, and how many lines that took."""
    head, _, rest = text.partition("\n")
    marked = re.match(r"\s*sep=(.)\s*$", head, re.IGNORECASE)
    if marked:
        return marked[1], rest, 1
    return _best_delimiter(head), text, 0


def _best_delimiter(line: str) -> str:
    bare = re.sub(r'"[^"]*"', "", line)
    return max(_DELIMITERS, key=lambda mark: (bare.count(mark), -_DELIMITERS.index(mark)))


def _rows(text: str, delimiter: str, skipped: int, problems: list[Problem]) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    last, row = 0, None
    try:
        for cells in reader:
            if row is not None:
                yield row
            row = (last + 1 + skipped, list(cells)) if any(cell.strip() for cell in cells) else None
            last = reader.line_num
    except csv.Error as error:
        raise Refused(
            f"it is no table ({error}).", "Save it again as CSV.", f"line {reader.line_num + skipped}"
        ) from error
    if row is None:
        return
    if text.count('"') % 2 and "\n" in row[1][-1] and not text.rstrip().endswith('"'):
        reason = "a quotation mark opens here and none closes it; all that follows was left out."
        problems.append(Problem("", f"line {row[0]}", reason, 'Close it; a mark inside quotes is written twice: "".'))
    else:
        yield row


def _table(rows: Iterable[Row], problems: list[Problem]) -> RawLayer:
    table = iter(rows)
    first = next(table, None)
    if first is None:
        raise Refused("it is empty.", "Write a line of column names and lines of values.")
    headers = _headers(first[1])
    columns = find_columns([str(header) for header in headers])
    if not columns.used and columns.place < 0:
        shown = ", ".join(repr(header)[:40] for header in headers[:8])
        raise Refused(
            f"no column says where (the columns are {shown}).",
            NO_COLUMN,
            f"line {first[0]}",
        )
    if columns.pair >= 0 and columns.pair_guessed:
        problems.append(told("", f"the column {headers[columns.pair]!r} was read as latitude, longitude"))
    kept: list[tuple[int, Any, dict[str, Any]]] = []
    for number, cells in table:
        if len(kept) >= LIMITS.features:
            raise Refused(f"it has more than {LIMITS.features:,} rows.", "Split it.")
        where = f"line {number}"
        if len(cells) > len(headers) and any(str(c).strip() for c in cells[len(headers) :] if c is not None):
            problems.append(told(where, "it has more cells than there are columns; the rest was left out"))
        values = dict(zip(headers, cells, strict=False))
        try:
            geometry = _geometry(cells, columns)
            if isinstance(geometry, PlaceName) and headers[columns.place].lower() == "name":
                geometry = PlaceName(geometry.words, headers[columns.place])
        except Refused as refused:
            problems.append(refused.problem(where=where))
            continue
        if geometry is None:
            problems.append(told(where, "it says nowhere where it is; it is listed as unlocated"))
        used = {headers[index] for index in columns.used}
        kept.append((number, geometry, {k: v for k, v in values.items() if k not in used and v not in (None, "")}))
    _numbers(headers, [properties for _, _, properties in kept])
    features = tuple(RawFeature(f"line {number}", geometry, properties) for number, geometry, properties in kept)
    if not features and not problems:
        problems.append(told("", "it has no rows"))
    return RawLayer(features, problems=tuple(problems))


def _headers(cells: Sequence[Any]) -> list[str]:
    headers: list[str] = []
    for number, cell in enumerate(cells, start=1):
        header = str(cell if cell is not None else "").strip() or f"column {number}"
        again = 2
        base = header
        while header in headers:
            header, again = f"{base} {again}", again + 1
        headers.append(header)
    return headers


def _geometry(cells: Sequence[Any], columns: Columns) -> Any:
    def cell(index: int) -> Any:
        return cells[index] if 0 <= index < len(cells) else None

    found: Any = None
    if columns.lat >= 0:
        lat, lon = number_cell(cell(columns.lat), "latitude"), number_cell(cell(columns.lon), "longitude")
        if (lat is None) != (lon is None):
            missing = "latitude" if lat is None else "longitude"
            raise Refused(f"it has no {missing}.", "Give both, or neither.")
        found = None if lat is None else {"type": "Point", "coordinates": [lon, lat]}
    elif columns.geometry >= 0:
        found = geometry_cell(cell(columns.geometry), encoded=columns.encoded)
    elif columns.pair >= 0:
        found = _pair(cell(columns.pair), columns.pair_lon_first)
    if found is None and columns.place >= 0 and (not columns.used or _is_place_column(columns)):
        words = str(cell(columns.place) or "").strip()
        found = PlaceName(words) if words else None
    return found


def _is_place_column(columns: Columns) -> bool:
    # Where a table has coordinates, an empty pair means that the place is not known: names there are only labels.
    return not columns.used


def _pair(value: Any, lon_first: bool) -> dict[str, Any] | None:
    text = "" if value is None else str(value).strip().strip("()[]")
    if not text:
        return None
    parts = re.split(r"\s*[,;|]\s+|\s*;\s*|(?<=\d)\s*,\s*|\s{1,}(?=[-+\d])", text)
    parts = [part for part in parts if part]
    if len(parts) != 2:
        raise Refused(f"{text[:40]!r} is no pair of coordinates.", "Write latitude, longitude.")
    axes = ("longitude", "latitude") if lon_first else ("latitude", "longitude")
    numbers = {axis: number_cell(part, axis) for axis, part in zip(axes, parts, strict=True)}
    return {"type": "Point", "coordinates": [numbers["longitude"], numbers["latitude"]]}


_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d+)?")


def _numbers(headers: Sequence[str], rows: Sequence[dict[str, Any]]) -> None:
    """Turn columns of text into numbers where every value reads back exactly as it was written."""
    for header in headers:
        values = [row[header] for row in rows if header in row]
        if values and all(isinstance(v, str) and _NUMBER.fullmatch(v) and _reads_back(v) for v in values):
            for row in rows:
                if header in row:
                    row[header] = _as_number(row[header])


def _as_number(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def _reads_back(text: str) -> bool:
    return str(_as_number(text)) == text
