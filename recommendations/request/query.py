"""What is searched with: pictures or vectors of a space, and what a distance says as a score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from embeddings.models import EmbeddingSpace
from embeddings.vectors.read import picture_vectors
from recommendations.request.block_weights import reweigh

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Query:
    """Pictures or vectors; a product is as similar as it is to the nearest of them."""

    space: EmbeddingSpace
    image_ids: Sequence[int] = ()
    """Pictures of the space; empty for a photo."""
    vectors: Floats | None = None
    """(Q, D) unit; None: those of the pictures, which need not be read to search with them."""
    weights: Mapping[str, float] | None = None
    weighted_vectors: Floats | None = None
    """(Q, D) unit; what is searched with where there are `weights`."""
    scale: float = 1.0
    """What turns a cosine with the re-weighted vectors into the weighted mean of cosines."""
    exact: bool = False
    """Whether the index is of no use, since what is far is asked for."""

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

    def score(self, distance: float) -> float:
        """The cosine that a distance stands for, -1 to 1; with weights, their mean of cosines."""
        return (1 - distance) * self.scale
