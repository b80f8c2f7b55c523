"""The public names of the package, used as the README says."""

from __future__ import annotations

import folium
import pytest

import geo

TEXT = "A strong earthquake struck northern Chile on Friday, killing three people in Iquique.\nPeru was on alert.\n"


@pytest.fixture(scope="module")
def situation():
    return geo.find_situation(geo.read_report(TEXT, title="Quake", date="2025-03-29"))


def test_every_public_name_is_there():
    assert all(callable(getattr(geo, name)) for name in geo.__all__)
    assert set(geo.__all__) <= set(dir(geo)), "a shell completes them"
    with pytest.raises(AttributeError):
        geo.no_such_name  # noqa: B018


def test_from_a_text_to_a_page_with_folium_elements_of_ones_own(situation, tmp_path):
    layers = geo.to_layers(situation)
    made = geo.make_map(layers, [situation.document])
    assert isinstance(made, folium.Map)
    folium.Marker([-20.2, -70.1], popup="Our office", tooltip="here").add_to(made)
    folium.Circle([-20.2, -70.1], radius=20_000).add_to(made)
    geo.write_page(made, tmp_path / "new" / "map.html")
    first = (tmp_path / "new" / "map.html").read_bytes()
    assert b"Our office" in first
    geo.write_page(made, str(tmp_path / "again.html"))
    assert (tmp_path / "again.html").read_bytes() == first


def test_a_name_is_resolved_on_its_own():
    assert geo.resolve_name("eastern Pacific").place is not None
    assert geo.resolve_name("Xyzzyplugh").place is None


def test_layer_files_are_read_and_checked(tmp_path):
    path = tmp_path / "one.geojson"
    path.write_text('{"type":"Point","coordinates":[10,20]}')
    assert len(geo.read_layer(path).features) == 1
    path.write_text('{"type":"Point","coordinates":[10,120]}')
    assert any(problem.fatal for problem in geo.check_layer(path))
