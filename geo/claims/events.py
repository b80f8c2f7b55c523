"""Is this place where something happens? A government that acts, a speaker, a seat, an origin is no event place."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from geo.claims.attribution import Speech
from geo.claims.clauses import Clause, Clauses, says
from geo.claims.event_words import event_words
from geo.claims.reporting import saying_verbs
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
)

__all__ = ["is_event_place"]

_SPOT_PREPOSITIONS = ("in", "at", "near", "across", "on", "outside", "around", "off")
_DASHES = ("—", "–", "--", "-")
# What ends the noun phrase that goes on after a place.
_ENDS_PHRASE = PUNCT | PREP | COORD | DET | REL | SUB | MODAL | BE | HAVE | POSSESSIVE | TIME


class _Setting(NamedTuple):
    """A place in its sentence."""

    cs: Clauses
    word: int
    first: int
    """First place of the list it stands in, itself where there is none."""
    last: int
    preposition: int
    """Where the preposition before the list stands, -1 for none."""
    area: bool
    """Its kind cannot act or speak."""
    own: tuple[Speech, ...]
    """Sayings that its clause makes, not those it is the content of."""

    @property
    def clause(self) -> Clause:
        """Return the clause it stands in."""
        return self.cs.clauses[self.cs.owner[self.word]]


def is_event_place(cs: Clauses, said: list[Speech], word: int, name: str, area: bool) -> bool:
    """Return whether something is said to happen or be so at the place that is `word`.

    `name` is the place as written; `area` says that its kind cannot act or speak (a sea, an airspace, a border, a
    coast, a part).
    """
    low, flags = cs.words.low, cs.words.flags
    area = area or _place_by_its_words(name)
    if flags[word] & COMPOUND:
        return False  # "Paris-based", "R-Florence"
    clause = cs.clauses[cs.owner[word]]
    if _in_dateline(cs, word, name) or _describes(cs, clause) or low[word + 1 : word + 2] == ("based",):
        return False
    first, last = _list_around(cs, word)
    before = first - 1
    modifiers = event_words().modifiers
    while before >= 0:
        if (flags[before] & DET and not flags[before] & (PREP | REL)) or low[before] in modifiers:
            before -= 1
        elif before and flags[before] & POSSESSIVE and flags[before - 1] & PLACE:
            before -= 2  # "in western Iran's Kermanshah province"
        else:
            break
    own = tuple(s for s in said if s.clause == clause.index and clause.index not in s.covers)
    here = _Setting(cs, word, first, last, before if before >= 0 and flags[before] & PREP else -1, area, own)
    if _is_seat(cs, first, area) or _is_residence(cs, first):
        return False
    of_something = _of_something(here)
    if of_something is not None:
        return of_something
    return _after_preposition(here) if here.preposition >= 0 else _bare(here)


@cache
def _place_by_its_words(name: str) -> bool:
    """Return whether a name's own words show a place that cannot act: *Catania airport*, *north of Gao*."""
    parts = name.split()
    if len(parts) < 2:
        return False
    w = event_words()
    # "north of Gao" is a spot; "North Charleston" has a mayor.
    lead = parts[1] if parts[0].lower() in ("the", "a", "an", "its") and len(parts) > 2 else parts[0]
    parts = name.lower().split()
    if parts[-1] in w.natural or parts[0][0].isdigit() or lead in w.locating:
        return True
    last = stem(parts[-1])
    return last in w.events and last not in w.by_actors and last not in w.kinds


def _describes(cs: Clauses, clause: Clause) -> bool:
    """Return whether a clause only tells where a place lies: *Swanton is about 20 miles west of Toledo in Ohio*."""
    verb = clause.verb()
    if (
        verb is None
        or verb.tense not in ("present", "past")
        or verb.lemma not in ("be", "lie", "sit", "stand", "locate", "situate")
    ):
        return False
    flags, low = cs.words.flags, cs.words.low
    subject = [k for k in range(clause.start, verb.start) if not flags[k] & (DET | PUNCT | COORD | ADV)]
    if not subject or not flags[subject[0]] & PLACE or verb.end >= len(low):
        return False
    if verb.lemma in ("locate", "situate"):
        return True
    after = verb.end
    while after < len(low) - 1 and flags[after] & ADV and not flags[after] & PLACE:
        after += 1
    far = any(
        low[k] in ("mile", "miles", "km", "kilometers", "kilometres") for k in range(after, min(len(low), after + 4))
    )
    return far or (
        bool(flags[after] & PLACE)
        and verb.lemma == "be"
        and cs.words.low[after][0].isdigit() | ("miles" in low[after]) | ("km" in low[after])
    )


def _in_dateline(cs: Clauses, word: int, name: str) -> bool:
    """Return whether the place is a dateline: *CARACAS, Nov 23 (Reuters) - ...*."""
    low, flags = cs.words.low, cs.words.flags
    if word == 0 and name.isupper() and low[1:2] == (":",):
        return True
    if low[word - 1 : word] == (",",) and not any(c.verb() for c in cs.clauses):
        after = flags[word + 1 :]
        if any(f & TIME for f in after) and all(f & (TIME | NUMBER | PUNCT) for f in after):
            return True  # "Ministry of Transport, The Hague, 2 September 2025"
    head = PLACE | TIME | NUMBER | PUNCT | CAPITAL
    if word > 6 or not all(flags[i] & head for i in range(word)):
        return False
    for i in range(word + 1, min(len(low), word + 12)):
        if low[i] == "(":
            rest = low[i : i + 8]
            agency = all(f & (CAPITAL | PUNCT) for f in flags[i + 1 : i + 3])
            return ")" in rest[:5] and (agency or any(dash in rest for dash in _DASHES))
        if low[i] in _DASHES and (low[i] != "-" or cs.words.starts[i] > cs.words.ends[i - 1]):
            return True
        if not flags[i] & head:
            return False
    # A dateline cut off as a sentence of its own: "BELGRADE, Minn."
    return all(f & (PLACE | TIME | NUMBER | PUNCT) for f in flags)


def _list_around(cs: Clauses, word: int) -> tuple[int, int]:
    """Return the first and last place of the list around a place: one preposition serves *Benin, Ghana and Niger*."""
    low, flags = cs.words.low, cs.words.flags

    def walk(step: int) -> int:
        at = word
        while True:
            k = at + step
            while 0 <= k < len(low) and (flags[k] & COORD or low[k] in (",", "the", "both")):
                k += step
            if abs(k - at) > 1 and 0 <= k < len(low) and flags[k] & PLACE:
                at = k
            else:
                return at

    first, last = walk(-1), walk(1)
    return (
        first if _one_list(cs, first, word) else word,
        last if _one_list(cs, word, last) else word,
    )


def _one_list(cs: Clauses, first: int, last: int) -> bool:
    """Return whether places are one list, not neighbours by chance: *in the Red Sea, the Pentagon*."""
    gap = range(first + 1, last)
    low, flags = cs.words.low, cs.words.flags
    joined = any(flags[k] & COORD for k in gap)
    return not gap or joined or ("," in low[first:last] and "the" not in low[first:last])


def _is_seat(cs: Clauses, first: int, area: bool) -> bool:
    """Return whether a phrase of seat, origin or comparison ends right before a place: *based in*, *born in*."""
    low = cs.words.low
    w = event_words()
    i = first - 1
    while i >= 0 and (low[i] in w.modifiers or low[i] in ("the", "a", "an", "his", "her", "their")):
        i -= 1
    for parts in w.seats.get(low[i], ()) if i >= 0 else ():
        begin = i - len(parts) + 1
        if begin >= 0 and low[begin : i + 1] == parts:
            return not (area and parts[-1] in ("than", "like", "unlike", "against", "neighbouring", "neighboring"))
    return False


def _is_residence(cs: Clauses, first: int) -> bool:
    """Return whether a place follows a person's age: *Ann Lee, 24, of Elkhart*, *Sam Ray, 37, Palestine, was*."""
    low, flags = cs.words.low, cs.words.flags
    for k in range(first - 1, max(1, first - 14), -1):
        if low[k] == "," and low[k + 1] == "of" and low[k - 1].isdigit() and len(low[k - 1]) <= 2:
            return bool(flags[k - 2] & PUNCT)  # "Ray, 23, of the 3200 block of Elm Street, Chicago"
        if (flags[k] & (BE | HAVE | MODAL | SUB) and not flags[k] & PREP) or (
            low[k - 1] == "," and _verb_begins(cs, k)
        ):
            break
    i = first - 1
    while i >= 0 and low[i] in event_words().modifiers and low[i] != "both":
        i -= 1
    preposition = low[i] if i >= 0 and low[i] in ("of", "from") else ""
    if preposition:
        i -= 1
        if i > 0 and low[i] == "both":
            return low[i - 1] == ","
    comma = i >= 0 and low[i] == ","
    if comma:
        i -= 1
    if i < 1 or not flags[i] & NUMBER or not low[i].isdigit() or len(low[i]) > 2:
        return False
    aged = low[i - 1] in (",", "aged", "age") and i > 1 and bool(flags[i - 2] & CAPITAL) and not flags[i - 2] & TIME
    return aged and (comma or bool(preposition))


def _verb_begins(cs: Clauses, k: int) -> bool:
    return any(g.start == k for g in cs.clauses[cs.owner[k]].groups)


def _speaks(here: _Setting) -> bool:
    """Return whether the place stands in the name of who speaks, not in what is said."""
    start = here.cs.words.starts[here.word]
    for speech in here.own:
        # Who threatens or vows acts where he is: "dockers at Chittagong threatened to stop work".
        if speech.kind == "planned":
            continue
        if any(a <= start < b for a, b in speech.who) or here.cs.clauses[speech.clause].link in ("tail", "source"):
            return True
    return False


def _head_after(cs: Clauses, i: int) -> int:
    """Return where the head noun of the phrase that goes on at `i` stands, -1 where there is none."""
    flags = cs.words.flags
    verbs = {k for g in cs.clauses[cs.owner[i - 1]].groups if g.finite for k in range(g.start, g.end)}
    last = -1
    for j in range(i, len(flags)):
        f = flags[j]
        if f & _ENDS_PHRASE or (j > i and (j in verbs or (f & ADV and not f & (CAPITAL | PLACE)))):
            break
        last = j
    return last


def _of_something(here: _Setting) -> bool | None:
    """Return the answer where the place only says whose or which something is; None where it stands for itself."""
    cs, word = here.cs, here.word
    low, flags = cs.words.low, cs.words.flags
    w = event_words()
    right = word + 1
    if here.preposition < 0 and here.last > word and flags[here.last - 1] & COORD:
        right = here.last + 1  # "United States and Vietnamese officials"
    if right >= len(low):
        return None
    if flags[right] & POSSESSIVE:
        at = _head_after(cs, right + 1)
        inner = [stem(low[k]) for k in range(right + 1, at + 1)]
        head = inner[-1] if inner else ""
        name = at >= 0 and bool(flags[at] & CAPITAL)
        if head in w.events and not (name and head in w.office):
            return not _speaks(here)
        if head in w.office or head in w.people or (head in w.ties and not here.area):
            return here.area and head not in w.office
        if name:
            return any(noun in w.events for noun in inner)
        if any(noun in w.office for noun in inner) and not here.area:
            return False
        return not _speaks(here)
    modifier = _ENDS_PHRASE | ADV | NUMBER
    if flags[right] & PLACE and (low[right].split()[0] in w.locating or low[right][0].isdigit()):
        return None  # "on Highway 67 south of Priceville": two places side by side
    if flags[right] & modifier or any(g.start <= right < g.end for g in here.clause.groups):
        return None
    at = _head_after(cs, right)
    if at < 0:
        return None
    inner = [stem(low[k]) for k in range(right, at + 1)]
    head = inner[-1]
    if _opens_clause(here, at):
        return True
    if head in w.by_actors and not here.area and _adjective(low[word]):
        return False  # "the Israeli offensive" is by, not in
    if head in w.events and not any(noun in w.office for noun in inner[:-1]):
        return not _speaks(here)
    if inner == ["department"] and here.preposition >= 0 and low[at + 1 : at + 2] != ("of",):
        return None  # "a fire in the Aude department"
    if any(noun in w.office or noun in w.people or noun in w.goods for noun in inner):
        return False
    if flags[at] & CAPITAL and not here.area:
        return any(noun in w.events for noun in inner)
    return False if head in w.ties else None


def _adjective(name: str) -> bool:
    return name.endswith(("an", "ese", "ish", "i", "ch", "ss", "ic", "us", "u.s.", "uk", "eu"))


def _opens_clause(here: _Setting, head: int) -> bool:
    """Return whether a place opens the clause without a comma: *In Haiti health officials are present*."""
    low, flags = here.cs.words.low, here.cs.words.flags
    before = here.preposition
    if before < 0 or low[before] not in _SPOT_PREPOSITIONS:
        return False
    opens = before == 0 or bool(flags[before - 1] & (PUNCT | COORD))
    return opens and any(g.finite and g.start == head + 1 for g in here.clause.groups)


def _after_preposition(here: _Setting) -> bool:
    """Return whether a place after a preposition is where it happens."""
    low, flags = here.cs.words.low, here.cs.words.flags
    w = event_words()
    clause, area, before = here.clause, here.area, here.preposition
    preposition, k = low[before], before - 1
    if preposition == "including":
        # "people from all across the country, including Missouri" are no more there than in the country.
        whole = next((i for i in range(before - 1, clause.start - 1, -1) if flags[i] & PLACE), -1)
        if whole >= 0:
            return is_event_place(here.cs, list(here.own), whole, low[whole], False)
    while k >= 0 and (low[k] in ("all", "as", "far") or (low[k] == "from" and preposition != "from")):
        if low[k] == "from":
            preposition = "from"  # "from all across the country"
        k -= 1
    noun = low[k] if k >= 0 and not flags[k] & (PUNCT | PREP | COORD) else ""
    head = stem(noun) if noun else ""
    if preposition == "of" and head in w.kinds:
        # "a girl from the village of X": what stands before the village counts.
        j = k - 1
        while j > clause.start and k - j < 5 and not flags[j] & (PREP | PUNCT | COORD) and not _in_verb(clause, j):
            j -= 1
        if flags[j] & PREP and low[j] != "of":
            preposition, k = low[j], j - 1
            noun = low[k] if k >= 0 and not flags[k] & (PUNCT | PREP | COORD) else ""
            head = stem(noun) if noun else ""
        elif any(g.end - 1 == j and g.lemma in w.take_governments for g in clause.groups):
            return area  # "after consulting the province of X"
    if preposition in w.relations:
        shared_border = preposition == "with" and head in ("border", "frontier")
        return shared_border or (area and preposition not in ("than", "like", "unlike"))
    verb = clause.verb()
    if _speaks(here) and not _fronted(here):
        return verb is not None and here.word < verb.start and _counts(here, verb)
    stands_for_people = head in w.office or head in w.people or head in w.goods or head in w.ties
    if verb is not None and head in w.residents and preposition in ("of", "from", "in") and k < verb.start:
        # What befalls the people of a place befalls it; what they say or want does not.
        befalls = (
            verb.lemma not in w.passive_governments
            if verb.passive
            else verb.lemma in w.undergoes and verb.lemma not in w.acts
        )
        if befalls:
            return True
    if preposition == "of":
        named = bool(noun) and bool(flags[k] & CAPITAL) and not flags[k] & (DET | NUMBER) and not area
        return head in w.events if named and not stands_for_people else not stands_for_people
    if preposition == "from" and k >= 0 and flags[k] & BE:
        return area  # "who was from Cincinnati"
    if preposition == "from":
        if verb is not None and verb.lemma in w.obtain:
            return area
        person = (
            k > clause.start
            and bool(noun)
            and bool(flags[k] & CAPITAL)
            and not flags[k] & (PLACE | TIME)
            and not _in_verb(clause, k)
        )
        people = head in w.office or head in w.people or head in w.goods or noun.endswith(_AGENTS)
        # "helped by planes from Italy": they come from there, nothing happens there.
        people = people or _by_whom(here, k)
        apart = k >= 0 and low[k] == "," and low[here.last + 1 : here.last + 2] == (",",)  # "the band, from X, ..."
        if people or person or apart or noun.endswith("-year-old"):
            return area or _goes_on_to(here)
        return True
    if preposition in ("to", "for", "against", "toward", "towards"):
        return _toward(here, preposition, head, noun)
    if area:
        return True
    if preposition == "between" and head in w.ties and head != "border":
        return False
    return _spot(here, verb, head, k, preposition)


# Endings of nouns for those who do something: "investigators from X" come from there.
_AGENTS = (
    "igators",
    "ists",
    "icians",
    "men",
    "women",
    "eers",
    "ultants",
    "actors",
    "actor",
    "ologist",
    "ician",
    "igator",
)
_BY_WHOM = frozenset(
    {"back", "help", "support", "assist", "join", "aid", "accompany", "strengthen", "reinforce", "fund"}
)


def _by_whom(here: _Setting, k: int) -> bool:
    """Return whether the noun at `k` is who helps: *backed by planes from X*."""
    low, start = here.cs.words.low, here.clause.start
    by = next((j for j in range(k - 1, max(start, k - 5), -1) if low[j] == "by"), -1)
    return by > 0 and stem(low[by - 1]) in _BY_WHOM


def _in_verb(clause: Clause, word: int) -> bool:
    return any(g.start <= word < g.end for g in clause.groups)


def _toward(here: _Setting, preposition: str, head: str, noun: str) -> bool:
    """Return whether the place after *to*, *for*, *against* is the end of a way or the aim of an act."""
    w = event_words()
    low, clause, before = here.cs.words.low, here.clause, here.preposition
    if preposition == "for" and low[max(0, before - 2) : before] in (
        ("in", "force"),
        ("in", "effect"),
        ("in", "place"),
    ):
        return True  # "a warning is in force for X"
    if head in w.events and head not in w.ties and head not in w.goods:
        return True
    near = [stem(low[i]) for i in range(max(clause.start, before - 10), before)]
    moving = any(g.lemma in w.move for g in clause.groups if g.start < before) or any(n in w.ways for n in near)
    after_verb = any(g.start < before <= g.end for g in clause.groups)
    if not moving and not after_verb and (head in w.ties or head in w.goods or head in w.office):
        return here.area
    if preposition == "against":
        return here.area or any(n in w.events for n in near[-5:])
    if preposition == "for":
        return (
            here.area
            or moving
            or head in ("issue", "head", "bind", "forecast", "expect", "plan", "warning", "alert", "leave", "lift")
        )
    return (
        moving
        or here.area
        or noun
        not in (
            "said",
            "told",
            "belong",
            "belongs",
            "linked",
            "loyal",
            "due",
            "sold",
            "gave",
            "given",
            "give",
            "military",
            "offered",
        )
    )


def _spot(here: _Setting, verb: VerbGroup | None, head: str, k: int, preposition: str) -> bool:
    """Return whether a place after *in*, *at*, *near* and the like is where it happens."""
    w = event_words()
    low, flags, clause = here.cs.words.low, here.cs.words.flags, here.clause
    if head in w.office and not _in_verb(clause, k):
        # "officials in Vietnam" speak or decide; "police in Lagos arrested" does not.
        if verb is None or "by" in low[max(clause.start, k - 4) : k]:
            return False
        verb = _real_verb(clause, verb)
        return k > verb.end or not (verb.lemma in w.take_governments or verb.lemma in w.decide or says(verb))
    if head in w.ties and preposition in ("on", "with", "over"):
        return False
    if _named_office(here, k):
        return False
    made = next((g for g in clause.groups if g.end == here.preposition and g.lemma in _MAKING), None)
    if made is not None and made is not verb and not made.passive:
        return False  # "the ship, built in South Korea, ..."
    if verb is None:
        return True
    if verb.lemma in ("locate", "situate") or (
        verb.lemma in w.lives and not verb.progressive and preposition in ("in", "at")
    ):
        return False
    if verb.lemma in ("work", "teach", "study") and verb.tense == "present" and not verb.progressive:
        return False  # "she teaches at a school in Utrecht"
    if verb.lemma in ("work", "serve", "train", "teach") and low[verb.end : verb.end + 1] == ("as",):
        return False  # "worked as a physician at the hospital"
    if verb.lemma in saying_verbs("bare"):
        content = any(speech.covers for speech in here.own)
        if content and not _fronted(here):
            return False
        direct = verb.lemma != "announce" or all(flags[i] & TIME for i in range(verb.end, here.preposition))
        if not content and here.word > verb.end and direct:
            return False
    return bool(flags[here.word])


_MAKING = frozenset(
    {
        "build",
        "make",
        "manufacture",
        "produce",
        "assemble",
        "develop",
        "design",
        "invent",
        "publish",
        "print",
        "register",
    }
)


def _named_office(here: _Setting, k: int) -> bool:
    """Return whether the words up to `k` name an office: *the Center for Disease Control (CDC) in Atlanta*."""
    low, flags = here.cs.words.low, here.cs.words.flags
    names = 0
    for i in range(k, max(-1, k - 9), -1):
        if flags[i] & CAPITAL and not flags[i] & (PLACE | TIME):
            names += 1
            if (stem(low[i]) in event_words().office or low[i] in ("center", "centre", "centers")) and (
                names > 1 or i < k
            ):
                return True
        elif low[i] not in ("(", ")", "for", "of", "the", "and", "&"):
            return False
    return False


def _fronted(here: _Setting) -> bool:
    """Return whether the place stands before the subject: *In Gaza, officials said ...*."""
    words, clause = here.cs.words, here.clause
    verb = clause.verb()
    if verb is None or here.word > verb.start or "," not in words.low[here.word : verb.start]:
        return False
    start = clause.start
    if words.flags[start] & (PUNCT | COORD) and start + 1 < len(words):
        start += 1
    return bool(words.flags[start] & PREP)


def _goes_on_to(here: _Setting) -> bool:
    """Return whether a *to* with a place follows: both ends of a way are event places."""
    low, flags = here.cs.words.low, here.cs.words.flags
    for i in range(here.word + 1, min(len(low) - 1, here.word + 8)):
        if low[i] in ("to", "into", "towards", "toward"):
            return not flags[i + 1] & BASE and any(flags[j] & PLACE for j in range(i + 1, min(len(low), i + 5)))
        if low[i] in (",", ";"):
            return False
    return False


def _bare(here: _Setting) -> bool:
    """Return whether a place without a preposition is where it happens: subject, object or apposition."""
    flags, clause, area = here.cs.words.flags, here.clause, here.area
    if _speaks(here):
        reporting = clause.verb()
        return reporting is not None and here.word < reporting.start and _counts(here, reporting)
    left = here.first - 1
    if left > clause.start and flags[left] & CAPITAL and not flags[left] & (PLACE | TIME | PREP | DET) and not area:
        return False  # "Air Malta", "CDC Atlanta"
    verb = clause.verb()
    if verb is not None and here.word < verb.start:
        return _as_subject(here, _real_verb(clause, verb)) if _is_subject(here, verb) else True
    if area:
        return True
    governing = [g for g in clause.groups if g.end <= here.first]
    if governing and all(flags[k] & (DET | ADV) for k in range(governing[-1].end, here.first)):
        lemma = governing[-1].lemma
        if (
            lemma in _GIVING
            and here.last + 1 < len(flags)
            and flags[here.last + 1] & (DET | NUMBER)
            and here.last == here.word
        ):
            return False  # "will lend Denmark a system"
        if lemma in event_words().take_governments or (says(governing[-1]) and lemma not in ("show", "find")):
            return False
    if verb is None and here.first <= clause.start + 1:
        # A headline or a fragment: "Pakistan to restore chief justice", "Syria pressuring Cyprus".
        after = here.last + 1
        if here.cs.words.low[after : after + 1] == ("to",):
            return False
        if any(g.start == after and g.tense == "ing" for g in clause.groups):
            return False
    return True


_GIVING = frozenset({"lend", "give", "offer", "sell", "grant", "hand", "send", "owe", "pay", "promise", "loan", "show"})


def _is_subject(here: _Setting, verb: VerbGroup) -> bool:
    """Return whether nothing but adverbs or an apposition in commas stands between a place and the verb."""
    low, flags = here.cs.words.low, here.cs.words.flags
    piece = here.first - 1
    while piece >= here.clause.start and low[piece] != ",":
        if flags[piece] & PREP and not flags[piece] & (ADV | SUB):
            return False  # "a cow in the province Alberta has tested positive"
        piece -= 1
    between = [
        k for k in range(here.last + 1, verb.start) if here.cs.owner[k] == here.clause.index and not flags[k] & ADV
    ]
    if all(flags[k] & (PUNCT | TIME | PLACE | COORD) or low[k] in ("again", "itself") for k in between):
        return True
    return low[between[0]] == "," and low[between[-1]] == ","


def _as_subject(here: _Setting, verb: VerbGroup) -> bool:
    """Return whether a place that is the subject of `verb` undergoes it rather than does it."""
    if here.area:
        return True
    w = event_words()
    low, end = here.cs.words.low, here.clause.end
    follows = low[verb.end : verb.end + 5]
    if verb.lemma == "be":
        described = (
            follows[:1] and follows[0] in ("a", "an", "the", "one", "home") and any(stem(n) in w.kinds for n in follows)
        )
        return not described and not any(n in w.traits for n in follows)
    if verb.passive:
        return verb.lemma not in w.passive_governments
    if verb.lemma in w.undergoes and verb.lemma not in w.acts:
        return True
    if verb.lemma in w.measure_verbs and _measure_after(here, verb.end, end):
        return True
    if verb.lemma in ("have", "provide", "contain"):
        # "Alabama has moderate flu levels", not "France has an agreement"
        nouns = [stem(n) for n in low[verb.end : min(end, verb.end + 5)]]
        return not any(n in w.ties or n in w.office or n in w.goods or n in w.traits or n in _STANDING for n in nouns)
    if verb.lemma in _COUNTING:
        return _counts(here, verb)
    if verb.lemma in w.acts or says(verb):
        return False
    # Who does something to something acts; what only happens, happens there.
    after = here.cs.words.flags[verb.end] if verb.end < end else PUNCT
    return bool(after & (PREP | ADV | PUNCT | TIME | COORD))


# What a place has at all times is no event.
_STANDING = frozenset(
    {"inhabitant", "population", "resident", "history", "tradition", "border", "coastline", "climate"}
)
_COUNTING = ("report", "record", "confirm", "register")


def _counts(here: _Setting, verb: VerbGroup) -> bool:
    """Return whether a place tells of what it met with: *Kansas has reported two cases*."""
    w = event_words()
    nouns = [stem(n) for n in here.cs.words.low[verb.end : min(here.clause.end, verb.end + 8)]]
    return verb.lemma in _COUNTING and any(n in w.events or n in w.counted for n in nouns)


def _real_verb(clause: Clause, verb: VerbGroup) -> VerbGroup:
    """Return what is done where the finite verb only begins it: *have begun to implement*."""
    if verb.lemma in event_words().begin:
        for group in clause.groups:
            if group.tense == "infinitive" and 0 <= group.start - verb.end < 2:
                return group
    return verb


def _measure_after(here: _Setting, start: int, end: int) -> bool:
    """Return whether a measure at home follows, not one upon another place."""
    w = event_words()
    near = range(start, min(end, start + 7))
    measured = any(stem(here.cs.words.low[k]) in w.measures for k in near)
    return measured and not any(here.cs.words.flags[k] & PLACE for k in near)
