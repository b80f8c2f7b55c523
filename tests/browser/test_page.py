"""The page in a real browser, feature by feature."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from tests.conftest import wait_until


def _cards(page) -> list[int]:
    return [int(card.get_attribute("data-claim")) for card in page.locator(".panel .claim:visible").all()]


def _callouts(page) -> list[str]:
    return [box.locator(".callout-place").text_content() for box in page.locator(".callout:not([hidden])").all()]


def _paths(page) -> list[str]:
    labels = [p.get_attribute("aria-label") for p in page.locator("path[data-place]").all()]
    return sorted(label.split(",")[0] for label in labels)


def _boxes(page, selector: str) -> list[dict]:
    return [box for box in (element.bounding_box() for element in page.locator(selector).all()) if box]


def _overlap(one: dict, other: dict) -> bool:
    return (
        one["x"] < other["x"] + other["width"] - 0.5
        and other["x"] < one["x"] + one["width"] - 0.5
        and one["y"] < other["y"] + other["height"] - 0.5
        and other["y"] < one["y"] + one["height"] - 0.5
    )


def test_a_page_opens_from_the_disk_without_a_request_or_a_message(opened):
    with opened("caribbean") as page:
        assert _cards(page) == [1, 2, 3, 4, 5, 6]
        assert page.evaluate("location.protocol") == "file:"


def test_hostile_words_neither_break_nor_run_anything(opened):
    with opened("hostile") as page:
        assert page.evaluate("window.broken") is None
        assert len(_cards(page)) == 7
        page.locator(".callout").nth(1).click()
        assert "</script><script>" in page.locator(".leaflet-popup").inner_text()
        page.get_by_role("tab", name="Report").click()
        page.get_by_role("tab", name="Layers").click()
        assert page.evaluate("window.broken") is None
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_script_brought_in_by_hand_does_not_run(opened, browser, pages):
    context = browser.new_context()
    page = context.new_page()
    page.goto(pages("caribbean").as_uri())
    wait_until(page, "Boolean(window.sitmapReady)")
    page.evaluate("""() => {
      const holder = document.createElement('div');
      holder.innerHTML = '<img src="data:," onerror="window.broken = 1">';
      document.body.append(holder);
      const script = document.createElement('script');
      script.textContent = 'window.broken = 2';
      document.body.append(script);
    }""")
    page.wait_for_timeout(200)
    assert page.evaluate("window.broken") is None
    context.close()


@pytest.mark.parametrize("name", ["caribbean", "earthquake", "hostile", "date_line"])
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (390, 844)])
def test_callouts_stand_in_view_and_off_one_another(opened, name, width, height):
    with opened(name, width=width, height=height) as page:
        frame = page.locator(".folium-map").bounding_box()
        boxes = _boxes(page, ".callout:not([hidden]):not(.is-away)")
        controls = _boxes(page, ".folium-map .leaflet-control")
        assert boxes
        for n, box in enumerate(boxes):
            assert frame["x"] <= box["x"]
            assert box["x"] + box["width"] <= frame["x"] + frame["width"]
            assert frame["y"] <= box["y"]
            assert box["y"] + box["height"] <= frame["y"] + frame["height"]
            assert not any(_overlap(box, other) for other in boxes[n + 1 :])
            assert not any(_overlap(box, control) for control in controls)


def test_callouts_stay_in_view_while_the_map_is_dragged(opened):
    with opened("caribbean") as page:
        frame = page.locator(".folium-map").bounding_box()
        x, y = frame["x"] + frame["width"] / 2, frame["y"] + 40
        page.mouse.move(x, y)
        page.mouse.down()
        for step in range(1, 8):
            page.mouse.move(x + 45 * step, y + 10 * step)
            for box in _boxes(page, ".callout:not([hidden])"):
                assert box["x"] >= frame["x"] - 1
                assert box["x"] + box["width"] <= frame["x"] + frame["width"] + 1
        page.mouse.up()


def test_numbers_on_the_map_are_those_of_the_list(opened):
    with opened("caribbean") as page:
        listed = {
            card.get_attribute("data-claim"): card.locator(".event").inner_text()
            for card in page.locator(".panel .claim").all()
        }
        for row in page.locator(".callout-row").all():
            assert row.locator(".callout-words").inner_text().startswith(listed[row.locator(".num").inner_text()])


def test_a_leader_line_ends_in_its_shape(opened):
    with opened("caribbean") as page:
        inside = page.evaluate("""() => [...document.querySelectorAll('.anchor:not(.is-off)')].map((dot) => {
          const r = dot.getBoundingClientRect();
          const under = document.elementsFromPoint(r.x + r.width / 2, r.y + r.height / 2);
          return under.some((e) => e.matches('path[data-place]'));
        })""")
        assert inside
        assert all(inside)


def test_the_list_leads_to_the_map(opened):
    with opened("caribbean") as page:
        page.locator("#claim-3 .claim-open").click()
        assert "is-open" in page.locator("#claim-3").get_attribute("class")
        assert page.locator("path[data-place].is-open").count() == 1
        assert page.locator(".callout.is-open .callout-place").inner_text() == "Venezuelan airspace"


def test_the_map_leads_to_the_list_and_opens_what_is_said(opened):
    with opened("caribbean") as page:
        page.locator(".callout", has_text="Venezuela").filter(has_text="Flight").click()
        popup = page.get_by_role("dialog")
        for words in ("Airlines cancelled flights", "two officials", "22 November 2025", "Exact", "Drawn for a test"):
            assert words in popup.inner_text()
        assert page.locator(".panel .claim.is-open").count() == 3


def test_a_click_into_a_shape_opens_it(opened):
    with opened("caribbean") as page:
        spot = page.locator("path[data-place]", has=page.locator("xpath=self::*[contains(@aria-label,'Caribbean')]"))
        page.evaluate("sitmapMap.setView([14.5, -80], 6, {animate: false})")
        box = page.locator(".folium-map").bounding_box()
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        assert spot.count() == 1
        assert page.get_by_role("dialog").get_attribute("aria-label") == "Caribbean"


def test_text_leads_to_map_and_list_and_back(opened):
    with opened("caribbean") as page:
        page.get_by_role("tab", name="Report").click()
        page.locator(".mention", has_text="Venezuelan airspace").click()
        assert page.locator(".callout.is-open .callout-place").inner_text() == "Venezuelan airspace"
        page.get_by_role("tab", name="Claims").click()
        page.locator("#claim-4 .actions button", has_text="Show in text").click()
        marked = page.locator(".said.is-open").all_inner_texts()
        assert "Airlines cancelled flights from" in " ".join(marked)


def test_pointing_at_one_marks_the_other(opened):
    with opened("caribbean") as page:
        page.locator("#claim-3").hover()
        assert page.locator(".callout.is-near").count() == 1
        page.locator(".callout", has_text="Eastern Pacific").hover()
        assert "is-near" in page.locator("#claim-2").get_attribute("class")


def test_shapes_are_reached_and_opened_by_keyboard(opened):
    with opened("caribbean") as page:
        page.locator("path[data-place]").first.focus()
        assert page.evaluate("document.activeElement.matches(':focus-visible')")
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog")
        assert dialog.is_visible()
        assert page.evaluate("document.activeElement.className") == "leaflet-popup-close-button"
        page.keyboard.press("Enter")
        dialog.wait_for(state="detached")
        assert page.evaluate("document.activeElement.dataset.place") is not None


def test_escape_closes_what_is_open(opened):
    with opened("caribbean") as page:
        page.locator(".callout").first.click()
        page.keyboard.press("Escape")
        page.get_by_role("dialog").wait_for(state="detached")


def test_tabs_are_walked_by_arrow_keys(opened):
    with opened("caribbean") as page:
        page.get_by_role("tab", name="Claims").focus()
        page.keyboard.press("ArrowRight")
        assert page.locator("#pane-text").is_visible()
        assert page.evaluate("document.activeElement.id") == "tab-pane-text"


def test_search_narrows_list_and_map_and_clears_again(opened):
    with opened("caribbean") as page:
        page.locator("#search").fill("airlines CANCELLED")
        assert _cards(page) == [4]
        assert _callouts(page) == ["Venezuela"]
        assert _paths(page) == ["Venezuela"]
        assert page.get_by_text("1 of 6 claims shown").is_visible()
        page.get_by_role("button", name="Show all").click()
        assert len(_cards(page)) == 6


@pytest.mark.parametrize(
    ("choice", "left"),
    [("Possible", [3]), ("Denied", [6]), ("transport", [3, 4]), ("Officials", [2]), ("the report itself", [1, 4])],
)
def test_filters_leave_what_was_chosen(opened, choice, left):
    with opened("caribbean") as page:
        page.locator(".filters summary").click()
        page.locator(".choice", has=page.get_by_text(choice, exact=True)).click()
        assert _cards(page) == left


def test_the_key_follows_the_filters(opened):
    with opened("caribbean") as page:
        page.locator(".filters summary").click()
        page.locator(".choice", has=page.get_by_text("Possible", exact=True)).click()
        rows = page.locator("#key [data-status]:visible").all()
        assert [row.get_attribute("data-status") for row in rows] == ["possible"]


def test_a_layer_is_switched_off_and_on(opened):
    with opened("brought") as page:
        assert page.locator("path.brought").count() == 3
        page.get_by_role("tab", name="Layers").click()
        page.locator("[data-layer=region] input").uncheck()
        assert page.locator("path.brought").count() == 0
        page.locator("[data-layer='example/transport'] input").uncheck()
        page.get_by_role("tab", name="Claims").click()
        assert _cards(page) == [1, 2, 5, 6]
        assert "Venezuelan airspace" not in _callouts(page)


def test_places_only_named_are_shown_on_demand(opened):
    with opened("caribbean") as page:
        page.get_by_role("tab", name="Layers").click()
        before = page.locator("path[data-place]").count()
        page.locator("[data-layer='example/places'] input").check()
        assert page.locator("path[data-place]").count() >= before


def test_a_brought_feature_tells_all_it_says(opened):
    with opened("brought") as page:
        page.evaluate("sitmapMap.setView([13.5, -64.5], 7, {animate: false})")
        box = page.locator(".folium-map").bounding_box()
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        text = page.get_by_role("dialog").inner_text()
        for words in ("Buoy", "note", "yellow", "Drawn by hand", "CC0"):
            assert words in text


def test_a_zone_within_a_shape_of_the_report_is_reached_and_leads_to_that(opened):
    with opened("brought") as page:
        page.evaluate("sitmapMap.setView([13.5, -68], 6, {animate: false})")
        box = page.locator(".folium-map").bounding_box()
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        assert page.get_by_role("dialog").get_attribute("aria-label") == "Box"
        page.get_by_role("dialog").get_by_role("button", name="Caribbean").click()
        wait_until(page, "document.querySelectorAll('[role=dialog][aria-label=Caribbean]').length === 1")
        assert page.locator("path[data-place].is-open").count() == 1


def test_the_key_and_the_picture_show_the_colours_of_brought_layers(opened):
    with opened("brought") as page:
        row = page.locator("#key .key-layers li", has_text="A region of mine")
        assert row.is_visible()
        looks = row.locator(".own > *").evaluate_all("(marks) => marks.map((m) => m.outerHTML).join()")
        assert all(colour in looks.lower() for colour in ("#009e73", "#0072b2", "#d55e00"))
        page.get_by_role("tab", name="Layers").click()
        with page.expect_download() as taken:
            page.get_by_role("button", name="Download SVG").click()
        assert "A region of mine" in taken.value.path().read_text()
        page.get_by_role("checkbox", name="A region of mine").uncheck()
        assert row.count() == 0


def test_the_view_stands_in_the_address_and_is_found_again(opened):
    with opened("caribbean", hash="#5.5/12.5/-70.25&feature=4&datalayers=example/transport") as page:
        view = page.evaluate("[sitmapMap.getZoom(), sitmapMap.getCenter().lat, sitmapMap.getCenter().lng]")
        assert view == pytest.approx([5.5, 12.5, -70.25], abs=0.05)
        assert _cards(page) == [3, 4]
        assert "is-open" in page.locator("#claim-4").get_attribute("class")
        page.evaluate("sitmapMap.setView([10, -60], 6, {animate: false})")
        assert page.evaluate("location.hash").startswith("#6/10.000")
        assert "feature=4" in page.evaluate("location.hash")


def test_the_address_of_a_card_opens_its_claim(opened):
    with opened("caribbean", hash="#claim-3") as page:
        assert "is-open" in page.locator("#claim-3").get_attribute("class")
        assert page.locator(".callout.is-open").count() == 1


@pytest.mark.parametrize("hash", ["#nonsense", "#5/999/0", "#map=4/10/20", "#5/a/b", "#%E0%A4%A"])
def test_a_strange_address_never_breaks_the_page(opened, hash):
    with opened("caribbean", hash=hash) as page:
        assert len(_cards(page)) == 6
        if hash == "#map=4/10/20":
            assert page.evaluate("sitmapMap.getZoom()") == 4


def test_the_home_button_frames_the_situation(opened):
    with opened("earthquake") as page:
        home = page.evaluate("sitmapMap.getCenter()")
        page.evaluate("sitmapMap.setView([50, 0], 5, {animate: false})")
        page.get_by_role("button", name="Whole situation").click()
        assert page.evaluate("sitmapMap.getCenter()") == pytest.approx(home, abs=0.01)


def test_zoom_buttons_zoom(opened):
    with opened("earthquake", reduced_motion="reduce") as page:
        before = page.evaluate("sitmapMap.getZoom()")
        page.get_by_role("button", name="Zoom in").click()
        wait_until(page, f"sitmapMap.getZoom() > {before} + 0.5")


def test_scale_and_position_are_read_off(opened):
    with opened("earthquake") as page:
        assert re.search(r"\d+ km", page.locator(".leaflet-control-scale").inner_text())
        page.evaluate("sitmapMap.setView([20, 96], 6, {animate: false})")
        box = page.locator(".folium-map").bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        assert page.locator(".where-now").inner_text().startswith(("20.0", "19.9"))


def test_a_small_situation_has_a_locator_and_a_wide_one_none(opened):
    with opened("earthquake") as page:
        assert page.locator(".locator canvas").is_visible()
        ink = page.evaluate("""() => { const c = document.querySelector('.locator canvas');
          return new Set(c.getContext('2d').getImageData(0, 0, c.width, c.height).data).size }""")
        assert ink > 10
    with opened("caribbean") as page:
        assert page.locator(".locator").count() == 0


def test_a_citation_is_copied(opened):
    with opened("caribbean", permissions=["clipboard-read", "clipboard-write"]) as page:
        page.locator("#claim-5 .actions button", has_text="Copy citation").click()
        page.get_by_role("button", name="Copied").wait_for()
        text = page.evaluate("navigator.clipboard.readText()")
        for words in (
            "“a new phase",
            "planned",
            "two officials",
            "Venezuela (",
            "An example",
            "2025-11-23",
            "characters",
        ):
            assert words in text


def test_shown_claims_are_taken_away_as_geojson(opened):
    with opened("brought") as page:
        page.locator("#search").fill("airspace")
        page.get_by_role("tab", name="Layers").click()
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Download GeoJSON").click()
        data = json.loads(waiting.value.path().read_text(encoding="utf-8"))
        titles = [feature["properties"]["title"] for feature in data["features"]]
        assert titles == ["Airspace warning: Venezuelan airspace", "Box", "Buoy", "Course"]
        assert data["features"][0]["geometry"]["type"] == "Polygon"
        assert data["features"][0]["properties"]["quote"] == "warned of danger in Venezuelan airspace"
        assert waiting.value.suggested_filename.endswith(".geojson")


def test_shown_claims_are_taken_away_as_a_table(opened):
    with opened("hostile") as page:
        page.get_by_role("tab", name="Layers").click()
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Download CSV").click()
        rows = list(csv.DictReader(io.StringIO(waiting.value.path().read_text(encoding="utf-8"))))
        assert len(rows) == 7
        assert rows[1]["place"] == "</script><script>window.broken=1</script>"
        assert float(rows[0]["latitude"]) == 40


def test_the_map_is_taken_away_as_a_picture(opened):
    from xml.etree import ElementTree

    with opened("caribbean") as page:
        page.get_by_role("tab", name="Layers").click()
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Download SVG").click()
        root = ElementTree.fromstring(waiting.value.path().read_text(encoding="utf-8"))
        words = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
        for needed in (
            "Navy gathers in the Caribbean as airlines leave Venezuela",
            "Airspace warning",
            "Occurred",
            "CUBA",
        ):
            assert needed in words


def test_light_and_dark_follow_the_system_and_the_switch(opened):
    shade = "getComputedStyle(document.body).backgroundColor"
    with opened("earthquake", color_scheme="dark") as page:
        dark = page.evaluate(shade)
        page.get_by_role("button", name="Light colours").click()
        light = page.evaluate(shade)
        assert (dark, light) == ("rgb(21, 24, 28)", "rgb(255, 255, 255)")
        canvas = "document.querySelector('.leaflet-sitmap-base-pane canvas')"
        assert page.evaluate(f"{canvas}.getContext('2d').getImageData(5, 5, 1, 1).data[0]") > 200
    with opened("earthquake", color_scheme="light") as page:
        assert page.evaluate(shade) == light


def test_reports_of_two_days_are_stepped_through(opened):
    with opened("two_days") as page:
        assert page.get_by_text("1 new, 1 changed, 1 gone").is_visible()
        changed = page.locator(".claim", has_text="A convoy left Port Sudan")
        assert changed.locator(".change").inner_text() == "Planned → Occurred"
        assert page.locator(".claim", has_text="Roads were flooded").locator(".change").inner_text() == "New"
        gone = page.locator(".claim.is-gone")
        assert gone.locator(".change").inner_text() == "No longer reported"
        assert page.locator(".claim:visible").last.evaluate("(card) => card.classList.contains('is-gone')")
        marks = page.locator(".callout:visible .callout-change:visible").all_inner_texts()
        assert sorted(marks) == ["changed", "gone", "new"]
        page.locator("#time-slider").focus()
        page.keyboard.press("ArrowLeft")
        assert page.locator(".time-words").inner_text() == "6 September 2025"
        assert sorted(_callouts(page)) == ["Khartoum", "Port Sudan"]
        assert page.locator(".change").count() == 0
        assert page.locator(".callout-change:visible").count() == 0
        empty = page.locator(".callout:visible").filter(has_not=page.locator(".callout-row:not([hidden])"))
        assert empty.count() == 0


def test_the_frame_of_a_callout_is_that_of_a_claim_shown(opened):
    with opened("two_days") as page:
        frame = page.locator(".callout", has_text="Port Sudan")
        assert "line-occurred" in frame.get_attribute("class")
        page.locator("#time-slider").focus()
        page.keyboard.press("ArrowLeft")
        assert "line-planned" in frame.get_attribute("class")


def test_play_runs_through_the_steps_and_stops(opened):
    with opened("caribbean") as page:
        page.get_by_role("button", name="Play").click()
        assert page.locator(".time-words").inner_text() == "17 November 2025"
        assert 0 < len(_cards(page)) < 6
        page.get_by_role("button", name="Pause").click()
        assert page.get_by_role("button", name="Play").is_visible()


def test_one_report_of_one_day_has_no_slider(opened):
    with opened("date_line") as page:
        assert page.locator("#time-slider").count() == 0


def test_a_shape_across_180_degrees_is_whole_and_the_map_stays_near(opened):
    with opened("date_line") as page:
        assert page.evaluate("sitmapMap.getZoom()") > 4
        width = page.locator("path.area").first.bounding_box()["width"]
        seven_degrees = page.evaluate(
            "sitmapMap.latLngToContainerPoint([-17,183]).x - sitmapMap.latLngToContainerPoint([-17,176]).x"
        )
        assert width == pytest.approx(seven_degrees, rel=0.05)


def test_title_date_and_disclaimer_are_always_in_view(opened):
    for width, height in ((1440, 900), (1024, 768), (390, 844)):
        with opened("caribbean", width=width, height=height) as page:
            for selector in ("h1", ".top .dateline", ".disclaimer"):
                box = page.locator(selector).first.bounding_box()
                assert box["y"] >= 0
                assert box["y"] + box["height"] <= height


def test_nothing_is_cut_off_sideways(opened):
    for width in (320, 390, 768, 1024, 1440):
        with opened("earthquake", width=width, height=800) as page:
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_the_list_and_the_text_are_there(opened):
    with opened("caribbean", java_script_enabled=False) as page:
        for words in (
            "Airlines cancelled flights from Venezuela on Saturday",
            "Not placed",
            "no place fits these words",
        ):
            assert page.get_by_text(words).first.is_visible()
        assert page.locator(".claim").count() == 6
        assert page.locator("article.report").is_visible()


def test_print_has_map_list_and_text(opened):
    with opened("caribbean") as page:
        page.emulate_media(media="print")
        for selector in (".folium-map", "#claim-6", "article.report", ".unplaced", ".disclaimer", "h1"):
            assert page.locator(selector).first.is_visible(), selector
        assert not page.locator("#search").is_visible()
        assert page.locator(".buttons").is_hidden()


def test_names_are_written_at_every_zoom(opened):
    with opened("earthquake") as page:
        for zoom in (3, 4.5, 6, 7.5, 9):
            page.evaluate(f"sitmapMap.setView([18, 97], {zoom}, {{animate: false}})")
            assert (
                page.evaluate("document.querySelector('.leaflet-sitmap-names-pane canvas').toDataURL().length") > 9000
            )


def test_targets_are_24_pixels_large(opened):
    for width in (1440, 390):
        with opened("brought", width=width, height=844) as page:
            small = page.evaluate("""() => [...document.querySelectorAll('button, summary, input, .callout, a.num')]
              .filter((e) => e.offsetParent && getComputedStyle(e).visibility !== 'hidden')
              .map((e) => [e.closest('label') ?? e, e])
              .map(([e]) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
              .filter(([, r]) => r.width && (r.width < 23.9 || r.height < 23.9))
              .map(([html, r]) => `${html} ${r.width}x${r.height}`)""")
            assert small == []


def test_no_motion_where_the_system_says_so(opened):
    with opened("caribbean", reduced_motion="reduce") as page:
        page.evaluate("sitmapMap.setView([60, 100], 5, {animate: false})")
        page.locator("#claim-3 .claim-open").click()
        assert page.evaluate("sitmapMap._flyToFrame === undefined || !sitmapMap._animatingZoom")
        assert page.evaluate("sitmapMap.getBounds().contains([7, -66])")


def test_other_folium_elements_work_on_the_page(browser, tmp_path):
    import folium

    from geo.webmap.page import make_map, write_page
    from tests.webmap.situations import earthquake

    made = make_map(*earthquake())
    folium.Marker([20, 92], popup="Added by hand", icon=folium.Icon(color="red")).add_to(made)
    folium.Marker([18, 90], tooltip="A plain one").add_to(made)
    folium.Circle([16, 92], radius=80_000, popup="A circle").add_to(made)
    folium.LayerControl().add_to(made)
    write_page(made, tmp_path / "more.html")
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto((tmp_path / "more.html").as_uri())
    wait_until(page, "Boolean(window.sitmapReady)")
    page.locator(".pin").click()
    assert "Added by hand" in page.locator(".leaflet-popup").inner_text()
    assert page.locator("img.leaflet-marker-icon").evaluate("(image) => image.naturalWidth") > 0
    assert troubles == []
    context.close()


def test_words_not_placed_lead_to_where_they_stand_in_the_text(opened):
    with opened("report-caribbean") as page:
        link = page.locator(".unplaced a.to-words").first
        words = link.inner_text()
        link.click()
        assert page.locator("#pane-text").is_visible()
        found = page.locator(".mention.lost.is-open")
        assert found.inner_text() == words
        # Scrolling there takes a moment where it is smooth.
        wait_until(
            page, "(y => y > 0 && y < 900)(document.querySelector('.mention.lost.is-open').getBoundingClientRect().y)"
        )


def test_every_item_not_placed_has_its_words_in_the_text(opened):
    with opened("report-caribbean") as page:
        items = page.locator(".unplaced li").count()
        assert items
        assert page.locator(".unplaced a.to-words").count() == items
        assert page.evaluate("[...document.querySelectorAll('.to-words')].every((a) => document.querySelector(a.hash))")


def test_paper_gets_the_whole_map_in_lines(opened):
    with opened("report-caribbean") as page:
        page.emulate_media(media="print")
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        words = page.locator(".on-paper svg text").all_text_contents()
        for place in ("Northern Venezuela", "Eastern Pacific Ocean", "Caribbean Sea"):
            assert place in words
        assert page.locator(".folium-map").is_hidden()
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert page.locator(".folium-map").is_visible()
        assert page.locator(".on-paper").count() == 0


@pytest.mark.parametrize("width", [1440, 1024])
@pytest.mark.parametrize("name", ["caribbean", "earthquake", "floods", "shipping"])
def test_leader_lines_of_the_examples_hardly_cross(opened, name, width):
    with opened(f"report-{name}", width=width, height=width * 5 // 8) as page:
        crossings = page.evaluate("""() => {
          const lines = [...document.querySelectorAll('.leader:not(.is-off)')].map((l) =>
            l.getAttribute('d').match(/-?[\\d.]+/g).map(Number));
          const side = (a, b, c, d, x, y) => Math.sign((c - a) * (y - b) - (d - b) * (x - a));
          let n = 0;
          for (let i = 0; i < lines.length; i++) for (let j = i + 1; j < lines.length; j++) {
            const [a, b] = [lines[i], lines[j]];
            if (side(...a, b[0], b[1]) * side(...a, b[2], b[3]) < 0
              && side(...b, a[0], a[1]) * side(...b, a[2], a[3]) < 0) n++;
          }
          return [n, lines.length];
        }""")
        assert crossings[1] > 4
        assert crossings[0] <= 2
