"""Why a product stands beside another: the two pictures that met, and in what they are alike."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from catalog.models import Product
from catalog.product_cards import CardPicture, read_pictures
from embeddings.spaces.live import live_space
from embeddings.vectors.read import picture_vectors
from recommendations.hydration import block_cosines
from recommendations.request.query import asking_pictures
from recommendations.reranking.calibrate import points_in


class Closeness(StrEnum):
    """Points, 0 to 100, in words; 50 is as likely of the same kind as not."""

    VERY_CLOSE = "very_close"
    CLOSE = "close"
    SOMEWHAT = "somewhat"
    FAR = "far"

    @classmethod
    def of(cls, points: int) -> Closeness:
        """What so many points are."""
        if points >= 75:
            return cls.VERY_CLOSE
        if points >= 45:
            return cls.CLOSE
        return cls.SOMEWHAT if points >= 20 else cls.FAR


@dataclass(frozen=True, kw_only=True)
class PartOfLook:
    """What one block of the space says of two pictures."""

    name: str
    """Of the block: visual, colour."""
    points: int
    """0 to 100, by the block's own scale."""

    @property
    def closeness(self) -> Closeness:
        return Closeness.of(self.points)


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """How alike two products are: by their two pictures that are most alike."""

    asked: CardPicture
    found: CardPicture
    match: int
    """0 to 100, as answers say it."""
    parts: tuple[PartOfLook, ...]
    """Of each block by itself, as the space has them: shape, colour."""


def likeness(product: Product, other: Product) -> Likeness | None:
    """How another product resembles one; None while either has no picture that is compared."""
    space = live_space()
    if space is None:
        return None
    mine, theirs = asking_pictures(product, space), asking_pictures(other, space)
    vectors = picture_vectors([*mine, *theirs], space=space)
    mine = [each for each in mine if each in vectors]
    theirs = [each for each in theirs if each in vectors]
    if not mine or not theirs:
        return None
    cosines = (
        np.stack([vectors[each] for each in mine]) @ np.stack([vectors[each] for each in theirs]).T
    )
    row, column = np.unravel_index(int(np.argmax(cosines)), cosines.shape)
    asked, found = mine[int(row)], theirs[int(column)]
    pictures = read_pictures([asked, found])
    if len(pictures) < 2:  # replaced this very moment
        return None
    blocks = block_cosines(space, vectors[asked], vectors[found])
    return Likeness(
        asked=pictures[asked],
        found=pictures[found],
        match=points_in(space)(float(cosines[row, column])),
        parts=tuple(
            PartOfLook(name=name, points=points_in(space, weights={name: 1.0})(cosine))
            for name, cosine in blocks.items()
        ),
    )
