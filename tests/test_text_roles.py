"""Names told apart by use, over tables of sentences: {literal}, <associative>, by the kinds of Gritta et al. 2019."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from geo.model import Report, Role
from geo.places.gazetteer import open_gazetteer
from geo.text.document import read_document
from geo.text.mentions import find_mentions

HERE = Path(__file__).parent / "roles"
BAR = 0.90
"""Least macro F1, a name that is not found counting as wrong. The first reading of each table is in its head."""


def _marked(line: str) -> tuple[str, list[tuple[int, int, Role]]]:
    text, names = "", []
    for part in re.split(r"(\{[^}]*\}|<[^>]*>)", line):
        role = {"{": Role.LITERAL, "<": Role.ASSOCIATIVE}.get(part[:1])
        if role is not None:
            names.append((len(text), len(text) + len(part) - 2, role))
            part = part[1:-1]
        text += part
    return text, names


def _confusion(path: Path) -> tuple[Counter[tuple[Role, str]], list[str]]:
    """Return how often each role was read as which, and what was read wrong, in words."""
    counts: Counter[tuple[Role, str]] = Counter()
    wrong = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line[0] == "#":
            continue
        text, names = _marked(line)
        mentions = find_mentions(read_document(Report(text)), open_gazetteer())
        for start, end, role in names:
            got = next((m.role for m in mentions if m.span.start < end and m.span.end > start), "not found")
            counts[role, str(got)] += 1
            if got != role:
                wrong.append(f"{text[start:end]!r}, {got}, in {text!r}")
    return counts, wrong


def _f1(counts: Counter[tuple[Role, str]], role: Role) -> float:
    right = counts[role, str(role)]
    of_role = sum(n for (gold, _), n in counts.items() if gold == role)
    read_as = sum(n for (_, got), n in counts.items() if got == str(role))
    return 2 * right / (of_role + read_as)


@pytest.mark.parametrize("path", sorted(HERE.glob("*.txt")), ids=lambda p: p.stem)
def test_a_place_is_told_from_the_power_people_or_team_of_its_name(path: Path) -> None:
    counts, wrong = _confusion(path)
    macro = (_f1(counts, Role.LITERAL) + _f1(counts, Role.ASSOCIATIVE)) / 2
    assert macro >= BAR, "\n".join([f"macro F1 {macro:.3f}", *wrong])
