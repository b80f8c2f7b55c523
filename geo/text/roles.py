"""Tell the place itself from the government, people, team or origin that bears its name.

The usages are those of Gritta et al. 2019; knowledge is in metonyms.toml.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from geo.model import Role
from geo.text.candidates import Words, known_words
from geo.text.dateline import is_dateline
from geo.text.demonyms import is_language
from geo.text.usage_nouns import embedded, firm, hyphened, is_possessive, modifier, possessive, usage_of_demonym
from geo.text.usage_powers import dealt_with, member, powers, subject, verb_after
from geo.text.usage_words import ASSOCIATIVE, Around, Usage, usage_cues

__all__ = ["ASSOCIATIVE", "Usage", "role_of", "usage_of", "usage_of_demonym"]


def role_of(usage: str) -> Role:
    """Return the role a usage belongs to."""
    return Role.ASSOCIATIVE if usage in ASSOCIATIVE else Role.LITERAL


def usage_of(
    text: str, words: Words, first: int, last: int, kind: str, *, chain: bool = False, contains: bool = False
) -> Usage:
    """Return how the name at tokens `first` to `last` is used. `kind` is that of its likeliest place.

    `chain`: what follows after *and* or a comma is a name as well, so the verb may come after that. `contains`: it
    tells where the name before the comma lies, as *Texas* of *Paris, Texas*.
    """
    place = _around(text, words, first, last, kind, chain)
    power = words.words[first] in usage_cues().metonyms and verb_after(words, last, chain)
    if contains and not power and not is_possessive(place):
        return _dateline(place) or Usage("literal", "")
    for rule in _RULES:
        usage = rule(place)
        if usage is not None:
            return usage
    return Usage("literal", "")


def _around(text: str, words: Words, first: int, last: int, kind: str, chain: bool) -> Around:
    low, count = words.low, len(words.low)
    at = first - 1
    while at >= 0 and low[at] in ("the", "both"):
        at -= 1
    before = low[at] if at >= 0 else ""
    before2 = low[at - 1] if at >= 1 else ""
    led, led_at = before, at
    k = first - 1
    listed = _listed()
    while k > 0 and first - k < 14 and (low[k] in listed or words.capital[k]):
        k -= 1
        led, led_at = low[k], k
    after = low[last] if last < count else ""
    tight = last < count and words.starts[last] - words.ends[last - 1] <= 1
    return Around(text, words, first, last, kind, chain, before, before2, led, led_at, after, tight)


@cache
def _listed() -> frozenset[str]:
    """Return what stands between the names of a list: *in northern Mali and the Sahel*."""
    return known_words().directions | {"and", "or", ",", "the", "both"}


def _dateline(p: Around) -> Usage | None:
    return Usage("literal", "dateline") if is_dateline(p.text, p.words, p.first, p.last) else None


_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "sir", "madam", "dame", "prof", "professor", "justice"})


def _titled(p: Around) -> Usage | None:
    """*Ms Israel*, *Mr. London*: somebody of that name."""
    at = p.first - 1
    if at > 0 and p.words.low[at] == ".":
        at -= 1
    titled = at >= 0 and p.words.capital[at] and p.words.low[at] in _TITLES
    return Usage("homonym", f"after {p.words.words[at]!r} it is a person's name") if titled else None


def _language(p: Around) -> Usage | None:
    """*Arabic*, which is no country's adjective."""
    single = p.last - p.first == 1 and is_language(p.words.low[p.first])
    return Usage("language", "the name of a language") if single and p.before in usage_cues().language_before else None


_RULES: tuple[Callable[[Around], Usage | None], ...] = (
    _dateline,
    _titled,
    _language,
    hyphened,
    firm,
    embedded,
    possessive,
    modifier,
    member,
    dealt_with,
    subject,
    powers,
)
