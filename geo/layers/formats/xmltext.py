"""XML without its dangers: no entities, no network, no other file; broken tails are told."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import name2codepoint
from typing import Any

from lxml import etree

from geo.layers.raw import Refused, told
from geo.model import Problem

__all__ = ["Element", "children", "descendants", "first", "local", "parse_xml", "plain_text", "text_of"]

Element = Any
"""An lxml element; the library brings no types of its own."""

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_DECLARED = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']""")


def parse_xml(data: bytes) -> tuple[Element, list[Problem]]:
    """Return the root element of an XML file and what was repaired or lost while reading it.

    Entities are refused, whether they point to a file, to the network or only to one another. Nothing is fetched.
    Raises Refused where nothing can be read.
    """
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        if _ENTITY.search(data if encoding == "utf-8" else data.replace(b"\x00", b"")):
            raise Refused(
                "it declares XML entities, which can read other files or fill the memory.", "Save it without a DTD."
            )
    problems: list[Problem] = []
    stripped = data.lstrip(b"\xef\xbb\xbf \t\r\n") if not data.startswith((b"\xff\xfe", b"\xfe\xff")) else data
    if not stripped:
        raise Refused("it is empty.", "Export it again.")
    if b"\x00" in stripped[:2000] and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")):
        raise Refused("it holds binary data, not XML.", "Check the file.")
    try:
        return etree.fromstring(stripped, _parser()), problems
    except etree.XMLSyntaxError as error:
        return _mended(stripped, error, problems), problems
    except (ValueError, LookupError) as error:
        raise Refused(f"it is not XML: {error}.", "Export it again.") from error


def _parser(*, recover: bool = False, encoding: str | None = None) -> Any:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        recover=recover, encoding=encoding, remove_comments=True, remove_pis=True,
    )  # fmt: skip


def _mended(data: bytes, error: Any, problems: list[Problem]) -> Element:
    line = f"line {error.lineno}" if error.lineno else ""
    message = str(error.msg or "").split("\n")[0]
    namespaces_only = "amespace prefix" in message
    if "encoding" in message.lower() or "not proper UTF-8" in message or "Invalid bytes" in message:
        try:
            root = etree.fromstring(_DECLARED.sub(b"<?xml version='1.0'", data, count=1), _parser(encoding="cp1252"))
        except (etree.XMLSyntaxError, ValueError, LookupError):
            pass
        else:
            problems.append(told("", "it is not in the encoding it names; read as cp1252"))
            return root
    if "depth" in message.lower():
        raise Refused("its elements are nested too deeply.", "Check the file.", line)
    if (plain := _plain_xml(data)) != data:
        try:
            root = etree.fromstring(plain, _parser())
        except (etree.XMLSyntaxError, ValueError, LookupError):
            pass
        else:
            problems.append(
                told("", "a bare &, an entity of HTML or a control character, which XML forbids, was mended")
            )
            return root
    try:
        root = etree.fromstring(data, _parser(recover=True))
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise Refused(f"it is not XML: {message}.", "Mend that line or export it again.", line)
    if namespaces_only:
        problems.append(told("", "a name space prefix is used but not declared; its meaning is plain"))
    else:
        problems.append(
            Problem("", line, f"it is no whole XML ({message}); what could be read was taken.", "Export it again.")
        )
    return root


_CDATA = re.compile(rb"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_AMPERSAND = re.compile(rb"&(?:(\w+);|(?!#\d+;|#x[0-9a-fA-F]+;))")


def _plain_xml(data: bytes) -> bytes:
    """Return an XML text, in an encoding that holds ASCII, with what is surely meant by characters XML forbids."""

    def mended(found: re.Match[bytes]) -> bytes:
        name = (found[1] or b"").decode()
        if name in ("amp", "lt", "gt", "quot", "apos"):
            return found[0]
        meant = name2codepoint.get(name)
        return f"&#{meant};".encode() if meant else b"&amp;" + found[0][1:]

    pieces = _CDATA.split(_CONTROL.sub(b"", data))
    return b"".join(p if n % 2 else _AMPERSAND.sub(mended, p) for n, p in enumerate(pieces))


def local(element: Element) -> str:
    """Return an element's name without its name space, empty for comments and entities."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def children(element: Element, *names: str) -> Iterator[Element]:
    """Yield children, those with one of `names` where names are given."""
    for child in element:
        name = local(child)
        if name and (not names or name in names):
            yield child


def first(element: Element, *path: str) -> Element | None:
    """Return the first element along a path of local names, or None."""
    for name in path:
        element = next(children(element, name), None)
        if element is None:
            return None
    return element


def descendants(element: Element, *names: str) -> Iterator[Element]:
    """Yield elements below, in document order, with one of the local names."""
    for found in element.iter():
        if local(found) in names:
            yield found


def text_of(element: Element | None, *path: str) -> str:
    """Return the text of an element, or of the first along a path, without white space around it; empty for none."""
    found = first(element, *path) if element is not None and path else element
    if found is None:
        return ""
    return "".join(found.itertext()).strip()


_BREAK = re.compile(r"<\s*(?:br|/p|/div|/tr|/li|/h\d)\b[^>]*>", re.IGNORECASE)
_HIDDEN = re.compile(r"<\s*(script|style|head)\b.*?(?:<\s*/\s*\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")


def plain_text(markup: str) -> str:
    """Return HTML of a description as plain text with its line breaks.

    >>> plain_text("<b>Bridge</b> closed<br>since Monday &amp; Tuesday")
    'Bridge closed\\nsince Monday & Tuesday'
    """
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    text = _TAG.sub("", _BREAK.sub("\n", _HIDDEN.sub("", markup)))
    lines = (" ".join(line.split()) for line in html.unescape(text).splitlines())
    return "\n".join(line for line in lines if line)
