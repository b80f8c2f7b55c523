"""Find the verb groups of a sentence: *has been closed*, *will not open*, *is considering*, *to discuss*."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from geo.claims.reporting import noun_kind, saying_verbs, says_kind, says_like
from geo.claims.words import (
    ADV,
    BASE,
    BE,
    CAPITAL,
    COORD,
    DET,
    DO,
    HAVE,
    ING,
    MODAL,
    NEG,
    NUMBER,
    PARTICIPLE,
    PAST,
    PLACE,
    POSSESSIVE,
    PREP,
    PRON,
    PUNCT,
    REL,
    SUB,
    THAT,
    THIRD,
    TIME,
    TO,
    Words,
    lemma_of,
)
from geo.data import read_toml

__all__ = ["VerbGroup", "find_groups"]


class VerbGroup(NamedTuple):
    """One verb with its helpers. Word indexes, end excluded. A tuple, because sentences hold many."""

    start: int
    end: int
    head: int
    lemma: str
    tense: str
    """past, present, perfect, pluperfect, future, modal, conditional; infinitive, ing, participle where not finite."""
    negated: bool = False
    passive: bool = False
    progressive: bool = False
    sure: bool = True
    """False: an -ed form that may be a finite past or a participle (*ships docked in Cyprus*)."""
    modal: str = ""

    @property
    def finite(self) -> bool:
        """Return whether it can carry a clause of its own."""
        return self.tense not in ("infinitive", "ing", "participle")


_PRESENT_BE = frozenset(("is", "are", "am", "'s", "'re", "isn't", "aren't"))
_PRESENT_HAVE = frozenset(("has", "have", "hasn't", "haven't", "'ve"))
_BEFORE_TESTAMENT = frozenset({"the", "a", "his", "her", "their", "my", "last", "free", "good", "living", "political"})
_FUTURE = frozenset(("will", "shall", "won't", "'ll"))
_PLURAL_NOUNS = frozenset(
    {"people", "police", "they", "we", "you", "i", "who", "which", "that", "men", "women", "children", "officials"}
    | {"cattle", "media", "others", "some", "many", "most"}
)
_SOFT = ADV | NEG


def _auxiliary(words: Words, i: int) -> VerbGroup:
    """Return the group that starts with the helper at `i`."""
    low, flags = words.low, words.flags
    size = len(low)
    first, f = low[i], flags[i]
    negated = bool(f & NEG)
    modal = first if f & MODAL else ""
    perfect = bool(f & HAVE)
    be = bool(f & BE)
    head, end, j = i, i + 1, i + 1
    form = ""
    while j < size and j < end + 4:
        g, word = flags[j], low[j]
        if word in ("be", "been", "being"):
            be, head, end = True, j, j + 1
        elif word == "have" and modal and not perfect:
            perfect, head, end = True, j, j + 1
        elif g & NEG:
            negated = True
            end = j + 1
        elif g & (PARTICIPLE | PAST) and (be or perfect) and not g & CAPITAL:
            form, head, end = "participle", j, j + 1
            break
        elif g & ING and be and not g & PREP:
            form, head, end = "ing", j, j + 1
            break
        elif g & BASE and (modal or f & DO) and not be and not perfect:
            form, head, end = "base", j, j + 1
            break
        elif (
            (g & ADV and not g & (DET | PREP))
            or word in ("yet", "so", "since", "down", '"', "“")
            or (g & DET and word in ("all", "both", "each"))
        ):
            pass
        else:
            if (
                (modal or f & DO)
                and not be
                and not perfect
                and not g & (PUNCT | DET | PREP | PRON | PLACE)
                and word.isalpha()
            ):
                # A verb the lists do not know: "will re-route", "may hitchhike".
                form, head, end = "base", j, j + 1
            break
        j += 1
    if modal:
        if first in _FUTURE:
            tense = "future"
        elif first in ("would", "wouldn't"):
            tense = "conditional"
        elif first in ("can", "can't", "cannot", "must", "mustn't"):
            tense = "present"
        else:
            tense = "modal"
    elif f & HAVE:
        if form or be:
            tense = "perfect" if first in _PRESENT_HAVE else "pluperfect"
        else:
            tense = "present" if first in _PRESENT_HAVE else "past"
    elif f & DO:
        tense = "past" if first in ("did", "didn't") else "present"
    else:
        tense = "present" if first in _PRESENT_BE else "past"
    return VerbGroup(
        i,
        end,
        head,
        lemma_of(low[head]),
        tense,
        negated,
        passive=be and form == "participle",
        progressive=form == "ing",
        modal=modal,
    )


def _noun_before(words: Words, i: int) -> bool:
    """Return whether the word before `i`, adverbs aside, can end a subject."""
    j = i - 1
    while j >= 0 and words.flags[j] & ADV and not words.flags[j] & (PRON | DET):
        j -= 1
    if j < 0:
        return False
    f = words.flags[j]
    if f & (PRON | PLACE | NUMBER) or words.low[j] in (")", "”", '"', "%"):
        return True
    return not f & (DET | PREP | PUNCT | COORD | POSSESSIVE | MODAL | BE | HAVE | DO | TO | SUB | REL | THAT)


def _after_apposition(words: Words, i: int, groups: list[VerbGroup]) -> bool:
    """Return whether a verb that no passive has stands after the second comma of a subject without a verb so far."""
    low = words.low
    if low[i - 1] != "," or any(g.finite for g in groups) or "," not in low[1 : i - 1]:
        return False
    if words.flags[0] & (PREP | SUB) and not words.flags[0] & DET:
        return False
    word = lemma_of(low[i])
    return word in _never_passive() or (
        (word in saying_verbs("core") or says_kind(word) == "denied")
        and i + 1 < len(low)
        and (low[i + 1] in ("of", "that", "on", "any") or bool(noun_kind(low[i + 1])))
    )


@cache
def _adjectives() -> frozenset[str]:
    return frozenset(read_toml("verbs.toml")["closed"]["adjectives"].split())


@cache
def _never_passive() -> frozenset[str]:
    return frozenset(read_toml("verbs.toml")["never_passive"].split())


def _plural_before(words: Words, i: int) -> bool:
    j = i - 1
    while j >= 0 and words.flags[j] & ADV and not words.flags[j] & PRON:
        j -= 1
    if j < 0:
        return False
    word, f = words.low[j], words.flags[j]
    if j and f & CAPITAL and words.low[j - 1] in ("its", "his", "her", "a", "an"):
        return False  # "lost its GPS signal"
    if f & PLACE:
        if (
            j > 1
            and words.flags[j - 1] & PREP
            and not words.flags[j - 2] & PUNCT
            and (j == 2 or not words.flags[j - 2] & CAPITAL)
        ):
            # "traders in London fear prices could rise"
            return words.low[j - 2].endswith("s") and not words.low[j - 2].endswith(("ss", "us", "is"))
        return j > 1 and bool(words.flags[j - 1] & COORD)  # "Kenya and Uganda agree"; Kansas is one
    if word in _PLURAL_NOUNS:
        return True
    if f & (DET | PREP | PUNCT | COORD | POSSESSIVE | TO | SUB | BE | HAVE):
        return False
    return (word.endswith("s") and not word.endswith(("ss", "us", "is"))) or bool(
        f & NUMBER and not (j and words.flags[j - 1] & TIME)
    )


def _noun_with_phrase(words: Words, i: int) -> bool:
    """Return whether a word that may be a verb is a noun with what goes on after it: *expects demand to pick up*."""
    flags = words.flags
    return i + 1 < len(flags) and bool(flags[i] & BASE and flags[i + 1] & (TO | PREP)) and not says_like(words.low[i])


def _takes_object(words: Words, groups: list[VerbGroup]) -> bool:
    """Return whether the last group has what follows for its object: *to cut costs*, *after booking losses*."""
    last = groups[-1]
    if last.tense == "infinitive":
        return True
    before = words.flags[last.start - 1] if last.start else PUNCT
    joined = bool(before & COORD) and any(g.tense == "ing" for g in groups[:-1])
    return last.tense == "ing" and (joined or bool(before & PREP and not before & DET))


def _inverts(words: Words, i: int) -> bool:
    """Return whether a verb of saying and a name end a sentence: *..., noted Dr Ann Lee of the museum.*."""
    if lemma_of(words.low[i]) not in saying_verbs("tail") or words.low[i - 1] not in (",", "”", '"', "'", "’"):
        return False
    name = words.flags[i + 1 : i + 3]
    return len(name) == 2 and bool(name[0] & CAPITAL) and bool(name[1] & (CAPITAL | PUNCT))


def _verb_after_adverb(words: Words, i: int) -> bool:
    """Return whether a finite verb with its adverb before it follows a word, which then is the subject."""
    flags, k = words.flags, i + 1
    while k < len(flags) and flags[k] & ADV and not flags[k] & (DET | PREP | PRON | NEG):
        k += 1
    return (
        i + 1 < k < len(flags)
        and bool(flags[k] & (PAST | PARTICIPLE | BE | HAVE | MODAL | DO))
        and not (flags[k] & (DET | PREP | CAPITAL))
    )


# "the airport remains open", not "human remains found in"
_COPULAS = frozenset({"remains", "stays", "seems", "becomes", "appears"})
_DEAD = frozenset({"human", "skeletal", "charred", "mortal", "burned", "burnt", "whose", "fossil", "animal"})
# No nouns, so verbs in doubtful places too: "..., experts in X believe", "... but says snow may fall".
_SAYING = frozenset(
    {"believe", "think", "argue", "insist", "warn", "reckon", "suggest", "allege", "maintain", "predict", "deny"}
    | {"dispute", "reject", "say", "add", "tell", "admit", "complain", "concede", "acknowledge", "explain"}
)
# A place phrase that opens so is no object: "a dhow seized near Eyl".
_SPOTS = frozenset({"near", "off", "outside", "between", "around", "along", "inside", "within", "beyond"})
_AFTER_VERB = DET | PREP | PRON | PLACE | ADV | NUMBER | THAT | TO | TIME | SUB


def find_groups(words: Words) -> list[VerbGroup]:
    """Return the verb groups in order, the doubtful -ed forms included (`sure` false)."""
    low, flags = words.low, words.flags
    size = len(low)
    groups: list[VerbGroup] = []
    i = 0
    small = PREP | DET | PUNCT | NUMBER | COORD | TO
    title = all(g & (CAPITAL | small) for g in flags if not g & ADV)
    interesting = BE | HAVE | DO | MODAL | BASE | THIRD | PAST | PARTICIPLE | ING | TO
    while i < size:
        f = flags[i]
        if not f & interesting or f & PLACE:
            i += 1
            continue
        word = low[i]
        if f & TO:
            j = i + 1
            while j < size and flags[j] & ADV and j < i + 3 and not flags[j] & BASE:
                j += 1
            if j < size and (flags[j] & BASE or low[j] in ("be", "have", "do")) and not flags[j] & CAPITAL:
                end, head, passive, progressive = j + 1, j, False, False
                if low[j] in ("be", "have"):
                    k = j + 1
                    while k < size and (flags[k] & ADV or low[k] == "been"):
                        k += 1
                    if k < size and flags[k] & PARTICIPLE:
                        head, end, passive = k, k + 1, low[j] == "be" or low[k - 1] == "been"
                    elif k < size and flags[k] & ING and low[j] == "be":
                        head, end, progressive = k, k + 1, True
                negated = i > 0 and bool(flags[i - 1] & NEG)
                groups.append(VerbGroup(i, end, head, lemma_of(low[head]), "infinitive", negated, passive, progressive))
                i = end
                continue
            i += 1
            continue
        if f & MODAL and i and word in ("may", "will") and (f & CAPITAL or low[i - 1] in _BEFORE_TESTAMENT):
            # The month, the man, the testament.
            i += 1
            continue
        if f & (BE | HAVE | DO | MODAL) and word not in ("be", "been", "being", "having") and not f & POSSESSIVE:
            group = _auxiliary(words, i)
            groups.append(group)
            i = group.end
            continue
        before = flags[i - 1] if i else PUNCT
        named = f & CAPITAL and i and not before & PUNCT
        if named and not title:
            # A capital inside a sentence is a name, save in headlines, where every word has one.
            i += 1
            continue
        if f & PAST and (not before & (DET | POSSESSIVE) or before & (REL | THAT | PRON)):
            groups.append(VerbGroup(i, i + 1, i, lemma_of(word), "past", negated=low[i - 1 : i] == ("never",)))
        elif f & PARTICIPLE:
            j = i + 1
            after = flags[j] if j < size else PUNCT
            if (before & (POSSESSIVE | DET) and not before & (PRON | THAT | REL)) or (
                before & PREP and not before & (SUB | ADV) and not after & (DET | PLACE | PREP)
            ):
                pass
            else:
                spot = bool(after & PLACE) and low[j].partition(" ")[0] in _SPOTS
                active = (bool(after & (DET | PLACE | NUMBER | PRON)) and not spot) or (
                    j < size and low[j] in ("him", "her", "them", "it")
                )
                # "killed 14 people" has an object and so is the verb; "backed by" is none.
                by = j < size and low[j] == "by"
                noun = _noun_before(words, i)
                plain_noun_next = not after & _AFTER_VERB and not after & (PUNCT | COORD | BE | HAVE | MODAL)
                if plain_noun_next and (
                    (before & NUMBER and not low[i - 1].endswith("s")) or low[i - 1] in _adjectives()
                ):
                    pass
                elif (
                    word == "told" and before & PUNCT and i > 2 and not after & (PREP | PUNCT | TO | THAT | SUB | COORD)
                ):
                    groups.append(VerbGroup(i, i + 1, i, "tell", "past"))  # "The minister, Ann Lee, told reporters"
                elif before & PUNCT and i > 2 and after & CAPITAL and not after & (TIME | PLACE) and _inverts(words, i):
                    groups.append(VerbGroup(i, i + 1, i, lemma_of(word), "past"))  # "..., noted Dr Ann Lee"
                elif before & PUNCT and after & PUNCT and says_like(word):
                    # "the agency, Apsnipress, reported."
                    groups.append(VerbGroup(i, i + 1, i, lemma_of(word), "past", sure=False))
                elif _after_apposition(words, i, groups) and not by:
                    # "Ann Lee, 17, of Hartselle, died", "The minister, Ann Lee, warned of"
                    groups.append(VerbGroup(i, i + 1, i, lemma_of(word), "past"))
                elif before & PUNCT or before & COORD or noun or before & (ADV | REL | THAT | SUB):
                    finite = not by and (noun or active or bool(before & (COORD | REL | ADV | THAT)))
                    sure = active and noun and not by
                    groups.append(
                        VerbGroup(
                            i,
                            i + 1,
                            i,
                            lemma_of(word),
                            "past" if finite else "participle",
                            negated=low[i - 1 : i] == ("never",),
                            sure=sure or bool(before & (REL | THAT) and not by),
                        )
                    )
        elif f & ING:
            done = i + 1 < size and word == "having" and bool(flags[i + 1] & PARTICIPLE)
            if done:
                groups.append(VerbGroup(i, i + 2, i + 1, lemma_of(low[i + 1]), "ing"))  # "of having caused"
                i += 1
            elif not before & (DET | POSSESSIVE) or before & PRON:
                groups.append(VerbGroup(i, i + 1, i, lemma_of(word), "ing"))
        elif f & (THIRD | BASE) and not (
            groups and groups[-1].end == i and (groups[-1].finite or _takes_object(words, groups))
        ):
            after = flags[i + 1] if i + 1 < size else PUNCT
            if word == "last" and after & TIME:
                i += 1
                continue  # "talks in Geneva last week ended"
            speech = says_like(word)
            opens = bool(after & _AFTER_VERB) and not (after & PREP and low[i + 1 : i + 2] == ("of",))
            strong = bool(before & (PRON | REL | THAT)) and not before & NUMBER
            # "that talks would resume": a verb right after it takes the place.
            strong = strong and not after & (MODAL | BE | HAVE | DO | PAST)
            if not strong and _verb_after_adverb(words, i):
                i += 1
                continue  # "Russian forces recently advanced"
            # "the storm batters homes": a plain noun may be the object, if nothing better is the verb.
            noun_next = (
                i + 1 < size
                and not (after & BASE and not after & CAPITAL and f & THIRD)
                and (speech or low[i + 1] != "of")
                and not after
                & (
                    PUNCT
                    | COORD
                    | BE
                    | HAVE
                    | MODAL
                    | DO
                    | PAST
                    | PARTICIPLE
                    | POSSESSIVE
                    | (0 if before & PLACE else THIRD)
                )
            )
            if f & THIRD:
                if before & NUMBER and not speech and low[i - 1] != "one":
                    i += 1
                    continue  # "two suspects were"
                if (
                    word == "states"
                    and before & PLACE
                    and any(flags[k] & (COORD | PLACE) for k in range(max(0, i - 3), i - 1))
                ):
                    i += 1
                    continue  # "in Kassala and Red Sea states"
                noun = _noun_before(words, i) and (not _plural_before(words, i) or bool(before & CAPITAL))
                colon = i + 1 < size and low[i + 1] in (":", "“", '"', "'", "‘", ",")
                if (
                    (noun and lemma_of(word) in _SAYING and all(g & PUNCT for g in flags[i + 1 :]))
                    or (before & COORD and lemma_of(word) in _SAYING and groups)
                    or (
                        noun
                        and word in _COPULAS
                        and low[i - 1] not in _DEAD
                        and not after & (PUNCT | BE | HAVE | MODAL)
                    )
                    or ((noun or before & COORD or (before & PUNCT and i)) and (opens or (speech and colon)))
                    or (speech and after & THAT and _noun_before(words, i))
                    or (noun and speech and _noun_with_phrase(words, i + 1))
                    or (
                        noun and (noun_next or (speech and not after & BASE and lemma_of(word) in saying_verbs("core")))
                    )
                    or strong
                ):
                    groups.append(
                        VerbGroup(
                            i,
                            i + 1,
                            i,
                            lemma_of(word),
                            "present",
                            sure=strong or (speech and (noun or bool(after & THAT))),
                        )
                    )
            elif (
                (word in _SAYING and before & COORD and groups and (opens or word == "say"))
                or (_plural_before(words, i) and not f & ADV and (opens or speech or noun_next))
                or (
                    (
                        word == "say"
                        or (speech and after & THAT)
                        or (word in _SAYING and (after & ING or all(g & PUNCT for g in flags[i + 1 :])))
                    )
                    and _noun_before(words, i)
                )
            ):
                groups.append(VerbGroup(i, i + 1, i, lemma_of(word), "present", sure=strong or speech))
        i += 1
    return groups
