"""Writing finished vectors, if the picture is still the one they were made from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from django.dispatch import Signal
from pgvector import HalfVector

from embeddings.conf import UPLOAD_PRIORITY
from embeddings.models import ImageEmbedding
from infra.halfvec import halfvec_cursor

uploads_stored = Signal()
"""Sent when uploads can be found: `waited`, seconds of each since it was queued.

By PostgreSQL's clock alone. Of the live space; what an import or a rebuilding brought is left out,
for there nobody waits for one picture.
"""


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
                claim = '', lease_expires_at = NULL, error = '', traceparent = '',
                embedded_at = now()
            FROM unnest(%b::bigint[], %b::halfvec[], %b::halfvec[]) AS made (id, features, vector)
            WHERE row.id = made.id AND row.claim = %s AND row.state = 'pending'
            RETURNING CASE WHEN row.priority >= %s
                AND EXISTS (SELECT FROM embeddings_embeddingspace AS space
                            WHERE space.id = row.space_id AND space.state = 'live')
                AND NOT EXISTS (SELECT FROM catalog_importedpicture AS imported
                                WHERE imported.image_id = row.image_id)
                THEN extract(epoch FROM now() - row.queued_at)::float8 END
            """,
            (list(ids), _halved(features), _halved(vectors), token, UPLOAD_PRIORITY),
        )
        stored = cursor.fetchall()
    if waited := [seconds for (seconds,) in stored if seconds is not None]:
        uploads_stored.send(sender=ImageEmbedding, waited=waited)
    return len(stored)


def store_brought_vectors(
    ids: Sequence[int],
    digests: Sequence[str],
    features: npt.NDArray[np.float16] | None,
    vectors: npt.NDArray[np.float16],
) -> int:
    """Turn waiting or failed rows into ready ones with vectors made elsewhere; how many.

    Only rows that are still about the picture with this digest. A worker's claim is taken away:
    its own statement then finds its token gone, so whichever of the two comes first is the only
    one that writes. A row that somebody has locked this very moment is left to them: whoever waits
    for no lock cannot be in a deadlock with workers, who take rows in another order.
    (N,), (N,), (N, F), (N, D) -> rows
    """
    with halfvec_cursor() as cursor:
        cursor.execute(
            """
            WITH free AS (
                SELECT row.id, brought.features, brought.vector
                FROM unnest(%b::bigint[], %b::text[], %b::halfvec[], %b::halfvec[])
                    AS brought (id, digest, features, vector)
                JOIN embeddings_imageembedding AS row
                    ON row.id = brought.id AND row.digest = brought.digest
                WHERE row.state IN ('pending', 'failed')
                FOR UPDATE OF row SKIP LOCKED
            )
            UPDATE embeddings_imageembedding AS row
            SET state = 'ready', features = free.features, vector = free.vector,
                claim = '', lease_expires_at = NULL, error = '', traceparent = '',
                embedded_at = now()
            FROM free
            WHERE row.id = free.id
            """,
            (
                list(ids),
                list(digests),
                [None] * len(ids) if features is None else _halved(features),
                _halved(vectors),
            ),
        )
        return int(cursor.rowcount)


def _halved(rows: npt.NDArray[np.floating]) -> list[HalfVector]:
    return [HalfVector(row) for row in rows.astype(np.float16)]
