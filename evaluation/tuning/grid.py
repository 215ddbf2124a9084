"""Which recipes are worth trying: the fitted one, and a few others around it.

The grid is small because benchmarks on labelled pictures (benchmarks/quality) left little: each
part is best projected on its own, whitening the last map of a network makes categories harder to
tell apart, colour is best whitened in full, and more axes than these gain nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from embeddings.conf import conf
from embeddings.pipeline import RecipePart, get_encoder
from embeddings.pipeline.encoders.registry import LAYER3
from embeddings.pipeline.recipes.fitted import Teacher, fit_parts

# What a part is there for: a network's last feature map tells categories apart (mugs from vases),
# the one before it instances (this mug from that), and features made by hand shape and colour.
CATEGORY, INSTANCE, SHAPE, COLOUR = "category", "instance", "shape", "colour"

INSTANCE_WHITENINGS = (0.0, 0.15, 0.3, 0.45)
WEIGHTS: tuple[Mapping[str, float], ...] = (
    {CATEGORY: 0.5, INSTANCE: 0.25, SHAPE: 0.1, COLOUR: 0.15},
    {CATEGORY: 0.4, INSTANCE: 0.3, SHAPE: 0.1, COLOUR: 0.2},
    {CATEGORY: 0.5, INSTANCE: 0.35, SHAPE: 0.1, COLOUR: 0.05},
    {CATEGORY: 0.6, INSTANCE: 0.2, SHAPE: 0.15, COLOUR: 0.05},
)
COLOUR_SHARES = (0.05, 0.1, 0.15, 0.2, 0.3)
DIMENSIONS: tuple[Mapping[str, int], ...] = (
    {CATEGORY: 128, INSTANCE: 128, SHAPE: 128, COLOUR: 64},
    {CATEGORY: 64, INSTANCE: 96, SHAPE: 32, COLOUR: 64},
)

TEACHERS: tuple[Teacher, ...] = ("both", "products", "categories")

Parts = tuple[RecipePart, ...]
Step = Callable[[Parts], Iterator[Parts]]


def tuning_steps(parts: Parts, *, pictures: int, teaching: int) -> list[Step]:
    """What to vary one after the other, each time starting from the best so far.

    The projections and what teaches them, unless there are too few pictures to fit any; then what
    each part counts, if there are several; at last how many dimensions the projections keep.
    `teaching`: how many of the pictures teach, where products or categories do.
    """
    visual = {_role(part) for part in parts} - {COLOUR}
    projected = pictures >= conf.FIT_FROM_PICTURES
    wanted: dict[Step, bool] = {
        partial(fit, pictures=pictures): projected,
        partial(vary_teachers, pictures=pictures): projected,
        vary_whitening: projected and INSTANCE in visual,
        vary_weights: len(visual) > 1,
        vary_colour: bool(visual) and any(_role(part) == COLOUR for part in parts),
        partial(vary_dimensions, pictures=pictures, teaching=teaching): projected,
    }
    return [step for step, is_wanted in wanted.items() if is_wanted]


def fit(parts: Parts, *, pictures: int) -> Iterator[Parts]:
    """The recipe with every part projected and weighed as a plain one is by pictures alone."""
    yield fit_parts(parts, pictures=pictures)


def vary_teachers(parts: Parts, *, pictures: int) -> Iterator[Parts]:
    """The same by products, by categories, and by both."""
    for teacher in TEACHERS:
        yield fit_parts(parts, teacher=teacher, pictures=pictures)


def vary_whitening(parts: Parts) -> Iterator[Parts]:
    """The recipe with its instance features whitened more or less, where PCA projects them."""
    for whitening in INSTANCE_WHITENINGS:
        yield tuple(
            replace(part, projection=replace(part.projection, whitening=whitening))
            if part.projection and not part.projection.within and _role(part) == INSTANCE
            else part
            for part in parts
        )


def vary_weights(parts: Parts) -> Iterator[Parts]:
    """The recipe with other weights of its roles; two parts in one role share as at present."""
    present = _weights_of(parts)
    for weights in WEIGHTS:
        wanted = dict(weights)
        if INSTANCE not in present:  # the last map is all that the network gives
            wanted[CATEGORY] += wanted[INSTANCE]
        yield _weigh(parts, {role: wanted[role] for role in present})


def vary_colour(parts: Parts) -> Iterator[Parts]:
    """The recipe with other shares of colour, its other parts in their present proportions."""
    present = _weights_of(parts)
    others = sum(weight for role, weight in present.items() if role != COLOUR)
    for share in COLOUR_SHARES:
        wanted = {role: weight / others * (1 - share) for role, weight in present.items()}
        yield _weigh(parts, {**wanted, COLOUR: share})


def vary_dimensions(parts: Parts, *, pictures: int, teaching: int) -> Iterator[Parts]:
    """The recipe with its projections keeping more or fewer dimensions, where it has any."""
    for dimensions in DIMENSIONS:
        yield tuple(
            replace(part, projection=replace(projection, dimensions=kept)) if projection else part
            for part in parts
            for projection in [part.projection]
            for learnt_from in [teaching if projection and projection.within else pictures]
            for kept in [min(dimensions[_role(part)], learnt_from // 2)]
        )


def _weights_of(parts: Parts) -> dict[str, float]:
    roles = dict.fromkeys(map(_role, parts))
    return {role: sum(part.weight for part in parts if _role(part) == role) for role in roles}


def _weigh(parts: Parts, wanted: Mapping[str, float]) -> Parts:
    present = _weights_of(parts)
    weights = [part.weight / present[_role(part)] * wanted[_role(part)] for part in parts]
    return tuple(
        replace(part, weight=float(f"{weight:.4g}"))
        for part, weight in zip(parts, weights, strict=True)
    )


def _role(part: RecipePart) -> str:
    facts = get_encoder(part.encoder)
    if facts.is_network:
        return INSTANCE if facts.stage == LAYER3 else CATEGORY
    return COLOUR if facts.block == "colour" else SHAPE
