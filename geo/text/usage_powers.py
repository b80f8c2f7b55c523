"""Names that act or are dealt with: *Washington said*, *signed with Angola*, *Pakistan to restore*."""

from __future__ import annotations

from geo.text.candidates import Words, known_words
from geo.text.usage_nouns import NATURAL
from geo.text.usage_words import Around, Cues, Usage, head_words, is_people, usage_cues

__all__ = ["dealt_with", "member", "powers", "subject", "verb_after"]

# What is sent to a town goes there; what is given to a state is a power's.
_SENT = frozenset({"aid", "weapons", "arms", "assistance"})


def _told_to(p: Around) -> bool:
    """Return whether a verb before a name and an infinitive after it make it do so: *ordered Spain to pay*."""
    low, cues, known = p.words.low, usage_cues(), known_words()
    does = p.last + 1 < len(low) and low[p.last + 1] in cues.agents and low[p.last + 1] not in cues.weak
    verb = p.before.isalpha() and p.before not in known.function | known.going and not p.words.opens[p.first]
    asked = p.before.endswith(("s", "ed")) or p.before in cues.agents
    return does and verb and asked and not p.words.capital[p.first - 1]


def member(p: Around) -> Usage | None:
    """*Donors include Norway*, *(donors: Norway, Japan)*: who they are, not where something is."""
    low, at = p.words.low, p.led_at
    if at < 1 or low[at] not in _LISTING:
        return None
    heading = low[at - 2 : at] if low[at - 1] in ("are", "were", "by") else low[at - 1 : at]
    if " ".join(heading) not in usage_cues().members:
        return None
    return Usage("metonymic", f"one of the {' '.join(heading)}")


_LISTING = frozenset({"include", "includes", "included", "including", ":"})


def dealt_with(p: Around) -> Usage | None:
    """*urged Israel*, *signed with Angola*, *imports from Haiti*, *a deal between the DRC and Angola*."""
    words, cues = p.words, usage_cues()
    state = p.kind in ("country", "territory")
    if p.after == "to" and _told_to(p):
        return Usage("metonymic", f"is to {words.low[p.last + 1]!r}")
    if p.before in cues.dealings and p.before != "by":
        return Usage("metonymic", f"{p.before!r} is done to a power, people or team")
    if p.before == "and" and p.led in cues.dealings and p.led not in ("by", "against"):
        return Usage("metonymic", f"{p.led!r} is done to a power, people or team")
    there = p.before2 in _SENT and p.kind not in ("country", "territory") and words.words[p.first] not in cues.metonyms
    if (p.before2, p.before) in cues.before and not there:
        return Usage("metonymic", f"{p.before2 + ' ' + p.before!r} names a power, people or team")
    if p.before in ("and", ",") and p.led == "by" and (words.low[p.led_at - 1], "by") in cues.before:
        return Usage("metonymic", f"{words.low[p.led_at - 1] + ' by'!r} names a power, people or team")
    at = p.first - 1
    if at > 0 and words.low[at] == "the":
        at -= 1
    power = state or words.words[p.first] in cues.metonyms
    if p.before in ("and", ",") and p.led in ("from", "between") and (p.led == "between" or power):
        at = p.led_at  # *funding from Germany, Norway and Japan*
    if at > 0 and words.low[at] in ("from", "by", "between", "of", "with"):
        governed = _governed(words, at)
        if governed is not None:
            return governed
    if p.before in ("with", "against", "to") and p.first > 3 and _is_score(words, p.first - 2):
        return Usage("metonymic", "a side in a match")
    if p.before == "out" and p.before2 in ("knocked", "edged", "edging", "knocking"):
        return Usage("metonymic", "a side in a match")
    at_home = p.before2 == "home" and p.before in ("to", "against") and words.low[p.first - 3] == "at"
    if at_home or _has_record(words, p.last):
        return Usage("metonymic", "a side in a match")
    if (
        p.before == "from"
        and p.before2 in cues.persons
        and cues.removal.isdisjoint(words.low[max(0, p.first - 9) : p.first])
    ):
        return Usage("modifier", f"where the {p.before2!r} comes from")
    if p.before == "by" and words.words[p.first] in cues.metonyms:
        return Usage("metonymic", "seat of power, as the one who acts")
    if (
        p.before == "by"
        and p.kind in ("country", "territory", "admin1")
        and p.before2.endswith("ed")
        and p.before2 not in cues.beside
    ):
        return Usage("metonymic", f"{p.before2 + ' by'!r} names who acts")
    return None


def subject(p: Around) -> Usage | None:
    """*Washington has maintained*, *Pakistan to restore*."""
    words, cues = p.words, usage_cues()
    if p.kind in NATURAL or p.before in known_words().going:
        return None
    inside = p.before != "," or (p.chain and p.led in _GOVERNING)
    if inside and p.led in known_words().going | _GOVERNING and not _opens_statement(p):
        return None
    if p.before in ("of", "in", "on", "at", "near", "off", "into", "across", "over", "around") or (
        p.before == "," and p.before2 in ("in", "of", "from")
    ):
        return None
    verb = verb_after(words, p.last, p.chain)
    state = p.kind in ("country", "territory", "continent")
    if state and not p.chain and _takes_measures(words, p.last):
        return Usage("mixed", "the power acts, and what it does is so all over its land")
    if state and p.after == "has" and verb == "has" and _owns(words, p.last + 1):
        return None
    verb = verb or _transitive(p, state)
    if verb in ("reopened", "reopen", "closed", "shut") and not _has_object(words, p.last):
        return None  # *Dakar and Abidjan have reopened*
    if words.low[p.last + 1 : p.last + 2] == ["the"] and words.low[p.last + 2 : p.last + 3] in _RANKED:
        return None  # *Romania remains the worst hit country*
    seat = words.words[p.first] in cues.metonyms and p.before != ","
    if verb and (verb not in cues.weak or state or (seat and verb not in ("has", "have", "had"))):
        return Usage("metonymic", f"it is the subject of {verb!r}")
    if not verb and seat and _in_a_mood(words, p.last):
        return Usage("metonymic", "in a mood that only a power has")
    if not verb and seat and p.after == "and" and not p.chain:
        # *Washington and a dozen other missions voiced shock*
        verb = next((low for low in words.low[p.last + 1 : p.last + 8] if low in cues.agents - cues.weak), "")
        if verb and verb not in cues.people:
            return Usage("metonymic", f"it is a subject of {verb!r}")
    if not verb and headline_verb(words, p.first, p.last):
        return Usage("metonymic", f"subject of a headline: {p.after!r}")
    return None


_RANKED = (["worst"], ["hardest"], ["most"], ["least"])


def _has_object(words: Words, at: int) -> bool:
    """Return whether anything but a time follows the verb after a name."""
    verbs = ("reopened", "reopen", "closed", "shut")
    k = next((k for k in range(at, min(at + 12, len(words.low))) if words.low[k] in verbs), -1)
    after = words.low[k + 1] if 0 <= k < len(words.low) - 1 else "."
    return after[0].isalpha() and after not in known_words().function | known_words().calendar


def _in_a_mood(words: Words, at: int) -> bool:
    """Return whether *stayed silent* follows, or *has not yet* with a verb: a power's silence and omissions."""
    low = words.low[at : at + 5]
    if low[:1] in (["has"], ["have"], ["had"]) and low[1:2] == ["been"]:
        low = ["stayed", *low[2:]]  # *has been quieter*
    if low[:1] in (["has"], ["have"], ["had"]):
        return low[1:2] in (["not"], ["yet"]) and any(word.endswith("ed") for word in low[2:4])
    stays = bool(low) and low[0] in ("stayed", "stays", "remained", "remains", "kept", "keeps", "fell", "is", "was")
    return stays and not usage_cues().moods.isdisjoint(low[1:3])


_GOVERNING = frozenset({"for", "with", "against", "about", "of", "than", "including", "among", "by"})


def _opens_statement(p: Around) -> bool:
    """Return whether a name after *, and* starts a statement of its own: *to the Red Sea, and Japan will ...*."""
    low, at = p.words.low, p.first - 1
    while at > 0 and low[at] == "the":
        at -= 1
    return low[at] == "and" and low[at - 1] == "," and low[p.led_at : at].count(",") == 1


def _takes_measures(words: Words, at: int) -> bool:
    """Return whether a state's verb and object are a measure within it: *declared a state of emergency*."""
    cues = usage_cues()
    following = words.low[at : at + 9]
    stop = next(
        (
            k
            for k, low in enumerate(following)
            if low in _OBJECT_ENDS and (not low.isalpha() or words.capital[min(at + k + 1, len(words.low) - 1)])
        ),
        len(following),
    )
    beyond = at + stop + 1
    named = beyond < len(words.low) and words.capital[beyond] and words.low[beyond] not in known_words().calendar
    if not stop or (named and words.low[beyond - 1].isalpha()):
        return False  # *imposed a curfew in Diyarbakir*
    return following[0] in cues.measure_verbs and not cues.measure_objects.isdisjoint(following[:stop])


_OBJECT_ENDS = frozenset({",", ".", ";", "in", "at", "along", "near", "against", "over", "after", "on", "for"})


def _owns(words: Words, at: int) -> bool:
    """Return whether what a country *has* is on its ground: *has two ports*, not *has a veto*."""
    cues, first = usage_cues(), min(at, len(words.low) - 1)
    while at < len(words.low) and (words.low[at] in cues.determiners or words.low[at][0].isdigit()):
        at += 1
    heads = head_words(words, at)
    if words.low[first] in _QUANTITIES or words.low[first][0].isdigit():
        return not any(is_people(word) for word in heads)  # *has few mineral resources*, not *has 40 envoys*
    return any(word in cues.places for word in heads)


_QUANTITIES = frozenset({"few", "fewer", "many", "more", "less", "several", "little", "two", "three", "four", "five"})


def _transitive(p: Around, state: bool) -> str:
    """Return the verb a power is the subject of where its form alone tells: *Mexico changed the law*, *England were*.

    Of a town or province the object must be told by its article: *Florida executed a man*, *Tehran ruled out talks*.
    """
    words, cues = p.words, usage_cues()
    at = _chain_end(words, p.last) if p.chain else p.last
    if at >= len(words.low) or words.capital[at]:
        return ""
    verb, following = words.low[at], words.low[at + 1] if at + 1 < len(words.low) else ""
    single = at == p.last and p.before not in ("and", ",", "or") and not words.low[p.last - 1].endswith("s")
    if state and single and verb in ("were", "have", "are"):
        return verb
    form = verb.endswith("ed") and len(verb) > 4 and verb not in cues.undergone and following != "by"
    acts = form and (following != "in" or verb in ("handed", "called", "stepped", "weighed"))
    acts = acts or (verb in cues.pasts and verb not in cues.felt and following in cues.determiners)
    told = (
        following in cues.determiners
        or following in ("him", "her", "them", "it")
        or following in ("out", "off", "up", "down", "back", "over")
    )
    return verb if acts and (p.tight or at > p.last) and (state or told) else ""


def _chain_end(words: Words, last: int) -> int:
    """Return where a list of names that starts before token `last` ends: *Ukraine* of *Ukraine and Poland traded*."""
    k = last
    while k < len(words.low) and k - last < 14 and (words.capital[k] or words.low[k] in ("and", ",", "the", "of")):
        k += 1
    return k if "and" in words.low[last:k] else last


def _will_act(words: Words, at: int) -> bool:
    """Return whether *to* and an act follow shortly: *is likely to cut output*, not *is likely to be hit*.

    Who is to begin something acts where another place is named for it: *is set to begin strikes on Yemen*.
    """
    low, cues = words.low, usage_cues()
    to = next((k for k in range(at, min(at + 4, len(low) - 1)) if low[k] == "to"), -1)
    if to < 0:
        return False
    if low[to + 1] in ("begin", "start", "resume"):
        elsewhere = range(to + 2, min(to + 10, len(low)))
        return any(words.capital[k] and low[k] not in known_words().calendar for k in elsewhere)
    return low[to + 1] in cues.agents and low[to + 1] not in cues.weak


def _has_record(words: Words, at: int) -> bool:
    """Return whether a team's record follows: *Paris (6-1)*."""
    after = words.low[at : at + 5]
    return len(after) == 5 and after[0] == "(" and after[4] == ")" and after[1].isdecimal() and after[3].isdecimal()


def _is_score(words: Words, k: int) -> bool:
    """Return whether tokens up to `k` are a score: *2-1*."""
    return words.low[k].isdecimal() and words.low[k - 1] in ("-", "–") and words.low[k - 2].isdecimal()


_WITHIN = frozenset(
    {"in", "across", "within", "throughout", "outside", "into", "around", "inside", "entering", "enter"}
)


def powers(p: Around) -> Usage | None:
    """*the EU*, which is a body before it is a place."""
    name = " ".join(p.words.low[p.first : p.last])
    if name in ("eu", "e.u", "e.u.", "european union") and p.before not in _WITHIN:
        return Usage("metonymic", "a body of states")
    return None


def _governed(words: Words, at: int) -> Usage | None:
    """Return metonymic where a noun shortly before *from X*, *by X*, *between X and Y* is a power's to give or have."""
    cues = usage_cues()
    preposition = words.low[at]
    nouns = {"from": cues.from_, "by": cues.by, "between": cues.between, "with": cues.between, "of": cues.flag}[
        preposition
    ]
    if preposition == "from" and words.low[at - 1].endswith("ed"):
        return None  # *cars shipped from X*
    for k in range(at - 1, max(-1, at - (2 if preposition == "of" else 4)), -1):
        if words.low[k] in nouns and not (words.capital[k] and not words.opens[k]):  # no Rapid Support Forces
            return Usage("metonymic", f"{words.low[k] + ' ' + preposition!r} names a power, people or team")
        if not words.words[k][0].isalpha() or words.low[k].endswith(("ed", "ing")) or words.low[k] in cues.modals:
            break  # *airlines cancelled flights from X*, *soldiers will move from X*: a verb stands between
    return None


def headline_verb(words: Words, first: int, last: int) -> bool:
    """Return whether *Pakistan to restore ...*, *Syria pressuring ...* opens a sentence."""
    opening = words.opens[first] or (first > 0 and words.opens[first - 1])
    if not opening or last + 1 >= len(words.low):
        return False
    cues = usage_cues()
    if words.low[last] == "to":
        return words.low[last + 1] in cues.agents or words.low[last + 1] in ("be", "restore", "hold", "host", "allow")
    word = words.low[last]
    bases = (word[:-3], word[:-3] + "e", word[:-4])
    return word == "pressuring" or (word.endswith("ing") and any(base in cues.agents for base in bases))


def _is_adverb(word: str, cues: Cues) -> bool:
    return word in cues.adverbs or word.endswith("ly")


def verb_after(words: Words, last: int, chain: bool) -> str:
    """Return the agent's verb that follows a name as its subject, empty where none does."""
    cues = usage_cues()
    low, count = words.low, len(words.low)
    k = last
    if k < count and low[k] in ("and", ",") and chain:
        k = _chain_end(words, last)
        if k == last:
            return ""
    elif k < count and low[k] == ",":
        # *Pakistan, which ... , denied*: a short aside
        close = next((j for j in range(k + 1, min(k + 14, count)) if low[j] in (",", ".")), None)
        if close is None or low[close] == "." or (k + 1 < count and words.capital[k + 1]):
            return ""
        verb = _verb_at(words, close + 1)
        return verb if verb not in cues.weak else ""
    return _verb_at(words, k)


def _verb_at(words: Words, k: int) -> str:
    """Return the agent's verb within the next words from token `k`, helpers and adverbs passed over."""
    cues = usage_cues()
    low, count = words.low, len(words.low)
    sure = False
    for j in range(k, min(k + 4, count)):
        word = low[j]
        if word in cues.modals:
            sure = True
            continue
        if word in ("is", "was", "are", "were", "has", "have", "had", "been"):
            following = next((low[n] for n in range(j + 1, min(j + 4, count)) if not _is_adverb(low[n], cues)), "")
            if following in cues.awaited and not _will_act(words, j + 1):
                return ""
            if following in cues.deliberate or following in cues.awaited:
                return following
            if word in ("is", "was", "are", "were", "been"):
                return ""
            adverb = j + 1 < count and _is_adverb(low[j + 1], cues)
            if j + 1 < count and (low[j + 1] in cues.agents or adverb) and not words.capital[j + 1]:
                continue
            return word if not sure else "have"
        if _is_adverb(word, cues):
            continue
        if word in cues.agents and not words.capital[j]:
            return word
        return ""
    return ""
