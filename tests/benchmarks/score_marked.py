"""Score reading on the marked texts kept apart: `python -m tests.benchmarks.score_marked [--errors] [FILE ...]`.

`tests/marked` holds texts of our own that no model was trained on (format: `geo/_build/marked.py`). Told are: names
found and how they are used, whether the place is right, which places are marked as events, status and speakers.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from geo._build.marked import LITERAL, Mark, MarkedText, Told, read_marked
from geo.model import Claim, LonLat, Report, Role, Situation, Span
from geo.pipeline import find_situation
from geo.places.focus import distance_km
from geo.records import mention_record

MARKED = Path(__file__).resolve().parents[1] / "marked"
NEAR_KM = 161.0


def count(text: MarkedText, situation: Situation, n: Counter[str]) -> Iterator[str]:
    """Add one text's counts to `n`; yield a line for each place marked or missed wrongly."""
    names = [m for m in text.marks if m.use != "H"]
    points: dict[str, tuple[float, float]] = {}
    for mark in names:
        if mark.point is not None:
            points.setdefault(text.text[mark.start : mark.end], mark.point)
    over = {i: [m for m in names if _overlaps(m, mention.span)] for i, mention in enumerate(situation.mentions)}
    n["mentions"] += len(over)
    n["mentions right"] += sum(bool(hits) for hits in over.values())
    n["names"] += len(names)
    for mark in names:
        found = [i for i, hits in over.items() if mark in hits]
        n["names found"] += bool(found)
        if not found:
            continue
        mention = situation.mentions[found[0]]
        literal = mark.use in LITERAL
        n[f"{'literal' if literal else 'associative'} read {mention.role}"] += 1
        point = points.get(text.text[mark.start : mark.end])
        if point is not None:
            record = mention_record(mention, situation.resolutions[found[0]])
            n["points"] += 1
            if record["lat"] is not None:
                here, there = LonLat(record["lon"], record["lat"]), LonLat(point[1], point[0])
                n["points right"] += distance_km(here, there) <= NEAR_KM
    marked = {i for claim in situation.claims for i in claim.mentions if situation.mentions[i].role is Role.LITERAL}
    n["claims"] += len(situation.claims)
    false = {i for i in marked if over[i] and all(_is_no_event(m) for m in over[i])}
    n["false marks"] += sum(bool(false & set(claim.mentions)) for claim in situation.claims)
    for i in sorted(false):
        yield f"{text.id}: marked, {_reason(over[i][0])}: {_shown(text, situation.mentions[i].span)}"
    for mark in names:
        if mark.told is None or mark.told.optional:
            continue
        n["events"] += 1
        mine = [c for c in situation.claims if any(mark in over[i] for i in c.mentions)]
        if not mine:
            yield f"{text.id}: missed: {_shown(text, Span(mark.start, mark.end))}"
            continue
        n["events found"] += 1
        n["status right"] += any(str(c.status) in mark.told.statuses for c in mine)
        _count_speakers(mark.told, mine, n)


def _count_speakers(told: Told, claims: Sequence[Claim], n: Counter[str]) -> None:
    said = {word for claim in claims for name in claim.attribution for word in _words(name)}
    kind = "named" if told.by else "none"
    n[kind] += 1
    n[f"{kind} right"] += bool(said & {word for name in told.by for word in _words(name)}) if told.by else not said


def _words(name: str) -> set[str]:
    return set(name.casefold().split()) - {"the", "a", "an", "of", "and", "in", "said", "says", "he", "she", "it"}


def _overlaps(mark: Mark, span: Span) -> bool:
    return mark.start < span.end and span.start < mark.end


def _is_no_event(mark: Mark) -> bool:
    return mark.told is None and (bool(mark.no_event) or mark.use not in LITERAL)


def _reason(mark: Mark) -> str:
    return mark.no_event or mark.use


def _shown(text: MarkedText, span: Span) -> str:
    before, after = text.text[max(0, span.start - 60) : span.start], text.text[span.end : span.end + 40]
    return " ".join(f"{before}[{span.of(text.text)}]{after}".split())


def figures(n: Counter[str]) -> Iterator[str]:
    """Yield the figures, a line each, in percent."""

    def share(part: float, whole: float) -> float:
        return 100 * part / max(1, whole)

    def f1(p: float, r: float) -> float:
        return 2 * p * r / max(1e-9, p + r)

    p, r = share(n["mentions right"], n["mentions"]), share(n["names found"], n["names"])
    yield f"names, overlap        P {p:.1f}  R {r:.1f}  F1 {f1(p, r):.1f}  of {n['names']}"
    both = []
    for role in ("literal", "associative"):
        right = n[f"{role} read {role}"]
        gold = sum(n[f"{role} read {other}"] for other in ("literal", "associative"))
        said = sum(n[f"{other} read {role}"] for other in ("literal", "associative"))
        both.append(f1(share(right, said), share(right, gold)))
    yield f"use                   F1 literal {both[0]:.1f}  associative {both[1]:.1f}  macro {sum(both) / 2:.1f}"
    yield f"places within 161 km  {share(n['points right'], n['points']):.1f}  of {n['points']} names found"
    yield f"event places          found {share(n['events found'], n['events']):.1f}  of {n['events']}"
    yield f"false marks           {share(n['false marks'], n['claims']):.1f}  of {n['claims']} claims"
    yield f"status                {share(n['status right'], n['events found']):.1f}  of event places found"
    named, none = share(n["named right"], n["named"]), share(n["none right"], n["none"])
    yield f"attribution           named {named:.1f}  none {none:.1f}"


def main() -> None:
    """Print figures, and with `--errors` every event place marked or missed wrongly."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="*", default=sorted(MARKED.glob("*.txt")))
    parser.add_argument("--errors", action="store_true")
    arguments = parser.parse_args()
    n: Counter[str] = Counter()
    for path in arguments.files:
        for text in read_marked(path):
            report = Report(text.text, date=date.fromisoformat(text.date))
            for line in count(text, find_situation(report, draw_points=False), n):
                if arguments.errors:
                    sys.stdout.write(line + "\n")
    sys.stdout.write("\n".join(figures(n)) + "\n")


if __name__ == "__main__":
    main()
