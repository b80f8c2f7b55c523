"""What a clause is about: the theme and finer kind whose cue words stand in it, near it, or all through the report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from geo.claims.words import lemma_of, split_list
from geo.data import read_toml

__all__ = ["Hit", "cue_hits", "pick_theme", "report_themes", "stem"]

# A kind's cue counts more than its theme's, a weak one less; each further word of a cue adds half as much again.
KIND_WEIGHT, CUE_WEIGHT, WEAK_WEIGHT, WORD_BONUS = 1.6, 1.0, 0.4, 0.5
# What the rest of the sentence counts beside the clause, and the whole report beside both.
SENTENCE_SHARE, REPORT_SHARE, LEAST_SHARE = 0.45, 2.0, 0.08

# So much weight of cue words makes a report's themes worth their full share.
FULL_REPORT = 12.0

_WORD = re.compile(r"[^\W\d_]+")


class Hit(NamedTuple):
    """A cue found: the word it starts at, its theme, its kind or empty, and what it counts."""

    word: int
    theme: str
    kind: str
    weight: float


class _Cue(NamedTuple):
    parts: tuple[str, ...]
    theme: str
    kind: str
    weight: float


@cache
def stem(word: str) -> str:
    """Return a word without its commonest endings, the same for all forms of a word.

    >>> stem("bombings"), stem("floods"), stem("struck"), stem("parties")
    ('bomb', 'flood', 'strike', 'party')
    """
    known = lemma_of(word)
    if known != word:
        word = known
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        word = word[:-1]
    return lemma_of(word)


@cache
def _cues() -> dict[str, tuple[_Cue, ...]]:
    """Return the cues by the stem of their first word."""
    table: dict[str, list[_Cue]] = {}

    def add(cue: str, theme: str, kind: str, weight: float) -> None:
        parts = tuple(stem(part) for part in cue.lower().replace("-", " ").split())
        table.setdefault(parts[0], []).append(_Cue(parts, theme, kind, weight * (1 + WORD_BONUS * (len(parts) - 1))))

    for theme in read_toml("themes.toml")["theme"]:
        name = theme["name"]
        for cue in split_list(theme.get("cues", "")):
            add(cue, name, "", CUE_WEIGHT)
        for cue in split_list(theme.get("weak", "")):
            add(cue, name, "", WEAK_WEIGHT)
        for kind in theme.get("kind", ()):
            for cue in split_list(kind["cues"]):
                add(cue, name, kind["name"], KIND_WEIGHT)
    return {first: tuple(cues) for first, cues in table.items()}


@cache
def _cues_of(word: str) -> tuple[_Cue, ...]:
    """Return the cues that may start with a word as written in lower case."""
    if word == "according":
        return ()  # no accord
    return _cues().get(stem(word), ())


def cue_hits(low: Sequence[str]) -> list[Hit]:
    """Return the theme cues among words in lower case."""
    found = []
    for i, word in enumerate(low):
        for cue in _cues_of(word):
            size = len(cue.parts)
            if size == 1 or tuple(stem(part) for part in low[i : i + size]) == cue.parts:
                found.append(Hit(i, cue.theme, cue.kind, cue.weight))
    return found


def report_themes(text: str) -> dict[str, float]:
    """Return each theme's share, 0 to 1, of the single cue words of a whole report."""
    totals: dict[str, float] = {}
    for word, count in Counter(_WORD.findall(text.lower())).items():
        for cue in _cues_of(word):
            if len(cue.parts) == 1:
                totals[cue.theme] = totals.get(cue.theme, 0.0) + cue.weight * count
    # A few words make no report: they tell little beyond the clause they stand in.
    whole = max(sum(totals.values()), FULL_REPORT)
    return {theme: value / whole for theme, value in totals.items()}


def pick_theme(
    hits: Iterable[Hit], inside: Iterable[int], prior: dict[str, float], default: str = "society"
) -> tuple[str, str]:
    """Return the theme and the kind of the words `inside`, helped by their sentence and by the whole report.

    `prior` is what `report_themes` returns. The kind is empty where no cue of the theme's kinds was found.
    """
    near = set(inside)
    themes: dict[str, float] = {}
    kinds: dict[tuple[str, str], float] = {}
    for i, theme, kind, weight in hits:
        share = 1.0 if i in near else SENTENCE_SHARE
        themes[theme] = themes.get(theme, 0.0) + weight * share
        if kind:
            # A kind of the clause itself always goes before one of its neighbours.
            kinds[theme, kind] = kinds.get((theme, kind), 0.0) + weight * (1.0 if i in near else 0.01)
    for theme, share in prior.items():
        if share > LEAST_SHARE:
            themes[theme] = themes.get(theme, 0.0) + REPORT_SHARE * share
    if not themes:
        return default, ""
    best = max(themes, key=lambda t: (themes[t], t))
    own = {kind: weight for (theme, kind), weight in kinds.items() if theme == best}
    return best, max(own, key=lambda k: (own[k], k)) if own else ""
