"""Reading many stored vectors at once, for what looks at a catalogue as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt

from embeddings.halfvec import halfvec_cursor
from embeddings.models import EmbeddingSpace

_BATCH_ROWS = 2_000  # 9 MB of 2,342 numbers


def load_rows(
    space: EmbeddingSpace, images: Sequence[int], *, column: Literal["features", "vector"]
) -> tuple[list[int], npt.NDArray[np.float16]]:
    """The pictures that have a vector in the space, in the order asked for, and what is stored.

    Half precision, as PostgreSQL keeps them: 4.7 kB for 2,342 numbers.
    N ids -> n ids, (n, D) float16
    """
    stored: dict[int, npt.NDArray[np.float16]] = {}
    with halfvec_cursor() as cursor:
        for start in range(0, len(images), _BATCH_ROWS):
            cursor.execute(
                f"SELECT image_id, {column} FROM embeddings_imageembedding"
                f" WHERE space_id = %s AND state = 'ready' AND {column} IS NOT NULL"
                " AND image_id = ANY(%s)",
                (space.pk, list(images[start : start + _BATCH_ROWS])),
                binary=True,
            )
            stored |= {pk: half.to_numpy() for pk, half in cursor}
    found = [pk for pk in images if pk in stored]
    if not found:
        return [], np.empty((0, 0), dtype=np.float16)
    return found, np.stack([stored[pk] for pk in found])
