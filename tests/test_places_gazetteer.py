"""The gazetteer: names are folded, namesakes come back best first, and what the sources say is kept."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.data import data_path
from geo.errors import GazetteerError
from geo.places.fold import fold
from geo.places.gazetteer import Gazetteer, open_gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Paris", "paris"),
        ("SAINT-ÉTIENNE", "saint etienne"),
        ("N'Djamena", "ndjamena"),
        ("N’Djamena", "ndjamena"),
        ("U.A.E.", "uae"),
        ("W. Va.", "w va"),
        ("Łódź", "lodz"),
        ("Tromsø", "tromso"),
        ("Washington, D.C.", "washington , dc"),
        ("Trinidad & Tobago", "trinidad and tobago"),
        ("İstanbul", "istanbul"),
        ("北京", "北京"),
    ],
)
def test_a_name_is_folded_to_one_form(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=60))
def test_any_text_can_be_looked_up(text: str) -> None:
    assert all(entry.id for entry in open_gazetteer().lookup(text))


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("Venezuela", "country:VE"),
        ("the Netherlands", "country:NL"),
        ("Côte d'Ivoire", "country:CI"),
        ("Burma", "country:MM"),
        ("U.A.E.", "country:AE"),
        ("DRC", "country:CD"),
        ("W.Va.", "admin1:US.WV"),
        ("NSW", "admin1:AU.02"),
        ("Bayern", "admin1:DE.02"),
        ("Hunan Province", "admin1:CN.11"),
        ("South Darfur", "admin1:SD.49"),
        ("Orange County", "admin2:US.CA.059"),
        ("Orange", "admin2:US.CA.059"),
        ("Kiev", "gn:703448"),
        ("Saigon", "gn:1566083"),
        ("NYC", "gn:5128581"),
        ("Washington, D.C.", "gn:4140963"),
        ("St. Louis", "gn:4407066"),
        ("Africa", "continent:AF"),
        ("Caribbean", "sea:caribbean-sea"),
        ("Sahel", "region:sahel"),
        ("South Jeolla", "admin1:KR.16"),
        ("North Ossetia", "admin1:RU.68"),
        ("Leningrad Oblast", "admin1:RU.42"),
        ("Podlaskie", "admin1:PL.81"),
        ("North Sharqiyah", "admin1:OM.12"),
        ("Khentii", "admin1:MN.11"),
        ("Rajouri", "admin2:IN.12.006"),
        ("Haute-Garonne", "admin2:FR.76.31"),
    ],
)
def test_a_place_is_found_under_its_names(gazetteer: Gazetteer, name: str, place_id: str) -> None:
    assert place_id in {entry.id for entry in gazetteer.lookup(name)}


def test_namesakes_come_main_names_and_large_places_first(gazetteer: Gazetteer) -> None:
    found = gazetteer.lookup("Paris")
    assert found[0].id == "gn:2988507"
    assert {"gn:2988507", "gn:4717560"} <= {entry.id for entry in found}


def test_an_abbreviation_is_ranked_as_a_code(gazetteer: Gazetteer) -> None:
    assert {entry.rank for entry in gazetteer.lookup("Calif.")} == {3}


def test_an_unknown_name_has_no_namesakes(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("Qwertyville upon Nothing") == ()


def test_house_numbers_are_no_names(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("55") == ()


@pytest.mark.parametrize(
    ("words", "start", "length"),
    [
        (["in", "New", "York", "City", "today"], 1, 3),
        (["Port", "-", "au", "-", "Prince"], 0, 5),
        (["St.", "Louis", ",", "Mo."], 0, 2),
        (["Trinidad", "and", "Tobago", "is"], 0, 3),
        (["Paris", ",", "Rome"], 0, 1),
        ([",", "Paris"], 0, 0),
        (["Qwertyville"], 0, 0),
        ([], 0, 0),
    ],
)
def test_the_longest_name_is_found_among_words(gazetteer: Gazetteer, words: list[str], start: int, length: int) -> None:
    assert gazetteer.longest(words, start) == length


def test_an_entry_is_found_by_its_id_and_no_other(gazetteer: Gazetteer) -> None:
    entry = gazetteer.entry("admin2:US.TX.201")
    assert entry is not None
    assert (entry.name, entry.kind, entry.country, entry.admin1) == ("Harris County", "admin2", "US", "TX")
    assert gazetteer.entry("admin2:US.TX.9999") is None
    assert gazetteer.entry("zzz") is None


def test_every_country_has_a_point_in_or_beside_its_outline(gazetteer: Gazetteer) -> None:
    import shapely

    from geo.places.shapes import open_shapes

    shapes = open_shapes()
    far = []
    for code, (lat, lon) in tomllib.loads(data_path("names.toml").read_text(encoding="utf-8"))["points"].items():
        shape = shapes.get(f"country:{code}")
        # Scattered islands have their point in the water between them.
        if shape is not None and shape.geometry.distance(shapely.Point(lon, lat)) > 3.0:
            far.append(code)
    assert far == []


def test_a_town_lies_in_its_second_order_division(gazetteer: Gazetteer) -> None:
    houston = next(entry for entry in gazetteer.lookup("Houston") if entry.admin1 == "TX")
    assert gazetteer.entry(f"admin2:US.TX.{houston.admin2}") == gazetteer.entry("admin2:US.TX.201")


def test_missing_files_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="Install the package again"):
        Gazetteer(tmp_path)


def test_files_of_another_build_are_refused(tmp_path: Path, gazetteer: Gazetteer) -> None:
    import marisa_trie

    from geo.data import compiled_path

    (tmp_path / "places.bin").write_bytes(compiled_path("places.bin").read_bytes()[:4096])
    marisa_trie.Trie(["paris"]).save(str(tmp_path / "names.trie"))
    with pytest.raises(GazetteerError, match="different builds"):
        Gazetteer(tmp_path)


def test_the_same_places_give_the_same_bytes(tmp_path: Path) -> None:
    from geo._build.gazetteer import _Row, _write

    def write(folder: Path) -> str:
        folder.mkdir()
        rows = []
        for number, name in enumerate(["Alpha", "Beta", "Saint Gamma"]):
            row = _Row(f"gn:{number}", name, "city", "XX", "01", "", 1.5, 2.5, 1000 * number)
            row.call(name, 0)
            rows.append(row)
        _write(folder, rows)
        return hashlib.sha256((folder / "places.bin").read_bytes() + (folder / "names.trie").read_bytes()).hexdigest()

    assert write(tmp_path / "a") == write(tmp_path / "b")
    assert Gazetteer(tmp_path / "a").lookup("St. Gamma")[0].id == "gn:2"
