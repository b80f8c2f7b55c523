"""The map as a file for print, drawn by the page itself."""

from __future__ import annotations

import struct
from xml.etree import ElementTree

import pytest

from geo.errors import PageError
from geo.webmap import export
from geo.webmap.page import make_map
from tests.webmap.situations import caribbean, earthquake, plain_layer


def test_an_svg_stands_alone_and_tells_the_situation(chromium, tmp_path):
    path = export.export_map(make_map(*earthquake()), tmp_path / "out" / "map.svg", width=1200, height=800)
    root = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    assert (root.get("width"), root.get("height")) == ("1200", "800")
    words = {element.text for element in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"Earthquake strikes central Myanmar", "Mandalay", "Rescue", "Planned"} <= words
    assert "var(--" not in path.read_text(encoding="utf-8")


def test_an_svg_has_a_scale_bar_and_the_layers_somebody_brought(chromium, tmp_path):
    layers, documents = caribbean()
    path = export.export_map(
        make_map([*layers, plain_layer()], documents), tmp_path / "map.svg", width=1200, height=800
    )
    root = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    drawn = list(root.iter())
    assert any(element.get("class") == "brought" for element in drawn)
    scale = next(element for element in drawn if element.get("class") == "scale")
    assert next(scale.iter("{http://www.w3.org/2000/svg}text")).text.endswith((" km", " m"))


def test_a_png_has_the_size_asked_for(chromium, tmp_path):
    path = export.export_map(make_map(*earthquake()), tmp_path / "map.png", width=600, height=400, scale=2)
    header = path.read_bytes()[:24]
    assert header[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", header[16:24]) == (1200, 800)


def test_a_pdf_is_written(chromium, tmp_path):
    path = export.export_map(make_map(*earthquake()), tmp_path / "map.pdf", width=600, height=400, look="dark")
    assert path.read_bytes()[:5] == b"%PDF-"


def test_another_ending_is_refused(tmp_path):
    with pytest.raises(PageError, match=r"map\.gif: a map is exported as \.svg, \.pdf or \.png"):
        export.export_map(make_map(*earthquake()), tmp_path / "map.gif")


def test_a_size_out_of_reason_is_refused(tmp_path):
    with pytest.raises(PageError, match="out of reason"):
        export.export_map(make_map(*earthquake()), tmp_path / "map.png", width=100_000)


def test_without_a_browser_it_is_said_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PageError, match=r"apt install chromium.*Download SVG"):
        export.export_map(make_map(*earthquake()), tmp_path / "map.png")
