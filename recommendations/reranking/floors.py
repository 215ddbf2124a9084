"""Leaving out what is not similar, where the asked kind and others have floors of their own."""

from __future__ import annotations

from collections.abc import Callable

from recommendations.candidate import Candidate
from recommendations.request.kinds import KindWish
from recommendations.request.question import Question
from recommendations.reranking.calibrate import points_of


def leave_out_strangers(candidates: list[Candidate], question: Question) -> list[Candidate]:
    """The candidates that are similar enough, in the order given.

    Of other kinds than the asked one only what looks much like it, unless others are wished. What
    is of the asked kind is similar by that and its look together. Where kinds are not told apart,
    or do not count, all have the same floor.
    """
    points = points_of(question.query)
    return [each for each in candidates if _is_similar(each, question, points)]


def others_beside(candidates: list[Candidate], question: Question) -> list[Candidate]:
    """Those of other kinds, for an answer of their own: the nearest, whatever their points.

    What a space has learnt of floors is about one kind; one that the shop or the caller has named
    holds for all.
    """
    least = 0 if question.floors.by_kind else question.floors.other_kinds
    return [
        each
        for each in candidates
        if each.same_kind is False and (each.calibrated_score or 0) >= least
    ]


def _is_similar(
    candidate: Candidate, question: Question, points_of_score: Callable[[float], int]
) -> bool:
    points, floors = candidate.calibrated_score or 0, question.floors
    if candidate.same_kind is False:
        if floors.by_kind and question.options.kind == KindWish.OTHER:
            return True
        return points >= floors.other_kinds
    if points >= floors.own_kind:
        return True
    if not (candidate.same_kind and floors.by_kind and candidate.score is not None):
        return False
    return points_of_score(candidate.score + candidate.raised_by) >= floors.own_kind
