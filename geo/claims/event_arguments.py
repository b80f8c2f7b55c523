"""A place without a preposition: the subject or the object of a verb, a headline's first word."""

from __future__ import annotations

from geo.claims.clauses import says
from geo.claims.event_setting import COUNTING, Setting, counts, real_verb, speaks, told_of
from geo.claims.event_words import event_words
from geo.claims.theme import stem
from geo.claims.verbs import VerbGroup
from geo.claims.words import ADV, CAPITAL, COORD, DET, NUMBER, PLACE, PREP, PUNCT, SUB, TIME

__all__ = ["bare"]


def bare(here: Setting) -> bool:
    """Return whether a place without a preposition is where it happens: subject, object or apposition."""
    flags, clause, area = here.cs.words.flags, here.clause, here.area
    if speaks(here):
        reporting = clause.verb()
        return reporting is not None and here.word < reporting.start and counts(here, reporting)
    left = here.first - 1
    if left > clause.start and flags[left] & CAPITAL and not flags[left] & (PLACE | TIME | PREP | DET) and not area:
        return False  # "Air Malta", "CDC Atlanta"
    if _in_marks(here):
        return False  # 'the film "Rio Negro"'
    verb = clause.verb()
    power = here.cs.words.low[here.word] in event_words().powers and here.last == here.first
    if verb is not None and here.word < verb.start:
        if not _is_subject(here, verb):
            return not power or _named_after_kind(here)
        return _as_subject(here, real_verb(clause, verb))
    if area:
        return True
    if power and verb is None and not any(g.finite for c in here.cs.clauses for g in c.groups):
        return _named_after_kind(here)  # "Poland, again."
    if here.cs.words.low[left] in ("called", "named") and stem(here.cs.words.low[left - 1]) in event_words().kinds:
        return True  # "in a town called X"
    governing = [g for g in clause.groups if g.end <= here.first]
    if governing and all(flags[k] & (DET | ADV) for k in range(governing[-1].end, here.first)):
        lemma = governing[-1].lemma
        if (lemma == "be" and here.cs.words.low[here.first - 1] == "no") or lemma == "come":
            return False  # "this is no Chernobyl", "then come Turkey and India"
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


def _in_marks(here: Setting) -> bool:
    """Return whether a name is all that quotation marks hold: a title, a nickname."""
    low, after = here.cs.words.low, here.last + 1
    if here.first < 1 or low[here.first - 1] not in ('"', "“"):
        return False
    return low[after : after + 1] in (('"',), ("”",)) or low[after : after + 2] in ((",", '"'), (",", "”"))


def _named_after_kind(here: Setting) -> bool:
    """Return whether a place tells which one is meant: *in the capital, Islamabad*."""
    low, at = here.cs.words.low, here.first - 1
    return at > 0 and low[at] == "," and stem(low[at - 1]) in event_words().kinds


def _is_subject(here: Setting, verb: VerbGroup) -> bool:
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
    dated = bool(between) and low[between[0]] == "in" and low[between[-1]].isdigit()  # "X in 2010 was"
    if dated or all(flags[k] & (PUNCT | TIME | PLACE | COORD) or low[k] in _LOOSE for k in between):
        return True
    if flags[between[0]] & COORD and not any(flags[k] & (PREP | PUNCT) for k in between):
        return True  # "X and the provinces split the bill"
    return low[between[0]] == "," and low[between[-1]] == ","


# May stand between a subject and its verb beside adverbs and times: "X last week gave", "X at first said".
_LOOSE = frozenset({"again", "itself", "last", "this", "next", "at", "first", "for", "years"})


def _as_subject(here: Setting, verb: VerbGroup) -> bool:
    """Return whether a place that is the subject of `verb` undergoes it rather than does it."""
    if here.area:
        return True
    if _acts_in_relative(here, verb):
        return False
    w = event_words()
    low, end = here.cs.words.low, here.clause.end
    follows = low[verb.end : verb.end + 5]
    if verb.lemma == "be":
        described = (
            follows[:1] and follows[0] in ("a", "an", "the", "one", "home") and any(stem(n) in w.kinds for n in follows)
        )
        if low[here.word] in w.powers and follows[:1] not in (("under",), ("without",), ("in",), ("at",), ("calm",)):
            return False  # "Berlin was flat"
        return not described and follows[:1] != ("like",) and not any(n in w.traits for n in follows)
    if verb.passive:
        told = told_of(here.clause, verb)
        return _as_subject(here, told) if told is not None else verb.lemma not in w.passive_governments
    if here.cs.words.low[here.word] in w.powers and (verb.lemma not in _SUFFERED or follows[:1] == ("out",)):
        return False  # "Brussels last week gave its approval"
    if verb.lemma in w.undergoes and verb.lemma not in w.acts:
        return True
    if verb.lemma in w.measure_verbs and _measure_after(here, verb.end, end):
        return True
    if verb.lemma in ("have", "provide", "contain"):
        # "Alabama has moderate flu levels", not "France has an agreement"
        nouns = [stem(n) for n in low[verb.end : min(end, verb.end + 5)]]
        if any(n in w.counted for n in nouns) and any(f & NUMBER for f in here.cs.words.flags[verb.end : verb.end + 3]):
            return True  # "Zimbabwe has some 18,000 suspected cases"
        return not any(n in w.ties or n in w.office or n in w.goods or n in w.traits or n in _STANDING for n in nouns)
    if verb.lemma in ("expect", "await", "anticipate", "fear"):
        return any(stem(n) in w.events for n in follows)  # "Lyon expects snow"
    if verb.lemma in COUNTING:
        return counts(here, verb)
    if verb.lemma in w.acts or says(verb):
        return False
    # Who does something to something acts; what only happens, happens there.
    after = here.cs.words.flags[verb.end] if verb.end < end else PUNCT
    return bool(after & (PREP | ADV | PUNCT | TIME | COORD))


def _acts_in_relative(here: Setting, verb: VerbGroup) -> bool:
    """Return whether a place does what the relative pronoun undergoes: *the enclave, which Baku recaptured in 2023*."""
    before = here.first - 1
    object_relative = before == here.clause.start and here.cs.words.low[before] in ("which", "that", "whom")
    return here.clause.link == "rel" and object_relative and not verb.passive


# What befalls ground and people, of a seat of power too.
_SUFFERED = frozenset(
    {"suffer", "experience", "shake", "tremble", "reel", "flood", "burn", "sink", "boil", "swelter", "wake", "mourn"}
    | {"witness", "endure", "brace", "host", "celebrate", "mark", "escape", "hear", "see", "face", "record", "lie"}
    | {"register", "await", "struggle", "shiver", "erupt", "awake", "run", "fall", "come", "go", "experience", "report"}
)
# What a place has at all times is no event.
_STANDING = frozenset(
    {"inhabitant", "population", "resident", "history", "tradition", "border", "coastline", "climate"}
)


def _measure_after(here: Setting, start: int, end: int) -> bool:
    """Return whether a measure at home follows, not one upon another place."""
    w = event_words()
    near = range(start, min(end, start + 7))
    measured = any(stem(here.cs.words.low[k]) in w.measures for k in near)
    return measured and not any(here.cs.words.flags[k] & PLACE for k in near)
