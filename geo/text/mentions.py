"""Find the places a report mentions, how each is used, and what place phrase its words make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geo.model import Document, Mention, Named, NameIndex, Role, Span
from geo.text.candidates import Candidate, Words, find_candidates, known_words, read_words
from geo.text.demonyms import Demonym, demonym_at
from geo.text.references import find_references
from geo.text.roles import Usage, role_of, usage_of, usage_of_demonym
from geo.text.tagger import Tagged, choose, load_weights
from geo.text.tokens import tokenize

__all__ = ["find_mentions"]


def find_mentions(document: Document, index: NameIndex) -> tuple[Mention, ...]:
    """Return the mentions of a document in order, without overlaps.

    Names, adjectives and peoples' names, place phrases (*off the coast of X* is one mention) and references to a place
    named before (*the country's airspace*). What names no place of its own is there with `phrase` None and the reason.
    """
    text = document.text
    words = read_words(tokenize(text), [s.start for s in document.sentences])
    tagged = choose(find_candidates(text, words, index), words, load_weights())
    peoples = _demonyms(words, tagged)
    covered = {k for first, last, _ in peoples for k in range(first, last)}
    tagged = [t for t in tagged if covered.isdisjoint(range(t.candidate.first, t.candidate.last))]
    mentions = [_from_demonym(text, words, first, last, demonym) for first, last, demonym in peoples]
    mentions += _from_names(text, words, tagged)
    mentions.sort(key=lambda m: m.span)
    mentions = _enlarge(text, mentions, index)
    mentions += find_references(document, mentions)
    return tuple(sorted(mentions, key=lambda m: m.span))


def _demonyms(words: Words, tagged: Sequence[Tagged]) -> list[tuple[int, int, Demonym]]:
    """Return the adjectives and peoples' names, where no longer name holds them (*Indian Ocean*, *French Guiana*)."""
    held = {}
    for t in tagged:
        for k in range(t.candidate.first, t.candidate.last):
            held[k] = t.candidate
    known = known_words()
    found = []
    k = 0
    while k < len(words.low):
        hit = demonym_at(words.low, k) if words.capital[k] else None
        if hit is None:
            k += 1
            continue
        demonym, size = hit
        holder = held.get(k)
        longer = holder is not None and holder.last - holder.first > size
        # *Mr. German*, *Jane English*: a person's name
        person = k > 0 and words.capital[k - 1] and not words.opens[k - 1] and words.low[k - 1] in known.first_names
        if not longer and not person:
            found.append((k, k + size, demonym))
        k += size
    return found


def _from_demonym(text: str, words: Words, first: int, last: int, demonym: Demonym) -> Mention:
    usage = usage_of_demonym(words, first, last, people=demonym.people)
    span = Span(words.starts[first], words.ends[last - 1])
    return Mention(
        span=span,
        text=span.of(text),
        role=Role.ASSOCIATIVE,
        phrase=Named(demonym.place, span.start, span.end),
        usage=usage.name,
        reason=usage.reason,
    )


def _from_names(text: str, words: Words, tagged: Sequence[Tagged]) -> list[Mention]:
    firsts = {t.candidate.first: t.candidate for t in tagged}
    found = []
    for t in tagged:
        c = t.candidate
        usage = usage_of(text, words, c.first, c.last, _kind(c), chain=_chained(words, c, firsts))
        span = Span(words.starts[c.first], words.ends[c.last - 1])
        name = Named(c.name, span.start, span.end, within=_within(words, c, firsts), kind_hint=c.kind)
        found.append(
            Mention(
                span=span,
                text=span.of(text),
                role=role_of(usage.name),
                phrase=name,
                usage=usage.name,
                score=round(t.probability, 3),
                reason=usage.reason,
            )
        )
    return found


def _kind(candidate: Candidate) -> str:
    return candidate.entries[0].kind if candidate.entries else candidate.kind


def _chained(words: Words, c: Candidate, firsts: dict[int, Candidate]) -> bool:
    """Return whether another place follows in a list: *France and Germany agreed*."""
    k = c.last
    while k < len(words.low) and k - c.last < 3 and words.low[k] in ("and", ",", "the"):
        k += 1
    return k > c.last and k in firsts


def _within(words: Words, c: Candidate, firsts: dict[int, Candidate]) -> str:
    """Return the container the text itself gives: *Texas* of *Paris, Texas*."""
    if c.last + 1 < len(words.words) and words.words[c.last] == "," and (outer := firsts.get(c.last + 1)) is not None:
        if outer.entries and any(e.kind in ("country", "admin1", "admin2", "territory") for e in outer.entries[:3]):
            return outer.name
    return ""


def _enlarge(text: str, mentions: list[Mention], index: NameIndex) -> list[Mention]:
    return mentions
