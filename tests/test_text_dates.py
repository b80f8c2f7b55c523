"""Times a report names, anchored at its date: Sunday, 23 November 2025."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.text.dates import find_times

ANCHOR = date(2025, 11, 23)


@pytest.mark.parametrize(
    ("text", "words", "iso"),
    [
        ("It will begin in the coming days.", "in the coming days", "2025-11-23/2025-11-30"),
        ("He has been in power since 2013.", "since 2013", "2013/2025-11-23"),
        ("It struck on Friday.", "on Friday", "2025-11-21"),
        ("They will meet on Friday.", "on Friday", "2025-11-28"),
        ("The talks are expected to begin Tuesday.", "Tuesday", "2025-11-25"),
        ("It fell overnight.", "overnight", "2025-11-22/2025-11-23"),
        ("It fell from 1 January to 22 February 2024.", "from 1 January to 22 February 2024", "2024-01-01/2024-02-22"),
        ("It fell between 25 December and 3 January.", "between 25 December and 3 January", "2024-12-25/2025-01-03"),
        ("The lean season (June to September) was long.", "June to September", "2025-06/2025-09"),
        ("It fell over the weekend.", "over the weekend", "2025-11-22/2025-11-23"),
        ("It fell yesterday.", "yesterday", "2025-11-22"),
        ("It will rain from Thursday to Saturday.", "from Thursday to Saturday", "2025-11-27/2025-11-29"),
        (
            "It will be closed from 9pm on Friday until 5am on Monday.",
            "from 9pm on Friday until 5am on Monday",
            "2025-11-28/2025-12-01",
        ),
        ("It was shut from Monday to Wednesday.", "from Monday to Wednesday", "2025-11-17/2025-11-19"),
        ("It reopened on Tuesday, 18 November.", "18 November", "2025-11-18"),
        ("It is in force until 6 a.m. Thursday.", "until 6 a.m. Thursday", "2025-11-23/2025-11-27"),
        ("Output fell in the third quarter.", "the third quarter", "2025-07/2025-09"),
        ("Thousands fled in the 1990s.", "in the 1990s", "1990/1999"),
        ("It is set for the first week of January.", "the first week of January", "2026-01-01/2026-01-07"),
        ("It fell earlier this month.", "earlier this month", "2025-11-01/2025-11-23"),
        ("It fell last week.", "last week", "2025-11-10/2025-11-16"),
        ("It fell last year.", "last year", "2024"),
        ("It is due next month.", "next month", "2025-12"),
        ("It came hours after the warning.", "hours after", "2025-11-23"),
        ("It fell two weeks ago.", "two weeks ago", "2025-11-09"),
        ("In the past 24 hours it fell.", "In the past 24 hours", "2025-11-22/2025-11-23"),
        ("Some fell in recent weeks.", "in recent weeks", "2025-10-26/2025-11-23"),
        ("It fell on Nov. 20.", "on Nov. 20", "2025-11-20"),
        ("It fell on 3 March 2024.", "on 3 March 2024", "2024-03-03"),
        ("It fell on March 3rd, 2024.", "on March 3rd, 2024", "2024-03-03"),
        ("It lasted from 30-31 January 2020.", "from 30-31 January 2020", "2020-01-30/.."),
        ("It fell in late May.", "in late May", "2025-05-21/2025-05-31"),
        ("It fell this morning.", "this morning", "2025-11-23T06:00/2025-11-23T12:00"),
        ("It is closed until Dec. 15.", "until Dec. 15", "2025-11-23/2025-12-15"),
        ("It is open since June.", "since June", "2025-06-01/2025-11-23"),
        ("It opens on Dec. 3.", "on Dec. 3", "2025-12-03"),
        ("It fell on December 28.", "on December 28", "2024-12-28"),
        ("It fell between 2010 and 2012.", "between 2010 and 2012", "2010/2012"),
        ("Updated 2025-11-01.", "2025-11-01", "2025-11-01"),
        ("It will end within 48 hours.", "within 48 hours", "2025-11-23/2025-11-25"),
        ("It burned for three days.", "for three days", "2025-11-20/2025-11-23"),
    ],
)
def test_words_of_time_become_iso_8601(text, words, iso):
    found = find_times(text, ANCHOR)
    assert [(t.when.words, t.when.iso) for t in found] == [(words, iso)]
    assert found[0].span.of(text) == words


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        ("Fires forced thousands to flee the coast on Tuesday.", False),
        ("He flew to Rome on Tuesday.", False),
        ("She was hit by a truck on Tuesday.", False),
        ("The army withdrew from the town on Tuesday.", False),
        ("Crews were sent to help on Tuesday.", False),
        ("On Tuesday the court ruled on it.", False),
        ("On Tuesday ministers said they would meet again.", False),
        ("They agreed to meet on Tuesday.", True),
        ("He was ordered to appear on Tuesday.", True),
        ("Ministers to meet in Rome on Tuesday.", True),
        ("The road is closed starting Tuesday.", True),
        ("On Tuesday the court will rule on it.", True),
        ("Officials said the bridge would open on Tuesday.", True),
        ("Talks resume on Tuesday.", True),
    ],
)
def test_the_nearest_verb_tells_which_tuesday_is_meant(text, ahead):
    (found,) = find_times(text, ANCHOR)
    assert found.when.iso == ("2025-11-25" if ahead else "2025-11-18")


@pytest.mark.parametrize(
    "text",
    [
        "He may go and they march on.",
        "She sat in the sun and wed him.",
        "About 2000 people live in 1500 houses.",
        "Mayor May Ling spoke.",
        "The day after, year after year.",
        "A 10-year-old boy ran.",
    ],
)
def test_words_that_only_look_like_times_are_left_alone(text):
    assert find_times(text, ANCHOR) == ()


def test_without_a_report_date_words_stay_and_what_counts_from_it_has_no_iso():
    found = find_times("On Friday, two years after 3 March 2024, it fell.", None)
    assert [(t.when.words, t.when.iso) for t in found] == [
        ("On Friday", ""),
        ("two years after", ""),
        ("3 March 2024", "2024-03-03"),
    ]


@given(
    st.lists(
        st.sampled_from(
            [
                "last",
                "next",
                "this",
                "Friday",
                "May",
                "2013",
                "in",
                "since",
                "two",
                "weeks",
                "ago",
                "31",
                "yesterday",
                "year",
                "weekend",
                "decade",
            ]
        ),
        max_size=12,
    ),
    st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31)),
)
def test_any_order_of_words_is_read_without_overlaps(words, anchor):
    found = find_times(" ".join(words), anchor)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


@pytest.mark.parametrize("anchor", [date(1, 1, 1), date(1, 1, 3), date(9999, 12, 29), date(9999, 12, 31)])
@pytest.mark.parametrize("words", ["yesterday", "tomorrow", "on Friday", "last year", "next week", "this weekend"])
def test_a_report_dated_at_the_end_of_the_calendar_is_read_all_the_same(words, anchor):
    (found,) = find_times(f"It rained {words}.", anchor)
    assert found.when.words == words
