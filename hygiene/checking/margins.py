"""How sure it is that a product stands in the wrong category: told by the whole shop's margins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from hygiene.checking.models import CheckedProduct

_READ = 5_000  # margins, which tell the tail well enough
_LEAST = 50  # below so many nothing is told
# One product in fifty is taken to stand in the wrong category, before anything is known of it.
_WRONG = 0.02
# Spreads, from the middle to the 99th percentile of random pairs: what is as far from its own
# category as from any other belongs nowhere, and least of all there.
_CLEAR = 0.3
_BOUNDS = np.arange(_CLEAR, 4.0, 0.02)  # at which it is looked how many reach them


@dataclass(frozen=True, eq=False)
class Margins:
    """How much nearer products lie to another category than to their own, in spreads."""

    values: npt.NDArray[np.float64]
    """(N,); most of them are negative, for most products stand right."""

    @classmethod
    def read(cls) -> Self:
        known = CheckedProduct.objects.filter(category_margin__isnull=False)
        # By the key of the name, which is as good as any order by chance.
        found = known.order_by("name_key", "pk").values_list("category_margin", flat=True)[:_READ]
        return cls(np.array(found, dtype=np.float64))

    def confidence(self, margin: float) -> float:
        """The share of products with such a margin, or a larger one, that stand wrong: 0 to 1.

        A product that stood in its second best category would have its own margin with the other
        sign. So the margins of all say how many of the misplaced would reach this one, and among
        as many as there are, how many do. A shop whose categories look alike has many large
        margins by itself, and there none is a surprise. A larger margin is never less sure.
        """
        if len(self.values) < _LEAST or margin < _CLEAR:
            return 0.0
        bounds = _BOUNDS[margin >= _BOUNDS]
        expected = _WRONG * (-self.values[:, None] >= bounds).sum(axis=0)
        observed = (self.values[:, None] >= bounds).sum(axis=0).clip(min=1)
        return min(0.99, float((expected / observed).max()))
