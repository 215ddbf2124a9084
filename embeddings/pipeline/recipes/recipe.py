"""Recipes such as `resnet50+lab_color`: how people write down what a space is made of.

    recipe     = part *("+" part)
    part       = encoder *(":" option) ["*" weight]
    option     = pooling / side / projection
    projection = "pca" dimensions ["^" whitening] / "wccn" dimensions ["@" source]
    source     = "product" / "family" / "category"

`resnet50:max:320:pca256^0.25*0.8+lab_color*0.2`: ResNet50 with max pooling, looking at 320 px,
projected to 256 dimensions and half whitened (0.5 is in full), counting four times as much as
colour.
`wccn64` is learnt within what belongs together, variants of one design and things of one category;
`wccn64@product` within the pictures of one product alone.
Options stand in any order. Left out, the pooling and the weight are the encoder's own, the side is
the network's own, and nothing is projected.

A network without a pooling stands for several parts that share its weight: its last feature map,
which knows the kind of thing, and its companions, unless the recipe names those itself. For
`resnet50` these are `resnet50_layer3:gem`, which knows the very thing, and `hog`. A projection is
for all of them; its whitening is for `resnet50_layer3` alone, because whitening the others costs
knowledge of the kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from embeddings.pipeline.encoders.registry import get_encoder
from embeddings.pipeline.recipes.options import ProjectionOption, parse_options
from embeddings.pipeline.recipes.part_weights import default_weight, parse_weight
from embeddings.pipeline.vectors.component import Component

# So that a weight that was shared out can be added up again.
WEIGHT_DIGITS = 6


@dataclass(frozen=True, kw_only=True)
class RecipePart:
    """One ingredient of a recipe, before anybody looked for the weights file it needs."""

    encoder: str
    pooling: str
    preprocessing: str
    weight: float
    projection: ProjectionOption | None = None

    @property
    def unprojected(self) -> RecipePart:
        """The same ingredient as it comes from its encoder."""
        return replace(self, projection=None)

    def resolve(self, weights_sha256: str = "", *, projection: str = "") -> Component:
        """Tie the part to the weights and the projection found for it, by their sha256.

        Hand-crafted encoders need no weights. Raises ValueError when either is missing.
        """
        if self.projection and not projection:
            raise ValueError(f"{self.projection} of {self.encoder} has to be fitted first.")
        facts = get_encoder(self.encoder)
        return Component(
            encoder=self.encoder,
            pooling=self.pooling,
            preprocessing=self.preprocessing,
            weights_sha256=weights_sha256,
            dimensions=self.projection.dimensions if self.projection else facts.dimensions,
            weight=self.weight,
            projection=projection,
        )


def parse_recipe(recipe: str) -> tuple[RecipePart, ...]:
    """Read what a space is made of, e.g. `resnet50:gem*0.8 + lab_color*0.2`.

    Raises ValueError on an unknown encoder or option, an odd weight, or the same part twice.
    """
    read = [_read_part(text.strip()) for text in recipe.split("+")]
    named = [part for part, _ in read]
    there = {part.encoder for part in named}
    parts: list[RecipePart] = []
    for part, weight in read:
        usual = default_weight(part.encoder, beside=named)
        family = _with_companions(
            replace(part, weight=usual if weight is None else weight), there=there
        )
        # A companion that the recipe names itself, or that another part has brought along, is added
        # once.
        there |= {member.encoder for member in family}
        parts += family
    kinds = [(part.encoder, part.pooling, part.preprocessing) for part in parts]
    if len(set(kinds)) < len(kinds):
        raise ValueError(f"The recipe {recipe!r} names the same encoder, pooling and side twice.")
    return tuple(parts)


def resolve_recipe(recipe: str, sha256_of: Mapping[str, str]) -> tuple[Component, ...]:
    """Turn a recipe without projections into components, given network -> sha256 of its weights.

    Raises ValueError for a recipe with projections: `fit_recipe` turns that into components.
    """
    return resolve_parts(parse_recipe(recipe), sha256_of)


def resolve_parts(
    parts: Sequence[RecipePart], sha256_of: Mapping[str, str]
) -> tuple[Component, ...]:
    """Turn parts without projections into components, given network -> sha256 of its weights."""
    return tuple(
        part.resolve(sha256_of.get(get_encoder(part.encoder).network, "")) for part in parts
    )


def networks_in(recipe: str) -> tuple[str, ...]:
    """Name the networks of a recipe, which need a weights file each."""
    names = (get_encoder(part.encoder).network for part in parse_recipe(recipe))
    return tuple(dict.fromkeys(filter(None, names)))


def _read_part(text: str) -> tuple[RecipePart, float | None]:
    """A part as it is written, its pooling empty if it names none, and the weight it names."""
    kind, has_weight, weight = text.partition("*")
    name, *options = (word.strip() for word in kind.split(":"))
    encoder = get_encoder(name)
    chosen = parse_options(encoder, options)
    part = RecipePart(
        encoder=encoder.name,
        pooling=chosen.pooling,
        preprocessing=chosen.preprocessing,
        projection=chosen.projection,
        weight=0,
    )
    return part, parse_weight(encoder, weight.strip()) if has_weight else None


def _with_companions(part: RecipePart, *, there: Set[str]) -> list[RecipePart]:
    facts = get_encoder(part.encoder)
    own = replace(part, pooling=part.pooling or facts.default_pooling)
    joining = () if part.pooling else facts.companions
    shares = {name: share for name, share in joining if name not in there}
    if not shares:
        return [own]
    unwhitened = part.projection and part.projection.without_whitening
    family = [replace(own, weight=_share(part, 1 - sum(shares.values())), projection=unwhitened)]
    for name, share in shares.items():
        companion = get_encoder(name)
        same_pass = companion.network == facts.network
        family.append(
            RecipePart(
                encoder=name,
                pooling=companion.default_pooling,
                preprocessing=part.preprocessing if same_pass else companion.preprocessing,
                weight=_share(part, share),
                projection=part.projection if same_pass else unwhitened,
            )
        )
    return family


def _share(part: RecipePart, share: float) -> float:
    return round(part.weight * share, WEIGHT_DIGITS) or part.weight * share
