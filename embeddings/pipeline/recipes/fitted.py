"""What a plain recipe becomes once there are pictures to learn from: every part projected.

Found on labelled pictures, those that answer kept out of what was learnt (benchmarks/quality,
docs/benchmarks.md). By pictures alone (PCA): each part has a projection of its own; the last map of
a network is never whitened, since that costs knowledge of the kind; the map before it is, a little;
colour is, in full. By products and categories: each part within what belongs together, and colour
within single products only, for variants and categories differ by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from embeddings.pipeline.encoders.registry import LAYER3, get_encoder, known_encoders
from embeddings.pipeline.recipes.options import ALL_SOURCES, ProjectionOption
from embeddings.pipeline.recipes.recipe import RecipePart, parse_recipe
from embeddings.pipeline.recipes.text import write_recipe

Teacher = Literal["pictures", "products", "categories", "both"]

_LAST_MAP = ProjectionOption(128)
_LAYER3 = ProjectionOption(128, 0.3)
_OUTLINES = ProjectionOption(128)
_COLOUR = ProjectionOption(64, 0.5)

_WITHIN: dict[Teacher, ProjectionOption] = {
    "both": ProjectionOption(64, within=ALL_SOURCES),
    "products": ProjectionOption(64, within=("family",)),
    "categories": ProjectionOption(64, within=("category",)),
}
_COLOUR_WITHIN = ProjectionOption(64, within=("product",))


def is_plain(recipe: str) -> bool:
    """Whether a recipe names encoders and nothing else, such as `resnet50+lab_color`.

    Whoever chose a pooling, a weight or a projection meant it.
    """
    known = known_encoders()
    return all(name.strip() in known for name in recipe.split("+"))


def fitted_recipe(recipe: str, *, teacher: Teacher = "pictures", pictures: int = 500) -> str:
    """The recipe to fit on a catalogue of so many pictures in place of a plain one, or nothing."""
    if not is_plain(recipe):
        return ""
    return write_recipe(fit_parts(parse_recipe(recipe), teacher=teacher, pictures=pictures))


def fit_parts(
    parts: Sequence[RecipePart], *, teacher: Teacher = "pictures", pictures: int = 500
) -> tuple[RecipePart, ...]:
    """The parts with the projections and the weights that suit each beside the others.

    With fewer than 256 pictures they keep fewer dimensions.
    """
    networks = [part for part in parts if get_encoder(part.encoder).is_network]
    layer3 = any(get_encoder(part.encoder).stage == LAYER3 for part in networks)
    fitted = (_fit(part, network=bool(networks), layer3=layer3) for part in parts)
    most = _most_dimensions(pictures)
    return tuple(
        # A shop's own encoder may give fewer numbers than that by itself.
        _shrink(_teach(part, teacher), min(most, get_encoder(part.encoder).dimensions))
        for part in fitted
    )


def _fit(part: RecipePart, *, network: bool, layer3: bool) -> RecipePart:
    facts = get_encoder(part.encoder)
    if facts.stage == LAYER3:
        return replace(part, projection=_LAYER3, weight=0.25)
    if facts.is_network:
        return replace(part, projection=_LAST_MAP, weight=0.5 if layer3 else 0.75)
    if facts.block == "colour":
        return replace(part, projection=_COLOUR, weight=0.15 if network else 0.3)
    return replace(part, projection=_OUTLINES, weight=0.1 if network else 0.7)


def _teach(part: RecipePart, teacher: Teacher) -> RecipePart:
    if teacher == "pictures":
        return part
    if get_encoder(part.encoder).block != "colour":
        return replace(part, projection=_WITHIN[teacher])
    # Categories say nothing about colour; there it stays as pictures alone teach it.
    return part if teacher == "categories" else replace(part, projection=_COLOUR_WITHIN)


def _most_dimensions(pictures: int) -> int:
    """32 for 75 pictures, 64 for 128, 128 for 256: no more than half of them."""
    return max(n for n in (16, 32, 64, 128) if n == 16 or 2 * n <= pictures)


def _shrink(part: RecipePart, most: int) -> RecipePart:
    option = part.projection
    if option is None or option.dimensions <= most:
        return part
    return replace(part, projection=replace(option, dimensions=most))
