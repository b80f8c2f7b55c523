"""The words that tell an event place from an actor, as `event_places.toml` lists them."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from geo.claims.theme import stem
from geo.claims.words import split_list
from geo.data import read_toml

__all__ = ["EventWords", "event_words"]


class EventWords(NamedTuple):
    """Nouns are stems, verbs base forms."""

    office: frozenset[str]
    distant: frozenset[str]
    people: frozenset[str]
    residents: frozenset[str]
    locals: frozenset[str]
    goods: frozenset[str]
    works: frozenset[str]
    professions: frozenset[str]
    ties: frozenset[str]
    ways: frozenset[str]
    counted: frozenset[str]
    events: frozenset[str]
    by_actors: frozenset[str]
    measures: frozenset[str]
    measure_verbs: frozenset[str]
    modifiers: frozenset[str]
    locating: frozenset[str]
    natural: frozenset[str]
    relations: frozenset[str]
    seats: dict[str, tuple[tuple[str, ...], ...]]
    """Phrases by their last word."""
    contact: dict[str, tuple[tuple[str, ...], ...]]
    """Phrases by their first word."""
    acts: frozenset[str]
    undergoes: frozenset[str]
    take_governments: frozenset[str]
    decide: frozenset[str]
    at_home: frozenset[str]
    lives: frozenset[str]
    learned: frozenset[str]
    begin: frozenset[str]
    passive_governments: frozenset[str]
    move: frozenset[str]
    obtain: frozenset[str]
    kinds: frozenset[str]
    traits: frozenset[str]
    endings: frozenset[str]
    tallies: frozenset[str]
    powers: frozenset[str]
    """Seats of power in lower case, whose bare name as a subject is nearly always the power."""
    not_toward: frozenset[str]


@cache
def event_words() -> EventWords:
    """Return the lists, read once."""
    table = read_toml("event_places.toml")
    seats: dict[str, list[tuple[str, ...]]] = {}
    for phrase in split_list(table["phrases"]["seat"]):
        parts = tuple(phrase.split())
        seats.setdefault(parts[-1], []).append(parts)

    contact: dict[str, list[tuple[str, ...]]] = {}
    for phrase in split_list(table["phrases"]["contact"]):
        contact.setdefault(phrase.split()[0], []).append(tuple(phrase.split()))

    def plain(section: str, key: str) -> frozenset[str]:
        return frozenset(split_list(table[section][key]))

    def stems(section: str, key: str) -> frozenset[str]:
        return frozenset(stem(word) for word in split_list(table[section][key]))

    return EventWords(
        office=stems("nouns", "office"),
        distant=stems("nouns", "distant"),
        people=stems("nouns", "people"),
        residents=stems("nouns", "residents"),
        locals=stems("nouns", "locals"),
        goods=stems("nouns", "goods"),
        works=stems("nouns", "works"),
        professions=stems("nouns", "professions"),
        ties=stems("nouns", "ties"),
        ways=stems("nouns", "ways"),
        counted=stems("nouns", "counted"),
        events=stems("events", "nouns"),
        by_actors=stems("events", "by_actors"),
        measures=stems("events", "measures"),
        measure_verbs=plain("events", "measure_verbs"),
        modifiers=plain("words", "modifiers"),
        locating=plain("words", "locating"),
        natural=plain("words", "natural"),
        relations=plain("words", "relations"),
        seats={last: tuple(phrases) for last, phrases in seats.items()},
        contact={first: tuple(phrases) for first, phrases in contact.items()},
        acts=frozenset(verb.split()[0] for verb in split_list(table["verbs"]["acts"])),
        undergoes=plain("verbs", "undergoes"),
        take_governments=plain("verbs", "take_governments"),
        decide=plain("verbs", "decide"),
        at_home=plain("verbs", "at_home"),
        lives=plain("verbs", "lives"),
        learned=plain("verbs", "learned"),
        begin=plain("verbs", "begin"),
        passive_governments=plain("verbs", "passive_governments"),
        move=plain("verbs", "move"),
        obtain=plain("verbs", "obtain"),
        kinds=stems("description", "nouns"),
        traits=plain("description", "words"),
        endings=plain("words", "endings"),
        tallies=stems("nouns", "tallies"),
        powers=frozenset(name.lower() for name in read_toml("metonyms.toml")["metonyms"]["words"]),
        not_toward=plain("nouns", "not_toward"),
    )
