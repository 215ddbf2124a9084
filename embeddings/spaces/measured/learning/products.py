"""Whole products with all their pictures: what a scale is learnt from. Pure NumPy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class ProductSample:
    """Products with all of their ready pictures."""

    images: npt.NDArray[np.int64]
    """(N,) ids of the pictures."""
    vectors: Floats
    """(N, D) unit length but for the rounding of half precision."""
    owner: npt.NDArray[np.intp]
    """(N,), rising from 0: to which of the products each picture belongs."""
    kinds: npt.NDArray[np.intp]
    """(P,) ids of their categories."""
    families: list[str]
    """(P,) empty for a product without variants."""

    def only(self, kept: npt.NDArray[np.bool_]) -> ProductSample:
        """The part of the sample that shows these products: (P,) bool."""
        rows = kept[self.owner]
        return ProductSample(
            images=self.images[rows],
            vectors=self.vectors[rows],
            owner=(np.cumsum(kept) - 1)[self.owner[rows]],
            kinds=self.kinds[kept],
            families=[each for each, keep in zip(self.families, kept, strict=True) if keep],
        )
