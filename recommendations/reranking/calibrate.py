"""The stage that says each score as shoppers read it, and leaves out what is not similar."""

from __future__ import annotations

from dataclasses import replace

from recommendations.candidate import Candidate
from recommendations.request.query import Query
from recommendations.reranking.calibrated_score import calibrated_score


def calibrate(candidates: list[Candidate], query: Query, *, floor: int) -> list[Candidate]:
    """Candidates with their calibrated scores, in the order given, from `floor` points upwards.

    What was not compared counts as 0 points and gets none.
    """
    said = [_with_calibrated_score(candidate, query) for candidate in candidates]
    return [candidate for candidate in said if (candidate.calibrated_score or 0) >= floor]


def _with_calibrated_score(candidate: Candidate, query: Query) -> Candidate:
    if candidate.score is None:
        return candidate
    points = calibrated_score(candidate.score, query.space, weights=query.weights)
    return replace(candidate, calibrated_score=points)
