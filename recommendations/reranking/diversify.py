"""The stage that makes variety: not twelve times nearly the same thing.

Maximal marginal relevance: Carbonell & Goldstein, "The Use of MMR, Diversity-Based Reranking for
Reordering Documents and Producing Summaries", SIGIR 1998.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from embeddings.vectors.read import picture_vectors
from recommendations.candidate import Candidate
from recommendations.conf import conf
from recommendations.request.question import Question

Floats = npt.NDArray[np.float32]


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
        [each.relevance for each, _ in pairs],
        np.stack([vector for _, vector in pairs]),
        diversity=question.options.diversity,
    )
    return [pairs[number][0] for number in order] + others


def order_by_marginal_relevance(
    scores: npt.ArrayLike, vectors: Floats, *, diversity: float
) -> list[int]:
    """Put candidates into an order in which each adds something to those before it.

    The next one is always that with the most (1 - diversity) * score - diversity * cosine with
    the most similar one before it; ties go to the earlier candidate. diversity: 0 to 1.
    (N,) cosines, (N, D) unit -> N positions
    """
    relevance = (1 - diversity) * np.asarray(scores, dtype=np.float64)
    alike = np.asarray(vectors, dtype=np.float64) @ np.asarray(vectors, dtype=np.float64).T
    order: list[int] = []
    nearest = np.zeros(len(relevance))
    left = np.ones(len(relevance), dtype=bool)
    for _ in range(len(relevance)):
        gain = np.where(left, relevance - diversity * nearest, -np.inf)
        # With nothing before it, the first is the most similar one, whatever the diversity.
        best = int(np.argmax(gain if order else np.asarray(scores)))
        order.append(best)
        left[best] = False
        nearest = alike[best] if len(order) == 1 else np.maximum(nearest, alike[best])
    return order
