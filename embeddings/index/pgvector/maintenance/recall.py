"""How many of the true nearest pictures an index finds, and how widely it must be searched."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

from django.utils import timezone

from embeddings.index.base import (
    CannotMeasureError,
    IndexStatus,
    QueryPictures,
    SpaceChangingError,
)
from embeddings.index.pgvector.maintenance.status import read_status
from embeddings.index.pgvector.search.exact_scan import scan_pictures
from embeddings.index.pgvector.search.filter_sql import ALL_PRODUCTS
from embeddings.index.pgvector.search.index_search import search_index
from embeddings.index.pgvector.search.picture_hit import PictureHit
from embeddings.index.pgvector.search.query_table import QueryTable, make_query_table
from embeddings.index.pgvector.search.scan_settings import forced_index_scan
from embeddings.index.pgvector.search.source import whole_space
from embeddings.index.pgvector.tuning import Tuning
from embeddings.models import EmbeddingSpace
from embeddings.spaces.measured.changes import ChangeWatch
from embeddings.spaces.measured.sample import sample_pictures

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Neighbours:
    """A picture of the space, and how far its true neighbours are."""

    image_id: int
    distances: list[float]


def measure_recall(space: EmbeddingSpace, *, queries: int, k: int, tuning: Tuning) -> float:
    """The share, 0 to 1, of the true `k` nearest that the index finds when searched as shoppers do.

    Asked with pictures of the space itself, as product pages ask, each without the picture itself.
    A neighbour that is as near as the last true one counts as found: copies of a picture are as
    good as each other. Raises CannotMeasureError without a valid index or without pictures.
    """
    sample = _compare_all(space, queries=queries, k=k, tuning=tuning)
    return _share_found(space, sample, k=k, tuning=tuning)


def tune_ef_search(space: EmbeddingSpace, *, queries: int, k: int, tuning: Tuning) -> float:
    """Search the space's index as narrowly as finds 98 % of the true nearest; the recall measured.

    Width, recall and time are stored with the space. Where even the widest finds less, that one is
    taken. Raises CannotMeasureError as `measure_recall` does, and SpaceChangingError where pictures
    changed under the measurement: a neighbour that went between the exact scan and the index search
    would count as missed. The space keeps the width and the recall that it had.
    """
    watch = ChangeWatch(space)
    _refuse_change(space, watch, tuning=tuning)
    before = space.ef_search
    try:
        sample = _compare_all(space, queries=queries, k=k, tuning=tuning)
        for space.ef_search in tuning.ef_search_ladder:
            recall = _share_found(space, sample, k=k, tuning=tuning)
            if recall >= tuning.recall_floor:
                break
        _refuse_change(space, watch, tuning=tuning)
    except CannotMeasureError:
        space.ef_search = before
        raise
    space.recall, space.recall_measured_at = recall, timezone.now()
    space.save(update_fields=["ef_search", "recall", "recall_measured_at"])
    logger.info(
        "the index of %s finds %.1f %% of the nearest %d at ef_search %d (%d queries)",
        *(space, 100 * recall, k, space.ef_search, len(sample)),
    )
    return recall


def _refuse_change(space: EmbeddingSpace, watch: ChangeWatch, *, tuning: Tuning) -> None:
    if (share := watch.changed_share()) > tuning.most_changed:
        raise SpaceChangingError(
            f"{share:.1%} of the pictures of {space} changed meanwhile or wait to be embedded."
        )


def _compare_all(
    space: EmbeddingSpace, *, queries: int, k: int, tuning: Tuning
) -> list[_Neighbours]:
    if read_status(space) != IndexStatus.VALID:
        raise CannotMeasureError(f"{space} has no valid index.")
    sample = sample_pictures(space, queries)
    started = time.monotonic()
    compared: list[_Neighbours] = []
    for image in sample.images.tolist():
        slow = time.monotonic() - started > tuning.most_asking
        if slow and len(compared) >= tuning.least_queries:
            break
        found = scan_pictures(_query(image, space), space=space, products=ALL_PRODUCTS, limit=k + 1)
        if distances := _distances(found, image_id=image, k=k):
            compared.append(_Neighbours(image, distances))
    if not compared:
        raise CannotMeasureError(f"{space} has fewer than two pictures.")
    return compared


def _share_found(
    space: EmbeddingSpace, sample: list[_Neighbours], *, k: int, tuning: Tuning
) -> float:
    found = 0
    source = whole_space(space, unless_counted=tuning.measured_with_pictures)
    # So that the index answers even where PostgreSQL thinks that a scan would be as quick.
    with forced_index_scan(space.ef_search):
        for true in sample:
            (search,) = search_index(
                _query(true.image_id, space),
                space=space,
                source=source,
                products=ALL_PRODUCTS,
                leave_out=[],
                limit=k,
                tuning=tuning,
                filter_after=True,
            )
            distances = _distances(search.found, image_id=true.image_id, k=k)
            found += sum(distance <= true.distances[-1] for distance in distances)
    return found / sum(len(true.distances) for true in sample)


def _query(image_id: int, space: EmbeddingSpace) -> QueryTable:
    return make_query_table(QueryPictures((image_id,)), space=space)


def _distances(found: list[PictureHit], *, image_id: int, k: int) -> list[float]:
    return [picture.distance for picture in found if picture.image_id != image_id][:k]
