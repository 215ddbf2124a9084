"""The stage that makes variety: not twelve times nearly the same thing."""

from __future__ import annotations

import numpy as np

from embeddings.vectors.read import picture_vectors
from recommendations import conf
from recommendations.candidate import Candidate
from recommendations.request.question import Question
from recommendations.reranking.marginal_relevance import order_by_marginal_relevance


def diversify(candidates: list[Candidate], question: Question) -> list[Candidate]:
    """The nearest candidates in an order in which each adds something; the others follow.

    As they came where no diversity is asked for.
    """
    if not question.options.diversity:
        return candidates
    nearest = candidates[: conf.DIVERSIFIED_CANDIDATES]
    others = candidates[conf.DIVERSIFIED_CANDIDATES :]
    images = [each.image_id for each in nearest if each.image_id is not None]
    known = picture_vectors(images, space=question.query.space)
    # A picture that was replaced since the search has no vector now.
    pairs = [(each, known[each.image_id]) for each in nearest if each.image_id in known]
    if not pairs:
        return others
    order = order_by_marginal_relevance(
        [each.score or 0.0 for each, _ in pairs],
        np.stack([vector for _, vector in pairs]),
        diversity=question.options.diversity,
    )
    return [pairs[number][0] for number in order] + others
