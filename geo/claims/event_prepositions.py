"""A place after a preposition: *in Lagos*, *officials in Lagos*, *from Lagos to Abuja*, *sanctions on Lagos*."""

from __future__ import annotations

from itertools import pairwise

from geo.claims.clauses import says
from geo.claims.event_bodies import acts_elsewhere, seated_body
from geo.claims.event_origins import after_from
from geo.claims.event_setting import SPOT_PREPOSITIONS, Setting, counts, fronted, in_verb, speaks, told_of
from geo.claims.event_words import event_words
from geo.claims.reporting import saying_verbs
from geo.claims.theme import stem
from geo.claims.verbs import VerbGroup
from geo.claims.words import CAPITAL, COORD, DET, NUMBER, PARTICIPLE, PREP, PUNCT, TIME

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
            here = here._replace(preposition=_first_of_same(here))  # "from X and from the town of Y"
            k = here.preposition - 1
            noun = low[k] if k >= 0 and not flags[k] & (PUNCT | PREP | COORD) else ""
            head = stem(noun) if noun else ""
        elif any(g.end - 1 == j and g.lemma in w.take_governments for g in clause.groups):
            return area  # "after consulting the province of X"
    if preposition == "with" and (head in _LIKENESS or any(g.lemma in ("compare", "liken") for g in clause.groups)):
        return False  # "comparisons with X"
    if head == "address" or (preposition == "of" and head in _BEHESTS):
        return False  # "with an address in X", "at the request of X"
    if preposition in w.relations:
        shared_border = preposition == "with" and head in ("border", "frontier")
        return shared_border or (area and preposition not in ("than", "like", "unlike"))
    if preposition == "including" and k > 0 and low[k] == "," and stem(low[k - 1]) in w.kinds:
        return True  # "won in all municipalities, including X"
    if low[here.last + 1 : here.last + 3] == (",", "where") and _verb_before(here) in saying_verbs("bare"):
        return True  # "said in X, where the market opened on Thursday"
    if _compares(here, k):
        return False
    verb = clause.verb()
    if preposition in ("about", "of") and head in w.works and not area:
        return False  # "a song about X"
    if preposition == "to" and head in ("visit", "trip", "tour"):
        return True  # "the minister, on a visit to X, said"
    if preposition == "to" and noun == "close" and low[here.word] in w.powers:
        return False  # "a source close to X"
    if speaks(here) and not fronted(here):
        return verb is not None and here.word < verb.start and counts(here, verb) and not acts_elsewhere(here, verb)
    if preposition == "to" and noun.endswith("ed") and flags[k] & PARTICIPLE:
        head = ""  # "meat exported to X": a verb, no export
    stands_for_people = head in w.office or head in w.people or head in w.goods or head in w.ties
    if any(g.lemma in _CARED_FOR and 0 <= k - g.end < 3 for g in clause.groups) and head in w.residents:
        return True  # "to protect residents of X"
    told = next((g for g in clause.groups if g.end <= k and g.lemma in _BEFALLS and k - g.end < 3), None)
    if (
        told is not None
        and head in w.residents
        and preposition in ("of", "in")
        and "to" in low[here.last + 1 : clause.end]
    ):
        return True  # "told residents of X to leave"
    if verb is not None and head in w.residents and preposition in ("of", "from", "in") and k < verb.start:
        # What befalls the people of a place befalls it; what they say or want does not.
        befalls = (
            verb.lemma not in w.passive_governments or verb.lemma in _BEFALLS
            if verb.passive
            else (verb.lemma in w.undergoes and verb.lemma not in w.acts) or verb.lemma in _DO_AT_HOME
        )
        if befalls:
            return True
    if preposition == "of":
        if head in _MEASURES:
            return area  # "at about the latitude of X"
        if noun in ("department", "departments") and k > 1 and low[k - 2] in SPOT_PREPOSITIONS:
            return True  # "in the departments of X and Y"
        named = bool(noun) and bool(flags[k] & CAPITAL) and not flags[k] & (DET | NUMBER) and not area
        if noun == "supply" and low[k - 1] in ("water", "power", "gas", "electricity", "energy", "heat"):
            return True
        return head in w.events if named and not stands_for_people else not stands_for_people
    if preposition == "from":
        return after_from(here, k)
    if preposition in ("to", "for", "against", "toward", "towards"):
        return _toward(here, preposition, head, noun)
    if head == "dispute" and preposition == "over":
        return False  # "has its own dispute over X"
    if area:
        return True
    if preposition == "between" and head in w.ties and head != "border":
        return False
    return _spot(here, verb, head, k, preposition)


_LIKENESS = frozenset({"comparison", "parallel", "similarity", "likeness"})
_BEHESTS = frozenset({"request", "behest", "insistence", "invitation", "behalf", "orders"})
_MEASURES = frozenset({"latitude", "longitude", "size", "style", "manner", "likes", "image"})
_MODELS = frozenset(
    {("named", "for"), ("named", "after"), ("inspired", "by"), ("modelled", "on"), ("modeled", "on")}
    | {("reminiscent", "of"), ("known", "from"), ("copied", "from")}
)
_AS = frozenset({"like", "unlike", "than", "as", "to"})


def _compares(here: Setting, k: int) -> bool:
    """Return whether a place only serves a comparison: *a wall like the one at X*, *as they did in X*."""
    low, start = here.cs.words.low, here.clause.start
    if low[here.preposition] == "since" or low[k] in ("like", "unlike", "as"):
        return True  # "the worst since X", "as in X"
    if any(pair in _MODELS for pair in pairwise(low[start : here.preposition + 1])):
        return True  # "named for a peninsula in X"
    if low[k] in ("much", "many") and low[k - 1] == "as":
        return True  # "would cost twice as much in X"
    if low[k] in ("one", "ones", "that", "those", "did", "do", "does", "had", "happened", "was"):
        before = low[max(start, k - 3) : k]
        if low[k] == "one" and before[-1:] != ("the",):
            return False
        return any(word in _AS for word in before) and not (low[k] == "was" and "as" not in before)
    return False


def _verb_before(here: Setting) -> str:
    """Return the base form of the clause's verb where the place comes after it, else empty."""
    verb = here.clause.verb()
    return verb.lemma if verb is not None and here.word > verb.start else ""


def _first_of_same(here: Setting) -> int:
    """Return the preposition that a second one after *and* repeats: *in force for X and for Y*."""
    low, flags, at = here.cs.words.low, here.cs.words.flags, here.preposition
    while at > 0 and flags[at - 1] & COORD:
        earlier = next((i for i in range(at - 2, here.clause.start - 1, -1) if low[i] == low[at]), -1)
        if earlier < 0 or any(g.start > earlier and g.end <= at and g.finite for g in here.clause.groups):
            break
        at = earlier
    return at


# ... what a government suffers too: residents are told to leave, allowed to return.
_CARED_FOR = frozenset({"protect", "evacuate", "feed", "vaccinate", "rescue", "shelter", "house", "resettle"})
# What residents do, they do where they live.
_DO_AT_HOME = frozenset(
    {"leave", "flee", "return", "die", "sleep", "gather", "protest", "march", "queue", "move", "mourn"}
)
_BEFALLS = frozenset({"order", "advise", "warn", "tell", "ask", "allow", "force", "oblige", "forbid", "urge"})
_TIED = frozenset({"linked", "tied", "affiliated", "loyal", "allied", "belonging"})
_IN_FORCE = (("in", "force"), ("in", "effect"), ("in", "place"))


def _toward(here: Setting, preposition: str, head: str, noun: str) -> bool:
    """Return whether the place after *to*, *for*, *against* is the end of a way or the aim of an act."""
    w = event_words()
    low, clause, before = here.cs.words.low, here.clause, here.preposition
    for_all = low[max(0, before - 2) : before]
    if preposition == "for" and (for_all in _IN_FORCE or for_all[-1:] == ("out",)):
        return True  # "a warning is in force for X"
    if preposition == "to" and _names_a_way(here, noun):
        return here.area
    if head in w.events and head not in w.ties and head not in w.goods:
        return True
    if preposition == "to" and noun in ("supply", "supplies", "deliveries", "access"):
        return True  # "supply to X was restored"
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
            or any(g.lemma in ("predict", "forecast", "expect") for g in clause.groups if g.end <= before)
            or head in ("code", "watch", "curfew", "outlook", "dose", "test", "result")
            or head in ("issue", "head", "bind", "forecast", "expect", "plan", "warning", "alert", "leave", "lift")
        )
    return moving or here.area or noun not in w.not_toward


_WAYS = frozenset({"road", "highway", "line", "railway", "track", "path", "motorway"})


def _names_a_way(here: Setting, noun: str) -> bool:
    """Return whether a road that only goes to a place is where something is: *tanks stood along the road to X*."""
    low, at = here.cs.words.low, here.preposition - 2
    while at > here.clause.start and low[at] in ("the", "main", "old", "coastal", "dirt", "toll"):
        at -= 1
    gone = any(g.lemma in event_words().move for g in here.clause.groups if g.end <= at)  # "spread along the road to X"
    return noun in _WAYS and low[at] in ("along", "of", "off") and not gone


_ENTRANCES = frozenset({"airspace", "border", "market", "port", "water", "sky", "territory", "frontier"})


def _spot(here: Setting, verb: VerbGroup | None, head: str, k: int, preposition: str) -> bool:
    """Return whether a place after *in*, *at*, *near* and the like is where it happens."""
    w = event_words()
    low, flags, clause = here.cs.words.low, here.cs.words.flags, here.clause
    if verb is not None and _tells_seat(here, verb):
        return False
    seated = seated_body(here, verb, head, k)
    if seated is not None:
        return seated
    if head in w.ties and preposition in ("on", "with", "over"):
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
    later = not {"before", "after", "until"}.isdisjoint(low[verb.end : here.word])
    if verb.lemma in ("work", "serve", "train", "teach") and low[verb.end : verb.end + 1] == ("as",) and not later:
        return False  # "worked as a physician at the hospital"
    if head in _KIN and (k > verb.start or says(verb)):
        return False  # "a recipe from his aunt in X"
    if not head and _rules_from(here, verb):
        return False
    if head in _GATHERINGS:
        return True  # "told a rally in X"
    if verb.lemma in saying_verbs("bare") and told_of(clause, verb) is None:
        content = any(speech.covers for speech in here.own)
        if content and clause.link == "tail" and "," in low[verb.end : here.preposition]:
            return True  # "..., the agency said, most of them in X"
        if content and not fronted(here):
            return False
        direct = verb.lemma != "announce" or all(flags[i] & TIME for i in range(verb.end, here.preposition))
        if not content and here.word > verb.end and direct:
            return False
    return bool(flags[here.word])


_HOMES = frozenset({"home", "flat", "house", "apartment", "villa", "cottage", "address", "residence", "farmhouse"})
_SEATS = _HOMES | frozenset(
    {"office", "headquarter", "headquarters", "hub", "seat", "embassy", "consulate", "workshop", "registry"}
)


def _tells_seat(here: Setting, verb: VerbGroup) -> bool:
    """Return whether a clause tells where a body sits: *whose office is in X*, *which keeps an embassy in X*."""
    low = here.cs.words.low
    if verb.lemma == "be" and verb.end == here.preposition:
        return stem(low[verb.start - 1]) in _SEATS
    if verb.lemma == "come" and verb.tense == "present" and low[verb.end] == "from":
        return True  # "flour comes from a mill in X"
    if verb.lemma == "come" and low[verb.end] == "from" and stem(low[here.preposition - 1]) in event_words().people:
        return True  # "the recipe came from a cook in X"
    kept = verb.lemma in ("have", "keep", "maintain", "own", "rent") and not verb.passive and not verb.negated
    if not kept or "," in low[verb.end : here.preposition]:
        return False
    return any(stem(noun) in _SEATS for noun in low[verb.end : min(verb.end + 4, here.preposition)])


_KIN = frozenset({
    "aunt", "uncle", "cousin", "sister", "brother", "mother", "father", "son", "daughter", "friend", "grandmother",
    "grandfather", "wife", "husband", "relative", "girlfriend", "boyfriend", "niece", "nephew",
})  # fmt: skip


def _rules_from(here: Setting, verb: VerbGroup) -> bool:
    """Return whether a place that opens a saying is where those sit who rule: *In Canberra, ministers said ...*."""
    between = here.cs.words.low[here.last + 1 : verb.start]
    opens = here.preposition - here.clause.start < 2
    return opens and here.word < verb.start and bool(says(verb)) and not _RULERS.isdisjoint(between[-3:])


_RULERS = frozenset({
    "minister", "ministers", "president", "premier", "chancellor", "government", "lawmakers", "senators", "diplomats",
    "mps", "taoiseach", "cabinet", "ministry",
})  # fmt: skip
_GATHERINGS = frozenset(
    {"rally", "meeting", "hearing", "ceremony", "funeral", "vigil", "protest", "march", "gathering"}
)


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
