"""Two stages: the same kind of thing comes forward, and what is of another kind stays away.

Both as far as the categories can be trusted.
"""

from __future__ import annotations

from dataclasses import replace

from embeddings.spaces.measured.kind_prior import KindPrior
from recommendations.candidate import Candidate
from recommendations.conf import conf
from recommendations.request.kind_wish import KindWish
from recommendations.request.kinds import AskedKinds
from recommendations.request.query import block_shares
from recommendations.request.question import Question


def kinds_first(candidates: list[Candidate], question: Question) -> list[Candidate]:
    """The nearest candidates, those of the asked kind raised by what that is worth in this space.

    A kindred category is worth less, and one that holds everything nothing. Of a photo, whose kind
    nobody has said, the nearest say it. What lies beyond the nearest follows as it came, and all of
    it where the question does not ask for kinds.
    """
    prior = question.query.space.kind_prior
    if prior is None or not question.kinds_first:
        return candidates
    nearest = candidates[: conf.REORDERED_CANDIDATES]
    asked = question.kinds or AskedKinds.voted_by(nearest)
    if asked is None:
        return candidates
    query = question.query
    shares = block_shares(query.space, query.weights) if query.weights else None
    raised = _raise(nearest, asked, prior, spread=prior.spread_with(shares))
    if question.kinds is not None:
        raised = _tell_apart(raised, question.kinds, prior)
    raised.sort(key=lambda each: -each.relevance)
    return raised + candidates[conf.REORDERED_CANDIDATES :]


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


def _raise(
    candidates: list[Candidate], asked: AskedKinds, prior: KindPrior, *, spread: float
) -> list[Candidate]:
    worth: dict[int, float] = {}
    raised = []
    for each in candidates:
        category = each.category_id or 0
        if category not in worth:
            worth[category] = spread * worth_of_category(category, asked, prior)
        if worth[category]:
            each = replace(each, reordered_score=each.relevance + worth[category])
        raised.append(each)
    return raised


def worth_of_category(category_id: int, asked: AskedKinds, prior: KindPrior) -> float:
    """What it is worth, in spreads, to be of this category where those are asked with."""
    worth = 0.0
    for own, share in asked.shares.items():
        trust = prior.worth_of_same(own)
        if category_id in asked.kin[own].same:
            worth += share * trust
        elif category_id in asked.kin[own].siblings:
            # A category that says nothing has no kindred either.
            worth += share * min(prior.sibling, trust, prior.worth_of_same(category_id))
    return worth


def _tell_apart(
    candidates: list[Candidate], asked: AskedKinds, prior: KindPrior
) -> list[Candidate]:
    """Say of each whether it is of the kind that is asked with, where that means anything."""
    if not all(prior.worth_of_same(own) for own in asked.shares):
        return candidates
    same = asked.same
    return [replace(each, same_kind=each.category_id in same) for each in candidates]
