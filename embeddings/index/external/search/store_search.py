"""Asking an engine wider and wider, until what PostgreSQL confirms of its answers is an answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import cbrt, ceil, inf

from catalog.product_filter import ProductFilter
from embeddings.index.base import Floats, Hit
from embeddings.index.external.asking import asking
from embeddings.index.external.search.look_up import look_up
from embeddings.index.external.store import Neighbours, VectorStore
from embeddings.index.pgvector.search.chooser import ProductSearch
from embeddings.index.pgvector.search.picture_hit import PictureHit, best_of_each

_ROUNDS = 3
"""Each costs a way to the engine and back; what three do not settle, PostgreSQL does."""
_GROWTH = 4
_SAME = 1e-4
"""Engines reckon distances by other roundings: within this two pictures may be equally far, and a
tie, which is broken by id, lies on both sides of an engine's limit."""
_MOST_LEFT_OUT = 50
"""Products that an engine may name in vain at first: the one asked with, and hidden ones."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """What asking an engine led to."""

    hits: list[Hit]
    proved: bool
    """Whether there are as many as were asked for, and it has met all that is as near."""
    complete: bool
    """Whether all of the engine was asked."""


@dataclass(frozen=True, kw_only=True)
class StoreSearch:
    """One search of one space, by an engine that PostgreSQL corrects."""

    store: VectorStore
    asked: ProductSearch
    vectors: Floats
    """(Q, D) as PostgreSQL compares them."""
    where: ProductFilter
    pending: Collection[int]
    """Pictures that the engine may not have as they are."""

    def run(self) -> Found:
        """Raises StoreAwayError, and DatabaseError for PostgreSQL."""
        asked, queries = self.asked, len(self.vectors)
        limit = ceil(asked.limit * asked.tuning.rows_per_hit / cbrt(queries))
        limit += queries + min(len(asked.leave_out), _MOST_LEFT_OUT)
        reaches = [-inf] * queries
        unfinished = list(range(queries))
        named, new, pictures = set[int](), set(self.pending), list[PictureHit]()
        for _round in range(_ROUNDS):
            complete = exhausted = True
            for number, found in zip(unfinished, self._ask(unfinished, limit), strict=True):
                reaches[number] = found.reach
                complete = complete and found.complete
                exhausted = exhausted and len(found.image_ids) < limit
                new |= set(found.image_ids)
            pictures += look_up(asked, new - named)
            named |= new
            hits = best_of_each(pictures, limit=asked.limit)
            last = hits[-1].distance if len(hits) == asked.limit else inf
            # Not "reach <= last": of a reach that is no number nothing is known.
            unfinished = [number for number in unfinished if not reaches[number] > last + _SAME]
            if not unfinished or exhausted or not complete:
                break
            limit *= _GROWTH
        return Found(hits=hits, proved=not unfinished, complete=complete)

    def _ask(self, numbers: list[int], limit: int) -> list[Neighbours]:
        with asking():
            found = self.store.nearest(
                self.vectors[numbers], space=self.asked.space, where=self.where, limit=limit
            )
            if len(found) != len(numbers):
                raise ValueError(f"{len(found)} answers to {len(numbers)} queries")
            return found
