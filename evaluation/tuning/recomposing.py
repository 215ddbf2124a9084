"""The vectors that other recipes would make of a space's stored features; no network runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

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
from evaluation.measured import Floats


class FeatureComposer:
    """Composes features anew with other projections and weights of the same parts."""

    def __init__(
        self, space: EmbeddingSpace, parts: tuple[RecipePart, ...], features: Floats
    ) -> None:
        self._features = features
        self._components = space.parts
        stops = np.cumsum([component.feature_dimensions for component in space.parts])
        self._blocks = np.split(features, stops[:-1], axis=1)
        kept = read_projections(space)
        # A part keeps what the space has unless a recipe projects it otherwise.
        self._fitted: dict[tuple[int, str], tuple[Component, Mapping[str, Projection]]] = {
            (number, str(part.projection)): (component, kept)
            for number, (part, component) in enumerate(zip(parts, space.parts, strict=True))
        }

    def compose(self, parts: tuple[RecipePart, ...]) -> Floats:
        """The vectors of a recipe; each of its projections is fitted once, on these features.

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
            (component,), projections = fit_recipe(
                write_recipe((part,)),
                self._blocks[number],
                # The part's one network is the space's own, so its sha256 holds under every name.
                sha256_of={
                    get_encoder(part.encoder).network: self._components[number].weights_sha256
                },
            )
            self._fitted[key] = component, projections
        return self._fitted[key]
