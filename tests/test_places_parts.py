"""Parts of areas: inside the parent, and the part and its opposite cover it."""

import pytest
import shapely

from geo.data import read_toml
from geo.model import Known, Part
from geo.places.draw import draw
from geo.places.parts import convention
from geo.places.shapes import open_shapes
from geo.places.sphere import polygons

COUNTRIES = ["AR", "AU", "BR", "CA", "CD", "CU", "DE", "EG", "FJ", "FR", "GR", "ID", "IN", "IT", "KE", "KI", "LB", "MV",
             "MX", "NG", "NO", "NZ", "PH", "RU", "SY", "TR", "UA", "US", "VE", "VN", "ZA"]  # fmt: skip
OTHERS = ["sea:caribbean-sea", "sea:red-sea", "sea:mediterranean-sea", "sea:pacific-ocean", "sea:bering-sea",
          "admin1:US.TX", "admin1:US.CA", "region:sahel", "region:donbas", "territory:gaza-strip"]  # fmt: skip
PLACES = [f"country:{code}" for code in COUNTRIES] + OTHERS
OPPOSITE = {"north": "south", "east": "west"}
ASPECTS = ("north", "west", "south-east", "central")


def known(place_id):
    return Known(place_id, place_id, place_id.partition(":")[0])


def part(aspect, place_id):
    return draw(Part(aspect, known(place_id))).geometry


def missing_share(whole, pieces):
    return whole.difference(shapely.union_all(pieces)).area / whole.area


@pytest.mark.parametrize("place_id", PLACES)
def test_a_part_lies_inside_its_parent(place_id):
    whole = draw(known(place_id)).geometry
    for aspect in ASPECTS:
        if (row := convention(place_id, aspect)) and "parts" in row:
            continue  # a union of other places, each with an outline of its own
        piece = part(aspect, place_id)
        assert piece.is_valid
        assert all(ring.exterior.is_ccw for ring in polygons(piece))
        assert piece.difference(whole).area < 1e-6 * whole.area, aspect
        assert 0 < piece.area < whole.area, aspect


@pytest.mark.parametrize("place_id", PLACES)
@pytest.mark.parametrize("aspect", ["north", "east"])
def test_a_part_and_its_opposite_cover_the_parent(place_id, aspect):
    other = OPPOSITE[aspect]
    fixed = [row for row in (convention(place_id, aspect), convention(place_id, other)) if row]
    if len(fixed) == 1 or any("parts" in row for row in fixed) or (fixed and place_id.startswith("sea:")):
        pytest.skip("a convention that does not speak of the whole")
    pieces = [part(aspect, place_id), part(other, place_id)]
    if fixed and convention(place_id, "central"):
        pieces.append(part("central", place_id))
    assert missing_share(draw(known(place_id)).geometry, pieces) < 1e-6


@pytest.mark.parametrize("code", ["NG", "LY", "BR", "NO", "ID", "FJ", "US", "IT"])
def test_coastal_and_inland_make_the_whole_and_do_not_overlap(code):
    whole = draw(known(f"country:{code}")).geometry
    coastal, inland = part("coastal", f"country:{code}"), None
    if code not in ("FJ",):
        inland = part("inland", f"country:{code}")
        assert coastal.intersection(inland).area < 1e-6 * whole.area
    assert missing_share(whole, [g for g in (coastal, inland) if g is not None]) < 1e-6


def test_a_slanted_and_a_long_country_have_their_middle_in_the_middle():
    assert "length" in draw(Part("central", known("country:CU"))).basis
    assert "north to south" in draw(Part("central", known("country:NG"))).basis


def test_the_basis_names_rule_and_number():
    assert "cut at" in draw(Part("north", known("country:VE"))).basis
    assert "50 km" in draw(Part("coastal", known("country:LY"))).basis
    assert "National Hurricane Center" in draw(Part("east", known("sea:pacific-ocean"))).basis


def test_every_convention_names_places_that_have_outlines():
    shapes = open_shapes()
    for row in read_toml("parts.toml")["convention"]:
        for place_id in (*row["of"], *row.get("parts", ())):
            assert shapes.get(place_id) is not None, place_id
        assert row["basis"]
        for place_id in row["of"]:
            for aspect in row["aspect"]:
                assert not part(aspect, place_id).is_empty
