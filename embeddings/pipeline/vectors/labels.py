"""What a catalogue says belongs together, as numbers: one row for each picture."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal, Self

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.intp]
Source = Literal["product", "family", "category"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Labels:
    """Which pictures show the same product, the same design, the same kind of thing.

    Pictures with equal numbers belong together. Raises ValueError for rows of unequal length.
    """

    product: Ints
    """(N,) pictures of one product."""
    family: Ints
    """(N,) variants of one design; a product without variants is a design of its own."""
    category: Ints
    """(N,)"""

    def __post_init__(self) -> None:
        if len({self.of(field.name).shape for field in fields(self)}) > 1:
            raise ValueError("Each picture needs a product, a family and a category.")

    def __len__(self) -> int:
        return len(self.product)

    def of(self, source: str) -> Ints:
        """The labels of one kind."""
        found: Ints = getattr(self, source)
        return found

    def only(self, rows: npt.NDArray[Any]) -> Self:
        """The labels of these pictures: row numbers, or (N,) bool."""
        return type(self)(
            product=self.product[rows], family=self.family[rows], category=self.category[rows]
        )

    @classmethod
    def number(
        cls,
        *,
        product: Iterable[Hashable],
        family: Iterable[Hashable],
        category: Iterable[Hashable],
    ) -> Self:
        """Number what the pictures' labels are called, whatever it is."""
        return cls(
            product=_number(list(product)),
            family=_number(list(family)),
            category=_number(list(category)),
        )


def _number(names: Sequence[Hashable]) -> Ints:
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return np.array([numbers[name] for name in names], dtype=np.intp)
