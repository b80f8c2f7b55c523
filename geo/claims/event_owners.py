"""A place that says whose or which something is: *Mexico's drug war*, *the Haitian cholera outbreak*."""

from __future__ import annotations

from geo.claims.event_setting import ENDS_PHRASE, SPOT_PREPOSITIONS, Setting, head_after, speaks
from geo.claims.event_words import event_words
from geo.claims.theme import stem
from geo.claims.words import ADV, CAPITAL, COORD, NUMBER, PLACE, POSSESSIVE, PUNCT

__all__ = ["of_something"]


def of_something(here: Setting) -> bool | None:
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
        at = head_after(cs, right + 1)
        inner = [stem(low[k]) for k in range(right + 1, at + 1)]
        head = inner[-1] if inner else ""
        name = at >= 0 and bool(flags[at] & CAPITAL)
        if head in w.events and not (name and head in w.office):
            return not speaks(here)
        if head in w.office or head in w.people or (head in w.ties and not here.area):
            return here.area and head not in w.office
        if name:
            return any(noun in w.events for noun in inner)
        if any(noun in w.office for noun in inner) and not here.area:
            return False
        return not speaks(here)
    modifier = ENDS_PHRASE | ADV | NUMBER
    if flags[right] & PLACE and (low[right].split()[0] in w.locating or low[right][0].isdigit()):
        return None  # "on Highway 67 south of Priceville": two places side by side
    named = word > 0 and low[word - 1] in ("a", "an")  # "a Hollywood ending": a noun
    if flags[right] & modifier or (not named and any(g.start <= right < g.end for g in here.clause.groups)):
        return None
    at = head_after(cs, right)
    if at < 0:
        return None
    inner = [stem(low[k]) for k in range(right, at + 1)]
    head = inner[-1]
    if _opens_clause(here, at):
        return True
    if here.preposition >= 0 and here.first < word and head in w.kinds:
        return None  # "families from X and Y districts": a list with its kind
    if head in w.by_actors and not here.area and _adjective(low[word]):
        return False  # "the Israeli offensive" is by, not in
    if head in w.events and not any(noun in w.office for noun in inner[:-1]):
        return not speaks(here)
    if inner == ["department"] and here.preposition >= 0 and low[at + 1 : at + 2] != ("of",):
        return None  # "a fire in the Aude department"
    if any(noun in w.office or noun in w.people or noun in w.goods for noun in inner):
        return False
    if flags[at] & CAPITAL and not here.area:
        return any(noun in w.events for noun in inner)
    return False if head in w.ties else None


def _adjective(name: str) -> bool:
    return name.endswith(("an", "ese", "ish", "i", "ch", "ss", "ic", "us", "u.s.", "uk", "eu"))


def _opens_clause(here: Setting, head: int) -> bool:
    """Return whether a place opens the clause without a comma: *In Haiti health officials are present*."""
    low, flags = here.cs.words.low, here.cs.words.flags
    before = here.preposition
    if before < 0 or low[before] not in SPOT_PREPOSITIONS:
        return False
    opens = before == 0 or bool(flags[before - 1] & (PUNCT | COORD))
    return opens and any(g.finite and g.start == head + 1 for g in here.clause.groups)
