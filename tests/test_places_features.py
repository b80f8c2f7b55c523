"""The compact table of features: its names are found, lie where they should, and push no well-known place aside."""

from __future__ import annotations

import pytest
import shapely

import geo.places.features as table
from geo.errors import GazetteerError
from geo.model import leaves
from geo.pipeline import find_situation, read_report
from geo.places.features import features
from geo.places.gazetteer import open_gazetteer
from geo.places.shapes import open_shapes

NAMES = [
    ("River Yare", "river:yare-gb", 52.6, 1.3),
    ("Yare", "river:yare-gb", 52.6, 1.3),
    ("Pra River", "river:pra-river-gh", 6.0, -1.5),
    ("Luvuvhu River", "river:luvuvhu-river-za", -22.7, 30.6),
    ("the Solimões", "river:solimoes-br", -3.3, -64.7),
    ("Humber River", "river:humber-river-toronto-ca", 43.8, -79.6),
    ("Loch Awe", "lake:loch-awe-gb", 56.3, -5.2),
    ("Lake Atitlan", "lake:lake-atitlan-gt", 14.7, -91.2),
    ("Morecambe Bay", "bay:morecambe-bay-gb", 54.1, -3.0),
    ("Maewo", "island:maewo-vu", -15.2, 168.15),
    ("Pentecost Island", "island:pentecost-island-vu", -15.8, 168.2),
    ("Isle of Unst", "island:unst-gb", 60.75, -0.9),
    ("Kalsoy", "island:kalsoy-fo", 62.3, -6.75),
    ("Tararua Range", "mountain:tararua-range-nz", -40.8, 175.4),
    ("the Sawtooths", "mountain:sawtooth-range-us", 43.95, -114.95),
    ("Wimmera", "region:wimmera-au", -36.5, 142.2),
    ("Vidarbha", "region:vidarbha-in", 20.7, 78.5),
    ("Connemara", "region:connemara-ie", 53.5, -9.8),
    ("Banat", "region:banat-ro-rs-hu", 45.5, 21.3),
    ("Croisette", "place:croisette-fr", 43.55, 7.03),
    ("Camp Nou", "place:camp-nou-es", 41.38, 2.12),
    ("Azovstal", "place:azovstal-ua", 47.1, 37.6),
    ("Zamalek", "place:zamalek-eg", 30.06, 31.22),
    ("Embakasi", "place:embakasi-ke", -1.31, 36.91),
    ("Mutukula", "place:mutukula-border-ug", -1.0, 31.4),
    ("Wind River Reservation", "region:wind-river-reservation-us", 43.2, -108.9),
    ("Jajarkot", "region:jajarkot-np", 28.85, 82.2),
    ("Greater Manchester", "region:greater-manchester-gb", 53.5, -2.3),
    ("County Tyrone", "region:county-tyrone-gb", 54.6, -7.2),
]


@pytest.mark.parametrize(("name", "place_id", "lat", "lon"), NAMES, ids=[name for name, *_ in NAMES])
def test_a_feature_is_found_by_its_names_where_it_lies(name: str, place_id: str, lat: float, lon: float) -> None:
    (found,) = (entry for entry in open_gazetteer().lookup(name) if entry.id == place_id)
    assert abs(found.lat - lat) < 0.7
    assert abs(found.lon - lon) < 0.7


SENTENCES = [
    ("The River Tees burst its banks at Yarm in England.", "River Tees", "river:river-tees-gb"),
    ("Floods on the River Avon near Bath closed roads.", "River Avon", "river:bristol-avon-gb"),
    ("Swimmers drowned in the Neretva near Mostar on Saturday.", "Neretva", "river:neretva-ba-hr"),
    ("A cyclone hit Maewo in northern Vanuatu.", "Maewo", "island:maewo-vu"),
    ("A ferry to Unst was cancelled, Shetland council said.", "Unst", "island:unst-gb"),
    ("Grass fires burned across the Wimmera in Victoria on Sunday.", "Wimmera", "region:wimmera-au"),
    (
        "Floods on the River Avon near Bath closed roads. A man drowned in the Avon on Monday.",
        "Avon",
        "river:bristol-avon-gb",
    ),
    ("Farmers in Vidarbha lost their cotton to hail.", "Vidarbha", "region:vidarbha-in"),
]


@pytest.mark.parametrize(("sentence", "words", "place_id"), SENTENCES, ids=[words for _, words, _ in SENTENCES])
def test_a_feature_is_read_in_a_sentence(sentence: str, words: str, place_id: str) -> None:
    situation = find_situation(read_report(sentence))
    named = [r.place for m, r in zip(situation.mentions, situation.resolutions, strict=True) if words in m.text]
    assert place_id in [leaf.place_id for place in named if place for leaf in leaves(place.area)]


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("Cleveland", "gn:5150529"),
        ("Ithaca", "gn:5122432"),
        ("Faro", "gn:2268339"),
        ("Baden", ""),
        ("Back Bay", ""),
        ("Long Island", "island:long-island"),
        ("Midlands", "region:midlands"),
        ("Alhambra", "gn:5323060"),
        ("Sutherland", "admin2:AU.02.17150"),
        ("New England", "region:new-england"),
    ],
)
def test_a_feature_pushes_no_well_known_namesake_aside(name: str, place_id: str) -> None:
    ours = {fact["id"] for fact in features()}
    found = [entry.id for entry in open_gazetteer().lookup(name)]
    assert found[0] not in ours
    assert place_id in found or not place_id


@pytest.mark.parametrize(
    "word", ["test", "wear", "yell", "hoy", "lizard", "borders", "valleys", "back", "tone", "mole"]
)
def test_a_word_of_english_names_no_feature(word: str) -> None:
    ours = {fact["id"] for fact in features()}
    assert not [entry.id for entry in open_gazetteer().lookup(word) if entry.id in ours]


def test_features_have_ids_of_their_own_and_lie_by_their_countries() -> None:
    store = open_shapes()
    ids = [fact["id"] for fact in features()]
    assert len(ids) == len(set(ids)) > 4000
    for fact in features():
        kind, shape = fact["id"].partition(":")[0], store.get(fact["id"])
        assert shape is not None
        assert "coarse" in shape.basis or "disc" in shape.basis or "world-atlas" in shape.basis, fact["id"]
        lands = [store.get(f"country:{code}") for code in fact["countries"]]
        assert all(lands), fact["id"]
        # Gas fields, banks and specks lie out at sea; a sign or a swapped pair is further off.
        away = min(shapely.distance(land.geometry, shape.geometry) for land in lands if land)
        assert away < (
            8 if kind in ("bay", "island", "place") else 4 if fact["id"].startswith("region:kalayaan") else 0.5
        )


@pytest.mark.parametrize(
    "numbers", [[1.0, 52.0], [52.0], [], [181.0, 0.0, 5.0], [10.0, 95.0, 5.0], [1.0, 2.0, -5.0], ["1", 2, 3, 4, "x"]]
)
def test_numbers_that_make_no_shape_are_named(numbers: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "read_toml", lambda name: {"river": {"GB": {"River Wrong": numbers}}})
    with pytest.raises(GazetteerError, match=r'features\.toml: river\.GB "River Wrong" = .* makes no shape'):
        features.__wrapped__()
