"""The places a report mentions: which words, as what phrase, and how each is used."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.model import Document, Mention, Named, Report, Role, leaves
from geo.places.gazetteer import open_gazetteer
from geo.text.document import read_document
from geo.text.mentions import find_mentions


def read(text: str) -> tuple[Document, tuple[Mention, ...]]:
    document = read_document(Report(text))
    return document, find_mentions(document, open_gazetteer())


def words_of(text: str) -> list[str]:
    return [m.text for m in read(text)[1]]


def only(text: str, words: str) -> Mention:
    """Return the mention that holds the words."""
    start = text.index(words)
    found = [m for m in read(text)[1] if m.span.start <= start < m.span.end]
    assert len(found) == 1, (words, [m.text for m in read(text)[1]])
    return found[0]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Two people died in Lagos and Ibadan on Monday.", ["Lagos", "Ibadan"]),
        ("He was arrested in Paris, Texas, on Friday.", ["Paris", "Texas"]),
        ("CARACAS, Nov 23 (Reuters) - Airlines cancelled flights.", ["CARACAS"]),
        ("The storm hit Côte d'Ivoire and São Paulo.", ["Côte d'Ivoire", "São Paulo"]),
        ("Schools are shut in Guinea-Bissau and Winston-Salem.", ["Guinea-Bissau", "Winston-Salem"]),
        ("The Paris-based agency warned of it.", ["Paris"]),
        ("A US-led force landed in Somalia.", ["US", "Somalia"]),
        ("Fires burn in W.Va. and in NSW, officials in the DRC said.", ["W.Va.", "NSW", "DRC"]),
        ("Fighting spread to Gaza's north.", ["Gaza's north"]),
        ("Marburg virus was seen in 1967. It broke out in Marburg, Germany.", ["Marburg", "Germany"]),
        ("Parisians and Venezuelan officials met in Bogotá.", ["Parisians", "Venezuelan", "Bogotá"]),
        ("Shelling hit Deir ez-Zor and Deir al-Balah.", ["Deir ez-Zor", "Deir al-Balah"]),
        ("Shops burned in Khan al-Saboun, Syria.", ["Khan al-Saboun", "Syria"]),
        (
            "Sudan is at war. Sudan shut it; Sudan said so. South Sudan has closed a market.",
            ["Sudan", "Sudan", "Sudan", "South Sudan"],
        ),
        ("It rained in Ghana, Togo, Benin and Niger.", ["Ghana", "Togo", "Benin", "Niger"]),
        ("HUNDREDS FLEE AS FLOODS HIT PAKISTAN AND INDIA", ["PAKISTAN", "INDIA"]),
        # villages that no source lists, in texts of a country that is named
        ("A landslide in Nepal's Rolpa district buried houses.", ["Nepal", "Rolpa district"]),
        ("Kenyan police closed the road at Mai Mahiu.", ["Kenyan", "Mai Mahiu"]),
        ("Rebels overran Mushaki at dawn and shelled Qorvin.", ["Mushaki", "Qorvin"]),
        ("the quake struck turkey and syria, officials in ankara said", ["turkey", "syria", "ankara"]),
    ],
)
def test_names_are_found_in_every_dress(text, names):
    assert words_of(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Jordan said Jordan Smith would come.",
        "Sen. Lincoln and Sgt. Houston were there.",
        "I'll be there, and we'd like it.",
        "In March they may read, or reading is over.",
        "Nobody was hurt, police said.",
        "The fair was put on the List of World Heritage in Danger.",
        "General Motors said Nissan and Toyota sell more cars.",
    ],
)
def test_other_words_are_no_places(text):
    assert words_of(text) == []


@pytest.mark.parametrize(
    ("text", "words", "usage"),
    [
        ("Two people died in Washington on Monday.", "Washington", "literal"),
        ("Washington has maintained that it is defending itself.", "Washington", "metonymic"),
        ("The Venezuelan president denied it.", "Venezuelan", "modifier"),
        ("Four US officials said so.", "US", "modifier"),
        ("Two Latvians are missing.", "Latvians", "demonym"),
        ("She spoke Spanish, and he wrote in French.", "Spanish", "language"),
        ("The London-based bank closed.", "London", "modifier"),
        ("A US-backed militia advanced.", "US", "metonymic"),
        ("Toronto Police arrested two men.", "Toronto", "embedded"),
        ("He studied at the University of Texas for years.", "Texas", "embedded"),
        ("Spain beat Brazil 2-1 on Sunday.", "Spain", "metonymic"),
        ("Spain beat Brazil 2-1 on Sunday.", "Brazil", "metonymic"),
        ("The firm signed with Angola last year.", "Angola", "metonymic"),
        ("The deal between Rwanda and Uganda was signed.", "Uganda", "metonymic"),
        ("France and Germany agreed on it.", "France", "metonymic"),
        ("The United States is reportedly set to launch an operation.", "United States", "metonymic"),
        ("Pakistan to restore the chief justice", "Pakistan", "metonymic"),
        ("Flights departing from Venezuela were cancelled.", "Venezuela", "literal"),
        ("Thousands fled to Germany, which is far away.", "Germany", "literal"),
        ("The boats were struck in the Caribbean and eastern Pacific, Washington has said.", "Pacific", "literal"),
        ("The boats were struck in the Caribbean and eastern Pacific, Washington has said.", "Washington", "metonymic"),
        ("Six workers in Hueytown, Alabama developed a cough.", "Alabama", "literal"),
        ("Most of it came in flights from Rome, Italy told reporters.", "Rome", "literal"),
        ("Syria's largest city is in ruins.", "Syria", "literal"),
        ("Russia's president said no.", "Russia", "metonymic"),
        ("A fire broke out in the Texas town of Paris.", "Texas", "literal"),
        ("Help came after the Haitian earthquake.", "Haitian", "literal"),
        ("US weighs new phase of operations around Venezuela", "US", "metonymic"),
        ("Iran threatens to close the Strait of Hormuz", "Iran", "metonymic"),
        ("China eyes a wharf in Kiribati", "China", "metonymic"),
        ("Kenya bans flights", "Kenya", "metonymic"),
        ("Britain seized a tanker off Gibraltar.", "Britain", "metonymic"),
        ("Qatar and Oman are mediating.", "Oman", "metonymic"),
        ("China, Iran's largest customer, called for restraint.", "Iran", "metonymic"),
        ("Romania scrambled jets.", "Romania", "metonymic"),
        ("Funding from Germany, Norway and Japan covers a third.", "Norway", "metonymic"),
        ("Marines from Futenma on Okinawa joined drills.", "Okinawa", "literal"),
        ("In the Dominican Republic health officials are present.", "Dominican Republic", "literal"),
        ("The Andaman Sea is expected to see storms.", "Andaman Sea", "literal"),
        ("An alert for Samoa and American Samoa was lifted.", "Samoa", "literal"),
        ("Cambodian soldiers exchanged fire.", "Cambodian", "modifier"),
        ("They attacked an African Union base.", "African", "embedded"),
        ("Floods hit Attapeu, southern Laos.", "Laos", "literal"),
        ("Somalia's coast guard said so.", "Somalia", "metonymic"),
    ],
)
def test_usage_follows_what_stands_around_a_name(text, words, usage):
    mention = only(text, words)
    assert mention.usage == usage
    literal = usage in ("literal", "mixed", "coerced")
    assert mention.role is (Role.LITERAL if literal else Role.ASSOCIATIVE)
    assert literal or mention.reason


def test_a_dateline_is_literal_and_says_that_it_is_one():
    mention = only("MAKHACHKALA -- Three days of fighting ended, officials said.", "MAKHACHKALA")
    assert (mention.role, mention.reason) == (Role.LITERAL, "dateline")


@pytest.mark.parametrize(
    ("text", "words", "phrase"),
    [
        ("Pirates struck off the coast of Somalia.", "Somalia", "offshore(name:Somalia)"),
        ("Drones crossed Venezuelan airspace.", "Venezuelan", "airspace(name:Venezuela)"),
        ("Floods hit northern Nigeria.", "Nigeria", "part(north,name:Nigeria)"),
        ("It fell on the Syria-Turkey border.", "Syria", "border(name:Syria,name:Turkey)"),
        ("A tanker was boarded 30 NM south of Lagos.", "Lagos", "offset(name:Lagos,55560m,south)"),
    ],
)
def test_a_place_phrase_is_one_mention(text, words, phrase):
    mention = only(text, words)
    assert str(mention.phrase) == phrase
    assert mention.role is Role.LITERAL


def test_the_text_gives_the_container_and_the_kind():
    paris = only("He was arrested in Paris, Texas.", "Paris").phrase
    assert isinstance(paris, Named)
    assert paris.within == "Texas"
    county = only("It burned in Rapides Parish on Monday.", "Rapides").phrase
    assert county is not None
    assert leaves(county)[0].name.startswith("Rapides")


def test_the_countrys_airspace_is_that_of_the_country_named_before():
    text = "Flights from Venezuela were cancelled after the US agency warned of danger in the country’s airspace."
    mention = only(text, "country’s airspace")
    assert str(mention.phrase) == "airspace(name:Venezuela)"
    assert "Venezuela" in mention.reason


def test_an_island_that_the_text_leaves_open_is_not_placed_but_listed():
    mention = only("US forces may stay in the archipelago, he said. Tensions in Caracas are high.", "archipelago")
    assert mention.phrase is None
    assert mention.reason
    assert mention.role is Role.LITERAL


def test_the_only_island_of_a_text_is_what_the_island_means():
    mention = only("The storm hit Cyprus at noon. Thousands on the island are without power.", "the island")
    assert mention.phrase is not None
    assert leaves(mention.phrase)[0].name == "Cyprus"


def test_offsets_are_those_of_the_text_given():
    text = "In\u00a0Lagos,\r\n\r\nmany fled  to “Ibadan”. 🙂 In Kano too."
    document, mentions = read(text)
    assert [m.span.of(text) for m in mentions] == ["Lagos", "Ibadan", "Kano"]
    assert all(m.text == m.span.of(document.text) for m in mentions)


PIECES = st.sampled_from(
    [
        "Paris",
        "Texas",
        ",",
        "the",
        "coast",
        "of",
        "Venezuelan",
        "airspace",
        "'s",
        ".",
        "\n\n",
        "“",
        "”",
        "New York",
        "in",
    ]
)


@settings(deadline=None, max_examples=60)
@given(st.lists(PIECES, max_size=25), st.sampled_from([" ", "", "  "]))
def test_mentions_of_any_text_are_exact_ordered_and_apart(pieces, gap):
    text = gap.join(pieces)
    document, mentions = read(text)
    assert all(m.text == m.span.of(document.text) for m in mentions)
    assert all(m.text.strip() for m in mentions)
    assert all(a.span.end <= b.span.start for a, b in pairwise(mentions))
    assert find_mentions(document, open_gazetteer()) == mentions


@pytest.mark.parametrize(
    ("text", "spots"),
    [
        ("Tornado warnings were in effect in six states.", ["six states"]),
        ("Floods hit a school in a remote village.", ["a remote village"]),
        ("Fires burned in 12 counties.", ["12 counties"]),
        ("Clashes were reported in several provinces of eastern Chad.", []),
        ("She was born in a small town.", []),
        ("Police shot a man in a city park.", []),
    ],
)
def test_where_something_happens_without_a_name_is_told_and_not_placed(text, spots):
    unnamed = [m for m in read(text)[1] if m.phrase is None]
    assert [m.text for m in unnamed] == spots
    assert all("does not say which" in m.reason for m in unnamed)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Qatar and Oman are mediating. Israel closed its airspace.", "airspace(name:Israel)"),
        ("Near Kherson it was calm. Romania scrambled jets as drones entered its airspace.", "airspace(name:Romania)"),
    ],
)  # fmt: skip
def test_its_is_that_of_the_power_that_acts(text, phrase):
    assert str(only(text, "its airspace").phrase) == phrase
