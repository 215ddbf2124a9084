"""The stage that says each score as shoppers read it, and leaves out what is not similar."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from embeddings.spaces.measured.scale import Scale
from embeddings.spaces.snapshot import SearchedSpace
from recommendations.candidate import Candidate
from recommendations.request.query import Query, block_shares


def calibrate(candidates: list[Candidate], query: Query, *, floor: int) -> list[Candidate]:
    """Candidates with their calibrated scores, in the order given, from `floor` points upwards.

    What was not compared counts as 0 points and gets none.
    """
    points = points_of(query)
    said = [each if each.score is None else each.said(points(each.score)) for each in candidates]
    return [each for each in said if (each.calibrated_score or 0) >= floor]


def points_of(query: Query) -> Callable[[float], int]:
    """What says a cosine with what is asked in points from 0 to 100."""
    return points_in(query.space, weights=query.weights, scale=query.points_scale)


def points_in(
    space: SearchedSpace,
    *,
    weights: Mapping[str, float] | None = None,
    scale: Scale | None = None,
) -> Callable[[float], int]:
    """What says a cosine in points from 0 to 100: a scale, or that of this space's pictures.

    With other `weights`, what the blocks' own scales say is weighted likewise. A space that is not
    calibrated yet says the cosine itself in percent.
    """
    scale = scale or space.scales.catalogue
    if scale is not None and weights:
        scale = scale.weighted(block_shares(space, weights))
    return in_percent if scale is None else scale.points


def in_percent(score: float) -> int:
    """A cosine as it is, 0 to 100: where nobody knows what chance would give."""
    return round(100 * min(max(score, 0.0), 1.0))
