"""What a clause is about: the theme and finer kind whose cue words stand in it, near it, or all through the report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from geo.claims.words import lemma_of, split_list
from geo.data import read_toml

__all__ = ["Hit", "Topics", "cue_hits", "is_of_sport", "pick_theme", "report_topics", "stem"]

# A kind's cue counts more than its theme's, a weak one less; each further word of a cue adds half as much again.
KIND_WEIGHT, CUE_WEIGHT, WEAK_WEIGHT, WORD_BONUS = 1.6, 1.0, 0.4, 0.5
# What the rest of the sentence counts beside the clause, and the whole report beside both.
# So much a finer kind needs: one weak word alone names none.
LEAST_KIND = 0.8
SENTENCE_SHARE, SIBLING_SHARE, REPORT_SHARE, LEAST_SHARE = 0.45, 0.25, 2.5, 0.08

# So much weight of cue words makes a report's themes worth their full share.
FULL_REPORT = 12.0


class Hit(NamedTuple):
    """A cue found: the word it starts at, its theme, its kind or empty, and what it counts."""

    word: int
    theme: str
    kind: str
    weight: float


class Topics(NamedTuple):
    """What a whole report is about."""

    themes: dict[str, float]
    """Each theme's share, 0 to 1."""
    kinds: frozenset[tuple[str, str]]
    """Theme and kind of each finer kind that it names more than once."""


class _Cue(NamedTuple):
    parts: tuple[str, ...]
    """Stems, or words as they stand where `exact`."""
    exact: bool
    theme: str
    kind: str
    weight: float


@lru_cache(maxsize=50_000)
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
        exact = cue.startswith("=")
        words = cue.removeprefix("=").lower().replace("-", " ").split()
        parts = tuple(words) if exact else tuple(stem(part) for part in words)
        worth = weight * (1 + WORD_BONUS * (len(parts) - 1))
        found = _Cue(parts, exact, theme, kind, worth)
        same = table.setdefault(stem(words[0]), [])
        if found not in same:
            same.append(found)

    for theme in read_toml("themes.toml")["theme"]:
        name = theme["name"]
        for cue in split_list(theme.get("cues", "")):
            add(cue, name, "", CUE_WEIGHT)
        for cue in split_list(theme.get("weak", "")):
            add(cue, name, "", WEAK_WEIGHT)
        for kind in theme.get("kind", ()):
            for cue in split_list(kind["cues"]):
                add(cue, name, kind["name"], KIND_WEIGHT)
            for cue in split_list(kind.get("weak", "")):
                add(cue, name, kind["name"], WEAK_WEIGHT)
    return {first: tuple(cues) for first, cues in table.items()}


@lru_cache(maxsize=50_000)
def _cues_of(word: str) -> tuple[_Cue, ...]:
    """Return the cues that may start with a word as written in lower case."""
    if word == "according":
        return ()  # no accord
    return _cues().get(stem(word), ())


def cue_hits(low: Sequence[str]) -> list[Hit]:
    """Return the theme cues among words in lower case."""
    found = []
    for i, (word, cues) in enumerate(zip(low, map(_cues_of, low), strict=True)):
        for parts, exact, theme, kind, weight in cues:
            here = low[i : i + len(parts)]
            if tuple(here) == parts if exact else len(parts) == 1 or tuple(map(stem, here)) == parts:
                found.append(Hit(i, theme, kind, weight))
        if "-" in word:
            found += [Hit(i, *hit) for hit in _cues_within(word)]
    return found


@lru_cache(maxsize=5_000)
def _cues_within(word: str) -> tuple[tuple[str, str, float], ...]:
    """Return theme, kind and weight of the cues that are a whole hyphenated word: *low-lying*, *sit-in*."""
    written = tuple(word.split("-"))
    stems = tuple(map(stem, written))
    return tuple(
        (theme, kind, weight)
        for parts, exact, theme, kind, weight in (_cues_of(written[0]) if written[0] else ())
        if parts == (written if exact else stems)
    )


def report_topics(counts: Mapping[str, int]) -> Topics:
    """Return what the single cue words of a whole report say it is about; `counts` are its words in lower case."""
    totals: dict[str, float] = {}
    named: dict[tuple[str, str], int] = {}
    for (word, count), cues in zip(counts.items(), map(_cues_of, counts), strict=True):
        for parts, exact, theme, kind, weight in cues:
            if len(parts) > 1:
                continue
            if not exact or parts[0] == word:
                totals[theme] = totals.get(theme, 0.0) + weight * count
            if kind and weight == KIND_WEIGHT and not exact:
                named[theme, kind] = named.get((theme, kind), 0) + count
    # In a report of a storm what is said of damage is no weather: the theme tells less of what it lacks words for.
    for theme, share in _report_shares().items():
        if theme in totals:
            totals[theme] *= share
    # A few words make no report: they tell little beyond the clause they stand in.
    whole = max(sum(totals.values()), FULL_REPORT)
    return Topics(
        {theme: value / whole for theme, value in totals.items()},
        frozenset(kind for kind, count in named.items() if count > 1),
    )


@cache
def _report_shares() -> dict[str, float]:
    """Return how much of its cue words each theme counts in a whole report."""
    return {theme["name"]: theme.get("report", 1.0) for theme in read_toml("themes.toml")["theme"]}


def is_of_sport(topics: Topics) -> bool:
    """Return whether a report is of sport, where a bare name is a team."""
    share = topics.themes.get("sport", 0.0)
    return share >= _SPORT_SHARE and share >= max(topics.themes.values())


_SPORT_SHARE = 0.25


def pick_theme(
    hits: Iterable[Hit],
    inside: Iterable[int],
    topics: Topics,
    default: str = "society",
    apart: frozenset[int] = frozenset(),
) -> tuple[str, str]:
    """Return the theme and the kind of the words `inside`, helped by their sentence and by the whole report.

    `apart` are words of statements beside this one, which tell less of it than what hangs on it. Of a kind that the
    report names more than once, a weak word is enough.
    The kind is empty where no cue of the theme's kinds was found.
    """
    near = set(inside)
    themes: dict[str, float] = {}
    own: dict[tuple[str, str], float] = {}
    others: dict[tuple[str, str], float] = {}
    for i, theme, kind, weight in hits:
        share = 1.0 if i in near else SIBLING_SHARE if i in apart else SENTENCE_SHARE
        themes[theme] = themes.get(theme, 0.0) + weight * share
        if kind:
            kinds = own if i in near else others
            kinds[theme, kind] = kinds.get((theme, kind), 0.0) + weight
    for theme, share in topics.themes.items():
        if share > LEAST_SHARE:
            themes[theme] = themes.get(theme, 0.0) + REPORT_SHARE * share
    if not themes:
        return default, ""
    best = max(themes, key=lambda t: (themes[t], t))
    # A kind of the clause itself always goes before one of its neighbours.
    for kinds in (own, others):
        fit = {
            key[1]: weight
            for key, weight in kinds.items()
            if key[0] == best and (weight >= LEAST_KIND or (kinds is own and key in topics.kinds))
        }
        if fit:
            return best, max(fit, key=lambda k: (fit[k], k))
    return best, ""
