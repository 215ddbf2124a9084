"""Recipes such as `resnet50+lab_color`: how people write down what a space is made of.

    recipe     = part *("+" part)
    part       = encoder *(":" option) ["*" weight]
    option     = pooling / side / projection
    projection = "pca" dimensions ["^" whitening]

`resnet50:max:320:pca256^0.25*0.8+lab_color*0.2`: ResNet50 with max pooling, looking at 320 px,
projected to 256 dimensions and whitened by a quarter, counting four times as much as colour.
Left out, the pooling is average, the side is the network's own, nothing is projected, and the
weight is the encoder's default. Options stand in any order. Of several poolings, as in
`resnet50:average:layer3:pca256`, the results stand side by side and are projected as one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from embeddings.pipeline.component import Component
from embeddings.pipeline.recipe_options import ProjectionOption, parse_options
from embeddings.pipeline.registry import DEFAULT_POOLING, Encoder, get_encoder


@dataclass(frozen=True, kw_only=True)
class RecipePart:
    """One ingredient of a recipe, before anybody looked for the weights file it needs."""

    encoder: str
    pooling: str
    preprocessing: str
    weight: float
    projection: ProjectionOption | None = None

    def __str__(self) -> str:
        """The part as a recipe says it, without what goes without saying."""
        facts = get_encoder(self.encoder)
        sides = {name: side for side, name in facts.framings.items()}
        options = [
            self.pooling.replace("+", ":") if self.pooling != DEFAULT_POOLING else "",
            sides[self.preprocessing] if self.preprocessing != facts.preprocessing else "",
            str(self.projection or ""),
        ]
        weight = "" if self.weight == facts.default_weight else f"*{self.weight!r}"
        return ":".join([self.encoder, *filter(None, options)]) + weight

    @property
    def unprojected(self) -> RecipePart:
        """The same ingredient as it comes from its encoder."""
        return replace(self, projection=None)

    def resolve(self, weights_sha256: str = "", *, projection: str = "") -> Component:
        """Tie the part to the weights and the projection found for it, by their sha256.

        Hand-crafted encoders need no weights. Raises ValueError when either is missing.
        """
        facts = get_encoder(self.encoder)
        if self.projection and not projection:
            raise ValueError(f"The projection of {self} has to be fitted on pictures first.")
        return Component(
            encoder=self.encoder,
            pooling=self.pooling,
            preprocessing=self.preprocessing,
            weights_sha256=weights_sha256,
            dimensions=(
                self.projection.dimensions
                if self.projection
                else facts.count_features(self.pooling)
            ),
            weight=self.weight,
            projection=projection,
        )


def parse_recipe(recipe: str) -> tuple[RecipePart, ...]:
    """Read what a space is made of, e.g. `resnet50:gem*0.8 + lab_color*0.2`.

    Raises ValueError on an unknown encoder or option, an odd weight, or the same part twice.
    """
    parts = tuple(_parse_part(text.strip()) for text in recipe.split("+"))
    kinds = [(part.encoder, part.pooling, part.preprocessing) for part in parts]
    if len(set(kinds)) < len(kinds):
        raise ValueError(f"The recipe {recipe!r} names the same encoder, pooling and side twice.")
    return parts


def write_recipe(parts: tuple[RecipePart, ...]) -> str:
    """Write a recipe down in the one way that equal recipes share."""
    return "+".join(map(str, parts))


def resolve_recipe(recipe: str, sha256_of: Mapping[str, str]) -> tuple[Component, ...]:
    """Turn a recipe without projections into components, given encoder -> sha256 of its weights.

    Raises ValueError for a recipe with projections: `fit_recipe` turns that into components.
    """
    return tuple(part.resolve(sha256_of.get(part.encoder, "")) for part in parse_recipe(recipe))


def networks_in(recipe: str) -> tuple[str, ...]:
    """Name the encoders of a recipe that need a weights file, each once."""
    names = (part.encoder for part in parse_recipe(recipe))
    return tuple(dict.fromkeys(name for name in names if get_encoder(name).is_network))


def _parse_part(text: str) -> RecipePart:
    kind, has_weight, weight = text.partition("*")
    name, *options = (word.strip() for word in kind.split(":"))
    encoder = get_encoder(name)
    pooling, preprocessing, projection = parse_options(encoder, options)
    return RecipePart(
        encoder=encoder.name,
        pooling=pooling,
        preprocessing=preprocessing,
        projection=projection,
        weight=_parse_weight(encoder, weight.strip() if has_weight else None),
    )


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
