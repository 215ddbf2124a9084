"""From a recipe with projections and the features of a catalogue to the components of a space."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from embeddings.pipeline.recipes.recipe import parse_recipe, resolve_parts
from embeddings.pipeline.vectors.component import Component
from embeddings.pipeline.vectors.compose import unit
from embeddings.pipeline.vectors.projection import Projection, fit_projection


def fit_recipe(
    recipe: str, features: npt.ArrayLike, *, sha256_of: Mapping[str, str]
) -> tuple[tuple[Component, ...], dict[str, Projection]]:
    """Fit a recipe's projections on the features of its pictures: components and projections.

    `sha256_of` is network -> sha256 of its weights. Pictures in which a component sees nothing do
    not count for it. Raises ValueError when there are too few pictures.
    (N, F) float, the features of the recipe without projections
    """
    rows = np.asarray(features, dtype=np.float32)
    components: list[Component] = []
    projections: dict[str, Projection] = {}
    start = 0
    parts = parse_recipe(recipe)
    raws = resolve_parts([part.unprojected for part in parts], sha256_of)
    for part, raw in zip(parts, raws, strict=True):
        block = rows[:, start : (start := start + raw.dimensions)]
        if part.projection is None:
            components.append(raw)
            continue
        projection = fit_projection(
            unit(block[block.any(axis=1)]),
            dimensions=part.projection.dimensions,
            whitening=part.projection.whitening,
        )
        projections[projection.sha256] = projection
        components.append(part.resolve(raw.weights_sha256, projection=projection.sha256))
    return tuple(components), projections
