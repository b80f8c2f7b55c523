"""Read a place phrase that stands alone, such as what is given to `sitmap place`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from geo.model import Named, NameIndex, Phrase
from geo.text.phrase_area import PhraseSpan, ToponymSpan, is_bare
from geo.text.phrase_words import canonical, load_demonyms, load_words
from geo.text.phrases import extend

__all__ = ["parse_phrase"]


def parse_phrase(text: str, index: NameIndex, *, demonyms: Mapping[str, str] | None = None) -> Phrase | None:
    """Return the tree of a place phrase or name that stands alone, such as what is given to `sitmap place`.

    Capitals do not matter: *northern venezuela* is read too. `demonyms` maps adjectives to names of places (default:
    `demonyms.toml`). None where a part of the text is no known place and no word of the grammar.
    """
    clean = re.sub(r"\s+", " ", text).strip(' \t\n.,;:!?"“”')
    if not clean:
        return None
    table = {k.lower(): v for k, v in (load_demonyms() if demonyms is None else demonyms).items()}
    if _is_name(clean, index):
        return Named(clean, 0, len(clean))
    for names in _readings(clean, index, table):
        found = extend(clean, names, alone=True)
        if len(found) == 1 and _covers(clean, found[0]):
            phrase = found[0].phrase
            if not found[0].demonym or is_bare(phrase):
                return phrase
    return Named(clean, 0, len(clean)) if index.lookup(clean) else None


def _covers(text: str, found: PhraseSpan) -> bool:
    """Return whether nothing but *in the*, *the city of* is left of the text outside what was found."""
    before = load_words().before_apposition.sub("", text[: found.start].strip() + " ").strip()
    return not text[found.end :].strip() and bool(_LEAD.fullmatch(before))


_LEAD = re.compile(r"(?:in|at|on|to|from|over|inside|within|across|throughout|into)?\s*(?:the|a|an|some)?", re.I)


def _is_name(text: str, index: NameIndex) -> bool:
    """Return whether the whole text is a name of its own: *Western Sahara*, *North Sea*, *Ivory Coast*."""
    entries = index.lookup(text)
    if not entries:
        return False
    if not _looks_like_phrase(text):
        return True
    # "western Australia" is a part, "Western Australia" and "western australia" are the state.
    bare = re.sub(r"^the ", "", text)
    if bare[:1].islower() and bare != bare.lower():
        return any(e.kind in _CURATED for e in entries)
    # "Northern Ireland" and "Lower Saxony" are names; a village that somebody calls "Central Mexico" is none.
    return any(e.kind != "city" or (e.rank <= 1 and text[:1].isupper()) for e in entries)


_COASTS = frozenset({"coast", "coasts", "coastline", "shore", "shores", "seaboard"})
_CURATED = frozenset({"region", "territory", "sea"})
"""Kinds whose names were written by hand: *southern Lebanon*, *northern Cyprus*, small letters or not."""


def _looks_like_phrase(text: str) -> bool:
    head = re.split(r"[\s-]", text.strip().lower())[0]
    words = load_words()
    return canonical(head) in words.aspects or canonical(head) in words.triggers or text.lower().startswith("the ")


def _readings(text: str, index: NameIndex, demonyms: Mapping[str, str]) -> list[list[ToponymSpan]]:
    """Return ways to find the names in a phrase, likeliest first."""
    whole = _names(text, _tokens(text, hyphens=True), index, demonyms)
    split = _names(text, _tokens(text, hyphens=False), index, demonyms)
    return [whole, split] if whole != split else [whole]


def _tokens(text: str, *, hyphens: bool) -> list[tuple[int, int]]:
    inner = r"[^\s,/–—’'()\"“”-]|['’](?!s\b|\s|$)" + (r"|-(?=\w)" if hyphens else "")
    return [(m.start(), m.end()) for m in re.finditer(rf"[^\W_](?:{inner})*", text)]


def _names(
    text: str, tokens: Sequence[tuple[int, int]], index: NameIndex, demonyms: Mapping[str, str]
) -> list[ToponymSpan]:
    words = [text[s:e] for s, e in tokens]
    found: list[ToponymSpan] = []
    i = 0
    while i < len(words):
        if half := _compound_half(text, tokens[i][1], words[i]):
            found.append(ToponymSpan(*tokens[i], half, demonym=True))
            i += 1
            continue
        if words[i].lower() == "the":
            i += 1
            continue
        n = _name_length(text, tokens, words, i, index)
        length, place = _demonym(words, i, demonyms)
        if length >= max(n, 1):
            # "Canadian airspace" is Canada's, though a town in Texas has the name.
            found.append(ToponymSpan(tokens[i][0], tokens[i + length - 1][1], place, demonym=True))
            i += length
            continue
        if n == 0:
            i += 1
            continue
        start, end = tokens[i][0], tokens[i + n - 1][1]
        entries = index.lookup(text[start:end])
        found.append(ToponymSpan(start, end, text[start:end], kind=entries[0].kind if entries else ""))
        i += n
    return found


def _compound_half(text: str, end: int, word: str) -> str:
    """Return the place of `Sino` in *Sino-Indian*, empty where the word is no such half."""
    return load_words().combining.get(word.lower(), "") if text[end : end + 1] in ("-", "–", "‑") else ""


def _demonym(words: Sequence[str], i: int, demonyms: Mapping[str, str]) -> tuple[int, str]:
    """Return how many words from `i` make an adjective, and its place; (0, "") for none."""
    for n in (3, 2, 1):
        place = demonyms.get(" ".join(words[i : i + n]).lower()) if i + n <= len(words) else None
        if place:
            return n, place
    return 0, ""


def _name_length(text: str, tokens: Sequence[tuple[int, int]], words: Sequence[str], i: int, index: NameIndex) -> int:
    """Return how many words from `i` make a name; 0 where they are words of the grammar or an adjective."""
    n, own = index.longest(words, i), load_words().own
    while n > 0:
        last = words[i + n - 1].lower()
        name = text[tokens[i][0] : tokens[i + n - 1][1]]
        if n > 1 and last in _COASTS and len(words) > n:
            n -= 1  # "the west coast of Ireland", "Mexico's Gulf coast": a side and no name
            continue
        if n == 1 and (words[i].lower() in own or words[i].isdigit()):
            return 0
        # "Gaza border", "Mexico coast": a hamlet of that name is not what is meant.
        if n > 1 and words[i] != words[i].capitalize() and words[i].lower() in own and text != text.lower():
            # "northern Red Sea" is no province of Eritrea, "mainland China" a part.
            return n if any(e.kind in _CURATED for e in index.lookup(name)) else 0
        phrase_like = words[i].lower() in own or last in own
        entries = index.lookup(name)
        if (
            n > 1
            and phrase_like
            and not any(e.kind != "city" or (e.rank == 0 and e.population > 20000) for e in entries)
        ):
            n -= 1
            continue
        return n if entries else 0
    return 0
