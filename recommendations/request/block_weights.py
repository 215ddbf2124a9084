"""Weights of blocks as text: "same shape, any colour"."""

from __future__ import annotations

import math

from recommendations.request.query import BlockWeightsInvalidError

MAX_WEIGHT = 1_000.0  # relative to the other blocks


def parse_weights(text: str) -> dict[str, float]:
    """Read `visual:1,colour:2`; raises BlockWeightsInvalidError."""
    weights: dict[str, float] = {}
    for part in text.split(","):
        name, _, value = (piece.strip() for piece in part.partition(":"))
        try:
            weight = float(value)
        except ValueError:
            raise BlockWeightsInvalidError("Weights are written as visual:1,colour:2.") from None
        if not (math.isfinite(weight) and 0 <= weight <= MAX_WEIGHT):
            raise BlockWeightsInvalidError(
                f"The weight of {name} must be from 0 to {MAX_WEIGHT:.0f}."
            )
        if name in weights:
            raise BlockWeightsInvalidError(f"The weight of {name} is given twice.")
        weights[name] = weight
    if not any(weights.values()):
        raise BlockWeightsInvalidError("At least one weight must be above 0.")
    return weights
