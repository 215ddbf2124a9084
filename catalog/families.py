"""Variants of one design (a mug in three colours) form a family, and fill one place of an answer.

The rule is written here once; the vector index, recommendations and evaluation all follow it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar


class InFamily(Protocol):
    """Something that stands for one product."""

    @property
    def product_id(self) -> int: ...

    @property
    def family(self) -> str | None:
        """What variants of one design share; empty or None for a product without variants."""


T = TypeVar("T", bound=InFamily)


def place_of(item: InFamily) -> str | int:
    """What may fill a place only once: a family, or a single product by its id."""
    return item.family or item.product_id


def one_per_family(items: Iterable[T], *, without: Iterable[InFamily] = ()) -> Iterator[T]:
    """The first of each family, in the order given; none of the families of `without`."""
    taken = {place_of(item) for item in without}
    for item in items:
        if (place := place_of(item)) not in taken:
            taken.add(place)
            yield item
