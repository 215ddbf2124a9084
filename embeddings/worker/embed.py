"""What a woken worker does: batch after batch, from the space and the rows whose turn it is.

New pictures go before suspects in every space, so that what stopped a worker holds up nobody; the
spaces take turns, so that no picture waits until another space is built. Nothing is claimed for a
space that this process cannot encode for.
"""

from __future__ import annotations

import logging
import time

from django.db import DatabaseError, InterfaceError

from embeddings import queue
from embeddings.conf import DRAIN_SECONDS
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.querysets import ImageEmbeddingQuerySet
from embeddings.queue.wake import wake_workers
from embeddings.vectors.features import with_known_features
from embeddings.worker.batch import embed_batch
from embeddings.worker.batch_size import batch_size
from embeddings.worker.encoder_cache import (
    EncoderUnavailableError,
    composer_for,
    encoder_cache,
    encoder_for,
)
from embeddings.worker.throughput import count_embedded
from infra.files.away import StorageAwayError
from infra.stopping import is_stopping
from infra.traces import continued_trace

logger = logging.getLogger(__name__)

_LOCKED_SECONDS = 0.1


def drain(*, token: str) -> int:
    """Embed what waits, for a bounded time; how many pictures were stored.

    A worker that is told to stop ends the pictures in hand, and claims no others.
    """
    queue.give_up_exhausted()
    turns = _Turns()
    until = time.monotonic() + DRAIN_SECONDS
    stored = 0
    while not is_stopping() and (found := turns.find_work()):
        space, rows, size = found
        if time.monotonic() > until:
            wake_workers()
            break
        if not _can_embed(space, rows, size=size):
            turns.block(space)
            continue
        jobs = queue.claim(rows, token=token, size=size)
        if not jobs:  # another session holds these rows, such as a form that is being saved
            time.sleep(_LOCKED_SECONDS)
            continue
        if size > 1 and len(jobs) == size:
            wake_workers()  # there is more: whoever is idle may join in
        try:
            with continued_trace("embed pictures", [job.traceparent for job in jobs]):
                embedded = embed_batch(jobs, space=space, token=token)
            count_embedded(embedded)
            stored += embedded
        except EncoderUnavailableError:
            # Weights that cannot be loaded must not cost pictures an attempt.
            queue.hand_back(token=token)
            turns.block(space)
        except StorageAwayError as error:
            # Nor must a storage that is away: beat wakes a worker until it is back.
            queue.hand_back(token=token)
            logger.warning("pictures cannot be read: %s", error.strerror)
            break
        except (DatabaseError, InterfaceError):
            raise  # PostgreSQL is away: the lease gives the rows back
        except Exception as error:  # MemoryError among them: it must not reach Celery
            logger.exception("a batch of %d failed", len(jobs))
            queue.release_claims(token=token, error=f"Embedding failed: {error!r}")
    queue.give_up_exhausted()
    if is_stopping():
        wake_workers()  # others go on with what is left
    return stored


class _Turns:
    """Whose turn it is: whoever has the most urgent picture, and among equals one after the other.

    So a new upload is embedded in all spaces before a space that is being built goes on.
    """

    def __init__(self) -> None:
        self._last: EmbeddingSpace | None = None
        self._blocked: set[int] = set()

    def block(self, space: EmbeddingSpace) -> None:
        """Leave out those pictures of a space that a network would have to look at."""
        self._blocked.add(space.pk)

    def find_work(self) -> tuple[EmbeddingSpace, ImageEmbeddingQuerySet, int] | None:
        """The next space with work, the rows to claim from, and how many; None when all is done."""
        spaces = list(EmbeddingSpace.objects.active())
        if self._last in spaces:
            turn = spaces.index(self._last) + 1
            spaces = spaces[turn:] + spaces[:turn]
        for choose in (queue.untried, queue.suspects):
            waiting = []
            for space in spaces:
                rows = choose(space)
                if space.pk in self._blocked:
                    rows = with_known_features(rows, space)
                if (first := rows.values_list("priority", flat=True).first()) is not None:
                    waiting.append((first, space, rows))
            if waiting:
                _, space, rows = max(waiting, key=lambda found: found[0])  # of equals the first
                self._last = space
                return space, rows, 1 if choose is queue.suspects else batch_size(space)
        return None


def _can_embed(space: EmbeddingSpace, rows: ImageEmbeddingQuerySet, *, size: int) -> bool:
    """Whether this process can embed the next of these rows; asked before they are claimed."""
    try:
        composer_for(space)
        if not encoder_cache.get().is_loaded(space):
            first = ImageEmbedding.objects.filter(
                pk__in=list(rows.values_list("pk", flat=True)[:size])
            )
            if not first.exclude(pk__in=with_known_features(first, space).values("pk")).exists():
                return True  # nothing that a network has to look at
        encoder_for(space)
    except EncoderUnavailableError:
        return False
    return True
