"""The parts of the page that compute: frames, encodings, colours, the key, the timeline."""

from __future__ import annotations

import base64
import json
import re

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.webmap.basemap import basemap_data, frame_of, label_data
from geo.webmap.content import read_content
from geo.webmap.data import _boxes, _without_far
from geo.webmap.encode import STEPS, encode_geometry, encode_lines
from geo.webmap.legend import legend_html
from geo.webmap.panel import panel_html
from geo.webmap.signs import HATCHES
from geo.webmap.theme import hues_of_themes, read_theme
from geo.webmap.timeline import timeline
from tests.webmap.situations import caribbean, earthquake, plain_layer, two_days


@pytest.mark.parametrize(
    ("boxes", "frame"),
    [
        ([(10, 40, 12, 42)], (10, 40, 12, 42)),
        ([(10, 40, 12, 42), (20, 30, 25, 35)], (10, 30, 25, 42)),
        ([(175, -20, 180, -15), (-180, -20, -178, -15)], (175, -20, 182, -15)),
        ([(170, 0, 175, 5), (-170, 0, -165, 5)], (170, 0, 195, 5)),
        ([(-10, 0, 50, 5), (20, 0, 30, 5)], (-10, 0, 50, 5)),
        ([(-170, 0, 170, 5)], (-170, 0, 170, 5)),
    ],
)
def test_a_frame_goes_the_shorter_way_round(boxes, frame):
    assert frame_of(boxes) == frame


def test_without_shapes_the_frame_is_the_world():
    assert frame_of([]) == (-170, -58, 190, 74)


def _decode(text: str) -> list[list[tuple[float, float]]]:
    """The reader of `src/decode.js`, once more."""
    numbers, value, shift = [], 0, 0
    for byte in base64.b64decode(text):
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            numbers.append(value)
            value = shift = 0
    stream = iter(numbers)
    lines = []
    for _ in range(next(stream)):
        x = y = 0
        line = []
        for _ in range(next(stream)):
            dx, dy = next(stream), next(stream)
            x += (dx >> 1) ^ -(dx & 1)
            y += (dy >> 1) ^ -(dy & 1)
            line.append((x / STEPS, y / STEPS))
        lines.append(line)
    return lines


_degrees = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@given(st.lists(st.lists(_degrees, min_size=1, max_size=20), max_size=5))
def test_encoded_lines_come_back_on_the_grid(lines):
    found = _decode(encode_lines([np.array(line) for line in lines]))
    assert [len(line) for line in found] == [len(line) for line in lines]
    for one, other in zip(found, lines, strict=True):
        np.testing.assert_allclose(one, other, atol=0.5 / STEPS + 1e-9)


def test_every_kind_of_geometry_is_encoded_and_long_ones_are_thinned():
    mixed = shapely.GeometryCollection(
        [
            shapely.Point(1, 2),
            shapely.LineString([(0, 0), (1, 1)]),
            shapely.box(0, 0, 1, 1),
            shapely.MultiPoint([(3, 4)]),
        ]
    )
    made = encode_geometry(mixed)
    assert made["points"] == [[1.0, 2.0], [3.0, 4.0]]
    assert len(_decode(made["lines"])) == len(made["rings"]) == 1
    long = encode_geometry(shapely.Point(0, 0).buffer(10, quad_segs=5000), 0.003)
    assert 100 < len(_decode(long["rings"][0])[0]) < 1000
    assert encode_geometry(shapely.Polygon()) == {}


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("look", ["light", "dark"])
def test_words_and_lines_of_both_looks_have_the_contrast_wcag_wants(look):
    theme = read_theme()
    colours = getattr(theme, look)
    for ground in ("paper", "panel", "accent-soft", "mark"):
        assert _contrast(colours["ink"], colours[ground]) >= 4.5, ground
    for ground in ("paper", "panel"):
        for words in ("muted", "accent"):
            assert _contrast(colours[words], colours[ground]) >= 4.5, (words, ground)
    for words in ("label-country", "label-division", "label-city"):
        assert _contrast(colours[words], colours["land"]) >= 3.0, words
    for hue in theme.hues.values():
        assert _contrast(hue.colour, hue.ink) >= 4.5, hue.name
        for ground in ("land", "water", "paper"):
            assert _contrast(getattr(hue, look), colours[ground]) >= 3.0, (hue.name, ground)


def test_every_status_has_its_own_line_hatch_and_sign():
    statuses = read_theme().statuses.values()
    assert set(HATCHES) == {status.hatch for status in statuses}
    assert len({status.sign for status in statuses}) == len({status.label for status in statuses}) == 6
    assert len({(status.line, status.hatch) for status in statuses}) == 6


def test_themes_of_one_page_never_share_a_hue_while_there_are_hues():
    names = ["politics", "politics and government", "weather", "transport", "health", "environment", "unheard of"]
    hues = hues_of_themes(names)
    assert len(set(hues.values())) == len(names)
    assert hues["politics"] == "blue"


def test_the_key_names_the_signs_in_use_and_no_other():
    layers, documents = earthquake()
    key = legend_html(read_content(layers, documents, ""))
    assert re.findall(r'data-status="(\w+)"', key) == ["occurred", "ongoing", "planned", "possible"]
    assert set(re.findall(r'data-outline="(\w+)"', key)) == {"approximate", "vague", "disputed"}
    assert "Airspace" not in key
    assert "Airspace" in legend_html(read_content(*caribbean(), ""))


def test_claims_are_numbered_in_report_order_and_each_shape_stands_once():
    content = read_content(*caribbean(), "")
    assert [claim.number for claim in content.claims] == [1, 2, 3, 4, 5, 6]
    assert [claim.start for claim in content.claims] == sorted(claim.start for claim in content.claims)
    assert len(content.places) == 4
    assert content.places[0].claims == (1, 2)
    country = next(place for place in content.places if place.name == "Venezuela")
    assert country.claims == (4, 5, 6)


def test_claim_and_denial_lead_to_one_another():
    panel = panel_html(read_content(*caribbean(), ""))
    cards = dict(re.findall(r'id="claim-(\d)"(.*?)</li>', panel, re.DOTALL))
    assert 'href="#claim-6"' in cards["5"]
    assert 'href="#claim-5"' in cards["6"]
    assert "would start within days" in cards["6"]


def test_a_step_per_report_says_what_is_new_changed_or_gone():
    content = read_content(*two_days(), "")
    first, second = timeline(content)
    by_event = {claim.number: (claim.report, claim.event) for claim in content.claims}
    assert [by_event[n][1] for n in first.shown] == ["Relief", "Shelling"]
    told = {by_event[n][1]: (change.mark, change.was) for n, change in second.changes.items()}
    assert told == {"Relief": ("changed", "planned"), "Flood": ("new", "")}
    assert [by_event[n][1] for n in second.gone] == ["Shelling"]


def test_one_report_is_stepped_through_by_its_dates():
    steps = timeline(read_content(*caribbean(), ""))
    assert [step.label for step in steps] == ["2025-11-17", "2025-11-21", "2025-11-22", "2025-11-23"]
    assert set(steps[0].shown) < set(steps[1].shown) < set(steps[-1].shown)
    assert len(steps[-1].shown) == 6


def test_a_report_of_one_day_needs_no_slider():
    layers, documents = two_days()
    assert timeline(read_content([layer for layer in layers if layer.report == "day-1"], documents[:1], "")) == ()


def test_brought_layers_are_told_from_those_of_reports():
    layers, documents = caribbean()
    content = read_content([*layers, plain_layer()], documents, "")
    assert [layer.id for layer in content.brought()] == ["region"]


def test_detail_is_fine_where_the_situation_is_and_coarse_elsewhere():
    box = (95.5, 21.5, 96.5, 22.5)
    data = basemap_data(box, [box])
    assert list(data["110m"]["cells"]) == ["0,0"]
    assert "55,22" in data["10m"]["cells"]
    assert "10,10" not in data["10m"]["cells"]
    small = sum(len(text) for grade in data.values() for text in grade["cells"].values())
    wide = basemap_data((-180, -60, 180, 70), [(-180, -60, 180, 70)])
    assert small < 350_000
    assert sum(len(text) for grade in wide.values() for text in grade["cells"].values()) < 450_000


def test_names_are_those_of_the_area_and_of_the_world():
    names = label_data((95, 21, 97, 23), [(95, 21, 97, 23)])
    for name in ("Myanmar", "Mandalay", "Brazil", "Indian Ocean"):
        assert f'"{name}"' in names
    assert '"Saint-Étienne"' not in names


def test_the_frame_leaves_out_a_stray_that_would_shrink_the_rest_to_a_spot():
    near = [(40, 12, 42, 14), (42, 13, 44, 15), (43, 11, 45, 12), (38, 18, 39, 19)]
    assert _without_far([*near, (-120, 34, -119, 35)]) == near
    assert _without_far(near[:2]) == near[:2]


def test_a_sea_beside_the_rest_stays_in_the_frame():
    sea, land, airspace = (-89, 8, -59, 23), (-73, 1, -60, 12), (-73, 1, -59, 13)
    assert sea in _without_far([sea, land, airspace, (-110, 0, -78, 20)])


def test_a_state_is_framed_by_its_main_parts():
    mainland, island = shapely.box(-124, 25, -67, 49), shapely.box(179, 51, 180, 52)
    assert _boxes(shapely.MultiPolygon([mainland, island])) == [(-124, 25, -67, 49)]
    halves = shapely.MultiPolygon([shapely.box(177, -20, 180, -15), shapely.box(-180, -20, -178, -15)])
    assert frame_of(_boxes(halves)) == (177, -20, 182, -15)


@pytest.mark.parametrize(
    ("city", "quarter", "lon", "lat"),
    [("Mosul", "Al Mawşil al Jadīdah", 43.12, 36.34), ("Basrah", "Al Başrah al Qadīmah", 47.78, 30.51)],
)
def test_a_large_city_is_written_by_its_known_name_before_its_quarters(city, quarter, lon, lat):
    frame = (lon - 1, lat - 1, lon + 1, lat + 1)
    people = {name: size for name, *_, size in json.loads(label_data(frame, [frame]))}
    assert people[city] > 1_000_000 > people.get(quarter, 0)
