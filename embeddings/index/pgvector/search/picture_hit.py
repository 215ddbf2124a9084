"""What a statement of the vector search finds: pictures, not yet products."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from catalog.families import one_per_family
from embeddings.index.base import Hit


class PictureHit(NamedTuple):
    """A picture and how far it lies; sorts nearest first, ties by id."""

    distance: float
    """One minus the cosine: 0 is the same direction, 2 the opposite."""
    product_id: int
    image_id: int
    family: str | None
    """Of variants; empty without one, None where the product is not eligible."""
    category_id: int | None
    """The product's own; None where it is not eligible."""


def best_of_each(pictures: Iterable[PictureHit], *, limit: int) -> list[Hit]:
    """The first of each family, or product without one, by its nearest picture; nearest first."""
    # Pictures are chosen before hits are made of them, which halves the time: making a tuple takes
    # a tenth of making a hit.
    return as_hits(islice(one_per_family(sorted(pictures)), limit))


def as_hits(pictures: Iterable[PictureHit]) -> list[Hit]:
    """Each as the product that it stands for."""
    return [
        Hit(distance, product_id, image_id, family or "", category_id or 0)
        for distance, product_id, image_id, family, category_id in pictures
    ]
