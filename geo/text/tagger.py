"""Decide which candidate spans are places: a small log-linear model over features of the span and its setting."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from math import exp
from typing import NamedTuple

from geo.data import data_path
from geo.errors import GazetteerError
from geo.text.candidates import Candidate, Words, known_words
from geo.text.features import describe, read_setting

__all__ = ["Tagged", "Weights", "choose", "load_weights", "score"]


class Weights(NamedTuple):
    """A trained model: a number per feature, the words English writes in lower case, the least probability."""

    features: dict[str, float]
    common: frozenset[str]
    threshold: float


class Tagged(NamedTuple):
    """A candidate taken for a place, with its probability."""

    candidate: Candidate
    probability: float


@cache
def load_weights() -> Weights:
    """Return the weights that come with the package; docs/model-card.md says how they were made.

    Raises GazetteerError where the file is missing or damaged.
    """
    path = data_path("tagger.json")
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        scale = table["scale"]
        features = {name: value / scale for name, value in table["features"].items()}
        return Weights(features, frozenset(table["common"].split()), table["threshold"])
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise GazetteerError(f"{path}: {error}. Install the package again, or run `make model`.") from error


def score(candidates: Sequence[Candidate], words: Words, weights: Weights) -> list[float]:
    """Return the probability of each candidate to be a place, in order."""
    setting = read_setting(words, list(candidates))
    place_like = frozenset(
        c.first
        for c in candidates
        if c.source == "known" and not (c.last - c.first == 1 and words.low[c.first] in weights.common)
    )
    get = weights.features.get
    common = weights.common
    logits = []
    by_name: dict[str, list[int]] = {}
    for k, candidate in enumerate(candidates):
        # `filter` drops the features the model does not know; most of the time of reading an archive is spent here
        total = sum(filter(None, map(get, describe(candidate, words, setting, common, place_like))))
        logits.append(max(-_CLIP, min(_CLIP, total)))
        if words.low[candidate.last : candidate.last + 1] not in _NAMED_AFTER:
            by_name.setdefault(candidate.name, []).append(k)
    found = [1 / (1 + exp(-value)) for value in _agreed(_listed(logits, candidates, words), by_name)]
    for k, candidate in enumerate(candidates):
        if candidate.source == "lower":
            found[k] = 0.3 if candidate.name in common else _LOWER_CASE
        elif _shouted(candidate, words, common) or words.low[candidate.last : candidate.last + 1] in _NAMED_AFTER:
            found[k] = 0.0
        elif candidate.source == "site" or (found[k] < _PLAIN and _stands_plainly(candidate, words)):
            found[k] = max(found[k], _PLAIN)
    return found


_PLAIN = 0.5
"""What a name gets at least whose setting leaves no doubt; local news have too few of foreign villages and sites."""


def _shouted(candidate: Candidate, words: Words, common: frozenset[str]) -> bool:
    """Return whether a common word only stands in capitals because a report opens with some: *A MAN who ...*."""
    first, size = candidate.first, candidate.last - candidate.first
    usual = words.low[first] in common or words.low[first - 1 : first] in (["a"], ["an"])
    if size > 1 or words.loud[first] or not usual or len(words.low[first]) < 3:
        return False
    start = first
    while start and not words.opens[start]:
        start -= 1
    return (
        first - start < 5
        and all(words.words[k].isupper() for k in range(start, first + 1))
        and not (first + 1 < len(words.words) and words.words[first + 1] in (",", "(", "-", "–", "—"))
    )


def _is_code(candidate: Candidate, words: Words) -> bool:
    """Return whether a name is a state's in three or four capitals, *UAE*, *DRC*, in a text with small letters."""
    word = words.words[candidate.first]
    state = candidate.entries[0].kind in ("country", "territory")
    return state and 3 <= len(word) <= 4 and word.isalpha() and word.isupper() and not words.loud[candidate.first]


def _stands_plainly(candidate: Candidate, words: Words) -> bool:
    """Return whether what stands around a name makes it a place: *near X*, *the village of X*, *along I-95*."""
    known, low = known_words(), words.low
    before = low[candidate.first - 1] if candidate.first else ""
    if candidate.source == "road":
        return before in known.going or (before == "the" and candidate.last - candidate.first == 1)
    if candidate.entries and candidate.last - candidate.first == 1 and _is_code(candidate, words):
        return True
    if candidate.source not in ("known", "unknown") or words.loud[candidate.first]:
        return False
    if before in known.settings_before or " ".join(low[max(0, candidate.first - 2) : candidate.first]) in (
        known.settings_before
    ):
        return True
    the = low[candidate.first - 2] if before == "the" and candidate.first > 1 else ""
    after = low[candidate.last] if candidate.last < len(low) else ""
    return the in known.going and after in known.settings_after


_LOWER_CASE = 0.6
"""What a known, large place in a text without capitals gets: the corpora have no such text to learn from."""


_CLIP = 30.0
_SHARE = 0.4
"""Weight of a name's other occurrences: a text seldom uses one name for a place and for something else."""


def _listed(logits: list[float], candidates: Sequence[Candidate], words: Words) -> list[float]:
    """Return the logits, each drawn to where its neighbours in a list point: *at Gampola, Ella and Badulla*."""
    starting: dict[int, float] = {}
    ending: dict[int, float] = {}
    for c, value in zip(candidates, logits, strict=True):
        starting[c.first] = max(starting.get(c.first, value), value)
        ending[c.last] = max(ending.get(c.last, value), value)
    drawn = list(logits)
    low = words.low
    for k, c in enumerate(candidates):
        if c.first and low[c.first - 1] in _LISTING and (before := ending.get(c.first - 1)) is not None:
            drawn[k] += _PULL * max(-_FAR, min(_FAR, before))
        if c.last < len(low) and low[c.last] in _LISTING and (after := starting.get(c.last + 1)) is not None:
            drawn[k] += _PULL * max(-_FAR, min(_FAR, after))
    return drawn


_LISTING = frozenset((",", "and", "or"))
_PULL = 0.3
_FAR = 3.0


_NAMED_AFTER = [[noun] for noun in ("virus", "viruses", "disease", "fever", "syndrome", "cheese")]
"""*Marburg virus* says nothing of Marburg, nor *Lassa fever* of Lassa."""


def _agreed(logits: list[float], by_name: dict[str, list[int]]) -> list[float]:
    """Return the logits, each drawn towards the mean of the same name's other occurrences."""
    agreed = list(logits)
    for places in by_name.values():
        if len(places) > 1:
            total = sum(max(-6.0, min(6.0, logits[k])) for k in places)
            for k in places:
                others = (total - max(-6.0, min(6.0, logits[k]))) / (len(places) - 1)
                agreed[k] = (1 - _SHARE) * logits[k] + _SHARE * others
    return agreed


def _grow(candidates: Sequence[Candidate], words: Words, probabilities: list[float]) -> None:
    """Make the whole name of a sea, region or site as likely as a name inside it: *Sea of Japan*, *Cape of Good Hope*.

    Those names were written by hand, and what is inside them is not meant. Candidates come in order of the text.
    """
    for k, whole in enumerate(candidates):
        if whole.source == "unknown" and whole.kind and k and candidates[k - 1].first == whole.first:
            probabilities[k] = max(probabilities[k], probabilities[k - 1])  # *Camp Guezo*: there is a place called Camp
        size = whole.last - whole.first
        # *South Sudan* in a text full of Sudan; of other names of two words the model knows better
        if not whole.entries or size < 2 or (size == 2 and whole.entries[0].kind not in _STATES):
            continue
        if size > 2 and words.words[whole.first + 2] == "-" and words.low[whole.first + 1] in known_words().articles:
            # *Deir al-Balah*: no person or firm is called so word by word, and the training texts hold few such names
            probabilities[k] = max(probabilities[k], _WITH_ARTICLE)
        written = whole.entries[0].kind in _WRITTEN
        if written and size > 2 and probabilities[k] > _HARDLY:
            probabilities[k] = max(probabilities[k], _PLAIN)  # *Three Gorges Dam*: three words in a row are no chance
        for n in range(k + 1, min(k + 6, len(candidates))):
            inner = candidates[n]
            # *Port of Spain* is a town, but what is in it is a country
            state = bool(inner.entries) and inner.entries[0].kind == "country" and whole.entries[0].rank <= 1
            if inner.last <= whole.last and inner.first >= whole.first and (written or state):
                probabilities[k] = max(probabilities[k], probabilities[n])


_STATES = frozenset({"country", "territory"})
_WITH_ARTICLE = 0.6
_HARDLY = 0.2
_WRITTEN = frozenset({"sea", "region", "territory", "island", "place", "river", "lake", "mountain", "country"})


def choose(candidates: Sequence[Candidate], words: Words, weights: Weights) -> list[Tagged]:
    """Return the places among the candidates, best first where they overlap, in order of the text."""
    probabilities = score(candidates, words, weights)
    _grow(candidates, words, probabilities)
    ranked = sorted(
        (k for k, p in enumerate(probabilities) if p >= weights.threshold),
        key=lambda k: (-probabilities[k], candidates[k].first, -candidates[k].last),
    )
    taken = [False] * len(words.words)
    kept: list[Tagged] = []
    for k in ranked:
        c = candidates[k]
        if not any(taken[c.first : c.last]):
            taken[c.first : c.last] = [True] * (c.last - c.first)
            kept.append(Tagged(c, probabilities[k]))
    return sorted(kept, key=lambda t: t.candidate.first)
