"""Accounting for a place: which pictures met, how alike each block is, what moved it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from catalog.product_cards import CardPicture, read_pictures
from embeddings.models import EmbeddingSpace
from embeddings.vectors.read import picture_vectors
from recommendations.answer import Explanation, Place
from recommendations.merchandising.arrange import Moved
from recommendations.request.query import Query

Floats = npt.NDArray[np.float32]


def explain(
    places: Sequence[Place], *, query: Query | None, moved: Mapping[int, Moved]
) -> dict[int, Explanation]:
    """Account for each place of an answer; by product id."""
    met = _meet(places, query) if query is not None else {}
    explanations = {}
    for place in places:
        blocks, asked = met.get(place.product_id, ({}, None))
        explanations[place.product_id] = Explanation(
            cosine=place.score,
            blocks=blocks,
            asked_image=asked,
            moved=moved.get(place.product_id),
        )
    return explanations


def _meet(
    places: Sequence[Place], query: Query
) -> dict[int, tuple[dict[str, float], CardPicture | None]]:
    """Product id -> each block's cosine with the asked picture that it resembles, and that one."""
    ids = [place.image_id for place in places if place.image_id is not None]
    vectors = picture_vectors(ids, space=query.space)
    own = query.own_vectors()
    searched = own if query.weighted_vectors is None else query.weighted_vectors
    pictures = read_pictures(query.image_ids)
    met = {}
    for place in places:
        vector = vectors.get(place.image_id or 0)
        if vector is not None and len(own):
            best = int(np.argmax(searched @ vector))
            asked = pictures.get(query.image_ids[best]) if query.image_ids else None
            met[place.product_id] = (_block_cosines(query.space, own[best], vector), asked)
    return met


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
