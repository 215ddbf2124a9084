"""Which pictures are nearly the same, by the features that are stored of them."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import numpy.typing as npt

from catalog.product_filter import ProductFilter
from embeddings.index import QueryVectors, vector_index
from embeddings.models import EmbeddingSpace
from embeddings.pipeline import unit_blocks
from infra.halfvec import halfvec_cursor

Floats = npt.NDArray[np.float32]

# Mean cosine of the parts of the features, each at unit length. Saved smaller, at JPEG quality 60,
# brighter by 5 % or cropped by 2 % a picture keeps 0.977; padded by 4 % some keep 0.94. Of 3 sets
# (1,426 pictures of shops, 697 drawn) and 4 recipes no two products of different categories have
# more than 0.961, two of one category up to 0.997.
NEARLY_THE_SAME = 0.97
_SEEN_AT_ONCE = 40  # products that a search among all pictures looks at
# One minus the cosine in the space, beyond which no features are read: whatever a projection
# stretches, pictures that are nearly the same stay far below it, and strangers far above.
_FARTHEST = 0.4


def read_features(space: EmbeddingSpace, images: Collection[int]) -> dict[int, Floats]:
    """The features of pictures, from any space that makes the same: id -> (F,) float32.

    Each part of them at unit length times the square root of its share, so that a dot product is
    the mean of the parts' cosines. Those without stored features are left out.
    """
    if not space.features_key:
        return {}
    with halfvec_cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT ON (row.image_id) row.image_id, row.features
            FROM embeddings_imageembedding row
            JOIN embeddings_embeddingspace space ON space.id = row.space_id
            JOIN catalog_productimage image ON image.id = row.image_id
            WHERE row.image_id = ANY(%s) AND row.features IS NOT NULL
                AND row.digest = image.sha256 AND space.features_key = %s
            """,
            (list(images), space.features_key),
        )
        found = {image: half.to_numpy().astype(np.float32) for image, half in cursor}
    if not found:
        return {}
    blocks = unit_blocks(np.stack(list(found.values())), space.parts)
    scaled = np.concatenate(blocks, axis=1) / np.sqrt(np.float32(len(blocks)))
    return dict(zip(found, scaled, strict=True))


def find_nearly_same(space: EmbeddingSpace, vector: Floats, features: Floats) -> list[int]:
    """The compared pictures of published products that are nearly the same as a picture: ids.

    As far as one search of the index finds them, one for each product or family.
    vector: (D,) of the space; features: as `read_features` gives them
    """
    hits = vector_index().search(
        QueryVectors(vector[None]),
        space=space,
        where=ProductFilter(in_stock=False),
        limit=_SEEN_AT_ONCE,
    )
    near = [hit.image_id for hit in hits if hit.distance <= _FARTHEST]
    theirs = read_features(space, near)
    return [image for image, each in theirs.items() if float(each @ features) >= NEARLY_THE_SAME]
