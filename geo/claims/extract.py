"""Report and places in, claims out: what is said of each place, how sure, by whom, when and in which words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from geo.claims.attribution import Speech
from geo.claims.clauses import Clause, Clauses, says
from geo.claims.cues import Reach, reaches
from geo.claims.disputes import link_disputes
from geo.claims.event_backdrops import after_dateline
from geo.claims.event_marks import event_places, frame
from geo.claims.headings import heading_places, lead_status
from geo.claims.lives import is_obituary, recalls
from geo.claims.reader import Reader, mentions_by_sentence
from geo.claims.reporting import noun_kind
from geo.claims.status import status_at
from geo.claims.tables import table_rows
from geo.claims.theme import Hit, Topics, pick_theme, report_topics
from geo.claims.theme_words import content_hits, words_about, words_apart
from geo.claims.verbs import VerbGroup
from geo.claims.when import claim_time, times_in
from geo.claims.words import BE, COMPOUND, COORD, HAVE, NUMBER, PUNCT, Words
from geo.model import Claim, Document, Mention, Resolution, Role, Span, Status, count_words

__all__ = ["extract_claims"]

# Words that say somebody reports it without saying who.
_UNSOURCED = frozenset({"reportedly", "purportedly"})


class _Sentence(NamedTuple):
    """What one sentence is read with."""

    reader: Reader
    number: int
    cs: Clauses
    said: list[Speech]
    cues: list[Reach]
    headline: bool


def extract_claims(
    document: Document, mentions: Sequence[Mention], resolutions: Sequence[Resolution]
) -> tuple[Claim, ...]:
    """Return what the report says of its literal places, in reading order.

    A claim needs an event place in its own clause; one claim gathers the places of a clause that share status and
    speakers. `mentions` of the claims are indexes into `mentions`.
    """
    by_sentence = mentions_by_sentence(document, mentions)
    reader = Reader(document, mentions, resolutions, by_sentence)
    claims: list[Claim] = []
    topics = report_topics(count_words(document.text)) if mentions else Topics({}, frozenset())
    obituary = is_obituary(document.text)
    headed = heading_places(document, mentions, by_sentence)
    rows = table_rows(document, mentions, by_sentence)
    for number in sorted(by_sentence.keys() | headed.keys()):
        if number in rows:
            claims.append(_row_claim(reader, number, *rows[number], topics))
            continue
        literal = any(mentions[i].role is Role.LITERAL for i in by_sentence.get(number, ()))
        told = literal and not (obituary and recalls(reader.read(number)[0]))
        places = event_places(reader, number, topics) if told else []
        if places or number in headed:
            found = _sentence_claims(reader, number, places, topics) if places else []
            claims.extend(found or _headed_claim(reader, number, headed.get(number, ()), topics))
    ids = [_same_place(mentions, resolutions, c) for c in claims]
    names = [frozenset(word for i in c.mentions for word in mentions[i].text.lower().split()) for c in claims]
    return link_disputes(claims, ids, names)


# "near X" is where X is, to those who dispute what happened there.
_BESIDE = re.compile(r"(?:near|outside|around|in|the|central|downtown)\s+", re.IGNORECASE)


def _same_place(mentions: Sequence[Mention], resolutions: Sequence[Resolution], claim: Claim) -> frozenset[str]:
    """Return what a claim's places are known by: their ids, and their names without *near* and the like."""
    placed = [i for i in claim.mentions if resolutions[i].place is not None]
    ids = {place.id for i in placed if (place := resolutions[i].place) is not None}
    return frozenset(ids | {_BESIDE.sub("", mentions[i].text).lower() for i in placed})


def _sentence_claims(reader: Reader, number: int, places: list[int], topics: Topics) -> list[Claim]:
    """Return the claims of a sentence: its places gathered by clause, status and speakers."""
    cs, said = reader.read(number)
    sentence = _Sentence(reader, number, cs, said, reaches(cs), _is_headline(reader.document, number, cs.words))
    groups: dict[tuple[int, Status, tuple[str, ...]], list[int]] = {}
    for word in places:
        told = _told_at(cs, said, word)
        status, who = _certainty(sentence, told)
        groups.setdefault((cs.owner[told], status, who), []).append(word)
    hits = content_hits(cs, said)
    return [
        _claim(sentence, *key, tuple(i for word in words for i in _inside(sentence, word)), hits, topics)
        for key, words in groups.items()
    ]


def _inside(sentence: _Sentence, word: int) -> list[int]:
    """Return the mentions a word holds: both of *the Leiria-Pombal road*, where one word is two towns."""
    words, reader = sentence.cs.words, sentence.reader
    if not words.flags[word] & COMPOUND:
        return [words.mentions[word]]
    whole = Span(words.starts[word], words.ends[word])
    return [i for i in reader.by_sentence.get(sentence.number, ()) if reader.mentions[i].span.overlaps(whole)]


def _told_at(cs: Clauses, said: list[Speech], word: int) -> int:
    """Return the word whose clause speaks of a place: its own, or what is said where the place opens the saying."""
    inside = frame(cs, said, word)
    return inside[-1] if inside else word


def _headed_claim(reader: Reader, number: int, places: tuple[int, ...], topics: Topics) -> list[Claim]:
    """Return the claim a sentence without a place of its own makes of the places its heading names."""
    cs, said = reader.read(number)
    main = next((c for c in cs.clauses if c.link == "main"), None)
    hits = content_hits(cs, said)
    tells = main is not None and (main.verb() is not None or hits or any(f & NUMBER for f in cs.words.flags))
    if main is None or not tells or not places:
        return []
    covered = {index for speech in said for index in speech.covers}
    clause = next((c for c in cs.clauses if c.index in covered and c.link in ("comp", "main")), main)
    sentence = _Sentence(reader, number, cs, said, reaches(cs), False)
    status, who = _certainty(sentence, _last_word(cs, clause.index))
    return [_claim(sentence, clause.index, status, who, places, hits, topics)]


def _row_claim(reader: Reader, number: int, header: int, places: tuple[int, ...], topics: Topics) -> Claim:
    """Return the claim of a table's row: its header says what the figures are of."""
    span = reader.document.sentences[number]
    hits = content_hits(*reader.read(header))
    theme, kind = pick_theme(hits, [hit.word for hit in hits], topics)
    return Claim(span, span.of(reader.document.text), Status.OCCURRED, theme, kind, (), None, places)


def _last_word(cs: Clauses, clause: int) -> int:
    return max((i for i, owner in enumerate(cs.owner) if owner == clause), default=0)


def _certainty(sentence: _Sentence, word: int) -> tuple[Status, tuple[str, ...]]:
    """Return how sure the report is of what it says of a place, and on whose word."""
    reader, number, cs = sentence.reader, sentence.number, sentence.cs
    clause = cs.clauses[cs.owner[word]]
    over = [s for s in sentence.said if _covers(cs, s, clause, word)]
    who: list[str] = []
    # The innermost speaker is the first source; who answers comes last. A threat or a vow is no report.
    for speech in sorted(over, key=lambda s: (s.kind == "denied" and s.clause > clause.index, -s.clause)):
        if speech.kind != "planned":
            who.extend(name for name in reader.names(number, speech) if name not in who)
    status = status_at(cs, sentence.cues, over, word, sentence.headline)
    if not over:
        quoted = reader.quote_speaker(number)
        if quoted is not None:
            who = list(quoted)
            status = Status.CLAIMED if status in (Status.OCCURRED, Status.ONGOING) else status
    if status in (Status.OCCURRED, Status.ONGOING) and not _tells_of_past(clause):
        status = lead_status(reader.document, number) or status
    if not who and not _UNSOURCED.isdisjoint(cs.words.low[clause.start : clause.end]):
        who = list(reader.media_source(number))
    return status, tuple(who)


def _tells_of_past(clause: Clause) -> bool:
    """Return whether a clause has a verb that tells of what was or is, whatever heading it stands under."""
    verb = clause.verb()
    return verb is not None and verb.sure and (verb.passive or verb.tense in ("past", "perfect", "pluperfect"))


# What is reported with a noun is reported of where those who report it are.
_REPORTS = frozenset({"report", "confirm", "announce", "record", "register"})


def _covers(cs: Clauses, speech: Speech, clause: Clause, word: int) -> bool:
    """Return whether a place is part of what somebody says: in a clause, or in the noun that is reported."""
    if clause.index in speech.covers:
        return True
    if clause.link == "tail" and clause.start <= speech.start < word:
        return "," in cs.words.low[speech.start : word]  # "1,266 deaths, officials said, most of them in X"
    told = clause.verb()
    if told is not None and told.start == speech.start > word and told.lemma in _REPORTS and not speech.covers:
        return speech.clause == clause.index and clause.link not in ("tail", "source")  # "police in X reported deaths"
    if speech.clause != clause.index or speech.start >= word or speech.covers or clause.link in ("tail", "source"):
        return False
    low, verb = cs.words.low, clause.verb()
    if verb is None or verb.start > speech.start:
        return bool(noun_kind(low[speech.start])) and (verb is None or word < verb.start)
    if "what" in low[verb.start : speech.start]:
        return True  # "curbing what officials describe as plots in X"
    # "reported a loss after writing down a plant in X": what it did before is not what it reports.
    ing = (g.start for g in clause.groups if g.tense == "ing" and speech.start < g.start < word)
    before = any(low[start - 1] in ("after", "before", "since", "by", "while", "without") for start in ing)
    last = _last_verb(cs, clause, verb, word)
    return last.start == speech.start and last.lemma not in ("say", "tell", "speak") and not before


def _last_verb(cs: Clauses, clause: Clause, verb: VerbGroup, word: int) -> VerbGroup:
    """Return the last of a subject's verbs before a place: *denied shelling X and accused the army of bombing Y*."""
    flags = cs.words.flags
    return next(
        (
            g
            for g in reversed(clause.groups)
            if g.finite and says(g) and verb.start < g.start < word and flags[g.start - 1] & COORD
        ),
        verb,
    )


def _claim(
    sentence: _Sentence,
    clause: int,
    status: Status,
    who: tuple[str, ...],
    mentions: tuple[int, ...],
    hits: list[Hit],
    topics: Topics,
) -> Claim:
    """Return one claim of mentions that share clause, status and speakers."""
    document, cs = sentence.reader.document, sentence.cs
    whole = document.sentences[sentence.number]
    inside = words_about(cs, clause, mentions)
    theme, kind = pick_theme(hits, inside, topics, apart=words_apart(cs, clause, inside))
    told = (clause, cs.clauses[clause].same_subject)
    if (
        theme == "weather"
        and status is Status.PLANNED
        and any(h.theme == theme and cs.owner[h.word] in told for h in hits)
    ):
        status = Status.POSSIBLE  # a forecast, not a schedule
    span = _quote_span(cs, clause, sentence.said, whole)
    first = sentence.reader.mentions[mentions[0]].span
    if not first.overlaps(whole):
        first = Span(span.start, span.start)  # it stands in the heading
    when = claim_time(document, times_in(document, whole), span, first, status)
    today = document.report.date
    own = when is not None and when.words.lower() in span.of(document.text).lower()
    if status is Status.ONGOING and own and when and today is not None and when.iso[:10] > today.isoformat():
        status = Status.PLANNED  # "is adding a flight in June"
    return Claim(span, span.of(document.text), status, theme, kind, who, when, mentions)


def _is_headline(document: Document, number: int, words: Words) -> bool:
    """Return whether a sentence is the report's headline, told by the reader or by its form.

    By its form: the first of several sentences, or a line by itself without a full stop, short, and with the small
    words left out that headlines leave out.
    """
    sentence = document.sentences[number]
    if len(words) > 2 and document.text[sentence.start : sentence.end].isupper():
        return True
    if document.headline is not None and document.headline.overlaps(sentence):
        return True
    first = number == 0 and document.headline is None and len(document.sentences) > 1
    if not (first or (number and _alone_on_its_line(document.text, sentence))) or len(words) > 14:
        return False
    return not any(
        low in ("the", "a", "an") or flag & (BE | HAVE) for low, flag in zip(words.low, words.flags, strict=True)
    )


def _alone_on_its_line(text: str, sentence: Span) -> bool:
    """Return whether a line of a list of headlines holds a sentence, or several with a semicolon between."""
    line = text.rfind("\n", 0, sentence.start) + 1
    end = text.find("\n", sentence.end)
    rest = text[sentence.end : end if end >= 0 else len(text)]
    ends = text[sentence.start : sentence.end].rstrip()[-1:]
    return (
        not rest.strip() and not text[line : sentence.start].strip(" -*•·\t") and ends not in (".", "!", ":", "”", '"')
    )


def _quote_span(cs: Clauses, index: int, said: list[Speech], sentence: Span) -> Span:
    """Return the smallest readable span: the clause, with who says it where that stands beside it."""
    words = cs.words
    clause = cs.clauses[index]
    start, end = clause.start, clause.end
    for speech in said:
        if index in speech.covers:
            other = cs.clauses[speech.clause]
            if other.end == start and other.link not in ("tail", "source"):
                start = other.start
            elif 0 <= other.start - end <= 2 and other.link in ("tail", "source"):
                end = other.end
    if clause.link == "rel" and clause.parent >= 0:
        # A relative clause reads with what it is about: "four passengers who died in Montana".
        parent = cs.clauses[clause.parent]
        if parent.start < start and start - parent.start <= 14:
            start = parent.start
    elif clause.link == "adv" and start == clause.start and clause.opener not in ("because", "although", "though"):
        while start < end and words.flags[start] & PUNCT:
            start += 1
        if start < end and words.low[start] == clause.opener:
            start += 1
    start = start or after_dateline(cs)
    while start < end and words.low[start] in (",", ";", ":", "and", "but", "—", "–", "-", ")", "or", "”"):
        start += 1
    while (
        end > start and words.flags[end - 1] & PUNCT and words.low[end - 1] in (",", ";", ":", "—", "–", "-", "(", "“")
    ):
        end -= 1
    if end - start < 4:
        return sentence
    marks = words.low[start:end]
    if start and (("”" in marks and "“" not in marks) or marks.count('"') % 2):
        # A quotation keeps its opening mark.
        start -= words.low[start - 1] in ("“", '"')
    return Span(words.starts[start], words.ends[end - 1])
