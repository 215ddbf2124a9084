"""How many of the true nearest pictures an index finds, and how widely it must be searched."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

from django.utils import timezone

from embeddings.index.pgvector.build import read_index_state
from embeddings.index.pgvector.scan_settings import forced_index_scan
from embeddings.index.pgvector.search import (
    NearPicture,
    ask_with_pictures,
    scan_exactly,
    walk_index,
)
from embeddings.models import EmbeddingSpace
from embeddings.spaces.sample import sample_pictures

logger = logging.getLogger(__name__)

RECALL_FLOOR = 0.98
EF_SEARCH_LADDER = (12, 16, 24, 40, 64, 100, 160, 250, 400)

# An exact answer from a million raw vectors takes seconds: after this long the questions asked by
# then must do, if they are a few.
_ASKING_SECONDS = 30
_LEAST_QUERIES = 10
_ALL = "SELECT id, family FROM catalog_product"


class CannotMeasureError(Exception):
    """There is no recall to measure; the message says why."""


@dataclass(frozen=True)
class _Question:
    """A picture of the space, and how far its true neighbours are."""

    image_id: int
    distances: list[float]


def measure_recall(space: EmbeddingSpace, *, queries: int = 100, k: int = 10) -> float:
    """The share, 0 to 1, of the true `k` nearest that the index finds when searched as shoppers do.

    Asked with pictures of the space itself, as product pages ask, each without the picture itself.
    A neighbour that is as near as the last true one counts as found: copies of a picture are as
    good as each other. Raises CannotMeasureError without a valid index or without pictures.
    """
    return _share_found(space, _ask_exactly(space, queries=queries, k=k), k=k)


def tune_ef_search(space: EmbeddingSpace, *, queries: int = 100, k: int = 10) -> float:
    """Search the space's index as narrowly as finds 98 % of the true nearest; the recall measured.

    Width, recall and time are stored with the space. Where even the widest finds less, that one is
    taken. Raises CannotMeasureError as `measure_recall` does.
    """
    questions = _ask_exactly(space, queries=queries, k=k)
    for space.ef_search in EF_SEARCH_LADDER:
        recall = _share_found(space, questions, k=k)
        if recall >= RECALL_FLOOR:
            break
    space.recall, space.recall_measured_at = recall, timezone.now()
    space.save(update_fields=["ef_search", "recall", "recall_measured_at"])
    logger.info(
        "the index of %s finds %.1f %% of the nearest %d at ef_search %d (%d queries)",
        *(space, 100 * recall, k, space.ef_search, len(questions)),
    )
    return recall


def _ask_exactly(space: EmbeddingSpace, *, queries: int, k: int) -> list[_Question]:
    if read_index_state(space) != "valid":
        raise CannotMeasureError(f"{space} has no valid index.")
    sample = sample_pictures(space, queries)
    started = time.monotonic()
    questions: list[_Question] = []
    for image in sample.images.tolist():
        slow = time.monotonic() - started > _ASKING_SECONDS
        if slow and len(questions) >= _LEAST_QUERIES:
            break
        asked = ask_with_pictures([image], space=space)
        near = scan_exactly(asked, space=space, products=_ALL, leave_out=[], limit=k + 1)
        if distances := _distances(near, image_id=image, k=k):
            questions.append(_Question(image, distances))
    if not questions:
        raise CannotMeasureError(f"{space} has fewer than two pictures.")
    return questions


def _share_found(space: EmbeddingSpace, questions: list[_Question], *, k: int) -> float:
    found = 0
    # So that the index answers even where PostgreSQL thinks that a scan would be as quick.
    with forced_index_scan(space.ef_search):
        for question in questions:
            asked = ask_with_pictures([question.image_id], space=space)
            (walk,) = walk_index(
                asked, space=space, products=_ALL, leave_out=[], limit=k, filter_after=True
            )
            distances = _distances(walk.near, image_id=question.image_id, k=k)
            found += sum(distance <= question.distances[-1] for distance in distances)
    return found / sum(len(question.distances) for question in questions)


def _distances(near: list[NearPicture], *, image_id: int, k: int) -> list[float]:
    return [row.distance for row in near if row.image_id != image_id][:k]
