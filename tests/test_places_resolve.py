"""Resolving: which namesake is meant, what an unknown name leans on, and that reasons and candidates are kept."""

from __future__ import annotations

import pytest

from geo.model import (
    Airspace,
    Between,
    Document,
    Known,
    Mention,
    Named,
    Offset,
    Part,
    Precision,
    Report,
    Resolution,
    Role,
    Span,
)  # fmt: skip
from geo.places.gazetteer import open_gazetteer
from geo.places.resolve import resolve_mentions, resolve_phrase


def resolve(text: str, *names: str, usage: str = "literal") -> dict[str, Resolution]:
    """Resolve the first occurrence of each name in a text."""
    mentions = []
    for name in names:
        start = text.index(name)
        span = Span(start, start + len(name))
        mentions.append(Mention(span, name, Role.LITERAL, Named(name, span.start, span.end), usage))
    mentions.sort(key=lambda mention: mention.span)
    resolutions = resolve_mentions(Document(Report(text), ()), mentions, open_gazetteer())
    return {mention.text: resolution for mention, resolution in zip(mentions, resolutions, strict=True)}


def place_id(resolution: Resolution) -> str | None:
    return resolution.place.id if resolution.place else None


@pytest.mark.parametrize(
    ("text", "name", "others", "wanted"),
    [
        ("A fire in Paris, Texas, killed two.", "Paris", ("Texas",), "gn:4717560"),
        ("Paris and Lyon, in France, were quiet.", "Paris", ("Lyon", "France"), "gn:2988507"),
        ("Floods hit Valencia and Alicante in Spain.", "Valencia", ("Alicante", "Spain"), "gn:2509954"),
        ("Troops left Valencia for Caracas, Venezuela.", "Valencia", ("Caracas", "Venezuela"), "gn:3625549"),
        ("Cars burned in Sidon and Tripoli, Lebanon said.", "Tripoli", ("Sidon", "Lebanon"), "gn:266826"),
        (
            "Cases rose in Ohio, Oregon, Washington and Texas.",
            "Washington",
            ("Ohio", "Oregon", "Texas"),
            "admin1:US.WA",
        ),
        (
            "Cases rose in Ohio, Oregon, Washington and Texas.",
            "Oregon",
            ("Ohio", "Washington", "Texas"),
            "admin1:US.OR",
        ),
        ("Georgia said Russia shelled Gori near Tbilisi.", "Georgia", ("Russia", "Gori", "Tbilisi"), "country:GE"),
        ("Deputies in Georgia searched Atlanta and Macon.", "Georgia", ("Atlanta", "Macon"), "admin1:US.GA"),
        ("In the Pacific, Washington has said, ships wait.", "Pacific", ("Washington",), "sea:pacific-ocean"),
    ],
)
def test_the_text_tells_namesakes_apart(text: str, name: str, others: tuple[str, ...], wanted: str) -> None:
    assert place_id(resolve(text, name, *others)[name]) == wanted


def test_a_name_has_one_sense_per_text() -> None:
    text = "PARIS, Texas - A fire broke out. Mayor Smith of Paris said so."
    first, last = text.index("PARIS"), text.rindex("Paris")
    mentions = [
        Mention(Span(at, at + 5), text[at : at + 5], Role.LITERAL, Named(text[at : at + 5], at, at + 5))
        for at in (first, last)
    ]
    found = resolve_mentions(Document(Report(text), ()), mentions, open_gazetteer())
    assert [place_id(resolution) for resolution in found] == ["gn:4717560", "gn:4717560"]


def test_a_power_that_speaks_is_a_capital() -> None:
    found = resolve("Washington said it would send aid to Kyiv.", "Washington", usage="metonymic")
    assert place_id(found["Washington"]) == "gn:4140963"


@pytest.mark.parametrize(
    ("written", "wanted"),
    [("Venezuelans", "country:VE"), ("Ohioans", "admin1:US.OH"), ("Loudon Co.", "admin2:US.TN.105")],
)
def test_other_forms_of_a_name_stand_for_its_place(written: str, wanted: str) -> None:
    assert place_id(resolve(f"Many {written} came.", written)[written]) == wanted


def test_a_name_no_source_knows_leans_on_what_stands_beside_it() -> None:
    text = "Gunmen raided Qwertyville, a hamlet near Gusau in Zamfara, Nigeria. Gusau is calm."
    found = resolve(text, "Qwertyville", "Gusau", "Zamfara", "Nigeria")["Qwertyville"]
    assert found.place is not None
    assert found.place.id == "unlisted(Qwertyville,gn:2339937)", "a place of its own, not Gusau itself"
    assert found.place.precision is Precision.APPROXIMATE
    assert found.score <= 0.5
    assert "no source knows Qwertyville" in found.reason


def test_a_small_town_of_another_continent_is_not_forced_on_a_text_of_one_scene() -> None:
    text = "The US survey said the Ava bridge near Sagaing fell. Mandalay, Naypyidaw and Bago were hit."
    found = resolve(text, "US", "Ava", "Sagaing", "Mandalay", "Naypyidaw", "Bago")["Ava"]
    assert found.place is None or found.place.country == "MM"
    assert {candidate.label.rsplit(", ", 1)[1] for candidate in found.candidates} == {"United States"}


def test_an_unknown_peninsula_is_not_where_the_text_happens_to_be() -> None:
    text = "Trees fell in Iquitos and in Lima, and later on the Qwerty Peninsula. Tacna and Piura were calm."
    found = resolve(text, "Iquitos", "Lima", "Qwerty Peninsula", "Tacna", "Piura")["Qwerty Peninsula"]
    assert found.place is None
    assert "no source knows" in found.reason


def test_a_small_namesake_on_another_continent_is_not_forced_on_the_text() -> None:
    text = "Police closed Hyde Park in Sydney. Parramatta and Bondi, Sydney, were calm."
    found = resolve(text, "Hyde Park", "Sydney", "Parramatta", "Bondi")["Hyde Park"]
    assert found.place is None or found.place.country == "AU"


def test_a_name_no_source_knows_stays_unplaced_where_nothing_stands_beside_it() -> None:
    found = resolve("Something happened in Qwertyville.", "Qwertyville")["Qwertyville"]
    assert found.place is None
    assert "no source knows" in found.reason


def test_reasons_and_other_candidates_are_kept() -> None:
    found = resolve("A fire in Paris, Texas, killed two.", "Paris", "Texas")["Paris"]
    assert "the text names what it lies in" in found.reason
    assert "gn:2988507" in {candidate.place_id for candidate in found.candidates}
    assert found.place is not None
    assert found.place.id not in {candidate.place_id for candidate in found.candidates}


def test_a_mention_without_a_phrase_keeps_its_own_reason() -> None:
    mention = Mention(Span(0, 15), "the archipelago", Role.LITERAL, None, reason="no archipelago is named")
    found = resolve_mentions(Document(Report("the archipelago"), ()), [mention], open_gazetteer())
    assert found == (Resolution(None, "no archipelago is named"),)


def test_there_is_one_resolution_per_mention_in_order() -> None:
    assert resolve_mentions(Document(Report(""), ()), [], open_gazetteer()) == ()


def test_the_same_text_gives_the_same_answer() -> None:
    text = "Springfield and Columbia, Missouri, and Alexandria."
    names = ("Springfield", "Columbia", "Missouri", "Alexandria")
    assert resolve(text, *names) == resolve(text, *names)


@pytest.mark.parametrize(
    ("phrase", "wanted", "kind"),
    [
        (Named("Venezuela"), "country:VE", "country"),
        (Named("Washington"), "gn:4140963", "city"),
        (Named("Paris", within="Texas"), "gn:4717560", "city"),
        (Named("San José"), "gn:3621849", "city"),
        (Named("Mexico"), "country:MX", "country"),
        (Airspace(Named("Venezuela")), "airspace(country:VE)", "airspace"),
        (Part("east", Named("Pacific")), "part(east,sea:pacific-ocean)", "part"),
        (Known("country:VE", "Venezuela", "country"), "country:VE", "country"),
    ],
)
def test_a_name_on_its_own_takes_its_most_prominent_sense(phrase, wanted: str, kind: str) -> None:  # type: ignore[no-untyped-def]
    found = resolve_phrase(phrase, open_gazetteer())
    assert found.place is not None
    assert (found.place.id, found.place.kind) == (wanted, kind)
    assert found.place.basis.endswith(".")


def test_namesakes_of_like_weight_score_low() -> None:
    found = resolve_phrase(Named("Springfield"), open_gazetteer())
    assert found.score < 0.5
    assert len(found.candidates) >= 5


def test_an_unknown_name_on_its_own_has_no_place() -> None:
    assert resolve_phrase(Named("Qwertyville"), open_gazetteer()).place is None


def test_an_offset_moves_the_point_along_the_sphere() -> None:
    found = resolve_phrase(Offset(Named("Baghdad"), 111_195.0, "north"), open_gazetteer())
    still = resolve_phrase(Named("Baghdad"), open_gazetteer())
    assert found.place is not None
    assert still.place is not None
    assert found.place.point.lat - still.place.point.lat == pytest.approx(1.0, abs=0.01)
    assert found.place.point.lon == pytest.approx(still.place.point.lon, abs=0.01)


def test_between_lies_in_the_middle() -> None:
    found = resolve_phrase(Between(Named("Gao"), Named("Kidal")), open_gazetteer())
    assert found.place is not None
    assert 16.2 < found.place.point.lat < 18.5
    assert found.place.name == "between Gao and Kidal"


@pytest.mark.parametrize(
    ("text", "name", "others"),
    [
        (
            "In Narowal, Pakistan, the temple at Kartarpur flooded; India opened dams.",
            "Kartarpur",
            ("Narowal", "India"),
        ),
        ("Ethiopia opened the bridge at Pagak; barges reached Malakal.", "Pagak", ("Ethiopia", "Malakal")),
        ("Farmers in Goi in Nigeria sued over spills near Port Harcourt.", "Goi", ("Nigeria", "Port Harcourt")),
        ("A storm hit the village of Honduras in Colombia, Popayán police said.", "Honduras", ("Colombia", "Popayán")),
        ("Sialkot, Pakistan: the bank near Qadirabad would hold.", "Qadirabad", ("Sialkot", "Pakistan")),
        ("Rescuers from Rancagua in Chile dug at Sewell.", "Sewell", ("Rancagua", "Chile")),
    ],
)
def test_a_village_is_not_put_at_its_only_known_namesake_elsewhere(text, name, others):
    """It leans on what is near it in the text, and says so, or is not placed."""
    resolution = resolve(text, name, *others)[name]
    if resolution.place is not None:
        assert resolution.place.precision is not Precision.EXACT
        assert resolution.score <= 0.5
        assert "do not fit the text" in resolution.reason
    assert resolution.candidates or resolution.reason


@pytest.mark.parametrize(
    ("text", "name", "others", "wanted"),
    [
        (
            "Marines flew from Lima to Iquitos; the WHO in Geneva sent kits.",
            "Geneva",
            ("Lima", "Iquitos"),
            "gn:2660646",
        ),
        ("Troops left Gao for Niamey; Paris agreed.", "Paris", ("Gao", "Niamey"), "gn:2988507"),
    ],
)
def test_a_well_known_city_far_from_the_rest_is_still_itself(text, name, others, wanted):
    assert place_id(resolve(text, name, *others)[name]) == wanted
