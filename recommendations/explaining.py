"""Accounting for a place: which pictures met, how alike each block is, what moved it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from embeddings.models import EmbeddingSpace
from embeddings.vectors import picture_vectors
from recommendations.answers import Explanation, Place
from recommendations.arranging import Moved
from recommendations.query import Query

Floats = npt.NDArray[np.float32]


def explain(
    places: Sequence[Place], *, query: Query | None, moved: Mapping[int, Moved]
) -> dict[int, Explanation]:
    """Account for each place of an answer; by product id."""
    vectors: dict[int, Floats] = {}
    if query is not None:
        ids = [place.image_id for place in places if place.image_id is not None]
        vectors = picture_vectors(ids, space=query.space)
    return {
        place.product_id: _explain_one(
            place, query, vectors.get(place.image_id or 0), moved.get(place.product_id)
        )
        for place in places
    }


def _explain_one(
    place: Place, query: Query | None, vector: Floats | None, moved: Moved | None
) -> Explanation:
    blocks: dict[str, float] = {}
    asked = None
    if query is not None and vector is not None:
        best = int(np.argmax(query.vectors @ vector))
        stored = query.vectors if query.unweighted is None else query.unweighted
        blocks = _block_cosines(query.space, stored[best], vector)
        asked = query.image_ids[best] if query.image_ids else None
    return Explanation(cosine=place.score, blocks=blocks, asked_image_id=asked, moved=moved)


def _block_cosines(space: EmbeddingSpace, one: Floats, other: Floats) -> dict[str, float]:
    """The cosine of each block; of blocks that share a name, their mean by weight."""
    sums: dict[str, float] = {}
    weights: dict[str, float] = {}
    for block in space.blocks:
        a, b = one[block.start : block.stop], other[block.start : block.stop]
        length = float(np.linalg.norm(a) * np.linalg.norm(b))
        cosine = float(a @ b) / length if length else 0.0
        sums[block.name] = sums.get(block.name, 0.0) + block.weight * cosine
        weights[block.name] = weights.get(block.name, 0.0) + block.weight
    return {name: total / weights[name] for name, total in sums.items()}
