"""The queries of one search as a table of its statement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from pgvector import HalfVector

from embeddings.index.base import Floats, Queries, QueryPictures
from embeddings.spaces.snapshot import SearchedSpace


@dataclass(frozen=True)
class QueryTable:
    """What makes the table `query (number, vector, image_id)`."""

    sql: str
    params: tuple[Any, ...]
    count: int
    of_pictures: bool = False
    """Whether they are vectors of the space, which a search of its index ought to meet."""


def make_query_table(queries: Queries, *, space: SearchedSpace) -> QueryTable:
    """The queries, numbered from 0; a picture without a vector in the space has no row."""
    if isinstance(queries, QueryPictures):
        return _of_pictures(queries.image_ids, space=space)
    return _of_vectors(queries.vectors, space=space)


def _of_pictures(image_ids: tuple[int, ...], *, space: SearchedSpace) -> QueryTable:
    """Their vectors never leave PostgreSQL."""
    sql = f"""
        SELECT wanted.position - 1, vector, image_id FROM embeddings_imageembedding
        JOIN unnest(%s::bigint[]) WITH ORDINALITY AS wanted (id, position)
            ON image_id = wanted.id
        WHERE space_id = {space.pk:d} AND state = 'ready'
    """
    return QueryTable(sql, (list(image_ids),), len(image_ids), of_pictures=True)


def _of_vectors(vectors: Floats, *, space: SearchedSpace) -> QueryTable:
    texts = [HalfVector(vector).to_text() for vector in np.asarray(vectors, dtype=np.float16)]
    sql = f"""
        SELECT position - 1, text::halfvec({space.dimensions:d}), NULL::bigint
        FROM unnest(%s::text[]) WITH ORDINALITY AS wanted (text, position)
    """
    return QueryTable(sql, (texts,), len(texts))
