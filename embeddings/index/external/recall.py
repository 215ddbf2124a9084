"""How many of the true nearest pictures an engine names."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone

from catalog.product_filter import ProductFilter
from embeddings.index.base import CannotMeasureError, QueryPictures, SpaceChangingError
from embeddings.index.external.asking import asking
from embeddings.index.external.following.pending import read_pending
from embeddings.index.external.search.look_up import look_up
from embeddings.index.external.store import StoreAwayError, VectorStore
from embeddings.index.pgvector.engine import PgvectorIndex
from embeddings.index.pgvector.search.exact_scan import scan_pictures
from embeddings.index.pgvector.search.picture_hit import PictureHit
from embeddings.index_conf import conf
from embeddings.models import EmbeddingSpace
from embeddings.spaces.measured.sample import sample_pictures

_EVERYTHING_SHOWN = ProductFilter(in_stock=False)


def measure(
    postgres: PgvectorIndex,
    store: VectorStore,
    space: EmbeddingSpace,
    *,
    name: str,
    queries: int,
    k: int,
) -> float:
    """The share, 0 to 1, of the true `k` nearest published that the engine called `name` names.

    Apart from a query's own and from pictures that the engine may not have as they are: the door
    compares those itself. A neighbour that is as near as the last true one counts as found. Raises
    SpaceChangingError until searches of the engine see all that the space was filled with, and
    where too much has changed since; CannotMeasureError without pictures, and where it is away.
    """
    pending = read_pending(name, space, most=conf.INDEX_MOST_PENDING)
    if pending is None or pending.too_many:
        raise SpaceChangingError(f"{name} does not hold all of {space} as it is.")
    found = wanted = 0
    sample = sample_pictures(space, queries)
    for image, vector in zip(sample.images.tolist(), sample.vectors, strict=True):
        apart = pending.image_ids | {image}
        asked = postgres.prepare(
            QueryPictures((image,)), space=space, where=_EVERYTHING_SHOWN, limit=k
        )
        scanned = scan_pictures(asked.queries, space=space, products=asked.products, limit=k + 1)
        true = _distances(scanned, apart, k)
        if not true:
            continue
        try:
            with asking():
                (named,) = store.nearest(
                    vector[None], space=space, where=_EVERYTHING_SHOWN, limit=k + 1
                )
        except StoreAwayError as error:
            raise CannotMeasureError(str(error)) from error
        near = _distances(sorted(look_up(asked, set(named.image_ids))), apart, len(true))
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


def _distances(pictures: list[PictureHit], apart: Collection[int], most: int) -> list[float]:
    return [each.distance for each in pictures if each.image_id not in apart][:most]
