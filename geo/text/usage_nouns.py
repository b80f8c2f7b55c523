"""Names that stand beside a noun: inside another name, before a noun they modify, before what they possess."""

from __future__ import annotations

from geo.text.candidates import Words, known_words
from geo.text.demonyms import demonym_at, is_language
from geo.text.usage_words import Around, Usage, goes_on, head_words, is_people, slice_of, usage_cues

__all__ = ["NATURAL", "embedded", "firm", "hyphened", "is_possessive", "modifier", "possessive", "usage_of_demonym"]

_RUN = 10
"""Longest run of capitalised words looked at."""
_AREAS = frozenset({"district", "admin1", "admin2", "city", "region"})


def usage_of_demonym(words: Words, first: int, last: int, *, people: bool) -> Usage:
    """Return how an adjective or a people's name is used."""
    cues = usage_cues()
    low = words.low
    before = low[first - 1] if first else ""
    after = low[last] if last < len(low) else ""
    word = low[last - 1]
    if not people and is_language(word):
        if after in cues.language_after or (
            after == "-" and last + 1 < len(low) and low[last + 1] in ("speaking", "language")
        ):
            return Usage("language", f"before {after!r} it is the language")
        listed = before in ("and", "or", ",") and first > 1 and is_language(low[first - 2])
        if listed and first > 2 and low[first - 3] in cues.language_before:
            return Usage("language", f"after {low[first - 3]!r} it is the language")
        if before in cues.language_before and (not after.isalpha() or after in known_words().function):
            return Usage("language", f"after {before!r} it is the language")
    if people:
        return Usage("demonym", "names a people")
    if goes_on(words, last) and low[last] in _BODIES:
        return Usage("embedded", f"part of the name of a body, {words.words[last]!r}")
    heads = head_words(words, last)
    if not heads:
        return Usage("demonym", "names a people")
    for head in reversed(heads):
        if head in cues.places:
            if _stands_elsewhere(words, last + len(heads)):
                return Usage("modifier", f"the {head!r} stands where the name after it tells")
            return Usage("literal", f"an adjective to a place, or to what is there: {head!r}")
        if is_people(head):
            break
    return Usage("modifier", f"an adjective to {words.words[last]!r}")


def _stands_elsewhere(words: Words, at: int) -> bool:
    """Return whether a place of its own is named at once: *the Saudi hospital in El Fasher* is not in Saudi Arabia."""
    return words.low[at : at + 1] != [] and words.low[at] in _IN and words.capital[at + 1 : at + 2] == [True]


_IN = frozenset({"in", "at", "near", "outside"})
_BODIES = frozenset({"union", "airlines", "airways", "parliament", "commission", "league", "red", "bank", "front"})


def hyphened(p: Around) -> Usage | None:
    """*Paris-based*, *US-led*."""
    words, cues = p.words, usage_cues()
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


def embedded(p: Around) -> Usage | None:
    """*Toronto Police*, *University of Texas*, *US President*: inside a name or title of something else."""
    words, known = p.words, known_words()
    low = words.low
    if goes_on(words, p.last):
        if low[p.last] in known.titles:
            return Usage("modifier", f"tells whose {words.words[p.last]!r} it is")
        end = p.last
        while end - p.last < _RUN and goes_on(words, end + 1):
            end += 1
        area = known.after.get(low[end]) in _AREAS
        if low[end] in usage_cues().facilities and (not area or end == p.last):
            return Usage("literal", f"part of the name of a site, {words.words[end]!r}")
        body = low[end] == "house" and low[end + 1 : end + 2] == ["of"]  # *in the U.S. House of Representatives*
        if low[end] in usage_cues().sites and p.before in _AT and not body:
            return Usage("literal", f"somebody is at {words.words[end]!r}")
        whole = slice_of(p.text, words, p.first, end + 1)
        if low[p.last] in known.first_names:
            return Usage("modifier", f"tells whose {words.words[p.last]!r} is")
        if not words.loud[p.first] or any(low[k] in known.org_after for k in range(p.last, end + 1)):
            return Usage("embedded", f"part of the name {whole!r}")
    of = p.first - 1
    if of > 0 and low[of] == "the":
        of -= 1
    holder = of > 0 and low[of] in ("of", "de") and words.capital[of - 1] and low[of - 1] in known.org_before
    if holder and not words.opens[of - 1]:
        return Usage("embedded", f"part of the name {slice_of(p.text, words, of - 1, p.last)!r}")
    return None


def firm(p: Around) -> Usage | None:
    """*Columbia, the sportswear brand,*; *the security firm Northgate*; *Real Madrid*: a firm or club of that name."""
    words, cues = p.words, usage_cues()
    low, first = words.low, p.first
    led = low[first - 1] if first else ""
    if led in cues.firms and not words.capital[first - 1]:
        return Usage("embedded", f"the name of a {led}")
    if first and led in cues.clubs and words.capital[first - 1] and words.starts[first] - words.ends[first - 1] == 1:
        return Usage("embedded", f"part of the name {slice_of(p.text, words, first - 1, p.last)!r}")
    if p.after == "," and low[p.last + 1 : p.last + 2] in (["the"], ["a"], ["an"]):
        close = next((k for k in range(p.last + 2, min(p.last + 8, len(low))) if low[k] in (",", ".")), 0)
        if close and low[close - 1] in cues.firms:
            return Usage("embedded", f"the name of a {low[close - 1]}")
    return None


def is_possessive(p: Around) -> bool:
    plural = p.words.words[p.last - 1].endswith("s") and p.tight
    return p.after in ("’s", "'s") or (p.after in ("’", "'") and plural)


_UPON = frozenset({"of", "on", "against", "for"})


def _beyond(words: Words, k: int, head: str) -> str:
    """Return the word after the noun `head`, which stands shortly after token `k`."""
    low = words.low
    at = next((n for n in range(k, min(k + 6, len(low))) if low[n] == head), k)
    return low[at + 1] if at + 1 < len(low) else ""


def possessive(p: Around) -> Usage | None:
    """*X's ...*: by what is possessed."""
    words, cues = p.words, usage_cues()
    if not is_possessive(p):
        return None
    heads = head_words(words, p.last + 1)
    superlative = any((h.endswith("est") and len(h) > 5) or h in ("most", "second", "only") for h in heads[:2])
    if superlative and not (p.kind in ("country", "territory") and heads[-1] in _TIED):
        return Usage("literal", "a superlative within the place")
    state = p.kind in ("country", "territory", "continent")
    if state and heads and heads[-1] in cues.deeds and _beyond(words, p.last + 1, heads[-1]) in _UPON:
        return Usage("metonymic", f"{heads[-1]!r} is its deed elsewhere")
    for head in reversed(heads):
        if head in cues.places:
            return Usage("literal", f"what is its is a place: {head!r}")
        if is_people(head):
            return Usage("metonymic", f"{head!r} belongs to the state or people")
    if state and p.before not in known_words().going:
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


def _opens_clause(words: Words, k: int) -> bool:
    return words.opens[k] or (
        k > 0 and words.low[k - 1] in ("while", "and", "but", ";", "when", "as", "because", "where")
    )


_FRONTED = frozenset({"in", "across", "near", "around", "outside", "at"})
_HELPING = frozenset({"is", "are", "was", "were", "has", "have", "had", "said", "say", "says"})


def modifier(p: Around) -> Usage | None:
    """*US officials*, *Texas town*: by the nouns that follow."""
    words, cues = p.words, usage_cues()
    if not p.tight or not p.after[:1].isalpha():
        return None
    at = p.last
    if p.after == "and" and at + 1 < len(words.low) and demonym_at(words.low, at + 1) is not None:
        at += 2  # *United States and Vietnamese officials*
        if at >= len(words.low) or words.capital[at]:
            return None  # *Samoa and American Samoa*
    elif words.capital[at] or p.after in known_words().function:
        return None
    heads = head_words(words, at)
    if not heads:
        return None
    if heads[0] in cues.pasts:
        return None  # *New Delhi woke up*
    if heads[0] in cues.agents and heads[0] not in cues.people and heads[0] not in cues.places:
        return None
    if p.before in _FRONTED and _opens_clause(words, p.first - 2 if words.low[p.first - 1] == "the" else p.first - 1):
        # *In Haiti health officials are present*: the place opens the clause, its comma left out
        then = words.low[at + len(heads)] if at + len(heads) < len(words.low) else ""
        if then in cues.modals or then in _HELPING or (then.endswith("ed") and len(then) > 4):
            return None
    if heads == ["department"] and p.before in known_words().going and p.kind not in ("country", "territory"):
        return Usage("literal", "a department of a country")
    if heads[0] in _VERBAL and p.before in ("", "that", ",", "when", "and", ".", "as"):
        return None  # *Iran claims*, *Japan plans*: a verb
    for head in reversed(heads):
        if head in cues.events and p.kind in ("city", "admin1", "admin2"):
            return Usage("literal", f"an event there: {head!r}")
        town = p.kind == "city" and (p.before2 if p.before in ("a", "an") else p.before) in known_words().going
        if is_people(head) and not (town and head in cues.places) and not (head == "market" and p.kind == "city"):
            return Usage("modifier", f"tells whose {head!r}")
        if head in cues.places:
            return Usage("literal", f"a place or an event there: {head!r}")
    # an unknown noun: *the US carmaker*, *a Texas jury*
    raw = words.low[p.first - 1] if p.first else ""
    noun = heads[0] not in cues.no_noun and not heads[0].endswith(("ed", "ing", "ly", "s"))
    told = raw in cues.determiners and not (raw == "the" and p.before in known_words().going)
    if noun and heads[0] not in cues.agents and p.kind not in NATURAL and (told or words.opens[p.first]):
        return Usage("modifier", f"tells whose {heads[0]!r}")
    return None


NATURAL = frozenset(
    {"sea", "ocean", "river", "lake", "mountain", "bay", "gulf", "strait", "desert", "peninsula", "channel", "place"}
)
