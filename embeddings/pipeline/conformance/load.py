"""An encoder by itself, ready to look at pictures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from embeddings.pipeline.encoders.registry import get_encoder
from embeddings.pipeline.encoders.space_encoder import SpaceEncoder
from embeddings.pipeline.vectors.component import Component
from embeddings.pipeline.weights.files import find_weights


def encoder_alone(name: str, *, weights: Sequence[Path]) -> SpaceEncoder:
    """An encoder as the only part of a space, with what its declaration says.

    Raises ValueError, WeightsMissingError, WeightsRefusedError.
    """
    facts = get_encoder(name)
    file = find_weights(name, folders=weights) if facts.is_network else None
    component = Component(
        encoder=name,
        pooling=facts.default_pooling,
        preprocessing=facts.preprocessing,
        weights_sha256=file.sha256 if file else "",
        dimensions=facts.dimensions,
        weight=1,
    )
    return SpaceEncoder([component], weights={facts.network: file.path} if file else None)
