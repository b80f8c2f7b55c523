"""Lines under a heading belong to the place it names; what stands before a colon may make a plan of them."""

from __future__ import annotations

from pathlib import Path

import pytest

import geo
from geo.model import Claim, Report

REPORT = """Sudan: floods flash update

HIGHLIGHTS
- Heavy rains continue.

**Kassala State**
- Three people drowned on Monday.
- Some 400 houses were destroyed, the governor said.
- No deaths have been reported among children.
- A truck overturned in Atbara.

Next steps
- Distribution of tents in Port Sudan.
- WFP opened a hub in Dongola.

Recommended actions: Scale up cash transfers in Shendi.

Response
UNHCR gave out 500 tents.
"""


@pytest.fixture(scope="module")
def told() -> dict[str, tuple[Claim, list[str]]]:
    situation = geo.find_situation(Report(REPORT))
    return {c.quote: (c, [situation.mentions[i].text for i in c.mentions]) for c in situation.claims}


@pytest.mark.parametrize(
    ("quote", "status", "places"),
    [
        ("Three people drowned on Monday.", "occurred", ["Kassala State"]),
        ("Some 400 houses were destroyed, the governor said.", "claimed", ["Kassala State"]),
        ("No deaths have been reported among children.", "denied", ["Kassala State"]),
        ("A truck overturned in Atbara.", "occurred", ["Atbara"]),
        ("Distribution of tents in Port Sudan.", "planned", ["Port Sudan"]),
        ("WFP opened a hub in Dongola.", "occurred", ["Dongola"]),
        ("Scale up cash transfers in Shendi.", "possible", ["Shendi"]),
    ],
)
def test_a_heading_says_where_and_what_the_lines_under_it_are(
    told: dict[str, tuple[Claim, list[str]]], quote: str, status: str, places: list[str]
) -> None:
    claim, named = told[quote]
    assert (claim.status, named) == (status, places)


@pytest.mark.parametrize("quote", ["Heavy rains continue.", "UNHCR gave out 500 tents."])
def test_a_heading_without_a_place_ends_the_one_before(told: dict[str, tuple[Claim, list[str]]], quote: str) -> None:
    assert quote not in told


TABLE = """Sudan: cholera update

| State | Cases | Deaths |
|---|---|---|
| Kassala | 1,200 | 40 |
| Khartoum | 313 | 7 |

Nine trucks; 40 tents
"""


def test_a_row_of_a_table_is_a_claim_about_the_place_that_opens_it(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_text(TABLE, encoding="utf-8")
    situation = geo.find_situation(geo.read_report(path))
    rows = [c for c in situation.claims if ";" in c.quote]
    assert [(c.quote, c.status, c.theme) for c in rows] == [
        ("Kassala; 1,200; 40", "occurred", "health"),
        ("Khartoum; 313; 7", "occurred", "health"),
    ]


def test_the_name_of_who_writes_is_no_heading() -> None:
    text = "Storm advisory\n\nNWS Hurricane Center Tampa FL\n\nWinds rose to 90 knots. The eye passed Belize City.\n"
    situation = geo.find_situation(Report(text))
    assert {situation.mentions[i].text for c in situation.claims for i in c.mentions} == {"Belize City"}
