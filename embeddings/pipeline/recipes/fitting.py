"""From a recipe with projections and the features of a catalogue to the components of a space."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from embeddings.pipeline.recipes.options import ProjectionOption
from embeddings.pipeline.recipes.recipe import parse_recipe, resolve_parts
from embeddings.pipeline.vectors.component import Component
from embeddings.pipeline.vectors.compose import unit
from embeddings.pipeline.vectors.labels import Labels
from embeddings.pipeline.vectors.projection import Projection, fit_projection
from embeddings.pipeline.vectors.within_class import fit_within_class

Floats = npt.NDArray[np.float32]


def fit_recipe(
    recipe: str,
    features: npt.ArrayLike,
    *,
    sha256_of: Mapping[str, str],
    labels: Labels | None = None,
    before_each: Callable[[], object] = lambda: None,
) -> tuple[tuple[Component, ...], dict[str, Projection]]:
    """Fit a recipe's projections on the features of its pictures: components and projections.

    `sha256_of` is network -> sha256 of its weights; `labels` say which pictures belong together,
    for projections that are learnt within classes. Pictures in which a component sees nothing
    do not count for it. `before_each` is called before each projection is fitted, and may raise to
    end it there. Raises ValueError when too few pictures count, or none belong together.
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
        before_each()
        seen = np.asarray(block.any(axis=1))
        projection = _fit(part.projection, unit(block[seen]), labels and labels.only(seen))
        projections[projection.sha256] = projection
        components.append(part.resolve(raw.weights_sha256, projection=projection.sha256))
    return tuple(components), projections


def _fit(option: ProjectionOption, rows: Floats, labels: Labels | None) -> Projection:
    if not option.within:
        return fit_projection(rows, dimensions=option.dimensions, whitening=option.whitening)
    if labels is None:
        raise ValueError(f"{option} needs to know which pictures belong together.")
    labellings = [labels.of(source) for source in option.within]
    return fit_within_class(rows, labellings, dimensions=option.dimensions)
