"""Learn the weights that choose among namesakes from annotated news: `python -m geo._build.namesakes [--check]`.

Trained on LGL and GeoVirus only; TUD-Loc is CC BY-NC-SA, so it is measured on and never learned from. `--check` prints
what held-out documents and a held-out corpus say instead of writing the weights.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo._build.marked import read_marked
from geo._build.model import NAMED, TEXTS
from geo.data import data_path
from geo.model import Named
from geo.places.beliefs import believe
from geo.places.choose import DOUBT, Key, best_of, focus_of, lean_of, may_lean, prepare, settle
from geo.places.gazetteer import KINDS, Gazetteer, open_gazetteer
from geo.places.namesakes import FIRST, SECOND, Model, Query, Table, table
from geo.places.surroundings import home_countries
from geo.places.trust import LEANING, SURE, trust
from geo.text.demonyms import demonym_at
from geo.text.tokens import tokenize

__all__ = ["Example", "learn", "measure", "read_examples", "train_namesakes"]

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora"
TRAINED_ON = ("lgl", "geovirus")
OWN = "own"
READINGS = 3
FOLDS = 5
FLOOR = 0.25
RIDGE = 100.0
NEAR_KM = 161.0
FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """One annotated text: its names, and per name which namesakes are right and how often it is annotated."""

    corpus: str
    id: str
    queries: tuple[Query, ...]
    homes: dict[str, float]
    right: tuple[NDArray[np.bool_], ...]
    """For learning: the namesakes nearest to the annotation."""
    near: tuple[NDArray[np.bool_], ...]
    """For measuring: the namesakes within 161 km."""
    counts: tuple[int, ...]
    small: tuple[int, ...]
    """Annotations below country level."""
    names: tuple[tuple[Named, Key, dict[str, Any]], ...]
    """Every annotated name with its sense and its annotation, in text order."""
    keys: tuple[Key, ...]
    """The sense of each query."""


def read_examples(corpus: str, gazetteer: Gazetteer) -> list[Example]:
    """Return the texts of a corpus with their names as the resolver would see them given the annotated spans."""
    with (CORPORA / f"{corpus}.jsonl").open(encoding="utf-8") as lines:
        return _examples(corpus, map(json.loads, lines), gazetteer)


def read_own(gazetteer: Gazetteer, paths: Sequence[Path] | None = None) -> list[Example]:
    """Return our own marked texts; a point given at a name's first mention holds for the others of its text."""
    documents = []
    for path in sorted(TEXTS.glob("*.txt")) if paths is None else paths:
        for text in read_marked(path):
            points: dict[str, tuple[float, float]] = {}
            toponyms: list[dict[str, Any]] = []
            for mark in text.marks:
                if mark.use in NAMED:
                    name = text.text[mark.start : mark.end]
                    if mark.point is not None:
                        points.setdefault(name, mark.point)
                    lat, lon = points.get(name, (None, None)) if mark.use != "O" else (None, None)
                    toponyms.append({"text": name, "start": mark.start, "end": mark.end, "lat": lat, "lon": lon})
            toponyms += _adjectives(text.text)
            toponyms.sort(key=lambda t: t["start"])
            documents.append({"id": text.id, "text": text.text, "toponyms": [t | {"large": False} for t in toponyms]})
    return _examples(OWN, documents, gazetteer)


def _adjectives(text: str) -> list[dict[str, Any]]:
    """Return the places that adjectives of a text speak of, as names without a point."""
    words = tokenize(text)
    hits = [(i, demonym_at(words.low, i)) for i, word in enumerate(words.words) if word[0].isupper()]
    return [
        {"text": hit[0].place, "start": words.starts[i], "end": words.ends[i + hit[1] - 1], "lat": None, "lon": None}
        for i, hit in hits
        if hit is not None
    ]


def _examples(corpus: str, documents: Iterable[dict[str, Any]], gazetteer: Gazetteer) -> list[Example]:
    examples = []
    for document in documents:
        names = [Named(t["text"], t["start"], t["end"]) for t in document["toponyms"]]
        queries, keys = prepare(document["text"], names, gazetteer)
        order = {key: i for i, key in enumerate(queries)}
        gold: list[list[dict[str, Any]]] = [[] for _ in queries]
        for toponym, key in zip(document["toponyms"], keys, strict=True):
            if toponym["lat"] is not None:
                gold[order[key]].append(toponym)
        tables = [table(gazetteer, query.name) for query in queries.values()]
        marks = [_marks(namesakes, toponyms) for namesakes, toponyms in zip(tables, gold, strict=True)]
        examples.append(
            Example(
                corpus, document["id"], tuple(queries.values()), home_countries(document["text"]),
                tuple(right for right, _ in marks), tuple(near for _, near in marks),
                tuple(len(toponyms) for toponyms in gold),
                tuple(sum(not t["large"] for t in toponyms) for toponyms in gold),
                tuple(zip(names, keys, document["toponyms"], strict=True)), tuple(queries),
            )
        )  # fmt: skip
    return examples


def _marks(names: Table, toponyms: Sequence[dict[str, Any]]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    n = len(names.numbers)
    if not toponyms or not n:
        return np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    gold = toponyms[0]
    phi, lam = math.radians(gold["lat"]), math.radians(gold["lon"])
    point = np.array([math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi)])
    km = 6371.0088 * np.arccos(np.clip(names.unit @ point, -1, 1))
    if gold["large"]:
        large = np.isin(names.kind, [KINDS.index(k) for k in ("country", "territory", "continent")])
        return large & (km < 1500), large & (km < 1500)
    return km <= max(25.0, min(1.2 * km.min(), NEAR_KM)), km <= NEAR_KM


# -- learning


PRIOR = {
    "population": 1.6, "kind country": 3.0, "kind admin1": 1.5, "kind continent": 4.0, "kind sea": 4.5,
    "kind other": 3.0,
    "alternate name": -2.0, "unknown population": -0.3, "inside the container given": 4.0,
    "inside a name beside it": 1.5, "kind as the text says": 2.0, "kind against the text": -1.5,
    "capital of a country": 2.5, "words of the country": 1.0,
    "division where it contains others": 2.0, "population in a local report": -0.2,
    "division named like its own town": -1.0, "fame": 1.0, "spelt so": 0.7,
}  # fmt: skip
LEAST = {
    "capital of a country": 2.0, "kind sea": 7.0, "inside the container given": 6.0, "listed with its kind": 2.5,
    "listed with its kind and country": 0.5,
}  # fmt: skip
"""Bounds from below: what an editor knows and two corpora are too small, or too local, to teach."""
MOST = {
    "small stranger": -2.5, "small in other company": -2.5, "too large for a village": -6.0,
    "not inside where its sentence is": -4.0,
}  # fmt: skip
"""Bounds from above on trust: signs of a village that no source lists, which the corpora hardly have."""
ALONE = {
    "inside the container given": 12.0, "kind country": 5.0, "kind continent": 6.0, "kind sea": 6.0, "kind other": 4.0,
    "alternate name": -4.5, "kind as the text says": 4.0,
}  # fmt: skip
"""Where this differs for a name without a text: countries are countries, other names of large towns are rare."""
PRIOR_LATER = PRIOR | {
    "country named": 1.5, "admin1 named": 2.0, "admin2 named": 1.5, "same country share": 2.0, "same admin1 share": 2.0,
    "within 40 km": 1.0, "within 120 km": 1.0, "within 400 km": 0.7, "listed with its kind": 1.0,
}  # fmt: skip
"""What we would say of the features without examples; learning is drawn towards it, not towards nothing."""


def learn(examples: Sequence[Example], gazetteer: Gazetteer, *, ridge: float = RIDGE) -> Model:
    """Return weights fitted reading by reading: each reading sees what the one before believed."""
    model = Model(np.zeros(len(FIRST)), ())
    for reading in range(1, READINGS + 1):
        rows, right, groups, weights = _stack(examples, gazetteer, model, reading)
        wanted = PRIOR if reading == 1 else PRIOR_LATER
        prior = np.array([wanted.get(name, 0.0) for name in (FIRST if reading == 1 else SECOND)])
        fitted = np.maximum(_fit(rows, right, groups, weights, ridge, prior), _least(reading))
        model = Model(fitted, ()) if reading == 1 else Model(model.first, (*model.later, fitted))
    return model


def _least(reading: int) -> FloatArray:
    """Return the least that a weight may be: local news must not teach that Washington is seldom the capital."""
    return np.array([LEAST.get(name, -np.inf) for name in (FIRST if reading == 1 else SECOND)])


def _stack(
    examples: Sequence[Example], gazetteer: Gazetteer, model: Model, reading: int
) -> tuple[FloatArray, NDArray[np.bool_], NDArray[np.int64], FloatArray]:
    rows: list[FloatArray] = []
    right: list[NDArray[np.bool_]] = []
    sizes: list[int] = []
    weights: list[float] = []
    origin: list[str] = []
    # The reading to be learned needs its features only, so it runs with weights of zero.
    trial = model if reading == 1 else Model(model.first, (*model.later, np.zeros(len(SECOND))))
    for example in examples:
        beliefs = believe(example.queries, gazetteer, trial, homes=example.homes)
        for i, marks in enumerate(example.right):
            if marks.any() and not marks.all():
                rows.append(beliefs.features[i])
                right.append(marks)
                sizes.append(len(marks))
                weights.append(math.sqrt(example.counts[i]))
                origin.append(example.corpus)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    # LGL is made of the most ambiguous names and is three times as large: every corpus has the same say.
    share = np.array(weights)
    for corpus in set(origin):
        mine = np.array([name == corpus for name in origin])
        share[mine] *= len(origin) / len(set(origin)) / share[mine].sum()
    return np.concatenate(rows), np.concatenate(right), starts, share


def _fit(
    rows: FloatArray,
    right: NDArray[np.bool_],
    starts: NDArray[np.int64],
    weights: FloatArray,
    ridge: float,
    prior: FloatArray,
) -> FloatArray:
    """Minimise the negative log chance of the right namesakes, with a ridge, by Adam on all rows."""
    sizes = np.diff(np.append(starts, len(rows)))
    scale = rows.std(axis=0) + 1e-9
    # A column that hardly varies must not be blown up: its weight stays what we would say without examples.
    scale = np.maximum(scale, 0.05)
    scaled = rows / scale
    start = prior * scale
    beta = start.copy()
    first, second = np.zeros_like(beta), np.zeros_like(beta)
    rowweights = np.repeat(weights, sizes)
    total = weights.sum()
    for step in range(1, 801):
        scores = scaled @ beta
        raised = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        chance = raised / np.repeat(np.add.reduceat(raised, starts), sizes)
        hit = chance * right
        target = hit / np.repeat(np.add.reduceat(hit, starts) + 1e-12, sizes)
        gradient = (
            scaled.T @ (rowweights * (chance - target)) / total + ridge / len(starts) * (beta - start) / scale**0.5
        )
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        rate = 0.05 if step < 500 else 0.01
        beta = beta - rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return np.asarray(beta / scale)


# -- trust


def learn_trust(
    examples: Sequence[Example], gazetteer: Gazetteer, own: Sequence[Example] = ()
) -> tuple[FloatArray, FloatArray]:
    """Return weights for `SURE` and `LEANING`, fitted on choices for texts the choosing model has not seen.

    The choice itself is not learned from our `own` texts: they were written to have few right namesakes.
    """
    first, second = ([e for i, e in enumerate(examples) if i % 2 == k] for k in (0, 1))
    by_first, by_second = learn(first, gazetteer), learn(second, gazetteer)
    told = [
        (example, believe(example.queries, gazetteer, model, homes=example.homes))
        for part, model in ((first, by_second), (second, by_first), (own, by_first))
        for example in part
    ]
    rows, right, corpora = [], [], []
    for example, beliefs in told:
        bests = best_of(example.queries, beliefs, gazetteer, _spots(example))
        for at, best in enumerate(bests):
            if best is not None and example.counts[at]:
                rows.append(best.features)
                # The point of a sea or a region is a convention: right is the right kind of place.
                wide = best.entry.kind not in ("city", "admin1", "admin2")
                right.append(wide or bool(example.near[at][best.index]))
                corpora.append(example.corpus)
    sure = _logistic(np.array(rows), np.array(right), corpora)
    sure = np.minimum(sure, [MOST.get(name, np.inf) for name in SURE])
    rows, right, corpora = [], [], []
    for example, beliefs in told:
        spots = _spots(example)
        bests = best_of(example.queries, beliefs, gazetteer, spots)
        order = {key: i for i, key in enumerate(example.keys)}
        ordered = [at for _, _, at in spots]
        sures = [trust(sure, best.features) if best is not None else 0.0 for best in bests]
        focus = focus_of([name for name, _, _ in example.names], ordered, example.queries, bests, sures)
        for name, key, toponym in example.names:
            at = order[key]
            if toponym["lat"] is None or toponym["large"]:
                continue
            best = bests[at]
            # Names that would never lean teach nothing about those that do.
            if not may_lean(best, example.queries[at]) or sures[at] > DOUBT:
                continue
            lean = lean_of(focus, name, example.queries[at], best, gazetteer)
            if lean is not None:
                rows.append(lean[1])
                right.append(_km(lean[0].entry.lat, lean[0].entry.lon, toponym["lat"], toponym["lon"]) <= NEAR_KM)
                corpora.append(example.corpus)
    return sure, _logistic(np.array(rows), np.array(right), corpora)


def _spots(example: Example) -> list[tuple[int, int, int]]:
    order = {key: i for i, key in enumerate(example.keys)}
    return [(name.start, name.end, order[key]) for name, key, _ in example.names]


def _km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    p, q = math.radians(lat1), math.radians(lat2)
    s = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 6371.0088 * 2 * math.asin(min(1.0, math.sqrt(s)))


def _logistic(rows: FloatArray, right: NDArray[np.bool_], corpora: Sequence[str], ridge: float = 2.0) -> FloatArray:
    """Fit a logistic model by Newton's method, corpora weighing the same."""
    weight = np.ones(len(rows))
    for corpus in set(corpora):
        mine = np.array([name == corpus for name in corpora])
        weight[mine] = len(rows) / len(set(corpora)) / mine.sum()
    scale = np.maximum(rows.std(axis=0), 0.05)
    scale[rows.std(axis=0) == 0] = 1.0
    scaled = rows / scale
    beta = np.zeros(rows.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(scaled @ beta, -30, 30)))
        gradient = scaled.T @ (weight * (chance - right)) + ridge * beta
        curve = (scaled * (weight * chance * (1 - chance))[:, None]).T @ scaled + ridge * np.eye(len(beta))
        beta = beta - np.linalg.solve(curve, gradient)
    return np.asarray(beta / scale)


# -- measuring

Weights = tuple[Model, tuple[FloatArray, FloatArray]]


def learn_all(examples: Sequence[Example], gazetteer: Gazetteer) -> Weights:
    """Return everything that is learned."""
    return learn(examples, gazetteer), learn_trust(examples, gazetteer, read_own(gazetteer))


def measure(examples: Sequence[Example], gazetteer: Gazetteer, weights: Weights) -> tuple[int, int, int, int]:
    """Return right and all annotations below country level, then right and all at any level.

    Right is within 161 km; for countries and continents, whose points are conventions, any country's point within
    1,500 km.
    """
    model, trusts = weights
    good = small = good_all = total = 0
    for example in examples:
        beliefs = believe(example.queries, gazetteer, model, homes=example.homes)
        names, keys = [n for n, _, _ in example.names], [k for _, k, _ in example.names]
        queries = dict(zip(example.keys, example.queries, strict=True))
        verdicts = settle(names, keys, queries, beliefs, gazetteer, trusts, [FLOOR] * len(names))
        for (_, _, toponym), verdict in zip(example.names, verdicts, strict=True):
            if toponym["lat"] is None:
                continue
            entry, limit = verdict.entry, 1500.0 if toponym["large"] else NEAR_KM
            hit = entry is not None and _km(entry.lat, entry.lon, toponym["lat"], toponym["lon"]) <= limit
            good_all, total = good_all + hit, total + 1
            if not toponym["large"]:
                good, small = good + hit, small + 1
    return good, small, good_all, total


def train_namesakes() -> None:
    """Write `geo/data/namesakes.json` anew from the corpora, or leave the shipped weights where they are absent."""
    if not CORPORA.exists():
        return
    gazetteer = open_gazetteer()
    model, (sure, leaning) = learn_all(
        [e for corpus in TRAINED_ON for e in read_examples(corpus, gazetteer)], gazetteer
    )
    written = {
        "note": "Weights of geo/places/namesakes.py, learned by geo/_build/namesakes.py from LGL and GeoVirus; "
        "see docs/model-namesakes.md.",
        "first": {name: round(float(w), 4) for name, w in zip(FIRST, model.first, strict=True)},
        "later": [
            {name: round(float(w), 4) for name, w in zip(SECOND, weights, strict=True)} for weights in model.later
        ],
        "alone": PRIOR | ALONE,
        "sure": {name: round(float(w), 4) for name, w in zip(SURE, sure, strict=True)},
        "leaning": {name: round(float(w), 4) for name, w in zip(LEANING, leaning, strict=True)},
    }
    data_path("namesakes.json").write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


def check() -> list[str]:
    """Return held-out figures as lines: five folds by document, then each corpus by the others."""
    gazetteer = open_gazetteer()
    corpora = {name: read_examples(name, gazetteer) for name in (*TRAINED_ON, "tudloc")}
    lines = []
    trained = [e for name in TRAINED_ON for e in corpora[name]]
    order = np.random.default_rng(7).permutation(len(trained))
    hits: dict[str, list[tuple[int, int, int, int]]] = {}
    for fold in range(FOLDS):
        held = {int(i) for i in order[fold::FOLDS]}
        weights = learn_all([e for i, e in enumerate(trained) if i not in held], gazetteer)
        for name in TRAINED_ON:
            part = [e for i, e in enumerate(trained) if i in held and e.corpus == name]
            hits.setdefault(name, []).append(measure(part, gazetteer, weights))
    for name, folds in hits.items():
        below, small, everywhere, total = (sum(fold[k] for fold in folds) for k in range(4))
        lines.append(f"five folds  {name:9} below country {below / small:.4f} of {small}  all {everywhere / total:.4f}")
    for name in (*TRAINED_ON, "tudloc"):
        weights = learn_all([e for e in trained if e.corpus != name], gazetteer)
        below, small, everywhere, total = measure(corpora[name], gazetteer, weights)
        lines.append(f"left out    {name:9} below country {below / small:.4f} of {small}  all {everywhere / total:.4f}")
    return lines


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.stdout.write("\n".join(check()) + "\n")
    else:
        train_namesakes()
