"""A catalogue that can teach: its things differ by less than the views of each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from django.utils import timezone

from embeddings.models import EmbeddingSpace
from embeddings.pipeline import compose, features_key, resolve_recipe
from tests.builders.graded_catalogue import Item, make_catalogue
from tests.builders.spaces import make_space, store_vectors

RECIPE = "hog+lab_color"
COMPONENTS = resolve_recipe(RECIPE, {})
FEATURES = sum(component.dimensions for component in COMPONENTS)
AXES = 8


def features_of(
    products: int, views: int, *, kinds: int = 4, seed: int = 1, noise: float = 3.0
) -> np.ndarray:
    """Rows for each picture, product after product; products of a kind resemble each other.

    Both parts of the features hold a little of what a thing is and a lot of how it was seen.
    (products * views, F) float16
    """
    random = np.random.default_rng(seed)
    law = np.random.default_rng(0)  # what views differ by is the same in every catalogue
    thing = np.repeat(np.arange(products), views)
    parts = []
    for component in COMPONENTS:
        size = component.dimensions
        kind, own, view = (law.normal(size=(AXES, size)) for _ in range(3))
        look = random.normal(size=(kinds, AXES))[np.arange(products) % kinds]
        rows = (look @ kind)[thing] + (random.normal(size=(products, AXES)) @ own)[thing]
        rows += noise * random.normal(size=(len(thing), AXES)) @ view
        parts.append(rows + 5 + 0.3 * random.normal(size=rows.shape))
    return np.hstack(parts).astype(np.float16)


def items_of(products: int, views: int, *, kinds: int = 4, first: int = 0) -> list[Item]:
    """The products that these features are of, each in the category of its kind.

    Each is a family of its own: who is held out with whom goes by a family's name, and where there
    is none by an id, which is another one whenever other tests have run before.
    """
    return [
        Item([[1]] * views, f"c{number % kinds}", family=f"design {first + number}")
        for number in range(products)
    ]


def make_taught_space(features: np.ndarray, items: Sequence[Item]) -> EmbeddingSpace:
    """A live plain space with these features and the vectors that they make."""
    vectors = compose(features, COMPONENTS)
    space = make_space(
        RECIPE,
        vectors.shape[1],
        recipe=RECIPE,
        components=[component.to_json() for component in COMPONENTS],
        features_key=features_key(COMPONENTS),
        activated_at=timezone.now(),
    )
    store_vectors(space, make_catalogue(items), vectors.tolist(), features.tolist())
    return space


def add_products(
    space: EmbeddingSpace, features: np.ndarray, items: Sequence[Item], *, first: int
) -> None:
    """More products, numbered from `first` on, in a space made by `make_taught_space`."""
    images = make_catalogue(items, first=first)
    store_vectors(space, images, compose(features, COMPONENTS).tolist(), features.tolist())
