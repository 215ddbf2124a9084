"""The stage that puts the nearest in order among themselves: each is seen with its own nearest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from embeddings.spaces.snapshot import SearchedSpace
from embeddings.vectors.read import picture_vectors
from recommendations.candidate import Candidate
from recommendations.conf import conf
from recommendations.request.query import Query, block_shares
from recommendations.request.question import Question
from recommendations.reranking.expansion import expanded_cosines

Floats = npt.NDArray[np.float32]


def reorder(candidates: list[Candidate], question: Question) -> list[Candidate]:
    """The nearest candidates by their expanded cosines; the others follow as they came.

    Each keeps its score, and for the order takes that of the place that it has come to, so that
    what follows weighs it as a cosine. As they came where the question does not ask for it.
    """
    if not question.reorders:
        return candidates
    nearest = candidates[: conf.REORDERED_CANDIDATES]
    others = candidates[conf.REORDERED_CANDIDATES :]
    queries, known = _read_vectors(nearest, question.query)
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
    placed = [
        replace(each, reordered_score=score) for each, score in zip(ordered, scores, strict=True)
    ]
    return placed + gone + others


def _read_vectors(candidates: list[Candidate], query: Query) -> tuple[Floats, dict[int, Floats]]:
    """What is asked with, and each candidate's picture, by its id; one statement.

    (Q, D), id -> (D,); with the query's weights of the blocks, products are their weighted cosines
    """
    asked = list(query.image_ids) if query.vectors is None else []
    found = [each.image_id for each in candidates if each.image_id is not None]
    known = picture_vectors([*asked, *found], space=query.space)
    rows = [known[image] for image in asked if image in known]
    own = np.asarray(rows) if query.vectors is None else query.vectors
    own = own.reshape(-1, query.space.dimensions)
    if query.weights is None:
        return own, known
    roots = _roots_of_weights(query.space, query.weights)
    return own * roots, {image: vector * roots for image, vector in known.items()}


def _roots_of_weights(space: SearchedSpace, weights: Mapping[str, float]) -> Floats:
    """What each number of two vectors is multiplied by, so that other weights hold: (D,).

    Both sides carry the root of a block's own share, and here of the new one.
    """
    shares = block_shares(space, weights)
    own: dict[str, float] = {}
    for block in space.blocks:
        own[block.name] = own.get(block.name, 0.0) + block.weight
    roots = np.zeros(space.dimensions, dtype=np.float32)
    for block in space.blocks:
        roots[block.start : block.stop] = (shares[block.name] / own[block.name]) ** 0.5
    return roots
