"""The stage that brings the same kind of thing forward, as far as categories can be trusted."""

from __future__ import annotations

from embeddings.spaces.measured.kind_prior import KindPrior
from recommendations.candidate import Candidate
from recommendations.conf import conf
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
    # The kind of a photo is a guess, and a category that says nothing of looks tells none apart.
    told = question.kinds is not None and all(map(prior.worth_of_same, asked.shares))
    same = asked.same if told else None
    raised = _raise(candidates, asked, prior, spread=prior.spread_with(shares), same=same)
    ordered = sorted(raised[: len(nearest)], key=lambda each: -each.relevance)
    return ordered + raised[len(nearest) :]


def _raise(
    candidates: list[Candidate],
    asked: AskedKinds,
    prior: KindPrior,
    *,
    spread: float,
    same: frozenset[int] | None,
) -> list[Candidate]:
    """Each with what its category is worth, and whether that is one of `same`, if known."""
    worth: dict[int, float] = {}
    raised = []
    for each in candidates:
        category = each.category_id or 0
        if category not in worth:
            worth[category] = spread * worth_of_category(category, asked, prior)
        if worth[category] or same is not None:
            same_kind = None if same is None else category in same
            each = each.raised(worth[category], same_kind=same_kind)
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
