"""Features that are in the database already, so that no network has to look again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from embeddings.models import EmbeddingSpace
from infra.halfvec import halfvec_cursor

Floats = npt.NDArray[np.float32]


def find_features(space: EmbeddingSpace, digests: Sequence[str]) -> dict[str, Floats]:
    """The features of pictures with these bytes, from any space that makes the same ones.

    digest -> (F,) float32; a picture without stored features is left out
    """
    if not space.features_key:
        return {}
    with halfvec_cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT ON (row.digest) row.digest, row.features
            FROM embeddings_imageembedding row
            JOIN embeddings_embeddingspace space ON space.id = row.space_id
            WHERE row.digest = ANY(%s) AND row.state = 'ready' AND row.features IS NOT NULL
                AND space.features_key = %s
            """,
            (list(digests), space.features_key),
        )
        return {digest: features.to_numpy().astype(np.float32) for digest, features in cursor}


def sample_features(space: EmbeddingSpace, *, limit: int) -> Floats:
    """The features of so many different pictures of a space, or of all; the same every time.

    (N, F) float32
    """
    with halfvec_cursor() as cursor:
        # In the order of a hash the first ones are a fair sample, whatever came in first.
        cursor.execute(
            """
            SELECT DISTINCT ON (digest) features FROM embeddings_imageembedding
            WHERE space_id = %s AND state = 'ready' AND features IS NOT NULL
            ORDER BY digest LIMIT %s
            """,
            (space.pk, limit),
        )
        rows = [features.to_numpy() for (features,) in cursor]
    return np.asarray(rows, dtype=np.float32)
