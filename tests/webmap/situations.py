"""Situations made by hand, as the earlier stages would hand them over: layers and documents for the page's tests."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo.model import Document, Feature, Layer, Report, Span

__all__ = [
    "caribbean", "crowd", "date_line", "earthquake", "hostile", "plain_layer", "polar", "situation", "stack", "town",
    "two_days",
]  # fmt: skip

Places = dict[str, tuple[BaseGeometry, str, str]]
"""name -> (outline, kind, precision)"""


def situation(
    text: str, places: Places, claims: Sequence[dict[str, Any]], *, title: str, date: str = "2025-11-23",
    source: str = "An example", report: str = "example", lost: Sequence[str] = (), named: Sequence[str] = (),
) -> tuple[list[Layer], list[Document]]:  # fmt: skip
    """Return layers and document; a claim gives `quote` (found in the text), `at` (names), status, theme and more."""
    themes: dict[str, list[Feature]] = {}
    for number, claim in enumerate(claims, start=1):
        start = text.index(claim["quote"])
        for name in claim["at"]:
            outline, kind, precision = places[name]
            mention = text.find(claim.get("words", {}).get(name, name))
            properties = {
                "title": f"{claim['event']}: {name}", "status": claim["status"], "theme": claim["theme"],
                "event": claim["event"], "when": claim.get("when", date), "when_words": claim.get("when_words", ""),
                "attribution": claim.get("who", []), "quote": claim["quote"], "quote_start": start,
                "quote_end": start + len(claim["quote"]), "report": report, "claim": f"c{number}",
                "disputes": claim.get("disputes", []), "place": name, "place_id": f"test:{name}", "kind": kind,
                "precision": precision, "basis": f"Drawn for a test: {kind}.",
                "mention_start": mention, "mention_end": mention + len(claim.get("words", {}).get(name, name)),
                "stroke": "#c23b00", "fill": "#c23b00",
            }  # fmt: skip
            themes.setdefault(claim["theme"], []).append(Feature(outline, properties, f"c{number}"))
    made = [
        Layer(f"{report}/{theme.split(',')[0].replace(' ', '-')}", theme.capitalize(), tuple(features), source=source,
              date=date, group=title, report=report, order=order)
        for order, (theme, features) in enumerate(themes.items(), start=1)
    ]  # fmt: skip
    made.append(_named(text, places, named, report, title))
    made.append(_lost(text, lost, report, title))
    day = datetime.date.fromisoformat(date) if date else None
    document = Document(Report(text, title, day, source, report), (Span(0, len(text)),))
    return made, [document]


def _named(text: str, places: Places, names: Sequence[str], report: str, title: str) -> Layer:
    features = tuple(
        Feature(
            places[name][0],
            {"title": name, "place": name, "place_id": f"test:{name}", "kind": places[name][1], "report": report,
             "precision": places[name][2], "basis": "Drawn for a test.", "reason": "only one place has this name",
             "candidates": [], "mentions": [[text.index(name), text.index(name) + len(name)]], "score": 0.9},
            f"p{number}",
        )
        for number, name in enumerate(names, start=1)
    )  # fmt: skip
    return Layer(f"{report}/places", "Places named", features, group=title, report=report, order=90, visible=False)


def _lost(text: str, words: Sequence[str], report: str, title: str) -> Layer:
    features = tuple(
        Feature(
            None,
            {"title": word, "role": "literal", "usage": "literal", "reason": "no place fits these words",
             "candidates": ["Bahamas", "Antilles"], "mention_start": text.index(word),
             "mention_end": text.index(word) + len(word), "quote": text[:80], "report": report, "claims": []},
            f"n{number}",
        )
        for number, word in enumerate(words, start=1)
    )  # fmt: skip
    return Layer(f"{report}/not-placed", "Not placed", features, group=title, report=report, order=91)


def _ring(*pairs: tuple[float, float]) -> BaseGeometry:
    return shapely.Polygon(pairs)


CARIBBEAN_TEXT = """Navy ships gathered in the Caribbean this week as tension over the drug trade rose.

Officials said strikes hit boats in the Caribbean and the eastern Pacific on Friday, killing several people.

The aviation authority warned of danger in Venezuelan airspace. Airlines cancelled flights from Venezuela on Saturday.

Two officials said a new phase of operations around Venezuela would start within days.
Caracas denied that any cartel is led from Venezuela.

A presence in the archipelago was not ruled out."""

_VENEZUELA = _ring(
    (-71.3, 11.8), (-72.9, 10.5), (-72.4, 7.4), (-70.1, 7.0), (-67.4, 6.2), (-67.8, 2.8), (-66.9, 1.2), (-65.4, 0.8),
    (-64.0, 1.5), (-63.4, 3.9), (-60.9, 4.5), (-61.4, 5.9), (-59.8, 8.3), (-60.9, 9.6), (-62.8, 10.5), (-64.3, 10.1),
    (-66.2, 10.6), (-68.3, 10.8), (-70.0, 11.5),
)  # fmt: skip


def caribbean() -> tuple[list[Layer], list[Document]]:
    """A sea, a vague ocean, an airspace and a country with three claims, one of them denied."""
    sea = _ring(
        (-87, 21), (-84.5, 21.9), (-77, 19.9), (-74.2, 20), (-71, 19.9), (-67.5, 18.3), (-64.8, 18.3), (-61.5, 16.2),
        (-60.9, 13.5), (-61.6, 10.8), (-64, 10.8), (-68, 11), (-71.7, 12.3), (-74.8, 11.1), (-77, 8.6), (-79.6, 9.6),
        (-82, 9.1), (-83.5, 11), (-83.2, 15), (-86, 16), (-88.5, 16), (-87.5, 19),
    )  # fmt: skip
    places: Places = {
        "Caribbean": (sea, "sea", "approximate"),
        "eastern Pacific": (
            _ring((-140, 0.5), (-80.5, 0.5), (-78, 5), (-83, 8), (-92, 13.5), (-105, 19.5), (-112, 26), (-140, 26)),
            "part", "vague",
        ),
        "Venezuelan airspace": (_VENEZUELA.buffer(0.35), "airspace", "exact"),
        "Venezuela": (_VENEZUELA, "country", "exact"),
    }  # fmt: skip
    war, transport = "conflict, war and peace", "transport"
    claims = [
        {"quote": "Navy ships gathered in the Caribbean this week", "at": ["Caribbean"], "status": "ongoing",
         "theme": war, "event": "deployment", "when": "2025-11-17/2025-11-23", "when_words": "this week"},
        {"quote": "strikes hit boats in the Caribbean and the eastern Pacific on Friday",
         "at": ["Caribbean", "eastern Pacific"], "status": "claimed", "theme": war, "event": "strike",
         "who": ["Officials"], "when": "2025-11-21", "when_words": "on Friday"},
        {"quote": "warned of danger in Venezuelan airspace", "at": ["Venezuelan airspace"], "status": "possible",
         "theme": transport, "event": "airspace warning", "who": ["the aviation authority"]},
        {"quote": "Airlines cancelled flights from Venezuela on Saturday", "at": ["Venezuela"], "status": "occurred",
         "theme": transport, "event": "flight cancellation", "when": "2025-11-22", "when_words": "on Saturday"},
        {"quote": "a new phase of operations around Venezuela would start within days", "at": ["Venezuela"],
         "status": "planned", "theme": war, "event": "military operation", "who": ["two officials"],
         "disputes": ["c6"]},
        {"quote": "denied that any cartel is led from Venezuela", "at": ["Venezuela"], "status": "denied",
         "theme": "crime, law and justice", "event": "accusation", "who": ["Caracas"], "disputes": ["c5"]},
    ]  # fmt: skip
    return situation(
        CARIBBEAN_TEXT, places, claims, title="Navy gathers in the Caribbean as airlines leave Venezuela",
        lost=["archipelago"], named=["Venezuela"],
    )  # fmt: skip


QUAKE_TEXT = """A strong earthquake struck near Sagaing on Friday. Buildings collapsed in Mandalay, and
rescue work goes on in Naypyidaw.

In Bangkok a tower fell. Officials warned of aftershocks in northern Myanmar.
A field hospital will open in Mandalay on Monday."""


def earthquake() -> tuple[list[Layer], list[Document]]:
    """Points, a circle about one of them and a vague part of a country: a small situation on land."""
    places: Places = {
        "Sagaing": (shapely.Point(95.98, 21.88).buffer(0.35), "near", "approximate"),
        "Mandalay": (shapely.Point(96.08, 21.97), "city", "exact"),
        "Naypyidaw": (shapely.Point(96.13, 19.76), "city", "exact"),
        "Bangkok": (shapely.Point(100.5, 13.75), "city", "exact"),
        "northern Myanmar": (_ring((94, 23.2), (99, 23.2), (98.6, 27.8), (97.3, 28.2), (95, 26)), "part", "vague"),
    }
    disaster = "disaster, accident and emergency incident"
    claims = [
        {"quote": "A strong earthquake struck near Sagaing", "at": ["Sagaing"], "status": "occurred",
         "theme": disaster, "event": "earthquake", "when": "2025-03-28", "when_words": "on Friday"},
        {"quote": "Buildings collapsed in Mandalay", "at": ["Mandalay"], "status": "occurred", "theme": disaster,
         "event": "collapse"},
        {"quote": "rescue work goes on in Naypyidaw", "at": ["Naypyidaw"], "status": "ongoing", "theme": disaster,
         "event": "rescue"},
        {"quote": "In Bangkok a tower fell", "at": ["Bangkok"], "status": "occurred", "theme": disaster,
         "event": "collapse"},
        {"quote": "warned of aftershocks in northern Myanmar", "at": ["northern Myanmar"], "status": "possible",
         "theme": disaster, "event": "aftershock", "who": ["Officials"]},
        {"quote": "A field hospital will open in Mandalay on Monday", "at": ["Mandalay"], "status": "planned",
         "theme": "health", "event": "medical aid", "when": "2025-03-31", "when_words": "on Monday"},
    ]  # fmt: skip
    return situation(
        QUAKE_TEXT, places, claims, title="Earthquake strikes central Myanmar", date="2025-03-29", report="quake"
    )


NASTY = [
    "C:\\x\\2019",
    "</script><script>window.broken=1</script>",
    "`${window.broken=1}`",
    "<img src=x onerror=window.broken=1>",
    "שלום \u202eevil\u202c عالم",
    "a\u2028b\u2029c",
    "x" * 10_000,
]


def hostile() -> tuple[list[Layer], list[Document]]:
    """Texts that break careless pages, as report, place names, quotes and brought features."""
    text = "\n\n".join(f"It was said of {word} here." for word in NASTY)
    places: Places = {word: (shapely.Point(10 + 3 * n, 40 + n), "city", "exact") for n, word in enumerate(NASTY)}
    claims = [
        {"quote": f"It was said of {word} here.", "at": [word], "status": "claimed", "theme": "<b>politics</b>",
         "event": word, "who": [word]}
        for word in NASTY
    ]  # fmt: skip
    layers, documents = situation(
        text, places, claims, title="</title><script>window.broken=1</script>", report="nasty"
    )
    brought = tuple(
        Feature(shapely.Point(5 + n, 50), {"title": word, "description": word, "<i>": word})
        for n, word in enumerate(NASTY)
    )
    return [*layers, Layer("mine/nasty", "</script>", brought, source=NASTY[1])], documents


def plain_layer() -> Layer:
    """A layer somebody brought, with simplestyle keys."""
    return Layer(
        "region",
        "A region of mine",
        (
            Feature(_ring((-70, 12), (-66, 12), (-66, 15), (-70, 15)),
                    {"title": "Box", "description": "A box in the sea", "fill": "#009E73", "stroke": "#00734F"}),
            Feature(shapely.Point(-64.5, 13.5), {"title": "Buoy", "marker-color": "#0072B2", "note": "yellow"}),
            Feature(shapely.LineString([(-75, 14), (-72, 15.5)]), {"title": "Course", "stroke": "#D55E00"}),
        ),
        source="Drawn by hand", license="CC0", date="2025-01-01",
    )  # fmt: skip


def two_days() -> tuple[list[Layer], list[Document]]:
    """Two reports on one matter: the second has one claim anew, one with another status, and drops one."""
    places: Places = {
        "Port Sudan": (shapely.Point(37.22, 19.62), "city", "exact"),
        "Khartoum": (shapely.Point(32.53, 15.55), "city", "exact"),
        "Kassala": (shapely.Point(36.4, 15.45), "city", "exact"),
    }
    aid, war = "society", "conflict, war and peace"
    first = "A convoy will leave Port Sudan on Monday. Shelling was heard in Khartoum."
    second = "A convoy left Port Sudan at dawn. Roads were flooded in Kassala."
    one = situation(
        first, places,
        [{"quote": "A convoy will leave Port Sudan on Monday", "at": ["Port Sudan"], "status": "planned",
          "theme": aid, "event": "relief"},
         {"quote": "Shelling was heard in Khartoum", "at": ["Khartoum"], "status": "claimed", "theme": war,
          "event": "shelling"}],
        title="Convoy planned", date="2025-09-06", report="day-1",
    )  # fmt: skip
    two = situation(
        second, places,
        [{"quote": "A convoy left Port Sudan at dawn", "at": ["Port Sudan"], "status": "occurred", "theme": aid,
          "event": "relief"},
         {"quote": "Roads were flooded in Kassala", "at": ["Kassala"], "status": "occurred", "theme": "weather",
          "event": "flood"}],
        title="Convoy on its way", date="2025-09-08", report="day-2",
    )  # fmt: skip
    return [*one[0], *two[0]], [*one[1], *two[1]]


def date_line() -> tuple[list[Layer], list[Document]]:
    """A situation across 180 degrees: a shape cut there, and a point on either side."""
    cut = shapely.MultiPolygon([shapely.box(176, -20, 180, -15), shapely.box(-180, -20, -177, -15)])
    places: Places = {
        "Koro Sea": (cut, "sea", "approximate"),
        "Suva": (shapely.Point(178.44, -18.14), "city", "exact"),
        "Apia": (shapely.Point(-171.77, -13.83), "city", "exact"),
    }
    text = "A storm crossed the Koro Sea. Suva was flooded. Apia was warned."
    claims = [
        {"quote": quote, "at": [name], "status": status, "theme": "weather", "event": "storm"}
        for quote, name, status in [
            ("A storm crossed the Koro Sea", "Koro Sea", "occurred"),
            ("Suva was flooded", "Suva", "occurred"),
            ("Apia was warned", "Apia", "possible"),
        ]
    ]
    return situation(text, places, claims, title="Storm in the Pacific", report="storm")


def crowd() -> tuple[list[Layer], list[Document]]:
    """Sixty claims of sixty towns a degree apart, of every status."""
    statuses = ("occurred", "ongoing", "claimed", "planned", "possible", "denied")
    names = [f"Town {number:02}" for number in range(60)]
    places: Places = {
        name: (shapely.Point(n % 10 + 0.4 * (n // 10 % 2), 44 + n // 10), "city", "exact")
        for n, name in enumerate(names)
    }
    claims = [
        {
            "quote": f"A fire burnt in {name}",
            "at": [name],
            "status": statuses[n % 6],
            "theme": "weather",
            "event": "fire",
        }
        for n, name in enumerate(names)
    ]
    text = " ".join(f"A fire burnt in {name}." for name in names)
    return situation(text, places, claims, title="Sixty fires", report="crowd")


def polar() -> tuple[list[Layer], list[Document]]:
    """A sea and a continent that reach a pole and go round the world, as they are cut for a file."""
    arctic = shapely.box(-180, 75, 180, 90)
    south = shapely.Polygon([(-180, -90), (180, -90), (180, -78), (90, -66), (0, -70), (-90, -72), (-180, -78)])
    places: Places = {"Arctic Ocean": (arctic, "sea", "approximate"), "Antarctica": (south, "continent", "exact")}
    text = "Ice broke up in the Arctic Ocean. A storm hit Antarctica."
    claims = [
        {"quote": quote, "at": [name], "status": "occurred", "theme": "weather", "event": "storm"}
        for quote, name in (
            ("Ice broke up in the Arctic Ocean", "Arctic Ocean"),
            ("A storm hit Antarctica", "Antarctica"),
        )
    ]
    return situation(text, places, claims, title="Ice", report="ice")


def town() -> tuple[list[Layer], list[Document]]:
    """One claim of one town."""
    places: Places = {"Lyon": (shapely.Point(4.835, 45.758), "city", "exact")}
    claims = [{"quote": "A house fell in Lyon", "at": ["Lyon"], "status": "occurred", "theme": "weather",
               "event": "collapse"}]  # fmt: skip
    return situation("A house fell in Lyon.", places, claims, title="A house falls", report="town")


def stack() -> tuple[list[Layer], list[Document]]:
    """Twenty-five layers somebody brought, on the map of the town."""
    layers, documents = town()
    brought = [
        Layer(f"mine/layer-{n:02}", f"Layer {n:02}",
              (Feature(shapely.box(4 + n / 20, 45, 6 - n / 40, 47), {"title": f"Box {n}", "fill": "#0072B2"}),),
              source="Drawn by hand")
        for n in range(25)
    ]  # fmt: skip
    return [*layers, *brought], documents
