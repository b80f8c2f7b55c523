"""Report and places in, claims out: what is said of each place, how sure, by whom, when and in which words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from geo.claims.attribution import Speech, speeches
from geo.claims.clauses import Clauses, cut_clauses
from geo.claims.cues import reaches
from geo.claims.disputes import link_disputes
from geo.claims.events import is_event_place
from geo.claims.speakers import is_media, is_pronoun, outlet, speaker_span
from geo.claims.status import status_at
from geo.claims.theme import Hit, cue_hits, pick_theme, report_themes
from geo.claims.when import claim_time, times_in
from geo.claims.words import BE, CAPITAL, HAVE, PLACE, PUNCT, TIME, Words, cut_words
from geo.model import Claim, Document, Mention, Resolution, Role, Span, Status

__all__ = ["extract_claims"]

# Kinds and shapes that cannot act or speak.
_AREAS = frozenset(
    {"sea", "airspace", "fir", "border", "coast", "part", "offshore", "offset", "between", "near", "around", "along"}
    | {"river", "lake", "mountain", "island"}
)
# Words that say somebody reports it without saying who.
_UNSOURCED = frozenset({"reportedly", "purportedly"})
_GROUPING = frozenset({"country", "territory", "admin1", "admin2"})


def extract_claims(
    document: Document, mentions: Sequence[Mention], resolutions: Sequence[Resolution]
) -> tuple[Claim, ...]:
    """Return what the report says of its literal places, in reading order.

    A claim needs an event place in its own clause; one claim gathers the places of a clause that share status,
    speakers and theme. `mentions` of the claims are indexes into `mentions`.
    """
    text = document.text
    by_sentence: dict[int, list[int]] = {}
    starts = [s.start for s in document.sentences]
    for index, mention in enumerate(mentions):
        at = bisect_right(starts, mention.span.start) - 1
        if at >= 0:
            by_sentence.setdefault(at, []).append(index)
    if not any(mentions[i].role is Role.LITERAL for rows in by_sentence.values() for i in rows):
        return ()
    reader = _Reader(document, mentions, resolutions, by_sentence)
    prior = report_themes(text)
    claims: list[Claim] = []
    places: list[frozenset[str]] = []
    for number in sorted(by_sentence):
        rows = by_sentence[number]
        if not any(mentions[i].role is Role.LITERAL for i in rows):
            continue
        for claim, ids in _sentence_claims(reader, number, rows, prior):
            claims.append(claim)
            places.append(ids)
    names = [frozenset(word for i in claim.mentions for word in mentions[i].text.lower().split()) for claim in claims]
    return link_disputes(claims, places, names)


class _Reader:
    """Sentences read by clause on demand, and the speakers met so far: a memory for one report only."""

    def __init__(
        self,
        document: Document,
        mentions: Sequence[Mention],
        resolutions: Sequence[Resolution],
        by_sentence: dict[int, list[int]],
    ) -> None:
        self.document = document
        self.mentions = mentions
        self.resolutions = resolutions
        self.by_sentence = by_sentence
        self._read: dict[int, tuple[Clauses, list[Speech]]] = {}
        self._quote_starts = [quote.start for quote in document.quotes]

    def read(self, number: int) -> tuple[Clauses, list[Speech]]:
        """Return a sentence's clauses and sayings."""
        if number not in self._read:
            sentence = self.document.sentences[number]
            spans = [
                (self.mentions[i].span.start, self.mentions[i].span.end, i) for i in self.by_sentence.get(number, ())
            ]
            cs = cut_clauses(cut_words(self.document.text, sentence.start, sentence.end, spans))
            self._read[number] = (cs, speeches(cs, self.document.text))
        return self._read[number]

    def speaker_before(self, number: int, pronoun: str) -> str:
        """Return the last named speaker before a sentence, for *he said*; empty where there is none near."""
        text = self.document.text
        if pronoun == "it" and number:
            # "A team visited the town. It reported ...": the subject of the sentence before.
            cs, _ = self.read(number - 1)
            main = next((c for c in cs.clauses if c.link == "main"), None)
            verb = main.verb() if main else None
            span = speaker_span(cs, main, verb) if main and verb and not verb.passive else None
            if span:
                name = " ".join(text[span[0] : span[1]].split())
                # What says something is somebody: a team, a ministry, not a trip.
                if not is_pronoun(name) and any(part[0].isupper() for part in name.split()[1:]):
                    return name
        for back in range(number - 1, max(-1, number - 7), -1):
            _, found = self.read(back)
            names = [text[a:b] for speech in reversed(found) for a, b in speech.who[:1]]
            for name in names:
                # "he" is a person with a name, not "the agency".
                person = name[:4].lower() != "the " or any(part[0].isupper() for part in name.split()[1:])
                if not is_pronoun(name) and person and name.lower() != "who":
                    return name
                if not is_pronoun(name) and pronoun in ("it", "they"):
                    return name
        return ""

    def quote_speaker(self, number: int) -> tuple[str, ...] | None:
        """Return who speaks where a sentence lies in a quotation that another sentence ascribes; else None."""
        sentences = self.document.sentences
        sentence = sentences[number]
        at = bisect_right(self._quote_starts, sentence.start + 1) - 1
        if at < 0:
            return None
        quote = self.document.quotes[at]
        whole = quote.start >= sentence.start - 1 and quote.end <= sentence.end + 1
        if quote.end < sentence.end - 1 or whole:
            return None
        for i in range(max(0, number - 8), min(len(sentences), number + 9)):
            if i == number or sentences[i].start > quote.end + 1 or sentences[i].end < quote.start - 1:
                continue
            cs, found = self.read(i)
            for speech in found:
                if speech.who and not quote.start <= cs.words.starts[speech.start] < quote.end:
                    return self.names(i, speech)
        return ()

    def media_source(self, number: int) -> tuple[str, ...]:
        """Return whose report *reportedly* speaks of: the first news outlet the next sentences name as a source."""
        for i in range(number, min(len(self.document.sentences), number + 8)):
            _, found = self.read(i)
            for speech in found:
                names = self.names(i, speech)
                if any(is_media(name) for name in names):
                    return names
        return ()

    def names(self, number: int, speech: Speech) -> tuple[str, ...]:
        """Return a saying's speakers in words, pronouns put right where the text allows it."""
        text = self.document.text
        out = []
        for a, b in speech.who:
            name = " ".join(text[a:b].split())
            if name.lower() in (
                "we",
                "i",
                "you",
                "who",
                "which",
                "that",
                "those",
                "others",
                "some",
                "these",
                "us",
                "no one",
                "nobody",
                "none",
            ):
                continue
            if is_pronoun(name):
                name = self.speaker_before(number, name.lower()) or name
            name = outlet(name)
            if name and name not in out:
                out.append(name)
        return tuple(out)


def _area(resolution: Resolution) -> bool:
    return resolution.place is not None and resolution.place.kind in _AREAS


def _container(reader: _Reader, cs: Clauses, word: int) -> bool:
    """Return whether the place only says where the place before it lies: *Egypt* of *Port Said, Egypt*."""
    words = cs.words
    k = word - 1
    while k >= 0 and (
        words.low[k]
        in (",", "in", "the", "of", "northern", "southern", "eastern", "western", "central", "state", "province")
    ):
        k -= 1
    if k < 0 or k == word - 1 or words.mentions[k] < 0:
        return False
    inner = reader.resolutions[words.mentions[k]].place
    outer = reader.resolutions[words.mentions[word]].place
    if inner is None or outer is None or outer.kind not in _GROUPING:
        return False
    if reader.mentions[words.mentions[k]].role is not Role.LITERAL:
        return False
    return (
        bool(inner.country)
        and inner.country == outer.country
        and inner.kind not in ("country", "territory")
        and inner.id != outer.id
    )


def _sentence_claims(
    reader: _Reader, number: int, rows: list[int], prior: dict[str, float]
) -> list[tuple[Claim, frozenset[str]]]:
    document = reader.document
    text = document.text
    sentence = document.sentences[number]
    cs, said = reader.read(number)
    headline = _is_headline(document, number, cs.words)
    found = reaches(cs)
    hits = _content_hits(cs, said)
    times = times_in(document, sentence)
    quoted: tuple[str, ...] | None = None
    looked = False
    groups: dict[tuple[int, Status, tuple[str, ...]], list[tuple[int, int]]] = {}
    for word, index in enumerate(cs.words.mentions):
        if index < 0 or reader.mentions[index].role is not Role.LITERAL:
            continue
        if _container(reader, cs, word):
            continue
        if not is_event_place(cs, said, word, reader.mentions[index].text, _area(reader.resolutions[index])):
            continue
        clause = cs.clauses[cs.owner[word]]
        over = [
            s
            for s in said
            if clause.index in s.covers or (s.clause == clause.index and s.start < word and _takes_noun(cs, s))
        ]
        who: list[str] = []
        # The innermost speaker is the first source; who answers comes last.
        for speech in sorted(over, key=lambda s: (s.kind == "denied" and s.clause > clause.index, -s.clause)):
            if speech.kind == "planned":
                continue
            for name in reader.names(number, speech):
                if name not in who:
                    who.append(name)
        status = status_at(cs, found, over, word, headline)
        if not over:
            if not looked:
                quoted, looked = reader.quote_speaker(number), True
            if quoted is not None:
                who = list(quoted)
                if status in (Status.OCCURRED, Status.ONGOING):
                    status = Status.CLAIMED
        if not who and any(low in _UNSOURCED for low in cs.words.low[clause.start : clause.end]):
            who = list(reader.media_source(number))
        groups.setdefault((clause.index, status, tuple(who)), []).append((index, word))
    out = []
    for (clause_index, status, names), members in groups.items():
        clause = cs.clauses[clause_index]
        inside = [i for i in range(len(cs.words)) if cs.owner[i] == clause_index]
        theme, kind = pick_theme(hits, inside, prior)
        if theme == "weather" and status is Status.PLANNED:
            status = Status.POSSIBLE
        span = _quote_span(cs, clause_index, said, sentence)
        first = reader.mentions[members[0][0]].span
        when = claim_time(document, times, span, first, status)
        today = document.report.date
        if status is Status.ONGOING and when is not None and today is not None and when.iso[:10] > today.isoformat():
            status = Status.PLANNED  # "is adding a flight in June"
        ids = frozenset(p.id for p in (reader.resolutions[i].place for i, _ in members) if p is not None)
        claim = Claim(
            span,
            text[span.start : span.end],
            status,
            theme,
            kind,
            names,
            when,
            tuple(i for i, _ in members),
        )
        out.append((claim, ids))
    return out


def _is_headline(document: Document, number: int, words: Words) -> bool:
    """Return whether a sentence is the report's headline, told by the reader or by its form.

    By its form: the first of several sentences, short, and with the small words left out that headlines leave out.
    """
    sentence = document.sentences[number]
    if document.headline is not None:
        return document.headline.overlaps(sentence)
    if number or len(document.sentences) < 2 or len(words) > 14:
        return False
    return not any(
        low in ("the", "a", "an") or flag & (BE | HAVE) for low, flag in zip(words.low, words.flags, strict=True)
    )


def _content_hits(cs: Clauses, said: list[Speech]) -> list[Hit]:
    """Return the theme cues of a sentence, those in the names of its speakers left out: *the Forestry Service said*."""
    spans = [who for speech in said for who in speech.who]
    starts = cs.words.starts
    flags = cs.words.flags
    return [
        h
        for h in cue_hits(cs.words.low)
        # A town called Hurricane is no storm.
        # ... and the month of March no protest.
        if not flags[h.word] & PLACE
        and not (flags[h.word] & TIME and flags[h.word] & CAPITAL)
        and not any(a <= starts[h.word] < b for a, b in spans)
    ]


def _takes_noun(cs: Clauses, speech: Speech) -> bool:
    verb = cs.clauses[speech.clause].verb()
    return (
        verb is not None
        and verb.start == speech.start
        and not speech.covers
        and cs.clauses[speech.clause].link not in ("tail", "source")
        and verb.lemma not in ("say", "tell", "speak")
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
