"""Tell the place itself from the government, people, team or origin that bears its name.

The usages are those of Gritta et al. 2019; knowledge is in metonyms.toml.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from geo.data import read_toml
from geo.model import Role
from geo.text.candidates import Words, known_words
from geo.text.demonyms import demonym_at, is_language

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
    sites: frozenset[str]
    seat: frozenset[str]
    agent: frozenset[str]
    metonyms: frozenset[str]
    language_before: frozenset[str]
    language_after: frozenset[str]
    events: frozenset[str]
    from_: frozenset[str]
    by: frozenset[str]
    between: frozenset[str]
    flag: frozenset[str]
    no_noun: frozenset[str]
    determiners: frozenset[str]


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
        frozenset(w.casefold() for w in t["sites"]["heads"]),
        frozenset(t["hyphened"]["seat"]),
        frozenset(t["hyphened"]["agent"]),
        frozenset(t["metonyms"]["words"]),
        frozenset(t["languages"]["before"]),
        frozenset(t["languages"]["after"]),
        frozenset(t["events"]["heads"]),
        frozenset(t["sources"]["from"]),
        frozenset(t["sources"]["by"]),
        frozenset(t["sources"]["between"]),
        frozenset(t["sources"]["flag"]),
        frozenset(t["nouns"]["never"]),
        frozenset(t["nouns"]["determiners"]),
    )


_RUN = 10
"""Longest run of capitalised words looked at."""
_AREAS = frozenset({"district", "admin1", "admin2", "city", "region"})


def role_of(usage: str) -> Role:
    """Return the role a usage belongs to."""
    return Role.ASSOCIATIVE if usage in ASSOCIATIVE else Role.LITERAL


def is_dateline(text: str, words: Words, first: int, last: int) -> bool:
    """Return whether tokens `first` to `last` stand in a dateline: *CARACAS, Nov 23 (Reuters) -*, *PARIS (AP) --*."""
    start = words.starts[first]
    line = text.rfind("\n", max(0, start - 200), start) + 1
    opening = max(line, _sentence_start(words, first))
    head = text[opening : opening + 90]
    match = _DATELINE.match(head)
    return match is not None and words.ends[last - 1] <= opening + match.end()


_DATELINE = re.compile(
    r"\s*(?:\(?[A-Z]{2,}\)?\s*[-–—]\s*)?"
    r"[A-Z][\w.'’]*(?:-\w[\w.'’]*|[ /][A-Z][\w.'’]*){0,5}"
    r"(?:,\s+[A-Z][\w.]*(?: [A-Z][\w.]*){0,2}){0,2}"
    r"(?:,?\s+(?:\d{1,2}\s+)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?(?:\s+\d{1,2})?(?:,?\s+\d{4})?)?"
    r"(?:\s*[-–—,]?\s*\((?:AP|AFP|Reuters|CNN|UPI|Xinhua|BBC|Bloomberg|IRIN|ANI|PTI|IANS|DPA|dpa|TASS|Interfax|AAP|PA|CP)\)"
    r"|\s*[-–—,]?\s*\([A-Z][^)]{1,40}\)\s*(?:--|[-–—:])|\s*(?:--+|[–—]|:\s*--|\s-\s))\s*"
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
        if before in cues.language_before and (not after.isalpha() or after in known_words().function):
            return Usage("language", f"after {before!r} it is the language")
    if people:
        return Usage("demonym", "names a people")
    if _goes_on(words, last) and low[last] in _BODIES:
        return Usage("embedded", f"part of the name of a body, {words.words[last]!r}")
    heads = _heads(words, last)
    if not heads:
        return Usage("demonym", "names a people")
    for head in reversed(heads):
        if head in cues.places:
            return Usage("literal", f"an adjective to a place, or to what is there: {head!r}")
        if _is_people(head):
            break
    return Usage("modifier", f"an adjective to {words.words[last]!r}")


_BODIES = frozenset({"union", "airlines", "airways", "parliament", "commission", "league", "red", "bank", "front"})


def _is_people(head: str) -> bool:
    """Return whether a noun is of people or of what is a state's; by its ending where no list has it."""
    cues = _cues()
    return head in cues.people or (head.endswith(_PEOPLE_ENDINGS) and head not in cues.places)


_PEOPLE_ENDINGS = ("ers", "ors", "ists", "men", "women", "ians", "ants", "ees")


def _heads(words: Words, k: int) -> list[str]:
    """Return the lower-case words that may be the nouns a name before token `k` belongs to."""
    found: list[str] = []
    for n in range(k, min(k + 4, len(words.low))):
        word = words.low[n]
        if not word[0].isalpha() or word in known_words().function:
            break
        if found and word.endswith("ed") and len(word) > 4 and found[-1] in _cues().people:
            break  # *Cambodian soldiers exchanged fire*
        found.append(word)
        if word in _cues().agents and n > k and word not in _cues().people and word not in _cues().places:
            return found[:-1]
    return found


class _Place(NamedTuple):
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
    after: str
    tight: bool
    """Nothing but a blank, or nothing, between the name and what follows."""


def usage_of(
    text: str, words: Words, first: int, last: int, kind: str, *, chain: bool = False, contains: bool = False
) -> Usage:
    """Return how the name at tokens `first` to `last` is used. `kind` is that of its likeliest place.

    `chain`: what follows after *and* or a comma is a name as well, so the verb may come after that. `contains`: it
    tells where the name before the comma lies, as *Texas* of *Paris, Texas*.
    """
    place = _around(text, words, first, last, kind, chain)
    power = words.words[first] in _cues().metonyms and _verb_after(words, last, chain)
    if contains and not power and not _is_possessive(place):
        return _dateline(place) or Usage("literal", "")
    for rule in _RULES:
        usage = rule(place)
        if usage is not None:
            return usage
    return Usage("literal", "")


def _around(text: str, words: Words, first: int, last: int, kind: str, chain: bool) -> _Place:
    low, count = words.low, len(words.low)
    at = first - 1
    while at >= 0 and low[at] in ("the", "both"):
        at -= 1
    before = low[at] if at >= 0 else ""
    before2 = low[at - 1] if at >= 1 else ""
    led = before
    k = first - 1
    listed = known_words().directions | {"and", "or", ",", "the", "both"}
    while k > 0 and first - k < 14 and (low[k] in listed or words.capital[k]):
        k -= 1
        led = low[k]
    after = low[last] if last < count else ""
    tight = last < count and words.starts[last] - words.ends[last - 1] <= 1
    return _Place(text, words, first, last, kind, chain, before, before2, led, after, tight)


def _dateline(p: _Place) -> Usage | None:
    return Usage("literal", "dateline") if is_dateline(p.text, p.words, p.first, p.last) else None


def _hyphened(p: _Place) -> Usage | None:
    """*Paris-based*, *US-led*."""
    words, cues = p.words, _cues()
    if p.after != "-" or words.starts[p.last] != words.ends[p.last - 1] or p.last + 1 >= len(words.low):
        return None
    part = words.low[p.last + 1]
    if part in cues.seat:
        return Usage("modifier", f"{part!r} tells where somebody sits")
    if part in cues.agent:
        return Usage("metonymic", f"before {part!r} it is the power, not the place")
    return None


_AT = frozenset(
    {"at", "near", "outside", "inside", "to", "in", "into", "around", "entering", "reached", "behind", "beside"}
)


def _embedded(p: _Place) -> Usage | None:
    """*Toronto Police*, *University of Texas*, *US President*: inside a name or title of something else."""
    words, known = p.words, known_words()
    low = words.low
    if _goes_on(words, p.last):
        if low[p.last] in known.titles:
            return Usage("modifier", f"tells whose {words.words[p.last]!r} it is")
        end = p.last
        while end - p.last < _RUN and _goes_on(words, end + 1):
            end += 1
        area = known.after.get(low[end]) in _AREAS
        if low[end] in _cues().facilities and (not area or end == p.last):
            return Usage("literal", f"part of the name of a site, {words.words[end]!r}")
        if low[end] in _cues().sites and p.before in _AT:
            return Usage("literal", f"somebody is at {words.words[end]!r}")
        whole = _words(p.text, words, p.first, end + 1)
        if low[p.last] in known.first_names:
            return Usage("modifier", f"tells whose {words.words[p.last]!r} is")
        if not words.loud[p.first] or any(low[k] in known.org_after for k in range(p.last, end + 1)):
            return Usage("embedded", f"part of the name {whole!r}")
    of = p.first - 1
    if of > 0 and low[of] == "the":
        of -= 1
    holder = of > 0 and low[of] == "of" and words.capital[of - 1] and low[of - 1] in known.org_before
    if holder and not words.opens[of - 1]:
        return Usage("embedded", f"part of the name {_words(p.text, words, of - 1, p.last)!r}")
    return None


def _is_possessive(p: _Place) -> bool:
    plural = p.words.words[p.last - 1].endswith("s") and p.tight
    return p.after in ("’s", "'s") or (p.after in ("’", "'") and plural)


def _possessive(p: _Place) -> Usage | None:
    """*X's ...*: by what is possessed."""
    words, cues = p.words, _cues()
    if not _is_possessive(p):
        return None
    heads = _heads(words, p.last + 1)
    superlative = any((h.endswith("est") and len(h) > 5) or h in ("most", "second", "only") for h in heads[:2])
    if superlative and not (p.kind in ("country", "territory") and heads[-1] in _TIED):
        return Usage("literal", "a superlative within the place")
    for head in reversed(heads):
        if head in cues.places:
            return Usage("literal", f"what is its is a place: {head!r}")
        if _is_people(head):
            return Usage("metonymic", f"{head!r} belongs to the state or people")
    if p.kind in ("country", "territory") and p.before not in known_words().going:
        return Usage("metonymic", "what a state has")
    return None


_TIED = frozenset({
    "customer", "customers", "buyer", "buyers", "supplier", "suppliers", "creditor", "ally", "allies", "partner",
    "partners", "donor", "donors", "lender", "lenders", "rival", "rivals", "enemy", "exporter", "importer",
})  # fmt: skip
"""Who is something to a state: *Iran's largest customer* is nowhere in Iran."""

_VERBAL = frozenset(
    {
        "claim",
        "claims",
        "plan",
        "plans",
        "support",
        "supports",
        "move",
        "moves",
        "call",
        "calls",
        "request",
        "ban",
        "bans",
    }
    | {"strike", "strikes", "raid", "raids", "aid", "trade", "power", "film", "fans", "rights"}
)


_FRONTED = frozenset({"in", "across", "near", "around", "outside", "at"})
_HELPING = frozenset({"is", "are", "was", "were", "has", "have", "had", "said", "say", "says"})
# What is sent to a town goes there; what is given to a state is a power's.
_SENT = frozenset({"aid", "weapons", "arms", "assistance"})


def _modifier(p: _Place) -> Usage | None:
    """*US officials*, *Texas town*: by the nouns that follow."""
    words, cues = p.words, _cues()
    if not p.tight or not p.after[:1].isalpha():
        return None
    at = p.last
    if p.after == "and" and at + 1 < len(words.low) and demonym_at(words.low, at + 1) is not None:
        at += 2  # *United States and Vietnamese officials*
        if at >= len(words.low) or words.capital[at]:
            return None  # *Samoa and American Samoa*
    elif words.capital[at] or p.after in known_words().function:
        return None
    heads = _heads(words, at)
    if not heads:
        return None
    if heads[0] in cues.agents and heads[0] not in cues.people and heads[0] not in cues.places:
        return None
    if p.before in _FRONTED and p.words.opens[p.first - 2 if words.low[p.first - 1] == "the" else p.first - 1]:
        # *In Haiti health officials are present*: the place opens the sentence, its comma left out
        then = words.low[at + len(heads)] if at + len(heads) < len(words.low) else ""
        if then in cues.modals or then in _HELPING:
            return None
    if heads == ["department"] and p.before in known_words().going and p.kind not in ("country", "territory"):
        return Usage("literal", "a department of a country")
    if heads[0] in _VERBAL and p.before in ("", "that", ",", "when", "and", ".", "as"):
        return None  # *Iran claims*, *Japan plans*: a verb
    for head in reversed(heads):
        if head in cues.events and p.kind in ("city", "admin1", "admin2"):
            return Usage("literal", f"an event there: {head!r}")
        if _is_people(head):
            return Usage("modifier", f"tells whose {head!r}")
        if head in cues.places:
            return Usage("literal", f"a place or an event there: {head!r}")
    # an unknown noun: *the US carmaker*, *a Texas jury*
    raw = words.low[p.first - 1] if p.first else ""
    noun = heads[0] not in cues.no_noun and not heads[0].endswith(("ed", "ing", "ly", "s"))
    told = raw in cues.determiners and not (raw == "the" and p.before in known_words().going)
    if noun and heads[0] not in cues.agents and p.kind not in _NATURAL and (told or words.opens[p.first]):
        return Usage("modifier", f"tells whose {heads[0]!r}")
    return None


def _dealt_with(p: _Place) -> Usage | None:
    """*urged Israel*, *signed with Angola*, *imports from Haiti*, *a deal between the DRC and Angola*."""
    words, cues = p.words, _cues()
    if p.before in cues.dealings and p.before != "by":
        return Usage("metonymic", f"{p.before!r} is done to a power, people or team")
    if p.before == "and" and p.led in cues.dealings and p.led not in ("by", "against"):
        return Usage("metonymic", f"{p.led!r} is done to a power, people or team")
    there = p.before2 in _SENT and p.kind not in ("country", "territory") and words.words[p.first] not in cues.metonyms
    if (p.before2, p.before) in cues.before and not there:
        return Usage("metonymic", f"{p.before2 + ' ' + p.before!r} names a power, people or team")
    at = p.first - 1
    if at > 0 and words.low[at] == "the":
        at -= 1
    if p.before in ("and", ",") and p.led == "from" and p.kind in ("country", "territory"):
        at = max(k for k in range(at) if words.low[k] == "from")  # *funding from Germany, Norway and Japan*
    if p.before == "and" and "between" in words.low[max(0, p.first - 7) : p.first]:
        while words.low[at] != "between":
            at -= 1
    if at > 0 and words.low[at] in ("from", "by", "between", "of", "with"):
        governed = _governed(words, at)
        if governed is not None:
            return governed
    if p.before == "by" and words.words[p.first] in cues.metonyms:
        return Usage("metonymic", "seat of power, as the one who acts")
    if p.before == "by" and p.kind in ("country", "territory", "admin1") and p.before2.endswith("ed"):
        return Usage("metonymic", f"{p.before2 + ' by'!r} names who acts")
    return None


_NATURAL = frozenset(
    {"sea", "ocean", "river", "lake", "mountain", "bay", "gulf", "strait", "desert", "peninsula", "channel", "place"}
)


def _subject(p: _Place) -> Usage | None:
    """*Washington has maintained*, *Pakistan to restore*."""
    words, cues = p.words, _cues()
    if p.kind in _NATURAL or p.before in known_words().going or (p.led in known_words().going and p.before != ","):
        return None
    if p.before in ("of", "in", "on", "at", "near", "off", "into", "across", "over", "around") or (
        p.before == "," and p.before2 in ("in", "of", "from")
    ):
        return None
    verb = _verb_after(words, p.last, p.chain)
    state = p.kind in ("country", "territory", "continent")
    seat = words.words[p.first] in cues.metonyms and p.before != ","
    if verb and (verb not in cues.weak or state or (seat and verb not in ("has", "have", "had"))):
        return Usage("metonymic", f"it is the subject of {verb!r}")
    if not verb and _headline_verb(words, p.first, p.last):
        return Usage("metonymic", f"subject of a headline: {p.after!r}")
    return None


def _powers(p: _Place) -> Usage | None:
    """*the EU*, which is a body before it is a place."""
    name = " ".join(p.words.low[p.first : p.last])
    if name in ("eu", "e.u", "e.u.", "european union") and p.led not in known_words().going:
        return Usage("metonymic", "a body of states")
    return None


_RULES: tuple[Callable[[_Place], Usage | None], ...] = (
    _dateline,
    _hyphened,
    _embedded,
    _possessive,
    _modifier,
    _dealt_with,
    _subject,
    _powers,
)


def _governed(words: Words, at: int) -> Usage | None:
    """Return metonymic where a noun shortly before *from X*, *by X*, *between X and Y* is a power's to give or have."""
    cues = _cues()
    preposition = words.low[at]
    nouns = {"from": cues.from_, "by": cues.by, "between": cues.between, "with": cues.between, "of": cues.flag}[
        preposition
    ]
    for k in range(at - 1, max(-1, at - (2 if preposition == "of" else 4)), -1):
        if words.low[k] in nouns:
            return Usage("metonymic", f"{words.low[k] + ' ' + preposition!r} names a power, people or team")
        if not words.words[k][0].isalpha():
            break
    return None


def _headline_verb(words: Words, first: int, last: int) -> bool:
    """Return whether *Pakistan to restore ...*, *Syria pressuring ...* opens a sentence."""
    opening = words.opens[first] or (first > 0 and words.opens[first - 1])
    if not opening or last + 1 >= len(words.low):
        return False
    cues = _cues()
    if words.low[last] == "to":
        return words.low[last + 1] in cues.agents or words.low[last + 1] in ("be", "restore", "hold", "host", "allow")
    word = words.low[last]
    bases = (word[:-3], word[:-3] + "e", word[:-4])
    return word == "pressuring" or (word.endswith("ing") and any(base in cues.agents for base in bases))


def _goes_on(words: Words, k: int) -> bool:
    """Return whether token `k` carries on a run of capitalised words."""
    return (
        0 < k < len(words.words)
        and words.capital[k]
        and not words.opens[k]
        and words.words[k].replace(".", "").isalpha()
        and words.starts[k] - words.ends[k - 1] <= 1
        and words.low[k] not in known_words().calendar
    )


def _words(text: str, words: Words, first: int, last: int) -> str:
    return " ".join(text[words.starts[first] : words.ends[last - 1]].split())


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
