"""A wish in words as the space understands it: a direction, beside a product or by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import hypot

import numpy as np
import numpy.typing as npt

from embeddings.spaces.measured.scale import CHANCE_LEVELS, Scale, ScaleError
from embeddings.spaces.snapshot import SearchedSpace
from embeddings.vectors.read import picture_vectors
from embeddings.words.read import HeardWords
from recommendations.candidate import WordsHeard
from recommendations.request.query import Query

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, eq=False)
class Heard:
    """A wish as the space understands it."""

    told: WordsHeard
    shift: Floats
    """(D,) what is added to a picture's vector to have it as wished; of any length but zero."""
    facts: HeardWords

    def beside(self, query: Query) -> Query:
        """The query with its pictures as they are wished to be."""
        known = picture_vectors(query.image_ids, space=query.space) if query.vectors is None else {}
        images = [image for image in query.image_ids if image in known]
        rows = np.stack([known[i] for i in images]) if query.vectors is None else query.vectors
        wished = rows + self.shift
        lengths = np.linalg.norm(wished, axis=1, keepdims=True)
        return replace(
            query,
            image_ids=images,
            vectors=np.asarray(wished / np.where(lengths == 0, 1, lengths), dtype=np.float32),
            scale_of_points=self._scale(beside=1.0, length=float(lengths.mean())),
        )

    def alone(self, space: SearchedSpace) -> Query:
        """A query of the wish and nothing else."""
        length = float(np.linalg.norm(self.shift))
        return Query(
            space=space,
            vectors=np.asarray(self.shift / length, dtype=np.float32)[None],
            scale_of_points=self._scale(beside=0.0, length=length),
        )

    def _scale(self, *, beside: float, length: float) -> Scale | None:
        """What chance would give: the cosine of half and of 99 of 100 random products.

        A picture and a wish add up, and so do their means; their spreads, as they are independent.
        """
        if not length:
            return None
        facts, far = self.facts, float(np.linalg.norm(self.shift))
        median = beside * facts.pair_median + far * facts.word_median
        median += float(self.shift @ facts.mean)
        above = hypot(
            beside * (facts.pair_p99 - facts.pair_median),
            far * (facts.word_p99 - facts.word_median),
        )
        try:
            cosines = (median / length, (median + above) / length, 1.0)
            return Scale(levels=CHANCE_LEVELS, cosines=cosines, blocks={}, floor=0)
        except ScaleError:
            return None
