"""How much a part of a recipe counts: what it says, or what suits the parts beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from embeddings.pipeline.encoders.registry import Encoder, get_encoder

if TYPE_CHECKING:
    from embeddings.pipeline.recipes.recipe import RecipePart

# Raw features of a network are all much alike: their cosines hardly vary, and colour, whose
# cosines do, would outvote them at its usual weight.
_COLOUR_BESIDE_RAW_NETWORK = 0.05
# What networks bring along by themselves.
_OUTLINES_BESIDE_NETWORK = 0.1


def default_weight(encoder: str, *, beside: Sequence[RecipePart]) -> float:
    """What a part counts that names no weight, in a recipe of these parts."""
    raw = not any(part.projection for part in beside)
    network = any(get_encoder(part.encoder).is_network for part in beside)
    if encoder == "lab_color" and raw and network:
        return _COLOUR_BESIDE_RAW_NETWORK
    if encoder == "hog" and network:
        return _OUTLINES_BESIDE_NETWORK
    return get_encoder(encoder).default_weight


def parse_weight(encoder: Encoder, weight: str) -> float:
    """Read a weight; raises ValueError unless it is above 0."""
    try:
        value = float(weight)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise ValueError(f"The weight of {encoder.name} is {weight!r}; it must be above 0.")
    return value
