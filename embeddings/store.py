"""Writing finished vectors, if the picture is still the one they were made from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from pgvector import HalfVector

from embeddings.halfvec import halfvec_cursor


def store_vectors(
    ids: Sequence[int],
    features: npt.NDArray[np.float32],
    vectors: npt.NDArray[np.float32],
    *,
    token: str,
) -> int:
    """Turn claimed rows into ready ones in one statement; how many still were this claim's.

    A row whose picture was replaced or deleted, or whose lease went to another worker, is left
    as it is: the claim's token no longer stands in it.
    (N,), (N, F), (N, D) -> rows
    """
    with halfvec_cursor() as cursor:
        cursor.execute(
            """
            UPDATE embeddings_imageembedding AS row
            SET state = 'ready', features = made.features, vector = made.vector,
                claim = '', lease_expires_at = NULL, error = '', embedded_at = now()
            FROM unnest(%b::bigint[], %b::halfvec[], %b::halfvec[]) AS made (id, features, vector)
            WHERE row.id = made.id AND row.claim = %s AND row.state = 'pending'
            """,
            (list(ids), _halved(features), _halved(vectors), token),
        )
        return cursor.rowcount


def _halved(rows: npt.NDArray[np.float32]) -> list[HalfVector]:
    return [HalfVector(row) for row in rows.astype(np.float16)]
