"""What a claim carries besides its status: quote, time, theme, disputes, one claim for places of one clause."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.claims import theme
from geo.claims.extract import extract_claims
from geo.data import read_toml
from geo.model import (
    Claim,
    Document,
    Known,
    LonLat,
    Mention,
    Place,
    Precision,
    Report,
    Resolution,
    Role,
    Span,
    Status,
    TimeExpression,
    When,
)
from tests.claims.marked import claims_of, parse, read_reports, report_claims

HERE = Path(__file__).parent / "claims"
REPORTS = [report for name in ("reports.txt", "situations.txt", "news.txt") for report in read_reports(HERE / name)]


def one(sentence: str) -> Claim:
    """Return the only claim of a marked sentence."""
    claims, _ = claims_of(parse(sentence))
    assert len(claims) == 1
    return claims[0]


def placed(name: str, kind: str = "city", country: str = "", place_id: str = "") -> Resolution:
    """Return a resolution to an invented place."""
    place_id = place_id or name
    place = Place(place_id, name, kind, Known(place_id, name, kind), LonLat(0, 0), Precision.EXACT, "by hand", country)
    return Resolution(place, "")


@pytest.mark.parametrize("report", REPORTS, ids=lambda r: r[0].name)
def test_a_whole_report_is_read_sentence_by_sentence(report: list[Any]) -> None:
    for row, claims, marked in report_claims(report):
        assert set(row.events) <= marked, row.text
        assert not marked & set(row.traps), row.text
        for claim in claims:
            if row.status:
                assert claim.status == row.status, row.text
            if row.who is not None and row.status:
                assert [n.lower() for n in claim.attribution] == [n.lower() for n in row.who], row.text


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        (
            "Ash shut the airport in {Catania} on Sunday, and ferries to Malta were late.",
            "Ash shut the airport in Catania on Sunday",
        ),
        (
            "<CARACAS>, Nov 23 (Reuters) - Airlines cancelled flights from {Caracas} on Sunday.",
            "Airlines cancelled flights from Caracas on Sunday.",
        ),
        (
            "{Port Sudan} - a city by the sea - was hit by drones on Sunday.",
            "Port Sudan - a city by the sea - was hit by drones on Sunday.",
        ),
        (
            "Two mines were destroyed near {Varna}, the navy said, and fishermen saw a third.",
            "Two mines were destroyed near Varna, the navy said",
        ),
        (
            "The minister flew home after gunmen attacked a hotel in {Bamako}.",
            "gunmen attacked a hotel in Bamako.",
        ),
        (
            "Four of the passengers who died in a crash in {Butte} had ties to the school.",
            "Four of the passengers who died in a crash in Butte",
        ),
    ],
)
def test_the_quote_is_the_smallest_span_that_reads_by_itself(sentence: str, quote: str) -> None:
    assert one(sentence).quote == quote


@pytest.mark.parametrize(
    ("sentence", "theme_name", "kind"),
    [
        ("Warplanes bombed a depot in {Raqqa} in an air strike.", "conflict, war and peace", "air strike"),
        ("A magnitude 7 earthquake shook {Izmit}.", "disaster, accident and emergency incident", "earthquake"),
        ("Floodwater inundated {Chennai}.", "disaster, accident and emergency incident", "flood"),
        ("A wildfire burned 300 hectares near {Faro}.", "disaster, accident and emergency incident", "wildfire"),
        ("A cholera outbreak killed 30 people in {Lusaka}.", "health", "epidemic"),
        ("Airlines cancelled their flights from {Caracas}.", "transport", "flight cancellation"),
        ("Regulators warned of danger in the airspace over {Sudan}.", "transport", "airspace warning"),
        ("Voters went to polling stations in {Accra} for the election.", "politics", "election"),
        ("Protesters marched through {Tbilisi}.", "politics", "protest"),
        (
            "The court in {Lyon} sentenced a trafficker for smuggling cocaine.",
            "crime, law and justice",
            "drug trafficking",
        ),
        ("Dockers went on strike in {Gdansk} over pay.", "labour", "strike"),
        ("An oil spill fouled beaches in {Mauritius}.", "environment", "oil spill"),
        ("A tropical storm made landfall near {Tampico}.", "weather", "storm"),
        ("Protesters staged a sit-in in {Lomé}.", "politics", "protest"),
        (
            "The old bridge at {Ava} fell into the water.",
            "disaster, accident and emergency incident",
            "building collapse",
        ),
        (
            "The roof of a market caved in near {Tarma}.",
            "disaster, accident and emergency incident",
            "building collapse",
        ),
        ("The team won the championship match in {Turin}.", "sport", ""),
        ("Refugees fled the fighting and reached a camp at {Adre}.", "society", "displacement"),
        ("Teachers at the university in {Dhaka} returned to their classrooms.", "education", ""),
    ],
)
def test_cue_words_give_theme_and_kind(sentence: str, theme_name: str, kind: str) -> None:
    claim = one(sentence)
    assert claim.theme == theme_name
    assert not kind or claim.kind == kind


def test_a_theme_is_added_in_the_data_file_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    table = read_toml("themes.toml")
    table["theme"].append(
        {"name": "beekeeping", "cues": "hive, swarm", "kind": [{"name": "honey", "cues": "honey harvest"}]}
    )
    monkeypatch.setattr(theme, "read_toml", lambda name: table)
    caches = (theme._cues, theme._cues_of)
    for cached in caches:
        cached.cache_clear()
    try:
        claim = one("The honey harvest failed and hives died in {Puglia}.")
    finally:
        for cached in caches:
            cached.cache_clear()
    assert (claim.theme, claim.kind) == ("beekeeping", "honey")


def test_every_theme_says_its_name_and_its_words() -> None:
    for entry in read_toml("themes.toml")["theme"]:
        assert set(entry) <= {"name", "cues", "weak", "kind", "report"}
        assert entry["name"].islower()
        for kind in entry.get("kind", ()):
            assert {"name", "cues"} <= set(kind) <= {"name", "cues", "weak"}


def test_places_of_one_clause_share_one_claim() -> None:
    claims, _ = claims_of(parse("Flooding hit {Benin}, {Ghana} and {Niger}."))
    assert [claim.mentions for claim in claims] == [(0, 1, 2)]


def test_clauses_of_one_sentence_keep_their_own_status() -> None:
    claims, _ = claims_of(
        parse("The government may evacuate {Cuttack} but ruled out closing {Puri}, and schools in {Konark} are shut.")
    )
    assert [claim.status for claim in claims] == [Status.POSSIBLE, Status.DENIED, Status.ONGOING]


def test_a_claim_and_its_denial_refer_to_each_other() -> None:
    text = "The army said it had captured Sake. The rebels denied that Sake had fallen to the army."
    spans = [Span(text.index("Sake"), text.index("Sake") + 4), Span(text.rindex("Sake"), text.rindex("Sake") + 4)]
    mentions = tuple(Mention(s, s.of(text), Role.LITERAL, None) for s in spans)
    document = Document(Report(text), (Span(0, 35), Span(36, len(text))))
    claims = extract_claims(document, mentions, (placed("Sake"), placed("Sake")))
    assert [c.status for c in claims] == [Status.CLAIMED, Status.DENIED]
    assert [c.disputes for c in claims] == [(1,), (0,)]


def test_two_sides_that_both_say_they_hold_a_town_dispute() -> None:
    text = "The army said it had retaken Sake; the rebels said Sake was still in their hands."
    mentions = tuple(Mention(s, s.of(text), Role.LITERAL, None) for s in (Span(29, 33), Span(51, 55)))
    claims = extract_claims(Document(Report(text), (Span(0, len(text)),)), mentions, (placed("Sake"), placed("Sake")))
    assert [c.attribution for c in claims] == [("The army",), ("the rebels",)]
    assert [c.disputes for c in claims] == [(1,), (0,)]


def test_a_denial_beside_a_claim_of_the_same_place_disputes_it_in_other_words() -> None:
    text = "Hamas said it had shot down a helicopter near Rafah. The army denied that any aircraft was lost in Rafah."
    spans = (Span(41, 51), Span(99, 104))
    mentions = tuple(Mention(s, s.of(text), Role.LITERAL, None) for s in spans)
    sentences = (Span(0, 52), Span(53, len(text)))
    places = (placed("near Rafah", "near"), placed("Rafah"))
    claims = extract_claims(Document(Report(text), sentences), mentions, places)
    assert [c.status for c in claims] == [Status.CLAIMED, Status.DENIED]
    assert [c.disputes for c in claims] == [(1,), (0,)]


def test_claims_of_other_places_do_not_dispute() -> None:
    claims, _ = claims_of(parse("The army said it had retaken {Sake}; the rebels denied they had left {Goma}."))
    assert [c.disputes for c in claims] == [(), ()]


def test_time_comes_from_the_clause_then_the_sentence() -> None:
    text = "A bomb hit Aden on Friday, and a mine sank a boat off Mokha on Sunday."
    friday, sunday = text.index("on Friday"), text.index("on Sunday")
    times = (
        TimeExpression(Span(friday, friday + 9), When("2025-11-21", "on Friday")),
        TimeExpression(Span(sunday, sunday + 9), When("2025-11-23", "on Sunday")),
    )
    mentions = tuple(
        Mention(Span(text.index(n), text.index(n) + len(n)), n, Role.LITERAL, None) for n in ("Aden", "Mokha")
    )
    document = Document(Report(text, date=date(2025, 11, 24)), (Span(0, len(text)),), (), times)
    claims = extract_claims(document, mentions, (placed("Aden"), placed("Mokha")))
    assert [c.when for c in claims] == [times[0].when, times[1].when]


def test_what_is_ongoing_is_so_at_the_reports_date_and_no_other_time_is_invented() -> None:
    text = "A curfew is in force in Imphal. A bomb exploded in Aden."
    mentions = tuple(
        Mention(Span(text.index(n), text.index(n) + len(n)), n, Role.LITERAL, None) for n in ("Imphal", "Aden")
    )
    document = Document(Report(text, date=date(2025, 11, 24)), (Span(0, 31), Span(32, len(text))))
    claims = extract_claims(document, mentions, (placed("Imphal"), placed("Aden")))
    assert [c.when for c in claims] == [When("2025-11-24", ""), None]


@pytest.mark.parametrize(
    ("words", "iso", "kept"),
    [
        ("on Friday", "2025-11-28", False),
        ("within a week", "2025-11-24/2025-12-01", False),
        ("this week", "2025-11-24/2025-11-24", True),
        ("on Sunday", "2025-11-23", True),
    ],
)
def test_what_has_happened_is_never_dated_after_the_report(words: str, iso: str, kept: bool) -> None:
    text = f"The army ordered residents to leave Gao {words}."
    start = text.index(words)
    times = (TimeExpression(Span(start, start + len(words)), When(iso, words)),)
    mention = Mention(Span(text.index("Gao"), start - 1), "Gao", Role.LITERAL, None)
    document = Document(Report(text, date=date(2025, 11, 24)), (Span(0, len(text)),), (), times)
    claims = extract_claims(document, (mention,), (placed("Gao"),))
    assert [(c.status, c.when) for c in claims] == [(Status.OCCURRED, times[0].when if kept else None)]


def test_associative_mentions_make_no_claim() -> None:
    text = "Venezuelan troops crossed the river near Cucuta."
    mentions = (
        Mention(Span(0, 10), "Venezuelan", Role.ASSOCIATIVE, None),
        Mention(Span(41, 47), "Cucuta", Role.LITERAL, None),
    )
    document = Document(Report(text), (Span(0, len(text)),))
    claims = extract_claims(document, mentions, (placed("Venezuela", "country"), placed("Cucuta")))
    assert [c.mentions for c in claims] == [(1,)]


def test_the_country_after_a_town_only_says_where_the_town_lies() -> None:
    text = "The ship docked in Port Said, Egypt."
    mentions = (
        Mention(Span(19, 28), "Port Said", Role.LITERAL, None),
        Mention(Span(30, 35), "Egypt", Role.LITERAL, None),
    )
    document = Document(Report(text), (Span(0, len(text)),))
    resolutions = (placed("Port Said", "city", "EG"), placed("Egypt", "country", "EG"))
    assert [c.mentions for c in extract_claims(document, mentions, resolutions)] == [(0,)]


def test_a_bare_reportedly_is_sourced_from_the_outlet_named_after_it() -> None:
    text = "Troops will reportedly enter Kassala. Reuters report, citing two officials, added that no date is set."
    mentions = (Mention(Span(29, 36), "Kassala", Role.LITERAL, None),)
    document = Document(Report(text), (Span(0, 37), Span(38, len(text))))
    (claim,) = extract_claims(document, mentions, (placed("Kassala"),))
    assert (claim.status, claim.attribution) == (Status.PLANNED, ("two officials", "Reuters"))


def test_a_headline_tells_the_past_in_the_present() -> None:
    text = "Quake kills ten in Izmit\n\nTen people died in Izmit."
    mentions = (Mention(Span(19, 24), "Izmit", Role.LITERAL, None), Mention(Span(45, 50), "Izmit", Role.LITERAL, None))
    document = Document(Report(text), (Span(0, 24), Span(26, len(text))), headline=Span(0, 24))
    claims = extract_claims(document, mentions, (placed("Izmit"), placed("Izmit")))
    assert [c.status for c in claims] == [Status.OCCURRED, Status.OCCURRED]


def test_a_report_without_places_has_no_claims() -> None:
    assert extract_claims(Document(Report("Nothing happened."), (Span(0, 17),)), (), ()) == ()


SALAD = """the army said that which who , ; : " “ ” ( ) — and but if not no will may have been is was killed striking in
of near Aden Ruritania government denied according to citing while after 's Monday 12 people attack $ - ... ' to"""
WORDS = st.sampled_from(SALAD.split())


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=40))
def test_any_words_are_read_without_fail_and_quoted_exactly(words: list[str]) -> None:
    text = " ".join(words)
    spans = [Span(i, i + 4) for i in range(len(text)) if text.startswith("Aden", i)]
    mentions = tuple(Mention(s, s.of(text), Role.LITERAL, None) for s in spans)
    document = Document(Report(text), (Span(0, len(text)),), ())
    claims = extract_claims(document, mentions, tuple(placed("Aden") for _ in mentions))
    again = extract_claims(document, mentions, tuple(placed("Aden") for _ in mentions))
    assert claims == again
    for claim in claims:
        assert claim.quote == claim.span.of(text)
        assert claim.mentions
        assert all(claim.span.contains(mentions[i].span) for i in claim.mentions)


def test_statements_side_by_side_keep_their_own_kind() -> None:
    claims, _ = claims_of(parse("In {Narowal}, the shrine stood under water, and in {Sialkot} the airport was closed."))
    assert [(c.theme.split(",")[0], c.kind) for c in claims] == [
        ("disaster", "flood"),
        ("transport", "airport closure"),
    ]


@pytest.mark.parametrize(
    ("sentence", "theme_name"),
    [
        ("A product tanker was boarded by six armed persons south of {Cotonou}.", "crime, law and justice"),
        (
            "Six wagons of a freight train plunged into a ravine near {La Oroya}.",
            "disaster, accident and emergency incident",
        ),
        ("India's military said it had shot down drones over {Jammu}.", "conflict, war and peace"),
        ("Two tankers are waiting off {Galveston}, and shipping is delayed.", "transport"),
        ("Drones struck an oil refinery near {Ryazan}.", "conflict, war and peace"),
        ("Jets flew low over {Tyre}.", "conflict, war and peace"),
        ("No strike was reported around {Nabatieh}.", "conflict, war and peace"),
        ("Crews drilled two wells off {Walvis Bay}.", "economy, business and finance"),
        ("A burn ban is in effect in {Bell County}.", "disaster, accident and emergency incident"),
        ("The city is weighing a congestion charge in {Leuven}.", "transport"),
        ("The general still hopes to seize all of {Kherson}.", "conflict, war and peace"),
        ("{The Omani border} has been shut since the spring.", "politics"),
        ("Tonnes of lobster washed ashore at {Port Nolloth}.", "environment"),
        ("Rangers plan a cull of buffalo in {Kafue National Park}.", "environment"),
        ("{Epupa Falls} have dwindled to a trickle.", "environment"),
        ("A lorry loaded with fertiliser was on fire near {Beirut}.", "disaster, accident and emergency incident"),
        ("The former health minister was arrested at {Kotoka}.", "crime, law and justice"),
        ("The health minister will visit {Ajka} on Monday.", "politics"),
        ("Locust swarms were seen near {Marsabit}.", "environment"),
        ("Footprints of a dinosaur were found at {Staffin}.", "science and technology"),
        ("Pickets stood at the gate in {Port Talbot} over job cuts.", "labour"),
        ("The owner of a pub in {Bodmin} was fined for fraud.", "crime, law and justice"),
        ("The keeper saw a red card before half-time in {Crewe}.", "sport"),
    ],
)
def test_what_happens_to_a_vehicle_goes_before_the_vehicle(sentence: str, theme_name: str) -> None:
    assert one(sentence).theme == theme_name


def test_a_place_is_told_of_by_its_own_part_of_a_clause() -> None:
    row = parse("Flights to {Leh} have been suspended since the grenade attack in {Anantnag}.")
    themes = {name: c.theme for c in claims_of(row)[0] for name in (row.text[slice(*row.spans[i])] for i in c.mentions)}
    assert themes == {"Leh": "transport", "Anantnag": "conflict, war and peace"}


def test_an_exact_cue_is_meant_as_written() -> None:
    assert one("The ship was struck on Monday off {Yemen}.").kind != "air strike"
    assert one("The army carried out strikes on a depot in {Yemen}.").kind == "air strike"


@pytest.mark.parametrize(
    ("sentence", "country"),
    [
        ("Fighters killed dozens in the {Sudanese} city of {El Fasher}.", "SD"),
        ("A strike closed the {French} Atlantic port of {La Rochelle}.", "FR"),
    ],
)
def test_an_adjective_to_a_named_town_makes_no_mark(sentence: str, country: str) -> None:
    row = parse(sentence)
    mentions = tuple(Mention(Span(a, b), row.text[a:b], Role.LITERAL, None) for a, b in row.spans)
    resolutions = (placed(mentions[0].text, "country", country), placed(mentions[1].text, "city", country))
    (claim,) = extract_claims(Document(Report(row.text), (Span(0, len(row.text)),)), mentions, resolutions)
    assert claim.mentions == (1,)


def test_in_a_report_of_sport_a_bare_name_is_a_team() -> None:
    report = [
        parse("<Clarksville> kept their lead in the second half of the final, and the coach praised every player."),
        parse("<Salford> scored twice before half-time in {Crewe}, and the goalkeeper saw a red card."),
    ]
    for row, _, marked in report_claims(report):
        assert marked == set(row.events), row.text


@pytest.mark.parametrize(
    "sentence", ["The {Kabul}-{Kandahar} highway was closed.", "Buses on the {Leiria}-{Pombal} route stopped."]
)
def test_a_way_named_by_its_towns_is_marked_at_each(sentence: str) -> None:
    row = parse(sentence)
    assert claims_of(row)[1] == set(row.events)


def test_an_obituary_marks_where_somebody_died_and_not_the_life() -> None:
    report = [
        parse("Ann Lee, who rewrote the law on rivers, has died in {Norwich}."),
        parse("She was born in <Reedham> and married at <Cromer>."),
        parse("In 1989 she walked along <the Waveney> with a jar."),
        parse("Ms. Lee bought land at <Diss> and planted it."),
        parse("A memorial service will be held in {Ely}."),
    ]
    for row, _, marked in report_claims(report):
        assert marked == set(row.events), row.text


def test_a_pronoun_stands_for_the_person_the_sentence_before_is_about() -> None:
    report = [parse("Senator Ruby Lee drove to the lake."), parse("The mouth at {Goolwa} will close again, she said.")]
    ((_, (claim,), _),) = report_claims(report)[1:]
    assert claim.attribution == ("Senator Ruby Lee",)
