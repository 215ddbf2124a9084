"""How many of the true nearest pictures an engine names."""

from __future__ import annotations

from django.utils import timezone

from catalog.product_filter import ProductFilter
from embeddings.index.base import CannotMeasureError, QueryPictures
from embeddings.index.external.asking import asking
from embeddings.index.external.search.look_up import look_up
from embeddings.index.external.store import StoreAwayError, VectorStore
from embeddings.index.pgvector.engine import PgvectorIndex
from embeddings.index.pgvector.search.exact_scan import scan_pictures
from embeddings.index.pgvector.search.picture_hit import PictureHit
from embeddings.models import EmbeddingSpace
from embeddings.spaces.measured.sample import sample_pictures

_EVERYTHING_SHOWN = ProductFilter(in_stock=False)


def measure(
    postgres: PgvectorIndex, store: VectorStore, space: EmbeddingSpace, *, queries: int, k: int
) -> float:
    """The share, 0 to 1, of the true `k` nearest published that it names, each a query's own apart.

    A neighbour that is as near as the last true one counts as found. Raises CannotMeasureError
    without pictures, and where the engine is away.
    """
    found = wanted = 0
    sample = sample_pictures(space, queries)
    for image, vector in zip(sample.images.tolist(), sample.vectors, strict=True):
        asked = postgres.prepare(
            QueryPictures((image,)), space=space, where=_EVERYTHING_SHOWN, limit=k
        )
        scanned = scan_pictures(asked.queries, space=space, products=asked.products, limit=k + 1)
        true = _distances(scanned, image, k)
        if not true:
            continue
        try:
            with asking():
                (named,) = store.nearest(
                    vector[None], space=space, where=_EVERYTHING_SHOWN, limit=k + 1
                )
        except StoreAwayError as error:
            raise CannotMeasureError(str(error)) from error
        near = _distances(sorted(look_up(asked, set(named.image_ids))), image, k)
        found += sum(distance <= true[-1] for distance in near)
        wanted += len(true)
    if not wanted:
        raise CannotMeasureError(f"{space} has fewer than two pictures.")
    return found / wanted


def keep(recall: float, space: EmbeddingSpace) -> float:
    """Note a recall with the space, as of now."""
    space.recall, space.recall_measured_at = recall, timezone.now()
    space.save(update_fields=["recall", "recall_measured_at"])
    return recall


def _distances(pictures: list[PictureHit], image_id: int, k: int) -> list[float]:
    return [each.distance for each in pictures if each.image_id != image_id][:k]
