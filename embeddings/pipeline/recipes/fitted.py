"""What a plain recipe becomes once there are pictures to learn from: every part projected.

Found on labelled pictures, half of them held out (benchmarks/quality.py, docs/benchmarks.md):
each part has a projection of its own; the last map of a network is never whitened, since that costs
knowledge of the kind; the map before it is, a little; colour is, in full.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from embeddings.pipeline.encoders.registry import ENCODERS, LAYER3, get_encoder
from embeddings.pipeline.recipes.options import ProjectionOption
from embeddings.pipeline.recipes.recipe import RecipePart, parse_recipe
from embeddings.pipeline.recipes.text import write_recipe

_LAST_MAP = ProjectionOption(128)
_LAYER3 = ProjectionOption(128, 0.3)
_OUTLINES = ProjectionOption(128)
_COLOUR = ProjectionOption(64, 0.5)


def fitted_recipe(recipe: str) -> str:
    """The recipe to fit on a catalogue in place of a plain one, or nothing.

    Plain is what names encoders and nothing else, such as `resnet50+lab_color`: whoever chose a
    pooling, a weight or a projection meant it.
    """
    if not all(name.strip() in ENCODERS for name in recipe.split("+")):
        return ""
    return write_recipe(fit_parts(parse_recipe(recipe)))


def fit_parts(parts: Sequence[RecipePart]) -> tuple[RecipePart, ...]:
    """The parts with the projections and the weights that suit each beside the others."""
    networks = [part for part in parts if get_encoder(part.encoder).is_network]
    layer3 = any(get_encoder(part.encoder).stage == LAYER3 for part in networks)
    return tuple(_fit(part, network=bool(networks), layer3=layer3) for part in parts)


def _fit(part: RecipePart, *, network: bool, layer3: bool) -> RecipePart:
    facts = get_encoder(part.encoder)
    if facts.stage == LAYER3:
        return replace(part, projection=_LAYER3, weight=0.25)
    if facts.is_network:
        return replace(part, projection=_LAST_MAP, weight=0.5 if layer3 else 0.75)
    if facts.block == "colour":
        return replace(part, projection=_COLOUR, weight=0.15 if network else 0.3)
    return replace(part, projection=_OUTLINES, weight=0.1 if network else 0.7)
