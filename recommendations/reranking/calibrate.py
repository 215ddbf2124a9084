"""The stage that says each score as shoppers read it, and leaves out what is not similar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from embeddings.spaces.measured.scale import Scale
from embeddings.spaces.snapshot import SearchedSpace
from recommendations.candidate import Candidate
from recommendations.request.query import Query, block_shares


def calibrate(candidates: list[Candidate], query: Query, *, floor: int) -> list[Candidate]:
    """Candidates with their calibrated scores, in the order given, from `floor` points upwards.

    What was not compared counts as 0 points and gets none.
    """
    said = [_with_calibrated_score(candidate, query) for candidate in candidates]
    return [candidate for candidate in said if (candidate.calibrated_score or 0) >= floor]


def _with_calibrated_score(candidate: Candidate, query: Query) -> Candidate:
    if candidate.score is None:
        return candidate
    return replace(candidate, calibrated_score=points_of(candidate.score, query))


def points_of(score: float, query: Query) -> int:
    """A cosine with what is asked in points from 0 to 100."""
    return calibrated_score(score, query.space, weights=query.weights, scale=query.points_scale)


def calibrated_score(
    score: float,
    space: SearchedSpace,
    *,
    weights: Mapping[str, float] | None = None,
    scale: Scale | None = None,
) -> int:
    """Say a cosine in points from 0 to 100, by a scale, or by that of this space's pictures.

    With other `weights`, what the blocks' own scales say is weighted likewise. A space that is not
    calibrated yet says the cosine itself in percent.
    """
    scale = scale or space.scales.catalogue
    points = None
    if scale is not None and weights:
        points = scale.weighted_points(score, block_shares(space, weights))
    elif scale is not None:
        points = scale.points(score)
    return in_percent(score) if points is None else points


def in_percent(score: float) -> int:
    """A cosine as it is, 0 to 100: where nobody knows what chance would give."""
    return round(100 * min(max(score, 0.0), 1.0))
