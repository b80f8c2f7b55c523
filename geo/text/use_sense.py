"""How a name is used, where the rules of `roles.py` alone would often err: a small log-linear model over its setting.

It was learned from marked texts (`geo/_build/use_sense.py`); the rules' own reading is one feature of many.
"""

from __future__ import annotations

from geo.loglinear import chance, load_loglinear
from geo.text.candidates import Candidate, Words
from geo.text.features import word_class
from geo.text.usage_words import ASSOCIATIVE, Usage

__all__ = ["describe_use", "weigh_use"]

_NEAR = 3
_FAR = 8
_KEPT = 0.35
"""The least chance of an associative use that the rules see: what they see is seldom wrong."""


def weigh_use(words: Words, candidate: Candidate, usage: Usage) -> Usage:
    """Return how a name is used: as the rules say, or the other way where its setting speaks clearly against them."""
    model = load_loglinear("use_sense")
    associative = usage.name in ASSOCIATIVE
    likely = chance(describe_use(words, candidate, usage), model)
    if (likely >= (_KEPT if associative else model.threshold)) is associative or usage.reason == "dateline":
        return usage
    if associative:
        return Usage("literal", "")
    last = candidate.last
    joined = last < len(words.low) and words.starts[last] - words.ends[last - 1] <= 1 and words.words[last][0].isalpha()
    if joined and words.capital[last]:
        return Usage("embedded", "part of a longer name")
    return Usage("metonymic", "the setting speaks of a government, a team, a firm or people")


def describe_use(words: Words, candidate: Candidate, usage: Usage) -> list[str]:
    """Return the features of a name's setting, each a short string."""
    low, count = words.low, len(words.low)
    first, last = candidate.first, candidate.last
    kind = candidate.entries[0].kind if candidate.entries else candidate.kind
    a = "A" if usage.name in ASSOCIATIVE else "L"
    before, after = word_class(words, first - 1), word_class(words, last)
    near = [low[k] if 0 <= k < count else "^" for k in (*range(first - _NEAR, first), *range(last, last + _NEAR))]
    l3, l2, l1, r1, r2, r3 = near
    out = [
        "b", f"u={usage.name}", f"r={usage.reason.split(chr(39))[0][:24]}", f"a={a}", f"ak={a},{kind}",
        f"w={' '.join(low[first:last])}", f"B={before},{a}", f"A={after},{a}", f"BA={before},{after}",
        f"kB={kind},{before}", f"kA={kind},{after}", f"l1={l1},{a}", f"l2={l2},{a}", f"l3={l3},{a}",
        f"r1={r1},{a}", f"r2={r2},{a}", f"r3={r3},{a}", f"l={l2} {l1}", f"y={r1} {r2}", f"p={l1}", f"q={r1}",
    ]  # fmt: skip
    out += [f"L={low[k]}" for k in range(max(0, first - _FAR), first)]
    out += [f"R={low[k]}" for k in range(last, min(count, last + _FAR))]
    head = last
    while head < count and head - last < 4 and words.capital[head] and words.starts[head] - words.ends[head - 1] <= 1:
        head += 1
    if head > last:
        out += [f"H={low[head - 1]}", f"h={a},{head - last}"]
    if words.opens[first]:
        out.append(f"o={after},{kind}")
    return out
