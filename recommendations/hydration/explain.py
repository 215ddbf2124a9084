"""Accounting for a position: which pictures met, how alike each block is, what moved it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from catalog.models import ProductImage
from embeddings.models import EmbeddingSpace
from embeddings.vectors.read import picture_vectors
from recommendations.candidate import Candidate, Explanation
from recommendations.request.query import Query

Floats = npt.NDArray[np.float32]


def explain(candidates: Sequence[Candidate], query: Query | None) -> list[Candidate]:
    """Candidates with an explanation each; without a query nothing was compared."""
    compared = _compare(candidates, query) if query is not None else {}
    explained = []
    for candidate in candidates:
        blocks, asked = compared.get(candidate.product_id, ({}, None))
        explanation = Explanation(
            cosine=candidate.score, blocks=blocks, asked_image=asked, moved=candidate.moved
        )
        explained.append(replace(candidate, explanation=explanation))
    return explained


def _compare(
    candidates: Sequence[Candidate], query: Query
) -> dict[int, tuple[dict[str, float], ProductImage | None]]:
    """Product id -> each block's cosine with the asked picture that it resembles, and that one."""
    ids = [each.image_id for each in candidates if each.image_id is not None]
    vectors = picture_vectors(ids, space=query.space)
    own = query.own_vectors()
    searched = own if query.weighted_vectors is None else query.weighted_vectors
    pictures = ProductImage.objects.select_related("product").in_bulk(list(query.image_ids))
    compared = {}
    for candidate in candidates:
        vector = vectors.get(candidate.image_id or 0)
        if vector is not None and len(own):
            best = int(np.argmax(searched @ vector))
            asked = pictures.get(query.image_ids[best]) if query.image_ids else None
            blocks = _block_cosines(query.space, own[best], vector)
            compared[candidate.product_id] = (blocks, asked)
    return compared


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
