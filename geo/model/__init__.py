"""The values that stages hand to one another: frozen, typed, without input or output."""

from geo.model.claim import Claim, Status
from geo.model.layer import Feature, Layer, Problem
from geo.model.mention import Mention, Role
from geo.model.phrase import (
    Airspace,
    Along,
    Around,
    Between,
    Border,
    Coast,
    FlightRegion,
    Known,
    Named,
    Near,
    Offset,
    Offshore,
    Part,
    Phrase,
    Unlisted,
    leaves,
    replace_leaves,
)
from geo.model.place import Candidate, Entry, LonLat, NameIndex, Place, Precision, Resolution, Shape
from geo.model.report import Document, Report, Span, TimeExpression, When, count_words
from geo.model.situation import Situation

__all__ = [
    "Airspace", "Along", "Around", "Between", "Border", "Candidate", "Claim", "Coast", "Document", "Entry",
    "Feature", "FlightRegion", "Known", "Layer", "LonLat", "Mention", "NameIndex", "Named", "Near", "Offset",
    "Offshore", "Part", "Phrase", "Place", "Precision", "Problem", "Report", "Resolution", "Role", "Shape",
    "Situation", "Span", "Status", "TimeExpression", "Unlisted", "When", "count_words", "leaves", "replace_leaves",
]  # fmt: skip
