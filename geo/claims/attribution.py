"""Who says so: the sayings of a sentence, what each makes of what is said, and which clauses it covers."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from geo.claims.clauses import Clause, Clauses, says
from geo.claims.reporting import deciders, hearing_bodies, noun_kind, saying_verbs
from geo.claims.speakers import hearer, source_name, speaker_span, trim_name
from geo.claims.theme import stem
from geo.claims.verbs import VerbGroup
from geo.claims.words import ADV, CAPITAL, COORD, DET, NUMBER, PLACE, POSSESSIVE, PREP, PUNCT, THAT, TIME

__all__ = ["Speech", "decided", "speeches"]

Name = tuple[int, int]
"""Report offsets of who speaks."""


class Speech(NamedTuple):
    """Somebody's saying: its clause, what it makes of what is said, and who says it."""

    clause: int
    kind: str
    """claimed, possible, denied or planned."""
    who: tuple[Name, ...]
    """The first source first."""
    covers: frozenset[int]
    """Clauses whose content is what is said."""
    start: int
    """The first word of the saying: its verb, preposition or noun."""


class _Sentence:
    """A sentence's clauses with what hangs on each."""

    def __init__(self, cs: Clauses, text: str) -> None:
        self.cs, self.text = cs, text
        self.children: dict[int, list[int]] = {}
        for clause in cs.clauses:
            self.children.setdefault(clause.parent, []).append(clause.index)

    def below(self, index: int) -> set[int]:
        """Return a clause with all that hang on it."""
        out = {index}
        for child in self.children.get(index, ()):
            out |= self.below(child)
        return out

    def before(self, clause: Clause, after: int) -> set[int]:
        """Return the clauses of the same unit between two, with all that hang on them."""
        return {c.index for c in self.cs.clauses if c.unit == clause.unit and after < c.index < clause.index}


def speeches(cs: Clauses, text: str) -> list[Speech]:
    """Return every saying in a sentence with the clauses it covers."""
    sentence = _Sentence(cs, text)
    found: list[Speech] = []
    citing: dict[int, Name] = {}
    last = -1  # the last "..., she said": what follows it is no longer hers
    for clause in cs.clauses:
        if clause.link == "source":
            speech = _source(sentence, clause, last)
            if speech is not None and clause.opener == "according":
                found.append(speech)
                last = clause.index
            elif speech is not None and text[slice(*speech.who[0])].split()[-1].lower() not in _REASONS:
                citing[clause.unit] = speech.who[0]
        elif clause.link == "tail":
            found.extend(_tail(sentence, clause, last))
            last = clause.index
        else:
            found.extend(_according(sentence, clause))
            denial = _answering_denial(sentence, clause)
            found.extend(denial if denial else _from_verbs(sentence, clause))
            found.extend(_from_nouns(sentence, clause))
            found.extend(_from_subject(sentence, clause))
            found.extend(_inserted(sentence, clause))
    if citing:
        # "Reuters, citing two officials, reported": they are the source, it passes it on.
        found = [
            s._replace(who=(citing[cs.clauses[s.clause].unit], *s.who)) if cs.clauses[s.clause].unit in citing else s
            for s in found
        ]
    return found


# "citing fuel shortages" gives a reason, no source.
_REASONS = frozenset(
    {
        "shortage",
        "shortages",
        "concern",
        "concerns",
        "reasons",
        "risk",
        "risks",
        "weather",
        "conditions",
        "costs",
        "fears",
    }
    | {
        "threats",
        "problems",
        "insecurity",
        "lack",
        "security",
        "safety",
        "grounds",
        "difficulties",
        "need",
        "violations",
    }
)


def _source(sentence: _Sentence, clause: Clause, last: int) -> Speech | None:
    """Return what *according to X* or *citing X* after a comma says."""
    words = sentence.cs.words
    start = clause.start + bool(words.flags[clause.start] & PUNCT)
    span = source_name(sentence.cs, start + (2 if words.low[start] == "according" else 1), clause.end)
    covers = {i for i in sentence.before(clause, last) if sentence.cs.clauses[i].link != "tail"}
    return Speech(clause.index, "claimed", (span,), frozenset(covers), clause.start) if span else None


def _tail(sentence: _Sentence, clause: Clause, last: int) -> list[Speech]:
    """Return what *..., the navy said* says of all before it."""
    verb = clause.verb()
    if verb is None or not says(verb):
        return []
    cs = sentence.cs
    who = tuple(s for s in (speaker_span(cs, clause, verb), hearer(cs, sentence.text, clause, verb)) if s)
    covers = sentence.before(clause, last)
    for index in list(covers):
        covers |= sentence.below(index) - {clause.index}
    return [Speech(clause.index, says(verb), who, frozenset(covers), verb.start)]


def _according(sentence: _Sentence, clause: Clause) -> list[Speech]:
    """Return what *according to X* inside a clause, or before it, says."""
    cs = sentence.cs
    low = cs.words.low
    found = []
    for i in range(clause.start, clause.end - 1):
        if low[i] == "according" and low[i + 1] == "to" and cs.owner[i] == clause.index:
            late = i > clause.start + 2
            span = source_name(cs, i + 2, clause.end if late else len(low), late)
            covers = sentence.below(clause.index)
            if not late:
                covers |= {c.index for c in cs.clauses if c.unit == clause.unit and c.index >= clause.index}
            if span:
                found.append(Speech(clause.index, "claimed", (span,), frozenset(covers), i))
    return found


def _from_verbs(sentence: _Sentence, clause: Clause) -> list[Speech]:
    """Return what the reporting verbs of a clause say, of clauses after them or of a noun."""
    cs = sentence.cs
    low = cs.words.low
    verb = clause.verb()
    found = []
    for group in clause.groups:
        if group.passive and group.lemma in _MOODS:
            group = group._replace(passive=False)  # "doctors are concerned that ..."
        rules_out = group.lemma == "rule" and low[group.end : group.end + 1] == ("out",)
        kind = "denied" if rules_out else "claimed" if _receives(cs, group) or _puts(cs, group) else says(group)
        if kind == "denied" and group.negated:
            kind = "possible"  # "experts do not rule out a second slide"
        told = group.tense == "ing" or (group.tense == "infinitive" and group.lemma in ("warn", "deny", "report"))
        second = verb is not None and verb.start < group.start and cs.words.flags[group.start - 1] & COORD
        doubtful = group.finite and not group.sure and group is not verb and not second
        if kind == "possible" and group.modal in ("should", "must", "can"):
            continue  # "masters should expect a risk"
        if not kind or doubtful or not (group.finite or told) or decided(cs, clause, group):
            continue
        if group.lemma == "admit" and not _TAKEN_IN.isdisjoint(low[group.end : group.end + 5]):
            continue  # "hospitals are admitting 900 patients a day"
        covers = {
            index
            for child in sentence.children.get(clause.index, ())
            if cs.clauses[child].link == "comp" and cs.clauses[child].start >= group.end
            for index in sentence.below(child)
        }
        if not covers:
            if group.lemma == "advise" and low[group.end : group.end + 1] != ("against",):
                continue  # "advised families to boil water"
            takes_noun = rules_out or group.lemma in ("receive", "put") or group.lemma in saying_verbs("takes_noun")
            unnamed = group.passive and group.lemma in ("expect", "report") and speaker_span(cs, clause, group) is None
            if not group.finite or not takes_noun or unnamed:
                continue
            if group.passive and group.lemma in _SETTLED and "by" not in low[group.end : clause.end]:
                continue  # "six cases were confirmed": the report's own word
            denies = kind == "denied" and group is verb and not group.passive
            if not (group.sure or denies or group.lemma in ("receive", "put") or _object_follows(cs, group)):
                continue
            if group.lemma == "dismiss" and not _tells(cs, group):
                continue
            covers = {c for c in sentence.children.get(clause.index, ()) if cs.clauses[c].opener == "with"}
        span = _hearing(cs, clause, group) if group.passive else speaker_span(cs, clause, group)
        told_to = hearer(cs, sentence.text, clause, group)
        if group.lemma in ("cite", "quote"):
            span, told_to = source_name(cs, group.end, clause.end), span
        who = tuple(s for s in (span, told_to) if s)
        found.append(Speech(clause.index, kind, who, frozenset(covers), group.start))
    return found


_TAKEN_IN = frozenset(
    {"patients", "people", "cases", "children", "refugees", "students", "casualties", "wounded", "injured", "babies"}
)
_MOODS = frozenset({"concern", "worry", "alarm"})
# What was so found is so: in the passive, without who did.
_SETTLED = frozenset({"confirm", "verify", "establish", "document", "find", "determine", "observe"})


def _receives(cs: Clauses, group: VerbGroup) -> bool:
    """Return whether somebody passes on what was reported to them: *has received a report of an attack*."""
    if group.lemma != "receive" or group.progressive or group.passive or not group.finite:
        return False
    after = cs.words.low[group.end : group.end + 5]
    return any(a in ("report", "reports") and b in ("of", "that") for a, b in pairwise(after))


def _puts(cs: Clauses, group: VerbGroup) -> bool:
    """Return whether somebody gives a figure: *data put the dead at nine*."""
    after = cs.words.low[group.end : group.end + 8]
    return group.lemma == "put" and not group.passive and "at" in after and not _FIGURES.isdisjoint(after)


_FIGURES = frozenset({"toll", "dead", "number", "figure", "cost", "damage", "losses", "count", "total", "magnitude"})


def _hearing(cs: Clauses, clause: Clause, group: VerbGroup) -> Name | None:
    """Return the court that was told something, whose record says so; else who says it after *by*."""
    if group.lemma == "tell" and not hearing_bodies().isdisjoint(cs.words.low[clause.start : group.start]):
        return trim_name(cs, clause.start, group.start)
    return speaker_span(cs, clause, group)


def decided(cs: Clauses, clause: Clause, group: VerbGroup) -> bool:
    """Return whether a body that decides does so, which denies nothing: *voters rejected a tax increase*."""
    if group.lemma not in ("reject", "dismiss", "deny") or any(
        noun_kind(low) for low in cs.words.low[group.end : group.end + 4]
    ):
        return False
    if cs.words.low[group.end : group.end + 1] == ("that",):
        return False  # "the council denied that it had known"
    if group.lemma == "deny" and _ASKED.isdisjoint(map(stem, cs.words.low[group.end : group.end + 5])):
        return False  # "the commission denied any irregularity"
    return any(low in deciders() for low in cs.words.low[clause.start : group.start])


_ASKED = frozenset(
    {"request", "permit", "permission", "bail", "appeal", "application", "entry", "visa", "access", "motion", "licence"}
    | {"license", "bid", "petition", "claim", "parole", "asylum", "funding", "rezoning", "plan", "variance", "plea"}
)


def _answering_denial(sentence: _Sentence, clause: Clause) -> list[Speech]:
    """Return the other side's word on what stands before: *..., which Hamas denied*, *...; he denies it*."""
    cs = sentence.cs
    verb = clause.verb()
    if verb is None or says(verb) != "denied" or verb.passive or verb.negated:
        return []
    flags, low = cs.words.flags, cs.words.low
    object_ = [low[k] for k in range(verb.end, clause.end) if not flags[k] & (PUNCT | TIME)]
    start = clause.start
    while start < verb.start and flags[start] & (PUNCT | COORD):
        start += 1
    if object_ and " ".join(object_) in _WHAT_WAS_SAID and clause.link in ("main", "coord") and clause.index:
        name = start
    elif object_:
        return []
    elif clause.link == "rel" and low[start] == "which":
        name = start + 1
    elif low[start] in ("a", "an") and noun_kind(low[start + 1]):
        name = start + 2
    elif noun_kind(low[start]) and low[start].endswith("s") and clause.index and cs.words.low[start - 1] == ",":
        name = start + 1  # "..., accusations Athens rejects"
    else:
        return []
    span = (_accused(cs, clause.start) if low[name] in ("he", "she") else None) or trim_name(cs, name, verb.start)
    covers = {c.index for c in cs.clauses if c.index < clause.index}
    return [Speech(clause.index, "denied", (span,) if span else (), frozenset(covers), verb.start)]


def _accused(cs: Clauses, end: int) -> Name | None:
    """Return the last person named before a word in full, who is the one that denies it: *Ann Lee*; None for none."""
    flags, words = cs.words.flags, cs.words
    person = [bool(f & CAPITAL) and not f & (PLACE | PUNCT) for f in flags[:end]]
    last = next((i for i in range(end - 1, 0, -1) if person[i] and person[i - 1] and not flags[i] & TIME), 0)
    first = last
    while first and person[first - 1]:
        first -= 1
    return (words.starts[first], words.ends[last]) if last else None


_WHAT_WAS_SAID = frozenset(
    {"it", "this", "that", "the charge", "the charges", "the accusation", "the allegation"}
    | {"the accusations", "the allegations", "any wrongdoing", "wrongdoing", "any involvement", "involvement"}
)


def _from_nouns(sentence: _Sentence, clause: Clause) -> list[Speech]:
    """Return what nouns say: *accusations by Kinshasa that ...*, *a Ukrainian report that ...*."""
    cs = sentence.cs
    words = cs.words
    found = []
    for child in sentence.children.get(clause.index, ()):
        content = cs.clauses[child]
        noun = _noun_before(cs, content.start) if content.opener == "noun-that" else None
        if noun is None:
            continue
        at, kind = noun
        end = content.start
        while end > at and words.flags[end - 1] & THAT:
            end -= 1
        by = next((k for k in range(at + 1, end) if words.low[k] in ("by", "from", "of")), -1)
        span = trim_name(cs, by + 1, end) if by >= 0 else _owner_of(cs, clause, at)
        if kind == "claimed" or span:
            who = (span,) if span else ()
            found.append(Speech(clause.index, kind, who, frozenset(sentence.below(child)), at))
    return found


def _from_subject(sentence: _Sentence, clause: Clause) -> list[Speech]:
    """Return what nouns say of a noun: *claims by the rebels of a breakthrough near X appear exaggerated*."""
    cs = sentence.cs
    low, verb = cs.words.low, clause.verb()
    found = []
    for i in range(clause.start, (verb.start if verb is not None else clause.end) - 2):
        if noun_kind(low[i]) != "claimed" or low[i] not in _HEARSAY or cs.owner[i] != clause.index:
            continue
        about = next((k for k in range(i + 1, min(i + 8, clause.end)) if low[k] in ("of", "about")), -1)
        by = next((k for k in range(i + 1, about) if low[k] in ("by", "from")), -1)
        if about == i + 1 or by > 0:
            span = trim_name(cs, by + 1, about) if by > 0 else None
            found.append(Speech(clause.index, "claimed", (span,) if span else (), frozenset(), i))
    return found


_HEARSAY = frozenset({
    "claims", "reports", "allegations", "accusations", "rumours", "rumors", "accounts", "suggestions", "suspicions",
})  # fmt: skip


def _inserted(sentence: _Sentence, clause: Clause) -> list[Speech]:
    """Return what is said around who says it: *Supplies, traders said, have been slowed at X*."""
    cs, verb = sentence.cs, clause.verb()
    after = next((c for c in cs.clauses[clause.index + 1 : clause.index + 2] if c.link == "coord"), None)
    if verb is None or after is None or verb.passive or verb.lemma not in saying_verbs("tail") or clause.link != "main":
        return []
    low, flags = cs.words.low, cs.words.flags
    comma = next((i for i in range(verb.start - 1, clause.start, -1) if low[i] == ","), -1)
    between = range(verb.end, after.start + 1)
    opens = any(g.start == after.start + (low[after.start] == ",") and g.finite for g in after.groups)
    if comma < 0 or not opens or not all(flags[i] & (PUNCT | TIME | ADV) or i == after.start for i in between):
        return []
    span = trim_name(cs, comma + 1, verb.start)
    covers = frozenset(sentence.below(after.index))
    return [Speech(clause.index, says(verb), (span,) if span else (), covers, verb.start)]


def _owner_of(cs: Clauses, clause: Clause, at: int) -> Name | None:
    """Return the noun phrase that ends with a reporting noun where it says whose it is: *a Ukrainian report*."""
    words = cs.words
    begin = at
    while (
        begin > clause.start
        and not words.flags[begin - 1] & (PREP | PUNCT | COORD)
        and not (begin < at and words.flags[begin] & DET)
        and not any(g.start < begin <= g.end for g in clause.groups if g.finite)
    ):
        begin -= 1
    named = any(f & (CAPITAL | PLACE | POSSESSIVE) for f in words.flags[begin:at])
    return (words.starts[begin], words.ends[at]) if named else None


def _noun_before(cs: Clauses, start: int) -> tuple[int, str] | None:
    """Return the reporting noun a *that* clause hangs on, with its kind."""
    for i in range(start - 1, max(-1, start - 8), -1):
        kind = noun_kind(cs.words.low[i])
        if kind and not cs.words.flags[i] & PLACE:
            return i, kind
    return None


def _object_follows(cs: Clauses, group: VerbGroup) -> bool:
    at = group.end
    if at >= len(cs.words) or group.passive:
        return False
    after = cs.words.low[at]
    if group.lemma in ("blame", "accuse") and not cs.words.flags[at] & (PUNCT | PREP):
        return True  # "diggers blamed soldiers for firing"
    if group.lemma == "claim" and after in ("responsibility", "credit"):
        return True
    if group.lemma == "claim" and after in ("to", "control", "victory", "capture", "gains", "progress", "success"):
        return True  # "claimed to have captured", "claimed control of"
    if group.lemma in ("forecast", "predict", "expect", "fear", "anticipate", "foresee") and not cs.words.flags[at] & (
        PUNCT | PREP | COORD
    ):
        return True  # "the weather office forecast heavy rain"
    if group.lemma in ("advise", "hint"):
        return after in ("against", "at")
    if group.lemma == "report" and not cs.words.flags[at] & (PUNCT | PREP | COORD | TIME):
        return True  # "a trader reported losses"
    if group.lemma == "warn" and (after in ("of", "about", "against") or not cs.words.flags[at] & (PUNCT | PREP)):
        return True
    return bool(cs.words.flags[at] & (DET | PLACE | CAPITAL | NUMBER)) and not cs.words.flags[at] & PREP


_FORESEEING = frozenset({"forecast", "predict", "expect", "fear", "anticipate", "foresee"})


def _tells(cs: Clauses, group: VerbGroup) -> bool:
    """Return whether what follows the verb is something said: a court dismisses claims, an army dismisses rumours."""
    for i in range(group.end, min(group.end + 5, len(cs.words))):
        noun = cs.words.low[i]
        if noun_kind(noun):
            return cs.words.low[i + 1 : i + 2] != ("against",)
    return False
