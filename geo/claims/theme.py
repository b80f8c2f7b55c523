"""What a clause is about: the theme and the finer kind whose cue words stand in it, near it, or all through the report."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from geo.claims.words import lemma_of, split_list
from geo.data import read_toml

__all__ = ["Hits", "cue_hits", "pick_theme"]

KIND_WEIGHT, CUE_WEIGHT, WEAK_WEIGHT = 1.6, 1.0, 0.4
SENTENCE_SHARE, REPORT_SHARE = 0.45, 2.0


class Hits(NamedTuple):
    """Cue words found: (word index, theme, kind or empty, weight)."""

    found: tuple[tuple[int, str, str, float], ...]


@cache
def stem(word: str) -> str:
    """Return a word without its commonest endings, the same for all forms of a word.

    >>> stem("flooding"), stem("floods"), stem("struck"), stem("parties")
    ('flood', 'flood', 'strike', 'party')
    """
    known = lemma_of(word)
    if known != word:
        word = known
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


@cache
def _cues() -> dict[str, tuple[tuple[tuple[str, ...], str, str, float], ...]]:
    """Return the cues by the stem of their first word; longer ones first."""
    table: dict[str, list[tuple[tuple[str, ...], str, str, float]]] = {}

    def add(cue: str, theme: str, kind: str, weight: float) -> None:
        parts = tuple(stem(part) for part in cue.lower().replace("-", " ").split())
        table.setdefault(parts[0], []).append((parts, theme, kind, weight * (1 + 0.5 * (len(parts) - 1))))

    for theme in read_toml("themes.toml")["theme"]:
        name = theme["name"]
        for cue in split_list(theme.get("cues", "")):
            add(cue, name, "", CUE_WEIGHT)
        for cue in split_list(theme.get("weak", "")):
            add(cue, name, "", WEAK_WEIGHT)
        for kind in theme.get("kind", ()):
            for cue in split_list(kind["cues"]):
                add(cue, name, kind["name"], KIND_WEIGHT)
    return {first: tuple(sorted(cues, key=lambda c: -len(c[0]))) for first, cues in table.items()}


def cue_hits(low: Iterable[str]) -> Hits:
    """Return the theme cues among words in lower case."""
    stems = [stem(word) for word in low]
    cues = _cues()
    found = []
    for i, word in enumerate(stems):
        for parts, theme, kind, weight in cues.get(word, ()):
            size = len(parts)
            if size == 1 or tuple(stems[i : i + size]) == parts:
                found.append((i, theme, kind, weight))
    return Hits(tuple(found))


def pick_theme(hits: Hits, inside: Iterable[int], prior: dict[str, float], default: str = "society") -> tuple[str, str]:
    """Return the theme and the kind of the words `inside`, helped by their sentence and by the whole report's themes.

    `prior` is the share of each theme in the whole report, 0 to 1.
    """
    near = set(inside)
    themes: dict[str, float] = {}
    kinds: dict[tuple[str, str], float] = {}
    for i, theme, kind, weight in hits.found:
        w = weight if i in near else weight * SENTENCE_SHARE
        themes[theme] = themes.get(theme, 0.0) + w
        if kind:
            kinds[theme, kind] = kinds.get((theme, kind), 0.0) + w
    for theme, share in prior.items():
        if share > 0.08:
            themes[theme] = themes.get(theme, 0.0) + REPORT_SHARE * share
    if not themes:
        return default, ""
    best = max(themes, key=lambda t: (themes[t], t))
    own = {kind: w for (theme, kind), w in kinds.items() if theme == best}
    return best, max(own, key=lambda k: (own[k], k)) if own else ""
