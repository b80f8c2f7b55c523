"""A report read by clause on demand: sentences with their sayings, and who a pronoun or a quotation stands for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence

from geo.claims.attribution import Speech, speeches
from geo.claims.clauses import Clauses, cut_clauses
from geo.claims.speakers import is_media, is_pronoun, outlet, speaker_span
from geo.claims.words import cut_words
from geo.model import Document, Mention, Resolution

__all__ = ["Reader", "mentions_by_sentence"]

# Names that are nobody's: the speaker is then told by the sentences around.
_NOBODY = frozenset(
    {"we", "i", "you", "who", "which", "that", "those", "others", "some", "these", "us", "no one", "nobody", "none"}
)


def mentions_by_sentence(document: Document, mentions: Sequence[Mention]) -> dict[int, list[int]]:
    """Return the mentions of each sentence that has any, both by their number."""
    found: dict[int, list[int]] = {}
    starts = [s.start for s in document.sentences]
    for index, mention in enumerate(mentions):
        at = bisect_right(starts, mention.span.start) - 1
        if at >= 0:
            found.setdefault(at, []).append(index)
    return found


class Reader:
    """Sentences read by clause on demand, and the speakers met so far: a memory for one report only."""

    def __init__(
        self,
        document: Document,
        mentions: Sequence[Mention],
        resolutions: Sequence[Resolution],
        by_sentence: Mapping[int, Sequence[int]],
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
            cs, found = self.read(number - 1)
            said = [text[a:b] for speech in found for a, b in speech.who[:1]]
            # "A storm may strike, the weather bureau said. It denied ...": what spoke before speaks on.
            if said and (said[-1][:4].lower() == "the " or said[-1].isupper()):
                return said[-1]
            # "A team visited the town. It reported ...": the subject of the sentence before.
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
        return self._person_before(number) if pronoun in ("he", "she") else ""

    def _person_before(self, number: int) -> str:
        """Return the person a sentence shortly before is about, who spoke not: *Ann Lee brought the motion.*."""
        names = (self._person_of(back) for back in range(number - 1, max(-1, number - 4), -1))
        return next((name for name in names if name), "")

    def _person_of(self, number: int) -> str:
        """Return the person a sentence is about by a full name; empty where it is about something else."""
        cs, _ = self.read(number)
        main = next((c for c in cs.clauses if c.link == "main"), None)
        verb = main.verb() if main else None
        span = speaker_span(cs, main, verb._replace(passive=False)) if main and verb else None
        name = " ".join(self.document.text[span[0] : span[1]].split()) if span else ""
        named = sum(part[0].isupper() for part in name.split()) > 1 and _PERSON.fullmatch(name)
        return name if named and name[:4].lower() != "the " else ""

    def quote_speaker(self, number: int) -> tuple[str, ...] | None:
        """Return who speaks where a sentence lies in a quotation that another sentence ascribes; else None."""
        sentences = self.document.sentences
        sentence = sentences[number]
        at = bisect_right(self._quote_starts, sentence.start + 1) - 1
        if at < 0:
            return None
        quote = self.document.quotes[at]
        if quote.end < sentence.end - 1:
            return None
        for i in range(max(0, number - 8), min(len(sentences), number + 9)):
            if i == number or sentences[i].start > quote.end + 1 or sentences[i].end < quote.start - 1:
                continue
            cs, found = self.read(i)
            for speech in found:
                outside = not quote.start <= cs.words.starts[speech.start] < quote.end
                names = self.names(i, speech) if outside else ()
                if names:
                    return names
        # A quotation that nobody is named for goes on with who spoke before it.
        name = self.speaker_before(number, "he")
        return (name,) if name else ()

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
        """Return a saying's speakers in words, pronouns and *one of them* put right where the text allows it."""
        text = self.document.text
        out: list[str] = []
        for a, b in speech.who:
            # "four officials cited by Reuters": a chain, the first source first.
            for part in _CITED.split(" ".join(text[a:b].split())):
                if part.lower() in _NOBODY and (len(part) == 1 or not part.isupper()):  # "who", not the WHO
                    continue
                name = part
                if is_pronoun(name):
                    here = self._person_of(number) if name.lower() in ("he", "she") else ""
                    name = (
                        self._in_sentence(number, speech) or here or self.speaker_before(number, name.lower()) or name
                    )
                else:
                    name = self._group(number, speech, name)
                name = outlet(name)
                if name and name not in out:
                    out.append(name)
        return tuple(out)

    def _in_sentence(self, number: int, speech: Speech) -> str:
        """Return who else speaks in the sentence before a saying: *Ann Lee denied that she lied and that she said*."""
        text = self.document.text
        found = self._read[number][1] if number in self._read else []
        for other in found:
            if other.start < speech.start and other.who and other.covers:
                a, b = other.who[0]
                name = " ".join(text[a:b].split())
                if not is_pronoun(name) and name.lower() not in _NOBODY:
                    return name
        return ""

    def _group(self, number: int, speech: Speech, name: str) -> str:
        """Return a name with the group it speaks of as it was named before.

        *one of them* and *two of the officials* are of the *four US officials* a sentence before.
        """
        match = _ONE_OF.fullmatch(name)
        if match is None:
            if name.lower() in _AN_OUTLET:
                return self._earlier(number, speech, is_media) or name
            return name
        lead, whole = match.group(1), match.group(2)
        nouns = whole.split()[1:]
        head = nouns[-1].lower() if nouns else ""

        def fits(other: str) -> bool:
            bare = _bare_group(other).lower()
            last = bare.split()
            if not last or bare == whole.lower() or is_media(other) or any(word.lower() not in last for word in nouns):
                return False
            return last[-1] == head if head else len(last[-1]) > 3 and last[-1].endswith("s")

        group = self._earlier(number, speech, fits)
        if not group:
            return name
        group = _bare_group(group)
        if group.split()[0].lower() != "the":
            return f"{lead} of the {group}"
        resolved = f"{lead} of {group}"
        return resolved if nouns else self._group(number, speech, resolved)

    def _earlier(self, number: int, speech: Speech, fits: Callable[[str], bool]) -> str:
        """Return the nearest earlier speaker that fits, as far as a few sentences back; empty where there is none."""
        text = self.document.text
        for back in range(number, max(-1, number - _FAR), -1):
            _, found = self.read(back)
            for other in reversed(found):
                if back == number and other.start >= speech.start:
                    continue
                for a, b in other.who:
                    for part in _CITED.split(" ".join(text[a:b].split())):
                        if fits(part):
                            return part
        return ""


# A person's name with who that is, as against "DAKAR, Oct 28 (AFP) - At least four people".
_PERSON = re.compile(r"[^\d()\[\]:;]*(?:, \d\d,?[^\d()\[\]:;]*)?")
# A group named so many sentences before is still the one meant.
_FAR = 14
_CITED = re.compile(r",? (?:cited|quoted) by (?:the )?")
_ONE_OF = re.compile(
    r"((?:one|two|three|four|five|six|seven|some|several|many|most|both|another|others|all|a number|any)(?: more)?)"
    r" of (them|these|the [\w’'\- ]+)",
    re.IGNORECASE,
)
_AN_OUTLET = frozenset(
    {"the news agency", "the agency", "the newspaper", "the paper", "the broadcaster", "the outlet", "the news outlet"}
)


def _bare_group(name: str) -> str:
    """Return a group's name without what was already counted off it: *two of the US officials* are US officials."""
    match = _ONE_OF.fullmatch(name)
    return match.group(2) if match is not None else name
