"""A situation as plain JSON values, with the keys that `sitmap read --json` and `--jsonl` promise."""

from __future__ import annotations

from typing import Any

from geo.model import Candidate, Claim, Mention, Place, Resolution, Role, Situation

__all__ = ["candidate_record", "claim_record", "mention_record", "place_feature", "situation_record"]


def situation_record(situation: Situation, *, with_text: bool = True) -> dict[str, Any]:
    """Return report, mentions and claims of a situation; the text is left out on request."""
    report = situation.report
    head: dict[str, Any] = {
        "title": report.title,
        "date": report.date.isoformat() if report.date else None,
        "source": report.source,
    }
    if with_text:
        head["text"] = report.text
    return {
        "report": head,
        "mentions": [
            mention_record(mention, resolution)
            for mention, resolution in zip(situation.mentions, situation.resolutions, strict=True)
        ],
        "claims": [claim_record(claim) for claim in situation.claims],
    }


def mention_record(mention: Mention, resolution: Resolution) -> dict[str, Any]:
    """Return one mention with what it was resolved to; `lat`, `lon` in degrees.

    What is not placed has no name, kind or id; where it probably is stands there with the precision `vague` and is
    drawn on no map. An adjective or a people (*the Venezuelan president*, *Parisians*) is told with the place it is
    made from, but is not at that place: no point. An adjective to a place (*Mexican resorts*) and a name (*Washington
    said*) keep theirs.
    """
    place = resolution.place
    point = place.point if place else resolution.guess
    if mention.adjective and mention.role is Role.ASSOCIATIVE:
        point = None
    return {
        "start": mention.span.start,
        "end": mention.span.end,
        "text": mention.text,
        "role": str(mention.role),
        "usage": mention.usage,
        "lat": round(point.lat, 6) if point else None,
        "lon": round(point.lon, 6) if point else None,
        "score": round(min(mention.score, resolution.score) if point or place else mention.score, 4),
        "name": place.name if place else None,
        "kind": place.kind if place else None,
        "place_id": place.id if place else None,
        "precision": str(place.precision) if place else "vague" if point else None,
        "basis": place.basis if place else None,
        "reason": "; ".join(dict.fromkeys(part for part in (mention.reason, resolution.reason) if part)),
        "candidates": [candidate_record(candidate) for candidate in resolution.candidates]
        or [{"label": label} for label in mention.candidates],
    }


def candidate_record(candidate: Candidate) -> dict[str, Any]:
    """Return a place that was considered and not chosen."""
    return {
        "place_id": candidate.place_id,
        "label": candidate.label,
        "kind": candidate.kind,
        "lat": round(candidate.point.lat, 6),
        "lon": round(candidate.point.lon, 6),
        "score": round(candidate.score, 4),
    }


def claim_record(claim: Claim) -> dict[str, Any]:
    """Return one claim; `mentions` and `disputes` are indexes into the lists beside it."""
    return {
        "start": claim.span.start,
        "end": claim.span.end,
        "quote": claim.quote,
        "status": str(claim.status),
        "theme": claim.theme,
        "kind": claim.kind,
        "attribution": list(claim.attribution),
        "when": (claim.when.iso or None) if claim.when else None,
        "when_words": claim.when.words if claim.when else None,
        "mentions": list(claim.mentions),
        "disputes": list(claim.disputes),
    }


def place_feature(words: str, resolution: Resolution, geometry: dict[str, Any] | None) -> dict[str, Any]:
    """Return one GeoJSON Feature for a place that was asked for; geometry null where it is unknown."""
    place: Place | None = resolution.place
    properties: dict[str, Any] = {"query": words, "title": place.name if place else words}
    if place:
        properties |= {
            "place": place.name,
            "place_id": place.id,
            "kind": place.kind,
            "precision": str(place.precision),
            "basis": place.basis,
            "lat": round(place.point.lat, 6),
            "lon": round(place.point.lon, 6),
        }
    properties |= {
        "reason": resolution.reason,
        "candidates": [candidate_record(candidate) for candidate in resolution.candidates],
    }
    return {"type": "Feature", "geometry": geometry, "properties": properties}
