"""A direction in a space: where it leads, and which blocks it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from embeddings.pipeline.vectors.block import Block

Floats = npt.NDArray[np.float32]


def unit_or_none(vector: Floats) -> Floats | None:
    """A vector at length 1; None for one without direction. (D,) -> (D,)"""
    length = float(np.linalg.norm(vector))
    return np.asarray(vector / length, dtype=np.float32) if np.isfinite(length) and length else None


def block_shares(direction: Floats, blocks: Iterable[Block]) -> Mapping[str, float]:
    """How much of what a direction says is about each block, by name; they add up to 1.

    The share of its squared length. (D,) unit
    """
    shares: dict[str, float] = {}
    for block in blocks:
        part = float(np.square(direction[block.start : block.stop]).sum())
        shares[block.name] = shares.get(block.name, 0.0) + part
    return shares
