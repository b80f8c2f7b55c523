"""Describe a candidate span in words that a linear model can weigh."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import compress
from operator import not_
from typing import NamedTuple

from geo.model import Entry
from geo.text.candidates import Candidate, Words, first_of_lists, known_words
from geo.text.demonyms import country_code

__all__ = ["Setting", "describe", "read_setting", "word_class"]

_NUMBERS = (0, 1, 1000, 5000, 20_000, 100_000, 1_000_000)


class Setting(NamedTuple):
    """What the whole text tells of its names."""

    persons: frozenset[str]
    """Lower-case words that stand somewhere after a first name or a title."""
    lower: frozenset[str]
    """Words that the text also writes in lower case."""
    counts: Counter[str]
    located: Counter[str]
    """How often a name follows *in*, *at*, *near* and the like."""
    containers: frozenset[str]
    """Names that are followed by *, Texas* or the like somewhere."""
    fits: dict[str, str]
    """How each known name fits the countries and divisions that the text names: see `_fit`."""
    firm: frozenset[int]
    """First and last tokens of known names that lie in those countries: what stands in a list with them is a place."""


def read_setting(words: Words, candidates: list[Candidate]) -> Setting:
    """Return what the text as a whole tells of the candidates in it."""
    known = known_words()
    toks, low, capital = words.words, words.low, words.capital
    persons: set[str] = set()
    for i in words.capitals:
        if i + 1 == len(toks):
            break
        if capital[i + 1] and words.starts[i + 1] - words.ends[i] == 1:
            if low[i] in known.first_names:
                persons.add(low[i + 1])
                if i + 2 < len(toks) and capital[i + 2] and words.starts[i + 2] - words.ends[i + 1] == 1:
                    persons.add(low[i + 2])
            elif low[i] in known.titles:
                persons.add(low[i + 1])
        elif toks[i + 1] == "." and i + 2 < len(toks) and capital[i + 2]:
            if low[i] in known.titles:
                persons.add(low[i + 2])
                if i + 3 < len(toks) and capital[i + 3] and low[i + 2] in known.first_names:
                    persons.add(low[i + 3])
            elif len(toks[i]) == 1:
                persons.add(low[i + 2])  # an initial
    lower = frozenset(compress(toks, map(not_, capital)))
    counts: Counter[str] = Counter()
    located: Counter[str] = Counter()
    containers: set[str] = set()
    for c in candidates:
        name = c.name
        counts[name] += 1
        if c.first and low[c.first - 1] in known.placing:
            located[name] += 1
        if c.last + 1 < len(toks) and toks[c.last] == "," and capital[c.last + 1]:
            containers.add(name)
    fits = _fits(words, candidates, persons)
    firm = frozenset(
        k
        for c in candidates
        if c.source == "known" and low[c.first] not in known.first_names and fits[c.name] not in "-e"
        for k in (c.first, c.last - 1)
    )
    return Setting(frozenset(persons), lower, counts, located, frozenset(containers), fits, firm)


def _fits(words: Words, candidates: list[Candidate], persons: set[str]) -> dict[str, str]:
    """Return how each name that the gazetteer knows fits the lands of the text."""
    lands, divisions = _lands(words, [c for c in candidates if words.low[c.first] not in persons])
    fits: dict[str, str] = {}
    for c in candidates:
        if c.entries and c.name not in fits:
            fits[c.name] = _fit(c.entries, lands, divisions)
    return fits


def _lands(words: Words, candidates: list[Candidate]) -> tuple[set[str], set[tuple[str, str]]]:
    """Return the countries and first-order divisions that the text names."""
    lands: set[str] = set()
    divisions: set[tuple[str, str]] = set()
    for c in candidates:
        if not c.entries:
            continue
        top = c.entries[0]
        if top.kind in ("country", "territory"):
            lands.add(top.country)
        elif top.kind == "admin1" and top.population >= _LARGE:
            lands.add(top.country)
            divisions.add((top.country, top.admin1))
    for demonym, _ in words.demonyms.values():
        if code := country_code(demonym.place):
            lands.add(code)
    return lands, divisions


_LARGE = 100_000
_NAMESAKES = 4
"""Namesakes looked at: of a name that everybody gives to hamlets, some lie in any country."""


def _fit(entries: Sequence[Entry], lands: set[str], divisions: set[tuple[str, str]]) -> str:
    """Return how a name fits the lands of the text.

    d: lies in a division named; l: in a country named; n: says itself which land is meant; -: neither; e: the text
    names no land.
    """
    found = "-" if lands else "e"
    for e in entries[:_NAMESAKES]:
        if e.kind in _LANDS:
            return "n"
        if e.country in lands:
            if (e.country, e.admin1) in divisions and e.kind != "admin1":
                return "d"
            found = "l"
    return found


_LANDS = frozenset(("country", "continent", "sea"))
_LISTING = frozenset((",", "and", "or"))
_RUN = 10
"""Longer runs of capitals are headings or noise; what stands further away tells nothing."""


def _size(population: int) -> int:
    return bisect_right(_NUMBERS, population)


def _few(n: int) -> str:
    return _FEW[n] if n < len(_FEW) else "6"


_FEW = ("0", "1", "2", "3", "3", "3")


@cache
def _classes() -> tuple[dict[str, str], dict[str, str]]:
    """Return a coarse class of each listed word in small letters, and of each with a capital; the first list tells."""
    known = known_words()
    small = (
        ("in", known.placing), ("takes", known.taking), ("generic", known.generic), ("role", known.roles),
        ("says", known.speech), ("dir", known.directions), ("kind", known.after),
    )  # fmt: skip
    capital = (
        ("Title", known.titles), ("First", known.first_names), ("Org", known.org_after), ("Kind", known.after),
        ("Sur", known.surnames),
    )  # fmt: skip
    return first_of_lists(small), first_of_lists(capital)


def word_class(words: Words, i: int) -> str:
    """Return a coarse class of the token at `i`: what it tells of its neighbour."""
    if not 0 <= i < len(words.words):
        return "edge"
    word = words.words[i]
    if not word[0].isalnum():
        return word[0] if word[0] != "\n" else "edge"
    if word[0].isdigit():
        return "num"
    capital = words.capital[i]
    if listed := _classes()[capital].get(words.low[i]):
        return listed
    if not capital:
        return "low"
    return "CAPS" if len(word) > 1 and word.isupper() else "Open" if words.opens[i] else "Cap"


def describe(
    c: Candidate, words: Words, setting: Setting, common: frozenset[str], place_like: frozenset[int]
) -> list[str]:
    """Return the features of one candidate, each a short string.

    `common` are words that English usually writes in lower case; `place_like` the tokens where some candidate known
    to the gazetteer starts.
    """
    known = known_words()
    toks, low, capital = words.words, words.low, words.capital
    first, last = c.first, c.last
    entries = c.entries
    if entries:
        top = entries[0]
        kind, rank = top.kind, top.rank
        population = _size(max([e.population for e in entries[:4]]))
    else:
        kind, rank, population = "none", 9, 0
    names = _few(len(entries))
    size = min(last - first, 3)
    before, after = word_class(words, first - 1), word_class(words, last)
    if before == "." and first > 1 and low[first - 2] in known.titles:
        before = "Title"  # *Mr. Jordan*, *Sen. Lincoln*
    tight_before = first > 0 and words.starts[first] - words.ends[first - 1] <= 1
    tight_after = last < len(toks) and words.starts[last] - words.ends[last - 1] <= 1
    run_left = tight_before and capital[first - 1] and toks[first - 1][0].isalpha()
    run_right = tight_after and capital[last] and toks[last][0].isalpha()
    left = low[first - 1] if first else "^"
    right = low[last] if last < len(toks) else "$"
    left2 = low[first - 2] if first > 1 else "^"
    right2 = low[last + 1] if last + 1 < len(toks) else "$"
    word = low[first] if size == 1 else " ".join(low[first:last])
    upper = toks[first].isupper() and len(toks[first]) > 1
    shape = "U" if upper and len(toks[first]) > 3 else "u" if upper else "d" if "." in toks[first] else "x"
    loud = words.loud[first]
    opening = words.opens[first]
    is_common = size == 1 and (low[first] in common)
    in_lower = size == 1 and low[first] in setting.lower
    person = not setting.persons.isdisjoint(low[first:last])
    g = f"{kind}{population}"
    s = f"{c.source}{size}"
    case = ("L" if loud else "") + ("o" if opening else "") + shape
    run = ("l" if run_left else "") + ("r" if run_right else "")
    other = size == 1 and low[first] in known.other
    flags = ("z" if other else "") + ("c" if is_common else "") + ("w" if in_lower else "") + ("p" if person else "")
    fit = setting.fits[c.name] if entries else "u"
    out = [
        "b", f"k={kind},{rank},{names}", f"f={flags}", f"gf={g},{flags},{s}", f"fc={flags},{case},{run}",
        f"B={before}", f"A={after}", f"BA={before},{after}", f"gB={g},{before}", f"gA={g},{after}",
        f"l={left}", f"a={right}", f"kl={c.source},{left}", f"ka={c.source},{right}",
        f"l2={left2},{left}", f"a2={right},{right2}", f"w={word}",
    ]  # fmt: skip
    if c.kind:
        out.append(f"t={c.source},{c.kind}")
        out.append(f"tl={c.source},{c.kind},{before}")
    if fit not in "nu":
        out.append(f"fit={fit},{kind},{names}")
        out.append(f"fitf={fit},{flags},{s}")
        out.append(f"fitB={fit},{before}")
    n = setting.counts[c.name]
    out.append(f"n={_few(n)},{flags}")
    if setting.located[c.name]:
        out.append(f"in={_few(setting.located[c.name])},{c.source}")
        out.append(f"inf={flags},{before}")
    if c.name in setting.containers:
        out.append(f"has={c.source}")
    if run_left:
        out.append(f"L={left},{kind}")
        if low[first - 1] in known.org_before:
            out.append("orgb")
        k = first - 1
        floor = max(0, k - _RUN)
        while k > floor and capital[k - 1] and words.starts[k] - words.ends[k - 1] <= 1 and toks[k - 1][0].isalpha():
            k -= 1
        out.append(
            f"Lf={'F' if low[k] in known.first_names else 'T' if low[k] in known.titles else '-'},{min(first - k, 3)}"
        )
    if run_right:
        k = last
        ceiling = min(len(toks), last + _RUN)
        while (
            k + 1 < ceiling and capital[k + 1] and words.starts[k + 1] - words.ends[k] <= 1 and toks[k + 1][0].isalpha()
        ):
            k += 1
        head = low[k]
        out.append(f"R={head}")
        sort = (
            "O" if head in known.org_after else "K" if head in known.after else "S" if head in known.surnames else "-"
        )
        out.append(f"Rh={sort},{min(k - last + 1, 3)},{kind}")
        if size == 1 and low[first] in known.first_names:
            out.append(f"Fn={after}")
    elif size == 1 and low[first] in known.first_names:
        out.append(f"fn={after},{person}")
    if size == 1 and low[first] in known.surnames:
        out.append(f"sn={after},{before},{person}")
    if right == "," and last + 1 in place_like:
        out.append(f",p={c.source}")
    if left == "," and first > 1:
        out.append(f"p,={'k' if (first - 2) in place_like else '-'},{kind}")
    if left in ("and", "or", ",") and first > 1 and capital[first - 2]:
        out.append(f"list={'k' if (first - 2) in place_like else '-'},{c.source}")
    if left in _LISTING and first - 2 in setting.firm:
        out.append(f"fl={left},{c.source},{fit}")
    if right in _LISTING and last + 1 in setting.firm:
        out.append(f"fr={right},{c.source},{fit}")
    if right in ("’s", "'s"):
        out.append(f"poss={kind},{c.source}")
    if right == "-":
        out.append(f"-={right2}")
    if left in ("of", "the") and first > 1:
        out.append(f"of={left},{left2},{c.source}")
        if left == "the" and first > 2:
            out.append(f"of3={low[first - 3]},{left2},the")
        if left == "of" and capital[first - 2]:
            out.append(f"Of={left2}")
    return out
