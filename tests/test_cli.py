"""The command as a user meets it: what it prints, what it writes, what it refuses."""

import json
import re

import pytest

QUAKE = (
    "date 2025-03-29 A strong earthquake struck northern Chile on Friday, killing three people in Iquique. "
    "Officials in Peru said a tsunami was possible off the coast of Peru."
)


@pytest.fixture
def quake(tmp_path):
    path = tmp_path / "quake.txt"
    path.write_text(QUAKE, encoding="utf-8")
    return path


def tree(folder):
    return {p.relative_to(folder): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_build_writes_one_page_and_the_layers_of_the_report(sitmap, quake, tmp_path):
    done = sitmap("build", quake)
    assert done.returncode == 0, done.stderr
    assert "output/quake.html" in done.stdout
    assert (tmp_path / "output" / "quake.html").stat().st_size < 1_500_000
    names = {p.name for p in (tmp_path / "layers" / "quake").iterdir()}
    assert {"places.geojson", "not-placed.geojson"} <= names
    assert len(names) > 2, "one file per theme besides"


def test_building_twice_gives_the_same_bytes(sitmap, quake, tmp_path):
    sitmap("build", quake)
    first = tree(tmp_path)
    sitmap("build", quake)
    assert tree(tmp_path) == first


def test_build_json_prints_one_summary_on_stdout(sitmap, quake):
    (page,) = json.loads(sitmap("build", quake, "--json").stdout)["pages"]
    assert page["mentions"] == page["placed"] + page["not_placed"]
    assert page["claims"] >= 2
    assert page["problems"] == []


def test_title_date_and_source_may_be_given_to_a_build(sitmap, quake, tmp_path):
    sitmap("build", quake, "--title", "The great quake", "--date", "2025-04-02", "--source", "Wire 7")
    layer = json.loads((tmp_path / "layers" / "quake" / "places.geojson").read_text(encoding="utf-8"))
    assert (layer["group"], layer["date"], layer["source"]) == ("The great quake", "2025-04-02", "Wire 7")


NOTED = {
    "a folder that was not there": (QUAKE, ["--layers", "lyaers"], "lyaers: there was no such folder; it was made"),
    "a date that is none": (f"---\ndate: tomorrow\n---\n{QUAKE[16:]}", [], "date 'tomorrow'"),
    "an open bracket": (f"---\ntitle: [unclosed\n---\n{QUAKE}", [], "'title' opens with [ and never closes it"),
}


@pytest.mark.parametrize("name", NOTED)
def test_what_may_be_a_slip_is_told_once_and_the_page_is_made(sitmap, tmp_path, name):
    text, options, note = NOTED[name]
    (tmp_path / "quake.md").write_text(text, encoding="utf-8")
    done = sitmap("build", "quake.md", *options)
    assert done.returncode == 0
    assert done.stderr.count("note: ") == done.stderr.count(note) == 1


def test_every_fault_and_repair_of_a_layer_is_told_once(sitmap, quake, tmp_path):
    (tmp_path / "layers").mkdir()
    (tmp_path / "layers" / "ports.csv").write_text("name,lat,lon\nA,1,2,x\nB,100,2\n", encoding="utf-8")
    for command in (("build", quake), ("add", "layers/ports.csv")):
        told = sitmap(*command).stderr.splitlines()
        assert len([line for line in told if line.startswith("problem: ") and "latitude 100" in line]) == 1
        assert len([line for line in told if line.startswith("note: ") and "more cells" in line]) == 1
        assert len([line for line in told if "latitude 100" in line or "more cells" in line]) == 2


def test_a_claim_without_a_placed_mention_is_read_with_its_words_and_not_counted_as_on_the_page(sitmap, tmp_path):
    text = "Three people died in Iquique. Flights to the archipelago were cancelled."
    (tmp_path / "raid.txt").write_text(text, encoding="utf-8")
    read = sitmap("read", "raid.txt").stdout
    assert "2 claims\n" in read
    assert ": the archipelago (not placed): " in read
    said = sitmap("build", "raid.txt").stdout
    page = (tmp_path / "output" / "raid.html").read_text(encoding="utf-8")
    assert re.search(r"\d+ claims?", said)[0] == re.search(r"<span>(\d+ claims?), ", page)[1] == "1 claim"


def test_a_plain_geojson_file_dropped_in_is_on_the_page(sitmap, quake, tmp_path):
    (tmp_path / "layers").mkdir()
    (tmp_path / "layers" / "my-depots.geojson").write_text(
        json.dumps({"type": "Feature", "properties": {"name": "Depot Quillagua"},
                    "geometry": {"type": "Point", "coordinates": [-69.54, -21.66]}})
    )  # fmt: skip
    done = sitmap("build", quake, "--json")
    assert "my-depots" in json.loads(done.stdout)["pages"][0]["layers"]
    assert "Depot Quillagua" in (tmp_path / "output" / "quake.html").read_text(encoding="utf-8")


BAD_REPORTS = {
    "empty": (b"", "empty"),
    "blank": (b" \n\t\n", "empty"),
    "binary": (bytes(range(256)) * 40, ""),
    "no place": (b"Nothing happened anywhere and nobody said anything about it.", "place"),
}


@pytest.mark.parametrize("name", BAD_REPORTS)
def test_a_report_that_cannot_be_mapped_is_one_clear_error_and_nothing_changes(sitmap, quake, tmp_path, name):
    content, word = BAD_REPORTS[name]
    sitmap("build", quake)
    bad = tmp_path / "bad.txt"
    bad.write_bytes(content)
    before = tree(tmp_path)
    done = sitmap("build", bad)
    assert done.returncode == 2
    assert "bad.txt" in done.stderr
    assert word in done.stderr
    assert "Traceback" not in done.stderr
    assert tree(tmp_path) == before


def test_a_missing_report_is_named(sitmap):
    done = sitmap("build", "nowhere.txt")
    assert done.returncode == 2
    assert "nowhere.txt" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_huge_report_is_refused_by_its_size(sitmap, tmp_path):
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    done = sitmap("read", huge)
    assert done.returncode == 2
    assert "huge.txt" in done.stderr


BAD_LAYERS = {
    "not json": ("{", ""),
    "not geojson": ('{"hello": 1}', ""),
    "latitude 151": ('{"type":"Point","coordinates":[33.9,151.2]}', "151"),
    "not a number": ('{"type":"Point","coordinates":[NaN,1]}', ""),
}


@pytest.mark.parametrize("name", BAD_LAYERS)
def test_a_bad_layer_is_named_and_the_map_is_made_without_it(sitmap, quake, tmp_path, name):
    content, word = BAD_LAYERS[name]
    (tmp_path / "layers").mkdir()
    (tmp_path / "layers" / "bad.geojson").write_text(content)
    done = sitmap("build", quake)
    assert done.returncode == 1
    assert "bad.geojson" in done.stderr
    assert word in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "output" / "quake.html").exists()
    checked = sitmap("check")
    assert checked.returncode == 1
    assert "bad.geojson" in checked.stdout


def test_read_json_has_the_promised_keys_and_exact_offsets(sitmap, quake):
    answer = json.loads(sitmap("read", quake, "--json").stdout)
    text = answer["report"]["text"]
    assert answer["report"]["date"] == "2025-03-29"
    for mention in answer["mentions"]:
        assert text[mention["start"] : mention["end"]] == mention["text"]
        assert {"role", "lat", "lon", "score", "name", "kind", "place_id", "precision", "basis", "reason",
                "candidates"} <= mention.keys()  # fmt: skip
    for claim in answer["claims"]:
        assert text[claim["start"] : claim["end"]] == claim["quote"]
        assert {"status", "theme", "kind", "attribution", "when", "mentions", "disputes"} <= claim.keys()


LINES = [json.dumps({"id": f"d{i}", "text": f"A flood hit Lima on Monday. Number {i}."}) for i in range(40)]


def test_a_corpus_comes_out_in_order_and_a_bad_line_does_not_end_it(sitmap):
    lines = [*LINES[:7], "{not json", '{"id": "d7b"}', *LINES[7:]]
    done = sitmap("read", "--jsonl", "--workers", "2", stdin="\n".join(lines) + "\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [a["id"] for a in answers] == [*(f"d{i}" for i in range(7)), None, "d7b", *(f"d{i}" for i in range(7, 40))]
    assert "line 8" in answers[7]["error"]
    assert answers[0]["mentions"][0]["text"] == "Lima"
    assert done.returncode == 1


def test_a_corpus_run_that_was_cut_off_goes_on_where_it_stopped(sitmap, tmp_path):
    whole = sitmap("read", "--jsonl", stdin="\n".join(LINES)).stdout
    part = tmp_path / "out.jsonl"
    part.write_text("".join(whole.splitlines(keepends=True)[:11]) + '{"id": "d11", "ment')
    sitmap("read", "--jsonl", "--resume", part, stdin="\n".join(LINES))
    assert part.read_text() == whole


def test_a_corpus_gives_a_point_at_sea_for_what_lies_off_a_coast(sitmap):
    line = json.dumps({"id": 1, "text": "A tanker was hit off the coast of southern Peru on Monday."})
    (mention,) = json.loads(sitmap("read", "--jsonl", stdin=line + "\n").stdout)["mentions"]
    assert mention["text"] == "off the coast of southern Peru"
    assert mention["lon"] < -74, "the middle of the country is far inland"


def test_place_gives_one_feature_per_name_in_order_with_null_where_unknown(sitmap):
    done = sitmap("place", "Lima", "Xyzzyplugh", "northern Chile", "--geojson")
    features = json.loads(done.stdout)["features"]
    assert [f["properties"]["query"] for f in features] == ["Lima", "Xyzzyplugh", "northern Chile"]
    assert features[0]["geometry"]["type"] == "Point"
    assert features[1]["geometry"] is None
    assert features[2]["geometry"]["type"] in ("Polygon", "MultiPolygon")
    assert features[2]["properties"]["precision"] == "vague"


def test_other_places_of_a_name_are_listed_once_and_only_where_they_may_be_meant(sitmap):
    lines = sitmap("place", "50 miles north of Kabul", "Ukrainian airspace").stdout.splitlines()
    also = [line for line in lines if line.startswith("  also: ")]
    assert len(also) == 1, "a village whose name is like that of Ukraine is no airspace"
    assert also[0].count("Kabul, Afghanistan") == 1


@pytest.mark.parametrize("arguments", [(), ("fly",), ("build", "--output"), ("read",)])
def test_wrong_usage_is_exit_code_2_with_a_hint(sitmap, arguments):
    done = sitmap(*arguments)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_a_corpus_names_lines_by_their_number_in_the_file_and_keeps_odd_text(sitmap, tmp_path):
    corpus = tmp_path / "corpus.jsonl"
    rows = ["", r'{"id":"\ud800","text":"Flood in Lima"}', r'{"id":"half","text":"\ud800 Flood in Lima"}', "", "[1]",
            '{"id":"d","text":"Lima","date":"yesterday"}', '{"id":"last","text":"Lima"}']  # fmt: skip
    corpus.write_bytes("\r\n".join(rows).encode())
    done = sitmap("read", "--jsonl", corpus)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [a["id"] for a in answers] == ["\ud800", "half", None, "d", "last"]
    assert answers[1]["mentions"][0]["start"] == 11
    assert answers[2]["error"] == "line 5: found an array, wanted an object with `id` and `text`."
    assert "line 6: date 'yesterday'" in answers[3]["error"]


def test_one_line_that_sets_off_a_fault_does_not_end_a_corpus(monkeypatch):
    from geo import corpus

    monkeypatch.setattr(corpus, "_read_row", lambda row: {}[row["id"]])
    (answer,) = corpus.read_lines([(7, '{"id": "x", "text": "Lima"}')])
    assert json.loads(answer)["error"].startswith("line 7: a fault of sitmap itself (KeyError")


def test_a_report_comes_from_standard_input_too(sitmap, tmp_path):
    assert "Iquique" in sitmap("read", "-", stdin=QUAKE).stdout
    assert sitmap("build", "-", stdin=QUAKE).returncode == 0
    assert (tmp_path / "output" / "stdin.html").exists()


def test_two_reports_of_one_name_are_refused(sitmap, quake, tmp_path):
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "quake.txt").write_text(QUAKE, encoding="utf-8")
    before = tree(tmp_path)
    done = sitmap("build", quake, "old/quake.txt")
    assert done.returncode == 2
    assert "old/quake.txt" in done.stderr
    assert "quake.txt goes by the name 'quake'" in done.stderr
    assert tree(tmp_path) == before


def test_a_report_does_not_replace_the_page_of_another_whose_name_gives_the_same(sitmap, quake, tmp_path):
    first, second = quake.rename(tmp_path / "the quake.txt"), tmp_path / "the-quake.md"
    for _ in "twice":
        assert sitmap("build", first).returncode == 0, "one's own page is built again"
    second.write_text(QUAKE + " A bridge fell in Arica.", encoding="utf-8")
    before = tree(tmp_path)
    done = sitmap("build", second)
    assert done.returncode == 2
    assert "the-quake.md" in done.stderr
    assert "made from the quake.txt" in done.stderr
    assert tree(tmp_path) == before
    first.unlink()
    assert sitmap("build", second).returncode == 0, "the other is gone"


@pytest.mark.parametrize("blocked", ["output", "output/quake.html/x", "layers", "layers/quake"])
def test_where_the_page_or_its_layers_cannot_be_written_nothing_changes(sitmap, quake, tmp_path, blocked):
    """A file stands where a folder is wanted, or the other way round: even root cannot write then."""
    (tmp_path / blocked).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / blocked).write_text("in the way")
    before = tree(tmp_path)
    done = sitmap("build", quake)
    assert done.returncode == 2
    assert blocked.removesuffix("/x") in done.stderr
    assert "fault of sitmap" not in done.stderr
    after = tree(tmp_path)
    after.pop((tmp_path / "layers" / ".sitmap.lock").relative_to(tmp_path), None)
    assert after == before


@pytest.mark.parametrize("command", [("build",), ("watch",), ("watch", "nowhere.txt"), ("check",), ("check", "x.kml")])
def test_where_there_is_nothing_it_says_so_ends_and_leaves_nothing(sitmap, tmp_path, command):
    done = sitmap(*command)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


USAGE = [
    ("serve", "--port", "99999"),
    ("read", "--jsonl", "--workers", "0"),
    ("read", "quake.txt", "--resume", "out.jsonl"),
    ("read", "--jsonl", "--title", "x"),
    ("build", "quake.txt", "--output", "map.pdf"),
    ("build", "quake.txt", "quake.txt", "--title", "x"),
    ("export", "quake.txt", "map.jpg"),
    ("add", "quake.geojson", "--place", "Lima"),
    ("place", "Lima", " "),
    ("new", "--layers", "made", "../../evil"),
    ("new", "--layers", "made", "/tmp/evil"),
]


@pytest.mark.parametrize("arguments", USAGE)
def test_options_that_make_no_sense_are_refused(sitmap, quake, tmp_path, arguments):
    done = sitmap(*arguments, stdin="")
    assert done.returncode == 2
    assert arguments[-2] in done.stderr or arguments[-1] in done.stderr or not arguments[-1].strip()
    assert "fault of sitmap" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["quake.txt"]
