"""The layers folder: what belongs on which map, what is never overwritten, what a crash cannot break."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from pathlib import Path

import pytest
from shapely.geometry import LineString, Point, Polygon, box

from geo.errors import LayerError
from geo.layers import cache, folder, read
from geo.layers.add import add_file, add_places
from geo.layers.check import check_files, check_layer, format_problems
from geo.layers.colour import coloured
from geo.layers.document import layers_document
from geo.layers.folder import (
    layer_files,
    lock_folder,
    map_files,
    read_files,
    read_for_map,
    save_generated,
    stray_files,
)
from geo.layers.generated import is_generated, is_untouched, write_generated
from geo.layers.geojson import write_layer
from geo.layers.new import new_layer
from geo.layers.read import read_layer
from geo.layers.schema import faults, layer_schema
from geo.layers.write import write_atomically
from geo.model import Feature, Layer, LonLat, Precision, Problem, Shape
from geo.pipeline import resolve_outline
from tests.browser.first_layer import follow

POINT = '{"type":"Point","coordinates":[1,2]}'
MADE = Layer("quake/health", "Health", (Feature(box(0, 0, 1, 1), {"title": "x"}),), report="quake")


@pytest.fixture(autouse=True)
def no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITMAP_CACHE", "off")


def read_folder(folder: Path) -> tuple[tuple[Layer, ...], tuple[Problem, ...]]:
    return read_files(layer_files(folder), folder)


def put(place: Path, **files: str) -> None:
    for name, text in files.items():
        stem, _, ending = name.replace("__", "/").rpartition("_")
        path = place / f"{stem}.{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def resolve(words: str) -> tuple[Shape | None, str]:
    if words == "nowhere":
        return None, "no place is known by this name"
    return Shape(Point(35, 33), Precision.VAGUE, "a table of this test", LonLat(35, 33)), ""


# --- which file goes on which map ------------------------------------------------------------------------------------


def test_shared_files_go_on_every_map_and_a_reports_files_on_its_own_only(tmp_path: Path) -> None:
    put(tmp_path, top_geojson=POINT, aid__roads_geojson=POINT, quake__byhand_geojson=POINT, flood__byhand_geojson=POINT)
    write_generated({tmp_path / "quake" / "health.geojson": MADE})
    write_generated({tmp_path / "flood" / "health.geojson": replace(MADE, id="flood/health")})

    def on(*reports: str) -> set[str]:
        return {str(path.relative_to(tmp_path).with_suffix("")) for path in map_files(tmp_path, reports)}

    assert on() == {"top", "aid/roads"}
    assert on("quake") == {"top", "aid/roads", "quake/byhand", "quake/health"}
    assert on("quake", "flood") == {"top", "aid/roads", "quake/byhand", "quake/health", "flood/byhand", "flood/health"}


def test_a_folder_is_the_group_of_its_layers_and_the_path_their_id(tmp_path: Path) -> None:
    put(tmp_path, aid__north_west__roads_geojson=POINT)
    (layer,), problems = read_folder(tmp_path)
    assert (layer.id, layer.title, layer.group, problems) == ("aid/north_west/roads", "Roads", "Aid/North west", ())


def test_layers_without_a_colour_get_one_each_and_keep_it_when_another_comes(tmp_path: Path) -> None:
    put(tmp_path, a_geojson=POINT, b_geojson=POINT)
    before = {layer.id: layer.style["stroke"] for layer in read_folder(tmp_path)[0]}
    assert len(set(before.values())) == 2
    put(tmp_path, zz_geojson=POINT)
    after = {layer.id: layer.style["stroke"] for layer in read_folder(tmp_path)[0]}
    assert {key: after[key] for key in before} == before


def test_two_files_of_one_name_keep_apart(tmp_path: Path) -> None:
    put(tmp_path, a_geojson=POINT)
    (tmp_path / "a.csv").write_text("lat,lon\n1,2\n")
    assert [layer.id for layer in read_folder(tmp_path)[0]] == ["a", "a-2"]


def test_what_lies_about_and_belongs_to_nothing_is_told(tmp_path: Path) -> None:
    put(tmp_path, a_geojson=POINT, a_toml="title = 'A'", lonely_toml="title = 'x'")
    (tmp_path / "b.dbf").write_bytes(b"x")
    (tmp_path / "README.md").write_text("hello")
    (tmp_path / "notes.docx").write_text("hello")
    found = [Path(problem.file).name for problem in stray_files(tmp_path)]
    assert found == ["b.dbf", "lonely.toml"]
    assert [Path(problem.file).name for problem in read_for_map(tmp_path, [])[1]] == [
        "notes.docx",
        "b.dbf",
        "lonely.toml",
    ]


def test_a_bad_file_does_not_keep_the_others_from_the_map(tmp_path: Path) -> None:
    put(tmp_path, good_geojson=POINT, bad_geojson="{", worse_geojson='{"type":"Point","coordinates":[1,151]}')
    layers, problems = read_for_map(tmp_path, [])
    assert [layer.id for layer in layers] == ["good"]
    assert [(Path(p.file).name, p.fatal) for p in problems] == [("bad.geojson", True), ("worse.geojson", True)]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_out_of_the_folder_a_pipe_and_a_folder_named_like_a_layer_are_refused_or_passed(tmp_path: Path) -> None:
    (tmp_path / "layers").mkdir()
    (tmp_path / "secret.geojson").write_text(POINT)
    (tmp_path / "layers" / "link.geojson").symlink_to(tmp_path / "secret.geojson")
    (tmp_path / "layers" / "loop.geojson").symlink_to("loop.geojson")
    (tmp_path / "layers" / "gone.geojson").symlink_to("nothing.geojson")
    (tmp_path / "layers" / "folder.geojson").mkdir()
    (tmp_path / "layers" / "inside.geojson").write_text(POINT)
    (tmp_path / "layers" / "inner.geojson").symlink_to("inside.geojson")
    os.mkfifo(tmp_path / "layers" / "pipe.geojson")
    layers, problems = read_folder(tmp_path / "layers")
    assert [layer.id for layer in layers] == ["inner", "inside"]
    assert [Path(problem.file).name for problem in problems] == [
        "gone.geojson",
        "link.geojson",
        "loop.geojson",
        "pipe.geojson",
    ]
    assert "leads out of the layers folder" in problems[1].reason


@pytest.mark.parametrize(
    "name",
    [
        "<b>.geojson",
        "'; rm -rf ~.geojson",
        "a b\tc.geojson",
        "ümläut.geojson",
        "🗺️.geojson",
        "-rf.geojson",
        "CON.geojson",
    ],
)
def test_a_strange_file_name_is_a_name_like_another(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(POINT)
    (layer,), problems = read_folder(tmp_path)
    assert layer.id == name.removesuffix(".geojson")
    assert layer.title
    assert not problems


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_file_name_that_is_no_utf8_and_half_a_sign_are_shown_as_unknown_signs(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.geojson")).write_text(
        '{"type":"Feature","id":"\\ud83d","properties":{"a\\udc00":"b\\ud83d","c":["\\ud83d"]},"geometry":null}'
    )
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xe9.geojson")).write_text("{")
    (layer,), problems = read_folder(tmp_path)
    for text in (
        layer.id,
        layer.title,
        json.dumps(dict(layer.features[0].properties), ensure_ascii=False),
        *map(str, problems),
    ):
        text.encode("utf-8")
        assert "\ufffd" in text


# --- generated layers ------------------------------------------------------------------------------------------------


def test_a_generated_file_says_so_and_notices_an_edit(tmp_path: Path) -> None:
    path = write_generated({tmp_path / "a.geojson": MADE})[0].path
    assert json.loads(path.read_text())["generated_by"].startswith("sitmap sha256:")
    assert is_generated(path)
    assert is_untouched(path)
    path.write_text(json.dumps(json.loads(path.read_text()), indent=4))
    assert is_untouched(path), "white space is no edit"
    path.write_text(path.read_text().replace("Health", "My health"))
    assert is_generated(path)
    assert not is_untouched(path)


def test_where_there_is_no_room_for_all_generated_layers_none_is_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [tmp_path / f"{name}.geojson" for name in "abc"]
    write_generated(dict.fromkeys(paths[:2], MADE))
    before = [path.read_bytes() for path in paths[:2]]
    room = [2]

    def full(handle: int) -> None:
        room[0] -= 1
        if room[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(LayerError, match=r"c\.geojson: the disk is full, nothing was changed"):
        write_generated({path: replace(MADE, title="Another") for path in paths})
    assert [path.read_bytes() for path in paths[:2]] == before
    assert sorted(tmp_path.iterdir()) == paths[:2]


def test_the_same_layer_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = (
        write_generated({tmp_path / "a.geojson": MADE})[0].path,
        write_generated({tmp_path / "b.geojson": MADE})[0].path,
    )
    assert one.read_bytes() == two.read_bytes()


def test_an_edited_layer_stays_and_is_drawn_the_new_one_waits_beside_it(tmp_path: Path) -> None:
    save_generated([MADE], tmp_path)
    path = tmp_path / "quake" / "health.geojson"
    mine = path.read_text().replace("Health", "My health")
    path.write_text(mine)
    messages = save_generated([MADE], tmp_path)
    assert path.read_text() == mine
    assert (tmp_path / "quake" / "health.new.geojson").exists()
    assert len(messages) == 1
    assert "edited by hand" in messages[0]
    layers, _ = read_for_map(tmp_path, ["quake"])
    assert [(layer.id, layer.title) for layer in layers] == [("quake/health", "My health")]
    assert save_generated([MADE], tmp_path), "and it is said again"
    assert path.read_text() == mine


def test_somebodys_own_file_of_the_same_name_is_never_overwritten(tmp_path: Path) -> None:
    put(tmp_path, quake__health_geojson=POINT)
    assert save_generated([MADE], tmp_path)
    assert (tmp_path / "quake" / "health.geojson").read_text() == POINT


def test_layers_of_an_earlier_run_go_unless_somebody_edited_them(tmp_path: Path) -> None:
    others = [replace(MADE, id=f"quake/{name}", title=name) for name in ("old", "mine")]
    save_generated([MADE, *others], tmp_path)
    mine = tmp_path / "quake" / "mine.geojson"
    mine.write_text(mine.read_text().replace('"mine"', '"kept"'))
    put(tmp_path, quake__byhand_geojson=POINT)
    save_generated([MADE], tmp_path)
    assert sorted(p.name for p in (tmp_path / "quake").iterdir()) == [
        "byhand.geojson",
        "health.geojson",
        "mine.geojson",
    ]


def test_what_is_generated_and_untouched_is_left_to_the_build_that_has_it_fresh(tmp_path: Path) -> None:
    save_generated([MADE], tmp_path)
    assert read_for_map(tmp_path, ["quake"]) == ((), ())


def test_a_layer_id_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    with pytest.raises(LayerError, match="outside of the layers folder"):
        save_generated([replace(MADE, id="../../x")], tmp_path / "layers")
    assert not (tmp_path / "x.geojson").exists()


# --- nothing lost ----------------------------------------------------------------------------------------------------


def test_a_failed_write_leaves_the_old_file_and_no_litter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    write_atomically(path, "old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(LayerError, match="the disk is full"):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_a_folder_that_cannot_be_written_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(LayerError, match="is a file, not a folder"):
        write_generated({tmp_path / "file" / "a.geojson": MADE})
    if os.name == "posix" and os.geteuid() != 0:
        (tmp_path / "closed").mkdir(mode=0o500)
        with pytest.raises(LayerError, match="cannot be written"):
            write_generated({tmp_path / "closed" / "a.geojson": MADE})


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_kill_9_at_any_moment_leaves_whole_files_only(tmp_path: Path) -> None:
    script = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from shapely.geometry import Point
        from geo.layers.folder import lock_folder, save_generated
        from geo.model import Feature, Layer
        number = 0
        print("ready", flush=True)
        while True:
            number += 1
            features = tuple(Feature(Point(i % 90, number % 90), {"n": number}) for i in range(200))
            with lock_folder(Path(sys.argv[1])):
                made = [Layer("r/a", f"Run {number}", features), Layer("r/b", f"Run {number}", ())]
                save_generated(made, Path(sys.argv[1]))
                print("done", flush=True)
        """
    )
    rng = random.Random(7)
    for _ in range(6):
        process = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.readline()
        time.sleep(rng.uniform(0.0, 0.12))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        for path in tmp_path.rglob("*.geojson"):
            assert is_untouched(path), "every file is whole"
    with lock_folder(tmp_path):
        assert {layer.id for layer in read_folder(tmp_path)[0]} == {"r/a", "r/b"}, "the lock of the dead is free"
        save_generated([MADE, replace(MADE, id="r/a"), replace(MADE, id="r/b")], tmp_path)
        assert not list(tmp_path.rglob("*.tmp")), "the next build clears what the dead left half written"


def test_a_second_build_waits_until_the_first_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from geo.layers import write

    with (
        lock_folder(tmp_path),
        pytest.raises(LayerError, match="another build of this folder is running"),
        write.locked(tmp_path / folder.LOCK, wait=0.1),
    ):
        pass
    with lock_folder(tmp_path):
        pass


# --- cache -----------------------------------------------------------------------------------------------------------


def test_only_what_changed_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place, kept = tmp_path / "layers", tmp_path / "kept"
    for number in range(50):
        put(place, **{f"layer{number}_geojson": POINT})
    decoded: list[str] = []
    original = read._decode

    def counted(path: Path, data: bytes, name: str) -> object:
        decoded.append(path.name)
        return original(path, data, name)

    monkeypatch.setattr(read, "_decode", counted)

    def again() -> tuple[Layer, ...]:
        cache._in_memory.clear()
        decoded.clear()
        return read_files(folder.layer_files(place), place, cache=kept)[0]

    first = again()
    assert len(decoded) == 50
    assert again() == first
    assert decoded == []
    put(place, new_geojson=POINT, layer7_toml="title = 'Seven'")
    assert len(again()) == 51
    assert sorted(decoded) == ["layer7.geojson", "new.geojson"]


asked: list[str] = []


def gazetteer(words: str) -> tuple[Shape | None, str]:
    asked.append(words)
    return (Shape(Point(3, 4), Precision.EXACT, "a table", LonLat(3, 4)), "") if words == "Gao" else (None, "unknown")


def test_places_by_name_are_looked_up_again_only_where_the_file_or_the_atlas_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, kept = tmp_path / "layers", tmp_path / "kept"
    place.mkdir()
    (place / "a.csv").write_text("place\nGao\nNowhere\n")
    (place / "b.txt").write_text("Gao\n")

    def read_anew(resolve: read.Resolve | None = gazetteer) -> tuple[list[str], object]:
        asked.clear()
        cache._in_memory.clear()
        found = read_files(folder.layer_files(place), place, resolve=resolve, cache=kept)
        return list(asked), found

    first = read_anew()
    assert first[0] == ["Gao", "Nowhere", "Gao"]
    assert read_anew() == ([], first[1])
    (place / "b.txt").write_text("Kidal\n")
    assert read_anew()[0] == ["Kidal"]
    monkeypatch.setattr(cache, "_atlas", lambda: b"another")
    assert read_anew()[0] == ["Gao", "Nowhere", "Kidal"]
    assert read_anew(lambda words: gazetteer(words))[0] == ["Gao", "Nowhere", "Kidal"], "who knows what that one does"
    assert all(feature.geometry is None for layer in read_anew(None)[1][0] for feature in layer.features)


def test_a_damaged_cache_costs_time_only(tmp_path: Path) -> None:
    put(tmp_path / "layers", a_geojson=POINT)
    files = folder.layer_files(tmp_path / "layers")
    first = read_files(files, tmp_path / "layers", cache=tmp_path / "kept")
    for path in (tmp_path / "kept").iterdir():
        path.write_text("{damaged")
    cache._in_memory.clear()
    assert read_files(files, tmp_path / "layers", cache=tmp_path / "kept") == first


@pytest.mark.parametrize(
    ("number", "label"),
    [
        (1367.2, "1\u202f367"),
        (18000, "18\u202f000"),
        (17999.7, "18\u202f000"),
        (12.3456, "12.35"),
        (0.00001234, "0.00001234"),
        (-2000.5, "-2\u202f000"),
    ],
)
def test_a_legend_has_one_style_of_numbers(number: float, label: str) -> None:
    layer = Layer("a", "A", (Feature(None, {"n": -5000}), Feature(None, {"n": number})))
    legend = coloured(layer, {"field": "n", "kind": "classes", "breaks": [number]}).style["legend"]
    assert legend["entries"][-1]["label"] == f"-5\u202f000 – {label}"


# --- add and new -----------------------------------------------------------------------------------------------------


def test_adding_a_file_copies_it_with_its_companions_and_its_new_title(tmp_path: Path) -> None:
    case = Path(__file__).parent / "layers" / "good-shape.shp"
    added = add_file(case, tmp_path, about={"title": 'Ports "old"', "group": "Aid"})
    assert [layer.title for layer in added.layers] == ['Ports "old"']
    assert {path.suffix for path in added.paths} == {".shp", ".shx", ".dbf", ".prj", ".cpg", ".toml"}
    assert all(path.parent == tmp_path and path.exists() for path in added.paths)


def test_a_sidecar_that_dresses_two_layers_is_told(tmp_path: Path) -> None:
    put(tmp_path, zones_geojson=POINT, zones_csv="lat,lon\n1,2\n", zones_toml="title = 'Zones'\n")
    (problem,) = stray_files(tmp_path)
    assert problem.reason == "it is the sidecar of zones.csv and zones.geojson alike."
    assert not problem.fatal


def test_a_title_that_is_asked_for_wins_over_the_sidecar_that_comes_along(tmp_path: Path) -> None:
    put(tmp_path, one__a_geojson=POINT, one__a_toml='# mine\ntitle = "Old"\norder = 4\n\n[style]\nstroke = "#f00"\n')
    (layer,) = add_file(
        tmp_path / "one" / "a.geojson", tmp_path / "layers", about={"title": "New", "group": "G"}
    ).layers
    assert (layer.title, layer.group, layer.order, layer.style["stroke"]) == ("New", "G", 4, "#ff0000")
    assert (tmp_path / "layers" / "a.toml").read_text().startswith("# mine\n")


def test_a_file_that_cannot_be_used_is_not_added(tmp_path: Path) -> None:
    (tmp_path / "bad.geojson").write_text("{")
    with pytest.raises(LayerError, match="breaks off"):
        add_file(tmp_path / "bad.geojson", tmp_path / "layers")
    assert not (tmp_path / "layers").exists()


def test_adding_never_overwrites_another_file(tmp_path: Path) -> None:
    put(tmp_path, one__a_geojson=POINT, layers__a_geojson=POINT.replace("1", "5"))
    with pytest.raises(LayerError, match="another file of this name"):
        add_file(tmp_path / "one" / "a.geojson", tmp_path / "layers")
    assert "5" in (tmp_path / "layers" / "a.geojson").read_text()


SIDECAR = '# mine\n\n[style]\nstroke = "#f00"\n'


@pytest.mark.parametrize("source", ["one/a.geojson", "layers/a.geojson"])
def test_a_title_is_put_into_the_sidecar_that_is_there_and_all_else_of_it_stays(tmp_path: Path, source: str) -> None:
    put(tmp_path, one__a_geojson=POINT, layers__a_toml=SIDECAR, layers__a_geojson=POINT)
    add_file(tmp_path / source, tmp_path / "layers", about={"title": "New"})
    assert (tmp_path / "layers" / "a.toml").read_text() == SIDECAR.replace("# mine\n", '# mine\ntitle = "New"\n')


@pytest.mark.parametrize(
    ("there", "message"),
    [
        ({"layers__a_toml": "title = 'Mine'\n", "one__a_toml": "title = 'Theirs'\n"}, "a.toml: another file"),
        ({"layers__a_toml": "order = [\n"}, "a.toml: this sidecar cannot be changed safely"),
        ({"layers__a_csv": "lat,lon\n1,2\n"}, "a.csv has the same name, so a.toml would be for both"),
    ],
)
def test_adding_touches_no_sidecar_of_another_layer(tmp_path: Path, there: dict[str, str], message: str) -> None:
    put(tmp_path, one__a_geojson=POINT, **there)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(LayerError, match=message):
        add_file(tmp_path / "one" / "a.geojson", tmp_path / "layers", about={"title": "New"})
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_place_is_added_as_a_layer_by_hand_and_more_to_it(tmp_path: Path) -> None:
    first = add_places(["eastern Mediterranean"], tmp_path, resolve=resolve, status="possible", note="drills")
    assert first.paths[0].name == "eastern-mediterranean.geojson"
    add_places(["Cyprus"], tmp_path, resolve=resolve, layer="eastern Mediterranean")
    layer = read_layer(first.paths[0])
    assert [f.properties["title"] for f in layer.features] == ["eastern Mediterranean", "Cyprus"]
    assert layer.features[0].properties["status"] == "possible"
    assert layer.features[0].properties["basis"] == "a table of this test"
    assert not is_generated(first.paths[0])


@pytest.mark.parametrize(
    ("place", "told", "message"),
    [
        ("nowhere", {}, "no place is known"),
        ("Gao", {"status": "sure"}, "unknown"),
        ("Gao", {"when": "tomorrow"}, "'tomorrow' is no time. Give ISO 8601"),
    ],
)
def test_a_place_status_or_time_that_is_none_writes_nothing(
    tmp_path: Path, place: str, told: dict[str, str], message: str
) -> None:
    with pytest.raises(LayerError, match=message):
        add_places([place], tmp_path, resolve=resolve, **told)
    assert not list(tmp_path.iterdir())


def test_a_geopackage_cut_off_is_told_without_the_words_of_its_library(tmp_path: Path) -> None:
    whole = (Path(__file__).parent / "layers" / "good-two-layers.gpkg").read_bytes()
    (tmp_path / "cut.gpkg").write_bytes(whole[: len(whole) // 2])
    (problem,) = check_layer(tmp_path / "cut.gpkg")
    assert problem.reason == "this GeoPackage is damaged or cut off."


def test_positions_that_rounding_makes_equal_are_written_once(tmp_path: Path) -> None:
    sides = [(0, 0), (1e-8, 0), (1, 0), (1, 1), (1, 1 + 1e-9), (0, 1)]
    layer = Layer("a", "A", (Feature(Polygon(sides)), Feature(LineString(sides))))
    write_layer(layer, tmp_path / "a.geojson")
    assert check_layer(tmp_path / "a.geojson") == ()


def test_a_new_layer_is_valid_explains_itself_and_names_its_schema(tmp_path: Path) -> None:
    path = new_layer("Aid/Roads & ports", tmp_path)
    assert path == tmp_path / "aid" / "roads-ports.geojson"
    value = json.loads(path.read_text())
    assert (path.parent / value["$schema"]).resolve() == (tmp_path / ".schema" / "layer.schema.json").resolve()
    assert not [problem for problem in check_layer(path) if problem.fatal]
    with pytest.raises(LayerError, match="there already"):
        new_layer("aid/roads-ports.geojson", tmp_path)


# --- check, schema, documentation ------------------------------------------------------------------------------------

PROBLEMS = (
    Problem("a,b.geojson", "feature 14", "latitude 151 is outside -90..90.", "100% sure:\nswap."),
    Problem("c.csv", "line 3", "a cell was left out", "", fatal=False),
)


def test_problems_for_people_name_file_place_reason_and_mend() -> None:
    text = format_problems(PROBLEMS, "human", 2)
    assert "error: a,b.geojson, feature 14: latitude 151 is outside -90..90. 100% sure:" in text
    assert "repaired: c.csv, line 3: a cell was left out" in text
    assert text.endswith("2 files checked: 1 to mend, 1 repaired while reading.")


def test_problems_for_programs_are_json() -> None:
    found = json.loads(format_problems(PROBLEMS, "json", 2))
    assert found["files"] == 2
    assert found["problems"][1] == {
        "file": "c.csv",
        "where": "line 3",
        "reason": "a cell was left out",
        "mend": "",
        "repaired": True,
    }


def test_problems_as_annotations_are_escaped_so_that_no_file_can_forge_one() -> None:
    first, second = format_problems(PROBLEMS, "github", 2).split("\n")
    assert first == "::error file=a%2Cb.geojson::feature 14: latitude 151 is outside -90..90. 100%25 sure:%0Aswap."
    assert second == "::warning file=c.csv,line=3::a cell was left out"


def test_checking_a_folder_counts_files_and_tells_everything(tmp_path: Path) -> None:
    put(tmp_path, a_geojson=POINT, b_geojson="[", c_toml="x = 1")
    problems, count = check_files([tmp_path])
    assert count == 2
    assert {Path(problem.file).name for problem in problems} == {"b.geojson", "c.toml"}


def test_the_documentation_is_made_from_the_schemas_and_up_to_date() -> None:
    document = Path(__file__).parent.parent / "docs" / "layers.md"
    assert document.read_text(encoding="utf-8") == layers_document(), (
        "run `python -m geo.layers.document docs/layers.md`"
    )


def test_what_is_written_fits_the_schema(tmp_path: Path) -> None:
    path = write_generated({tmp_path / "a.geojson": replace(MADE, style={"stroke": "#ff0000"})})[0].path
    assert list(faults(json.loads(path.read_text()), layer_schema())) == []


def test_places_are_added_to_a_layer_only_where_nothing_of_it_is_lost(tmp_path: Path) -> None:
    def add() -> None:
        add_places(["Gao"], tmp_path, resolve=gazetteer, layer="mine")

    mine = tmp_path / "mine.geojson"
    bad = '{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[1]}}'
    mine.write_text('{"type":"FeatureCollection","features":[' + bad + "]}")
    with pytest.raises(LayerError, match="faults that adding to it would lose"):
        add()
    assert bad in mine.read_text()
    mine.write_text('{"type":"FeatureCollection","note":"keep me","features":[]}')
    (tmp_path / "mine.toml").write_text('style = { stroke = "#ff0000" }')
    add()
    assert json.loads(mine.read_text())["note"] == "keep me"
    assert "#ff0000" not in mine.read_text(), "the look stays in the sidecar"
    mine.unlink()
    write_generated({mine: replace(MADE, id="mine")})
    with pytest.raises(LayerError, match="generated from a report"):
        add()


def test_an_empty_layer_of_our_own_is_no_problem(tmp_path: Path) -> None:
    write_generated({tmp_path / "not-placed.geojson": Layer("quake/not-placed", "Not placed", (), report="quake")})
    assert check_layer(tmp_path / "not-placed.geojson") == ()
    (tmp_path / "mine.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    assert [p.reason for p in check_layer(tmp_path / "mine.geojson")] == ["it has no features"]


def test_the_first_layer_of_the_readme_comes_out_as_it_says(tmp_path: Path) -> None:
    report = follow(tmp_path)
    assert report.is_file()
    (layer,), problems = read_files(layer_files(tmp_path / "layers"), tmp_path / "layers", resolve=resolve_outline)
    assert problems == ()
    assert layer.title == "Our reporters"
    assert [feature.properties["title"] for feature in layer.features] == ["Ana", "Luis", "Jo, on the road"]
    assert "Polygon" in layer.features[2].geometry.geom_type
