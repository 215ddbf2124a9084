"""Other weights at query time: "same shape, any colour", on the same vectors and the same index."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from embeddings.models import EmbeddingSpace
from recommendations import conf

Floats = npt.NDArray[np.float32]


class BlockWeightsInvalidError(ValueError):
    """These weights cannot be searched with; the message says why."""


def parse_weights(text: str) -> dict[str, float]:
    """Read `visual:1,colour:2`; raises BlockWeightsInvalidError."""
    weights: dict[str, float] = {}
    for part in text.split(","):
        name, _, value = (piece.strip() for piece in part.partition(":"))
        try:
            weight = float(value)
        except ValueError:
            raise BlockWeightsInvalidError("Weights are written as visual:1,colour:2.") from None
        if not (math.isfinite(weight) and 0 <= weight <= conf.MAX_BLOCK_WEIGHT):
            raise BlockWeightsInvalidError(
                f"The weight of {name} must be from 0 to {conf.MAX_BLOCK_WEIGHT:.0f}."
            )
        if name in weights:
            raise BlockWeightsInvalidError(f"The weight of {name} is given twice.")
        weights[name] = weight
    if not any(weights.values()):
        raise BlockWeightsInvalidError("At least one weight must be above 0.")
    return weights


def block_shares(space: EmbeddingSpace, weights: Mapping[str, float]) -> dict[str, float]:
    """How much each block counts, summing to 1; a block that is not named counts nothing.

    Raises BlockWeightsInvalidError for a block that the space does not have.
    """
    names = {block.name for block in space.blocks}
    if unknown := sorted(set(weights) - names):
        known = ", ".join(sorted(names))
        raise BlockWeightsInvalidError(f"There is no {unknown[0]} in this space; it has {known}.")
    total = sum(weights.values())
    return {name: weights.get(name, 0.0) / total for name in names}


def reweigh(vectors: Floats, space: EmbeddingSpace, weights: Mapping[str, float]) -> Floats:
    """Scale a query's blocks so that its product with a stored vector uses other weights.

    A stored vector holds each block's unit vector times the root of its share; the query's block is
    scaled by new share / own share, so that the inner product is the sum of new share * cosine.
    Raises BlockWeightsInvalidError. (Q, D) unit -> (Q, D), not unit
    """
    shares = block_shares(space, weights)
    own: dict[str, float] = {}
    for block in space.blocks:
        own[block.name] = own.get(block.name, 0.0) + block.weight
    scaled = np.array(vectors, dtype=np.float32)
    for block in space.blocks:
        scaled[:, block.start : block.stop] *= shares[block.name] / own[block.name]
    lengths = np.linalg.norm(scaled, axis=1)
    if not (lengths > 0).all():
        raise BlockWeightsInvalidError("There is nothing to compare in what these weights leave.")
    return scaled
