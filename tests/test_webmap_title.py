"""What a page of one or several reports is called."""

import pytest

from geo.webmap.title import page_title

DAYS = ("2025-11-03", "2025-11-08")


@pytest.mark.parametrize(
    ("titles", "dates", "title"),
    [
        (["Fuel blockade"], DAYS[:1], "Fuel blockade"),
        (["Mali fuel blockade, day 1", "Mali fuel blockade, day 2"], DAYS, "Mali fuel blockade"),
        (["Convoy planned", "Convoy on its way"], DAYS, "2 reports, 3–8 November 2025"),
        (["One", "Two"], ("2025-11-30", "2025-12-02"), "2 reports, 30 November – 2 December 2025"),
        (["One", "Two"], ("", ""), "2 reports"),
        (["Flood watch", "Flood watch"], DAYS, "Flood watch"),
        ([], (), ""),
    ],
)
def test_a_title_covers_all_reports(titles, dates, title):
    assert page_title([(one, date, "") for one, date in zip(titles, dates, strict=True)]) == title


def test_a_report_without_a_title_lends_its_first_words():
    text = "\nFire in Marseille port. Two hurt.\n\nMore."
    assert page_title([("", "", text)]) == "Fire in Marseille port. Two hurt."
    long = page_title([("", "", "A fire broke out in the port of Marseille on Monday and two people were hurt there.")])
    assert long == "A fire broke out in the port of Marseille on Monday and …"
