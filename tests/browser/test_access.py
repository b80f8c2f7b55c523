"""WCAG 2.2 AA as axe-core sees it, on every state of the page."""

from __future__ import annotations

import pytest

from tests.browser.conftest import BROWSER

AXE = BROWSER / "node_modules" / "axe-core" / "axe.min.js"

RUN = """axe.run(document, {runOnly:
  ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"""

STATES = {
    "as it opens": "",
    "a claim open": "document.querySelector('#claim-2 .claim-open').click()",
    "a popup open": "document.querySelector('.callout').click()",
    "the report": "document.querySelector('#tab-pane-text').click()",
    "the layers": "document.querySelector('#tab-pane-layers').click()",
    "filters open": "document.querySelector('.filters summary').click()",
    "the key explained": "document.querySelector('.explain').click()",
    "nothing found": """(() => { const s = document.querySelector('#search'); s.value = 'zzzz';
      s.dispatchEvent(new Event('input')) })()""",
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (390, "light")])
def test_axe_finds_nothing(opened, state, width, scheme):
    if not AXE.exists():
        pytest.skip("needs axe-core: run `python -m geo._build npm`")
    with opened("brought", width=width, height=844, color_scheme=scheme, reduced_motion="reduce") as page:
        if STATES[state]:
            page.evaluate(STATES[state])
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate(RUN)
        told = [
            f"{rule['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]
        assert told == []


EXAMPLE_STATES = {
    "a place zoomed in on, its popup open": """sitmapMap.setView([10.5, -67], 7, {animate: false});
      document.querySelector('.callout:not([hidden])').click()""",
    "the layers": STATES["the layers"],
    "words not placed, in the report": "document.querySelector('.unplaced .to-words').click()",
    "the slider at its start": """(() => { const s = document.querySelector('#time-slider'); s.value = '0';
      s.dispatchEvent(new Event('input', {bubbles: true})) })()""",
    "a step from claim to claim": "document.querySelector('[aria-label=\"Next claim\"]').click()",
    "asked where a callout shall stand": """document.querySelector('.callout:not([hidden])').click();
      [...document.querySelectorAll('.popup-cards button')].find((b) => b.textContent === 'Move callout').click()""",
}


@pytest.mark.parametrize(("width", "scheme"), [(1440, "dark"), (390, "light")])
def test_axe_finds_nothing_while_an_example_is_used(opened, width, scheme):
    if not AXE.exists():
        pytest.skip("needs axe-core: run `python -m geo._build npm`")
    told = []
    with opened("report-caribbean", width=width, height=844, color_scheme=scheme, reduced_motion="reduce") as page:
        page.evaluate(AXE.read_text(encoding="utf-8"))
        for state, script in EXAMPLE_STATES.items():
            page.evaluate(script)
            found = page.evaluate(RUN)["violations"]
            told += [f"{state}: {rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]
    assert told == []


def test_axe_finds_nothing_with_the_slider_of_two_days(opened):
    if not AXE.exists():
        pytest.skip("needs axe-core: run `python -m geo._build npm`")
    with opened("two_days") as page:
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate(RUN)
        assert [rule["id"] for rule in found["violations"]] == []


@pytest.mark.parametrize("list_open", [False, True])
def test_axe_finds_nothing_in_a_small_frame(opened, list_open):
    if not AXE.exists():
        pytest.skip("needs axe-core: run `python -m geo._build npm`")
    with opened("report-earthquake", width=600, height=400, reduced_motion="reduce") as page:
        page.get_by_role("button", name="Next claim").click()
        if list_open:
            page.get_by_role("button", name="List").click()
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate(RUN)["violations"]
        assert [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]] == []
