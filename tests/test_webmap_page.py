"""The page as a file: offline, safe, the same each time, a real folium.Map."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser

import folium
import pytest

from geo.errors import PageError
from geo.webmap.csp import policy
from geo.webmap.page import make_map, render_page, write_page
from tests.webmap.situations import NASTY, caribbean, earthquake, hostile, plain_layer, two_days


@pytest.fixture(scope="module")
def page() -> str:
    layers, documents = caribbean()
    return render_page(make_map([*layers, plain_layer()], documents))


# Told in Leaflet's own text, never loaded.
_NAMED = {"www.w3.org", "leafletjs.com", "bugzilla.mozilla.org", "bugs.chromium.org"}


class _Collector(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.handlers: list[str] = []
        self.styled: list[str] = []
        self.words: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in ("script", "style")
        for name, value in attrs:
            if name in ("src", "href", "action", "data", "poster", "srcset") and value and not value.startswith("#"):
                self.addresses.append(value)
            if name.startswith("on"):
                self.handlers.append(name)
            if name == "style":
                self.styled.append(value)

    def handle_endtag(self, tag):
        self.silent -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.silent:
            self.words.append(data)


def _collected(page: str) -> _Collector:
    found = _Collector()
    found.feed(page)
    return found


def _policy(page: str) -> dict[str, list[str]]:
    rule = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert rule
    return {part.split()[0]: part.split()[1:] for part in rule[1].split("; ")}


def test_the_map_is_a_real_folium_map():
    made = make_map(*earthquake())
    assert type(made) is folium.Map
    assert "<iframe" in made._repr_html_()


def test_nothing_on_the_page_points_outside_it(page):
    found = _collected(page)
    assert found.addresses == []
    assert found.handlers == []
    assert found.styled == []
    assert set(re.findall(r"https?://([\w.-]+)", page)) <= _NAMED


def test_every_script_and_style_is_named_by_the_hash_of_its_bytes(page):
    rules = _policy(page)
    assert rules["default-src"] == ["'none'"]
    assert rules["connect-src"] == ["'none'"]
    assert not any("unsafe" in source for sources in rules.values() for source in sources)
    for tag in ("script", "style"):
        blocks = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert blocks
        for block in blocks:
            digest = base64.b64encode(hashlib.sha256(block.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in rules[f"{tag}-src"]


def test_the_same_map_gives_the_same_bytes():
    pages = {render_page(make_map(*caribbean())) for _ in range(2)}
    made = make_map(*caribbean())
    pages |= {render_page(made), render_page(made)}
    assert len(pages) == 1


def test_a_notebook_view_before_writing_changes_nothing():
    made = make_map(*earthquake())
    made._repr_html_()
    assert render_page(made) == render_page(make_map(*earthquake()))


def test_language_title_and_reports_are_told(page):
    assert '<html lang="en">' in page
    assert "<title>Navy gathers in the Caribbean as airlines leave Venezuela</title>" in page
    words = " ".join(_collected(page).words)
    for sentence in ("Airlines cancelled flights", "23 November 2025", "archipelago", "no place fits these words"):
        assert sentence in words


def test_hostile_words_stay_words():
    page = render_page(make_map(*hostile()))
    found = _collected(page)
    text = "".join(found.words)
    for word in NASTY:
        assert word in text
    assert found.handlers == []
    assert "window.broken=1</script>" not in page.replace("&lt;", "<")[: page.index("<title>")]
    data = re.search(r'id="sitmap-data">(.*?)</script>', page, re.DOTALL)
    assert data
    assert "<" not in data[1]
    assert json.loads(data[1])["places"][1]["name"] == NASTY[1]


def test_the_page_tells_the_same_without_scripts(page):
    """The list is static: every claim, quotation, speaker and reason stands in the markup."""
    words = " ".join(_collected(page).words)
    for claim in ("Deployment", "Airspace warning", "Flight cancellation", "two officials", "Denied", "Not placed"):
        assert claim in words


def test_a_mark_leads_from_every_mention_to_its_claim(page):
    links = re.findall(r'<a class="mention" href="#claim-(\d+)"', page)
    numbers = set(re.findall(r'id="claim-(\d+)"', page))
    assert links
    assert set(links) <= numbers


def test_report_text_stands_whole_and_unchanged():
    layers, documents = caribbean()
    page = render_page(make_map(layers, documents))
    article = page[page.index('<article class="report"') : page.index("</article>")]
    without_numbers = re.sub(r'<a class="ref.*?</a>', "", article[article.index("</header>") :])
    plain = re.sub(r"<[^>]+>", "", without_numbers.replace("</p><p>", "\n"))
    assert plain.split() == documents[0].text.split()


def test_other_folium_elements_are_kept_and_hashed():
    made = make_map(*earthquake())
    folium.Marker([20, 96], popup="Added by hand", icon=folium.Icon(color="red")).add_to(made)
    folium.Circle([20, 96], radius=1000).add_to(made)
    page = render_page(made)
    assert "Added by hand" in page
    assert "AwesomeMarkers" in page
    assert "'unsafe-inline'" not in _policy(page)["script-src"]
    assert len(set(re.findall(r"marker_(\w+)", page))) == 1


def test_an_element_that_needs_the_network_is_refused_by_name():
    from folium.plugins import MarkerCluster

    made = make_map(*earthquake())
    MarkerCluster().add_to(made)
    with pytest.raises(PageError, match=r"markercluster.*cannot load"):
        render_page(made)


def test_a_tile_layer_by_the_back_door_is_refused():
    made = make_map(*earthquake())
    folium.TileLayer("https://tiles.example.org/{z}/{x}/{y}.png", attr="somebody").add_to(made)
    with pytest.raises(PageError, match=r"tiles\.example\.org.*--tiles"):
        render_page(made)


def test_tiles_widen_the_policy_to_their_hosts_only():
    page = render_page(make_map(*earthquake(), tiles="OpenStreetMap.Mapnik"))
    rules = _policy(page)
    hosts = [source for source in rules["img-src"] if source.startswith("http")]
    assert hosts == ["https://tile.openstreetmap.org"]
    assert rules["connect-src"] == ["'none'"]
    assert "OpenStreetMap" in " ".join(_collected(page).words)


@pytest.mark.parametrize(("name", "reason"), [("Nowhere.Plain", "no tiles are known"), ("Jawg.Streets", "need a key")])
def test_unknown_and_closed_tiles_are_refused(name, reason):
    with pytest.raises(PageError, match=reason):
        make_map(*earthquake(), tiles=name)


def test_a_served_page_may_run_the_servers_script_and_speak_to_it():
    page = render_page(make_map(*earthquake()), live="setInterval(()=>fetch('/stamp'),1000)")
    rules = _policy(page)
    assert rules["connect-src"] == ["'self'"]
    assert "<script>setInterval(()=>fetch('/stamp'),1000)</script>" in page


def test_only_our_maps_are_written(tmp_path):
    with pytest.raises(PageError, match=r"not made by geo\.make_map"):
        write_page(folium.Map(), tmp_path / "map.html")
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_cannot_be_written_leaves_the_old_one(tmp_path):
    target = tmp_path / "folder"
    target.mkdir()
    with pytest.raises(PageError, match="cannot be written"):
        write_page(make_map(*earthquake()), target)
    assert list(tmp_path.iterdir()) == [target]


def test_what_was_doubtful_in_reading_a_report_stands_before_its_claims():
    layers, (document,) = earthquake()
    told = replace(document, report=replace(document.report, notes=("The file is not UTF-8; read as <koi8>.",)))
    words = " ".join(_collected(render_page(make_map(layers, [told]))).words)
    assert words.index("not UTF-8; read as <koi8>") < words.index("Who says so")


def test_a_map_without_anything_is_still_a_page():
    page = render_page(make_map([]))
    assert "<title>Situation map</title>" in page
    assert "No claim about a place was found." in page


def test_layers_alone_make_a_map_again():
    layers, _ = two_days()
    page = render_page(make_map(layers))
    assert "The text of this report is not at hand." in page
    assert "A convoy left Port Sudan at dawn" in page


def test_a_data_block_is_no_script_to_the_policy():
    html = '<script type="application/json" id="x">{"a":1}</script><script>go()</script>'
    assert policy(html).count("sha256-") == 1


def test_a_page_of_an_ocean_keeps_to_its_size():
    assert len(render_page(make_map(*caribbean())).encode()) < 1_000_000


def test_a_page_is_made_without_data_frames_and_a_map_takes_them_all_the_same() -> None:
    program = """
import sys
from geo.webmap.page import folium, make_map
made = make_map(())
assert not {"pandas", "requests"} & sys.modules.keys(), "half a second of start-up for nothing"
import pandas
line = folium.PolyLine(pandas.DataFrame({"lat": [10.0, 11.0], "lon": [-66.0, -67.0]})).add_to(made)
print(line.locations)
"""
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout == "[[10.0, -66.0], [11.0, -67.0]]\n"
