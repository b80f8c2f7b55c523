"""A report file becomes the words a reader sees."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from geo.errors import ReportError
from geo.text.read import LIMIT_BYTES, read_report


def write(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_plain_text_keeps_its_words_and_takes_its_id_from_the_file(tmp_path):
    report = read_report(write(tmp_path, "Flood in Ñuble.txt", "Rain fell on Chillán.\r\n\r\nIt stopped.\n"))
    assert report.text == "Rain fell on Chillán.\n\nIt stopped."
    assert report.id == "flood-in-nuble"
    assert report.notes == ()


@pytest.mark.parametrize(
    "lead", [" date 2025-11-23 ", "date 2025-11-23\n", "Date: 2025-11-23\n\n", "date 2025-11-23: "]
)
def test_a_leading_date_is_the_reports_date_and_no_part_of_its_text(tmp_path, lead):
    report = read_report(write(tmp_path, "a.txt", f"{lead}The United States is ready."))
    assert report.date == date(2025, 11, 23)
    assert report.text == "The United States is ready."


@pytest.mark.parametrize(
    ("head", "title", "day", "source"),
    [
        ("Port closed\n\n", "Port closed", None, ""),
        (
            "Port closed after fire\n2025-11-10, Example Wire\n\n",
            "Port closed after fire",
            date(2025, 11, 10),
            "Example Wire",
        ),
        ("Port closed\nJan. 8, 2025\n\n", "Port closed", date(2025, 1, 8), ""),
        (
            "Example Wire | Saturday 8th November 2025, 14:30 GMT\nPort closed\n\n",
            "Port closed",
            date(2025, 11, 8),
            "Example Wire",
        ),
        (
            "Port closed\nBy Jane Doe\nUpdated: 8 November 2025\nSource: Example Wire\n\n",
            "Port closed",
            date(2025, 11, 8),
            "Example Wire",
        ),
        (
            "Yemen: Flash Update No. 3, 8 November 2025\n\n",
            "Yemen: Flash Update No. 3, 8 November 2025",
            date(2025, 11, 8),
            "",
        ),
        ("ADEN, Nov. 23, 2025 (Example Wire) - ", "", date(2025, 11, 23), "Example Wire"),
        ("ADEN, Nov 23 (Example Wire) - ", "", None, "Example Wire"),
        ("Port closed\n3/4/2025\n\n", "Port closed", None, ""),
        ("On 8 November 2025 ships sank off Aden.\n\n", "", None, ""),
    ],
)
def test_the_head_of_a_plain_text_gives_title_date_and_source(tmp_path, head, title, day, source):
    body = (
        "Ships stayed outside the port of Aden, the harbour master said. Others sailed to Djibouti.\n\nIt was dark.\n"
    )
    report = read_report(write(tmp_path, "r.txt", head + body))
    assert (report.title, report.date, report.source) == (title, day, source)
    assert report.text == (head + body).strip()


@pytest.mark.parametrize(
    "text",
    ["Date palms grow in Iraq.", "date 2025-13-40 The port is closed.", "The date 2025-11-23 is set."],
)
def test_what_only_looks_like_a_leading_date_stays_in_the_text(text):
    report = read_report(text)
    assert report.text == text
    assert report.date is None


def test_text_is_in_nfc_without_unseen_characters_and_with_plain_spaces():
    report = read_report("\ufeffCafe\u0301 in\u00a0Be\u00adirut\u200b was hit.\n")
    assert report.text == "Café in Beirut was hit."


def test_markdown_is_read_without_its_markup(tmp_path):
    report = read_report(
        write(
            tmp_path,
            "r.md",
            "---\ntitle: 'Quake near *Kandla*'\ndate: 2024-02-03\nsource: Example News\n---\n\n"
            "# Quake hits port\n\nA **strong** [quake](https://example.org) hit _Kandla_ &amp; Bhuj.\n\n"
            "- one\n- two\n\n| Town | Dead |\n|---|---|\n| Bhuj | 3 |\n\n![a map](x.png)\n<!-- unseen -->\n",
        )
    )
    assert (report.title, report.date, report.source) == ("Quake near *Kandla*", date(2024, 2, 3), "Example News")
    assert "A strong quake hit Kandla & Bhuj." in report.text
    assert "Bhuj; 3" in report.text
    assert not any(mark in report.text for mark in ("**", "](", "_K", "x.png", "a map", "unseen", "---", "|"))


def test_a_markdown_heading_is_the_title_where_there_is_no_front_matter(tmp_path):
    assert read_report(write(tmp_path, "r.md", "# Port closed\n\nThe port is closed.")).title == "Port closed"


def test_two_rules_in_a_text_are_no_front_matter(tmp_path):
    assert "Rain fell" in read_report(write(tmp_path, "r.md", "---\nRain fell on Aden\n---\n\nIt stopped.")).text


PAGE = """<!doctype html><html lang="en"><head>
<title>Ferry sinks off Zanzibar | The Example</title>
<meta property="og:title" content="Ferry sinks off Zanzibar"><meta property="og:site_name" content="The Example">
<meta property="article:published_time" content="2023-07-18T09:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Ferry sinks off Zanzibar</h1>
<p>A ferry with 250 people on board sank off Zanzibar on Monday, the coast guard said in a statement.</p>
<p>Rescue boats from Dar es Salaam were searching the channel &amp; divers were on their way to the island.</p>
<p>The ferry had left the port of Tanga in bad weather, according to its owner, who could not be reached.</p>
</article><footer>All rights reserved.</footer>
<script>var x = "hidden";</script></body></html>"""


def test_html_gives_its_main_text_with_headline_date_and_site(tmp_path):
    report = read_report(write(tmp_path, "page.html", PAGE))
    assert report.title.startswith("Ferry sinks off Zanzibar")
    assert (report.date, report.source) == (date(2023, 7, 18), "The Example")
    assert report.text.startswith("Ferry sinks off Zanzibar")
    assert "searching the channel & divers" in report.text
    assert not any(word in report.text for word in ("<", "Sport", "hidden", "All rights"))


def test_html_is_known_by_its_start_whatever_the_files_name(tmp_path):
    assert "<p>" not in read_report(write(tmp_path, "page.txt", PAGE)).text


def test_options_win_over_what_the_file_says(tmp_path):
    path = write(tmp_path, "r.md", "---\ntitle: A\ndate: 2024-02-03\nsource: B\n---\nRain fell on Aden.")
    report = read_report(path, title="C", date="2020-01-02", source="D")
    assert (report.title, report.date, report.source) == ("C", date(2020, 1, 2), "D")


def test_a_string_that_is_no_path_is_the_report_itself():
    assert read_report("Shelling hit Avdiivka.").text == "Shelling hit Avdiivka."


def test_another_encoding_is_guessed_and_told(tmp_path):
    text = "Überschwemmungen in Köln und Düsseldorf; später auch in Mönchengladbach, teilte die Behörde mit. " * 3
    report = read_report(write(tmp_path, "r.txt", text.encode("cp1252")))
    assert "Überschwemmungen in Köln" in report.text
    assert "not UTF-8" in report.notes[0]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Floods hit Zürich and Genève, Müller said.", "cp1252"),
        ("Floods hit São Paulo; José María spoke in Bogotá.", "cp1252"),
        ("The mayor of Málaga said: “¿Qué pasa?” Damage is £3m, 5 km² of fields.", "cp1252"),
        ("Powódź zalała ulice w Krakowie i Łodzi. Władze miasta podały, że każdy może dostać pomoc.", "cp1250"),
        ("Povodně zasáhly Třebíč, Žďár a České Budějovice; řeka Dyje se vylila, škody jsou vysoké.", "cp1250"),
        ("Наводнение в Москве и Казани, сообщили власти города.", "cp1251"),
    ],
)
def test_an_old_encoding_is_guessed_by_what_it_spells_and_the_guess_is_told(tmp_path, text, encoding):
    report = read_report(write(tmp_path, "r.txt", text.encode(encoding)))
    assert report.text == text
    assert "it was read as cp125" in report.notes[0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_are_followed(tmp_path, encoding):
    assert read_report(write(tmp_path, "r.txt", "Großbrand in Graz.".encode(encoding))).text == "Großbrand in Graz."


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\n", "empty"),
        ("dots.txt", b"... --- !!!", "no words"),
        ("binary.txt", b"\x00\x01\x02\x03" * 50, "binary"),
        ("control.txt", bytes(range(1, 9)) * 50, "binary"),
        ("report.pdf", b"%PDF-1.7 and so on", "PDF"),
        ("report.docx", b"PK\x03\x04 and so on", "office"),
        ("picture.txt", b"\x89PNG\r\n", "image"),
        ("broken.txt", "Köln, Düsseldorf, Mönchengladbach".encode() + b" and \xff\xfe\x80 broken", "line 1"),
        ("half.txt", b"\xff\xfeA\x00B", "Save the report as UTF-8"),
    ],
)
def test_what_is_no_report_is_refused_with_file_and_reason(tmp_path, name, content, told):
    with pytest.raises(ReportError) as caught:
        read_report(write(tmp_path, name, content))
    assert name in str(caught.value)
    assert told in str(caught.value)


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path):
    with pytest.raises(ReportError, match="no such file"):
        read_report(tmp_path / "missing.txt")
    with pytest.raises(ReportError, match="no such file"):
        read_report("reports/missing.txt")
    with pytest.raises(ReportError, match="folder"):
        read_report(tmp_path)


def test_a_huge_file_is_refused_by_its_size_alone(tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(LIMIT_BYTES + 1)  # a sparse file: reading it would give NUL bytes, another message
    with pytest.raises(ReportError, match="20 MB a report may have"):
        read_report(path)


def test_a_date_option_that_is_no_date_is_refused():
    with pytest.raises(ReportError, match="YYYY-MM-DD"):
        read_report("Rain fell.", date="soon")


def test_names_of_files_in_other_scripts_stay_apart(tmp_path):
    ids = set()
    for name in ("日本.txt", "中国.txt", "Übersicht 1.txt"):
        (tmp_path / name).write_text("A flood hit Lima.", encoding="utf-8")
        ids.add(read_report(tmp_path / name).id)
    assert len(ids) == 3
    assert "ubersicht-1" in ids
    assert all(re.fullmatch(r"[a-z0-9-]+", one) for one in ids)


def test_long_names_of_files_that_begin_alike_stay_apart(tmp_path):
    names = [f"{'drone-strike-hits-a-hospital-' * 3}{day}.txt" for day in ("monday", "tuesday")]
    ids = [read_report(write(tmp_path, name, "Oslo was hit.")).id for name in names]
    assert ids[0] != ids[1]
    assert all(len(one) <= 60 for one in ids)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no /dev/zero")
def test_a_device_without_an_end_is_refused():
    with pytest.raises(ReportError, match="beyond the 20 MB"):
        read_report(Path("/dev/zero"))
