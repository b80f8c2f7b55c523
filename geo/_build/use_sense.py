"""Train the sense of uses: `python -m geo._build.use_sense` writes geo/data/use_sense.json (`make model`).

Learns from our own marked texts (`geo/_build/texts`), on the names that the tagger finds in them. `--measure` prints
cross-validated figures instead of writing anything.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from geo._build.loglinear import Described, around, out_of_fold, train, write
from geo._build.marked import Mark, MarkedText, read_marked, read_table_row
from geo._build.model import NAMED, TEXTS
from geo.data import data_path
from geo.model import NameIndex
from geo.text.candidates import find_candidates, read_words
from geo.text.mentions import rule_usages
from geo.text.sentences import find_sentences
from geo.text.tagger import choose, load_weights
from geo.text.tokens import tokenize
from geo.text.use_sense import describe_use

TABLES = Path(__file__).resolve().parents[2] / "tests" / "roles"
RIDGE = 3.0
LEAST = 2
THRESHOLD = 0.45


def uses_of(text: MarkedText, index: NameIndex) -> list[Described]:
    """Return the names of a text that its marks judge, with features and whether their use is associative."""
    words = read_words(tokenize(text.text), [s.start for s in find_sentences(text.text)])
    tagged = choose(find_candidates(text.text, words, index), words, load_weights())
    found = []
    for one, usage in zip(tagged, rule_usages(text.text, words, tagged), strict=True):
        c = one.candidate
        start, end = words.starts[c.first], words.ends[c.last - 1]
        over = [m for m in text.marks if m.start < end and start < m.end and m.use in NAMED]
        if over:
            associative = any(m.use != "L" for m in over)
            features = describe_use(words, c, usage)
            found.append(Described(text.id, features, associative, around(text.text, start, end), over[0].use))
    return found


def table_texts(folder: Path = TABLES) -> list[MarkedText]:
    """Return the sentences of the tests' tables as texts: `{literal}`, `<associative>`."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            text = MarkedText(f"{path.stem}-{number // 10}", "2026-01-01", "table")
            text.text, spans = read_table_row("" if line[:1] == "#" else line)
            text.marks = [Mark(start, end, "L" if literal else "M", None, None, "") for start, end, literal in spans]
            if text.marks:
                found.append(text)
    return found


def macro_f1(rows: Sequence[Described], said: Sequence[bool]) -> str:
    """Return the F1 of associative and literal use and their mean, in percent."""
    both = []
    for kind in (True, False):
        right = sum(row.right is kind and yes is kind for row, yes in zip(rows, said, strict=True))
        both.append(200 * right / max(1, sum(row.right is kind for row in rows) + sum(yes is kind for yes in said)))
    return f"associative {both[0]:.1f}  literal {both[1]:.1f}  macro {sum(both) / 2:.1f}"


def main() -> None:
    """Train and write, or measure and print."""
    from geo.places.gazetteer import open_gazetteer

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path, nargs="*", default=sorted(TEXTS.glob("*.txt")))
    parser.add_argument("--measure", action="store_true")
    arguments = parser.parse_args()
    index = open_gazetteer()
    texts = (text for path in arguments.texts for text in read_marked(path) if text.genre != "brief")
    rows = [row for text in texts for row in uses_of(text, index)]
    plain = [row for text in table_texts() for row in uses_of(text, index)]
    if not arguments.measure:
        model = train([*rows, *plain], ridge=RIDGE, least=LEAST, threshold=THRESHOLD)
        write(model, data_path("use_sense.json"), "geo/_build/use_sense.py")
        return
    sys.stdout.write(f"{len(rows)} names; rules alone: {macro_f1(rows, ['a=A' in row.features for row in rows])}\n")
    chances = out_of_fold(rows, ridge=RIDGE, least=LEAST, always=plain)
    for threshold in (0.35, 0.4, 0.45, 0.5, 0.55):
        sys.stdout.write(f"threshold {threshold}: {macro_f1(rows, [c >= threshold for c in chances])}\n")


if __name__ == "__main__":
    main()
