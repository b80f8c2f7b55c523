"""Which places of a sentence are marked: the rules' verdict, weighed by how such places are told of elsewhere."""

from __future__ import annotations

from geo.claims.attribution import Speech
from geo.claims.clauses import Clauses
from geo.claims.event_backdrops import only_locates
from geo.claims.event_sense import BARE, Seen, describe_setting
from geo.claims.event_setting import list_around, local_voice, place_by_its_words
from geo.claims.event_words import event_words
from geo.claims.events import is_event_place
from geo.claims.reader import Reader
from geo.claims.theme import Topics, is_of_sport, stem
from geo.claims.words import CAPITAL, COORD, DET, PLACE, PREP, PUNCT
from geo.loglinear import chance, load_loglinear
from geo.model import Mention, Resolution, Role

__all__ = ["event_places", "frame", "place_settings"]

# Kinds and shapes that cannot act or speak.
_AREAS = frozenset(
    {"sea", "airspace", "fir", "border", "coast", "part", "offshore", "offset", "between", "near", "around", "along"}
    | {"river", "lake", "mountain", "island"}
)
# Where a town is named with its state after a comma: "Paris, Texas and Rome, Georgia".
_STATES_FOLLOW = frozenset({"US", "CA", "AU", "IN"})
_GROUPING = frozenset({"country", "territory", "admin1", "admin2"})


def event_places(reader: Reader, number: int, topics: Topics) -> list[int]:
    """Return the words of a sentence that are places where something happens or is so."""
    cs, said = reader.read(number)
    model = load_loglinear("event_sense")
    settings = place_settings(reader, number, topics)
    marked = set()
    for word, seen in settings:
        # "Residents of X said shells fell on Y": who speaks is no place of an event, however events are told elsewhere.
        if seen.verdict or all(speech.clause != cs.owner[word] for speech in said):
            features = describe_setting(cs, said, word, seen)
            least = _ADDED if not seen.verdict else _KEPT_BARE if BARE in features else model.threshold
            if chance(features, model) >= least:
                marked.add(word)
    if marked and len(settings) > len(marked):
        # What the rules hold of a whole list, *from Mali and Niger*, is not cut in two.
        lists = {list_around(cs, word)[0] for word in marked}
        marked |= {word for word, seen in settings if seen.verdict and list_around(cs, word)[0] in lists}
    return sorted(marked)


_KEPT_BARE, _ADDED = 0.2, 0.8
"""Where the model's own threshold is not asked: the least chance of a place that the rules hold for one where something
happens and that has no preposition (*Haiti faces hunger*: there they take few, and seldom wrong ones), and of a place
that the rules do not hold for one.
"""


def place_settings(reader: Reader, number: int, topics: Topics) -> list[tuple[int, Seen]]:
    """Return the literal places of a sentence, by word, with what is known of each and the rules' verdict."""
    cs, said = reader.read(number)
    teams = is_of_sport(topics)
    about = max(topics.themes, key=lambda theme: topics.themes[theme], default="")
    literal = [
        word
        for word, index in enumerate(cs.words.mentions)
        if index >= 0
        and reader.mentions[index].role is Role.LITERAL
        and not _container(reader, cs, word)
        and not _sayers_seat(cs, said, word)
        and not only_locates(cs, word)
    ]
    found = {
        word
        for word in literal
        for index in (cs.words.mentions[word],)
        if reader.mentions[index].usage == "mixed"  # a power whose measure is so all over its land
        or is_event_place(cs, said, word, reader.mentions[index].text, _area(reader.resolutions[index]), teams)
    }
    # "around Fiji and Samoa", "some coasts of Tonga, Niue and Samoa": a list stands where its first place does.
    found |= {word for word in literal if word not in found and list_around(cs, word)[0] in found}
    settings = []
    for word in literal:
        mention, resolution = reader.mentions[cs.words.mentions[word]], reader.resolutions[cs.words.mentions[word]]
        settings.append((word, Seen(_kind(mention, resolution), mention.usage, about, word in found)))
    return settings


def _kind(mention: Mention, resolution: Resolution) -> str:
    if _area(resolution) or place_by_its_words(mention.text):
        return "area"
    return resolution.place.kind if resolution.place is not None else ""


def frame(cs: Clauses, said: list[Speech], word: int) -> list[int]:
    """Return the words of what is said where a place opens the saying, none elsewhere.

    *In Khartoum, residents said shells fell near the market*: it is the shells that were there.
    """
    voice = local_voice(cs, said, word)
    if voice is not None:
        return [i for i, owner in enumerate(cs.owner) if owner in voice.covers]
    if not word or not cs.words.flags[0] & PREP or any(f & PUNCT for f in cs.words.flags[:word]):
        return []
    for speech in said:
        if speech.clause == cs.owner[word] and word < speech.start:
            return [i for i, owner in enumerate(cs.owner) if owner in speech.covers]
    return []


def _sayers_seat(cs: Clauses, said: list[Speech], word: int) -> bool:
    """Return whether a place only tells where somebody spoke of another: *In Geneva, the UN said Sudan ...*."""
    if local_voice(cs, said, word) is not None:
        return False
    return any(cs.words.mentions[i] >= 0 for i in frame(cs, said, word))


def _container(reader: Reader, cs: Clauses, word: int) -> bool:
    """Return whether the place only says where the place before it lies: *Egypt* of *Port Said, Egypt*."""
    words = cs.words
    whole = reader.resolutions[words.mentions[word]].place
    holds = whole is not None and whole.kind in _GROUPING
    of = next((k for k in range(word + 2, min(word + 5, len(words))) if words.low[k] == "of"), -1)
    if holds and of > 0 and stem(words.low[of - 1]) in event_words().kinds:
        at = of + 1
        while at < len(words) and words.flags[at] & DET:
            at += 1
        if at < len(words) and words.flags[at] & PLACE:
            return True  # "the Sudanese city of El Fasher", "the French Atlantic port of La Rochelle"
    k = word - 1
    while k >= 0 and (
        words.low[k]
        in (",", "in", "the", "of", "northern", "southern", "eastern", "western", "central", "state", "province")
    ):
        k -= 1
    abbreviated = len(words.low[word]) == 2  # "Miami FL"
    if k < 0 or (k == word - 1 and not abbreviated) or words.mentions[k] < 0:
        return False
    after = words.flags[word + 1 : word + 3]
    listed = len(after) == 2 and after[0] & COORD and after[1] & CAPITAL
    inner = reader.resolutions[words.mentions[k]].place
    outer = reader.resolutions[words.mentions[word]].place
    if inner is None or outer is None or outer.kind not in _GROUPING:
        return False
    if reader.mentions[words.mentions[k]].role is not Role.LITERAL:
        return False
    if listed and outer.kind in ("admin1", "admin2") and inner.country not in _STATES_FOLLOW:
        return False  # "in Surin, Ubon Ratchathani and Sisaket"
    return (
        bool(inner.country)
        and (inner.kind != outer.kind or inner.kind not in _GROUPING)
        and inner.country == outer.country
        and inner.kind not in ("country", "territory")
        and inner.id != outer.id
    )


def _area(resolution: Resolution) -> bool:
    return resolution.place is not None and resolution.place.kind in _AREAS
