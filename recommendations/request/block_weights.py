"""Weights of blocks as text: "same shape, any colour"."""

from __future__ import annotations

import math

from django.utils.translation import gettext_lazy as _

from recommendations.request.query import BlockWeightsInvalidError

MAX_WEIGHT = 1_000.0  # relative to the other blocks


def parse_weights(text: str) -> dict[str, float]:
    """Read `visual:1,colour:2`; raises BlockWeightsInvalidError."""
    weights: dict[str, float] = {}
    for part in text.split(","):
        name, _colon, value = (piece.strip() for piece in part.partition(":"))
        try:
            weight = float(value)
        except ValueError:
            raise BlockWeightsInvalidError(
                "form", _("Weights are written as visual:1,colour:2.")
            ) from None
        if not (math.isfinite(weight) and 0 <= weight <= MAX_WEIGHT):
            raise BlockWeightsInvalidError(
                "bounds",
                _("The weight of %(name)s must be from 0 to %(most)s."),
                name=name,
                most=f"{MAX_WEIGHT:.0f}",
            )
        if name in weights:
            raise BlockWeightsInvalidError(
                "repeated", _("The weight of %(name)s is given twice."), name=name
            )
        weights[name] = weight
    if not any(weights.values()):
        raise BlockWeightsInvalidError("nothing", _("At least one weight must be above 0."))
    return weights
