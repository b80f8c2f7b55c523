"""Train the sense for event places: `python -m geo._build.event_sense` writes geo/data/event_sense.json (`make model`).

Learns from our own marked texts (`geo/_build/texts`), read the whole road: mentions, places, clauses, the verdict of
the rules. `--measure` prints cross-validated figures instead of writing anything.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from unittest.mock import patch

from geo._build.loglinear import Described, around, out_of_fold, train, write
from geo._build.marked import LITERAL, MarkedText, read_marked, read_table_row
from geo._build.model import TEXTS
from geo.claims.event_marks import place_settings
from geo.claims.event_sense import describe_setting
from geo.claims.reader import Reader, mentions_by_sentence
from geo.claims.theme import report_topics
from geo.data import data_path
from geo.model import Document, Mention, Report, Role, Span, count_words
from geo.pipeline import find_situation, resolve_name

TABLES = Path(__file__).resolve().parents[2] / "tests" / "claims"
RIDGE = 3.0
LEAST = 2
TABLE_SAY = 2


def table_settings(folder: Path = TABLES) -> list[Described]:
    """Return the places of the tests' tables, `{event place}` and `<no event place>` in the last column of a row.

    They are said in short and plain sentences, as news seldom has them. Every place counts as used literally.
    """
    found = []
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip() and line[0] != "#":
                row = re.sub(r"\|[^}]*\}", "}", line).rsplit("|", 1)[-1].strip()
                found += _row_settings(f"{path.stem}-{number // 10}", row)
    return found


def _row_settings(name: str, row: str) -> list[Described]:
    text, marks = read_table_row(row)
    mentions = [Mention(Span(start, end), text[start:end], Role.LITERAL, None) for start, end, _ in marks]
    quotes = tuple(Span(*quote.span()) for quote in re.finditer(r'"[^"]*"', text))
    document = Document(Report(text), (Span(0, len(text)),), quotes)
    reader = Reader(document, mentions, [resolve_name(m.text) for m in mentions], {0: range(len(mentions))})
    cs, said = reader.read(0)
    return [
        Described(name, describe_setting(cs, said, word, seen), marks[cs.words.mentions[word]][2], row, "table")
        for word, seen in place_settings(reader, 0, report_topics(count_words(text)))
    ]


def settings_of(text: MarkedText) -> list[Described]:
    """Return the literal places of a text that its marks judge, with features and whether something happens there."""
    situation = find_situation(Report(text.text, date=date.fromisoformat(text.date)), draw_points=False)
    document, mentions = situation.document, situation.mentions
    by_sentence = mentions_by_sentence(document, mentions)
    reader = Reader(document, mentions, situation.resolutions, by_sentence)
    topics = report_topics(count_words(text.text))
    found = []
    for number in sorted(by_sentence):
        cs, said = reader.read(number)
        for word, seen in place_settings(reader, number, topics):
            span = mentions[cs.words.mentions[word]].span
            right, note = judged(text, span.start, span.end)
            if right is not None:
                features = describe_setting(cs, said, word, seen)
                found.append(Described(text.id, features, right, around(text.text, span.start, span.end), note))
    return found


def judged(text: MarkedText, start: int, end: int) -> tuple[bool | None, str]:
    """Return whether the marks make a span an event place, None where they leave it open, and what they say."""
    over = [m for m in text.marks if m.start < end and start < m.end]
    note = " ".join(m.no_event or m.use for m in over)
    told = [m.told for m in over if m.told is not None]
    if any(not one.optional for one in told):
        return True, note
    if told or not any(m.no_event or m.use not in LITERAL for m in over):
        return None, note
    return False, note


def figures(rows: Sequence[Described], marked: Sequence[bool]) -> str:
    """Return precision and recall of marks in percent, and how many are false."""
    right = sum(row.right and mark for row, mark in zip(rows, marked, strict=True))
    false = sum(not row.right and mark for row, mark in zip(rows, marked, strict=True))
    missed = sum(row.right and not mark for row, mark in zip(rows, marked, strict=True))
    p, r = right / max(1, right + false), right / max(1, right + missed)
    f1 = 200 * p * r / max(1e-9, p + r)
    return f"P {100 * p:.1f}  R {100 * r:.1f}  F1 {f1:.1f}  false {false} of {right + false}"


def main() -> None:
    """Train and write, or measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path, nargs="*", default=sorted(TEXTS.glob("*.txt")))
    parser.add_argument("--measure", action="store_true")
    arguments = parser.parse_args()
    # The learned sense of uses has seen these texts: at its word there would be too few powers among the places.
    with patch("geo.text.mentions.weigh_use", lambda words, candidate, usage: usage):
        rows = [row for path in arguments.texts for text in read_marked(path) for row in settings_of(text)]
    plain = table_settings() * TABLE_SAY
    if not arguments.measure:
        model = train([*rows, *plain], ridge=RIDGE, least=LEAST, threshold=0.5)
        write(model, data_path("event_sense.json"), "geo/_build/event_sense.py")
        return
    sys.stdout.write(f"{len(rows)} places; rules alone: {figures(rows, ['v=y' in row.features for row in rows])}\n")
    chances = out_of_fold(rows, ridge=RIDGE, least=LEAST, always=plain)
    for kept, added in ((0.5, 0.5), (0.5, 0.8), (0.6, 0.8), (0.7, 0.7), (0.7, 0.9)):
        marked = [c >= (kept if "v=y" in row.features else added) for c, row in zip(chances, rows, strict=True)]
        sys.stdout.write(f"kept at {kept}, added at {added}: {figures(rows, marked)}\n")


if __name__ == "__main__":
    main()
