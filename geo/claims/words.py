"""Cut a sentence into words with what a word list knows of each: the ground for reading by clause."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from geo.data import read_toml

__all__ = ["Words", "cut_words", "forms_of", "lemma_of", "split_list"]

# What a word can be; several at once where English leaves it open.
(
    DET,
    PREP,
    COORD,
    SUB,
    REL,
    BE,
    HAVE,
    DO,
    MODAL,
    NEG,
    PRON,
    BASE,
    THIRD,
    PAST,
    PARTICIPLE,
    ING,
    ADV,
    NUMBER,
    PUNCT,
    PLACE,
) = (1 << bit for bit in range(20))
POSSESSIVE, TO, COMPOUND, CAPITAL, THAT, TIME = (1 << bit for bit in range(20, 26))

_CLOSED = {
    "determiner": DET,
    "preposition": PREP,
    "coordinator": COORD,
    "subordinator": SUB,
    "relative": REL,
    "be": BE,
    "have": HAVE,
    "do": DO,
    "modal": MODAL,
    "negation": NEG,
    "pronoun": PRON,
    "adverb": ADV,
    "time": TIME,
    "number": NUMBER,
}

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:(?:['’](?!s\b)|[-‐‑.,/&](?=[^\W_]))[^\W_]+)*|['’]s\b|[^\w\s]|_+")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one sentence. Place mentions are one word each; offsets are the report's."""

    low: tuple[str, ...]
    """In lower case, straight apostrophes; `<place>` words are the mention's own words."""
    flags: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    mentions: tuple[int, ...]
    """Index of the mention each word is, -1 for other words."""

    def __len__(self) -> int:
        return len(self.low)


def split_list(text: str) -> tuple[str, ...]:
    """Return the comma-separated items of a word list of a data file.

    >>> split_list("air strike, raid,\\nbomb")
    ('air strike', 'raid', 'bomb')
    """
    return tuple(item for item in (" ".join(part.split()) for part in text.split(",")) if item)


def _regular_forms(base: str) -> tuple[str, str, str]:
    """Return third person, past and -ing form of a regular verb."""
    if base.endswith("e"):
        return base + "s", base + "d", (base[:-2] + "ying" if base.endswith("ie") else base[:-1] + "ing")
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies", base[:-1] + "ied", base + "ing"
    third = base + ("es" if base.endswith(("s", "x", "z", "ch", "sh")) else "s")
    return third, base + "ed", base + "ing"


def _doubles(base: str) -> str:
    """Return the base with its last consonant doubled where it may be (*stop*, *stopp-*), else empty."""
    if len(base) > 2 and base[-1] in "bdglmnprt" and base[-2] in "aeiou" and base[-3] not in "aeiou":
        return base + base[-1]
    return ""


@cache
def _irregular() -> dict[str, tuple[str, str]]:
    table = {}
    for line in read_toml("verbs.toml")["irregular"].strip().splitlines():
        base, past, participle = line.split()
        table[base] = (past, participle)
    return table


@cache
def forms_of(base: str) -> tuple[str, ...]:
    """Return every form of a verb, given by its base form.

    >>> forms_of("deny")
    ('deny', 'denies', 'denied', 'denying')
    """
    third, past, ing = _regular_forms(base)
    if base in _irregular():
        double = _doubles(base)
        forms = [base, third, *_irregular()[base], ing, *([double + "ing"] if double else [])]
    else:
        double = _doubles(base)
        forms = [base, third, past, ing, *([double + "ed", double + "ing"] if double else [])]
    return tuple(dict.fromkeys(forms))


@cache
def _lexicon() -> tuple[dict[str, int], dict[str, str]]:
    """Return what each known word can be, and the base form of each known verb form."""
    flags: dict[str, int] = {}
    lemmas: dict[str, str] = {}

    def add(word: str, flag: int, base: str = "") -> None:
        flags[word] = flags.get(word, 0) | flag
        if base:
            lemmas.setdefault(word, base)

    table = read_toml("verbs.toml")
    for base, (past, participle) in _irregular().items():
        third, _, ing = _regular_forms(base)
        add(base, BASE, base)
        add(third, THIRD, base)
        # A past that is also the participle (held, hit) or the base (put) may be either.
        add(past, PAST if past not in (participle, base) else PARTICIPLE, base)
        add(participle, PARTICIPLE, base)
        add(ing, ING, base)
        if _doubles(base):
            add(_doubles(base) + "ing", ING, base)
        if base in ("say",):
            flags[past] |= PAST
    # The verbs of the other word lists are verbs too.
    extra: list[str] = []
    for group in read_toml("reporting.toml")["verbs"].values():
        extra.extend(split_list(group))
    for cue in read_toml("status.toml")["cue"]:
        extra.extend(split_list(cue.get("verbs", "")))
    places = read_toml("event_places.toml")
    extra.extend(split_list(places["verbs"]["acts"]))
    extra.extend(split_list(places["events"]["measure_verbs"]))
    listed = dict.fromkeys([*table["regular"].split(), *(verb for verb in extra if " " not in verb)])
    for base in listed:
        if base in _irregular():
            continue
        third, past, ing = _regular_forms(base)
        add(base, BASE, base)
        add(third, THIRD, base)
        add(past, PARTICIPLE, base)
        add(ing, ING, base)
        if double := _doubles(base):
            add(double + "ed", PARTICIPLE, base)
            add(double + "ing", ING, base)
    closed = table["closed"]
    for word in closed["rarely_verbs"].split():
        flags[word] = flags.get(word, 0) & ~(BASE | ING)
    for name, flag in _CLOSED.items():
        for word in closed[name].split():
            add(word, flag)
            if flag in (BE, HAVE, DO):
                lemmas[word] = name
    for word in ("may", "can", "will", "might", "must"):
        flags[word] = MODAL
    flags["having"] = ING
    flags["to"] = PREP | TO
    flags["that"] = DET | THAT
    flags["there"] = PRON
    flags["s"] = 0
    return flags, lemmas


def lemma_of(word: str) -> str:
    """Return the base form of a verb form as far as known; unknown words lose their -ed or -ing.

    >>> lemma_of("struck"), lemma_of("bombarded")
    ('strike', 'bombard')
    """
    known = _lexicon()[1].get(word)
    if known:
        return known
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)]
    return word


@cache
def _exceptions() -> tuple[frozenset[str], frozenset[str]]:
    closed = read_toml("verbs.toml")["closed"]
    return frozenset(closed["not_verbs"].split()), frozenset(closed["not_adverbs"].split())


def _guess(word: str, raw: str) -> int:
    """Return what an unknown word can be, by its ending."""
    if not word[0].isalnum():
        return POSSESSIVE if word == "'s" else PUNCT
    if word[0].isdigit():
        return NUMBER
    not_verbs, not_adverbs = _exceptions()
    if word not in not_verbs and raw[0].islower():
        if word.endswith("ed") and len(word) > 3:
            return PARTICIPLE
        if word.endswith("ing") and len(word) > 4:
            return ING
        if word.endswith("ly") and len(word) > 4 and word not in not_adverbs:
            return ADV
    return 0


_SMALL = REL | PRON | MODAL | PREP | COORD | ADV | DET | SUB | BE | DO


@lru_cache(maxsize=50_000)
def _read_word(raw: str, shouting: bool) -> tuple[str, int]:
    """Return a word in lower case and what it can be; `shouting` is a sentence in capitals, where they tell nothing."""
    word = raw.lower().replace("’", "'")
    known = _lexicon()[0].get(word)
    flag = _guess(word, raw) if known is None else known
    if word == "'s":
        flag = POSSESSIVE
    if raw[0].isupper():
        # "the WHO", "US strikes": an acronym is none of the small words it looks like.
        flag = CAPITAL if len(raw) > 1 and not shouting and raw.isupper() and flag & _SMALL else flag | CAPITAL
    return word, flag


def cut_words(
    text: str, start: int, end: int, spans: Sequence[tuple[int, int, int]] | Iterable[tuple[int, int, int]]
) -> Words:
    """Return the words of `text[start:end]`.

    `spans` are (start, end, index) of the place mentions in it, in order, not overlapping. A mention is one word; where
    it is only part of a word (*Paris-based*) the whole word counts as a compound.
    """
    shouting = text[start:end].isupper()
    low: list[str] = []
    flags: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    mentions: list[int] = []
    waiting = list(spans)
    waiting.reverse()
    skip_to = start
    next_start = waiting[-1][0] if waiting else end + 1
    for match in _TOKEN.finditer(text, start, end):
        a, b = match.span()
        if a < skip_to:
            if b <= skip_to:
                continue
            # The mention ends inside this word: "Venezuela-based".
            low[-1] += text[skip_to:b].lower()
            ends[-1] = b
            flags[-1] |= COMPOUND
            skip_to = b
            while waiting and waiting[-1][0] < b:
                waiting.pop()  # "along the Izium-Lyman line": one word, whatever towns it joins
            next_start = waiting[-1][0] if waiting else end + 1
            continue
        if b > next_start:
            span_start, span_end, index = waiting.pop()
            flag = PLACE | CAPITAL
            a, b2 = min(a, span_start), max(b, span_end)
            while waiting and waiting[-1][0] < b2:
                waiting.pop()  # "the Kabul-Kandahar highway": one word
            next_start = waiting[-1][0] if waiting else end + 1
            if a < span_start or (b > span_end):
                flag |= COMPOUND
            low.append(text[a:b2].lower().replace("’", "'"))
            flags.append(flag)
            starts.append(a)
            ends.append(b2)
            mentions.append(index)
            skip_to = b2
            continue
        word, flag = _read_word(match.group(), shouting)
        if word == "'" and a and text[a - 1] in "sS" and text[b : b + 1] == " ":
            flag = POSSESSIVE
        low.append(word)
        flags.append(flag)
        starts.append(a)
        ends.append(b)
        mentions.append(-1)
    return Words(tuple(low), tuple(flags), tuple(starts), tuple(ends), tuple(mentions))
