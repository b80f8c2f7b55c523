"""Seas: known by all their names, cut along their limits, together the world's water and no land."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, Point, box

from geo._build.seas import cut_water, limit_lines
from geo.errors import BuildError
from geo.places.seas import Limit, Sea, ambiguous_sea_names, read_limits, read_seas, sea_names
from geo.places.shapes import open_shapes

WELL_KNOWN = """
Atlantic Ocean; North Atlantic; South Atlantic; Pacific Ocean; North Pacific; South Pacific; Indian Ocean;
Arctic Ocean; Southern Ocean; Caribbean Sea; Gulf of Mexico; Mediterranean Sea; Adriatic Sea; Aegean Sea; Ionian Sea;
Tyrrhenian Sea; Ligurian Sea; Balearic Sea; Alboran Sea; Black Sea; Sea of Azov; Sea of Marmara; Caspian Sea; Red Sea;
Gulf of Aden; Gulf of Aqaba; Gulf of Suez; Arabian Sea; Persian Gulf; Gulf of Oman; Strait of Hormuz; Bab el-Mandeb;
Bay of Bengal; Andaman Sea; Strait of Malacca; South China Sea; East China Sea; Yellow Sea; Bohai Sea; Taiwan Strait;
Sea of Japan; Sea of Okhotsk; Bering Sea; Bering Strait; Chukchi Sea; Beaufort Sea; Kara Sea; Laptev Sea;
East Siberian Sea; Barents Sea; White Sea; Norwegian Sea; Greenland Sea; North Sea; Baltic Sea; Gulf of Finland;
Gulf of Bothnia; Gulf of Riga; Kattegat; Skagerrak; English Channel; Irish Sea; Celtic Sea; Bay of Biscay;
Strait of Gibraltar; Dardanelles; Bosporus; Labrador Sea; Hudson Bay; Baffin Bay; Davis Strait; Gulf of St. Lawrence;
Gulf of Maine; Bay of Fundy; Sargasso Sea; Gulf of California; Gulf of Alaska; Gulf of Tehuantepec; Gulf of Panama;
Gulf of Venezuela; Gulf of Guinea; Bight of Benin; Mozambique Channel; Palk Strait; Gulf of Mannar; Laccadive Sea;
Gulf of Thailand; Gulf of Tonkin; Java Sea; Sulu Sea; Celebes Sea; Banda Sea; Flores Sea; Timor Sea; Arafura Sea;
Molucca Sea; Ceram Sea; Bismarck Sea; Solomon Sea; Coral Sea; Tasman Sea; Great Australian Bight; Bass Strait;
Torres Strait; Cook Strait; Philippine Sea; Luzon Strait; Seto Inland Sea; Korea Strait; Tsugaru Strait;
La Pérouse Strait; Strait of Tartary; Strait of Magellan; Drake Passage; Weddell Sea; Ross Sea; Amundsen Sea;
Bellingshausen Sea; Scotia Sea; Denmark Strait; Fram Strait; Kerch Strait; Strait of Dover; Strait of Sicily;
Windward Passage; Straits of Florida; Chesapeake Bay; Gulf of Carpentaria; Levantine Sea; Gulf of Sidra; Øresund
"""


@pytest.fixture(scope="module")
def by_name() -> dict[str, str]:
    return {name.lower(): place_id for place_id, names in sea_names().items() for name in names}


@pytest.mark.parametrize("name", [" ".join(name.split()) for name in WELL_KNOWN.split(";")])
def test_a_newsroom_sea_is_known_and_drawn(name, by_name):
    assert by_name[name.lower()] in open_shapes().ids("sea")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Persian Gulf", "Arabian Gulf"),
        ("Sea of Japan", "East Sea"),
        ("Gulf of Mexico", "Gulf of America"),
        ("South China Sea", "West Philippine Sea"),
        ("Gulf of Aqaba", "Gulf of Eilat"),
        ("Strait of Malacca", "Malacca Strait"),
        ("Bosporus", "Bosphorus"),
        ("Bab el-Mandeb", "Bab al-Mandab Strait"),
        ("Gulf of California", "Sea of Cortez"),
        ("Celebes Sea", "Sulawesi Sea"),
        ("Mediterranean Sea", "the Med"),
        ("Taiwan Strait", "Formosa Strait"),
        ("La Pérouse Strait", "Soya Strait"),
        ("Gulf of Tonkin", "Beibu Gulf"),
    ],
)
def test_two_names_of_one_sea_give_one_place(one, other, by_name):
    assert by_name[one.lower()] == by_name[other.lower()]


@pytest.mark.parametrize(
    ("place_id", "word"),
    [
        ("sea:persian-gulf", "Arabian Gulf"),
        ("sea:gulf-of-mexico", "Gulf of America"),
        ("sea:sea-of-japan", "East Sea"),
        ("sea:south-china-sea", "West Philippine Sea"),
    ],
)
def test_a_disputed_name_is_told_in_the_basis(place_id, word):
    assert word in open_shapes().get(place_id).basis


def test_names_that_mean_other_things_too_are_not_claimed(by_name):
    doubtful = {name.lower() for names in ambiguous_sea_names().values() for name in names}
    assert {"the gulf", "the channel"} <= doubtful
    assert not doubtful & set(by_name)


def test_every_name_leads_to_an_outline():
    assert set(sea_names()) == set(open_shapes().ids("sea"))


def test_no_name_belongs_to_two_seas():
    names = [name.lower() for names in sea_names().values() for name in names]
    assert sorted(names) == sorted(set(names))


INSIDE = [
    ("caribbean-sea", -67.0, 14.0), ("caribbean-sea", -81.0, 12.0), ("caribbean-sea", -61.3, 12.2),
    ("gulf-of-mexico", -94.0, 28.0), ("gulf-of-mexico", -88.0, 22.5), ("gulf-of-mexico", -81.5, 25.0),
    ("north-atlantic-ocean", -70.0, 22.0), ("north-atlantic-ocean", -20.0, 50.0), ("north-atlantic-ocean", -79.8, 25.5),
    ("mediterranean-sea", 5.0, 38.0), ("mediterranean-sea", 33.0, 33.0), ("mediterranean-sea", 18.0, 42.0),
    ("eastern-mediterranean-basin", 34.0, 32.0), ("western-mediterranean-basin", 4.0, 42.0),
    ("adriatic-sea", 13.0, 44.5), ("aegean-sea", 25.4, 36.5), ("black-sea", 30.9, 46.2), ("sea-of-azov", 36.5, 45.3),
    ("red-sea", 42.5, 14.0), ("gulf-of-aden", 45.0, 12.0), ("persian-gulf", 56.3, 26.6), ("gulf-of-oman", 58.0, 24.5),
    ("strait-of-hormuz", 56.5, 26.5), ("bab-el-mandeb", 43.35, 12.55), ("arabian-sea", 55.0, 17.0),
    ("bay-of-bengal", 90.0, 20.0), ("andaman-sea", 95.0, 12.0), ("strait-of-malacca", 101.0, 2.5),
    ("south-china-sea", 112.0, 10.0), ("south-china-sea", 117.75, 15.15), ("taiwan-strait", 119.5, 24.3),
    ("east-china-sea", 123.5, 25.8), ("yellow-sea", 124.5, 37.5), ("bohai-sea", 119.5, 38.8),
    ("sea-of-japan", 131.9, 37.2), ("korea-strait", 129.2, 34.9), ("sea-of-okhotsk", 147.0, 44.2),
    ("bering-sea", 179.99, 56.0), ("bering-sea", -179.99, 56.0), ("bering-strait", -169.0, 65.9),
    ("chukchi-sea", 179.5, 70.0), ("chukchi-sea", -168.0, 70.0), ("north-pacific-ocean", -155.0, 22.0),
    ("south-pacific-ocean", 179.99, -25.0), ("south-pacific-ocean", -179.99, -25.0), ("philippine-sea", 130.0, 15.0),
    ("arctic-ocean", 100.0, 89.9), ("southern-ocean", -180.0, -62.0), ("southern-ocean", 60.0, -61.0),
    ("indian-ocean", 105.0, -12.0), ("mozambique-channel", 41.0, -20.0), ("tasman-sea", 155.0, -36.0),
    ("coral-sea", 150.0, -18.0), ("arafura-sea", 139.0, -14.0), ("gulf-of-carpentaria", 139.0, -14.0),
    ("baltic-sea", 20.0, 58.0), ("baltic-sea", 20.0, 62.0), ("oresund", 12.7, 55.8), ("kattegat", 11.5, 56.5),
    ("north-sea", 4.0, 53.5), ("english-channel", 0.0, 50.3), ("strait-of-dover", 1.5, 51.0), ("irish-sea", -4.8, 53.8),
    ("hudson-bay", -80.5, 52.5), ("gulf-of-st-lawrence", -62.0, 47.7), ("bay-of-biscay", -2.5, 44.5),
    ("gulf-of-guinea", 3.4, 6.2), ("caspian-sea", 50.0, 42.0), ("drake-passage", -63.0, -58.0),
    ("atlantic-ocean", -30.0, 0.01), ("atlantic-ocean", -30.0, -0.01), ("pacific-ocean", -140.0, 0.01),
]  # fmt: skip


@pytest.mark.parametrize(("sea", "lon", "lat"), INSIDE)
def test_a_spot_on_a_sea_lies_inside_it(sea, lon, lat):
    assert shapely.intersects_xy(open_shapes().get(f"sea:{sea}").geometry, lon, lat)


OUTSIDE = [
    ("caribbean-sea", -79.8, 25.5), ("caribbean-sea", -71.5, 9.8), ("caribbean-sea", -79.5, 7.0),
    ("gulf-of-mexico", -80.0, 25.0), ("mediterranean-sea", -7.0, 36.0), ("mediterranean-sea", 28.5, 40.8),
    ("mediterranean-sea", 34.0, 43.0), ("red-sea", 45.0, 12.0), ("persian-gulf", 58.0, 24.5), ("black-sea", 36.8, 46.0),
    ("south-china-sea", 124.0, 20.0), ("south-china-sea", 119.0, 9.0), ("east-china-sea", 123.0, 34.5),
    ("sea-of-japan", 141.9, 41.9), ("baltic-sea", 11.5, 56.5), ("north-sea", 2.0, 61.5),
    ("atlantic-ocean", -75.0, 15.0),
    ("north-atlantic-ocean", -25.0, -1.0), ("pacific-ocean", -75.0, 15.0), ("indian-ocean", 20.0, 34.0),
    ("strait-of-hormuz", 53.0, 26.0), ("taiwan-strait", 123.0, 24.0), ("south-pacific-ocean", -150.0, -61.0),
]  # fmt: skip


@pytest.mark.parametrize(("sea", "lon", "lat"), OUTSIDE)
def test_a_spot_beyond_a_limit_lies_outside(sea, lon, lat):
    assert not shapely.intersects_xy(open_shapes().get(f"sea:{sea}").geometry, lon, lat)


CITIES = [
    ("Istanbul", 28.95, 41.03), ("Panama City", -79.52, 9.0), ("Singapore", 103.82, 1.36), ("Copenhagen", 12.5, 55.68),
    ("Havana", -82.36, 23.08), ("Gibraltar's hinterland", -5.6, 36.4), ("Doha", 51.45, 25.28), ("Taipei", 121.5, 25.03),
    ("Anadyr's hinterland", 175.0, 66.0), ("Fiji's Vanua Levu", 179.3, -16.6), ("South Pole", 0.0, -90.0),
    ("Moscow", 37.6, 55.75), ("Chicago", -87.7, 41.85), ("Lake Victoria", 33.0, -1.0), ("Lake Superior", -87.5, 47.7),
]  # fmt: skip


@pytest.mark.parametrize(("name", "lon", "lat"), CITIES)
def test_no_sea_covers_land_or_lakes(name, lon, lat):
    wet = [place_id for place_id in open_shapes().ids("sea") if _holds(place_id, lon, lat)]
    assert wet == []


def _holds(place_id: str, lon: float, lat: float) -> bool:
    geometry = open_shapes().get(place_id).geometry
    west, south, east, north = geometry.bounds
    return west <= lon <= east and south <= lat <= north and shapely.contains_xy(geometry, lon, lat)


@pytest.fixture(scope="module")
def cells() -> dict[str, shapely.Geometry]:
    """The own water of each sea that limits cut out: what is left of it without its members."""
    store, found = open_shapes(), {}
    for sea in read_seas():
        if sea.at and not sea.apart:
            geometry = store.get(sea.id).geometry
            for member in sea.members:
                geometry = shapely.difference(geometry, store.get(member).geometry)
            found[sea.id] = geometry
    return found


def test_the_seas_of_one_level_share_the_water_without_overlap_or_gap(cells):
    """Every spot of the Earth is on land or in exactly one sea that limit lines cut out."""
    random = np.random.default_rng(23)
    lon = random.uniform(-180, 180, 6000)
    lat = np.degrees(np.arcsin(random.uniform(-1, 1, 6000)))
    land = _hits([open_shapes().get(place_id).geometry for place_id in open_shapes().ids("country")], lon, lat)
    sea = _hits(list(cells.values()), lon, lat)
    assert sea.max() == 1
    nowhere = (sea == 0) & (land == 0)
    lost = np.column_stack([lon[nowhere], lat[nowhere]]).round(3).tolist()
    # Lake Maracaibo, the one inland water the atlas opens to the sea, and shores within the atlas' rounding.
    assert [spot for spot in lost if not (-73 < spot[0] < -70 and 8.5 < spot[1] < 11.5)][:5] == []
    both = (sea == 1) & (land > 0)
    assert both.mean() < 0.001


def _hits(shapes: list[shapely.Geometry], lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    pairs = shapely.STRtree(shapely.points(lon, lat)).query(shapes, predicate="contains")
    return np.bincount(pairs[1], minlength=len(lon))


def test_together_they_have_the_area_of_the_ocean(cells):
    """361.9 million km² (Eakins and Sharman 2010, NOAA ETOPO1; from memory) and the Caspian Sea's 0.39."""
    total = sum(open_shapes().describe(sea)[4] for sea in cells) - sum(
        open_shapes().describe(member)[4] for sea in read_seas() if sea.at for member in sea.members
    )
    # The atlas draws the water under the ice shelves, 1.6 million km², as sea.
    assert total / 1e6 == pytest.approx(361.9 + 0.4 + 1.6, rel=0.005)


def test_the_area_of_a_sea_is_near_the_published_one():
    published = [sea for sea in read_seas() if sea.published_km2 and not sea.published_differs]
    assert len(published) >= 55
    far = {
        sea.id: round(open_shapes().describe(sea.id)[4] / sea.published_km2, 2)
        for sea in published
        if abs(open_shapes().describe(sea.id)[4] / sea.published_km2 - 1) > 0.12
    }
    assert far == {}


def test_a_sea_cut_from_others_lies_inside_them():
    store = open_shapes()
    for sea in read_seas():
        if sea.ring:
            around = shapely.union_all([store.get(other).geometry for other in sea.within])
            inside = shapely.intersection(store.get(sea.id).geometry, around)
            assert inside.area == pytest.approx(store.get(sea.id).geometry.area, rel=1e-4), sea.id


def test_every_sea_says_where_its_limits_come_from():
    for sea in read_seas():
        assert sea.source
        assert sea.published_in or sea.published_km2 is None
    assert all(limit.source and limit.words for limit in read_limits())


# --- how water is cut, on an Earth of two islands -------------------------------------------------------------------

EARTH = shapely.MultiPolygon([box(-180, -90, 180, -80), box(-180, 80, 180, 90), box(-10, -80, 10, 80)])


def limit(*line: tuple[float, float]) -> Limit:
    return Limit(line, "a limit", "test")


def sea(name: str, *at: tuple[float, float]) -> Sea:
    return Sea(id=f"sea:{name}", name=name, source="test", at=at)


def test_a_limit_that_ends_short_of_the_shore_is_led_ashore():
    (line,) = limit_lines([limit((10.1, 0.0), (100.0, 0.0))], EARTH)
    assert LineString(line).coords[0][0] < 10


def test_a_limit_across_180_degrees_is_cut_there():
    (line,) = limit_lines([limit((170.0, 0.0), (190.0, 0.0))], EARTH)
    assert line.bounds[::2] == (-180, 180)
    assert line.length == pytest.approx(20)


def test_water_is_divided_along_the_limits():
    limits = [limit((10.0, 0.0), (180.0, 0.0)), limit((180.0, 0.0), (350.0, 0.0))]
    water = cut_water(
        EARTH, limits, [sea("north", (90.0, 40.0), (-90.0, 40.0)), sea("south", (90.0, -40.0), (-90.0, -40.0))]
    )
    assert water["sea:north"].covers(Point(-179.9, 0.1))
    assert water["sea:north"].intersection(water["sea:south"]).area == 0
    assert water["sea:north"].area + water["sea:south"].area == pytest.approx(360 * 160 - 20 * 160)


def test_a_limit_with_a_gap_is_told_with_both_seas():
    with pytest.raises(BuildError, match=r"sea:(north|south) and sea:(north|south) run into one another"):
        cut_water(EARTH, [limit((12.0, 0.0), (180.0, 0.0))], [sea("north", (90.0, 40.0)), sea("south", (90.0, -40.0))])


def test_a_point_on_land_is_told():
    with pytest.raises(BuildError, match="is on land"):
        cut_water(EARTH, [], [sea("north", (0.0, 0.0))])


def test_water_of_no_sea_is_told_with_its_place():
    with pytest.raises(BuildError, match="belong to no sea"):
        cut_water(EARTH, [limit((10.0, 0.0), (180.0, 0.0))], [sea("north", (90.0, 40.0)), sea("west", (-90.0, 0.0))])
