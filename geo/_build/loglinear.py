"""Train small log-linear models on described examples, and judge them on what they have not seen."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from geo.loglinear import LogLinear, chance

__all__ = ["Described", "around", "fit", "out_of_fold", "train", "weigh", "write"]

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
    """Return a model fitted to the rows; a feature counts that stands in at least `least` texts."""
    features, answers, texts = [row.features for row in rows], [row.right for row in rows], [row.text for row in rows]
    return LogLinear(weigh(features, answers, texts, ridge=ridge, least=least), threshold)


def weigh(
    rows: Sequence[Sequence[str]], answers: Sequence[float], texts: Sequence[object], *, ridge: float, least: int
) -> dict[str, float]:
    """Return a weight for each feature of described rows, by logistic regression with an L2 penalty.

    `texts` tells the text each row stands in: a feature of less than `least` texts says more of them than of English,
    and is left out.
    """
    seen: dict[str, set[object]] = {}
    for features, text in zip(rows, texts, strict=True):
        for feature in features:
            seen.setdefault(feature, set()).add(text)
    vocabulary = {f: k for k, f in enumerate(sorted(f for f, found in seen.items() if len(found) >= least))}
    indptr: list[int] = [0]
    indices: list[int] = []
    for features in rows:
        indices.extend(vocabulary[f] for f in features if f in vocabulary)
        indptr.append(len(indices))
    right = np.array(answers, dtype=float)
    w = fit(np.array(indptr), np.array(indices, dtype=np.int64), right, len(vocabulary), ridge)
    return {f: float(w[k]) for f, k in vocabulary.items() if abs(w[k]) > 0.004}


def fit(indptr: Any, indices: Any, y: Any, size: int, ridge: float, steps: int = 150) -> Any:
    """Return weights that minimise logistic loss + ridge/2 |w|^2, by L-BFGS; features are 0 or 1."""
    row_of = np.repeat(np.arange(len(y)), np.diff(indptr))

    def loss(w: Any) -> tuple[float, Any]:
        z = np.bincount(row_of, weights=w[indices], minlength=len(y))
        p = 1 / (1 + np.exp(-np.clip(z, -30, 30)))
        value = float(np.sum(np.logaddexp(0, z) - y * z) + ridge / 2 * w @ w)
        return value, np.bincount(indices, weights=(p - y)[row_of], minlength=size) + ridge * w

    return minimise(loss, np.zeros(size), steps)


def minimise(loss: Callable[[Any], tuple[float, Any]], w: Any, steps: int, memory: int = 10) -> Any:
    """Return the minimum of a smooth convex function (L-BFGS with backtracking; Nocedal and Wright 2006, 7.2)."""
    value, gradient = loss(w)
    history: list[tuple[Any, Any, float]] = []
    for _ in range(steps):
        direction = -gradient
        alphas = []
        for s, g, rho in reversed(history):
            alpha = rho * (s @ direction)
            alphas.append(alpha)
            direction = direction - alpha * g
        if history:
            s, g, _ = history[-1]
            direction = direction * ((s @ g) / (g @ g))
        for (s, g, rho), alpha in zip(history, reversed(alphas), strict=True):
            direction = direction + s * (alpha - rho * (g @ direction))
        step = 1.0 if history else 1.0 / max(1.0, float(np.abs(gradient).sum()))
        slope = float(gradient @ direction)
        while True:
            new_value, new_gradient = loss(w + step * direction)
            if new_value <= value + 1e-4 * step * slope or step < 1e-10:
                break
            step /= 2
        s, g = step * direction, new_gradient - gradient
        if s @ g > 1e-10:
            history = [*history[-(memory - 1) :], (s, g, 1 / float(s @ g))]
        done = abs(value - new_value) < 1e-6 * max(1.0, abs(value))
        w, value, gradient = w + s, new_value, new_gradient
        if done:
            break
    return w


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
