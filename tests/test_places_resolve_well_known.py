"""Names every newsreader knows must not end up in a namesake village: whole sentences, read and resolved."""

import pytest

from geo.model import leaves
from geo.pipeline import find_situation, read_report

BOATS = "US strikes against alleged drug boats in the Caribbean and eastern Pacific killed 80."

SENTENCES = [
    (BOATS, "Caribbean", "sea:caribbean-sea"),
    (BOATS, "eastern Pacific", "sea:pacific-ocean"),
    ("A carrier group arrived in the Caribbean, the Pentagon in Washington said.", "Caribbean", "sea:caribbean-sea"),
    ("Migrants drowned in the Mediterranean on Sunday, Malta said.", "Mediterranean", "sea:mediterranean-sea"),
    ("A tanker was seized in the Gulf of Oman near the Strait of Hormuz.", "Strait of Hormuz", "sea:strait-of-hormuz"),
    ("Fishermen from Dakar went missing in the Atlantic.", "Atlantic", "sea:atlantic-ocean"),
    ("A submarine surfaced in the Baltic on Friday.", "Baltic", "sea:baltic-sea"),
    ("Protests spread across Georgia after the vote in Tbilisi.", "Georgia", "country:GE"),
    ("Tornadoes killed five people in Georgia, southwest of Atlanta.", "Georgia", "admin1:US.GA"),
    ("Shelling killed ten people in Lebanon on Monday, Hezbollah said in Beirut.", "Lebanon", "country:LB"),
    ("Floods hit Niger after days of rain in Niamey.", "Niger", "country:NE"),
    ("Fighting resumed in Goma, in the east of Congo.", "Goma", "gn:216281"),
    ("Cholera is spreading in Jordan, the ministry in Amman said.", "Jordan", "country:JO"),
    ("An earthquake struck Turkey near Gaziantep.", "Turkey", "country:TR"),
    ("A bomb exploded in Tripoli, the Libyan capital.", "Tripoli", "gn:2210247"),
    ("Clashes broke out in Tripoli, in northern Lebanon, near Beirut.", "Tripoli", "gn:266826"),
    ("A fire broke out in Paris, Texas, on Tuesday.", "Paris", "gn:4717560"),
    ("Police in Birmingham, England, arrested two men.", "Birmingham", "gn:2655603"),
    ("A blast hit Hyderabad, in Pakistan's Sindh province.", "Hyderabad", "gn:1176734"),
    ("Aid trucks entered the Gaza Strip through Rafah.", "Gaza Strip", "territory:gaza-strip"),
    ("Villages burned in Darfur and in Khartoum.", "Darfur", "region:darfur"),
    ("Jihadists attacked soldiers in the Sahel.", "Sahel", "region:sahel"),
    ("At least 25 people were killed in Gaza, medics said.", "Gaza", "territory:gaza-strip"),
    ("Tanks advanced into Gaza City.", "Gaza City", "gn:281133"),
    ("Drones hit a depot in Crimea.", "Crimea", "territory:crimea"),
    ("A ship vanished off the Cape of Good Hope.", "Good Hope", "place:cape-of-good-hope"),
    ("Chile sent a tug towards Cape Horn.", "Cape Horn", "place:cape-horn"),
    ("A launch from Cape Canaveral was put off.", "Cape Canaveral", "place:cape-canaveral"),
    ("A fire broke out near the Zaporizhzhia nuclear power plant.", "Zaporizhzhia", "place:zaporizhzhia-plant"),
    ("Traffic stopped on the Kerch Bridge.", "Kerch Bridge", "place:kerch-bridge"),
    ("Water rose at the Three Gorges Dam.", "Three Gorges Dam", "place:three-gorges-dam"),
    ("Fire swept through Kutupalong in Bangladesh.", "Kutupalong", "place:kutupalong"),
    ("Brunei banned flights. A dam failed in Attapeu, southern Laos.", "Brunei", "country:BN"),
    ("A destroyer docked in Port of Spain.", "Port of Spain", "gn:3573890"),
    ("A ship was hit 40 miles east of Fujairah, the United Kingdom Maritime Trade Operations said.", "Fujairah",
     "admin1:AE.04"),
    ("Fire hit a camp in Cox's Bazar.", "Cox's Bazar", "gn:1336134"),
    ("Mexico rejects strikes on its soil.", "Mexico", "country:MX"),
    ("Rebels advanced in Tigray, north of Addis Ababa.", "Tigray", "admin1:ET.53"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "words", "place_id"), SENTENCES, ids=[f"{w} {i}" for _, w, i in SENTENCES])
def test_a_well_known_name_is_read_as_the_world_reads_it(sentence, words, place_id):
    situation = find_situation(read_report(sentence))
    found = {m.text: r.place for m, r in zip(situation.mentions, situation.resolutions, strict=True)}
    named = [place for text, place in found.items() if words.lower() in text.lower() or text.lower() in words.lower()]
    assert named, f"no mention of {words} among {list(found)}"
    ids = [leaf.place_id for place in named if place for leaf in leaves(place.area)]
    assert place_id in ids, ids or "not placed"


@pytest.mark.parametrize(
    ("sentence", "words", "name"),
    [
        ("Ships left Hodeidah in Yemen on Monday.", "Hodeidah", "Hodeidah"),
        ("A blast shook Kiev, the Ukrainian capital.", "Kiev", "Kiev"),
        ("Strikes hit the UAE on Monday.", "UAE", "United Arab Emirates"),
        ("Troops deployed in Dagestan after the blast.", "Dagestan", "Dagestan"),
    ],
)
def test_a_place_is_called_as_the_report_calls_it(sentence, words, name):
    situation = find_situation(read_report(sentence))
    pairs = zip(situation.mentions, situation.resolutions, strict=True)
    (called,) = {r.place.name for m, r in pairs if m.text == words or m.text.endswith(" " + words)}
    assert called == name


@pytest.mark.parametrize(
    ("text", "words", "place_id"),
    [
        ("A cyclone hit Mozambique on Monday. Malawi's government said floods killed six people in the south of the "
         "country.", "south of the country", "part(south,country:MW)"),
        ("Airlines cancelled flights from Venezuela after the US FAA warned of a hazard in the country's airspace.",
         "country's airspace", "airspace(country:VE)"),
    ],
)  # fmt: skip
def test_the_country_is_the_one_the_sentence_is_about(text, words, place_id):
    situation = find_situation(read_report(text))
    pairs = zip(situation.mentions, situation.resolutions, strict=True)
    (place,) = [r.place for m, r in pairs if words in m.text]
    assert place is not None
    assert place.id == place_id
