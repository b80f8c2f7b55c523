"""A text in another language is told from an English one, and no claim is made of it."""

from __future__ import annotations

import pytest

from geo.pipeline import find_situation
from geo.text.language import language_of
from geo.text.read import read_report

SPANISH = (
    "Las lluvias torrenciales dejaron al menos 95 muertos en la provincia de Valencia, informó el Gobierno. "
    "Se esperan más lluvias en Castellón el jueves."
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (SPANISH, "es"),
        ("Les pluies ont fait des dizaines de morts dans la région de Valence, selon les autorités.", "fr"),
        ("Die Regenfälle haben in der Region von Valencia nach Angaben der Behörden viele Menschen getötet.", "de"),
        ("Hujan lebat di Aceh telah membuat ribuan orang mengungsi dari rumah mereka dan jembatan itu rusak.", "id"),
        ("Сильные дожди затопили несколько районов Валенсии, сообщили власти.", "und"),
        ("أعلنت السلطات في بيروت أن غارة جوية استهدفت المدينة.", "und"),
        ("FLASH: EXPLOSION REPORTED IN BEIRUT PORT. ISRAELI JETS SEEN OVER TYRE AND SIDON.", "en"),
        ("Explosion, Beirut. Shelling, Tyre.", "en"),
        (
            "Fires in Las Palmas de Gran Canaria, La Paz and Los Llanos were out by noon, the mayor of El Paso said.",
            "en",
        ),
        ("Protests in São Paulo, Rio de Janeiro and Foz do Iguaçu ended as police moved in, O Globo said.", "en"),
    ],
)
def test_a_language_is_told_by_its_short_words_and_its_script(text, code):
    assert language_of(text) == code


def test_a_text_in_another_language_shows_places_without_claims_and_says_so(tmp_path):
    path = tmp_path / "lluvias.txt"
    path.write_text(SPANISH, encoding="utf-8")
    report = read_report(path)
    situation = find_situation(report)
    assert situation.claims == ()
    assert "Valencia" in {mention.text for mention in situation.mentions}
    assert any("Spanish" in note for note in report.notes)
