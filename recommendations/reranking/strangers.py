"""The stage that leaves out what is of another kind and does not look like its own."""

from __future__ import annotations

from recommendations.candidate import Candidate
from recommendations.request.kind_wish import KindWish
from recommendations.request.question import Question


def leave_out_strangers(candidates: list[Candidate], question: Question) -> list[Candidate]:
    """The candidates without those of other kinds that have fewer points than these need.

    All of them where kinds are not told apart: the categories say nothing, a photo asks, the order
    is by score alone, or other kinds are what is asked for.
    """
    if question.kinds is None or question.options.kind != KindWish.ANY:
        return candidates
    if all(candidate.same_kind is None for candidate in candidates):
        return candidates
    same = question.kinds.same
    return [
        candidate
        for candidate in candidates
        # Beyond the nearest nobody has said it, but their categories are known as well.
        if candidate.category_id in same
        or (candidate.calibrated_score or 0) >= question.floor_other_kinds
    ]
