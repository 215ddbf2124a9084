"""What an engine outside of the shop's PostgreSQL keeps and answers.

A store is small on purpose: it keeps copies, and it may be slow, short, behind or away. What it
says is looked up in PostgreSQL, and what it leaves out is found there
(embeddings/index/external/engine.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from catalog.product_filter import ProductFilter
from embeddings.index.base import Floats
from embeddings.models import EmbeddingSpace
from embeddings.spaces.snapshot import SearchedSpace


class StoreAwayError(Exception):
    """The engine cannot be asked at all; the message says why, in one sentence."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Entry:
    """A ready picture of a space, with what filters ask of its product."""

    image_id: int
    product_id: int
    vector: Floats
    """(D,) as PostgreSQL keeps it in half precision; of any length but zero."""
    category_path: tuple[int, ...]
    """The product's category and all above it, by id; its own comes last."""
    brand: str
    price: Decimal
    stock: int
    published: bool
    attributes: tuple[tuple[str, str], ...]
    """Names and values as texts, as `ProductFilter.attributes` has them."""
    fingerprint: int
    """64 bits, signed, of all the above: two copies that have the same are the same."""


@dataclass(frozen=True, kw_only=True)
class Neighbours:
    """What a store found for one query."""

    image_ids: tuple[int, ...]
    """Nearest first, as the store sees it; some may not be eligible, or not be there any more."""
    reach: float
    """What lies nearer than this distance (1 - cosine) the store has met, as far as it knows;
    infinite where it has compared all that is eligible."""
    complete: bool = True
    """Whether all of the store was asked; False where a part of it is away."""


class VectorStore(Protocol):
    """Copies of the vectors of spaces, in an engine that is not the shop's PostgreSQL.

    Every method raises StoreAwayError where the engine does not answer in time: `nearest` and
    `troubles` within a second, anything else within half a minute.
    """

    @property
    def seen_after_seconds(self) -> float:
        """For so long a search may still miss what was put or removed; 0 where the next sees it.

        Until then the door compares these pictures itself.
        """
        ...

    def create(self, space: EmbeddingSpace) -> None:
        """Make room for the space's vectors, and what finds them; nothing where it is there."""
        ...

    def drop(self, space: EmbeddingSpace) -> None:
        """Give the space's room back; nothing where there is none."""
        ...

    def holds(self, space: SearchedSpace) -> bool:
        """Whether there is room for the space, full or not."""
        ...

    def put(self, space: EmbeddingSpace, entries: Sequence[Entry]) -> None:
        """Keep these, in place of what it has of the same pictures.

        A search that begins `seen_after_seconds` later sees them.
        """
        ...

    def remove(self, space: EmbeddingSpace, image_ids: Sequence[int]) -> None:
        """Forget these pictures; those that it does not have are no error."""
        ...

    def fingerprints(self, space: EmbeddingSpace, *, after: int) -> Iterator[tuple[int, int]]:
        """The id and fingerprint of each picture that it has, by ascending id above `after`."""
        ...

    def nearest(
        self, vectors: Floats, *, space: SearchedSpace, where: ProductFilter, limit: int
    ) -> list[Neighbours]:
        """For each of the queries, (Q, D), the `limit` nearest pictures that may be eligible.

        The store applies as much of the filter as it can. Fewer than `limit` with a finite `reach`
        are an answer that is short, which it may be.
        """
        ...

    def troubles(self) -> list[str]:
        """What is wrong with it at this moment, a sentence each; empty where all is well."""
        ...
