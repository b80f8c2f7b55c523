"""What people would agree lies in an area and what does not: the tables of `tests/phrases`."""

import tomllib
from pathlib import Path

import pytest
import shapely

from geo.errors import PlaceError
from geo.model import Airspace, Border, FlightRegion, Known, Named, Offshore, Part, Precision
from geo.pipeline import resolve_name
from geo.places.draw import draw
from geo.places.sphere import area_km2

TABLES = Path(__file__).parent / "phrases"
POINTS = tomllib.loads((TABLES / "points.toml").read_text("utf-8"))
CASES = [
    pytest.param(phrase, inside, outside, id=phrase)
    for table in ("parts.toml", "relations.toml", "airspace.toml")
    for phrase, (inside, outside) in tomllib.loads((TABLES / table).read_text("utf-8")).items()
]
# The points are known to about a tenth of a degree, and many are ports.
SLACK = 0.08


def position(point):
    return POINTS[point] if isinstance(point, str) else point


@pytest.mark.parametrize(("phrase", "inside", "outside"), CASES)
def test_a_phrase_covers_what_people_mean_by_it(phrase, inside, outside):
    resolution = resolve_name(phrase)
    assert resolution.place is not None, resolution.reason
    shape = draw(resolution.place.area)
    assert shape.geometry.is_valid
    assert shape.basis
    missed = [p for p in inside if shapely.distance(shape.geometry, shapely.Point(position(p))) > SLACK]
    taken = [p for p in outside if shapely.intersects_xy(shape.geometry, *position(p))]
    assert (missed, taken) == ([], []), f"{resolution.place.area}: {shape.basis}"


VE = Known("country:VE", "Venezuela", "country")
JP = Known("country:JP", "Japan", "country")
GB = Known("country:GB", "United Kingdom", "country")
ML = Known("country:ML", "Mali", "country")
BAGHDAD = Known("gn:98182", "Baghdad", "city")


def test_a_town_is_a_point_and_exact():
    shape = draw(BAGHDAD)
    assert shape.geometry.geom_type == "Point"
    assert shape.precision is Precision.EXACT


def test_the_basis_says_whether_airspace_or_fir_is_drawn():
    assert "not the flight information region" in draw(Airspace(VE)).basis
    fir = draw(FlightRegion("Maiquetía"))
    assert "unofficial" in fir.basis
    assert area_km2(fir.geometry) == pytest.approx(1_214_000, rel=0.03)  # the open stand-in's area


@pytest.mark.parametrize(
    ("area", "message"),
    [
        (Offshore(ML), "no coast"),
        (Part("coastal", ML), "no coast"),
        (Border(JP, GB), "share no border"),
        (Border(JP), "no land border"),
        (Border(BAGHDAD), "no outline"),
        (Part("upper", ML), "not known"),
        (FlightRegion("Atlantis"), "not known here"),
        (Named("Venezuela"), "not been resolved"),
        (Known("gn:0", "Nowhere", "city"), "not in the gazetteer"),
        (Offshore(VE, "Baltic Sea"), "no Baltic Sea coast"),
        (Offshore(VE, "Sea of Milk"), "no sea or direction"),
    ],
)
def test_what_cannot_be_drawn_says_why(area, message):
    with pytest.raises(PlaceError, match=message):
        draw(area)


def test_the_same_phrase_gives_the_same_bytes():
    area = Offshore(Known("country:LB", "Lebanon", "country"))
    first = draw(area)
    draw.cache_clear()
    assert shapely.to_wkb(draw(area).geometry) == shapely.to_wkb(first.geometry)


def test_a_distance_beyond_the_other_side_of_the_earth_is_refused_at_once():
    from geo.pipeline import outline, resolve_name

    assert outline(resolve_name("9999999 km south of Lima")) is None
