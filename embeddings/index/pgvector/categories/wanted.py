"""Which categories are big enough for an index of their own."""

from __future__ import annotations

from catalog.models import Category
from embeddings.index.pgvector.tuning import Tuning
from embeddings.models import CategoryIndex, EmbeddingSpace
from infra.prepared import fetch_prepared


def read_wanted(space: EmbeddingSpace, *, tuning: Tuning) -> dict[int, int]:
    """The ids of such categories, and how many pictures of the space stand in them or below.

    One of nearly all pictures gains nothing, for the index of the whole space passes by few others.
    One that has an index keeps it until it is half as big, so that none comes and goes.
    """
    least = tuning.category_from_pictures
    if not least:
        return {}
    counts = _count_pictures(space)
    most = tuning.category_most_share * sum(counts.values())
    usable = CategoryIndex.objects.usable().filter(space=space)
    kept = set(usable.values_list("category_id", flat=True))
    return {
        category: pictures
        for category, pictures in Category.objects.as_tree().sums(counts).items()
        if (least / 2 if category in kept else least) <= pictures <= most
    }


def _count_pictures(space: EmbeddingSpace) -> dict[int, int]:
    """Ready ones by the category in which their product stands."""
    rows = fetch_prepared(
        """
        SELECT category_id, count(*) FROM embeddings_imageembedding row
        JOIN catalog_product product ON product.id = row.product_id
        WHERE row.space_id = %s AND row.state = 'ready' GROUP BY category_id
        """,
        (space.pk,),
    )
    return dict(rows)
