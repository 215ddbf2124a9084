"""The stage that says each score as shoppers read it, and leaves out what is not similar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from embeddings.spaces.snapshot import SearchedSpace
from recommendations.candidate import Candidate
from recommendations.request.query import Query, block_shares

_AT_P99 = 50.0


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


def calibrated_score(
    score: float, space: SearchedSpace, *, weights: Mapping[str, float] | None = None
) -> int:
    """Say a cosine in points from 0 to 100, by what chance would give in this space.

    0: no more alike than two random pictures (their median), 50: more alike than 99 of 100 random
    pairs, 100: the same picture; straight lines between. With other `weights`, the blocks' own
    medians and percentiles are weighted likewise. A space that is not calibrated yet, having too
    few pictures, says the cosine itself in percent.
    """
    random = _random_pairs(space, weights)
    if random is None:
        return round(100 * min(max(score, 0.0), 1.0))
    median, p99 = random
    if score <= p99:
        points = _AT_P99 * (score - median) / (p99 - median)
    else:
        points = _AT_P99 + (100 - _AT_P99) * (score - p99) / (1 - p99)
    return round(min(max(points, 0.0), 100.0))


def _random_pairs(
    space: SearchedSpace, weights: Mapping[str, float] | None
) -> tuple[float, float] | None:
    """(median, 99th percentile) of the cosines of random pairs; None where they are not known."""
    known = space.calibration
    if not known:
        return None
    median, p99 = known["median"], known["p99"]
    if weights:
        shares = block_shares(space, weights)
        median = sum(share * known["blocks"][name]["median"] for name, share in shares.items())
        p99 = sum(share * known["blocks"][name]["p99"] for name, share in shares.items())
    # Where a catalogue repeats one picture, random pairs have a cosine of 1, and there is no scale.
    return (median, p99) if median < p99 < 1 else None
