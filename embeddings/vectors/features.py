"""Features that are in the database already, so that no network has to look again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from django.db.models import Exists, OuterRef

from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.pipeline import Labels
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


def sample_features(space: EmbeddingSpace, *, limit: int) -> tuple[Floats, Labels]:
    """The features of so many different pictures of a space, or of all; the same every time.

    With them what the catalogue says belongs together.
    (N, F) float32
    """
    with halfvec_cursor() as cursor:
        # In the order of a hash the first ones are a fair sample, whatever came in first. Whose
        # bytes show several products (a size chart) says nothing about any of them, and counts for
        # the first.
        cursor.execute(
            """
            SELECT DISTINCT ON (row.digest)
                row.features, product.id, product.family, product.category_id
            FROM embeddings_imageembedding row
            JOIN catalog_product product ON product.id = row.product_id
            WHERE row.space_id = %s AND row.state = 'ready' AND row.features IS NOT NULL
            ORDER BY row.digest, row.id LIMIT %s
            """,
            (space.pk, limit),
        )
        rows = [(features.to_numpy(), *facts) for features, *facts in cursor]
    labels = Labels.number(
        product=[product for _, product, _, _ in rows],
        family=[family or product for _, product, family, _ in rows],
        category=[category for _, _, _, category in rows],
    )
    return np.asarray([features for features, *_ in rows], dtype=np.float32), labels
