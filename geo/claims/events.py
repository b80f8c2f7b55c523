"""Is this place where something happens? A government that acts, a speaker, a seat, an origin is no event place."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from geo.claims.attribution import Speech
from geo.claims.clauses import Clause, Clauses, says
from geo.claims.theme import stem
from geo.claims.verbs import VerbGroup
from geo.claims.words import (
    ADV,
    BASE,
    BE,
    CAPITAL,
    COMPOUND,
    COORD,
    DET,
    HAVE,
    MODAL,
    NUMBER,
    PLACE,
    POSSESSIVE,
    PREP,
    PUNCT,
    REL,
    SUB,
    TIME,
    split_list,
)
from geo.data import read_toml

__all__ = ["is_event_place"]


class _Rules(NamedTuple):
    office: frozenset[str]
    people: frozenset[str]
    goods: frozenset[str]
    ties: frozenset[str]
    events: frozenset[str]
    seats: dict[str, tuple[tuple[str, ...], ...]]
    acts: frozenset[str]
    undergoes: frozenset[str]
    kinds: frozenset[str]
    by_actors: frozenset[str]
    measures: frozenset[str]
    measure_verbs: frozenset[str]
    traits: frozenset[str]


@cache
def _rules() -> _Rules:
    table = read_toml("event_places.toml")
    nouns = table["nouns"]
    seats: dict[str, list[tuple[str, ...]]] = {}
    for phrase in split_list(table["phrases"]["seat"]):
        parts = tuple(phrase.split())
        seats.setdefault(parts[-1], []).append(parts)

    def nouns_of(text: str) -> frozenset[str]:
        return frozenset(stem(w) for w in split_list(text))

    return _Rules(
        nouns_of(nouns["office"]),
        nouns_of(nouns["people"]),
        nouns_of(nouns["goods"]),
        nouns_of(nouns["ties"]),
        nouns_of(table["events"]["nouns"]),
        {k: tuple(v) for k, v in seats.items()},
        frozenset(w.split()[0] for w in split_list(table["verbs"]["acts"])),
        frozenset(split_list(table["verbs"]["undergoes"])),
        nouns_of(table["description"]["nouns"]),
        nouns_of(table["events"]["by_actors"]),
        nouns_of(table["events"]["measures"]),
        frozenset(split_list(table["events"]["measure_verbs"])),
        frozenset(split_list(table["description"]["words"])),
    )


_WHERE = frozenset(
    [
        "in",
        "at",
        "near",
        "off",
        "around",
        "over",
        "inside",
        "outside",
        "across",
        "along",
        "through",
        "throughout",
        "toward",
        "towards",
        "into",
        "onto",
        "within",
        "beyond",
        "under",
        "on",
        "between",
        "above",
        "below",
        "beneath",
        "past",
        "via",
        "behind",
        "aboard",
        "up",
        "down",
        "past",
        "among",
    ]
)
_OBJECT_ONLY = frozenset(
    [
        "accuse",
        "urge",
        "tell",
        "ask",
        "call",
        "warn",
        "push",
        "press",
        "pressure",
        "blame",
        "criticise",
        "criticize",
        "condemn",
        "thank",
        "sue",
        "support",
        "help",
        "assist",
        "sanction",
        "beat",
        "defeat",
        "recognise",
        "recognize",
        "join",
        "praise",
        "welcome",
        "invite",
        "back",
        "arm",
        "supply",
        "advise",
        "persuade",
        "convince",
        "remind",
        "inform",
        "represent",
        "favour",
        "favor",
        "like",
        "love",
        "want",
        "oppose",
        "threaten",
        "consider",
        "name",
        "describe",
        "quote",
        "cite",
        "allow",
        "permit",
        "enable",
        "let",
        "require",
        "force",
        "order",
        "instruct",
    ]
)
_MOTION = frozenset(
    [
        "go",
        "come",
        "travel",
        "fly",
        "sail",
        "drive",
        "walk",
        "march",
        "move",
        "flee",
        "return",
        "head",
        "run",
        "ride",
        "cross",
        "climb",
        "send",
        "take",
        "bring",
        "transport",
        "carry",
        "ship",
        "deliver",
        "deploy",
        "dispatch",
        "evacuate",
        "airlift",
        "transfer",
        "spread",
        "extend",
        "advance",
        "reach",
        "withdraw",
        "retreat",
        "deport",
        "expel",
        "smuggle",
        "relocate",
        "bus",
        "tow",
        "divert",
        "reroute",
        "continue",
        "arrive",
        "depart",
        "leave",
        "pass",
        "migrate",
        "escape",
        "stretch",
        "get",
        "route",
        "export",
        "rush",
        "sweep",
        "drift",
        "lead",
        "escort",
        "land",
        "launch",
        "fire",
        "aim",
        "retire",
        "flow",
        "connect",
        "link",
        "pour",
        "swim",
        "crawl",
        "stream",
        "bind",
        "follow",
        "push",
        "row",
        "repatriate",
        "convoy",
        "displace",
        "hike",
        "wander",
        "trek",
        "journey",
        "race",
        "steam",
        "navigate",
        "range",
        "close",
        "open",
        "block",
    ]
)
_DESCRIBES = frozenset(
    [
        "city",
        "town",
        "village",
        "country",
        "capital",
        "state",
        "province",
        "district",
        "county",
        "region",
        "island",
        "municipality",
        "suburb",
        "nation",
        "territory",
        "port",
        "resort",
        "hamlet",
        "township",
        "community",
    ]
)


def _phrase_before(low: tuple[str, ...], at: int) -> str:
    """Return the seat phrase that ends right before the word `at`, empty where none."""
    i = at - 1
    while i >= 0 and low[i] in (
        "the",
        "a",
        "an",
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
        "nearby",
        "his",
        "her",
        "their",
        "both",
    ):
        i -= 1
    if i < 0:
        return ""
    for parts in _rules().seats.get(low[i], ()):
        size = len(parts)
        if i - size + 1 >= 0 and low[i - size + 1 : i + 1] == parts:
            return " ".join(parts)
    return ""


def _head_after(cs: Clauses, i: int) -> tuple[str, bool, int]:
    """Return the head noun of the phrase that goes on at `i`, whether it is a name, and where it stands."""
    low, flags = cs.words.low, cs.words.flags
    verbs = {k for g in cs.clauses[cs.owner[i - 1]].groups if g.finite for k in range(g.start, g.end)}
    last = -1
    j = i
    while j < len(low):
        f = flags[j]
        if f & (PUNCT | PREP | COORD | DET | REL | SUB | MODAL | BE | HAVE | POSSESSIVE | TIME) and not (
            f & POSSESSIVE and False
        ):
            break
        if j in verbs and j > i:
            break
        if f & ADV and not f & (CAPITAL | PLACE) and j > i:
            break
        last = j
        j += 1
    if last < 0:
        return "", False, -1
    return low[last], bool(flags[last] & CAPITAL), last


def is_event_place(cs: Clauses, said: list[Speech], word: int, text: str, area: bool) -> bool:
    """Return whether something is said to happen or be so at the place that is `word`.

    `area` says that its kind cannot act or speak (a sea, an airspace, a border, a coast, a part).
    """
    words = cs.words
    low, flags = words.low, words.flags
    rules = _rules()
    size = len(low)
    if flags[word] & COMPOUND:
        return area
    area = area or _place_by_its_words(low[word])
    clause = cs.clauses[cs.owner[word]]
    if _in_dateline(cs, word, text):
        return False

    # The list the place stands in shares one preposition: "in Benin, Ghana and Niger".
    first = word
    while first >= 2:
        k = first - 1
        while k >= 0 and (low[k] in (",", "and", "or", "&", "the", "both") or flags[k] & COORD):
            k -= 1
        if k < first - 1 and k >= 0 and flags[k] & PLACE:
            first = k
        else:
            break
    if not _one_list(cs, first, word):
        first = word
    last = word
    while last + 2 < size:
        k = last + 1
        while k < size and (low[k] in (",", "and", "or", "&", "the") or flags[k] & COORD):
            k += 1
        if k > last + 1 and k < size and flags[k] & PLACE:
            last = k
        else:
            break

    if not _one_list(cs, word, last):
        last = word
    before = first - 1
    while before >= 0 and (
        (flags[before] & DET and not flags[before] & (PREP | REL))
        or (
            low[before]
            in (
                "northern",
                "southern",
                "eastern",
                "western",
                "central",
                "nearby",
                "neighbouring",
                "neighboring",
                "north",
                "south",
                "east",
                "west",
                "downtown",
                "coastal",
                "rural",
                "mainland",
                "greater",
                "entire",
                "whole",
                "war-torn",
                "capital",
                "both",
                "parts",
                "much",
                "most",
                "of",
            )
            and low[before] != "of"
        )
    ):
        before -= 1
    prep = low[before] if before >= 0 and flags[before] & PREP else ""
    after = last + 1

    if seat := _phrase_before(low, first):
        if not (area and seat in ("than", "like", "against", "neighbouring", "neighboring", "part of", "state of")):
            return False

    own = [s for s in said if s.clause == clause.index and clause.index not in s.covers]
    # Possessive or modifier of something else: what that is decides.
    right = word + 1
    if not prep and last > word and low[last - 1] in ("and", "or", "&"):
        # "United States and Vietnamese officials"
        right = last + 1
    if right < size and flags[right] & POSSESSIVE:
        head, name, at = _head_after(cs, right + 1)
        s = stem(head) if head else ""
        if s in rules.events and not (name and s in rules.office):
            return not _speaks(cs, own, word)
        if s in rules.office or s in rules.people or (s in rules.ties and not area):
            return area and s not in rules.office
        if name:
            return any(stem(low[k]) in rules.events for k in range(right + 1, at + 1))
        if any(stem(low[k]) in rules.office for k in range(right + 1, at + 1)) and not area:
            return False
        return not _speaks(cs, own, word)
    if (
        right < size
        and not flags[right] & (PUNCT | PREP | COORD | DET | REL | SUB | MODAL | BE | HAVE | TIME | ADV | NUMBER)
        and not any(g.start <= right < g.end for g in clause.groups)
    ):
        head, name, at = _head_after(cs, right)
        if head:
            s = stem(head)
            inner = [stem(low[k]) for k in range(right, at + 1)]
            if _fronted_bare(cs, word, before, right, at):
                return True
            if s in rules.by_actors and not area and _adjective(low[word]):
                return False
            if s in rules.events and not any(w in rules.office for w in inner if w != s):
                return not _speaks(cs, own, word)
            if any(w in rules.office or w in rules.people or w in rules.goods for w in inner):
                return False
            if name and not area:
                return any(w in rules.events for w in inner)
            if s in rules.ties:
                return False

    if prep:
        return _after_preposition(cs, own, word, before, prep, area)
    return _bare(cs, own, word, first, last, after, area)


_LOCATING = frozenset(
    (
        "north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "off", "near", "outside", "between",
        "around", "within", "along", "about", "inside", "across", "some", "roughly", "nearly", "just", "waters", "sites",
    )
)  # fmt: skip


@cache
def _place_by_its_words(name: str) -> bool:
    """Return whether a name's own words show a place that cannot act: *Catania airport*, *north of Gao*."""
    parts = name.split()
    if len(parts) < 2:
        return False
    rules = _rules()
    lead = parts[1] if parts[0] in ("the", "a", "an", "its") and len(parts) > 2 else parts[0]
    last = stem(parts[-1])
    if last in (
        "sea",
        "bay",
        "gulf",
        "coast",
        "border",
        "basin",
        "valley",
        "mountain",
        "delta",
        "isthmus",
        "ocean",
        "channel",
    ):
        return True
    return (
        lead in _LOCATING
        or parts[0][0].isdigit()
        or (last in rules.events and last not in rules.by_actors and last not in rules.kinds)
    )


def _speaks(cs: Clauses, own: list[Speech], word: int) -> bool:
    """Return whether the word stands in the name of who speaks, not in what is said."""
    for speech in own:
        if speech.kind == "planned":
            continue
        clause = cs.clauses[speech.clause]
        start = cs.words.starts[word]
        if any(a <= start < b for a, b in speech.who):
            return True
        if clause.link in ("tail", "source"):
            return True
    return False


def _one_list(cs: Clauses, first: int, last: int) -> bool:
    """Return whether the places from `first` to `last` are one list, not neighbours by chance: *the Red Sea, the Pentagon*."""
    if first == last:
        return True
    gap = range(first + 1, last)
    low, flags = cs.words.low, cs.words.flags
    return any(flags[k] & COORD for k in gap) or (any(low[k] == "," for k in gap) and not any(low[k] == "the" for k in gap))


def _adjective(name: str) -> bool:
    return name.endswith(("an", "ese", "ish", "i", "ch", "ss", "ic", "us", "u.s.", "eli", "ian", "uk", "eu"))


def _fronted_bare(cs: Clauses, word: int, before: int, right: int, at: int) -> bool:
    """Return whether a place opens the clause without a comma: *In Haiti health officials are present*."""
    low, flags = cs.words.low, cs.words.flags
    if before < 0 or low[before] not in ("in", "at", "near", "across", "on", "outside", "around", "off"):
        return False
    opens = before == 0 or flags[before - 1] & (PUNCT | COORD)
    clause = cs.clauses[cs.owner[word]]
    return bool(opens) and any(g.finite and g.start == at + 1 for g in clause.groups)


def _in_dateline(cs: Clauses, word: int, text: str) -> bool:
    """Return whether the place is a dateline: *CARACAS, Nov 23 (Reuters) - ...*."""
    low, flags = cs.words.low, cs.words.flags
    if word > 6:
        return False
    for i in range(word):
        if not (flags[i] & (PLACE | TIME | NUMBER | PUNCT | CAPITAL)):
            return False
    for i in range(word + 1, min(len(low), word + 12)):
        if low[i] in ("—", "–", "--", "-", "(") and (low[i] != "-" or cs.words.starts[i] > cs.words.ends[i - 1]):
            return low[i] != "(" or (
                any(low[k] == ")" for k in range(i, min(len(low), i + 5)))
                and any(low[k] in ("—", "–", "-", "--") for k in range(i, min(len(low), i + 8)))
            )
        if not flags[i] & (PLACE | TIME | NUMBER | PUNCT | CAPITAL):
            return False
    return False


def _after_preposition(cs: Clauses, own: list[Speech], word: int, before: int, prep: str, area: bool) -> bool:
    """Return whether a place after a preposition is where it happens."""
    low, flags = cs.words.low, cs.words.flags
    rules = _rules()
    clause = cs.clauses[cs.owner[word]]
    verb = clause.verb()
    k = before - 1
    noun = low[k] if k >= 0 and not flags[k] & (PUNCT | PREP | COORD) else ""
    s = stem(noun) if noun else ""
    verb_before = any(g.start <= k < g.end for g in clause.groups) if k >= 0 else False
    if prep in ("according", "by", "with", "than", "like", "despite", "unlike", "per"):
        if prep == "with" and noun in ("border", "borders", "frontier"):
            return True
        return area and prep not in ("than", "like", "unlike")
    if _speaks(cs, own, word) and not _fronted(cs, clause, word):
        return False
    if prep == "of":
        if s in rules.office or s in rules.people or s in rules.goods or s in rules.ties:
            return False
        if flags[k] & CAPITAL and noun and not area:
            return s in rules.events
        return True
    if prep == "from":
        if verb is not None and verb.lemma in ("import", "buy", "purchase", "obtain", "hail", "get"):
            return area
        if s in rules.people or s in rules.goods or s in rules.office or noun.endswith("-year-old"):
            return area or _goes_on_to(cs, word)
        return True
    if prep == "between" and s in rules.ties and s != "border" and not area:
        return False
    if prep in ("to", "for", "against", "toward", "towards"):
        if s in rules.events and s not in rules.ties and s not in rules.goods:
            return True
        moving = any(g.lemma in _MOTION for g in clause.groups if g.start < before) or any(
            stem(low[i])
            in (
                "trip",
                "visit",
                "flight",
                "journey",
                "route",
                "convoy",
                "road",
                "way",
                "expedition",
                "return",
                "bound",
                "transport",
                "delivery",
                "entry",
                "access",
            )
            for i in range(max(clause.start, before - 10), before)
        )
        if not moving and not verb_before and (s in rules.ties or s in rules.goods or s in rules.office):
            return area
        if prep == "against":
            return area or any(stem(low[i]) in rules.events for i in range(max(clause.start, before - 5), before))
        if prep == "for":
            return (
                area
                or moving
                or noun
                in (
                    "issued",
                    "headed",
                    "bound",
                    "forecast",
                    "expected",
                    "planned",
                    "warning",
                    "alert",
                    "left",
                    "lifted",
                )
            )
        if moving or area:
            return True
        return noun not in (
            "said",
            "told",
            "according",
            "belong",
            "belongs",
            "linked",
            "close",
            "loyal",
            "due",
            "damage",
            "threat",
            "sold",
            "gave",
            "given",
            "give",
            "military",
            "offered",
            "related",
        ) or noun in ("damage", "threat", "close", "related")
    if prep in _WHERE or prep:
        if s in rules.office and not verb_before and not area:
            # "officials in Vietnam", "the ministry in Ankara" speak or decide; "police in Lagos arrested" does not.
            if verb is None:
                return False
            return not (verb.lemma in _OBJECT_ONLY or verb.lemma in _DECIDES or says(verb)) or k > verb.end
        if s in rules.ties and prep in ("on", "with", "over") and not area:
            return False
        if verb is not None and verb.lemma in _BIOGRAPHY and not verb.progressive and prep in ("in", "at") and not area:
            return False
        if _named_office(cs, k):
            return area
        if (
            verb is not None
            and verb.lemma in ("work", "serve", "train", "study", "teach")
            and low[verb.end : verb.end + 1] == ("as",)
        ):
            return False
        if (
            says(verb)
            and verb is not None
            and word > verb.end
            and not any(r for r in own if r.covers)
            and verb.lemma in ("say", "tell", "announce", "add", "explain", "insist", "speak")
        ):
            return area
        if (
            own
            and any(sp.covers for sp in own)
            and not _fronted(cs, clause, word)
            and verb is not None
            and says(verb)
            and verb.lemma in ("say", "tell", "announce", "add", "explain", "insist")
        ):
            return False
        return True
    return True


_DECIDES = frozenset(
    (
        "request", "seek", "plan", "decide", "agree", "intend", "approve", "appeal", "sign", "negotiate", "prefer", "propose", "refuse", "meet", "work",
        "monitor", "review", "study", "want",
    )
)  # fmt: skip


_BIOGRAPHY = frozenset(("study", "graduate", "educate", "bear", "reside"))


def _named_office(cs: Clauses, k: int) -> bool:
    """Return whether the words up to `k` name an office: *the Center for Disease Control (CDC) in Atlanta*."""
    low, flags = cs.words.low, cs.words.flags
    names = 0
    i = k
    while i >= 0 and k - i < 9:
        if flags[i] & CAPITAL and not flags[i] & (PLACE | TIME):
            names += 1
            if names and stem(low[i]) in _rules().office and (names > 1 or i < k):
                return True
        elif low[i] not in ("(", ")", "for", "of", "the", "and", "&"):
            break
        i -= 1
    return False


def _fronted(cs: Clauses, clause: object, word: int) -> bool:
    """Return whether the place stands before the subject: *In Gaza, officials said ...*."""
    low = cs.words.low
    own = cs.owner[word]
    c = cs.clauses[own]
    verb = c.verb()
    if verb is None or word > verb.start:
        return False
    return (
        "," in low[word : verb.start]
        and cs.words.flags[c.start if not cs.words.flags[c.start] & (PUNCT | COORD) else min(c.start + 1, len(low) - 1)]
        & PREP
        != 0
    )


def _goes_on_to(cs: Clauses, word: int) -> bool:
    """Return whether a *to* with a place or an area follows: both ends of a way are event places."""
    low, flags = cs.words.low, cs.words.flags
    for i in range(word + 1, min(len(low), word + 8)):
        if low[i] in ("to", "into", "towards", "toward") and any(
            flags[j] & PLACE for j in range(i + 1, min(len(low), i + 6))
        ):
            return True
        if low[i] in (",", ";"):
            return False
    return False


def _bare(cs: Clauses, own: list[Speech], word: int, first: int, last: int, after: int, area: bool) -> bool:
    """Return whether a place without a preposition is where it happens: subject, object or apposition."""
    low, flags = cs.words.low, cs.words.flags
    rules = _rules()
    clause = cs.clauses[cs.owner[word]]
    verb = clause.verb()
    if _speaks(cs, own, word):
        return False
    if (
        first > 0
        and flags[first - 1] & CAPITAL
        and not flags[first - 1] & (PLACE | TIME | PREP | DET)
        and first - 1 > clause.start
        and not area
    ):
        return False  # "Air Malta", "CDC Atlanta"
    # Skip an apposition: "Acapulco, a city of Guerrero, was hit".
    if verb is not None and word < verb.start:
        subject = (
            not any(flags[k] & PREP and not flags[k] & ADV for k in range(clause.start, first))
            or flags[clause.start] & PREP
        )
        between = [k for k in range(after, verb.start) if cs.owner[k] == clause.index]
        direct = all(
            flags[k] & (ADV | PUNCT | TIME | PLACE | COORD) or low[k] in ("again", "also", "itself", "has", "have")
            for k in between
        )
        soft = [k for k in between if not flags[k] & ADV]
        if direct or (soft and low[soft[0]] == "," and low[soft[-1]] == ","):
            verb = _real_verb(clause, verb)
            if verb.lemma == "be" and verb.end < len(low) and not area:
                head = [low[k] for k in range(verb.end, min(verb.end + 5, len(low)))]
                if any(w in _DESCRIBES for w in head) and head[0] in ("a", "an", "the", "one", "home"):
                    return False
                if any(w in rules.traits for w in head):
                    return False
            if area:
                return True
            if verb.passive or verb.lemma == "be":
                return verb.lemma not in (
                    "accuse",
                    "urge",
                    "ask",
                    "tell",
                    "expect",
                    "represent",
                    "say",
                    "involve",
                    "name",
                    "invite",
                    "elect",
                    "base",
                )
            if verb.lemma in rules.undergoes and verb.lemma not in rules.acts:
                return True
            if verb.lemma in rules.measure_verbs and _measure_after(cs, verb.end, clause.end):
                return True
            if verb.lemma in ("report", "record", "confirm", "register"):
                return _event_noun_after(cs, verb.end, clause.end)
            if verb.lemma in rules.acts or says(verb):
                return False
            if verb.lemma == "have":
                return _event_noun_after(cs, verb.end, clause.end)
            return bool(subject)
        return True
    # Object of a verb.
    governing = [g for g in clause.groups if g.end <= first]
    if governing:
        g = governing[-1]
        gap = [k for k in range(g.end, first) if not flags[k] & (DET | ADV)]
        if not gap and not area:
            if g.lemma in _OBJECT_ONLY or (says(g) and g.lemma not in ("show", "find")):
                return False
    if verb is None and not area:
        # A headline without a verb, or a fragment: an act is left to the words after the name.
        nxt = low[after] if after < len(low) else ""
        if nxt == "to" and first <= clause.start + 1:
            return False
        groups = [g for g in clause.groups if g.start == after]
        if groups and first <= clause.start + 1 and not groups[0].passive and groups[0].tense == "ing":
            return False
    return True


def _real_verb(clause: Clause, verb: VerbGroup) -> VerbGroup:
    """Return what is done where the finite verb only begins it: *have begun to implement*."""
    if verb.lemma in (
        "begin",
        "start",
        "continue",
        "try",
        "attempt",
        "move",
        "rush",
        "manage",
        "decide",
        "agree",
        "vow",
        "plan",
        "need",
        "have",
    ):
        following = next(
            (g for g in clause.groups if g.start >= verb.end and g.tense == "infinitive" and g.start - verb.end < 2),
            None,
        )
        if following is not None:
            return following
    return verb


def _measure_after(cs: Clauses, start: int, end: int) -> bool:
    rules = _rules()
    near = range(start, min(end, start + 7))
    return any(stem(cs.words.low[k]) in rules.measures for k in near) and not any(
        cs.words.flags[k] & PLACE for k in near
    )


def _event_noun_after(cs: Clauses, start: int, end: int) -> bool:
    rules = _rules()
    return any(
        stem(cs.words.low[k]) in rules.events
        or stem(cs.words.low[k]) in ("case", "people", "victim", "injury", "casualty", "patient", "power", "damage")
        for k in range(start, min(end, start + 8))
    )
