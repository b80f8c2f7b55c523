"""Every row of the tables in tests/claims comes out as it says: status, speakers, and no mark where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.claims.marked import Marked, claims_of, read_long, read_no_marks, read_statuses

HERE = Path(__file__).parent / "claims"
STATUSES = read_statuses(HERE / "statuses.txt")
LONG = read_long(HERE / "long_sentences.txt")
NO_MARKS = read_no_marks(HERE / "no_marks.txt")


@pytest.mark.parametrize("row", STATUSES, ids=lambda r: r.name)
def test_the_clause_decides_the_status_and_who_says_so(row: Marked) -> None:
    claims, marked = claims_of(row)
    assert set(row.events) <= marked, "an event place got no claim"
    for claim in claims:
        if set(claim.mentions) & set(row.events):
            assert claim.status == row.status
            assert claim.quote in row.text
            if row.who is not None:
                assert [name.lower() for name in claim.attribution] == [name.lower() for name in row.who]


@pytest.mark.parametrize("row", NO_MARKS + STATUSES, ids=lambda r: r.name)
def test_who_acts_speaks_or_is_come_from_makes_no_mark(row: Marked) -> None:
    _, marked = claims_of(row)
    assert not marked & set(row.traps)


@pytest.mark.parametrize(("row", "allowed"), LONG, ids=[row.name for row, _ in LONG])
def test_each_place_of_a_long_sentence_has_its_own_clauses_status(row: Marked, allowed: list[list[str]]) -> None:
    claims, marked = claims_of(row)
    assert not marked & set(row.traps)
    for place, statuses in zip(row.events, allowed, strict=True):
        assert next(c.status for c in claims if place in c.mentions) in statuses, row.text[slice(*row.spans[place])]
