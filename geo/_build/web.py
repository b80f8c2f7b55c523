"""Compile the browser side: the bundle, the style sheet, Leaflet, the basemap's cells and names."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
from pathlib import Path

from geo._build.basemap import compile_basemap
from geo._build.labels import compile_labels
from geo.errors import BuildError

__all__ = ["compile_web"]

_BROWSER = Path(__file__).resolve().parents[1] / "webmap" / "browser"


def compile_web(target: Path) -> None:
    """Write everything the page embeds into the folder `target`. The same sources give the same bytes.

    Raises BuildError where a package is missing or the bundle does not compile.
    """
    # Made beside it and put in its place whole: a page made meanwhile must not read half of it.
    fresh, old = target.with_name("web.fresh"), target.with_name("web.old")
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    fresh.mkdir(parents=True)
    _bundle("main.js", fresh / "page.js", "--format=iife", "--global-name=sitmap")
    _bundle("compat.js", fresh / "compat.js", "--format=iife")
    _bundle("draw/main.js", fresh / "live.js", "--format=iife")
    _bundle("page.css", fresh / "page.css")
    _leaflet(fresh)
    _map_data(fresh)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _bundle(source: str, target: Path, *options: str) -> None:
    """One file from many by esbuild: no comments kept, so no path of the building machine either."""
    command = [
        str(_esbuild()), str(_BROWSER / "src" / source), "--bundle", "--minify", "--target=es2020",
        "--charset=utf8", "--legal-comments=none", "--log-level=error", *options,
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        raise BuildError(f"{source}: esbuild failed: {done.stderr.decode(errors='replace').strip()}")
    target.write_bytes(done.stdout)


def _esbuild() -> Path:
    folder = _BROWSER / "node_modules"
    found = sorted(folder.glob("@esbuild/*/bin/esbuild")) + sorted(folder.glob("@esbuild/*/esbuild.exe"))
    if not found:
        raise BuildError("esbuild is missing. Run `python -m geo._build npm` and see what it says.")
    return found[0]


def _leaflet(target: Path) -> None:
    """Leaflet as npm has it, its map pointer comment dropped and its pictures put inside the style sheet."""
    dist = _BROWSER / "node_modules" / "leaflet" / "dist"
    script = (dist / "leaflet.js").read_text(encoding="utf-8")
    (target / "leaflet.js").write_text(re.sub(r"\n//# sourceMappingURL=.*\s*$", "\n", script), encoding="utf-8")
    style = (dist / "leaflet.css").read_text(encoding="utf-8")
    (target / "leaflet.css").write_text(
        re.sub(r"url\(images/([\w-]+\.png)\)", lambda m: f"url({_data_uri(dist / 'images' / m[1])})", style),
        encoding="utf-8",
    )
    pins = {
        name: _data_uri(dist / "images" / f"{name}.png") for name in ("marker-icon", "marker-icon-2x", "marker-shadow")
    }
    (target / "pins.json").write_text(json.dumps(pins, sort_keys=True), encoding="utf-8")


def _data_uri(picture: Path) -> str:
    return "data:image/png;base64," + base64.b64encode(picture.read_bytes()).decode("ascii")


def _map_data(target: Path) -> None:
    cells = target / "cells.bin"
    index: dict[str, dict[str, list[int]]] = compile_basemap(cells)
    labels = compile_labels(target.parent / "shapes.sqlite")
    near = {f"near:{key}": labels.near[key] for key in sorted(labels.near)}
    local = {key: labels.cells[key] for key in sorted(labels.cells)}
    index["labels"] = {}
    with cells.open("ab") as out:
        for key, group in [("world", labels.world), *local.items(), *near.items()]:
            piece = json.dumps(group, ensure_ascii=False, separators=(",", ":"))[1:-1].encode()
            index["labels"][key] = [out.tell(), len(piece)]
            out.write(piece)
    (target / "cells.json").write_text(json.dumps(index, sort_keys=True, separators=(",", ":")), encoding="utf-8")
