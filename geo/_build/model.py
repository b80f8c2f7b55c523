"""Train the place tagger: `python -m geo._build.model [CORPORA]` writes geo/data/tagger.json (`make model`).

Trains on LGL, GeoVirus and our own marked texts (`geo/_build/texts`); TUD-Loc is CC BY-NC-SA, so it is measured on and
never trained on. With `--measure` it prints cross-validated and leave-one-corpus-out figures instead of writing
anything.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from geo._build.loglinear import weigh
from geo._build.marked import read_marked
from geo.data import data_path
from geo.model import NameIndex, Report
from geo.text.candidates import Candidate, Words, find_candidates, read_words
from geo.text.document import read_document
from geo.text.features import describe, read_setting
from geo.text.mentions import find_mentions
from geo.text.sentences import find_sentences
from geo.text.tagger import Weights, choose
from geo.text.tokens import tokenize

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora"
TRAINED_ON = ("lgl", "geovirus")
MEASURED_ON = ("lgl", "geovirus", "tudloc")
TEXTS = Path(__file__).with_name("texts")
OWN_SAY = 1
"""How often our own texts are read beside the corpora."""
FOLDS = 5
RIDGE = 2.0
LEAST = 2
THRESHOLD = 0.45


class Example(NamedTuple):
    """One corpus document, ready to train on."""

    corpus: str
    id: str
    text: str
    gold: list[tuple[int, int]]
    words: Words
    candidates: list[Candidate]
    labels: list[int]
    """1 a place, 0 none, -1 left out: it overlaps a place that another candidate fits better."""


def read_examples(path: Path, index: NameIndex) -> list[Example]:
    """Return the documents of a corpus with candidates and labels."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").strip().split("\n"))
    return [
        _example(path.stem, row["id"], row["text"], [(t["start"], t["end"]) for t in row["toponyms"]], index)
        for row in rows
    ]


def read_own(index: NameIndex, paths: Sequence[Path] | None = None) -> list[Example]:
    """Return our own texts as examples: names in any use, and no person or brand that is called like a place.

    What the marks leave open is left out: adjectives and peoples, which a table finds, and phrases with names inside.
    """
    return [
        _example(
            "own", text.id, text.text,
            [(m.start, m.end) for m in text.marks if m.use in NAMED], index,
            [(m.start, m.end) for m in text.marks if m.use in LEFT_OPEN],
        )
        for path in (sorted(TEXTS.glob("*.txt")) if paths is None else paths)
        for text in read_marked(path)
    ]  # fmt: skip


NAMED = frozenset(("L", "M", "N", "O"))
LEFT_OPEN = frozenset(("P", "A", "AL", "G"))


def _example(
    corpus: str,
    id: str,
    text: str,
    gold: list[tuple[int, int]],
    index: NameIndex,
    left_open: Sequence[tuple[int, int]] = (),
) -> Example:
    words = read_words(tokenize(text), [s.start for s in find_sentences(text)])
    candidates = find_candidates(text, words, index)
    spans = [(words.starts[c.first], words.ends[c.last - 1]) for c in candidates]
    labels = [-1 if any(a < end and start < b for start, end in left_open) else 0 for a, b in spans]
    for start, end in gold:
        fits = []
        for k, (a, b) in enumerate(spans):
            shared = min(b, end) - max(a, start)
            if shared > 0:
                fits.append((shared / (max(b, end) - min(a, start)), k))
        if fits:
            best = max(fits)
            for fit, k in fits:
                labels[k] = (
                    1 if fit == best[0] and fit > 0.3 else max(labels[k], 0) if fit < 0.3 else max(labels[k], -1)
                )
    return Example(corpus, id, text, gold, words, candidates, labels)


def common_words(examples: Sequence[Example]) -> frozenset[str]:
    """Return words mostly written in lower case in these texts that are also the name of some place."""
    lower: Counter[str] = Counter()
    upper: Counter[str] = Counter()
    named: set[str] = set()
    for example in examples:
        named.update(example.words.low[c.first] for c in example.candidates if c.last - c.first == 1)
        for low, capital, opens, loud in zip(
            example.words.low, example.words.capital, example.words.opens, example.words.loud, strict=True
        ):
            if capital and not opens and not loud:
                upper[low] += 1
            elif not capital:
                lower[low] += 1
    return frozenset(w for w in named if lower[w] >= 2 and lower[w] > upper[w] * 0.5)


def feature_rows(example: Example, common: frozenset[str]) -> list[list[str]]:
    """Return the features of every candidate of a document."""
    setting = read_setting(example.words, example.candidates)
    place_like = frozenset(
        c.first
        for c in example.candidates
        if c.source == "known" and not (c.last - c.first == 1 and example.words.low[c.first] in common)
    )
    return [describe(c, example.words, setting, common, place_like) for c in example.candidates]


def train(
    examples: Sequence[Example], *, ridge: float = RIDGE, least: int = LEAST, threshold: float = THRESHOLD
) -> Weights:
    """Return weights fitted by logistic regression with an L2 penalty, over documents given."""
    common = common_words(examples)
    rows: list[list[str]] = []
    labels: list[int] = []
    documents: list[tuple[str, str]] = []
    for example in examples:
        for features, label in zip(feature_rows(example, common), example.labels, strict=True):
            if label >= 0:
                rows.append(features)
                labels.append(label)
                documents.append((example.corpus, example.id))
    return Weights(weigh(rows, labels, documents, ridge=ridge, least=least), common, threshold)


def overlap_f1(
    examples: Sequence[Example], tag: Callable[[Example], list[tuple[int, int]]]
) -> tuple[float, float, float]:
    """Return precision, recall and F1 in percent, spans paired one to one by overlap."""
    right = system = gold = 0
    for example in examples:
        spans, want = tag(example), sorted(example.gold)
        system += len(spans)
        gold += len(want)
        used: set[int] = set()
        for a, b in spans:
            hit = next((k for k, (s, e) in enumerate(want) if k not in used and min(b, e) > max(a, s)), None)
            if hit is not None:
                used.add(hit)
                right += 1
    p, r = right / max(1, system), right / max(1, gold)
    return 100 * p, 100 * r, 200 * p * r / max(1e-9, p + r)


def tagged_spans(example: Example, weights: Weights) -> list[tuple[int, int]]:
    """Return the character spans of all mentions, peoples and place phrases included, with these weights."""
    from geo.places.gazetteer import open_gazetteer

    document = read_document(Report(example.text))
    return [(m.span.start, m.span.end) for m in find_mentions(document, open_gazetteer(), weights)]


def named_spans(example: Example, weights: Weights) -> list[tuple[int, int]]:
    """Return the character spans of names alone: what GeoVirus and TUD-Loc annotate."""
    return [
        (example.words.starts[t.candidate.first], example.words.ends[t.candidate.last - 1])
        for t in choose(example.candidates, example.words, weights)
    ]


def cross_validated(
    examples: dict[str, list[Example]], names: Sequence[str], always: Sequence[Example] = (), **settings: Any
) -> dict[tuple[str, str], Weights]:
    """Return for every document of `names` weights that were trained without its fold, but with those of `always`."""
    trained: dict[tuple[str, str], Weights] = {}
    for fold in range(FOLDS):
        rest = [e for name in names for k, e in enumerate(examples[name]) if k % FOLDS != fold]
        weights = train([*rest, *always], **settings)
        for name in names:
            for k, e in enumerate(examples[name]):
                if k % FOLDS == fold:
                    trained[name, e.id] = weights
    return trained


def write(weights: Weights, path: Path) -> None:
    """Write the weights as JSON, features sorted, thousandths as whole numbers."""
    table = {
        "note": "Trained by geo/_build/model.py; see docs/model-card.md. Licence: BSD-3-Clause, as the package.",
        "scale": 1000,
        "threshold": weights.threshold,
        "common": " ".join(sorted(weights.common)),
        "features": {f: round(w * 1000) for f, w in sorted(weights.features.items()) if round(w * 1000)},
    }
    path.write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def main() -> None:
    """Train and write, or measure and print."""
    from geo.places.gazetteer import open_gazetteer

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path, nargs="?", default=CORPORA)
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--names", action="store_true", help="measure names alone, without adjectives and peoples")
    arguments = parser.parse_args()
    index = open_gazetteer()
    if not all((arguments.corpora / f"{name}.jsonl").exists() for name in TRAINED_ON):
        sys.stdout.write(f"{arguments.corpora}: no corpora here; the weights in the package stay as they are.\n")
        return
    names = [n for n in MEASURED_ON if (arguments.corpora / f"{n}.jsonl").exists()] if arguments.measure else TRAINED_ON
    examples = {name: read_examples(arguments.corpora / f"{name}.jsonl", index) for name in names}
    own = read_own(index) * OWN_SAY
    if not arguments.measure:
        weights = train([*(e for name in TRAINED_ON for e in examples[name]), *own])
        write(weights, data_path("tagger.json"))
        sys.stdout.write(f"{len(weights.features)} features, {data_path('tagger.json').stat().st_size / 1e3:.0f} kB\n")
        return
    spans = named_spans if arguments.names else tagged_spans
    trained = cross_validated(examples, TRAINED_ON, own)
    for name in TRAINED_ON:
        p, r, f = overlap_f1(examples[name], lambda e, name=name: spans(e, trained[name, e.id]))  # type: ignore[misc]
        sys.stdout.write(f"{name:10} cross-validated       P {p:.1f}  R {r:.1f}  F1 {f:.1f}\n")
    for name in names:
        others = [e for other in TRAINED_ON if other != name for e in examples[other]]
        weights = train([*others, *own])
        p, r, f = overlap_f1(examples[name], lambda e, w=weights: spans(e, w))  # type: ignore[misc]
        sys.stdout.write(f"{name:10} trained on the others P {p:.1f}  R {r:.1f}  F1 {f:.1f}\n")


if __name__ == "__main__":
    main()
