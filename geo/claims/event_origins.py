"""A place after *from*: where somebody or something comes from, or one end of a way."""

from __future__ import annotations

from geo.claims.event_setting import Setting, in_verb
from geo.claims.event_words import event_words
from geo.claims.reporting import saying_verbs
from geo.claims.theme import stem
from geo.claims.verbs import VerbGroup
from geo.claims.words import ADV, BASE, BE, CAPITAL, NUMBER, PLACE, PREP, PRON, PUNCT, TIME

__all__ = ["after_from"]

_REMOVAL = frozenset(
    {"evacuation", "evacuate", "rescue", "displacement", "exodus", "removal", "transfer", "withdrawal", "airlift"}
    | {"extraction", "relocation", "displace", "relocate", "uproot", "withdraw", "expel", "expulsion", "eviction"}
)
# Endings of nouns for those who do something: "investigators from X" come from there.
_AGENTS = ("igators", "ists", "icians", "men", "women", "eers", "ultants", "actor", "ologist", "ician", "igator")
_MATTER = frozenset({
    "corners", "quarters", "borders", "matters", "fevers", "errors", "mirrors", "monitors", "doors", "floors",
    "motors", "tractors", "reactors", "generators", "recorders", "ladders", "timbers", "towers", "shelters",
    "winters", "summers", "peppers", "dinners", "transfers", "murders", "disasters", "feeders", "posters", "banners",
    "waters", "numbers", "orders", "papers", "letters", "offers", "tremors", "showers", "embers", "rivers", "flowers",
    "tankers", "bombers", "trailers", "containers", "steamers", "helicopters", "choppers", "powers", "others",
    "lorries", "coasters", "freighters", "trawlers", "boulders", "streamers", "rollers", "newspapers", "computers",
})  # fmt: skip
_BY_WHOM = frozenset(
    {"back", "help", "support", "assist", "join", "aid", "accompany", "strengthen", "reinforce", "fund"}
)
_TOLD = frozenset(
    {"result", "footage", "image", "picture", "video", "data", "report", "news", "sample", "call", "signal"}
)
# "most of them from X", "mainly from X", "including three from X"
_SHARE = frozenset(
    {"mostly", "mainly", "largely", "chiefly", "predominantly", "primarily", "both", "all", "many", "most", "some"}
    | {
        "several",
        "half",
        "them",
        "whom",
        "of",
        "each",
        "including",
        "among",
        "others",
        "other",
        "one",
        "originally",
        "the",
    }
)
# Who leaves a place was there: "refugees from X reached Y".
_LEAVERS = frozenset({"refugee", "evacuee", "returnee", "displaced", "deportee"})


def after_from(here: Setting, k: int) -> bool:
    """Return whether a place after *from* is where something happens; `k` is the word before the preposition."""
    low, flags = here.cs.words.low, here.cs.words.flags
    clause, area, before = here.clause, here.area, here.preposition
    w, verb = event_words(), here.clause.verb()
    noun = low[k] if k >= 0 and not flags[k] & PUNCT else ""
    head = stem(noun) if noun and not flags[k] & PREP and not in_verb(clause, k) else ""
    if head == "distance":
        return area  # "keeps its distance from X"; not "10 km from X"
    if (k >= 0 and (flags[k] & BE or low[k] in _SELVES)) or _one_of_many(here, k) or _hails(here, verb):
        return area  # "who was from Cincinnati", "most of them from Cincinnati"
    got = next((g for g in reversed(clause.groups) if g.end <= before), None)
    if any(g is not None and g.lemma in w.obtain for g in (verb, got)):
        return area
    if verb is not None and "once" in low[verb.start - 1 : verb.end + 1]:
        return area  # "where the express once arrived from X"
    if _calls(here, verb):
        return area  # "she said by phone from X"
    if verb is not None and verb.passive and low[before - 1] == "in":
        return area  # "antibodies were flown in from Australia"
    if verb is not None and here.word < verb.start and verb.lemma in _BY_WHOM:
        return area  # "crews from Quebec have joined the effort"
    # "the band, from X, ..."; not "three arrivals, from X, ..."
    apart = k > 0 and low[k] == "," and _aside(here) and stem(low[k - 1]) not in w.ways
    if not apart and any(_removes(here, j) for j in range(max(clause.start, k - 7), k)):
        return True  # "the evacuation of families from X"
    people = head in w.office or head in w.people or head in w.goods or _agents(here, k)
    people = people or (k > 1 and bool(flags[k] & NUMBER) and low[k - 1] == "of" and stem(low[k - 2]) in w.people)
    if _origin(here, verb, k) and head not in w.events and head not in w.ways and not area:
        return False
    person = (
        k > clause.start
        and bool(noun)
        and bool(flags[k] & CAPITAL)
        and not flags[k] & (PLACE | TIME)
        and not in_verb(clause, k)
    )
    # "helped by planes from Italy": they come from there, nothing happens there.
    people = people or _by_whom(here, k)
    after = low[here.last + 1 : here.last + 2]
    apart = apart or (
        k > 1 and low[k] == "," and bool(flags[k - 1] & flags[k - 2] & CAPITAL) and after in ((".",), (";",))
    )
    if people or person or apart or noun.endswith("-year-old"):
        return _goes_on_to(here, stays=head not in _LEAVERS and not in_verb(clause, k))
    return True


_SELVES = frozenset({"himself", "herself", "themselves", "itself", "i'm", "he's", "she's", "we're", "they're"})


def _hails(here: Setting, verb: VerbGroup | None) -> bool:
    """Return whether nothing but an adverb parts a form of *be* from the preposition: *who is in fact from X*."""
    if verb is None or verb.lemma != "be" or not verb.end < here.preposition < verb.end + 3:
        return False
    words = here.cs.words
    return all(words.flags[i] & (ADV | PREP) or words.low[i] == "fact" for i in range(verb.end, here.preposition))


def _aside(here: Setting) -> bool:
    """Return whether a comma closes the phrase a place stands in: *Kamran, from the town of X in Y district, took*."""
    low, flags = here.cs.words.low, here.cs.words.flags
    for i in range(here.last + 1, min(here.last + 6, here.clause.end)):
        if low[i] == ",":
            return True
        if not flags[i] & (PREP | PLACE | CAPITAL) and stem(low[i]) not in event_words().kinds:
            return False
    return False


def _one_of_many(here: Setting, k: int) -> bool:
    """Return whether *from* tells where some of those just named come from: *nine sailors, most of them from X*."""
    low, flags = here.cs.words.low, here.cs.words.flags
    j = k
    while j > here.clause.start and (low[j] in _SHARE or flags[j] & NUMBER):
        j -= 1
    if j == k:
        return False
    if not flags[j] & PUNCT and j > here.clause.start:
        return False
    counted = not {"them", "whom", "among", "including"}.isdisjoint(low[j + 1 : k + 1])
    return counted or (low[j] == "," and low[k] not in ("the", "of", "one"))


_CALLS = frozenset({"phone", "telephone", "video", "radio", "satellite", "link", "email", "call"})


def _agents(here: Setting, k: int) -> bool:
    """Return whether a noun's ending tells of people: *anglers from X*, *Ann Lee, a bricklayer from X*."""
    low, noun = here.cs.words.low, here.cs.words.low[k] if k >= 0 else ""
    if noun.endswith(_AGENTS) or (noun.endswith(("ers", "ors")) and noun not in _MATTER):
        return True
    return noun.endswith(("er", "or")) and k > 1 and low[k - 1] in ("a", "an") and low[k - 2] == ","


def _is_name(here: Setting, word: int) -> bool:
    """Return whether a person's name ends at a word: *Ann Lee reported from X*."""
    flags = here.cs.words.flags
    return word > 0 and bool(flags[word] & flags[word - 1] & CAPITAL) and not flags[word] & PLACE


def _calls(here: Setting, verb: VerbGroup | None) -> bool:
    """Return whether somebody only spoke from a place: *said from X*, *testifying by video from X*."""
    words, before = here.cs.words, here.preposition
    if not _CALLS.isdisjoint(words.low[max(0, before - 2) : before]) and not {"by", "via", "over"}.isdisjoint(
        words.low[max(0, before - 4) : before]
    ):
        return True
    if (
        verb is not None
        and verb.lemma in ("report", "contribute")
        and verb.end == before
        and _is_name(here, verb.start - 1)
    ):
        return True
    if verb is None or verb.lemma not in saying_verbs("bare") or verb.end > before:
        return False
    return all(words.flags[i] & (ADV | TIME | CAPITAL | PRON) for i in range(verb.end, before))


def _removes(here: Setting, j: int) -> bool:
    """Return whether people are taken away at word `j`: *rescued nine from X*; not *rescue teams from X*."""
    low = here.cs.words.low
    return stem(low[j]) in _REMOVAL and (low[j + 1] == "of" or in_verb(here.clause, j))


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


def _by_whom(here: Setting, k: int) -> bool:
    """Return whether the noun at `k` is who helps: *backed by planes from X*."""
    low, start = here.cs.words.low, here.clause.start
    by = next((j for j in range(k - 1, max(start, k - 5), -1) if low[j] == "by"), -1)
    return by > 0 and stem(low[by - 1]) in _BY_WHOM


def _goes_on_to(here: Setting, stays: bool) -> bool:
    """Return whether a *to* with a place follows: both ends of a way are event places.

    Of a team that `stays` what it is, *from* tells no way once its verb has come: *a team from X flew to Y*.
    """
    low, flags = here.cs.words.low, here.cs.words.flags
    for i in range(here.word + 1, min(len(low) - 1, here.word + 8)):
        if low[i] in ("to", "into", "towards", "toward"):
            return not flags[i + 1] & BASE and any(flags[j] & PLACE for j in range(i + 1, min(len(low), i + 5)))
        if low[i] in (",", ";") or (stays and any(g.start == i and g.finite for g in here.clause.groups)):
            return False
    return False
