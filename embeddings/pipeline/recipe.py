"""Recipes such as `resnet50+lab_color`: how people write down what a space is made of.

    recipe     = part *("+" part)
    part       = encoder [":" pooling] ["*" weight]

Left out, the pooling is average and the weight is the encoder's own default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from embeddings.pipeline.component import Component
from embeddings.pipeline.registry import DEFAULT_POOLING, POOLINGS, Encoder, get_encoder


@dataclass(frozen=True, kw_only=True)
class RecipePart:
    """One ingredient of a recipe, before anybody looked for the weights file it needs."""

    encoder: str
    pooling: str
    weight: float

    def resolve(self, weights_sha256: str = "") -> Component:
        """Tie the part to the weights found for it; hand-crafted encoders need none."""
        facts = get_encoder(self.encoder)
        return Component(
            encoder=self.encoder,
            pooling=self.pooling,
            preprocessing=facts.preprocessing,
            weights_sha256=weights_sha256,
            dimensions=facts.dimensions,
            weight=self.weight,
        )


def parse_recipe(recipe: str) -> tuple[RecipePart, ...]:
    """Read what a space is made of, e.g. `resnet50:gem*0.8 + lab_color*0.2`.

    Raises ValueError on an unknown encoder or pooling, an odd weight, or the same part twice.
    """
    parts = tuple(_parse_part(text.strip()) for text in recipe.split("+"))
    kinds = [(part.encoder, part.pooling) for part in parts]
    if len(set(kinds)) < len(kinds):
        raise ValueError(f"The recipe {recipe!r} names the same encoder and pooling twice.")
    return parts


def resolve_recipe(recipe: str, sha256_of: Mapping[str, str]) -> tuple[Component, ...]:
    """Turn a recipe into components, given encoder -> sha256 of the weights found for it."""
    return tuple(part.resolve(sha256_of.get(part.encoder, "")) for part in parse_recipe(recipe))


def networks_in(recipe: str) -> tuple[str, ...]:
    """Name the encoders of a recipe that need a weights file, each once."""
    names = (part.encoder for part in parse_recipe(recipe))
    return tuple(dict.fromkeys(name for name in names if get_encoder(name).is_network))


def _parse_part(text: str) -> RecipePart:
    kind, has_weight, weight = text.partition("*")
    name, has_pooling, pooling = kind.partition(":")
    encoder = get_encoder(name.strip())
    return RecipePart(
        encoder=encoder.name,
        pooling=_parse_pooling(encoder, pooling.strip() if has_pooling else None),
        weight=_parse_weight(encoder, weight.strip() if has_weight else None),
    )


def _parse_pooling(encoder: Encoder, pooling: str | None) -> str:
    if not encoder.is_network:
        if pooling is not None:
            raise ValueError(f"{encoder.name} is hand-crafted: it takes no pooling.")
        return ""
    if pooling is None:
        return DEFAULT_POOLING
    if pooling not in POOLINGS:
        raise ValueError(f"Unknown pooling {pooling!r}; the known ones are {', '.join(POOLINGS)}.")
    return pooling


def _parse_weight(encoder: Encoder, weight: str | None) -> float:
    if weight is None:
        return encoder.default_weight
    try:
        value = float(weight)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise ValueError(f"The weight of {encoder.name} is {weight!r}; it must be above 0.")
    return value
