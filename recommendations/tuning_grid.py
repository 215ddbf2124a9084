"""Which recipes are worth trying: other projections of their parts, other shares of colour.

The grid is small because benchmarks on labelled pictures (benchmarks/quality.py) left little: more
axes than these gain nothing, whitening beyond these finds the very product but loses its kind, and
colour is best whitened in full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import product

from embeddings.pipeline import RecipePart, get_encoder
from embeddings.pipeline.recipe_options import ProjectionOption
from embeddings.space_creation import MIN_IMAGES_TO_PROJECT

DIMENSIONS = (128, 256)
WHITENING = (0.0, 0.15, 0.3)
COLOUR_PROJECTIONS = (None, ProjectionOption(64, 0.5))
COLOUR_SHARES = (0.05, 0.1, 0.15, 0.2, 0.3)

Parts = tuple[RecipePart, ...]
Step = Callable[[Parts], Iterator[Parts]]


def tuning_steps(parts: Parts, *, pictures: int) -> list[Step]:
    """What to vary one after the other, each time starting from the best so far.

    All projections together, then the whitening of one part but colour after the other, unless
    there are too few pictures to fit any; at last the share of colour, if it is a part of several.
    """
    colour = [_is_colour(part) for part in parts]
    steps: list[Step] = []
    if pictures >= MIN_IMAGES_TO_PROJECT:
        numbers = [number for number, skipped in enumerate(colour) if not skipped]
        steps = [vary_projections, *(partial(vary_whitening, number=n) for n in numbers)]
    if any(colour) and not all(colour):
        steps.append(vary_colour)
    return steps


def vary_projections(parts: Parts) -> Iterator[Parts]:
    """The recipe with every part projected alike, and colour in a way of its own or not at all."""
    of_colour = COLOUR_PROJECTIONS if any(map(_is_colour, parts)) else [None]
    for dimensions, whitening, colour in product(DIMENSIONS, WHITENING, of_colour):
        visual = ProjectionOption(dimensions, whitening)
        yield tuple(
            replace(part, projection=colour if _is_colour(part) else visual) for part in parts
        )


def vary_whitening(parts: Parts, *, number: int) -> Iterator[Parts]:
    """The recipe with one part's projection whitened more or less; nothing if it has none."""
    part = parts[number]
    if part.projection is None:
        return
    for whitening in WHITENING:
        projection = replace(part.projection, whitening=whitening)
        yield (*parts[:number], replace(part, projection=projection), *parts[number + 1 :])


def vary_colour(parts: Parts) -> Iterator[Parts]:
    """The recipe with other shares of colour, its other parts in their present proportions."""
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
