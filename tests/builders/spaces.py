"""Spaces that hold given vectors, stored as a worker would store them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from django.db import connection

from catalog.models import ProductImage
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.pipeline import Component
from tests.builders.vectors import unit
from tests.factories import EmbeddingSpaceFactory


def make_space(name: str, dimensions: int, **values: Any) -> EmbeddingSpace:
    """A space without encoders; the first one made is live."""
    return EmbeddingSpaceFactory.create(name=name, dimensions=dimensions, **values)


def make_component_space(
    name: str, components: Sequence[Component], **values: Any
) -> EmbeddingSpace:
    """A space whose vectors are made of these components, one block for each."""
    fields = {"components": [component.to_json() for component in components], **values}
    return make_space(name, sum(component.dimensions for component in components), **fields)


def store_vectors(
    space: EmbeddingSpace,
    images: Sequence[ProductImage],
    vectors: Any,
    features: Any = None,
    *,
    scaled: bool = True,
) -> None:
    """Store the pictures' vectors, (N, D), and their features; scaled: brought to length 1."""
    rows = np.asarray(vectors)
    if scaled:
        rows = unit(rows.astype(np.float64))
    ImageEmbedding.objects.bulk_create(
        ImageEmbedding(
            image=image,
            product_id=image.product_id,
            space=space,
            state=ImageEmbedding.State.READY,
            digest=image.sha256,
            vector=row.tolist(),
            features=None if features is None else list(features[place]),
        )
        for place, (image, row) in enumerate(zip(images, rows, strict=True))
    )


def drop_indexes(spaces: Iterable[EmbeddingSpace]) -> None:
    """Take away what building their indexes has left in the database."""
    with connection.cursor() as cursor:
        for space in spaces:
            cursor.execute(f"DROP INDEX IF EXISTS {space.index_name}")
