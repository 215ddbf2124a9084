"""One statement that asks every shard for the nearest of each query.

A branch for each shard under UNION ALL: so postgres_fdw sends filter, order and limit along, and
asks all shards at once. Over a partitioned parent the limit would stay behind, and every vector
come over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np
from pgvector import HalfVector

from catalog.product_filter import ProductFilter
from embeddings.index.base import Floats
from embeddings.index.external.store import Neighbours
from embeddings.index.fdw.schema import COORDINATOR, foreign_table
from embeddings.index.fdw.search.filter_sql import write_conditions


@dataclass(frozen=True, eq=False, kw_only=True)
class Question:
    """What all shards are asked."""

    space_id: int
    texts: tuple[str, ...]
    """The queries as PostgreSQL writes a halfvec."""
    where: ProductFilter
    limit: int

    @classmethod
    def of(cls, vectors: Floats, *, space_id: int, where: ProductFilter, limit: int) -> Question:
        texts = (HalfVector(vector).to_text() for vector in np.asarray(vectors, dtype=np.float16))
        return cls(space_id=space_id, texts=tuple(texts), where=where, limit=limit)

    def write(
        self, shards: Sequence[str], *, exact: Iterable[tuple[int, int]] = ()
    ) -> tuple[str, dict[str, Any]]:
        """The statement for these shards, and its parameters.

        Its rows: query, shard (both by place), picture, distance; and one of -1 with the number of
        the layout's changes in the picture's place. exact: the pairs of query and shard that every
        eligible vector is to be compared for, and no others; none: all by the index.
        """
        conditions, params = write_conditions(self.where)
        params |= {f"q{number}": text for number, text in enumerate(self.texts)}
        pairs = exact or [
            (number, place) for number in range(len(self.texts)) for place in range(len(shards))
        ]
        branches = [
            _branch(
                number,
                place,
                table=foreign_table(self.space_id, shards[place]),
                conditions=conditions,
                limit=self.limit,
                # No index is on the sum, so that an index is out of the question.
                order="(vector OPERATOR(public.<=>) {query}) + 0" if exact else None,
            )
            for number, place in pairs
        ]
        changes = f"SELECT -1, -1, changes, 0.0::float8 FROM {COORDINATOR}.layout"
        return " UNION ALL ".join([*branches, changes]), params


def _branch(
    number: int, place: int, *, table: str, conditions: str, limit: int, order: str | None
) -> str:
    query = f"%(q{number})s::public.halfvec"
    distance = f"vector OPERATOR(public.<=>) {query}"
    return f"""
        (SELECT {number:d} AS query, {place:d} AS shard, image_id, {distance} AS distance
        FROM {table} WHERE {conditions}
        ORDER BY {order.format(query=query) if order else distance} LIMIT {limit:d})
    """


@dataclass(frozen=True, eq=False)
class Answer:
    """What the shards said, by query and shard."""

    found: dict[tuple[int, int], list[tuple[float, int]]]
    """Distance and picture, nearest first."""
    changes: int

    @classmethod
    def read(cls, rows: Iterable[tuple[Any, ...]]) -> Answer:
        found: dict[tuple[int, int], list[tuple[float, int]]] = defaultdict(list)
        changes = 0
        for number, place, image_id, distance in rows:
            if number < 0:
                changes = image_id
            else:
                found[number, place].append((distance, image_id))
        return cls({pair: sorted(hits) for pair, hits in found.items()}, changes)

    @classmethod
    def together(cls, answers: Iterable[Answer]) -> Answer:
        """Answers of single shards as one, in their order."""
        return cls(
            {
                (number, place): hits
                for place, answer in enumerate(answers)
                for (number, _only), hits in answer.found.items()
            },
            0,
        )


def merge(
    answer: Answer,
    question: Question,
    *,
    shards: int,
    exhausted: set[tuple[int, int]],
    complete: bool,
) -> list[Neighbours]:
    """Of each query the nearest that all shards have found, each picture once."""
    merged = []
    for number in range(len(question.texts)):
        reach = inf
        nearest: dict[int, float] = {}
        for place in range(shards):
            hits = answer.found.get((number, place), [])
            for distance, image_id in hits:
                nearest[image_id] = min(distance, nearest.get(image_id, inf))
            if (number, place) not in exhausted:
                # A shard that gave fewer than were asked for, and was not asked exactly, may have
                # left out anything; it has met what lies before its last.
                reach = min(reach, hits[-1][0] if hits else -inf)
        ranked = sorted(nearest, key=lambda image_id: (nearest[image_id], image_id))
        if len(ranked) > question.limit:
            ranked = ranked[: question.limit]
            reach = min(reach, nearest[ranked[-1]])
        merged.append(Neighbours(image_ids=tuple(ranked), reach=reach, complete=complete))
    return merged
