"""Read a report file: plain text, Markdown or HTML becomes the words a reader sees, with title, date and source."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geo.errors import ReportError
from geo.model import Report
from geo.text.language import language_name, language_of
from geo.text.masthead import read_masthead
from geo.text.sentences import find_sentences

__all__ = ["LIMIT_BYTES", "read_report"]

LIMIT_BYTES = 20_000_000
"""Larger files are refused by their size alone: a report of 20 MB is some 3,000,000 words, a mistake more likely."""

_HEAD_CHARACTERS = 2_000
"""Headline, date and source stand at the top, if anywhere."""

_LONGEST = 60
"""Characters of a report's id, which becomes the name of a folder and a page."""

_MARKDOWN = {".md", ".markdown", ".mdown", ".mkd"}
_HTML = {".html", ".htm", ".xhtml"}
_MAGIC = {
    b"%PDF": "a PDF file; save its text as .txt first",
    b"PK\x03\x04": "a zip archive or an office document; save it as plain text or HTML first",
    b"\xd0\xcf\x11\xe0": "an old office document; save it as plain text or HTML first",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"\x1f\x8b": "compressed with gzip; unpack it first",
    b"\x7fELF": "a program",
    b"SQLite format 3": "a database",
}
_LEADING_DATE = re.compile(r"\s*date:?[ \t]+(\d{4}-\d{2}-\d{2})(?![\d-])[ \t]*[:,;.]?\s*", re.IGNORECASE)
_FRONT_MATTER = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\n(.*?)\n\1[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_LINE = re.compile(r"""([A-Za-z][\w .-]*?)\s*[:=]\s*(.*?)\s*$""")
_LOOKS_LIKE_A_PATH = re.compile(r"[^\s<>]*\.(?:txt|text|md|markdown|html?|xhtml|rst)|[^\s<>]*/[^\s<>]*", re.IGNORECASE)
# Joiners and marks without width, soft hyphens and control characters are nothing a reader sees. The zero width
# joiners U+200C and U+200D stay: Persian and Indic spelling needs them.
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f]")
_SPACES = re.compile("[\u00a0\u2007\u202f\u2000-\u2006\u2008-\u200a\u3000]")


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a format yields: the words and what it knows about them."""

    text: str
    title: str = ""
    date: str = ""
    source: str = ""
    notes: tuple[str, ...] = field(default=())


def read_report(
    path_or_text: Path | str,
    *,
    title: str | None = None,
    date: dt.date | str | None = None,
    source: str | None = None,
) -> Report:
    """Return the report a file (or a string of text) holds, as a reader sees it.

    The format follows the file's ending; a text that starts like HTML is read as HTML. Text is brought to NFC, line
    ends to newline, spaces without break to spaces; a leading `date YYYY-MM-DD` becomes the report's date and is not
    part of the text. What the file does not say of itself is taken from its first lines (`read_masthead`). Options win
    over what the file says. Raises ReportError where there is no report to read.
    """
    notes: list[str] = []
    path = _as_path(path_or_text)
    if path is None:
        raw, name, suffix = str(path_or_text), "text", ""
    else:
        raw = _decode(_read_bytes(path), path, notes)
        name, suffix = path.stem, path.suffix.casefold()
    raw = raw.replace("\r\n", "\n").replace("\r", "\n")
    if suffix in _HTML or (suffix not in _MARKDOWN and _starts_like_html(raw)):
        parts = _from_html(raw)
    elif suffix in _MARKDOWN:
        parts = _from_markdown(raw)
    else:
        parts = _from_plain(raw)
    text = _normalise(parts.text)
    given = parts.date
    leading = _LEADING_DATE.match(text)
    if leading is not None and _as_date(leading[1]) is not None:
        given = given or leading[1]
        text = text[leading.end() :]
    text = text.strip("\n \t")
    where = str(path) if path else "the text given"
    if not any(c.isalnum() for c in text):
        raise ReportError(f"{where}: there are no words in it. Give a report with text.")
    head = text[:_HEAD_CHARACTERS]
    masthead = read_masthead(head, find_sentences(head), _normalise(parts.title))
    told_title = parts.title or (masthead.headline.of(text) if masthead.headline else "")
    found_title = _normalise(title if title is not None else told_title).strip()
    language = language_of(text)
    if language != "en":
        notes.append(
            f"The text looks like {language_name(language)}. Claims are read from English alone: the places it names "
            "are shown, without what is said of them. Translate it first for a map of claims."
        )
    return Report(
        text=text,
        title=found_title,
        date=_option_date(date) if date is not None else _as_date(given) or masthead.date,
        source=_normalise(source if source is not None else parts.source or masthead.source).strip(),
        id=_name(name) if path else _slug(found_title) or "report",
        language=language,
        notes=(*notes, *parts.notes, *(_date_notes(parts.date) if date is None else ())),
        file=str(path or ""),
    )


def _as_path(path_or_text: Path | str) -> Path | None:
    """Return the path meant, or None where the words themselves were given."""
    if isinstance(path_or_text, Path):
        return path_or_text
    if "\n" in path_or_text or len(path_or_text) > 1024:
        return None
    try:
        if Path(path_or_text).exists():
            return Path(path_or_text)
    except (OSError, ValueError):
        return None
    return Path(path_or_text) if _LOOKS_LIKE_A_PATH.fullmatch(path_or_text.strip()) else None


def _read_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise ReportError(f"{path}: this is a folder, not a report. Name the file.")
        size = path.stat().st_size
        if size > LIMIT_BYTES:
            raise ReportError(
                f"{path}: {size / 1e6:.0f} MB is more than the {LIMIT_BYTES / 1e6:.0f} MB a report may have. "
                "Split it into single reports, or stream them with `sitmap read --jsonl`."
            )
        with path.open("rb") as file:
            data = file.read(LIMIT_BYTES + 1)  # a pipe or a device has no size to look at
        if len(data) > LIMIT_BYTES:
            raise ReportError(
                f"{path}: this goes on beyond the {LIMIT_BYTES / 1e6:.0f} MB a report may have. Split it."
            )
    except FileNotFoundError as error:
        raise ReportError(f"{path}: there is no such file. Check the name and the folder.") from error
    except OSError as error:
        raise ReportError(f"{path}: cannot be read ({error.strerror}). Check its permissions.") from error
    if not data.strip():
        raise ReportError(f"{path}: the file is empty. Give a report with text.")
    return data


def _decode(data: bytes, path: Path, notes: list[str]) -> str:
    """Return the characters of a file; a guessed encoding is told in `notes`."""
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise ReportError(f"{path}: this is {kind}. Reports are plain text, Markdown or HTML.")
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise _mis_encoded(path, data, error, encoding) from error
    if b"\x00" in data:
        raise ReportError(f"{path}: this is binary data (a NUL byte at {data.index(0)}). Reports are text.")
    control = sum(data[:65536].count(bytes([c])) for c in (*range(1, 9), *range(14, 27), *range(28, 32)))
    if control > max(8, len(data[:65536]) // 50):
        raise ReportError(f"{path}: this is binary data, not text. Reports are plain text, Markdown or HTML.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        wrong = error
    declared = re.search(rb"""charset\s*=\s*["']?\s*([\w-]+)""", data[:4096])
    if declared and path.suffix.casefold() in _HTML:
        name = declared[1].decode("ascii", "replace")
        try:
            # WHATWG: pages that say Latin-1 or ASCII mean Windows-1252.
            name = "cp1252" if name.casefold() in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii") else name
            return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            pass
    # Characters of several bytes that do fit UTF-8 beside some that do not: a damaged file, and any other
    # encoding would turn the good ones into nonsense.
    high = sum(byte >= 0x80 for byte in data)
    fitting = sum(len(found) for found in re.findall(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}", data))
    if fitting >= high / 2:
        raise _mis_encoded(path, data, wrong, "utf-8")
    from charset_normalizer import from_bytes

    best = from_bytes(data[:500_000]).best()
    western = _is_western(data, str(best or ""))
    if best is None and not western:
        raise _mis_encoded(path, data, wrong, "utf-8")
    encoding = "cp1252" if western or best is None else best.encoding
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _mis_encoded(path, data, error, encoding) from error
    notes.append(f"The file is not UTF-8; it was read as {encoding}, a guess.")
    return text


def _is_western(data: bytes, guessed: str) -> bool:
    """Return whether bytes guessed to be in Latin letters are better read as Windows-1252, as layer files are.

    A few names in an English text (*Zürich*, *Genève*) fit Windows-1250, too, and by their number alone no guess tells
    the two apart. Signs inside words and carons speak for Central Europe, or for another code page altogether.
    """
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    letters = {letter for letter in guessed if letter > "\x7f" and letter.isalpha()}
    is_latin = all(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    return is_latin and not _NOT_WESTERN.search(text)


_NOT_WESTERN = re.compile(
    r"""[šžŠŽ] | £(?=[^\W\d_]) | (?<=[a-zß-ÿ])Ÿ | # a caron, a pound of letters, a capital inside a word
    (?<=[^\W\d_]) [\u00a1-\u00ac\u00ae-\u00b6\u00b8-\u00bf‚ƒ„†‡ˆ‰‹•˜] (?=[^\W\d_])  # a sign inside a word""",
    re.VERBOSE,
)


def _mis_encoded(path: Path, data: bytes, error: UnicodeDecodeError, encoding: str) -> ReportError:
    line = data.count(b"\n", 0, error.start) + 1
    return ReportError(
        f"{path}, line {line}: byte {error.start} is no {encoding.removesuffix('-sig')} "
        "and no other encoding fits the whole file. Save the report as UTF-8."
    )


def _starts_like_html(raw: str) -> bool:
    return (
        re.match(
            r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype html|html|head|body|article)\b", raw, re.I | re.S
        )
        is not None
    )


def _from_plain(raw: str) -> _Parts:
    meta, body = _front_matter(raw)
    return _Parts(body, meta.get("title", ""), meta.get("date", ""), _source(meta), _unclosed(meta))


def _unclosed(meta: dict[str, str]) -> tuple[str, ...]:
    """Return a note for each value of the front matter that opens a bracket or a quotation mark and closes none."""
    pairs = {"[": "]", "{": "}", '"': '"', "'": "'"}
    return tuple(
        f"In the front matter, the value of {key!r} opens with {value[0]} and never closes it; it was read as it is."
        for key, value in meta.items()
        if value[:1] in pairs and pairs[value[0]] not in value[1:]
    )


def _front_matter(raw: str) -> tuple[dict[str, str], str]:
    """Return the keys of a `---` or `+++` block at the start, lower case, and the text after it."""
    match = _FRONT_MATTER.match(raw)
    if match is None:
        return {}, raw
    meta = {}
    for line in match[2].splitlines():
        if pair := _FRONT_LINE.match(line):
            value = pair[2]
            if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
                value = value[1:-1]
            meta[pair[1].strip().casefold()] = value
    if not meta:  # a rule between two paragraphs, not front matter
        return {}, raw
    return meta, raw[match.end() :]


def _source(meta: dict[str, str]) -> str:
    return next((meta[k] for k in ("source", "publisher", "outlet", "site", "author") if meta.get(k)), "")


def _from_markdown(raw: str) -> _Parts:
    from markdown_it import MarkdownIt

    meta, body = _front_matter(raw)
    blocks: list[str] = []
    heading = ""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(body)
    in_row: list[str] | None = None
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "tr_open":
            in_row = []
        elif token.type == "tr_close" and in_row is not None:
            blocks.append("; ".join(cell for cell in in_row if cell))
            in_row = None
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content.rstrip("\n"))
        elif token.type == "html_block":
            blocks.append(_strip_tags(token.content))
        elif token.type == "inline":
            words = "".join(
                {"softbreak": "\n", "hardbreak": "\n", "image": "", "html_inline": ""}.get(child.type, child.content)
                for child in token.children or ()
            )
            if in_row is not None:
                in_row.append(words.strip())
            else:
                blocks.append(words.strip())
                if before is not None and before.type == "heading_open" and not heading:
                    heading = words.strip()
    text = "\n\n".join(block for block in blocks if block.strip())
    title = meta.get("title", "") or heading
    told = _with_headline(text, meta.get("title", ""))
    return _Parts(told, title, meta.get("date", ""), _source(meta), _unclosed(meta))


def _strip_tags(html: str) -> str:
    from html import unescape

    return unescape(re.sub(r"<!--.*?-->|<(script|style)\b.*?</\1>|<[^>]*>", " ", html, flags=re.S | re.I)).strip()


def _from_html(raw: str) -> _Parts:
    import logging

    # trafilatura tells of every page it finds poor; what a user needs to know is said in our own error.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    from trafilatura import bare_extraction

    found = bare_extraction(raw, include_comments=False, include_tables=True, with_metadata=True, favor_recall=True)
    meta: dict[str, Any] = found if isinstance(found, dict) else found.as_dict() if found is not None else {}
    text = meta.get("text") or ""
    notes: tuple[str, ...] = ()
    if len(text.split()) < 5:
        body = re.search(r"<body\b.*", raw, re.S | re.I)
        text = "\n\n".join(
            " ".join(_strip_tags(block).split())
            for block in re.split(
                r"</?(?:p|div|h[1-6]|li|tr|br|article|section|body)\b[^>]*>", body[0] if body else raw, flags=re.I
            )
            if _strip_tags(block)
        )
        notes = ("No main text was found in the page, so all its text was read.",)
    title = meta.get("title") or ""
    # trafilatura gives one line per paragraph; an empty line keeps them apart in the text shown.
    text = re.sub(r"\n+", "\n\n", text.strip())
    return _Parts(_with_headline(text, title), title, meta.get("date") or "", meta.get("sitename") or "", notes)


def _with_headline(text: str, title: str) -> str:
    """Return the text with its headline first: a reader sees it there, and headlines say things of places."""

    def plain(words: str) -> str:
        return re.sub(r"\W+", " ", words).casefold().strip()

    if not plain(title) or plain(text[: 2 * len(title) + 40]).startswith(plain(title)):
        return text
    return f"{title}\n\n{text}"


def _normalise(text: str) -> str:
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", text))
    return _UNSEEN.sub(
        "", text.replace("\u2028", "\n").replace("\u2029", "\n\n").replace("\x0c", "\n").replace("\x0b", "\n")
    )


def _as_date(words: str) -> dt.date | None:
    """Return the date a file names, None where it names none that can be read."""
    words = words.strip()
    if not words:
        return None
    try:
        return dt.datetime.fromisoformat(words.replace("Z", "+00:00")).date()
    except ValueError:
        pass
    from dateutil import parser

    try:
        return parser.parse(words, default=dt.datetime(1, 1, 1)).date() if re.search(r"\d{4}", words) else None
    except (ValueError, OverflowError):
        return None


def _date_notes(given: str) -> tuple[str, ...]:
    if not given.strip() or _as_date(given):
        return ()
    return (f"The date {given.strip()[:40]!r} that the file gives is none; write it as YYYY-MM-DD.",)


def _option_date(given: dt.date | str) -> dt.date:
    if isinstance(given, dt.datetime):
        return given.date()
    if isinstance(given, dt.date):
        return given
    found = _as_date(given)
    if found is None:
        raise ReportError(f"date {given!r}: this is no date. Give it as YYYY-MM-DD.")
    return found


def _name(stem: str) -> str:
    """Return a file's name as a report's id; names in other scripts, which leave no letter, stay apart by a number."""
    return _slug(stem) or f"report-{zlib.crc32(stem.encode('utf-8', 'surrogateescape')):08x}"


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(slug) <= _LONGEST:
        return slug
    # Long names stay apart though they begin alike.
    return f"{slug[: _LONGEST - 9].strip('-')}-{zlib.crc32(slug.encode()):08x}"
