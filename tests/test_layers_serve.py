"""The served page: on this machine only, under a secret path, and nothing is written but layers in their folder."""

from __future__ import annotations

import http.client
import json
import os
import queue
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from geo.errors import LayerError
from geo.layers.drawn import save_drawn
from geo.layers.generated import write_generated
from geo.layers.read import read_layer
from geo.layers.serve import PageServer
from geo.layers.watch import is_ours_or_hidden, watch
from geo.model import Layer

POINT = json.dumps(
    {"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}, "properties": {"title": "Here"}}
)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PageServer]:
    server = PageServer(tmp_path / "layers")
    server.show("<p>first</p>")
    server.start()
    yield server
    server.close()


def ask(
    server: PageServer, method: str, path: str, body: str = "", **headers: str
) -> tuple[int, str, http.client.HTTPMessage]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request(method, path, body or None, {key.replace("_", "-"): value for key, value in headers.items()})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text, answer.headers


def save(server: PageServer, name: str, body: str = POINT, **changed: str) -> tuple[int, str]:
    headers = {"Origin": f"http://127.0.0.1:{server.port}", "Content-Type": "application/geo+json", **changed}
    status, text, _ = ask(server, "POST", f"/{server.token}/layers/{name}", body, **headers)
    return status, text


def test_the_page_is_there_under_its_secret_path_only(server: PageServer) -> None:
    status, text, headers = ask(server, "GET", f"/{server.token}/")
    assert (status, text) == (200, "<p>first</p>")
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] == "no-store"
    assert len(server.token) >= 32
    for path in (
        "/",
        "/index.html",
        "/x/",
        f"/{server.token[:-1]}/",
        f"/{server.token}/../",
        f"/{server.token}/layers/a",
    ):
        assert ask(server, "GET", path)[0] == 404


def test_it_listens_on_the_loopback_address_only(server: PageServer) -> None:
    assert server._server.server_address[0] == "127.0.0.1"


def test_another_name_that_points_here_gets_nothing(server: PageServer) -> None:
    assert ask(server, "GET", f"/{server.token}/", Host="evil.example")[0] == 404
    assert save(server, "a", Host="evil.example")[0] == 404


def test_what_is_drawn_is_saved_into_the_layers_folder(server: PageServer, tmp_path: Path) -> None:
    assert save(server, "Field%20notes") == (201, '{"file": "field-notes.geojson"}')
    assert save(server, "Field%20notes")[0] == 201
    layer = read_layer(tmp_path / "layers" / "field-notes.geojson")
    assert layer.title == "Field notes"
    assert [feature.properties["title"] for feature in layer.features] == ["Here", "Here"]


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/json"}, 415),
    ],
)
def test_only_our_own_page_may_save(server: PageServer, tmp_path: Path, changed: dict[str, str], status: int) -> None:
    assert save(server, "a", **changed)[0] == status
    assert not list((tmp_path / "layers").glob("*.geojson"))


def test_a_post_without_an_origin_or_to_a_guessed_path_is_refused(server: PageServer) -> None:
    kind = {"Content_Type": "application/geo+json"}
    assert ask(server, "POST", f"/{server.token}/layers/a", POINT, **kind)[0] == 403
    assert ask(server, "POST", "/guess/layers/a", POINT, **kind)[0] == 404
    assert ask(server, "PUT", f"/{server.token}/layers/a", POINT, **kind)[0] == 501


@pytest.mark.parametrize(
    "name", ["..%2F..%2Fetc%2Fpasswd", "..", "%2Fetc%2Fx", "a%00b", "C%3A%5Cx", "%2e%2e%5cx", ".hidden", "x.toml"]
)
def test_no_name_leads_out_of_the_folder(server: PageServer, tmp_path: Path, name: str) -> None:
    assert save(server, name)[0] == 201
    written = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != ".sitmap.lock"]
    assert [path.parent for path in written] == [tmp_path / "layers"]
    assert written[0].suffix == ".geojson"


@pytest.mark.parametrize(
    "body", ["", "no json", '{"type":"Point","coordinates":[1,151]}', '{"type":"FeatureCollection","features":[]}']
)
def test_a_drawing_that_is_none_is_refused_with_its_reason(server: PageServer, tmp_path: Path, body: str) -> None:
    status, text = save(server, "a", body or " ")
    assert status == 422
    assert text.strip()
    assert not list((tmp_path / "layers").glob("*.geojson"))


@pytest.mark.parametrize("length", ["²", "-1", "", "9" * 5000, "1e3"])
def test_a_length_that_is_none_is_refused(server: PageServer, length: str) -> None:
    assert save(server, "a", "x", **{"Content-Length": length})[0] == 411


def test_a_page_closed_while_it_loads_leaves_no_trace_in_the_terminal(
    server: PageServer, capfd: pytest.CaptureFixture[str]
) -> None:
    server.show("<html lang='en'>" + "x" * 5_000_000)
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(f"GET /{server.token}/ HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode())
    time.sleep(0.5)
    assert capfd.readouterr() == ("", "")


def test_a_drawing_that_is_too_large_is_refused_before_it_is_read(server: PageServer) -> None:
    assert save(server, "a", "x", **{"Content-Length": "99999999"})[0] == 413


def events_of(server: PageServer, version: str) -> Callable[[], dict[str, object]]:
    """Listen as a page of a version does; each call returns the next thing heard."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", f"/{server.token}/events?version={version}")
    events = connection.getresponse()

    def heard() -> dict[str, object]:
        while not (line := events.readline()).startswith(b"data: "):
            assert line, "the server hung up"
        found: dict[str, object] = json.loads(line[6:])
        return found

    return heard


def test_an_open_page_hears_of_a_new_one_and_of_a_fault(server: PageServer) -> None:
    heard = events_of(server, "1")
    server.show("<html lang='en'>second")
    assert heard() == {"version": 2, "message": "", "news": []}
    server.tell("layers/a.geojson: broken.")
    assert heard() == {"version": 2, "message": "layers/a.geojson: broken.", "news": []}


def test_what_changed_is_told_page_by_page_and_a_page_that_missed_too_much_loads_anew(server: PageServer) -> None:
    heard = events_of(server, "1")
    server.renew("first change")
    assert heard() == {"version": 2, "message": "", "news": [[2, "first change"]]}
    server.renew("second change")
    assert heard() == {"version": 3, "message": "", "news": [[3, "second change"]]}
    assert events_of(server, "1")()["news"] == [[2, "first change"], [3, "second change"]]
    for number in range(100):
        server.renew(f"change {number}")
    assert events_of(server, "1")() == {"version": 103, "message": "", "news": []}


@pytest.mark.parametrize("version", ["", "-1", "x", "9" * 40, "²"])
def test_a_page_that_tells_no_version_loads_anew(server: PageServer, version: str) -> None:
    assert events_of(server, quote(version))() == {"version": 1, "message": "", "news": []}


def test_a_page_knows_its_version_also_where_it_changed_while_it_was_loading(server: PageServer) -> None:
    server.show("<html lang='en'>two")
    assert ask(server, "GET", f"/{server.token}/")[1] == "<html data-version=\"2\" lang='en'>two"
    server.renew("three")
    assert 'data-version="2"' in ask(server, "GET", f"/{server.token}/")[1]
    server.keep("<html lang='en'>three")
    assert ask(server, "GET", f"/{server.token}/")[1] == "<html data-version=\"3\" lang='en'>three"


def test_nothing_is_saved_where_drawing_is_off() -> None:
    server = PageServer(None)
    server.start()
    try:
        assert save(server, "a")[0] == 404
    finally:
        server.close()


def test_a_generated_layer_and_a_file_with_faults_are_not_drawn_into(tmp_path: Path) -> None:
    write_generated({tmp_path / "made.geojson": Layer("made", "Made", ())})
    with pytest.raises(LayerError, match="generated from a report"):
        save_drawn(POINT.encode(), "made", tmp_path)
    (tmp_path / "bad.geojson").write_text('{"type":"FeatureCollection","features":[1]}')
    with pytest.raises(LayerError, match="has faults"):
        save_drawn(POINT.encode(), "bad", tmp_path)
    assert (tmp_path / "bad.geojson").read_text() == '{"type":"FeatureCollection","features":[1]}'


def test_drawing_keeps_what_else_the_file_says(tmp_path: Path) -> None:
    (tmp_path / "a.geojson").write_text('{"type":"FeatureCollection","//":"mine","title":"A","features":[]}')
    save_drawn(POINT.encode(), "a", tmp_path)
    value = json.loads((tmp_path / "a.geojson").read_text())
    assert (value["//"], value["title"], len(value["features"])) == ("mine", "A", 1)


def test_a_file_of_ones_own_that_happens_to_be_called_drawn_is_not_drawn_into(tmp_path: Path) -> None:
    mine = '{"type":"FeatureCollection","title":"My walks","features":[]}'
    (tmp_path / "drawn.geojson").write_text(mine)
    saved = [save_drawn(POINT.encode(), "drawn", tmp_path).name for _ in range(2)]
    assert saved == ["drawn-2.geojson", "drawn-2.geojson"]
    assert (tmp_path / "drawn.geojson").read_text() == mine
    assert len(read_layer(tmp_path / "drawn-2.geojson").features) == 2


# --- watching --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("layers/a.geojson", False),
        ("layers/a.toml", False),
        ("layers/.sitmap.lock", True),
        ("layers/.a.geojson.x1.tmp", True),
        ("layers/a.geojson~", True),
        ("layers/.a.geojson.swp", True),
        ("layers/~$book.xlsx", True),
    ],
)
def test_our_own_and_editors_passing_files_are_no_change(name: str, ours: bool) -> None:
    assert is_ours_or_hidden(name) is ours


def test_a_change_of_a_layer_or_the_report_is_told_and_others_are_not(tmp_path: Path) -> None:
    layers, report = tmp_path / "layers", tmp_path / "report.md"
    layers.mkdir()
    report.write_text("one")
    stop = threading.Event()
    seen: list[frozenset[Path]] = []

    def look() -> None:
        for changed in watch([report, layers], stop=stop):
            seen.append(changed)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    wanted = {layers / "a.geojson", report}
    while time.monotonic() < deadline and not wanted <= {path for changed in seen for path in changed}:
        (tmp_path / "other.txt").write_text(str(time.monotonic()))
        (layers / "a.geojson").write_text(str(time.monotonic()))
        report.write_text(str(time.monotonic()))
        time.sleep(0.2)
    stop.set()
    thread.join(timeout=10)
    assert {path for changed in seen for path in changed} == wanted


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_not_utf_8_does_not_end_the_watch(tmp_path: Path) -> None:
    stop, heard = threading.Event(), queue.Queue()

    def listen() -> None:
        for changed in watch([tmp_path], stop=stop):
            heard.put(changed)

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    time.sleep(0.4)
    try:
        (tmp_path / os.fsdecode(b"caf\xe9.geojson")).write_text(POINT)
        assert heard.get(timeout=10) == {tmp_path}, "something changed"
        assert heard.get(timeout=10) == {tmp_path}, "and once more: what changed meanwhile was not told"
        (tmp_path / "after.geojson").write_text(POINT)
        assert heard.get(timeout=10) == {tmp_path / "after.geojson"}
    finally:
        stop.set()
        thread.join(timeout=10)
