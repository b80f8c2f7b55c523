"""Score the reading of claims on the development gold, through the whole road or on the gold's own mentions.

    python tests/benchmarks/score_claims.py [--gold-mentions] [--gold DIR] [--errors]

Needs the labelled texts beside the repository (`../shared/claims`); says so and ends where they are absent.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from geo.claims.extract import extract_claims
from geo.model import Document, Known, LonLat, Mention, Place, Precision, Report, Resolution, Role, Span

ROOT = Path(__file__).resolve().parents[2]


def load(path: Path) -> ModuleType:
    """Return a script of the gold's folder as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gold_document(row: dict[str, Any], text: str) -> Document:
    """Return the document with the gold's own sentences and quotations found by their marks."""
    quotes = []
    opened = -1
    for i, c in enumerate(text):
        if c == "“" or (c == '"' and opened < 0):
            opened = i
        elif c in '”"' and opened >= 0:
            quotes.append(Span(opened, i + 1))
            opened = -1
    sentences = tuple(Span(a, b) for a, b in row["sentences"])
    when = date.fromisoformat(row["date"]) if "date" in row else None
    return Document(
        Report(text, date=when), sentences, tuple(quotes), (), sentences[0] if row["corpus"] == "lgl" else None
    )


def gold_mentions(row: dict[str, Any], text: str, literal_traps: bool) -> tuple[Mention, ...]:
    """Return the gold's places as mentions; its not-event places as literal ones too where `literal_traps`."""
    spans: dict[tuple[int, int], Role] = {}
    for claim in row["claims"]:
        for place in claim["places"]:
            spans[tuple(place)] = Role.LITERAL
    for trap in row["not_event_places"]:
        spans.setdefault((trap[0], trap[1]), Role.LITERAL if literal_traps else Role.ASSOCIATIVE)
    chosen: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda s: (s[0], -s[1])):
        if not chosen or span[0] >= chosen[-1][1]:
            chosen.append(span)
    return tuple(Mention(Span(*s), text[slice(*s)], spans[s], None) for s in chosen)


def dummy(mention: Mention) -> Resolution:
    """Return a resolution that says nothing but that there is a place."""
    place = Place(
        "x:" + mention.text.lower(),
        mention.text,
        "city",
        Known("x", mention.text, "city"),
        LonLat(0, 0),
        Precision.EXACT,
        "",
    )
    return Resolution(place, "")


def main() -> int:
    """Print the scores; return 0, or 1 where there is nothing to score on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=ROOT.parent / "shared" / "claims")
    parser.add_argument("--gold-mentions", action="store_true", help="use the gold's places as mentions")
    parser.add_argument("--traps", action="store_true", help="with --gold-mentions: not-event places are literal too")
    parser.add_argument("--errors", action="store_true", help="list what is wrong, sentence by sentence")
    options = parser.parse_args()
    if not (options.gold / "dev.jsonl").exists():
        print(f"{options.gold}: no labelled texts here; nothing to score.")
        return 1
    score, texts_module = load(options.gold / "score.py"), load(options.gold / "texts.py")
    rows = score.read_jsonl(options.gold / "dev.jsonl")
    texts = texts_module.texts(rows, str(options.gold.parent / "corpora"))
    system = []
    for row in rows:
        text = texts[row["id"]]
        if options.gold_mentions:
            document = gold_document(row, text)
            mentions = gold_mentions(row, text, options.traps)
            resolutions = tuple(dummy(m) for m in mentions)
        else:
            document, mentions, resolutions = read_whole(row, text)
        claims = extract_claims(document, mentions, resolutions)
        system.append(prediction(row["id"], mentions, resolutions, claims))
    result, notes = score.evaluate(rows, system)
    print(score.report(result, notes))
    if options.errors:
        print_errors(score, rows, texts, system)
    return 0


def read_whole(row: dict[str, Any], text: str) -> tuple[Document, tuple[Mention, ...], tuple[Resolution, ...]]:
    """Return document, mentions and resolutions by the road's own stages."""
    from geo.places.gazetteer import open_gazetteer
    from geo.places.resolve import resolve_mentions
    from geo.text.document import read_document
    from geo.text.mentions import find_mentions

    gazetteer = open_gazetteer()
    when = date.fromisoformat(row["date"]) if "date" in row else None
    document = read_document(Report(text, date=when))
    mentions = find_mentions(document, gazetteer)
    return document, mentions, resolve_mentions(document, mentions, gazetteer)


def prediction(name: str, mentions: Any, resolutions: Any, claims: Any) -> dict[str, Any]:
    """Return a document's line in the scorer's format."""
    return {
        "id": name,
        "mentions": [
            {
                "start": m.span.start,
                "end": m.span.end,
                "text": m.text,
                "role": m.role.value,
                "score": 1.0,
                "placed": r.place is not None,
                "precision": r.place.precision.value if r.place else "vague",
            }
            for m, r in zip(mentions, resolutions, strict=True)
        ],
        "claims": [
            {
                "status": c.status.value,
                "theme": c.theme,
                "attribution": list(c.attribution),
                "start": c.span.start,
                "end": c.span.end,
                "mentions": list(c.mentions),
                "quote": c.quote,
                "kind": c.kind,
            }
            for c in claims
        ],
    }


def print_errors(score: Any, rows: Any, texts: Any, system: Any) -> None:
    """Print each miss, false mark and wrong field with its sentence."""
    answers = {r["id"]: r for r in system}
    for row in rows:
        text, answer = texts[row["id"]], answers[row["id"]]
        notes: Any = __import__("collections").Counter()
        mentions, claims, _ = score.read_system(answer, notes)
        found = score.match(row["claims"], claims)
        required = {tuple(p) for c in row["claims"] if not c.get("optional") for p in c["places"]}
        ignored = [p for c in row["claims"] for p in c["places"] + c.get("also", [])] + row["unplaced"] + row["neutral"]
        traps = [tuple(q[:2]) for q in row["not_event_places"]]

        def tell(kind: str, span: Any, extra: str = "", text: str = text, row: Any = row) -> None:
            sentence = next((s for s in row["sentences"] if s[0] <= span[0] < s[1]), span)
            words = " ".join(text[sentence[0] : sentence[1]].split())
            print(f"{kind:10} {row['id']:9} [{text[span[0] : span[1]]}] {extra}\n      {words}")

        marks = {m for c in claims for m in c["marks"]}
        for mark in sorted(marks):
            if score.touches(mark, required) or score.touches(mark, ignored):
                continue
            tell("FALSE" if score.touches(mark, traps) else "EXTRA", mark)
        for span in sorted(required):
            if not score.touches(span, marks):
                over = [m for m in mentions if score.overlap((m["start"], m["end"]), span)]
                tell("MISSED", span, f"mentions {[(m['text'], m['role'][:3]) for m in over]}")
        for g, gold in enumerate(row["claims"]):
            for s in found.get(g, [])[:1]:
                claim = claims[s]
                status_right, theme_right = score.right(claim, gold)
                span = gold["places"][0]
                if not status_right:
                    tell("STATUS", span, f"{claim['status']} for {gold['status']}")
                if not theme_right:
                    tell("THEME", span, f"{claim['theme']} for {gold['theme']}/{gold.get('theme_ok')}")
                if not gold.get("attribution_free"):
                    named = any(score.words(w) & score.words(a) for w in claim["who"] for a in gold["attribution"])
                    if (gold["attribution"] and not named) or (not gold["attribution"] and claim["who"]):
                        tell("WHO", span, f"{claim['who']} for {gold['attribution']}")


if __name__ == "__main__":
    sys.exit(main())
