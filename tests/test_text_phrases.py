"""The grammar of place phrases: alone, and around names found in a text."""

import re

import pytest

from geo.model import Report
from geo.pipeline import find_situation
from geo.places.gazetteer import open_gazetteer
from geo.text.phrase_alone import parse_phrase
from geo.text.phrase_area import ToponymSpan
from geo.text.phrases import extend, references


@pytest.mark.parametrize(
    ("words", "tree"),
    [
        ("Venezuela", "name:Venezuela"),
        ("Western Sahara", "name:Western Sahara"),
        ("western sahara", "name:western sahara"),
        ("Northern Ireland", "name:Northern Ireland"),
        ("West Virginia", "name:West Virginia"),
        ("Lower Saxony", "name:Lower Saxony"),
        ("South Sudan", "name:South Sudan"),
        ("the eastern Pacific Ocean", "part(east,name:Pacific Ocean)"),
        ("eastern Pacific", "part(east,name:Pacific)"),
        ("northern Venezuela", "part(north,name:Venezuela)"),
        ("northern venezuela", "part(north,name:venezuela)"),
        ("north-eastern Syria", "part(north-east,name:Syria)"),
        ("northeast Nigeria", "part(north-east,name:Nigeria)"),
        ("western Australia", "part(west,name:Australia)"),
        ("northern Red Sea", "part(north,name:Red Sea)"),
        ("the north of Mali", "part(north,name:Mali)"),
        ("north of Mali", "offset(name:Mali,,north)"),
        ("Mali's north", "part(north,name:Mali)"),
        ("the southern tip of Florida", "part(south-tip,name:Florida)"),
        ("northern and eastern Syria", "part(north-and-east,name:Syria)"),
        ("the interior of Brazil", "part(inland,name:Brazil)"),
        ("mainland China", "part(mainland,name:China)"),
        ("the Chinese mainland", "part(mainland,name:China)"),
        ("Venezuelan airspace", "airspace(name:Venezuela)"),
        ("airspace over Ukraine", "airspace(name:Ukraine)"),
        ("the skies over Syria", "airspace(name:Syria)"),
        ("Canadian airspace", "airspace(name:Canada)"),
        ("Maiquetía FIR", "fir(Maiquetía)"),
        ("the Tehran flight information region", "fir(Tehran)"),
        ("Libya's coast", "coast(name:Libya)"),
        ("the northern Venezuelan coast", "coast(name:Venezuela,north)"),
        ("Mexico's Pacific coast", "coast(name:Mexico,Pacific)"),
        ("the Black Sea coast of Ukraine", "coast(name:Ukraine,Black Sea)"),
        ("the west coast of Ireland", "coast(name:Ireland,west)"),
        ("off Somalia", "offshore(name:Somalia)"),
        ("off the coast of northern Chile", "offshore(part(north,name:Chile))"),
        ("off the Pacific coast of Mexico", "offshore(name:Mexico,Pacific)"),
        ("waters near Taiwan", "offshore(name:Taiwan)"),
        ("the Gulf of Aden off Yemen", "offshore(name:Yemen,Gulf of Aden)"),
        ("20 nautical miles off Yemen", "offshore(name:Yemen,37040m)"),
        ("some 20 miles off the coast of Libya", "offshore(name:Libya,32187m,about)"),
        ("Iran's territorial waters", "offshore(name:Iran,territorial)"),
        ("the Syria-Turkey border", "border(name:Syria,name:Turkey)"),
        ("the Syrian–Turkish border", "border(name:Syria,name:Turkey)"),
        ("the Sino-Indian border", "border(name:China,name:India)"),
        ("Poland's border with Belarus", "border(name:Poland,name:Belarus)"),
        ("the Polish border with Belarus", "border(name:Poland,name:Belarus)"),
        ("the border between Syria and Turkey", "border(name:Syria,name:Turkey)"),
        ("the border of Poland and Ukraine", "border(name:Poland,name:Ukraine)"),
        ("the Mexican border", "border(name:Mexico)"),
        ("along the Lebanon-Israel border", "border(name:Lebanon,name:Israel)"),
        ("50 miles north of Baghdad", "offset(name:Baghdad,80467m,north)"),
        ("50 miles (80 km) north of Baghdad", "offset(name:Baghdad,80467m,north)"),
        ("about 200 km south-west of Lagos", "offset(name:Lagos,200000m,south-west,about)"),
        ("a few kilometres west of Goma", "offset(name:Goma,5000m,west,about)"),
        ("40 to 60 km from Kyiv", "offset(name:Kyiv,50000m,,about)"),
        ("within 100 km of Tehran", "offset(name:Tehran,100000m,within)"),
        ("100km ENE of Tokyo", "offset(name:Tokyo,100000m,east-north-east)"),
        ("30 miles from the Syrian border", "offset(border(name:Syria),48280m,)"),
        ("between Gao and Kidal", "between(name:Gao,name:Kidal)"),
        ("halfway between Berlin and Warsaw", "between(name:Berlin,name:Warsaw)"),
        ("near Mosul", "near(name:Mosul)"),
        ("just outside Baghdad", "near(name:Baghdad)"),
        ("on the outskirts of Paris", "around(name:Paris)"),
        ("the city of Goma", "name:Goma"),
        ("30 km south of the Lebanese port of Tyre", "offset(name:Tyre,30000m,south)"),
        ("", "None"),
        ("blah foo qux", "None"),
        ("north of", "None"),
    ],
)
def test_a_phrase_on_its_own_is_read_as_a_tree(words, tree):
    assert str(parse_phrase(words, open_gazetteer())) == tree


def test_the_text_gives_the_container_and_the_kind():
    assert parse_phrase("Paris, Texas", open_gazetteer()).within == "Texas"
    assert parse_phrase("the city of Goma", open_gazetteer()).kind_hint == "city"


def marked(text):
    """Return a text without its marks, and the toponyms they hold: [Somalia], [Yemeni>Yemen], [Iraq:country]."""
    spans, plain, at = [], "", 0
    for m in re.finditer(r"\[([^\]>:]+)(?:>([^\]:]+))?(?::(\w+))?\]", text):
        plain += text[at : m.start()]
        spans.append(ToponymSpan(len(plain), len(plain) + len(m[1]), m[2] or m[1], bool(m[2]), m[3] or ""))
        plain += m[1]
        at = m.end()
    return plain + text[at:], spans


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Pirates struck off the coast of [Somalia] on Monday.", ["off the coast of Somalia"]),
        ("The ship was 200 nautical miles off [Yemen:country].", ["200 nautical miles off Yemen"]),
        ("Rain fell in northern [Nigeria], [Chad] and [Niger].", ["northern Nigeria", "Chad", "Niger"]),
        ("[Venezuelan>Venezuela] airspace is closed.", ["Venezuelan airspace"]),
        ("The [Venezuelan>Venezuela] president spoke.", ["Venezuelan"]),
        ("Troops massed along the [Syrian>Syria]-[Turkish>Turkey] border.", ["along the Syrian-Turkish border"]),
        ("[Poland]'s border with [Belarus] was shut.", ["Poland's border with Belarus"]),
        ("The war between [Russia:country] and [Ukraine:country] goes on.", ["Russia", "Ukraine"]),
        ("Talks between [Gao:city] and [Kidal:city] failed.", ["Gao", "Kidal"]),
        ("On the road between [Gao:city] and [Kidal:city] they met.", ["between Gao and Kidal"]),
        ("The strait between [Yemen:country] and [Djibouti:country] is busy.", ["between Yemen and Djibouti"]),
        ("Russia cut off [Ukraine:country]'s gas.", ["Ukraine"]),
        ("He was born outside [France:country].", ["France"]),
        ("A blast hit a base outside [Baghdad:city].", ["outside Baghdad"]),
        ("The [Yemeni>Yemen] port of [Hodeidah:city] was hit.", ["Yemeni", "Hodeidah"]),
        (
            "It sank 60 nautical miles southwest of the [Yemeni>Yemen] port of [Hodeidah:city].",
            ["60 nautical miles southwest of the Yemeni port of Hodeidah"],
        ),
        ("[Libya]'s northern oil fields reopened.", ["Libya"]),
        ("[Mali]'s far north is empty.", ["Mali's far north"]),
        ("[Zaporizhzhia:admin1] region was shelled.", ["Zaporizhzhia region"]),
        ("Border guards of [Poland] fired.", ["Poland"]),
        ("The [Polish>Poland] border guards fired.", ["Polish"]),
        ("Boats in the [Gulf of Aden:sea] off [Yemen] fled.", ["Gulf of Aden off Yemen"]),
        ("Jets crossed the Baghdad FIR at noon.", ["Baghdad FIR"]),
        ("They stayed near the [Gaza]-[Egypt] border.", ["near the Gaza-Egypt border"]),
        ("No place is named here.", []),
    ],
)
def test_a_phrase_in_a_text_is_one_mention(text, phrases):
    plain, toponyms = marked(text)
    found = extend(plain, toponyms)
    assert [plain[p.start : p.end] for p in found] == phrases
    assert sorted(i for p in found for i in p.uses) == list(range(len(toponyms)))


def test_the_container_of_an_apposition_is_kept():
    plain, toponyms = marked("The [Yemeni>Yemen] port of [Hodeidah:city] was hit.")
    assert extend(plain, toponyms)[1].phrase.within == "Yemen"


def test_leaves_carry_the_offsets_of_their_names():
    plain, toponyms = marked("off the coast of northern [Chile]")
    leaf = extend(plain, toponyms)[0].phrase.of.of
    assert plain[leaf.start : leaf.end] == "Chile"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Chad closed its airspace.", ["its"]),
        ("The storm hit the country's north and its coast.", ["country", "its"]),
        ("The army fired at its border with Sudan.", ["its"]),
        ("It lies off the coast of the island.", ["island"]),
        ("The country's army and its president left.", []),
        ("The country is poor.", []),
    ],
)
def test_only_references_with_geography_are_found(text, words):
    assert [text[span.start : span.end] for span, _ in references(text)] == words


def test_reading_takes_no_time_that_grows_with_the_square_of_the_text():
    # Not a timing: a long run of words that could begin a phrase must not loop or overlap.
    text = "north of the coast of the border of " * 400 + "Mali"
    found = extend(text, [ToponymSpan(len(text) - 4, len(text), "Mali")])
    assert len(found) == 1
    assert found[0].end == len(text)


@pytest.mark.parametrize("change", [str.upper, str.title, str.lower], ids=["capitals", "title", "small letters"])
@pytest.mark.parametrize("words", ["central and southern", "north and the east", "northern, western and central"])
def test_parts_are_read_in_any_letters(words, change):
    """A report in capitals must not stop an archive."""
    find_situation(
        Report(change(f"Floods hit {words} Somalia on Monday, and roads were cut in the towns of the land."))
    )
