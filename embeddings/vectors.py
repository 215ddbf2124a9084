"""Reading which pictures are embedded, and their vectors."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from embeddings.halfvec import halfvec_cursor
from embeddings.models import EmbeddingSpace
from embeddings.prepared import fetch_prepared

Floats = npt.NDArray[np.float32]


def embedded_pictures(product_id: int, *, space: EmbeddingSpace, limit: int) -> list[int]:
    """The ids of the first `limit` pictures of a product that are embedded in a space."""
    rows = fetch_prepared(
        """
        SELECT image.id
        FROM embeddings_imageembedding row
        JOIN catalog_productimage image ON image.id = row.image_id
        WHERE row.product_id = %s AND row.space_id = %s AND row.state = 'ready'
        ORDER BY image.position, image.id
        LIMIT %s
        """,
        (product_id, space.pk, limit),
    )
    return [pk for (pk,) in rows]


def picture_vectors(image_ids: Iterable[int], *, space: EmbeddingSpace) -> dict[int, Floats]:
    """The vectors of pictures that are embedded in a space: id -> (D,) unit."""
    with halfvec_cursor() as cursor:
        cursor.execute(
            """
            SELECT image_id, vector FROM embeddings_imageembedding
            WHERE image_id = ANY(%s) AND space_id = %s AND state = 'ready'
            """,
            (list(image_ids), space.pk),
            binary=True,
        )
        return {image: vector.to_numpy().astype(np.float32) for image, vector in cursor}
