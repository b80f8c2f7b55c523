"""Tell the place itself from the government, people, team or origin that bears its name.

The usages are those of Gritta et al. 2019; knowledge is in metonyms.toml.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from geo.data import read_toml
from geo.model import Role
from geo.text.candidates import Words, known_words
from geo.text.demonyms import is_language

__all__ = ["ASSOCIATIVE", "Usage", "is_dateline", "role_of", "usage_of", "usage_of_demonym"]

ASSOCIATIVE = frozenset({"metonymic", "modifier", "demonym", "language", "homonym", "embedded"})


class Usage(NamedTuple):
    """How a name is used, and why it was read so."""

    name: str
    reason: str


class _Cues(NamedTuple):
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
    seat: frozenset[str]
    agent: frozenset[str]
    metonyms: frozenset[str]
    language_before: frozenset[str]
    language_after: frozenset[str]


def _forms(verb: str) -> tuple[str, ...]:
    stem = verb[:-1] if verb.endswith("e") else verb
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb, verb[:-1] + "ies", verb[:-1] + "ied"
    doubled = stem + stem[-1] if re.fullmatch(r".*[^aeiou][aeiou][bdgmnprt]", verb) else stem
    third = verb + "es" if verb.endswith(("s", "sh", "ch", "x", "o")) else verb + "s"
    return verb, third, stem + "ed", doubled + "ed"


@cache
def _cues() -> _Cues:
    t = read_toml("metonyms.toml")
    agents = {form for verb in t["agent_verbs"]["words"] for form in _forms(verb)} | set(t["agent_verbs"]["irregular"])
    weak = {form for verb in t["agent_verbs"]["weak"] for form in _forms(verb)} | set(t["agent_verbs"]["weak"])
    pairs = {tuple(p.rsplit(" ", 1)) for p in t["agent_before"]["words"] if " " in p}
    return _Cues(
        frozenset(agents),
        frozenset(weak),
        frozenset(t["modals"]["words"]),
        frozenset(t["modals"]["adverbs"]),
        frozenset(t["modals"]["deliberate"]),
        frozenset((a.rsplit(" ", 1)[-1], b) for a, b in pairs),
        frozenset(t["agent_before"]["verbs"]),
        frozenset(t["people"]["heads"]),
        frozenset(t["places"]["heads"]),
        frozenset(w.casefold() for w in t["facilities"]["heads"]),
        frozenset(t["hyphened"]["seat"]),
        frozenset(t["hyphened"]["agent"]),
        frozenset(t["metonyms"]["words"]),
        frozenset(t["languages"]["before"]),
        frozenset(t["languages"]["after"]),
    )


_PLACING = frozenset(
    "in at near from to into through across throughout inside outside around toward towards over off along within between via onto beyond under leaving reached visiting visited visit".split()
)
_FUNCTION = frozenset(
    "and or but as at by for from in into near of off on onto out over than that the this to under until up with within while when where who which whose because after "
    "before since if so also is was are were be been being will would may might can could has have had did does do not it he she they we i you a an its his her their "
    "about across against along around between during through throughout toward towards".split()
)

_DIRECTIONS = frozenset(
    "north south east west northern southern eastern western central northeast northwest southeast southwest northeastern northwestern southeastern southwestern".split()
)


def role_of(usage: str) -> Role:
    """Return the role a usage belongs to."""
    return Role.ASSOCIATIVE if usage in ASSOCIATIVE else Role.LITERAL


def is_dateline(text: str, words: Words, first: int, last: int) -> bool:
    """Return whether tokens `first` to `last` stand in a dateline: *CARACAS, Nov 23 (Reuters) -*, *PARIS (AP) --*."""
    start = words.starts[first]
    line = text.rfind("\n", 0, start) + 1
    opening = max(line, _sentence_start(words, first))
    head = text[opening : opening + 90]
    match = _DATELINE.match(head)
    return match is not None and words.ends[last - 1] <= opening + match.end()


_DATELINE = re.compile(
    r"\s*(?:\(?[A-Z]{2,}\)?\s*[-–—]\s*)?"
    r"[A-Z][\w.'’-]*(?:[ /-][A-Z][\w.'’-]*){0,3}"
    r"(?:,\s+[A-Z][\w.]*(?: [A-Z][\w.]*){0,2}){0,2}"
    r"(?:,?\s+(?:\d{1,2}\s+)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?(?:\s+\d{1,2})?(?:,?\s+\d{4})?)?"
    r"(?:\s*[-–—,]?\s*\([A-Z][^)]{1,40}\)\s*(?:--|[-–—:])?|\s*(?:--+|[–—]|:\s*--|\s-\s))\s*"
)


def _sentence_start(words: Words, first: int) -> int:
    k = first
    while k > 0 and not words.opens[k] and first - k < 14:
        k -= 1
    return words.starts[k]


def usage_of_demonym(words: Words, first: int, last: int, *, people: bool) -> Usage:
    """Return how an adjective or a people's name is used."""
    cues = _cues()
    low = words.low
    before = low[first - 1] if first else ""
    after = low[last] if last < len(low) else ""
    word = low[last - 1]
    if not people and is_language(word):
        if after in cues.language_after or (
            after == "-" and last + 1 < len(low) and low[last + 1] in ("speaking", "language")
        ):
            return Usage("language", f"before {after!r} it is the language")
        if before in cues.language_before and (not after.isalpha() or after in _FUNCTION):
            return Usage("language", f"after {before!r} it is the language")
    if people:
        return Usage("demonym", "names a people")
    if not after or not after[0].isalpha() or after in _FUNCTION:
        return Usage("demonym", "names a people")
    return Usage("modifier", f"an adjective to {words.words[last]!r}")


def usage_of(text: str, words: Words, first: int, last: int, kind: str, *, chain: bool = False) -> Usage:
    """Return how the name at tokens `first` to `last` is used. `kind` is that of its likeliest place.

    `chain`: what follows after *and* or a comma is a name as well, so the verb may come after that.
    """
    cues, known = _cues(), known_words()
    low, capital, toks = words.low, words.capital, words.words
    count = len(toks)

    def at(k: int) -> str:
        return low[k] if 0 <= k < count else ""

    before, before2 = at(first - 1), at(first - 2)
    if before == "the":
        before, before2 = at(first - 2), at(first - 3)
    led = before  # the word that governs a list the name is in: *in the Caribbean and eastern Pacific*
    k = first - 1
    while k > 1 and first - k < 12 and (low[k] in ("and", "or", ",", "the") or capital[k] or low[k] in _DIRECTIONS):
        k -= 1
        led = low[k]
    after = at(last)
    if is_dateline(text, words, first, last):
        return Usage("literal", "dateline")
    tight = last < count and words.starts[last] - words.ends[last - 1] <= 1
    if after == "-" and tight and words.starts[last] == words.ends[last - 1]:
        part = at(last + 1)
        if part in cues.seat:
            return Usage("modifier", f"{part!r} tells where somebody sits")
        if part in cues.agent:
            return Usage("metonymic", f"before {part!r} it is the power, not the place")
    # *Toronto Police*, *Kansas City Chiefs*: inside a name of something else
    if tight and last < count and capital[last] and toks[last][0].isalpha() and low[last] not in known.titles:
        end = last
        while (
            end + 1 < count
            and capital[end + 1]
            and words.starts[end + 1] - words.ends[end] <= 1
            and toks[end + 1][0].isalpha()
        ):
            end += 1
        if low[end] in cues.facilities:
            return Usage("literal", f"part of the name of a site, {toks[end]!r}")
        if any(low[k] in known.org_after or low[k] in known.org_before for k in range(last, end + 1)):
            return Usage("embedded", f"part of the name {_words(text, words, first, end + 1)!r}")
        if not words.loud[first] and low[last] not in known.first_names:
            return Usage("embedded", f"part of the name {_words(text, words, first, end + 1)!r}")
        if low[last] in known.first_names:
            return Usage("modifier", f"tells whose {toks[last]!r} is")
    elif tight and last < count and low[last] in known.titles and capital[last]:
        return Usage("modifier", f"tells whose {toks[last]!r} it is")
    if before == "of" and first > 1 and capital[first - 2 if at(first - 1) == "of" else first - 3]:
        holder = before2
        if holder in known.org_before:
            return Usage("embedded", f"part of the name {holder.title()} of {toks[first]}")
    if after in ("’s", "'s") or (after in ("’", "'") and toks[last - 1].endswith("s")):
        return _possessive(words, first, last, kind, before)
    if after and tight and after[0].isalpha() and not capital[last] and after not in _FUNCTION:
        modifier = _modifier(words, last, kind, before)
        if modifier is not None:
            return modifier
    if before in cues.dealings and before != "by":
        return Usage("metonymic", f"{before!r} is done to a power, people or team")
    if (before2, before) in cues.before:
        return Usage("metonymic", f"{before2 + ' ' + before!r} names a power, people or team")
    if (
        before == "by"
        and (before2.endswith("ed") or before2 in ("made", "led", "held", "run", "won"))
        and kind in ("country", "admin1", "territory", "city")
    ):
        return Usage("metonymic", f"{before2 + ' by'!r} names who acts")
    if before not in _PLACING and (led not in _PLACING or before == ","):
        verb = _verb_after(words, last, chain)
        if verb and (verb not in cues.weak or kind in ("country", "territory") and verb not in ("is", "was")):
            if not (before in ("of", "in") or before2 in ("in", "of", "from") and before == ","):
                return Usage("metonymic", f"it is the subject of {verb!r}")
        if verb and toks[first] in cues.metonyms and before not in ("of", "in", ","):
            return Usage("metonymic", f"seat of power, subject of {verb!r}")
    return Usage("literal", "")


def _words(text: str, words: Words, first: int, last: int) -> str:
    return " ".join(text[words.starts[first] : words.ends[last - 1]].split())


def _possessive(words: Words, first: int, last: int, kind: str, before: str) -> Usage:
    """Return how *X's ...* is used: by what is possessed."""
    cues = _cues()
    heads = []
    for k in range(last + 1, min(last + 7, len(words.low))):
        word = words.low[k]
        if not word[0].isalpha() or (word in _FUNCTION and k > last + 1):
            break
        heads.append(word)
    for head in reversed(heads[:4]):
        if head in cues.places and not (heads and heads[0] in ("former", "prime", "foreign")):
            return Usage("literal", f"what is its is a place: {head!r}")
        if head in cues.people:
            return Usage("metonymic", f"{head!r} belongs to the state or people")
    if heads and any(h.endswith(("est", "most")) or h in ("largest", "biggest", "oldest", "second") for h in heads[:2]):
        return Usage("literal", "a superlative within the place")
    if kind in ("country", "territory") and before not in _PLACING:
        return Usage("metonymic", "what a state has")
    return Usage("literal", "")


def _modifier(words: Words, last: int, kind: str, before: str) -> Usage | None:
    """Return how *X noun* is used, or None where what follows is no noun that X modifies."""
    cues = _cues()
    heads = []
    for k in range(last, min(last + 4, len(words.low))):
        word = words.low[k]
        if not word[0].isalpha() or word in _FUNCTION:
            break
        heads.append(word)
    if not heads:
        return None
    for position, head in enumerate(heads):
        if head in cues.agents and head not in cues.people and head not in cues.places:
            return None if position == 0 else None
        if head in cues.people and not (
            position == 0
            and head
            in (
                "claim",
                "claims",
                "plan",
                "plans",
                "support",
                "move",
                "call",
                "request",
                "ban",
                "strike",
                "strikes",
                "raid",
                "raids",
                "aid",
                "trade",
                "power",
            )
            and before in ("", "that", ",", "when", "and")
        ):
            return Usage("modifier", f"tells whose {head!r}")
        if head in cues.places:
            return Usage("literal", f"a place or an event there: {head!r}")
    return None


def _is_adverb(word: str, cues: _Cues) -> bool:
    return word in cues.adverbs or word.endswith("ly")


def _verb_after(words: Words, last: int, chain: bool) -> str:
    """Return the agent's verb that follows a name as its subject, empty where none does."""
    cues = _cues()
    low, count = words.low, len(words.low)
    k = last
    if k < count and low[k] in ("and", ",") and chain:
        joined = False
        while k < count and k - last < 14 and (words.capital[k] or low[k] in ("and", ",", "the", "of")):
            joined = joined or low[k] == "and"
            k += 1
        if not joined:
            return ""
    elif k < count and low[k] == ",":
        # *Pakistan, which ... , denied*: a short aside
        close = next((j for j in range(k + 1, min(k + 14, count)) if low[j] in (",", ".")), None)
        if close is None or low[close] == "." or (k + 1 < count and words.capital[k + 1]):
            return ""
        k = close + 1
        if k < count and low[k] in cues.agents and low[k] not in cues.weak:
            return low[k]
        return ""
    sure = False
    for j in range(k, min(k + 4, count)):
        word = low[j]
        if word in cues.modals:
            sure = True
            continue
        if word in ("is", "was", "are", "were", "has", "have", "had", "been"):
            following = next((low[n] for n in range(j + 1, min(j + 4, count)) if not _is_adverb(low[n], cues)), "")
            if following in cues.deliberate:
                return following
            if word in ("is", "was", "are", "were", "been"):
                return ""
            if j + 1 < count and (low[j + 1] in cues.agents or low[j + 1] in cues.adverbs) and not words.capital[j + 1]:
                continue
            return word if not sure else "have"
        if _is_adverb(word, cues):
            continue
        if word in cues.agents and not words.capital[j]:
            return word
        return ""
    return ""
