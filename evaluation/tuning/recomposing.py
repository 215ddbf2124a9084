"""The vectors that other recipes would make of a space's stored features; no network runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from embeddings.models import EmbeddingSpace
from embeddings.pipeline import (
    Component,
    Projection,
    RecipePart,
    compose,
    fit_recipe,
    get_encoder,
    write_recipe,
)
from embeddings.spaces.projections import read_projections
from evaluation.grades.sampling import Sample
from evaluation.measured import Floats


class FeatureComposer:
    """Composes features anew with other projections and weights of the same parts.

    What products or categories teach is learnt from the pictures of `teaching`, (N,) bool, alone:
    those that are asked about are to be others.
    """

    def __init__(
        self,
        space: EmbeddingSpace,
        parts: tuple[RecipePart, ...],
        sample: Sample,
        *,
        teaching: npt.NDArray[np.bool_],
    ) -> None:
        self._features = features = sample.rows
        self._components = space.parts
        self._labels, self._teaching = sample.labels, teaching
        stops = np.cumsum([component.feature_dimensions for component in space.parts])
        self._blocks = np.split(features, stops[:-1], axis=1)
        kept = read_projections(space)
        # A part keeps what the space has unless a recipe projects it otherwise, or those who are
        # asked have taught it.
        self._fitted: dict[tuple[int, str], tuple[Component, Mapping[str, Projection]]] = {
            (number, str(part.projection)): (component, kept)
            for number, (part, component) in enumerate(zip(parts, space.parts, strict=True))
            if part.projection is None or not part.projection.within
        }

    def compose(self, parts: tuple[RecipePart, ...]) -> Floats:
        """The vectors of a recipe; each of its projections is fitted once, on these features.

        Raises ValueError where nothing belongs together that could teach it.
        -> (N, D) float32, unit length
        """
        components: list[Component] = []
        projections: dict[str, Projection] = {}
        for number, part in enumerate(parts):
            component, fitted = self._fit(number, part)
            components.append(replace(component, weight=part.weight))
            projections |= fitted
        return compose(self._features, components, projections=projections)

    def _fit(self, number: int, part: RecipePart) -> tuple[Component, Mapping[str, Projection]]:
        key = number, str(part.projection)
        if key not in self._fitted:
            taught = part.projection is not None and bool(part.projection.within)
            rows = self._teaching if taught else np.ones_like(self._teaching)
            (component,), projections = fit_recipe(
                write_recipe((part,)),
                self._blocks[number][rows],
                labels=self._labels.only(rows),
                # The part's one network is the space's own, so its sha256 holds under every name.
                sha256_of={
                    get_encoder(part.encoder).network: self._components[number].weights_sha256
                },
            )
            self._fitted[key] = component, projections
        return self._fitted[key]
