"""The stage that puts the nearest in order among themselves: each is seen with its own nearest."""

from __future__ import annotations

import numpy as np

from recommendations.candidate import Candidate
from recommendations.conf import conf
from recommendations.request.question import Question
from recommendations.reranking.compared import read_compared
from recommendations.reranking.expansion import expanded_cosines


def reorder(candidates: list[Candidate], question: Question) -> list[Candidate]:
    """The nearest candidates by their expanded cosines; the others follow as they came.

    Each keeps its score, and for the order takes that of the place that it has come to, so that
    what follows weighs it as a cosine. As they came where the question does not ask for it.
    """
    if not question.reorders:
        return candidates
    nearest = candidates[: conf.REORDERED_CANDIDATES]
    others = candidates[conf.REORDERED_CANDIDATES :]
    queries, known = read_compared(nearest, question.query)
    compared = [each for each in nearest if each.image_id in known]
    # A picture that was replaced since the search has no vector now.
    gone = [each for each in nearest if each.image_id not in known]
    if not compared or not len(queries):
        return candidates
    vectors = np.stack([known[each.image_id or 0] for each in compared])
    # Rounded, so that copies of a picture stay in the order of their ids.
    cosines = np.round(expanded_cosines(queries, vectors), 5)
    scores = sorted((each.score or 0.0 for each in compared), reverse=True)
    ordered = [compared[number] for number in np.argsort(-cosines, kind="stable")]
    placed = [each.placed(score) for each, score in zip(ordered, scores, strict=True)]
    return placed + gone + others
