"""The wheel alone is enough: built here, installed in an empty environment, it makes a map without Node or network."""

import os
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.packaging


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(out), str(ROOT)],
        check=True,
        env={**os.environ, "SITMAP_PROGRESS": str(out / "progress")},
    )
    (path,) = out.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory):
    home = tmp_path_factory.mktemp("empty")
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)], check=True)
    return python


def test_a_quiet_install_tells_which_step_runs_and_how_long_it_took(wheel):
    first, second, *_ = (wheel.parent / "progress").read_text(encoding="utf-8").splitlines()
    assert first == "  npm: libraries of the page and map data from npm ..."
    assert re.fullmatch(r"  npm: \d+\.\d s", second)


def test_the_wheel_carries_its_data_and_licences_and_no_build_tools(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert "geo/_data/shapes.sqlite" in names
    assert any(name.startswith("geo/_data/web/") for name in names)
    assert any(name.endswith("licenses/NOTICE") for name in names)
    assert not [name for name in names if "node_modules" in name or name.startswith(("geo/_build", "tests"))]


def test_the_installed_command_makes_a_map_from_an_empty_folder_without_a_network(python, tmp_path):
    report = tmp_path / "quake.txt"
    report.write_text(
        "date 2025-03-29 A strong earthquake struck northern Chile on Friday, damaging a port in Iquique."
    )
    # `unshare` would need rights; a proxy that refuses everything shows any attempt to reach out as an error.
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("PYTHON")},
        "PATH": str(python.parent),
        "http_proxy": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
    }
    done = subprocess.run(
        [python.parent / "sitmap", "build", str(report)], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "output" / "quake.html").read_text(encoding="utf-8")
    assert "Iquique" in page
    assert (tmp_path / "layers" / "quake").is_dir()


def test_compiling_again_with_another_hash_seed_gives_the_same_bytes(tmp_path):
    script = (
        "import sys; from pathlib import Path; folder = Path(sys.argv[1])\n"
        "from geo._build.shapes import compile_shapes; compile_shapes(folder / 'shapes.sqlite')\n"
        "from geo._build.gazetteer import compile_gazetteer; compile_gazetteer(folder)\n"
        "from geo._build.web import compile_web; compile_web(folder / 'web')\n"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], env=environment, cwd=ROOT, check=True)
    made = {p.relative_to(tmp_path): p.read_bytes() for p in sorted(tmp_path.rglob("*")) if p.is_file()}
    assert {str(p) for p in made} >= {"shapes.sqlite", "names.trie", "places.bin"}
    differing = [str(p) for p, content in made.items() if (ROOT / "geo" / "_data" / p).read_bytes() != content]
    assert not differing
