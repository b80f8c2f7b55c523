"""Train small log-linear models on described examples, and judge them on what they have not seen."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from geo._build.model import fit
from geo.loglinear import LogLinear, chance

__all__ = ["Described", "around", "out_of_fold", "train", "write"]

FOLDS = 6


class Described(NamedTuple):
    """One example: the text it stands in, its features, the answer, and words for whoever looks at errors."""

    text: str
    features: list[str]
    right: bool
    words: str
    note: str = ""


def around(text: str, start: int, end: int) -> str:
    """Return a span in brackets with some words on either side, for whoever looks at errors."""
    return " ".join(f"{text[max(0, start - 60) : start]}[{text[start:end]}]{text[end : end + 40]}".split())


def train(rows: Sequence[Described], *, ridge: float, least: int, threshold: float) -> LogLinear:
    """Return weights fitted with an L2 penalty; a feature counts that stands in at least `least` texts."""
    seen: dict[str, set[str]] = {}
    for row in rows:
        for feature in row.features:
            seen.setdefault(feature, set()).add(row.text)
    vocabulary = {f: k for k, f in enumerate(sorted(f for f, texts in seen.items() if len(texts) >= least))}
    indptr: list[int] = [0]
    indices: list[int] = []
    for row in rows:
        indices.extend(vocabulary[f] for f in row.features if f in vocabulary)
        indptr.append(len(indices))
    answers = np.array([row.right for row in rows], dtype=float)
    w = fit(np.array(indptr), np.array(indices, dtype=np.int64), answers, len(vocabulary), ridge)
    return LogLinear({f: float(w[k]) for f, k in vocabulary.items() if abs(w[k]) > 0.004}, threshold)


def out_of_fold(
    rows: Sequence[Described], *, ridge: float, least: int, always: Sequence[Described] = ()
) -> list[float]:
    """Return the chance of each row by weights that saw no row of its text, but those of `always`."""
    names = sorted({row.text for row in rows})
    chances = [0.0] * len(rows)
    for fold in range(FOLDS):
        held = set(names[fold::FOLDS])
        seen = [row for row in rows if row.text not in held]
        model = train([*seen, *always], ridge=ridge, least=least, threshold=0.5)
        for k, row in enumerate(rows):
            if row.text in held:
                chances[k] = chance(row.features, model)
    return chances


def write(model: LogLinear, path: Path, trainer: str) -> None:
    """Write the weights as JSON, features sorted, thousandths as whole numbers."""
    table = {
        "note": f"Trained by {trainer}; see docs/model-card.md. Licence: BSD-3-Clause, as the package.",
        "threshold": model.threshold,
        "features": {f: round(w * 1000) for f, w in sorted(model.features.items()) if round(w * 1000)},
    }
    path.write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
