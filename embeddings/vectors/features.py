"""Features that are in the database already, so that no network has to look again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from django.db.models import Exists, OuterRef

from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.querysets import ImageEmbeddingQuerySet
from infra.halfvec import halfvec_cursor

Floats = npt.NDArray[np.float32]


def find_features(
    space: EmbeddingSpace, digests: Sequence[str], *, images: Sequence[int] = ()
) -> dict[str, Floats]:
    """The features of pictures with these bytes, from any space that makes the same ones.

    images: their ids, by which features are found that no ready row holds: those of pictures that
    were ignored until now. digest -> (F,) float32; a picture without stored features is left out
    """
    if not space.features_key:
        return {}
    with halfvec_cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT ON (digest) digest, features
            FROM (
                SELECT digest, features, space_id FROM embeddings_imageembedding
                WHERE digest = ANY(%(digests)s) AND state = 'ready'
                UNION ALL
                SELECT digest, features, space_id FROM embeddings_imageembedding
                WHERE image_id = ANY(%(images)s) AND digest = ANY(%(digests)s)
            ) AS row
            JOIN embeddings_embeddingspace space ON space.id = row.space_id
            WHERE row.features IS NOT NULL AND space.features_key = %(key)s
            """,
            {"digests": list(digests), "images": list(images), "key": space.features_key},
        )
        return {digest: features.to_numpy().astype(np.float32) for digest, features in cursor}


def with_known_features(
    rows: ImageEmbeddingQuerySet, space: EmbeddingSpace
) -> ImageEmbeddingQuerySet:
    """Those of the rows whose pictures `find_features` would find."""
    if not space.features_key:
        return rows.none()
    described = ImageEmbedding.objects.filter(
        features__isnull=False, space__features_key=space.features_key, digest=OuterRef("digest")
    )
    own = described.filter(image=OuterRef("image"))
    return rows.filter(Exists(described.ready()) | Exists(own))


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
