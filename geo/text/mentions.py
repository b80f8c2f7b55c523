"""Find the places a report mentions, how each is used, and what place phrase its words make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from geo.model import (
    Along,
    Around,
    Between,
    Document,
    Mention,
    Named,
    NameIndex,
    Near,
    Offset,
    Part,
    Phrase,
    Role,
    Span,
    leaves,
    replace_leaves,
)
from geo.text.candidates import Candidate, Words, candidates_of, find_candidates, known_words, read_words
from geo.text.demonyms import Demonym
from geo.text.phrase_area import PhraseSpan, ToponymSpan
from geo.text.phrases import extend, references
from geo.text.references import Antecedent, antecedent, find_generic_spots, find_vague_spots
from geo.text.roles import Usage, role_of, usage_of, usage_of_demonym
from geo.text.tagger import Tagged, Weights, choose, load_weights
from geo.text.tokens import tokenize
from geo.text.use_sense import weigh_use

__all__ = ["find_mentions", "rule_usages"]


def find_mentions(
    document: Document,
    index: NameIndex,
    weights: Weights | None = None,
    names: Callable[[str], Sequence[tuple[int, int]]] | None = None,
) -> tuple[Mention, ...]:
    """Return the mentions of a document in order, without overlaps.

    Names, adjectives and peoples' names, place phrases (*off the coast of X* is one mention) and references to a place
    named before (*the country's airspace*). What names no place of its own is there with `phrase` None and the reason.
    `weights`: those of our tagger, default those of the package. `names`: another tagger in its place, a function from
    the text to character spans of names (see `geo.text.spacy_tagger`).
    """
    text = document.text
    words = read_words(tokenize(text), [s.start for s in document.sentences])
    if names is None:
        tagged = choose(find_candidates(text, words, index), words, weights or load_weights())
    else:
        tagged = [Tagged(c, 1.0) for c in candidates_of(text, words, names(text), index)]
    peoples = _demonyms(words, tagged)
    covered = {k for first, last, _ in peoples for k in range(first, last)}
    tagged = [t for t in tagged if covered.isdisjoint(range(t.candidate.first, t.candidate.last))]
    mentions = [_from_demonym(text, words, first, last, demonym) for first, last, demonym in peoples]
    mentions += _from_names(text, words, tagged)
    mentions.sort(key=lambda m: m.span)
    kind_of = _kinds(index)
    mentions, pointers = _with_references(document, mentions, kind_of)
    mentions = _enlarge(text, mentions, pointers, kind_of)
    return tuple(_with_spots(document, mentions, kind_of))


def _kinds(index: NameIndex) -> Callable[[Mention], tuple[str, str]]:
    """Return a function that gives kind and country code of a mention's likeliest place."""

    def kind_of(mention: Mention) -> tuple[str, str]:
        if mention.phrase is None:
            return "", ""
        named = leaves(mention.phrase)
        entries = index.lookup(named[0].name) if named else ()
        return (entries[0].kind, entries[0].country) if entries else ("", "")

    return kind_of


def _with_references(
    document: Document, mentions: list[Mention], kind_of: Callable[[Mention], tuple[str, str]]
) -> tuple[list[Mention], frozenset[Span]]:
    """Return the mentions with references to a place named before put in, and where *its*, *their* stand."""
    pointers: set[Span] = set()
    for span, noun in references(document.text):
        if any(m.span.overlaps(span) for m in mentions):
            continue
        found = antecedent(document, span, noun, mentions, kind_of)
        if found.mention is None or found.mention.phrase is None:
            if noun:
                mentions.append(_unplaced(document.text, span, found))
            continue
        if not noun:
            pointers.add(span)
        named = leaves(found.mention.phrase)[0]
        mentions.append(
            Mention(
                span=span,
                text=span.of(document.text),
                role=Role.LITERAL,
                phrase=Named(named.name, span.start, span.end),
                score=0.8,
                reason=found.reason,
                candidates=found.candidates if len(found.candidates) > 1 else (),
            )
        )
        mentions.sort(key=lambda m: m.span)
    return sorted(mentions, key=lambda m: m.span), frozenset(pointers)


def _unplaced(text: str, span: Span, found: Antecedent) -> Mention:
    return Mention(
        span=span,
        text=span.of(text),
        role=Role.LITERAL,
        phrase=None,
        score=0.3,
        reason=found.reason,
        candidates=found.candidates,
    )


def _with_spots(
    document: Document, mentions: list[Mention], kind_of: Callable[[Mention], tuple[str, str]]
) -> list[Mention]:
    """Return the mentions with *the archipelago* and its like put in: placed where the text leaves no doubt."""
    spots = []
    for span, noun in find_generic_spots(document.text):
        if any(m.span.overlaps(span) for m in mentions):
            continue
        found = antecedent(document, span, noun, mentions, kind_of)
        if found.mention is None or found.mention.phrase is None:
            spots.append(_unplaced(document.text, span, found))
        else:
            named = leaves(found.mention.phrase)[0]
            spots.append(
                replace(
                    _unplaced(document.text, span, found), phrase=Named(named.name, span.start, span.end), score=0.6
                )
            )
    for span, unnamed in find_vague_spots(document):
        if not any(m.span.overlaps(span) for m in (*mentions, *spots)):
            spots.append(_unplaced(document.text, span, unnamed))
    return sorted([*mentions, *spots], key=lambda m: m.span)


def _demonyms(words: Words, tagged: Sequence[Tagged]) -> list[tuple[int, int, Demonym]]:
    """Return the adjectives and peoples' names, where no longer name holds them (*Indian Ocean*, *French Guiana*)."""
    held = {}
    for t in tagged:
        for k in range(t.candidate.first, t.candidate.last):
            held[k] = t.candidate
    known = known_words()
    found = []
    done = 0
    for k, (demonym, size) in words.demonyms.items():
        if k < done:
            continue
        holder = held.get(k)
        longer = holder is not None and holder.last - holder.first > size
        # *Mr. German*, *Jane English*: a person's name
        person = k > 0 and words.capital[k - 1] and not words.opens[k - 1] and words.low[k - 1] in known.first_names
        if not longer and not person:
            found.append((k, k + size, demonym))
        done = k + size
    return found


def _from_demonym(text: str, words: Words, first: int, last: int, demonym: Demonym) -> Mention:
    usage = usage_of_demonym(words, first, last, people=demonym.people)
    span = Span(words.starts[first], words.ends[last - 1])
    return Mention(
        span=span,
        text=span.of(text),
        role=role_of(usage.name),
        phrase=Named(demonym.place, span.start, span.end),
        usage=usage.name,
        reason=usage.reason,
        adjective=True,
    )


def rule_usages(text: str, words: Words, tagged: Sequence[Tagged]) -> list[Usage]:
    """Return how each name is used, as the rules say."""
    firsts = {t.candidate.first: t.candidate for t in tagged}
    lasts = {t.candidate.last: t.candidate for t in tagged}
    return [
        usage_of(
            text,
            words,
            c.first,
            c.last,
            _kind(c),
            chain=_chained(words, c, firsts),
            contains=_contains(words, c, lasts.get(c.first - 1)),
        )
        for c in (t.candidate for t in tagged)
    ]


def _from_names(text: str, words: Words, tagged: Sequence[Tagged]) -> list[Mention]:
    firsts = {t.candidate.first: t.candidate for t in tagged}
    found = []
    for t, by_rule in zip(tagged, rule_usages(text, words, tagged), strict=True):
        c = t.candidate
        usage = weigh_use(words, c, by_rule)
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


def _contains(words: Words, c: Candidate, inner: Candidate | None) -> bool:
    """Return whether the name is where the one before its comma lies: *Alabama* of *in Hueytown, Alabama*."""
    if inner is None or words.words[c.first - 1] != "," or not inner.entries:
        return False
    if inner.entries[0].kind not in ("city", "admin2", "admin1", "place"):
        return False  # *in the eastern Pacific, Washington said*: there is a town of Pacific in that state
    outer = {(e.country, e.admin1 if e.kind == "admin1" else "") for e in c.entries[:3] if e.kind in _AREAS}
    return any((e.country, "") in outer or (e.country, e.admin1) in outer for e in inner.entries if e.kind != "country")


_AREAS = ("country", "admin1", "territory")


def _within(words: Words, c: Candidate, firsts: dict[int, Candidate]) -> str:
    """Return the container the text itself gives: *Texas* of *Paris, Texas*."""
    outer = firsts.get(c.last + 1)
    if outer is None or words.words[c.last] != ",":
        return ""
    areas = any(e.kind in ("country", "admin1", "admin2", "territory") for e in outer.entries[:3])
    return outer.name if areas else ""


def _enlarge(
    text: str, mentions: list[Mention], pointers: frozenset[Span], kind_of: Callable[[Mention], tuple[str, str]]
) -> list[Mention]:
    """Return the mentions grown to the place phrases around them: one mention per phrase."""
    placed = [m for m in mentions if isinstance(m.phrase, Named)]
    toponyms = [
        ToponymSpan(
            m.span.start,
            m.span.end,
            m.phrase.name if isinstance(m.phrase, Named) else m.text,
            demonym=(m.adjective and m.usage in ("demonym", "modifier", "language")) or m.span in pointers,
            kind=kind_of(m)[0],
            within=m.phrase.within if isinstance(m.phrase, Named) else "",
        )
        for m in placed
    ]
    grown = [m for m in mentions if not isinstance(m.phrase, Named)]
    for phrase in extend(text, toponyms):
        bases = [placed[k] for k in phrase.uses]
        if (
            len(bases) == 1
            and isinstance(phrase.phrase, Named)
            and (phrase.start, phrase.end) == (bases[0].span.start, bases[0].span.end)
        ):
            if bases[0].span not in pointers:
                grown.append(bases[0])
            continue
        beside = isinstance(phrase.phrase, (Near, Around, Offset, Along, Between))
        if beside and bases[-1].role is Role.ASSOCIATIVE and bases[-1].span.end == phrase.end:
            grown += bases  # *near Melbourne University*, *between US troops*: the name is not the place
            continue
        if len(bases) == 1 and bases[0].span not in pointers and _is_title(text, bases[0].span.end, phrase.end):
            grown.append(bases[0])
            continue
        grown.append(_from_phrase(text, phrase, bases))
    return sorted(grown, key=lambda m: m.span)


def _is_title(text: str, name_end: int, end: int) -> bool:
    """Return whether what a phrase adds to a name starts a title: *Dagestani Interior* of *... Interior Minister*."""
    added = text[name_end:end].strip()
    following = text[end : end + 2]
    return added[:1].isupper() and following[:1] == " " and following[1:].isupper()


def _from_phrase(text: str, phrase: PhraseSpan, bases: list[Mention]) -> Mention:
    span = Span(phrase.start, phrase.end)
    hints = {
        Named(b.phrase.name, b.phrase.start, b.phrase.end, b.phrase.within): b.phrase
        for b in bases
        if isinstance(b.phrase, Named) and b.phrase.kind_hint
    }
    usage, reason, adjective = "literal", "a place phrase", False
    if bases:
        last = bases[-1]
        # *southern California police*: only what stands after the name can tell it is not the place
        if last.span.end == span.end and last.role is Role.ASSOCIATIVE and isinstance(phrase.phrase, (Named, Part)):
            usage, reason, adjective = last.usage, last.reason, last.adjective
        elif last.reason.startswith("stands for") or last.reason == "dateline":
            reason = last.reason
    return Mention(
        span=span,
        text=span.of(text),
        role=role_of(usage),
        phrase=_with_hints(phrase.phrase, hints),
        usage=usage,
        score=min((b.score for b in bases), default=1.0),
        reason=reason,
        candidates=bases[-1].candidates if bases else (),
        adjective=adjective,
    )


def _with_hints(phrase: Phrase, hints: dict[Named, Named]) -> Phrase:
    """Return the phrase with leaves that carry the kind the text gives them."""
    return replace_leaves(phrase, hints) if hints else phrase  # type: ignore[arg-type]
