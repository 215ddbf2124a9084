"""Features that are in the database already, so that no network has to look again."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt
from django.db.models import Exists, OuterRef

from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.querysets import ImageEmbeddingQuerySet
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


def known_digests(space: EmbeddingSpace, digests: Collection[str]) -> set[str]:
    """Which of these pictures `find_features` would find; reads no features."""
    if not space.features_key:
        return set()
    found = _described(space).filter(digest__in=digests)
    return set(found.values_list("digest", flat=True))


def with_known_features(
    rows: ImageEmbeddingQuerySet, space: EmbeddingSpace
) -> ImageEmbeddingQuerySet:
    """Those of the rows whose pictures `find_features` would find."""
    if not space.features_key:
        return rows.none()
    return rows.filter(Exists(_described(space).filter(digest=OuterRef("digest"))))


def _described(space: EmbeddingSpace) -> ImageEmbeddingQuerySet:
    return ImageEmbedding.objects.ready().filter(
        features__isnull=False, space__features_key=space.features_key
    )


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
