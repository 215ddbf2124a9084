"""Reading stored vectors, in pgvector's binary form: kilobytes a row that need no parsing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import psycopg
from django.db import connection
from pgvector import HalfVector

from embeddings.models import EmbeddingSpace

Floats = npt.NDArray[np.float32]


def product_vectors(
    product_id: int, *, space: EmbeddingSpace, limit: int
) -> tuple[list[int], Floats]:
    """The first `limit` embedded pictures of a product, and their vectors: (Q,), (Q, D) unit."""
    rows = _read(
        """
        SELECT row.image_id, row.vector
        FROM embeddings_imageembedding row
        JOIN catalog_productimage image ON image.id = row.image_id
        WHERE image.product_id = %s AND row.space_id = %s AND row.state = 'ready'
        ORDER BY image.position, image.id
        LIMIT %s
        """,
        (product_id, space.pk, limit),
    )
    vectors = [vector for _, vector in rows]
    return [image for image, _ in rows], np.array(vectors).reshape(-1, space.dimensions)


def picture_vectors(image_ids: Iterable[int], *, space: EmbeddingSpace) -> dict[int, Floats]:
    """The vectors of pictures that are embedded in a space: id -> (D,) unit."""
    return dict(
        _read(
            """
            SELECT image_id, vector FROM embeddings_imageembedding
            WHERE image_id = ANY(%s) AND space_id = %s AND state = 'ready'
            """,
            (list(image_ids), space.pk),
        )
    )


def _read(sql: str, params: Sequence[object]) -> list[tuple[int, Floats]]:
    connection.ensure_connection()
    # Django's own cursors ask for text; a type that psycopg does not know comes as its bytes.
    with (
        connection.wrap_database_errors,
        psycopg.Cursor(connection.connection, row_factory=psycopg.rows.tuple_row) as cursor,
    ):
        cursor.execute(sql, params, binary=True)
        return [(image, _unpack(vector)) for image, vector in cursor.fetchall()]


def _unpack(data: bytes) -> Floats:
    return np.asarray(HalfVector.from_binary(data).to_numpy(), dtype=np.float32)
