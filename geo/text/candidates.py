"""Propose spans that might name a place: what the gazetteer knows, and capitalised words in a telling setting."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from itertools import compress, pairwise
from typing import NamedTuple

from geo.data import read_toml
from geo.model import Entry, NameIndex
from geo.text.demonyms import Demonym, demonym_at
from geo.text.tokens import Tokens

__all__ = ["Candidate", "Words", "candidates_of", "find_candidates", "first_of_lists", "known_words", "read_words"]

_OPENERS = frozenset('“"‘:')
_CONTRACTION = re.compile("['’](?:ll|d|ve|re|t|m)$", re.IGNORECASE)
_NUMBERED = re.compile(r"[AMBNRE]\d{1,4}")
"""A European or Commonwealth road: *the M25*, *the A90*, *the N7*."""
_MAX_UNKNOWN = 4


class Candidate(NamedTuple):
    """Tokens `first` (included) to `last` (excluded) that might name a place."""

    first: int
    last: int
    name: str
    """What to look up: without the word of kind that only the text adds (*Rapides* of *Rapides Parish*)."""
    source: str
    """known, typed (a known name with a word of kind), unknown, lower (known, in text without capitals), road, site
    (its last word and the preposition before it tell of a site)."""
    entries: Sequence[Entry]
    kind: str = ""
    """The kind that a word beside the name gives: *river* of *the Jordan River*."""


class Words(NamedTuple):
    """The tokens of one text with what every feature asks of them."""

    words: list[str]
    low: list[str]
    starts: list[int]
    ends: list[int]
    capital: list[bool]
    """Starts with a capital letter."""
    opens: list[bool]
    """First word of a sentence or of a quotation."""
    loud: list[bool]
    """Stands in a sentence that is mostly capitals or has most words capitalised: shape says little there."""
    capitals: list[int]
    """The tokens that start with a capital letter, in order: names are looked for there alone."""
    demonyms: dict[int, tuple[Demonym, int]]
    """The adjectives and peoples' names among them, by first token, with their length in tokens."""


_SETTING_LISTS = (
    ("roads", "words"),
    ("roads", "before"),
    ("named_sites", "words"),
    ("settings", "before"),
    ("settings", "after"),
    ("settings", "articles"),
)
_WORD_LISTS = ("units", "never", "before", "placing", "directions", "going", "function", "calendar", "taking")


class KnownWords(NamedTuple):
    """The word lists of place_words.toml and persons.toml, lower case."""

    after: dict[str, str]
    before: dict[str, str]
    generic: frozenset[str]
    titles: frozenset[str]
    roles: frozenset[str]
    speech: frozenset[str]
    first_names: frozenset[str]
    surnames: frozenset[str]
    org_after: frozenset[str]
    org_before: frozenset[str]
    other: frozenset[str]
    brands: frozenset[str]
    units: frozenset[str]
    never: frozenset[str]
    before_place: frozenset[str]
    placing: frozenset[str]
    directions: frozenset[str]
    going: frozenset[str]
    function: frozenset[str]
    calendar: frozenset[str]
    taking: frozenset[str]
    roads: frozenset[str]
    before_road: frozenset[str]
    named_sites: frozenset[str]
    settings_before: frozenset[str]
    settings_after: frozenset[str]
    articles: frozenset[str]


@cache
def known_words() -> KnownWords:
    """Return the word lists of place_words.toml and persons.toml, lower case."""
    places, persons = read_toml("place_words.toml"), read_toml("persons.toml")
    return KnownWords(
        {w.casefold(): kind for kind, words in places["kinds_after"].items() for w in words},
        {w.casefold(): kind for kind, words in places["kinds_before"].items() for w in words},
        frozenset(places["generic_before"]["words"]),
        frozenset(w.casefold() for w in persons["titles"]),
        frozenset(persons["roles"]),
        frozenset(persons["speech"]),
        frozenset(w.casefold() for w in persons["first_names"].split()),
        frozenset(w.casefold() for w in persons["surnames"].split()),
        frozenset(w.casefold() for w in places["organisations"]["after"]),
        frozenset(w.casefold() for w in places["organisations"]["before"]),
        frozenset(w.casefold() for w in persons["other_things"]["names"].split()),
        frozenset(w.casefold() for w in persons["other_things"]["brands"].split()),
        *(frozenset(places["words"][key].split()) for key in _WORD_LISTS),
        *(frozenset(places[section][key]) for section, key in _SETTING_LISTS),
    )


@cache
def _leading() -> frozenset[str]:
    """Return what stands before a place: prepositions, and verbs with a place as their object."""
    return known_words().before_place | known_words().taking


def first_of_lists(lists: Sequence[tuple[str, Iterable[str]]]) -> dict[str, str]:
    """Return the name of the first list that has each word: one look then tells what word by word lists would."""
    return {word: name for name, words in reversed(lists) for word in words}


def read_words(tokens: Tokens, sentence_starts: Sequence[int]) -> Words:
    """Return the tokens with case and position. `sentence_starts` are character offsets, ascending."""
    words, low, starts, ends = tokens
    capital = [w[0].isupper() for w in words]
    opens = [False] * len(words)
    loud = [False] * len(words)
    bounds = [bisect_left(starts, s) for s in sentence_starts]
    if not bounds or bounds[0] != 0:
        bounds.insert(0, 0)
    for a, b in pairwise([*bounds, len(words)]):
        i = a
        while i < b and not words[i][0].isalnum():
            i += 1
        if i < b:
            opens[i] = True
        if sum(capital[a:b]) * 2 >= b - a - 6:
            long = [k for k in range(a, b) if len(words[k]) > 3 and words[k][0].isalpha()]
            if len(long) >= 3 and sum(capital[k] for k in long) >= 0.75 * len(long):
                loud[a:b] = [True] * (b - a)
    for i, word in enumerate(words):
        if word in _OPENERS and i + 1 < len(words) and capital[i + 1]:
            opens[i + 1] = True
    capitals = list(compress(range(len(words)), capital))
    demonyms = {i: hit for i in capitals if (hit := demonym_at(low, i)) is not None}
    return Words(words, low, starts, ends, capital, opens, loud, capitals, demonyms)


def find_candidates(text: str, words: Words, index: NameIndex) -> list[Candidate]:
    """Return spans that might name a place, by start; they may overlap, the tagger chooses among them."""
    known = known_words()
    toks, low, capital = words.words, words.low, words.capital
    count = len(toks)
    found: list[Candidate] = []
    without_case = _without_case(words)
    i = 0
    covered = sited = 0
    while i < count:
        word = toks[i]
        if not capital[i]:
            if without_case and word[0].isalpha() and low[i] not in known.never and len(word) > 3:
                _lower_case(toks, i, index, found)
            i += 1
            continue
        if word in known.roads and i + 1 < count:
            _road(text, words, i, known, found)
        elif _NUMBERED.fullmatch(word) and i and low[i - 1] in ("the", "on", "along", "off"):
            found.append(Candidate(i, i + 1, word, "road", (), "road"))
        if i >= sited:
            sited = _site(text, words, i, known, found)
        if (low[i] in known.never and not (i + 1 < count and capital[i + 1])) or (
            low[i] in known.units and i and toks[i - 1][-1].isdecimal()
        ):
            i += 1
            continue
        size = 0 if _is_contraction(word) or _goes_before(words, i, known) else _longest(index, toks, i)
        if size == 1 and low[i] in known.brands and not _placed(low, i):
            size = 0
        if size == 1 and low[i] in known.titles and toks[i + 1 : i + 2] == ["."]:
            size = 0  # *Sen. Miller*
        if size and not (size == 1 and low[i] in known.never):
            name = _slice(text, words, i, i + size)
            entries = index.lookup(name)
            # *University of Texas*: a body, though its campus is a place of the gazetteer
            body = size > 2 and low[i] in known.org_before and low[i + 1] == "of" and entries[0].kind == "city"
            if entries and not body and _spelled_like_code(toks, i, size, entries):
                last = _with_dot(words, i, i + size) if entries[0].rank == 3 else i + size
                if (whole := _with_article(words, last, known)) > last:
                    # *Khan al-Saboun* is not Khan, whatever else it is
                    found.append(Candidate(i, whole, _slice(text, words, i, whole), "unknown", (), ""))
                    covered = max(covered, whole)
                    i += 1
                    continue
                found.append(Candidate(i, last, name, "known", entries))
                covered = max(covered, last)
                _typed(text, words, i, last, name, entries, known, found)
                named_kind = size == 1 and low[i] in known.before and i + 1 < count and capital[i + 1]  # *Camp Guezo*
                if named_kind or _runs_on(words, i, last, entries, known):
                    _unknown(text, words, i, index, known, found)
        elif (
            (low[i] not in known.never or (low[i] in known.before and i + 1 < count and capital[i + 1]))
            and low[i] not in known.brands
            and word[0].isalpha()
            and i >= covered
            and i not in words.demonyms
        ):
            _unknown(text, words, i, index, known, found)
        i += 1
    return found


def _goes_before(words: Words, i: int, known: KnownWords) -> bool:
    """Return whether a word is the end of a name with an Arabic article in it: *Ras al-Ain* is not the Ain."""
    if i < 3 or words.words[i - 1] != "-" or words.low[i - 2] not in known.articles:
        return False
    name = words.capital[i - 3] and words.low[i - 3] not in known.never
    return name and words.starts[i] == words.ends[i - 1] and words.starts[i - 2] == words.ends[i - 3] + 1


def _with_article(words: Words, last: int, known: KnownWords) -> int:
    """Return where a name ends that goes on with an Arabic article and a name: *Bab al-Tabbaneh*."""
    toks = words.words
    follows = last + 2 < len(toks) and words.low[last] in known.articles and toks[last + 1] == "-"
    return last + 3 if follows and words.capital[last + 2] and words.starts[last] == words.ends[last - 1] + 1 else last


def _longest(index: NameIndex, toks: list[str], i: int) -> int:
    """Return how many tokens make the longest known name; what stands alone is remembered, most words do."""
    following = toks[i + 1] if i + 1 < len(toks) else ""
    if following in (",", "."):
        # *Washington, D.C.*, *St. Louis*; but most stops and commas end a name
        beyond = toks[i + 2] if i + 2 < len(toks) else ""
        inside = beyond[:1].isupper() and (following == "," or len(toks[i]) <= 4)
    else:
        # *Deir ez-Zor*: whatever its article, a name may go on with a hyphen after a small word
        inside = (
            following[:1].isupper() or not following.isalpha() or following in _INSIDE or toks[i + 2 : i + 3] == ["-"]
        )
    if following in ("'s", "’s") and toks[i + 2 : i + 3] and toks[i + 2][:1].isupper():
        whole = index.longest([toks[i] + "'s", *toks[i + 2 : i + 6]], 0)
        if whole > 1:
            return whole + 1  # *Cox's Bazar*, *Land's End*
    return index.longest(toks, i) if inside else _alone(index.longest, toks[i])


_INSIDE = frozenset(
    (
        "of",
        "de",
        "del",
        "da",
        "do",
        "la",
        "le",
        "al",
        "el",
        "the",
        "and",
        "y",
        "upon",
        "on",
        "sur",
        "en",
        "am",
        "an",
        "der",
        "den",
        "bin",
        "es",
        "au",
        "aux",
        "sous",
        "di",
        "dos",
        "das",
        "nad",
        "na",
        # what follows the name in that of a site: *Zaporizhzhia nuclear power plant*, *Rafah border crossing*
        "nuclear",
        "power",
        "enrichment",
        "refugee",
        "displacement",
        "border",
        "crossing",
        "camp",
        "camps",
        "air",
        "airbase",
        "base",
        "dam",
        "dams",
        "plant",
        "port",
        "mine",
        "terminal",
        "oil",
        "oilfield",
        "gas",
        "corridor",
        "tunnel",
        "peninsula",
        "prison",
        "reactor",
    )
)


@lru_cache(maxsize=50_000)
def _alone(longest: Callable[[Sequence[str], int], int], word: str) -> int:
    return longest([word], 0)


def candidates_of(text: str, words: Words, spans: Sequence[tuple[int, int]], index: NameIndex) -> list[Candidate]:
    """Return the names at character spans that somebody else found, in order; of overlapping ones the first."""
    found: list[Candidate] = []
    floor = 0
    for start, end in sorted(spans):
        first, last = bisect_right(words.ends, start), bisect_left(words.starts, end)
        while first < last and words.low[first] == "the":
            first += 1
        while last > first and not words.words[last - 1][0].isalnum():
            last -= 1
        if last > first >= floor:
            name = _slice(text, words, first, last)
            entries = index.lookup(name)
            found.append(Candidate(first, last, name, "known" if entries else "unknown", entries))
            floor = last
    return found


def _runs_on(words: Words, i: int, last: int, entries: Sequence[Entry], known: KnownWords) -> bool:
    """Return whether a small place's name may be the first word of a longer name: *at Mai Mahiu*, *in Adan Yabaal*."""
    return (
        last == i + 1
        and last < len(words.words)
        and words.capital[last]
        and words.starts[last] - words.ends[i] == 1
        and words.low[last] not in known.after
        and words.low[last] not in known.org_after
        and i > 0
        and words.low[i - 1] in known.before_place
        and entries[0].kind == "city"
        and entries[0].population < _WELL_KNOWN
    )


_WELL_KNOWN = 100_000


def _placed(low: list[str], i: int) -> bool:
    """Return whether *in Toyota*, *Toyota, Japan* speaks of the town and not of the maker."""
    before = low[i - 1] if i else ""
    return before in ("in", "near", "outside") or (
        i + 1 < len(low) and low[i + 1] == "," and before in ("at", "from", "of", "to")
    )


def _is_contraction(word: str) -> bool:
    """Return whether a word is *I'll*, *don't*: without its apostrophe it may be somebody's abbreviation of a state."""
    return len(word) > 2 and ("'" in word or "’" in word) and _CONTRACTION.search(word) is not None


def _slice(text: str, words: Words, first: int, last: int) -> str:
    return " ".join(text[words.starts[first] : words.ends[last - 1]].split())


def _without_case(words: Words) -> bool:
    """Return whether the whole text is in lower case, so that capitals tell nothing."""
    if sum(words.capital) > len(words.words) * 0.02:
        return False
    letters = sum(1 for w in words.words if w[0].isalpha())
    return letters >= 3 and sum(words.capital) <= letters * 0.02


def _lower_case(toks: list[str], i: int, index: NameIndex, found: list[Candidate]) -> None:
    size = index.longest(toks, i)
    if size:
        name = " ".join(toks[i : i + size])
        entries = [e for e in index.lookup(name) if e.rank < 2 and (e.kind != "city" or e.population >= 50_000)]
        if entries:
            found.append(Candidate(i, i + size, name, "lower", entries))


def _spelled_like_code(toks: list[str], i: int, size: int, entries: Sequence[Entry]) -> bool:
    """Return False for words that only match a code but are not written as one (*Us*, *Or*, *In*)."""
    if entries[0].rank < 3 or size > 1:
        return True
    word = toks[i]
    if word.isupper() or "." in word:
        return True
    # *Calif*, *Pa*: after a comma or before a full stop only
    return (i + 1 < len(toks) and toks[i + 1] == ".") or (i > 0 and toks[i - 1] == ",")


def _with_dot(words: Words, first: int, last: int) -> int:
    """Return `last` moved over the full stop of an abbreviation (*Calif.*), where the sentence goes on."""
    if (
        last - first == 1
        and last < len(words.words)
        and words.words[last] == "."
        and words.starts[last] == words.ends[last - 1]
    ):
        word = words.words[first]
        if len(word) <= 6 and not word.isupper() and last + 1 < len(words.words) and not words.opens[last + 1]:
            return last + 1
    return last


def _typed(
    text: str,
    words: Words,
    first: int,
    last: int,
    name: str,
    entries: Sequence[Entry],
    known: KnownWords,
    found: list[Candidate],
) -> None:
    """Add *X County*, *X River*, *Lake X* beside the known name X."""
    toks, low, capital = words.words, words.low, words.capital
    if (
        last < len(toks)
        and capital[last]
        and low[last] in known.after
        and words.starts[last] - words.ends[last - 1] <= 1
    ):
        kind = known.after[low[last]]
        found.append(Candidate(first, last + 1, _slice(text, words, first, last + 1), "typed", entries, kind))
    if (
        first
        and capital[first - 1]
        and low[first - 1] in known.before
        and not words.opens[first - 1]
        and words.starts[first] - words.ends[first - 1] == 1
    ):
        kind = known.before[low[first - 1]]
        found.append(Candidate(first - 1, last, _slice(text, words, first - 1, last), "typed", entries, kind))


def _road(text: str, words: Words, i: int, known: KnownWords, found: list[Candidate]) -> None:
    """Add a road with its number: *Interstate 4*, *I-95*, *State Road 44*. No source has it; the text may place it."""
    toks = words.words
    last = i + 1
    if toks[last] in ("-", ".") and last + 1 < len(toks):
        last += 1
    if not (toks[last][0].isdecimal() and len(toks[last]) <= 4) or words.starts[last] - words.ends[i] > 2:
        return
    if toks[i] == "I" and last == i + 1:
        return  # *I 4*: a pronoun and a slip
    first = i - 1 if i and toks[i - 1] in known.before_road and words.starts[i] - words.ends[i - 1] == 1 else i
    found.append(Candidate(first, last + 1, _slice(text, words, first, last + 1), "road", (), "road"))


def _site(text: str, words: Words, i: int, known: KnownWords, found: list[Candidate]) -> int:
    """Add a site that is nowhere listed, where somebody goes or something is: *at the Holy Cross Cemetery*.

    Return the token to look on from: a run of capitalised words is looked at once.
    """
    toks, low, capital = words.words, words.low, words.capital
    at = i - 2 if i > 1 and low[i - 1] == "the" else i - 1
    placed = at >= 0 and low[at] in known.going
    if not placed and "international" not in low[i : i + 4]:
        return i
    last = end = i
    while last < len(toks) and last - i < _LONGEST_SITE:
        if capital[last] and toks[last][0].isalpha() and low[last] not in known.calendar:
            last += 1
            end = last
        elif last > i and _joins_site(words, last) and last + 1 < len(toks) and capital[last + 1]:
            last += 1
        else:
            break
    named = end - i > 1 and not known.named_sites.isdisjoint((toks[end - 1], " ".join(toks[end - 2 : end])))
    airport = low[end - 2 : end] == ["international", "airport"]
    if (airport or (named and placed)) and not (end < len(toks) and (toks[end] == "-" or toks[end][0].isdecimal())):
        found.append(Candidate(i, end, _slice(text, words, i, end), "site", (), "spot"))
    return max(end, i)


_LONGEST_SITE = 7


def _joins_site(words: Words, k: int) -> bool:
    """Return whether token `k` may stand inside a site's name: *St. Mary's Hospital*, *Church of All Saints*."""
    return words.low[k] in ("'s", "’s", "&", "of", "and") or (words.low[k] == "." and len(words.words[k - 1]) <= 2)


def _unknown(text: str, words: Words, i: int, index: NameIndex, known: KnownWords, found: list[Candidate]) -> None:
    """Add a run of capitalised words that no source knows, where its setting speaks for a place."""
    toks, low, capital = words.words, words.low, words.capital
    if (
        i
        and capital[i - 1]
        and low[i - 1] not in known.never
        and words.starts[i] - words.ends[i - 1] <= 1
        and toks[i - 1][0].isalpha()
    ):
        return  # inside a run that was seen at its start
    last = i + 1
    while last < len(toks) and last - i < _MAX_UNKNOWN and words.starts[last] - words.ends[last - 1] <= 1:
        if capital[last] and low[last] not in known.never and toks[last][0].isalpha():
            last += 1
        elif (
            last + 1 < len(toks)
            and (low[last] in ("de", "of", "del", "la", "al", "el", "kwa") or toks[last] == "-")
            and capital[last + 1]
        ):
            last += 2
        else:
            break
    last = min(last, i + _MAX_UNKNOWN + 1)
    kind = known.after.get(low[last - 1], "") if last - i > 1 else ""
    if not kind:
        kind = known.before.get(low[i], "") if last - i > 1 else ""
    if i > 2 and toks[i - 1] == "-" and low[i - 2] in known.articles and words.starts[i] == words.ends[i - 1]:
        i -= 2  # *al-Kiyariyah*
    before = low[i - 1] if i else ""
    after = low[last] if last < len(toks) else ""
    telling = (
        kind
        or (before == "the" and (after in known.settings_after or (i > 1 and low[i - 2] in _leading())))
        or before in _leading()
        or (after == "," and last + 1 < len(toks) and capital[last + 1])
        or before == ","
        or after in known.after  # *Sindhupalchok district*, *the Tishreen dam*
    )
    if telling or before in ("and", "or"):
        found.append(Candidate(i, last, _slice(text, words, i, last), "unknown", (), kind))
