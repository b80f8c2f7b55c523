"""Ready points of coasts: where drawing would put them, so that an archive and a map say the same."""

import pytest

from geo.model import Coast, Known, Offshore
from geo.places.draw import draw
from geo.places.shore_points import is_shore, shore_point

STATES = ["country:YE", "country:LY", "country:CY", "country:SN"]


def _state(place_id: str) -> Known:
    return Known(place_id, place_id, "country")


@pytest.mark.parametrize("place_id", STATES)
@pytest.mark.parametrize("shore", [Coast, Offshore])
def test_a_ready_point_is_where_the_drawing_has_it(place_id, shore):
    area = shore(_state(place_id))
    ready, drawn = shore_point(area), draw(area).point
    assert (ready.lat, ready.lon) == (pytest.approx(drawn.lat, abs=0.01), pytest.approx(drawn.lon, abs=0.01))


@pytest.mark.parametrize(
    ("area", "drawn"),
    [
        (Offshore(_state("country:YE")), False),
        (Offshore(_state("country:YE"), "south"), True),
        (Offshore(_state("country:YE"), "", 20_000.0), True),
        (Coast(Known("admin1:US.FL", "Florida", "admin1")), True),
        (Coast(Known("region:arctic", "Arctic", "region")), False),
        (_state("country:YE"), False),
    ],
)
def test_only_shores_without_a_ready_point_are_drawn_for_an_archive(area, drawn):
    assert is_shore(area) is drawn


def test_an_inland_state_has_no_shore():
    assert shore_point(Coast(_state("country:CH"))) is None
