"""A claim: what a report says of a place, how certain it is, who says so and when."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from geo.model.report import Span, When

__all__ = ["Claim", "Status"]


class Status(StrEnum):
    """How certain a claim is. Where several fit, the first in the order written here wins."""

    DENIED = "denied"
    POSSIBLE = "possible"
    PLANNED = "planned"
    CLAIMED = "claimed"
    ONGOING = "ongoing"
    OCCURRED = "occurred"


@dataclass(frozen=True, slots=True)
class Claim:
    """Something said of one or more places."""

    span: Span
    quote: str
    """`report.text[span.start:span.end]`, exactly."""
    status: Status
    theme: str
    """IPTC Media Topic, top level, such as `conflict, war and peace`."""
    kind: str
    """Finer kind, such as `air strike`; empty where none is known."""
    attribution: tuple[str, ...]
    """Who says so, in order; empty where the report says it in its own voice."""
    when: When | None
    mentions: tuple[int, ...]
    """Indexes of the mentions this is said of."""
    disputes: tuple[int, ...] = ()
    """Indexes of claims that contradict this one."""
