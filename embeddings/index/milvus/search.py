"""One search in a collection, and what its answer is worth."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from embeddings.index.base import Floats
from embeddings.index.external.store import Neighbours
from embeddings.milvus_conf import conf

MOST_FOUND = 16_384
"""Milvus answers with no more."""


def search(
    client: Any, name: str, vectors: Floats, *, expression: str, limit: int
) -> list[Neighbours]:
    """The `limit` nearest of each query, (Q, D), that meet the expression.

    Over what the servers have seen by now: to wait for all that was written (strong consistency)
    takes 200 ms, and PostgreSQL knows what they may not have seen.
    """
    limit = min(limit, MOST_FOUND)
    answers = client.search(
        name,
        list(np.ascontiguousarray(vectors, dtype=np.float32)),
        filter=expression,
        limit=limit,
        anns_field="vector",
        search_params={"metric_type": "COSINE", "params": _width(limit)},
        consistency_level="Bounded",
        timeout=conf.MILVUS_SEARCH_SECONDS,
    )
    return [neighbours(hits.ids, hits.distances, limit) for hits in answers]


def neighbours(ids: Sequence[int], cosines: Sequence[float], limit: int) -> Neighbours:
    """Of an answer that is short, HNSW cannot tell whether there is more; FLAT has met it all."""
    if len(ids) < limit and conf.MILVUS_INDEX == "FLAT":
        reach = math.inf
    else:
        reach = 1 - cosines[-1] if len(ids) else 0.0
    return Neighbours(image_ids=tuple(ids), reach=reach)


def _width(limit: int) -> dict[str, int]:
    if conf.MILVUS_INDEX == "FLAT":
        return {}
    return {"ef": max(conf.MILVUS_EF_SEARCH, limit)}
