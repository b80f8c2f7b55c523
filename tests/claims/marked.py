"""Sentences with their places marked by hand: `{event place}`, `<no event place>`; and the claims made of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from geo import resolve_name
from geo._build.marked import read_table_row
from geo.claims.extract import extract_claims
from geo.model import Claim, Document, Known, LonLat, Mention, Place, Precision, Report, Resolution, Role, Span

__all__ = [
    "Marked",
    "claims_of",
    "parse",
    "read_long",
    "read_no_marks",
    "read_reports",
    "read_statuses",
    "report_claims",
]


@dataclass(frozen=True)
class Marked:
    """A sentence and what must come out of it."""

    text: str
    spans: tuple[tuple[int, int], ...]
    events: tuple[int, ...]
    traps: tuple[int, ...]
    status: str = ""
    who: tuple[str, ...] | None = None

    @property
    def name(self) -> str:
        """A short name for the test."""
        return re.sub(r"\W+", "-", f"{self.status} {self.text[:60]}").strip("-").lower()


def parse(marked: str, status: str = "", who: tuple[str, ...] | None = None) -> Marked:
    """Return a sentence without its marks, with the offsets of its places."""
    text, marks = read_table_row(marked)
    spans = [(start, end) for start, end, _ in marks]
    events = [i for i, (_, _, event) in enumerate(marks) if event]
    traps = [i for i, (_, _, event) in enumerate(marks) if not event]
    return Marked(text, tuple(spans), tuple(events), tuple(traps), status, who)


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and line[0] != "#"]


def read_statuses(path: Path) -> list[Marked]:
    """Return the rows `status | who | sentence`."""
    rows = []
    for line in _lines(path):
        status, who, sentence = (part.strip() for part in line.split("|", 2))
        names = None if who == "?" else tuple(n.strip() for n in who.split(";")) if who != "-" else ()
        rows.append(parse(sentence, status, names))
    return rows


def read_no_marks(path: Path) -> list[Marked]:
    """Return the rows that hold a sentence alone."""
    return [parse(line.strip()) for line in _lines(path)]


def read_long(path: Path) -> list[tuple[Marked, list[list[str]]]]:
    """Return sentences with the statuses each event place may have: `{place|occurred/claimed}`."""
    rows = []
    for line in _lines(path):
        allowed = [match.split("/") for match in re.findall(r"\{[^}|]*\|([^}]*)\}", line)]
        rows.append((parse(re.sub(r"\|[^}]*\}", "}", line.strip())), allowed))
    return rows


def read_reports(path: Path) -> list[list[Marked]]:
    """Return reports as lists of sentences; `status` holds the statuses of the event places in order, by comma."""
    reports: list[list[Marked]] = [[]]
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            if reports[-1]:
                reports.append([])
        elif line[0] != "#":
            status, who, sentence = (part.strip() for part in line.split("|", 2))
            names = None if who == "?" else tuple(n.strip() for n in who.split(";")) if who != "-" else ()
            reports[-1].append(parse(sentence, "" if status == "-" else status, names))
    return [report for report in reports if report]


def report_claims(report: list[Marked]) -> list[tuple[Marked, list[Claim], set[int]]]:
    """Return each sentence of a report with its claims and the places they mark, mentions counted by sentence."""
    text, spans, owners, sentences = "", [], [], []
    for number, row in enumerate(report):
        start = len(text)
        text += row.text + " "
        sentences.append(Span(start, len(text) - 1))
        for i, (a, b) in enumerate(row.spans):
            spans.append((start + a, start + b))
            owners.append((number, i))
    mentions = tuple(Mention(Span(a, b), text[a:b], Role.LITERAL, None) for a, b in spans)
    document = Document(Report(text), tuple(sentences), _quotes(text))
    claims = extract_claims(document, mentions, tuple(_somewhere(m.text) for m in mentions))
    found: list[tuple[Marked, list[Claim], set[int]]] = [(row, [], set()) for row in report]
    for claim in claims:
        assert claim.quote == text[claim.span.start : claim.span.end]
        for index in claim.mentions:
            number, i = owners[index]
            found[number][2].add(i)
            if claim not in found[number][1]:
                found[number][1].append(claim)
    return found


@cache
def _somewhere(name: str) -> Resolution:
    """Return a place of the kind that the gazetteer gives its name, for a sea cannot act as a town can; else a city."""
    found = resolve_name(name).place
    kind = found.kind if found is not None else "city"
    place = Place(name, name, kind, Known(name, name, kind), LonLat(0, 0), Precision.EXACT, "by hand")
    return Resolution(place, "")


def claims_of(row: Marked) -> tuple[tuple[Claim, ...], set[int]]:
    """Return the claims read from a sentence, every marked place taken as a literal city, and the places they mark."""
    mentions = tuple(Mention(Span(a, b), row.text[a:b], Role.LITERAL, None) for a, b in row.spans)
    document = Document(Report(row.text), (Span(0, len(row.text)),), _quotes(row.text))
    claims = extract_claims(document, mentions, tuple(_somewhere(m.text) for m in mentions))
    return claims, {i for claim in claims for i in claim.mentions}


def _quotes(text: str) -> tuple[Span, ...]:
    return tuple(Span(*m.span()) for m in re.finditer(r'"[^"]*"', text))
