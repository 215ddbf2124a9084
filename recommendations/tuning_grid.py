"""Which recipes are worth trying: other projections of what is seen, other shares of colour."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import product

from embeddings.pipeline import RecipePart, get_encoder
from embeddings.pipeline.recipe_options import ProjectionOption
from embeddings.space_creation import MIN_IMAGES_TO_PROJECT

# Whitening beyond these finds the very product better, but its kind much worse.
DIMENSIONS = (256, 512)
WHITENING = (0.0, 0.1, 0.2, 0.3)
COLOUR_SHARES = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3)

Parts = tuple[RecipePart, ...]
Step = Callable[[Parts], Iterator[Parts]]


def tuning_steps(parts: Parts, *, pictures: int) -> list[Step]:
    """What to vary one after the other, each time starting from the best so far.

    Each part's projection, unless there are too few pictures to fit one; then the share of colour,
    if colour is a part beside others.
    """
    colour = [_is_colour(part) for part in parts]
    steps: list[Step] = []
    if pictures >= MIN_IMAGES_TO_PROJECT:
        steps += [
            partial(vary_projection, number=n) for n, skipped in enumerate(colour) if not skipped
        ]
    if any(colour) and not all(colour):
        steps.append(vary_colour)
    return steps


def vary_projection(parts: Parts, *, number: int) -> Iterator[Parts]:
    """The recipe with other projections of one of its parts."""
    part = parts[number]
    for dimensions, whitening in product(DIMENSIONS, WHITENING):
        if dimensions < get_encoder(part.encoder).count_features(part.pooling):
            projected = replace(part, projection=ProjectionOption(dimensions, whitening))
            yield (*parts[:number], projected, *parts[number + 1 :])


def vary_colour(parts: Parts) -> Iterator[Parts]:
    """The recipe with other shares of colour, the others in their present proportions."""
    totals = {
        kind: sum(part.weight for part in parts if _is_colour(part) is kind)
        for kind in (True, False)
    }
    for share in COLOUR_SHARES:
        shares = {True: share, False: 1 - share}
        yield tuple(
            replace(
                part,
                weight=round(part.weight / totals[_is_colour(part)] * shares[_is_colour(part)], 4),
            )
            for part in parts
        )


def _is_colour(part: RecipePart) -> bool:
    return get_encoder(part.encoder).block == "colour"
