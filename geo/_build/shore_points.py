"""Compute a point of each state's coast and of the sea off it: `python -m geo._build.shore_points` (some minutes).

Writes geo/data/shore_points.toml, which archives are read with: to draw the sea off the United States takes a second,
and a corpus needs no more of it than a point. To be run again when outlines or the rules of coasts change.
"""

from __future__ import annotations

from collections.abc import Iterator

from geo.data import data_path, read_toml
from geo.errors import PlaceError
from geo.model import Coast, Known, Offshore
from geo.places.draw import draw
from geo.places.gazetteer import open_gazetteer

HEAD = """# A point of each state's coast, and of the sea off it: [latitude, longitude] in degrees, WGS 84, by ISO 3166 code.
# Source: computed by geo/_build/shore_points.py from the outlines of Natural Earth (public domain); a point of the area
# drawn, as on a map. Inland states have none. Licence: BSD-3-Clause, as the package. Date: 2026-11.
"""


def lines() -> Iterator[str]:
    """Yield the lines of the table."""
    gazetteer = open_gazetteer()
    for name, build in (("coast", Coast), ("offshore", Offshore)):
        yield f"\n[{name}]\n"
        for code in sorted(read_toml("countries.toml")["country"]):
            entry = gazetteer.entry(f"country:{code}")
            if entry is None:
                continue
            try:
                point = draw(build(Known(entry.id, entry.name, entry.kind))).point
            except PlaceError:
                continue
            yield f"{code} = [{point.lat:.3f}, {point.lon:.3f}]\n"


if __name__ == "__main__":
    data_path("shore_points.toml").write_text(HEAD + "".join(lines()), encoding="utf-8")
