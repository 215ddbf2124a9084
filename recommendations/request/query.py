"""What is searched with: pictures or vectors of a space, and what a distance says as a score.

The blocks of a query may count with other weights than the space's own ("same shape, any colour"):
the same vectors and the same index answer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from catalog.refusals import RefusedError
from embeddings.spaces.measured.scale import Scale
from embeddings.spaces.snapshot import SearchedSpace
from embeddings.vectors.read import (
    embedded_pictures,
    embedded_pictures_of_each,
    picture_vectors,
)
from recommendations.conf import conf

Floats = npt.NDArray[np.float32]


class BlockWeightsInvalidError(RefusedError, ValueError):
    """These weights cannot be searched with; the message says why."""


class Gaps:
    """Whether all could be asked for a query; noted by who searches, told with the answer."""

    def __init__(self) -> None:
        self.met = False
        """A part of the index was away: there may be nearer products, or more."""

    def note(self, *, complete: bool) -> None:
        """A search has come back."""
        self.met = self.met or not complete


@dataclass(frozen=True, kw_only=True)
class Query:
    """Pictures or vectors; a product is as similar as it is to the nearest of them."""

    space: SearchedSpace
    image_ids: Sequence[int] = ()
    """Pictures of the space; empty for a photo."""
    vectors: Floats | None = None
    """(Q, D) unit; None: those of the pictures, which need not be read to search with them."""
    weights: Mapping[str, float] | None = None
    weighted_vectors: Floats | None = None
    """(Q, D) unit; what is searched with where there are `weights`."""
    scale: float = 1.0
    """What turns a cosine with the re-weighted vectors into the weighted mean of cosines."""
    scale_of_points: Scale | None = None
    """What its cosines say as points; None: what the space says of two pictures."""
    exact: bool = False
    """Whether the index is of no use, since what is far is asked for."""
    gaps: Gaps = field(default_factory=Gaps, compare=False, repr=False)
    """What searches for it could not ask; one and the same however the query is changed."""

    def weighted(self, weights: Mapping[str, float] | None) -> Query:
        """With other weights of the blocks; raises BlockWeightsInvalidError."""
        if weights is None:
            return self
        scaled = reweigh(self.own_vectors(), self.space, weights)
        lengths = np.linalg.norm(scaled, axis=1, keepdims=True)
        return replace(
            self,
            weights=weights,
            weighted_vectors=scaled / lengths,
            scale=float(lengths.max(initial=0)),
        )

    @property
    def searched_vectors(self) -> Floats | None:
        """The vectors to search with: (Q, D) unit; None: those of the pictures, as stored."""
        return self.vectors if self.weighted_vectors is None else self.weighted_vectors

    def own_vectors(self) -> Floats:
        """The vectors with the space's own weights: (Q, D) unit."""
        if self.vectors is not None:
            return self.vectors
        known = picture_vectors(self.image_ids, space=self.space)
        rows = [known[image] for image in self.image_ids if image in known]
        return np.asarray(rows, dtype=np.float32).reshape(-1, self.space.dimensions)

    @property
    def points_scale(self) -> Scale | None:
        """What its cosines say as points; None while nothing is known of that."""
        return self.scale_of_points or self.space.scales.catalogue

    def score(self, distance: float) -> float:
        """The cosine that a distance stands for, -1 to 1; with weights, their mean of cosines."""
        return (1 - distance) * self.scale


def asking_pictures(product: Product, space: SearchedSpace) -> list[int]:
    """The ids of the pictures that a product asks with: its first embedded ones."""
    return embedded_pictures(product.pk, space=space, limit=conf.MAX_QUERY_PICTURES)


def asking_pictures_of_each(
    product_ids: Collection[int], space: SearchedSpace
) -> dict[int, list[int]]:
    """The same of many products, by their ids; one statement."""
    limit = conf.MAX_QUERY_PICTURES
    return embedded_pictures_of_each(product_ids, space=space, limit=limit)


def block_shares(space: SearchedSpace, weights: Mapping[str, float]) -> dict[str, float]:
    """How much each block counts, summing to 1; a block that is not named counts nothing.

    Raises BlockWeightsInvalidError for a block that the space does not have.
    """
    names = {block.name for block in space.blocks}
    if unknown := sorted(set(weights) - names):
        known = ", ".join(sorted(names))
        raise BlockWeightsInvalidError(
            "unknown_block",
            _("There is no %(name)s in this space; it has %(known)s."),
            name=unknown[0],
            known=known,
        )
    total = sum(weights.values())
    return {name: weights.get(name, 0.0) / total for name in names}


def reweigh(vectors: Floats, space: SearchedSpace, weights: Mapping[str, float]) -> Floats:
    """Scale a query's blocks so that its product with a stored vector uses other weights.

    A stored vector holds each block's unit vector times the root of its share; the query's block is
    scaled by new share / own share, so that the inner product is the sum of new share * cosine.
    Raises BlockWeightsInvalidError. (Q, D) unit -> (Q, D), not unit
    """
    shares = block_shares(space, weights)
    own: dict[str, float] = {}
    for block in space.blocks:
        own[block.name] = own.get(block.name, 0.0) + block.weight
    scaled = np.array(vectors, dtype=np.float32)
    for block in space.blocks:
        scaled[:, block.start : block.stop] *= shares[block.name] / own[block.name]
    lengths = np.linalg.norm(scaled, axis=1)
    if not (lengths > 0).all():
        raise BlockWeightsInvalidError(
            "nothing", _("There is nothing to compare in what these weights leave.")
        )
    return scaled
