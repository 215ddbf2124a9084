"""Reading which pictures are embedded, and their vectors."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt

from embeddings.spaces.snapshot import SearchedSpace
from infra.halfvec import halfvec_cursor
from infra.prepared import fetch_prepared

Floats = npt.NDArray[np.float32]

_BATCH_ROWS = 2_000  # 9 MB of 2,342 numbers


def embedded_pictures(product_id: int, *, space: SearchedSpace, limit: int) -> list[int]:
    """The ids of the first `limit` pictures of a product that are embedded in a space."""
    return embedded_pictures_of_each([product_id], space=space, limit=limit)[product_id]


def embedded_pictures_of_each(
    product_ids: Collection[int], *, space: SearchedSpace, limit: int
) -> dict[int, list[int]]:
    """The same of many products, by their ids; one statement."""
    rows = fetch_prepared(
        """
        SELECT wanted.id, image.id
        FROM unnest(%s::bigint[]) AS wanted (id) CROSS JOIN LATERAL (
            SELECT image.id, image.position
            FROM embeddings_imageembedding row
            JOIN catalog_productimage image ON image.id = row.image_id
            WHERE row.product_id = wanted.id AND row.space_id = %s AND row.state = 'ready'
            ORDER BY image.position, image.id
            LIMIT %s
        ) image
        ORDER BY wanted.id, image.position, image.id
        """,
        (list(product_ids), space.pk, limit),
    )
    found: dict[int, list[int]] = {pk: [] for pk in product_ids}
    for product, image in rows:
        found[product].append(image)
    return found


def picture_vectors(image_ids: Iterable[int], *, space: SearchedSpace) -> dict[int, Floats]:
    """The vectors of pictures that are embedded in a space: id -> (D,) unit."""
    found, vectors = load_rows(space, list(image_ids), column="vector")
    return dict(zip(found, vectors.astype(np.float32), strict=True))


def load_rows(
    space: SearchedSpace, images: Sequence[int], *, column: Literal["features", "vector"]
) -> tuple[list[int], npt.NDArray[np.float16]]:
    """The pictures that have a vector in the space, in the order asked for, and what is stored.

    Half precision, as PostgreSQL keeps them: 4.7 kB for 2,342 numbers.
    N ids -> n ids, (n, D) float16
    """
    place: dict[int, int] = {}
    batches: list[npt.NDArray[np.float16]] = []
    for start in range(0, len(images), _BATCH_ROWS):
        # One row for all of them: a hundred take a third of the time of a hundred rows.
        ((ids, sent),) = fetch_prepared(
            f"""
            SELECT array_agg(image_id), string_agg(halfvec_send({column}), '')
            FROM embeddings_imageembedding
            WHERE space_id = %s AND state = 'ready' AND {column} IS NOT NULL
                AND image_id = ANY(%s::bigint[])
            """,  # noqa: S608 - one of two columns
            (space.pk, list(images[start : start + _BATCH_ROWS])),
            binary=True,
        )
        if ids:
            place |= {pk: len(place) + number for number, pk in enumerate(ids)}
            batches.append(_read_halves(sent, rows=len(ids)))
    found = [pk for pk in images if pk in place]
    if not found:
        return [], np.empty((0, 0), dtype=np.float16)
    return found, np.concatenate(batches)[[place[pk] for pk in found]]


def _read_halves(sent: bytes, *, rows: int) -> npt.NDArray[np.float16]:
    """Vectors as `halfvec_send` writes each: how many numbers, and two bytes of nothing, first."""
    stored = np.frombuffer(sent, dtype=">f2").reshape(rows, -1)
    return stored[:, 2:].astype(np.float16)


def sample_vectors(space: SearchedSpace, *, limit: int) -> Floats:
    """The vectors of so many different pictures of a space, or of all; a fair sample.

    (N, D) unit
    """
    with halfvec_cursor() as cursor:
        # In the order of a hash the first ones are a fair sample, whatever came in first.
        cursor.execute(
            """
            SELECT DISTINCT ON (digest) vector FROM embeddings_imageembedding
            WHERE space_id = %s AND state = 'ready' ORDER BY digest LIMIT %s
            """,
            (space.pk, limit),
        )
        rows = [vector.to_numpy() for (vector,) in cursor]
    return np.asarray(rows, dtype=np.float32).reshape(-1, space.dimensions)
