"""What is searched with: vectors of a space, and what a distance from them says as a score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from embeddings.models import EmbeddingSpace
from recommendations.match import match_of
from recommendations.sliders import reweigh

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Query:
    """One or several vectors; a picture is as similar as it is to the nearest of them."""

    space: EmbeddingSpace
    vectors: Floats  # (Q, D) unit
    image_ids: Sequence[int] = ()
    """Whose vectors they are; empty for a photo."""
    unweighted: Floats | None = None  # (Q, D) unit, as they are stored; None: `vectors` are
    weights: Mapping[str, float] | None = None
    scale: float = 1.0
    """What turns a cosine with the re-weighted vectors into the weighted mean of cosines."""
    exact: bool = False
    """Whether the index is of no use, since what is far is asked for."""

    def weighted(self, weights: Mapping[str, float] | None) -> Query:
        """With other weights of the blocks; raises WeightsInvalid."""
        if weights is None:
            return self
        scaled = reweigh(self.vectors, self.space, weights)
        lengths = np.linalg.norm(scaled, axis=1, keepdims=True)
        return Query(
            space=self.space,
            vectors=scaled / lengths,
            unweighted=self.vectors,
            image_ids=self.image_ids,
            weights=weights,
            scale=float(lengths.max()),
            exact=self.exact,
        )

    def score(self, distance: float) -> float:
        """The cosine that a distance stands for, -1 to 1; with weights, their mean of cosines."""
        return (1 - distance) * self.scale

    def match(self, score: float) -> int:
        return match_of(score, self.space, weights=self.weights)
