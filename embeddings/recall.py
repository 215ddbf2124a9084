"""How many of the true nearest pictures an index finds, and how widely it must be searched."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from embeddings.index import read_index_state
from embeddings.index_scan import prepare_index_scan
from embeddings.models import EmbeddingSpace
from embeddings.sample import sample_pictures

logger = logging.getLogger(__name__)

RECALL_FLOOR = 0.98
EF_SEARCH_LADDER = (16, 24, 40, 64, 100, 160, 250, 400)

# An exact answer from a million raw vectors takes seconds: after this long the questions asked by
# then must do, if they are a few.
_ASKING_SECONDS = 30
_LEAST_QUERIES = 10


class CannotMeasure(Exception):
    """There is no recall to measure; the message says why."""


@dataclass(frozen=True)
class _Question:
    """A picture of the space, and how far its true neighbours are."""

    embedding_id: int
    vector: list[float]
    distances: list[float]


def measure_recall(space: EmbeddingSpace, *, queries: int = 100, k: int = 10) -> float:
    """The share, 0 to 1, of the true `k` nearest that the index finds when searched as shoppers do.

    Asked with pictures of the space itself, as product pages ask, each without the picture itself.
    A neighbour that is as near as the last true one counts as found: copies of a picture are as
    good as each other. Raises CannotMeasure without a valid index or without pictures.
    """
    return _share_found(
        space, _ask_exactly(space, queries=queries, k=k), ef_search=space.ef_search, k=k
    )


def tune_ef_search(space: EmbeddingSpace, *, queries: int = 100, k: int = 10) -> float:
    """Search the space's index as narrowly as finds 98 % of the true nearest; the recall measured.

    Width, recall and time are stored with the space. Where even the widest finds less, that one is
    taken. Raises CannotMeasure as `measure_recall` does.
    """
    questions = _ask_exactly(space, queries=queries, k=k)
    for ef_search in EF_SEARCH_LADDER:
        recall = _share_found(space, questions, ef_search=ef_search, k=k)
        if recall >= RECALL_FLOOR:
            break
    space.ef_search, space.recall, space.recall_measured_at = ef_search, recall, timezone.now()
    space.save(update_fields=["ef_search", "recall", "recall_measured_at"])
    logger.info(
        "the index of %s finds %.1f %% of the nearest %d at ef_search %d (%d queries)",
        *(space, 100 * recall, k, ef_search, len(questions)),
    )
    return recall


def _ask_exactly(space: EmbeddingSpace, *, queries: int, k: int) -> list[_Question]:
    if read_index_state(space) != "valid":
        raise CannotMeasure(f"{space} has no valid index.")
    sample = sample_pictures(space, queries)
    started = time.monotonic()
    questions: list[_Question] = []
    for pk, vector in zip(sample.embeddings.tolist(), sample.vectors.tolist(), strict=True):
        slow = time.monotonic() - started > _ASKING_SECONDS
        if slow and len(questions) >= _LEAST_QUERIES:
            break
        distances = _distances(space, pk, vector, k=k, indexed=False)
        if distances:
            questions.append(_Question(pk, vector, distances))
    if not questions:
        raise CannotMeasure(f"{space} has fewer than two pictures.")
    return questions


def _share_found(
    space: EmbeddingSpace, questions: list[_Question], *, ef_search: int, k: int
) -> float:
    found = 0
    with transaction.atomic():
        prepare_index_scan(ef_search)
        with connection.cursor() as cursor:
            # So that the index answers even where PostgreSQL thinks that a scan would be as quick.
            cursor.execute("SET LOCAL enable_sort = off")
        for question in questions:
            near = _distances(space, question.embedding_id, question.vector, k=k, indexed=True)
            found += sum(distance <= question.distances[-1] for distance in near)
    return found / sum(len(question.distances) for question in questions)


def _distances(
    space: EmbeddingSpace, embedding_id: int, vector: list[float], *, k: int, indexed: bool
) -> list[float]:
    rows = (
        space.embeddings.ready()
        .with_distance_to([vector], space=space, indexed=indexed)
        .order_by("distance")
        .values_list("pk", "distance")[: k + 1]
    )
    return [distance for pk, distance in rows if pk != embedding_id][:k]
