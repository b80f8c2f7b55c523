"""What the words around a name tell of its use: the lists of metonyms.toml, and small looks ahead and back."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from geo.data import read_toml
from geo.text.candidates import Words, known_words

__all__ = ["ASSOCIATIVE", "Around", "Cues", "Usage", "goes_on", "head_words", "is_people", "slice_of", "usage_cues"]


ASSOCIATIVE = frozenset({"metonymic", "modifier", "demonym", "language", "homonym", "embedded"})


class Usage(NamedTuple):
    """How a name is used, and why it was read so."""

    name: str
    reason: str


class Cues(NamedTuple):
    agents: frozenset[str]
    weak: frozenset[str]
    modals: frozenset[str]
    adverbs: frozenset[str]
    deliberate: frozenset[str]
    before: frozenset[tuple[str, str]]
    dealings: frozenset[str]
    people: frozenset[str]
    places: frozenset[str]
    facilities: frozenset[str]
    sites: frozenset[str]
    seat: frozenset[str]
    agent: frozenset[str]
    metonyms: frozenset[str]
    language_before: frozenset[str]
    language_after: frozenset[str]
    events: frozenset[str]
    deeds: frozenset[str]
    from_: frozenset[str]
    by: frozenset[str]
    between: frozenset[str]
    flag: frozenset[str]
    no_noun: frozenset[str]
    persons: frozenset[str]
    removal: frozenset[str]
    beside: frozenset[str]
    pasts: frozenset[str]
    """Irregular past tenses that are no participle: *woke*, *began*."""
    measure_verbs: frozenset[str]
    measure_objects: frozenset[str]
    moods: frozenset[str]
    awaited: frozenset[str]
    felt: frozenset[str]
    members: frozenset[str]
    undergone: frozenset[str]
    determiners: frozenset[str]
    firms: frozenset[str]
    clubs: frozenset[str]


def _forms(verb: str) -> tuple[str, ...]:
    stem = verb[:-1] if verb.endswith("e") else verb
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb, verb[:-1] + "ies", verb[:-1] + "ied"
    doubled = stem + stem[-1] if re.fullmatch(r".*[^aeiou][aeiou][bdgmnprt]", verb) else stem
    third = verb + "es" if verb.endswith(("s", "sh", "ch", "x", "o")) else verb + "s"
    return verb, third, stem + "ed", doubled + "ed"


def _pasts() -> list[str]:
    rows = (line.split() for line in read_toml("verbs.toml")["irregular"].split("\n") if line.strip())
    return [row[1] for row in rows if len(row) > 2 and row[1] not in (row[0], row[2])]


@cache
def usage_cues() -> Cues:
    t = read_toml("metonyms.toml")
    agents = {form for verb in t["agent_verbs"]["words"] for form in _forms(verb)} | set(t["agent_verbs"]["irregular"])
    weak = {form for verb in t["agent_verbs"]["weak"] for form in _forms(verb)} | set(t["agent_verbs"]["weak"])
    pairs = {tuple(p.rsplit(" ", 1)) for p in t["agent_before"]["words"] if " " in p}
    return Cues(
        frozenset(agents),
        frozenset(weak),
        frozenset(t["modals"]["words"]),
        frozenset(t["modals"]["adverbs"]),
        frozenset(t["modals"]["deliberate"]),
        frozenset((a.rsplit(" ", 1)[-1], b) for a, b in pairs),
        frozenset(t["agent_before"]["verbs"]),
        frozenset(t["people"]["heads"]),
        frozenset(t["places"]["heads"]) | frozenset(t["places"]["happenings"]),
        frozenset(w.casefold() for w in t["facilities"]["heads"]),
        frozenset(w.casefold() for w in t["sites"]["heads"]),
        frozenset(t["hyphened"]["seat"]),
        frozenset(t["hyphened"]["agent"]),
        frozenset(t["metonyms"]["words"]),
        frozenset(t["languages"]["before"]),
        frozenset(t["languages"]["after"]),
        frozenset(t["events"]["heads"]),
        frozenset(t["events"]["deeds"]),
        frozenset(t["sources"]["from"]),
        frozenset(t["sources"]["by"]),
        frozenset(t["sources"]["between"]),
        frozenset(t["sources"]["flag"]),
        frozenset(t["nouns"]["never"]),
        frozenset(t["origins"]["persons"]),
        frozenset(t["origins"]["removal"]),
        frozenset(t["origins"]["beside"]),
        frozenset(_pasts()),
        frozenset(t["measures"]["verbs"]),
        frozenset(t["measures"]["objects"]),
        frozenset(t["moods"]["words"]),
        frozenset(t["statements"]["awaited"]),
        frozenset(t["statements"]["felt"]),
        frozenset(t["members"]["words"]),
        frozenset(t["undergone"]["words"]),
        frozenset(t["nouns"]["determiners"]),
        frozenset(t["firms"]["heads"]),
        frozenset(w.casefold() for w in t["clubs"]["before"]),
    )


def is_people(head: str) -> bool:
    """Return whether a noun is of people or of what is a state's; by its ending where no list has it."""
    cues = usage_cues()
    return head in cues.people or (head.endswith(_PEOPLE_ENDINGS) and head not in cues.places)


_PEOPLE_ENDINGS = ("ers", "ors", "ists", "men", "women", "ians", "ants", "ees")


def head_words(words: Words, k: int) -> list[str]:
    """Return the lower-case words that may be the nouns a name before token `k` belongs to."""
    found: list[str] = []
    known = usage_cues()
    for n in range(k, min(k + 6, len(words.low))):
        word = words.low[n]
        if word == "-" and len(found) == 1 and n + 1 < len(words.low):
            continue  # *deep-sea port*, *full-scale invasion*
        if len(found) == 4 or not word[0].isalpha() or word in known_words().function:
            break
        if found and word.endswith("ed") and len(word) > 4 and found[-1] in known.people:
            break  # *Cambodian soldiers exchanged fire*
        following = words.low[n + 1] if n + 1 < len(words.low) else ""
        counted = following in known.determiners or following[:1].isdigit()
        if found and word in known.pasts:
            break  # *Kenya's president flew home*
        if word.endswith("ed") and len(word) > 4 and counted and word not in known.people:
            break  # *crew at Callao noticed three men*
        found.append(word)
        if word in known.agents and n > k and word not in known.people and word not in known.places:
            return found[:-1]
    return found


class Around(NamedTuple):
    """A name with what stands around it."""

    text: str
    words: Words
    first: int
    last: int
    kind: str
    chain: bool
    before: str
    """The lower-case word before the name, *the* left out."""
    before2: str
    led: str
    """The word that governs the list the name is in: *in* of *in the Caribbean and eastern Pacific*."""
    led_at: int
    """Which token that is; -1 where there is none."""
    after: str
    tight: bool
    """Nothing but a blank, or nothing, between the name and what follows."""


def goes_on(words: Words, k: int) -> bool:
    """Return whether token `k` carries on a run of capitalised words."""
    return (
        0 < k < len(words.words)
        and words.capital[k]
        and not words.opens[k]
        and words.words[k].replace(".", "").isalpha()
        and words.starts[k] - words.ends[k - 1] <= 1
        and words.low[k] not in known_words().calendar
    )


def slice_of(text: str, words: Words, first: int, last: int) -> str:
    return " ".join(text[words.starts[first] : words.ends[last - 1]].split())
