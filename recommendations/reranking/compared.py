"""The vectors of what is asked with and of what was found, to compare each with each."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from embeddings.spaces.snapshot import SearchedSpace
from embeddings.vectors.read import picture_vectors
from recommendations.candidate import Candidate
from recommendations.request.query import Query, block_shares

Floats = npt.NDArray[np.float32]


def read_compared(candidates: list[Candidate], query: Query) -> tuple[Floats, dict[int, Floats]]:
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
