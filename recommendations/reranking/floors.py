"""Leaving out what is not similar, where the asked kind and others have floors of their own."""

from __future__ import annotations

from collections.abc import Callable

from recommendations.candidate import Candidate
from recommendations.request.kind_wish import KindWish
from recommendations.request.question import Question
from recommendations.reranking.calibrate import points_of


def leave_out_strangers(candidates: list[Candidate], question: Question) -> list[Candidate]:
    """The candidates that are similar enough, in the order given.

    Of other kinds than the asked one only what looks much like it, unless others are wished. What
    is of the asked kind is similar by that and its look together, unless the shop or the caller
    has named a floor. Where kinds are not told apart, all have the same floor.
    """
    points = points_of(question.query)
    return [each for each in candidates if _is_similar(each, question, points)]


def others_beside(candidates: list[Candidate], question: Question) -> list[Candidate]:
    """Those of other kinds, for an answer of their own: the nearest, whatever their points.

    What a space has learnt of floors is about one kind; one that the shop or the caller has named
    holds for all.
    """
    least = 0 if question.floor_is_learnt else question.floor
    return [
        each
        for each in candidates
        if each.same_kind is False and (each.calibrated_score or 0) >= least
    ]


def _is_similar(
    candidate: Candidate, question: Question, points_of_score: Callable[[float], int]
) -> bool:
    points = candidate.calibrated_score or 0
    if candidate.same_kind is False:
        if question.options.kind == KindWish.OTHER and question.floor_is_learnt:
            return True
        return points >= question.floor_other_kinds
    if points >= question.floor:
        return True
    if not (candidate.same_kind and question.floor_is_learnt and candidate.score is not None):
        return False
    return points_of_score(candidate.score + candidate.raised_by) >= question.floor
