"""The order of things in time: a step per report, or per date of one report, and what each step changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from geo.webmap.content import ClaimItem, Content

__all__ = ["Change", "Step", "timeline"]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a claim since the step before: `new`, `changed` (with the status it had) or `same`."""

    mark: str
    was: str = ""
    before: int = 0
    """The number of the claim it follows, 0 for none."""


@dataclass(frozen=True, slots=True)
class Step:
    """One stop of the time slider."""

    label: str
    """An ISO date, or a report's title where it has no date."""
    shown: tuple[int, ...]
    gone: tuple[int, ...] = ()
    """Claims of the step before that this one does not repeat."""
    changes: dict[int, Change] = field(default_factory=dict)


def timeline(content: Content) -> tuple[Step, ...]:
    """Return the steps in order; fewer than two mean that there is nothing to slide through."""
    reports = [report for report in content.reports if any(claim.report == report.id for claim in content.claims)]
    if len(reports) > 1:
        groups = [[claim for claim in content.claims if claim.report == report.id] for report in reports]
        labels = [report.date or report.title or report.id for report in reports]
        return tuple(
            _compared(label, groups[n - 1] if n else None, group, content)
            for n, (label, group) in enumerate(zip(labels, groups, strict=True))
        )
    return _by_date(content.claims)


def _compared(label: str, before: Sequence[ClaimItem] | None, now: Sequence[ClaimItem], content: Content) -> Step:
    shown = tuple(claim.number for claim in now)
    if before is None:
        return Step(label, shown)
    left = list(before)
    changes: dict[int, Change] = {}
    for claim in now:
        same = next((old for old in left if _same_matter(old, claim, content)), None)
        if same is None:
            changes[claim.number] = Change("new")
            continue
        left.remove(same)
        mark = "same" if same.status == claim.status else "changed"
        changes[claim.number] = Change(mark, same.status, same.number)
    return Step(label, shown, tuple(claim.number for claim in left), changes)


def _same_matter(old: ClaimItem, new: ClaimItem, content: Content) -> bool:
    """The same event said of the same place, in whatever words and with whatever certainty."""
    where = [{content.places[index].place_id for index in claim.places} for claim in (old, new)]
    return old.event == new.event and old.theme == new.theme and bool(where[0] & where[1])


def _by_date(claims: Sequence[ClaimItem]) -> tuple[Step, ...]:
    """Undated claims are there all along; a dated one from its first day on."""
    days = sorted({claim.when[:10] for claim in claims if claim.when})
    steps = []
    for day in days:
        shown = tuple(claim.number for claim in claims if not claim.when or claim.when[:10] <= day)
        steps.append(Step(day, shown))
    return tuple(steps) if len(steps) > 1 else ()
