"""Writing finished vectors, if the picture is still the one they were made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt
import psycopg
from django.db import connection
from pgvector import HalfVector
from pgvector.psycopg.halfvec import register_halfvec_info
from psycopg.types import TypeInfo


@contextmanager
def vector_cursor(*, name: str = "") -> Iterator[psycopg.Cursor]:
    """A cursor that sends and reads vectors in pgvector's binary form; a name keeps its rows there.

    Django's own cursors write values out as text; 2 x 2,300 numbers a picture are several times
    quicker in binary. Known to this cursor alone: Django's field reads text.
    """
    connection.ensure_connection()
    raw = connection.connection
    with (
        connection.wrap_database_errors,
        psycopg.ServerCursor(raw, name) if name else psycopg.Cursor(raw) as cursor,
    ):
        register_halfvec_info(cursor, _halfvec_type())  # type: ignore[arg-type]
        yield cursor


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
    with vector_cursor() as cursor:
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
    with vector_cursor() as cursor:
        cursor.execute(
            """
            WITH free AS (
                SELECT row.id, brought.features, brought.vector
                FROM unnest(%b::bigint[], %b::text[], %b::halfvec[], %b::halfvec[])
                    AS brought (id, digest, features, vector)
                JOIN embeddings_imageembedding AS row
                    ON row.id = brought.id AND row.digest = brought.digest
                WHERE row.state <> 'ready'
                FOR UPDATE OF row SKIP LOCKED
            )
            UPDATE embeddings_imageembedding AS row
            SET state = 'ready', features = free.features, vector = free.vector,
                claim = '', lease_expires_at = NULL, error = '', embedded_at = now()
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
        return cursor.rowcount


def _halfvec_type() -> TypeInfo:
    found = TypeInfo.fetch(connection.connection, "halfvec")
    assert found is not None  # the first migration brings it
    return found


def _halved(rows: npt.NDArray[np.floating]) -> list[HalfVector]:
    return [HalfVector(row) for row in rows.astype(np.float16)]
