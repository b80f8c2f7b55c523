"""Cut a text into sentences, as exact character spans."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from geo.data import read_toml
from geo.model import Span

__all__ = ["find_sentences"]

# Begins with one set of signs, so that the text is skipped through quickly; which of them it was is looked at after.
_END = re.compile(
    r"[.!?…\n]"
    r"(?:(?<=\n)(?P<line>[ \t]*(?P<blank>\n\s*)?)"
    r"|(?<!\n)[.!?…]*(?P<close>[\"'”’»)\]]*)(?P<gap>\s+|(?=[\"“‘(\[]?[A-Z][a-z])|$))"
)
_LAST_WORD = re.compile(r"[^\s\"“”‘’'(\[—–-]+$")
_NEXT_WORD = re.compile(r"[\"“‘'(\[«]*([^\W\d_]+)")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]$")
_BULLET = re.compile(r"\s*(?:[-*•‣·▪–—]\s|\(?\d{1,3}[.)]\s|#+\s)")


@cache
def _cues() -> tuple[frozenset[str], ...]:
    table = read_toml("abbreviations.toml")
    return tuple(frozenset(table[key]) for key in ("never_ends", "may_end", "starters", "clock", "after_clock"))


def find_sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of a text in order, without the white space around them.

    A blank line always ends one; a single line end does where lines are not wrapped (the next line starts anew).
    Abbreviations, initials, decimal points and ellipses do not.

    >>> [s.of('Dr. A. B. Lee left the U.S. on Monday. He said "No." Then he slept.')
    ...  for s in find_sentences('Dr. A. B. Lee left the U.S. on Monday. He said "No." Then he slept.')]
    ['Dr. A. B. Lee left the U.S. on Monday.', 'He said "No."', 'Then he slept.']
    """
    wrapped = _is_wrapped(text)
    caseless = text.islower()  # nothing begins with a capital, so a small letter after a stop tells nothing
    spans: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        if match["line"] is not None:
            end = match.start()
            if not match["blank"] and wrapped and not _BULLET.match(text, match.end()):
                continue
            if not match["blank"] and not (wrapped or caseless) and text[match.end() : match.end() + 1].islower():
                continue
        else:
            end = match.end("close")
            if not _ends_here(text, match, start, caseless):
                continue
        _add(text, spans, start, end)
        start = match.end()
    _add(text, spans, start, len(text))
    return tuple(spans)


def _add(text: str, spans: list[Span], start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append(Span(start, end))


def _is_wrapped(text: str) -> bool:
    """Return whether lines are broken by width: single line ends then mean nothing."""
    if "\n" not in text:
        return False
    lines = [line for line in text.split("\n") if line.strip()]
    pairs = [(a, b) for a, b in pairwise(text.split("\n")) if a.strip() and b.strip()]
    inner = [a for a, _ in pairs]
    if len(inner) < 2 or len(lines) < 3:
        return False
    longest = max(len(line) for line in lines)
    if not 40 <= longest <= 132:
        return False
    full = sum(len(line) >= 0.7 * longest for line in inner)
    unended = sum(not line.rstrip().endswith((".", "!", "?", ":", "”", '"')) for line in inner)
    # A list of headlines has lines of one length, too, but each starts anew.
    goes_on = sum(b.lstrip()[:1].islower() for _, b in pairs)
    return goes_on >= 0.2 * len(inner) and full >= 0.7 * len(inner) and unended >= 0.6 * len(inner)


def _ends_here(text: str, match: re.Match[str], start: int, caseless: bool) -> bool:
    """Return whether the stop found ends a sentence."""
    after = text[match.end() : match.end() + 24]
    if not after:
        return True
    first = after.lstrip("\"“‘'([«")[:1]
    stop, close = text[match.start() : match.start("close")], match["close"]
    if not match["gap"]:
        # *...the end.The next*: a lost space. Not in addresses of the web, version numbers or initials.
        word = _last_word(text, start, match.start())
        return len(word) > 3 and word.isalpha() and word[1:].islower()
    if first.islower() and not caseless:
        return False
    if stop != ".":
        # *“Why?” Smith asked*: a name and its verb belong to the quotation before
        return not (stop.startswith("..") and not close and not first.isupper())
    word = _last_word(text, start, match.start())
    if not word:
        return True
    never, may, starters, clock, after_clock = _cues()
    bare = word.rstrip(".")
    if bare in never or (bare.casefold() in never and not bare.isupper()) or (caseless and bare.capitalize() in never):
        # *No. 5* is a number, *he said no. Five* is not
        return bare.casefold() in ("no", "fig") and not first.isdigit()
    if bare in may or (len(bare) > 1 and "." in bare and _INITIALS.match(bare)):
        next_word = _next_word(after)
        if bare in clock and next_word[:1].isupper():
            return next_word not in after_clock
        return (
            (next_word in starters or first in '"“‘' or (not next_word and not first.isdigit())) if not close else True
        )
    if len(bare) == 1 and bare.isupper():
        # an initial: *J. Smith*; but *Plan B. The* ends
        at = match.start() - len(word)
        return _next_word(after) in starters and text[at - 1 : at] == " "
    return True


def _last_word(text: str, start: int, end: int) -> str:
    """Return the word that ends at `end`, empty where none does; nothing before `start` belongs to it."""
    before = text[max(start, end - 40) : end]
    # By its white space first: the pattern alone would be tried at every letter of the words before.
    found = _LAST_WORD.search(before.rsplit(None, 1)[-1]) if before and not before[-1].isspace() else None
    return found[0] if found else ""


def _next_word(after: str) -> str:
    found = _NEXT_WORD.match(after)
    return found[1] if found else ""
