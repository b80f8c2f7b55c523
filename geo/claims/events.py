"""Is this place where something happens? A government that acts, a speaker, a seat, an origin is no event place."""

from __future__ import annotations

from geo.claims.attribution import Speech
from geo.claims.clauses import Clauses
from geo.claims.event_arguments import bare
from geo.claims.event_backdrops import (
    describes,
    in_dateline,
    is_byline,
    is_contact,
    is_residence,
    is_seat,
    tells_a_life,
)
from geo.claims.event_owners import of_something
from geo.claims.event_prepositions import after_preposition
from geo.claims.event_setting import Setting, list_around, local_voice, place_by_its_words
from geo.claims.event_words import event_words
from geo.claims.words import COMPOUND, DET, PLACE, POSSESSIVE, PREP, REL

__all__ = ["is_event_place"]


# "the Izium-Lyman line": towns in a chain name a stretch of land.
_CHAINED = frozenset(
    {
        "line",
        "axis",
        "corridor",
        "front",
        "sector",
        "road",
        "highway",
        "railway",
        "route",
        "motorway",
        "pass",
        "section",
    }
    | {"ferry", "train", "bus", "service", "flight", "border", "crossing", "track", "stretch", "trains"}
)


def is_event_place(cs: Clauses, said: list[Speech], word: int, name: str, area: bool, teams: bool = False) -> bool:
    """Return whether something is said to happen or be so at the place that is `word`.

    `name` is the place as written; `area` says that its kind cannot act or speak (a sea, an airspace, a border, a
    coast, a part), `teams` that a bare name is a team's, as in a report of sport.
    """
    parts = cs.words.low[word].split("-") if cs.words.flags[word] & COMPOUND else []
    joined = name.lower() in parts and parts[0] not in ("pan", "trans", "inter")
    chain = joined and not _CHAINED.isdisjoint(cs.words.low[word + 1 : word + 2])  # not "the Pan-American Highway"
    if (
        cs.words.flags[word] & COMPOUND
        and not chain
        and cs.words.low[word].rpartition("-")[2] not in event_words().endings
    ):
        return False  # "Paris-based", "R-Florence"
    clause = cs.clauses[cs.owner[word]]
    if in_dateline(cs, word, name) or describes(cs, clause) or cs.words.low[word + 1 : word + 2] == ("based",):
        return False
    if is_contact(cs) or is_byline(cs) or _with_who_tells(cs, said, word):
        return False
    here = _setting(cs, said, word, area or place_by_its_words(name))
    if local_voice(cs, here.own, here.first) is not None:
        return True
    if is_seat(cs, here.first, here.area) or is_residence(cs, here.first) or tells_a_life(cs, clause, word):
        return False
    owner = None if chain else of_something(here)
    if owner is not None:
        return owner
    if here.preposition < 0:
        return bare(here) and (not teams or here.area)
    whole = _whole(here)
    if whole >= 0:
        return is_event_place(cs, list(here.own), whole, cs.words.low[whole], False)
    return after_preposition(here)


def _with_who_tells(cs: Clauses, said: list[Speech], word: int) -> bool:
    """Return whether a place says where those are who tell of another: *media in China reported damage in Ruili*."""
    clause, low = cs.owner[word], cs.words.low
    tells = next((s.start for s in said if s.clause == clause and s.start > word), -1)
    if tells < 0 or low[word - 1] != "in" or low[word - 2] not in _TELLERS:
        return False
    return any(cs.words.flags[k] & PLACE for k in range(tells + 1, cs.clauses[clause].end))


_TELLERS = frozenset({"media", "press", "newspapers", "broadcasters", "television", "reporters", "correspondents"})


def _setting(cs: Clauses, said: list[Speech], word: int, area: bool) -> Setting:
    """Return a place with the list it stands in, the preposition before that, and what its clause says of speakers."""
    low, flags = cs.words.low, cs.words.flags
    first, last = list_around(cs, word)
    before = first - 1
    while before >= 0:
        if (flags[before] & DET and not flags[before] & (PREP | REL)) or low[before] in event_words().modifiers:
            before -= 1
        elif before and flags[before] & POSSESSIVE and flags[before - 1] & PLACE:
            before -= 2  # "in western Iran's Kermanshah province"
        else:
            break
    preposition = before if before >= 0 and flags[before] & PREP else -1
    clause = cs.owner[word]
    own = tuple(s for s in said if s.clause == clause and clause not in s.covers)
    return Setting(cs, word, first, last, preposition, area, own)


def _whole(here: Setting) -> int:
    """Return the place that a place after *including* is part of, -1 for none.

    *People from all across the country, including Missouri*, are no more there than in the country.
    """
    words = here.cs.words
    if words.low[here.preposition] != "including":
        return -1
    before = range(here.preposition - 1, here.clause.start - 1, -1)
    return next((i for i in before if words.flags[i] & PLACE), -1)
