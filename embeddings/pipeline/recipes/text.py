"""A recipe's parts as text again, in the one way that equal recipes share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from embeddings.pipeline.encoders.registry import get_encoder
from embeddings.pipeline.recipes.part_weights import default_weight
from embeddings.pipeline.recipes.recipe import WEIGHT_DIGITS, RecipePart, parse_recipe


def write_recipe(parts: Sequence[RecipePart]) -> str:
    """Write a recipe down, leaving out what goes without saying; reading it gives these parts."""
    for told in (_joined(parts), parts):
        text = "+".join(_write(part, beside=told) for part in told)
        if _reads_as(text, parts):
            break
    return text


def _joined(parts: Sequence[RecipePart]) -> list[RecipePart]:
    """The parts with each network and the companions behind it as one, without a pooling."""
    told: list[RecipePart] = []
    open_for: dict[str, float] = {}  # the companions that may still join the last one
    for part in parts:
        facts = get_encoder(part.encoder)
        if told and part.encoder in open_for:
            del open_for[part.encoder]
            joint = replace(told[-1], weight=round(told[-1].weight + part.weight, WEIGHT_DIGITS))
            # Only a companion of the same pass of the network is whitened as the network is.
            same_pass = facts.network == get_encoder(joint.encoder).network
            told[-1] = replace(joint, projection=part.projection) if same_pass else joint
            continue
        plain = facts.companions and part.pooling == facts.default_pooling
        open_for = dict(facts.companions) if plain else {}
        told.append(replace(part, pooling="") if plain else part)
    return told


def _reads_as(text: str, parts: Sequence[RecipePart]) -> bool:
    try:
        return parse_recipe(text) == tuple(parts)
    except ValueError:
        return False


def _write(part: RecipePart, *, beside: Sequence[RecipePart]) -> str:
    facts = get_encoder(part.encoder)
    sides = {name: side for side, name in facts.framings.items()}
    goes_without_saying = part.pooling == facts.default_pooling and not facts.companions
    options = [
        "" if goes_without_saying else part.pooling,
        sides[part.preprocessing] if part.preprocessing != facts.preprocessing else "",
        str(part.projection or ""),
    ]
    usual = default_weight(part.encoder, beside=beside)
    weight = "" if part.weight == usual else "*" + repr(part.weight).removesuffix(".0")
    return ":".join([part.encoder, *filter(None, options)]) + weight
