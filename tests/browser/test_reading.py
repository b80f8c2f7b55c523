"""Ways to read the page: claim by claim, with callouts put elsewhere, in a small frame of an article."""

from __future__ import annotations

import re

import pytest

from tests.browser.test_page import _boxes, _overlap


def _callout(page, words: str):
    return page.locator(".callout", has_text=words).first


def _near(one: dict, other: dict, pixels: float = 2) -> bool:
    return abs(one["x"] - other["x"]) <= pixels and abs(one["y"] - other["y"]) <= pixels


def _drag(page, box: dict, dx: int, dy: int) -> None:
    page.mouse.move(box["x"] + 20, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 20 + dx / 2, box["y"] + 10 + dy / 2)
    page.mouse.move(box["x"] + 20 + dx, box["y"] + 10 + dy)
    page.mouse.up()


def test_claims_are_stepped_through_in_the_order_of_the_list(opened):
    with opened("caribbean", reduced_motion="reduce") as page:
        count = page.locator(".tour-count")
        assert count.inner_text() == "6 claims"
        page.get_by_role("button", name="Next claim").click()
        assert count.inner_text() == "1 of 6"
        page.get_by_role("button", name="Next claim").click()
        assert count.inner_text() == "2 of 6"
        assert page.locator("#claim-2").evaluate("(card) => card.classList.contains('is-open')")
        page.get_by_role("button", name="Previous claim").click()
        page.get_by_role("button", name="Previous claim").click()
        assert count.inner_text() == "6 of 6"
        assert "feature=6" in page.evaluate("location.hash")


def test_stepping_brings_the_place_of_each_claim_into_view(opened):
    with opened("report-shipping", reduced_motion="reduce") as page:
        for _ in range(page.locator(".panel .claim").count()):
            page.get_by_role("button", name="Next claim").click()
            assert page.evaluate("""() => {
              const open = [...document.querySelectorAll('path[data-place].is-open')];
              const frame = document.querySelector('.folium-map').getBoundingClientRect();
              return open.length > 0 && open.some((path) => {
                const r = path.getBoundingClientRect();
                return r.right > frame.left && r.left < frame.right && r.bottom > frame.top && r.top < frame.bottom;
              });
            }""")


def test_stepping_keeps_to_what_the_filters_show(opened):
    with opened("caribbean", reduced_motion="reduce") as page:
        page.locator("#search").fill("airlines")
        shown = page.locator(".panel .claim:visible").count()
        assert 0 < shown < 6
        count = page.locator(".tour-count")
        assert count.is_hidden() if shown == 1 else count.inner_text() == f"{shown} claims"


def test_on_a_phone_the_step_tells_the_words_and_the_speaker(opened):
    with opened("caribbean", width=390, height=844, reduced_motion="reduce") as page:
        page.get_by_role("button", name="Next claim").click()
        words = page.locator(".tour-words")
        assert words.locator("q").inner_text() in page.locator("#claim-1 blockquote").text_content()
        callouts = _boxes(page, ".callout:not([hidden]):not(.is-under)")
        tour = page.locator(".tour").bounding_box()
        assert not any(_overlap(box, tour) for box in callouts)


def test_a_callout_is_dragged_and_the_address_remembers_where(opened, pages):
    with opened("caribbean", reduced_motion="reduce") as page:
        box = _callout(page, "Caribbean").bounding_box()
        _drag(page, box, -90, -120)
        moved = _callout(page, "Caribbean").bounding_box()
        assert _near(moved, {"x": box["x"] - 90, "y": box["y"] - 120})
        assert page.locator(".leaflet-popup").count() == 0
        others = _boxes(page, ".callout:not([hidden]):not(.is-away)")
        assert sum(_overlap(moved, other) for other in others) == 1
        address = page.evaluate("location.hash")
        assert "callouts=" in address
    with opened("caribbean", hash=address, reduced_motion="reduce") as page:
        assert _near(_callout(page, "Caribbean").bounding_box(), moved, 4)


def test_a_dragged_callout_keeps_its_place_beside_what_it_speaks_of(opened):
    with opened("caribbean", reduced_motion="reduce") as page:
        _drag(page, _callout(page, "Caribbean").bounding_box(), -60, -80)
        before = _callout(page, "Caribbean").bounding_box()
        page.evaluate("sitmapMap.panBy([40, 30], {animate: false})")
        after = _callout(page, "Caribbean").bounding_box()
        assert _near(after, {"x": before["x"] - 40, "y": before["y"] - 30})


def test_a_callout_is_moved_and_put_back_by_keys(opened):
    with opened("caribbean", reduced_motion="reduce") as page:
        callout = _callout(page, "Caribbean")
        before = callout.bounding_box()
        callout.focus()
        for _ in range(3):
            page.keyboard.press("Shift+ArrowUp")
        assert _near(callout.bounding_box(), {"x": before["x"], "y": before["y"] - 36})
        page.keyboard.press("Delete")
        assert "callouts=" not in page.evaluate("location.hash")
        page.keyboard.press("Enter")
        assert page.get_by_role("dialog").is_visible()


def test_a_callout_is_moved_without_dragging(opened):
    with opened("caribbean", reduced_motion="reduce") as page:
        callout = _callout(page, "Caribbean")
        callout.click()
        page.get_by_role("button", name="Move callout").click()
        frame = page.locator(".folium-map").bounding_box()
        page.mouse.click(frame["x"] + 300, frame["y"] + 500)
        box = callout.bounding_box()
        middle = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        assert _near(middle, {"x": frame["x"] + 300, "y": frame["y"] + 500})
        assert page.locator(".ask-where").count() == 0
        callout.click()
        page.get_by_role("button", name="Put it back").click()
        assert "callouts=" not in page.evaluate("location.hash")


def test_asking_where_is_left_by_escape(opened):
    with opened("caribbean", reduced_motion="reduce") as page:
        _callout(page, "Caribbean").click()
        page.get_by_role("button", name="Move callout").click()
        assert page.locator(".ask-where").is_visible()
        page.keyboard.press("Escape")
        assert page.locator(".ask-where").count() == 0


def test_a_nonsense_place_of_a_callout_in_the_address_does_no_harm(opened):
    with opened("caribbean", hash="#5/12/-70&callouts=1:x:2,999:5:5,0:99999:1,%,") as page:
        assert page.locator(".callout:not([hidden])").count() > 2


def test_callouts_stand_off_one_another_in_the_view_of_an_address(opened):
    with opened("report-caribbean", hash="#6.5/10.5/-67") as page:
        boxes = _boxes(page, ".callout:not([hidden])")
        controls = _boxes(page, ".folium-map .leaflet-control")
        assert len(boxes) > 4
        assert not any(_overlap(a, b) for n, a in enumerate(boxes) for b in [*boxes[n + 1 :], *controls])


@pytest.mark.parametrize(("width", "height"), [(600, 300), (600, 400), (400, 500), (760, 450)])
def test_in_a_small_frame_the_map_has_the_room_and_the_list_comes_on_demand(opened, width, height):
    with opened("report-earthquake", width=width, height=height, reduced_motion="reduce") as page:
        frame = page.locator(".folium-map").bounding_box()
        assert frame["height"] > 0.55 * height
        assert frame["width"] == width
        assert page.locator("#panel").is_hidden()
        page.get_by_role("button", name="List").click()
        assert page.locator("#claim-1").is_visible()
        page.locator("#claim-3 .claim-open").click()
        assert page.locator("#panel").is_hidden()
        assert page.locator(".tour-count").inner_text().startswith("3 of")
        for selector in ("h1", ".top .dateline", ".disclaimer"):
            box = page.locator(selector).first.bounding_box()
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= height


def test_the_situation_fills_the_map(opened):
    for name in ("earthquake", "floods", "shipping"):
        with opened(f"report-{name}") as page:
            share = page.evaluate("""() => {
              const frame = document.querySelector('.folium-map').getBoundingClientRect();
              const [w, s, e, n] = JSON.parse(document.querySelector('#sitmap-data').textContent).frame;
              const [a, b] = [[n, w], [s, e]].map((p) => sitmapMap.latLngToContainerPoint(p));
              return Math.max((b.x - a.x) / frame.width, (b.y - a.y) / frame.height);
            }""")
            assert 0.8 < share <= 1


def test_callouts_come_back_when_the_popup_over_them_closes(opened):
    with opened("caribbean") as page:
        before = page.locator(".callout:visible").count()
        _callout(page, "Caribbean").click()
        page.keyboard.press("Escape")
        page.wait_for_timeout(400)
        assert page.locator(".leaflet-popup").count() == 0
        assert page.locator(".callout:visible").count() == before


def test_a_picture_has_callouts_where_the_reader_put_them(opened):
    script = """() => [...document.querySelectorAll('.on-paper svg > g > g > g')].map((g) =>
      [g.querySelector('text')?.textContent, g.getAttribute('transform')])"""
    with opened("caribbean", reduced_motion="reduce") as page:
        places = []
        for step in range(2):
            if step:
                _callout(page, "Caribbean").focus()
                for _ in range(4):
                    page.keyboard.press("Shift+ArrowUp")
            page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
            places.append(dict(page.evaluate(script))["Caribbean"])
            page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert places[0] != places[1]


def test_a_crowd_of_callouts_is_numbers_and_leaves_the_map_to_be_seen(opened):
    with opened("crowd") as page:
        boxes = _boxes(page, ".callout:not([hidden])")
        frame = page.locator(".folium-map").bounding_box()
        alone = page.locator(".callout:not([hidden]):not(.is-group)").count()
        names = page.locator(".callout.is-group").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
        together = [int(re.search(r"at (\d+) places", name)[1]) for name in names]
        assert alone + sum(together) == 60, "no place goes unmarked"
        assert together, "near ones are gathered"
        assert sum(box["width"] * box["height"] for box in boxes) < 0.12 * frame["width"] * frame["height"]


def test_small_towns_round_a_small_place_have_names(opened):
    with opened("town", hash="#10.5/45.758/4.835") as page:
        near = page.evaluate("""JSON.parse(document.querySelector('#sitmap-names').textContent)
          .filter(([, lon, lat, kind]) => kind > 2 && Math.hypot(lon - 4.835, lat - 45.758) < 0.3).length""")
        assert near > 40


def test_shapes_round_a_pole_have_no_line_where_the_file_cuts_them(opened):
    with opened("polar") as page:
        longest = page.evaluate(r"""() => {
          const north = sitmapMap.latLngToLayerPoint([84, 0]).y;
          const south = sitmapMap.latLngToLayerPoint([-84, 0]).y;
          let beyond = 0;
          for (const edge of document.querySelectorAll('path.edge'))
            for (const line of edge.getAttribute('d').split('M').slice(1)) {
              const y = line.match(/-?[\d.]+/g).map(Number).filter((_, i) => i % 2);
              for (let i = 1; i < y.length; i++)
                if (Math.max(y[i], y[i - 1]) < north || Math.min(y[i], y[i - 1]) > south) beyond++;
            }
          return beyond;
        }""")
        assert page.locator("path.edge").count() == 2
        assert longest == 0


def test_twenty_five_layers_are_listed_and_switched(opened):
    with opened("stack") as page:
        page.get_by_role("tab", name="Layers").click()
        boxes = page.locator("#pane-layers input[type=checkbox]")
        assert boxes.count() == 27
        drawn = page.locator("path.brought").count()
        assert drawn == 25
        page.get_by_role("checkbox", name="Layer 03").uncheck()
        assert page.locator("path.brought").count() == 24
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_shapes_stacked_on_one_another_grow_thinner(opened):
    with opened("report-caribbean") as page:
        opacity = (
            "(label) => Number(document.querySelector(`path[aria-label^='${label},']`).getAttribute('fill-opacity'))"
        )
        lowest, *above = (
            page.evaluate(opacity, name) for name in ("Caribbean Sea", "airspace of Venezuela", "northern Venezuela")
        )
        assert lowest == 1
        assert above == sorted(above, reverse=True)
        assert above[-1] < 0.7


def test_a_tap_on_a_callout_opens_it_and_a_finger_drags_it(opened):
    with opened("caribbean", width=390, height=844, has_touch=True, reduced_motion="reduce") as page:
        callout = _callout(page, "Caribbean")
        box = callout.bounding_box()
        session = page.context.new_cdp_session(page)
        x, y = box["x"] + 10, box["y"] + 10
        for kind, dx in (("touchStart", 0), ("touchMove", -20), ("touchMove", -40), ("touchEnd", None)):
            points = [] if dx is None else [{"x": x + dx, "y": y}]
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        assert callout.bounding_box()["x"] < box["x"] - 25
        page.wait_for_timeout(100)
        callout.tap()
        assert page.get_by_role("dialog").is_visible()


def test_an_address_tells_the_claim_it_opens(opened):
    with opened("caribbean", width=600, height=400, hash="#4/14/-70&feature=4") as page:
        assert page.locator(".tour-count").inner_text() == "4 of 6"
        assert page.locator(".tour-words q").inner_text() in page.locator("#claim-4 blockquote").text_content()
