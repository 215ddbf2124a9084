"""Which recipes are worth trying: the fitted one, and a few others around it.

The grid is small because benchmarks on labelled pictures (benchmarks/quality.py) left little: each
part is best projected on its own, whitening the last map of a network costs knowledge of the kind,
colour is best whitened in full, and more axes than these gain nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from embeddings.conf import MIN_IMAGES_TO_PROJECT
from embeddings.pipeline import RecipePart, get_encoder
from embeddings.pipeline.encoders.registry import LAYER3
from embeddings.pipeline.recipes.fitted import fit_parts

# What a part is there for: a network's last map for the kind of thing, the one before it for the
# very thing, and the features made by hand for outlines and colour.
KIND, THING, OUTLINES, COLOUR = "kind", "thing", "outlines", "colour"

WHITENING_OF_THE_THING = (0.0, 0.15, 0.3, 0.45)
WEIGHTS: tuple[Mapping[str, float], ...] = (
    {KIND: 0.5, THING: 0.25, OUTLINES: 0.1, COLOUR: 0.15},
    {KIND: 0.4, THING: 0.3, OUTLINES: 0.1, COLOUR: 0.2},
    {KIND: 0.5, THING: 0.35, OUTLINES: 0.1, COLOUR: 0.05},
    {KIND: 0.6, THING: 0.2, OUTLINES: 0.15, COLOUR: 0.05},
)
COLOUR_SHARES = (0.05, 0.1, 0.15, 0.2, 0.3)
DIMENSIONS: tuple[Mapping[str, int], ...] = (
    {KIND: 128, THING: 128, OUTLINES: 128, COLOUR: 64},
    {KIND: 64, THING: 96, OUTLINES: 32, COLOUR: 64},
)

Parts = tuple[RecipePart, ...]
Step = Callable[[Parts], Iterator[Parts]]


def tuning_steps(parts: Parts, *, pictures: int) -> list[Step]:
    """What to vary one after the other, each time starting from the best so far.

    The projections, unless there are too few pictures to fit any; then what each part counts, if
    there are several; at last how many dimensions the projections keep.
    """
    visual = {_role(part) for part in parts} - {COLOUR}
    projected = pictures >= MIN_IMAGES_TO_PROJECT
    wanted: dict[Step, bool] = {
        fit: projected,
        vary_whitening: projected and THING in visual,
        vary_weights: len(visual) > 1,
        vary_colour: bool(visual) and any(_role(part) == COLOUR for part in parts),
        vary_dimensions: projected,
    }
    return [step for step, is_wanted in wanted.items() if is_wanted]


def fit(parts: Parts) -> Iterator[Parts]:
    """The recipe with every part projected and weighed as a plain one is."""
    yield fit_parts(parts)


def vary_whitening(parts: Parts) -> Iterator[Parts]:
    """The recipe with what knows the very thing whitened more or less, where it is projected."""
    for whitening in WHITENING_OF_THE_THING:
        yield tuple(
            replace(part, projection=replace(part.projection, whitening=whitening))
            if part.projection and _role(part) == THING
            else part
            for part in parts
        )


def vary_weights(parts: Parts) -> Iterator[Parts]:
    """The recipe with other weights of its roles; two parts in one role share as at present."""
    present = _weights_of(parts)
    for weights in WEIGHTS:
        wanted = dict(weights)
        if THING not in present:  # the last map is all that the network gives
            wanted[KIND] += wanted[THING]
        yield _weigh(parts, {role: wanted[role] for role in present})


def vary_colour(parts: Parts) -> Iterator[Parts]:
    """The recipe with other shares of colour, its other parts in their present proportions."""
    present = _weights_of(parts)
    others = sum(weight for role, weight in present.items() if role != COLOUR)
    for share in COLOUR_SHARES:
        wanted = {role: weight / others * (1 - share) for role, weight in present.items()}
        yield _weigh(parts, {**wanted, COLOUR: share})


def vary_dimensions(parts: Parts) -> Iterator[Parts]:
    """The recipe with its projections keeping more or fewer dimensions, where it has any."""
    for dimensions in DIMENSIONS:
        yield tuple(
            replace(part, projection=replace(part.projection, dimensions=dimensions[_role(part)]))
            if part.projection
            else part
            for part in parts
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
        return THING if facts.stage == LAYER3 else KIND
    return COLOUR if facts.block == "colour" else OUTLINES
