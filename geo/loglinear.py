"""Small log-linear models: a number for each feature, a sum, a chance. Their weights come with the package as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from math import exp
from typing import NamedTuple

from geo.data import data_path
from geo.errors import GazetteerError

__all__ = ["LogLinear", "chance", "load_loglinear"]

_CLIP = 30.0


class LogLinear(NamedTuple):
    """A trained model."""

    features: dict[str, float]
    """A number for each feature; what is not there counts nothing."""
    threshold: float
    """The least chance that is a yes."""


@cache
def load_loglinear(name: str) -> LogLinear:
    """Return the model in `geo/data/NAME.json`, numbers of which are thousandths.

    Raises GazetteerError where the file is missing or damaged.
    """
    path = data_path(f"{name}.json")
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        features = {feature: value / 1000 for feature, value in table["features"].items()}
        return LogLinear(features, float(table["threshold"]))
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise GazetteerError(f"{path}: {error}. Install the package again, or run `make model`.") from error


def chance(features: Iterable[str], model: LogLinear) -> float:
    """Return the chance, 0 to 1, that what is so described is a yes."""
    total = sum(filter(None, map(model.features.get, features)))
    return 1 / (1 + exp(-max(-_CLIP, min(_CLIP, total))))
