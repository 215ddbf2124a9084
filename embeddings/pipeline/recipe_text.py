"""A recipe's parts as text again, in the one way that equal recipes share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from embeddings.pipeline.recipe import RecipePart
from embeddings.pipeline.recipe_weights import default_weight
from embeddings.pipeline.registry import get_encoder


def write_recipe(parts: Sequence[RecipePart]) -> str:
    """Write a recipe down, leaving out what goes without saying; reading it gives these parts."""
    told: list[RecipePart] = []
    for part in parts:
        joint = _join(told[-1], part) if told else None
        if joint:
            told[-1] = joint
        else:
            told.append(part)
    return "+".join(_write(part, parts) for part in told)


def _join(first: RecipePart, second: RecipePart) -> RecipePart | None:
    """The part without a pooling that stands for these two, if one does."""
    facts = get_encoder(first.encoder)
    if facts.companion != second.encoder or second.weight != first.weight:
        return None
    joint = replace(first, pooling="", weight=first.weight * 2, projection=second.projection)
    unwhitened = second.projection and second.projection.without_whitening
    pair = (facts.default_pooling, second.preprocessing, unwhitened)
    usual = get_encoder(second.encoder).default_pooling
    if second.pooling == usual and pair == (first.pooling, first.preprocessing, first.projection):
        return joint
    return None


def _write(part: RecipePart, beside: Sequence[RecipePart]) -> str:
    facts = get_encoder(part.encoder)
    sides = {name: side for side, name in facts.framings.items()}
    goes_without_saying = part.pooling == facts.default_pooling and not facts.companion
    options = [
        "" if goes_without_saying else part.pooling,
        sides[part.preprocessing] if part.preprocessing != facts.preprocessing else "",
        str(part.projection or ""),
    ]
    usual = default_weight(part.encoder, beside=beside)
    weight = "" if part.weight == usual else "*" + repr(part.weight).removesuffix(".0")
    return ":".join([part.encoder, *filter(None, options)]) + weight
