"""A place after a preposition: *in Lagos*, *officials in Lagos*, *from Lagos to Abuja*, *sanctions on Lagos*."""

from __future__ import annotations

from geo.claims.clauses import says
from geo.claims.event_setting import Setting, counts, fronted, in_verb, real_verb, speaks
from geo.claims.event_words import event_words
from geo.claims.reporting import saying_verbs
from geo.claims.theme import stem
from geo.claims.verbs import VerbGroup
from geo.claims.words import BASE, BE, CAPITAL, COORD, DET, NUMBER, PLACE, PREP, PUNCT, TIME

__all__ = ["after_preposition"]


def after_preposition(here: Setting) -> bool:
    """Return whether a place after a preposition is where it happens."""
    low, flags = here.cs.words.low, here.cs.words.flags
    w = event_words()
    here = here._replace(preposition=_first_of_same(here))
    clause, area, before = here.clause, here.area, here.preposition
    preposition, k = low[before], before - 1
    while k >= 0 and (low[k] in ("all", "as", "far") or (low[k] == "from" and preposition != "from")):
        if low[k] == "from":
            preposition = "from"  # "from all across the country"
        k -= 1
    noun = low[k] if k >= 0 and not flags[k] & (PUNCT | PREP | COORD) else ""
    head = stem(noun) if noun else ""
    if preposition == "of" and head in w.kinds:
        # "a girl from the village of X": what stands before the village counts.
        j = k - 1
        while j > clause.start and k - j < 5 and not flags[j] & (PREP | PUNCT | COORD) and not in_verb(clause, j):
            j -= 1
        if flags[j] & PREP and low[j] != "of":
            preposition, k, here = low[j], j - 1, here._replace(preposition=j)
            noun = low[k] if k >= 0 and not flags[k] & (PUNCT | PREP | COORD) else ""
            head = stem(noun) if noun else ""
        elif any(g.end - 1 == j and g.lemma in w.take_governments for g in clause.groups):
            return area  # "after consulting the province of X"
    if preposition in w.relations:
        shared_border = preposition == "with" and head in ("border", "frontier")
        return shared_border or (area and preposition not in ("than", "like", "unlike"))
    verb = clause.verb()
    if preposition in ("about", "of") and head in w.works and not area:
        return False  # "a song about X"
    if speaks(here) and not fronted(here):
        return verb is not None and here.word < verb.start and counts(here, verb)
    stands_for_people = head in w.office or head in w.people or head in w.goods or head in w.ties
    if verb is not None and head in w.residents and preposition in ("of", "from", "in") and k < verb.start:
        # What befalls the people of a place befalls it; what they say or want does not.
        befalls = (
            verb.lemma not in w.passive_governments or verb.lemma in _BEFALLS
            if verb.passive
            else verb.lemma in w.undergoes and verb.lemma not in w.acts
        )
        if befalls:
            return True
    if preposition == "of":
        named = bool(noun) and bool(flags[k] & CAPITAL) and not flags[k] & (DET | NUMBER) and not area
        if noun == "supply" and low[k - 1] in ("water", "power", "gas", "electricity", "energy", "heat"):
            return True
        return head in w.events if named and not stands_for_people else not stands_for_people
    if preposition == "from" and k >= 0 and flags[k] & BE:
        return area  # "who was from Cincinnati"
    if preposition == "from":
        got = next((g for g in reversed(clause.groups) if g.end <= before), None)
        if any(g is not None and g.lemma in w.obtain for g in (verb, got)):
            return area
        if verb is not None and "once" in low[verb.start - 1 : verb.end + 1]:
            return area  # "where the express once arrived from X"
        person = (
            k > clause.start
            and bool(noun)
            and bool(flags[k] & CAPITAL)
            and not flags[k] & (PLACE | TIME)
            and not in_verb(clause, k)
        )
        if verb is not None and verb.passive and low[here.preposition - 1] == "in":
            return area  # "antibodies were flown in from Australia"
        if verb is not None and here.word < verb.start and verb.lemma in _BY_WHOM:
            return area  # "crews from Quebec have joined the effort"
        if k > 1 and flags[k] & NUMBER and not {"among", "including", "most", "all"}.isdisjoint(low[max(0, k - 3) : k]):
            return area  # "six sailors, among them three from Ukraine"
        if any(stem(low[j]) in _REMOVAL for j in range(max(clause.start, k - 7), k)):
            return True  # "the evacuation of families from X"
        people = head in w.office or head in w.people or head in w.goods or noun.endswith(_AGENTS)
        if _origin(here, verb, k) and head not in w.events and head not in w.ways and not area:
            return False
        # "helped by planes from Italy": they come from there, nothing happens there.
        people = people or _by_whom(here, k)
        apart = k >= 0 and low[k] == "," and low[here.last + 1 : here.last + 2] == (",",)  # "the band, from X, ..."
        if people or person or apart or noun.endswith("-year-old"):
            return _goes_on_to(here)
        return True
    if preposition in ("to", "for", "against", "toward", "towards"):
        return _toward(here, preposition, head, noun)
    if area:
        return True
    if preposition == "between" and head in w.ties and head != "border":
        return False
    return _spot(here, verb, head, k, preposition)


def _first_of_same(here: Setting) -> int:
    """Return the preposition that a second one after *and* repeats: *in force for X and for Y*."""
    low, flags, at = here.cs.words.low, here.cs.words.flags, here.preposition
    while at > 0 and flags[at - 1] & COORD:
        earlier = next((i for i in range(at - 2, here.clause.start - 1, -1) if low[i] == low[at]), -1)
        if earlier < 0 or any(g.start > earlier and g.end <= at and g.finite for g in here.clause.groups):
            break
        at = earlier
    return at


_TOLD = frozenset(
    {"result", "footage", "image", "picture", "video", "data", "report", "news", "sample", "call", "signal"}
)


def _origin(here: Setting, verb: VerbGroup | None, k: int) -> bool:
    """Return whether the subject of a clause only comes from a place: *copper from Zambia will be used*."""
    if (
        verb is None
        or k < 0
        or here.word > verb.start
        or not verb.passive
        or verb.lemma in event_words().move - {"deliver"}
    ):
        return False
    low, flags, start = here.cs.words.low, here.cs.words.flags, here.clause.start
    if stem(here.cs.words.low[k]) in _TOLD:
        return False
    return (
        not any(flags[i] & PREP and low[i] != "of" for i in range(start, k))
        and k - start < 6
        and here.last + 1 == verb.start
    )


_REMOVAL = frozenset(
    {"evacuation", "evacuate", "rescue", "displacement", "exodus", "removal", "transfer", "withdrawal", "airlift"}
    | {"extraction", "relocation", "displace", "relocate", "uproot", "withdraw", "expel", "expulsion", "eviction"}
)
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


# ... what a government suffers too: residents are told to leave, allowed to return.
_BEFALLS = frozenset({"tell", "ask", "allow", "force", "oblige", "forbid", "urge"})
_BY_WHOM = frozenset(
    {"back", "help", "support", "assist", "join", "aid", "accompany", "strengthen", "reinforce", "fund"}
)


def _by_whom(here: Setting, k: int) -> bool:
    """Return whether the noun at `k` is who helps: *backed by planes from X*."""
    low, start = here.cs.words.low, here.clause.start
    by = next((j for j in range(k - 1, max(start, k - 5), -1) if low[j] == "by"), -1)
    return by > 0 and stem(low[by - 1]) in _BY_WHOM


_TIED = frozenset({"linked", "tied", "affiliated", "loyal", "allied", "belonging"})
_IN_FORCE = (("in", "force"), ("in", "effect"), ("in", "place"))


def _toward(here: Setting, preposition: str, head: str, noun: str) -> bool:
    """Return whether the place after *to*, *for*, *against* is the end of a way or the aim of an act."""
    w = event_words()
    low, clause, before = here.cs.words.low, here.clause, here.preposition
    for_all = low[max(0, before - 2) : before]
    if preposition == "for" and (for_all in _IN_FORCE or for_all[-1:] == ("out",)):
        return True  # "a warning is in force for X"
    if head in w.events and head not in w.ties and head not in w.goods:
        return True
    if preposition == "to" and noun == "been":
        return False  # "has never been to X"
    if preposition == "to" and noun in _TIED:
        return here.area  # "vessels linked to X"
    if preposition == "to" and any(g.lemma in ("call", "summon") and 1 < before - g.end < 4 for g in clause.groups):
        return True  # "called her supporters to X"
    near = [stem(low[i]) for i in range(max(clause.start, before - 10), before)]
    shut = any(g.lemma in ("close", "open", "shut", "reopen") for g in clause.groups if g.start < before)
    if preposition == "to" and shut and stem(noun.split()[-1] if noun else "") in _ENTRANCES:
        return here.area  # "closed its airspace to X"
    moving = any(g.lemma in w.move for g in clause.groups if g.start < before) or any(n in w.ways for n in near)
    after_verb = any(g.start < before <= g.end for g in clause.groups)
    if not moving and not after_verb and (head in w.ties or head in w.goods or head in w.office):
        return here.area
    if preposition == "against":
        return here.area or any(n in w.events for n in near[-5:])
    if preposition == "for":
        return (
            here.area
            or "risk" in near
            or moving
            or head in ("issue", "head", "bind", "forecast", "expect", "plan", "warning", "alert", "leave", "lift")
        )
    return moving or here.area or noun not in w.not_toward


_REACHING = frozenset({"call", "contact", "phone", "ring", "email"})
_ENTRANCES = frozenset({"airspace", "border", "market", "port", "water", "sky", "territory", "frontier"})


def _spot(here: Setting, verb: VerbGroup | None, head: str, k: int, preposition: str) -> bool:
    """Return whether a place after *in*, *at*, *near* and the like is where it happens."""
    w = event_words()
    low, flags, clause = here.cs.words.low, here.cs.words.flags, here.clause
    if head in w.office and not in_verb(clause, k):
        # "officials in Vietnam" speak or decide; "police in Lagos arrested" does not.
        if verb is None or "by" in low[max(clause.start, k - 4) : k]:
            return False
        if k < verb.start and _acts_elsewhere(here, verb):
            return False
        if k > verb.end and low[k - 1] in ("from", "with", "by"):
            return False  # "asked for help from experts in South Africa"
        if any(
            g.lemma in ("call", "contact", "phone", "ring", "email") and verb.end <= g.end <= k for g in clause.groups
        ):
            return False  # "is asked to call the unit in X"
        verb = real_verb(clause, verb)
        if verb.lemma in ("put", "place", "set") and any(stem(n) in w.tallies for n in low[verb.end : verb.end + 5]):
            return False  # "an official in X put the toll at 12"
        if verb.lemma == "hear" and not _TRIED.isdisjoint(low[verb.end : verb.end + 4]):
            return True  # "a jury in X will hear the case"
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
        if content and not fronted(here):
            return False
        direct = verb.lemma != "announce" or all(flags[i] & TIME for i in range(verb.end, here.preposition))
        if not content and here.word > verb.end and direct:
            return False
    return bool(flags[here.word])


_TRIED = frozenset({"case", "cases", "evidence", "trial", "appeal", "appeals", "argument", "arguments", "testimony"})


def _acts_elsewhere(here: Setting, verb: VerbGroup) -> bool:
    """Return whether an office does something at a place named after its verb: *police in X arrested a man in Y*."""
    low, flags, clause = here.cs.words.low, here.cs.words.flags, here.clause
    for i in range(verb.end, clause.end - 1):
        if here.cs.owner[i] == clause.index and low[i] in ("in", "at", "near", "along", "off", "outside", "across"):
            after = i + 1 + bool(flags[i + 1] & DET)
            if after < len(flags) and flags[after] & PLACE:
                return True
    return False


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
    }
)


def _named_office(here: Setting, k: int) -> bool:
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


def _goes_on_to(here: Setting) -> bool:
    """Return whether a *to* with a place follows: both ends of a way are event places."""
    low, flags = here.cs.words.low, here.cs.words.flags
    for i in range(here.word + 1, min(len(low) - 1, here.word + 8)):
        if low[i] in ("to", "into", "towards", "toward"):
            return not flags[i + 1] & BASE and any(flags[j] & PLACE for j in range(i + 1, min(len(low), i + 5)))
        if low[i] in (",", ";"):
            return False
    return False
