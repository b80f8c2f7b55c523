"""The list beside the map as static HTML: it reads and prints without scripts and is the map's accessible equal."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from html import escape
from itertools import pairwise

from geo.model import Layer
from geo.webmap.content import ClaimItem, Content, PlaceItem, ReportItem, Unplaced
from geo.webmap.signs import sign
from geo.webmap.theme import read_theme

__all__ = ["header_html", "layer_lists", "layers_html", "long_date", "panel_html"]


def long_date(iso: str) -> str:
    """Return an ISO date as people write it; anything else as it is.

    >>> long_date("2025-11-23"), long_date("2025-11-20/2025-11-23"), long_date("soon")
    ('23 November 2025', '20 November 2025 – 23 November 2025', 'soon')
    """
    if "/" in iso:
        first, last = (long_date(part) for part in iso.split("/", 1))
        return first if first == last else f"{first} – {last}"
    try:
        day = datetime.date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    clock = f", {iso[11:16]}" if len(iso) > 15 else ""
    return f"{day.day} {day:%B %Y}{clock}"


def header_html(content: Content) -> str:
    """Return the strip above the map: title, source and date, always in view."""
    dates = sorted({report.date for report in content.reports if report.date})
    when = " – ".join(dict.fromkeys(long_date(date) for date in (dates[0], dates[-1]))) if dates else ""
    sources = ", ".join(dict.fromkeys(report.source for report in content.reports if report.source))
    line = [
        f'<span class="source" dir="auto">{escape(sources)}</span>' if sources else "",
        f'<time datetime="{escape(dates[-1])}">{escape(when)}</time>' if dates else "",
        f"<span>{_count(len(content.claims), 'claim')}, {_count(_marked(content), 'place')}</span>",
    ]
    return (
        f'<div class="top-words"><h1 dir="auto">{escape(content.title)}</h1>'
        f'<p class="dateline">{" ".join(part for part in line if part)}</p></div>'
    )


def _marked(content: Content) -> int:
    return sum(1 for place in content.places if place.claims)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def panel_html(content: Content) -> str:
    """Return the list of claims, the full text with its mentions marked, and what was not placed."""
    return (
        '<section class="pane" id="pane-claims" aria-labelledby="head-claims">'
        f'<h2 id="head-claims">What is said, where</h2>{_claims(content)}{_unplaced(content)}</section>'
        '<section class="pane" id="pane-text" aria-labelledby="head-text">'
        f'<h2 id="head-text">The report</h2>{"".join(_report(report, content) for report in content.reports)}</section>'
    )


def _claims(content: Content) -> str:
    # What was mended or left out while reading a report bears on how far its claims can be trusted.
    out = [f'<p class="empty">{escape(note)}</p>' for report in content.reports for note in report.notes]
    if not content.claims:
        return "".join(['<p class="empty">No claim about a place was found.</p>', *out])
    several = len(content.reports) > 1
    current = ""
    for claim in content.claims:
        if several and claim.report != current:
            current = claim.report
            out.append(f"{'</ol>' if out else ''}{_report_head(content, current)}<ol class='claims'>")
        elif not out:
            out.append('<ol class="claims">')
        out.append(_claim(claim, content))
    return "".join(out) + "</ol>"


def _report_head(content: Content, report_id: str) -> str:
    report = next((r for r in content.reports if r.id == report_id), None)
    if report is None:
        return ""
    return (
        f'<h3 class="report-head" dir="auto" data-report="{escape(report.id)}">{escape(report.title or report.id)}'
        f"<small>{escape(long_date(report.date))}</small></h3>"
    )


def _claim(claim: ClaimItem, content: Content) -> str:
    look = read_theme().statuses[claim.status]
    places = [content.places[index] for index in claim.places]
    names = ", ".join(place.name for place in places)
    names = names[:1].upper() + names[1:]
    against = [o for o in content.claims if o.key in claim.disputes or claim.key in o.disputes]
    rows = [
        ("Who says so", escape(_people(claim.attribution)) or "the report itself"),
        ("When", escape(_when(claim))),
        ("Place", "".join(_place(place) for place in places)),
        ("Against it", "".join(_opponent(other) for other in against)),
    ]
    facts = "".join(_fact(term, words) for term, words in rows if words)
    return (
        f'<li class="claim h-{claim.hue} s-{claim.status}" id="claim-{claim.number}" data-claim="{claim.number}" '
        f'data-report="{escape(claim.report)}" data-status="{claim.status}">'
        f'<h3 class="claim-head"><span class="num">{claim.number}</span>'
        f'<span class="what"><span class="event" dir="auto">{escape(claim.event)}</span> '
        f'<span class="where" dir="auto">{escape(names)}</span></span></h3>'
        f'<p class="status">{sign(claim.status)}<b>{look.label}</b>'
        f'<span class="theme"><i class="dot"></i>{escape(read_theme().short(claim.theme))}</span></p>'
        f'<blockquote dir="auto">{escape(claim.quote)}</blockquote>'
        f"<dl>{facts}</dl></li>"
    )


def _fact(term: str, words: str) -> str:
    of = ' class="of-place"' if term == "Place" else ""
    return f"<dt{of}>{term}</dt><dd{of} dir='auto'>{words}</dd>"


def _opponent(other: ClaimItem) -> str:
    """A claim and its denial stand side by side: the other one's sign, words and speaker, and the way to it."""
    look = read_theme().statuses[other.status]
    who = _people(other.attribution)
    return (
        f'<span class="against h-{other.hue}"><a class="num" href="#claim-{other.number}" '
        f'aria-label="claim {other.number}">{other.number}</a>{sign(other.status)}<b>{look.label}</b> '
        f"“{escape(_shortened(other.quote))}”{' – ' + escape(who) if who else ''}</span>"
    )


def _shortened(words: str, most: int = 140) -> str:
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"


def _people(names: Sequence[str]) -> str:
    return "; ".join(names)


def _when(claim: ClaimItem) -> str:
    date = long_date(claim.when) if claim.when else ""
    if claim.when_words and date:
        return f"{date} (“{claim.when_words}”)"
    return date or claim.when_words


def _place(place: PlaceItem) -> str:
    return (
        f'<span class="place"><b dir="auto">{escape(place.name)}</b> '
        f'<span class="precision">{escape(place.precision)}</span>'
        f'<span class="basis" dir="auto">{escape(place.basis)}</span></span>'
    )


def _unplaced(content: Content) -> str:
    items = content.unplaced
    if not items:
        return ""
    marked = {
        _words_id(number, start)
        for number, report in enumerate(content.reports)
        for start, _, index in report.mentions
        if index < 0
    }
    number_of = {report.id: number for number, report in enumerate(content.reports)}

    def words_of(item: Unplaced) -> str:
        words = f'<b dir="auto">{escape(item.words)}</b>'
        target = _words_id(number_of.get(item.report, -1), item.start)
        return f'<a class="to-words" href="#{target}">{words}</a>' if target in marked else words

    rows = "".join(
        f'<li data-words="{escape(item.words)}">{words_of(item)} '
        f'<span class="reason" dir="auto">{escape(item.reason)}</span>'
        + (
            f'<span class="candidates" dir="auto">Could be: {escape("; ".join(item.candidates))}</span>'
            if item.candidates
            else ""
        )
        + "</li>"
        for item in items
    )
    return (
        f'<section class="unplaced" aria-labelledby="head-unplaced"><h2 id="head-unplaced">Not placed '
        f"<small>{len(items)}</small></h2>"
        '<p class="hint">Words that name a place and make no mark on the map, and why.</p>'
        f"<ul>{rows}</ul></section>"
    )


def layers_html(content: Content, credits: str) -> str:
    """Return the layers with where they come from; the script puts switches beside them."""
    lists = layer_lists(content)
    if not lists:
        return ""
    return (
        '<section class="pane" id="pane-layers" aria-labelledby="head-layers">'
        f'<h2 id="head-layers">Layers</h2><div id="layer-lists">{lists}</div><div id="take-away"></div>'
        f'<p class="hint">{escape(credits)}</p></section>'
    )


def layer_lists(content: Content) -> str:
    """Return the lists of layers under their headings, all of the pane that changes with a layer."""
    groups: dict[str, list[Layer]] = {}
    for layer in content.layers:
        if not layer.id.endswith("not-placed"):
            groups.setdefault(layer.group or "Added layers", []).append(layer)
    return "".join(
        f'<h3 dir="auto">{escape(group)}</h3>{_facts(shared)}'
        f'<ul class="layers">{"".join(_layer(layer, shared) for layer in layers)}</ul>'
        for group, layers in groups.items()
        for shared in [_shared_facts(layers)]
    )


def _facts_of(layer: Layer) -> list[str]:
    facts = [layer.source, layer.license, long_date(layer.date) if layer.date else "", layer.description, *layer.notes]
    return [fact for fact in dict.fromkeys(facts) if fact]


def _shared_facts(layers: Sequence[Layer]) -> list[str]:
    """What all of several layers say of themselves stands once, at their head."""
    rest = layers[1:]
    return [fact for fact in _facts_of(layers[0]) if rest and all(fact in _facts_of(layer) for layer in rest)]


def _facts(facts: Sequence[str]) -> str:
    return "".join(f'<span class="fact" dir="auto">{escape(fact)}</span>' for fact in facts)


def _layer(layer: Layer, told: Sequence[str]) -> str:
    notes = _facts([fact for fact in _facts_of(layer) if fact not in told])
    return (
        f'<li data-layer="{escape(layer.id)}"><b class="layer-title" dir="auto">{escape(layer.title or layer.id)}</b> '
        f'<span class="count">{len(layer.features)}</span>{_legend(layer)}{notes}</li>'
    )


_COLOUR = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?")


def _legend(layer: Layer) -> str:
    """What the colours of a layer coloured by value mean."""
    legend = layer.style.get("legend")
    if not isinstance(legend, dict) or not isinstance(legend.get("entries"), list):
        return ""
    rows = "".join(
        '<span class="fact" dir="auto"><svg width="12" height="12" aria-hidden="true">'
        f'<rect width="12" height="12" rx="2" fill="{entry["colour"]}"/></svg> '
        f"{escape(str(entry.get('label', '')))}</span>"
        for entry in legend["entries"][:60]
        if isinstance(entry, dict) and _COLOUR.fullmatch(str(entry.get("colour", "")))
    )
    return f'<span class="fact" dir="auto"><b>{escape(str(legend.get("title", "")))}</b></span>{rows}'


def _report(report: ReportItem, content: Content) -> str:
    line = [
        f'<span class="source">{escape(report.source)}</span>' if report.source else "",
        f'<time datetime="{escape(report.date)}">{escape(long_date(report.date))}</time>' if report.date else "",
    ]
    head = (
        f'<header><h3 dir="auto">{escape(report.title or report.id)}</h3><p class="dateline">'
        f"{' '.join(part for part in line if part)}</p></header>"
    )
    if not report.text:
        return f'<article class="report">{head}<p class="empty">The text of this report is not at hand.</p></article>'
    return (
        f'<article class="report" lang="{escape(report.language)}" data-report="{escape(report.id)}">{head}'
        f"{_marked_text(report, content)}</article>"
    )


def _marked_text(report: ReportItem, content: Content) -> str:
    """Cut the text wherever a quotation or a mention starts or ends: flat pieces cannot nest wrongly."""
    text = report.text
    quotes = [claim for claim in content.claims if claim.report == report.id and claim.start < claim.end <= len(text)]
    cuts = {0, len(text)} | {edge for claim in quotes for edge in (claim.start, claim.end)}
    cuts |= {edge for start, end, _ in report.mentions for edge in (start, end)}
    position = 0
    for paragraph in text.split("\n"):
        cuts |= {position, position + len(paragraph)}
        position += len(paragraph) + 1
    edges = sorted(cuts)
    number = content.reports.index(report)
    inside = {start: (end, index) for start, end, index in report.mentions}
    mention: tuple[int, int] = (0, -1)
    out: list[str] = []
    for start, end in pairwise(edges):
        piece = text[start:end]
        if start in inside:
            mention = inside[start]
        if not piece.strip("\n"):
            out.append("</p><p>")
            continue
        said = [claim for claim in quotes if claim.start <= start and end <= claim.end]
        place = mention[1] if start < mention[0] else None
        name = _words_id(number, start) if start in inside else None
        out.append(_piece(piece, said, place, content, name=name))
        out.extend(_number(claim) for claim in quotes if claim.end == end)
    return f"<p>{''.join(out)}</p>".replace("<p></p>", "")


def _words_id(report: int, start: int) -> str:
    """The name of the words in the text of the report of this number that start there."""
    return f"words-{report}-{start}"


def _piece(
    piece: str, said: Sequence[ClaimItem], place: int | None, content: Content, *, name: str | None = None
) -> str:
    words = escape(piece)
    if place is not None and place >= 0:
        target = content.places[place].claims
        href = f"#claim-{target[0]}" if target else "#pane-claims"
        words = f'<a class="mention" href="{href}" data-place="{place}">{words}</a>'
    elif place is not None:
        named = f' id="{name}"' if name else ""
        words = f'<span class="mention lost"{named} title="not placed">{words}</span>'
    if not said:
        return words
    numbers = " ".join(str(claim.number) for claim in said)
    return f'<span class="said h-{said[0].hue}" data-claims="{numbers}">{words}</span>'


def _number(claim: ClaimItem) -> str:
    return (
        f'<a class="ref h-{claim.hue}" href="#claim-{claim.number}" data-claim="{claim.number}" '
        f'aria-label="claim {claim.number}">{claim.number}</a>'
    )
