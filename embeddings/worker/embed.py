"""One batch from file to stored vector: read, decode, encode, compose, store.

Whatever has been encoded before, for a space that makes the same features, goes straight to
composing: a space that differs in its projection or weights only is built without a network.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
from django.core.files.storage import default_storage
from django.db import DatabaseError, InterfaceError

from embeddings import queue
from embeddings.models import EmbeddingSpace
from embeddings.pipeline import (
    DegenerateFeaturesError,
    PreparedPicture,
    SpaceEncoder,
    UndecodablePictureError,
    open_picture,
)
from embeddings.pipeline.runtime.processor import count_cores
from embeddings.queue.wake import wake_workers
from embeddings.vectors.features import find_features
from embeddings.vectors.store import store_vectors
from embeddings.worker.encoder_cache import EncoderUnavailableError, composer_for, encoder_for
from infra.traces import continued_trace

logger = logging.getLogger(__name__)

Floats = npt.NDArray[np.float32]
Composer = Callable[[Floats], Floats]

BATCH_SIZE = 32
# A drain ends after about this long, so that a worker told to stop does so soon.
DRAIN_SECONDS = 10

FILE_MISSING = "The picture's file is missing from the media folder. Upload the picture again."
FILE_CHANGED = "The picture's file is not the one that was uploaded. Upload the picture again."
DEGENERATE = "The picture has nothing in it that could be compared (degenerate). Replace it."


def drain(*, token: str) -> int:
    """Embed what waits, for a bounded time; how many pictures were stored."""
    queue.give_up_exhausted()
    until = time.monotonic() + DRAIN_SECONDS
    stored = 0
    blocked: set[int] = set()  # spaces that this process cannot encode for
    space: EmbeddingSpace | None = None
    while space := _next_with_work(space, blocked):
        if time.monotonic() > until:
            wake_workers()
            break
        jobs = queue.claim_batch(space, token=token, size=BATCH_SIZE)
        if len(jobs) == BATCH_SIZE:
            wake_workers()  # there is more: whoever is idle may join in
        try:
            with continued_trace("embed pictures", [job.traceparent for job in jobs]):
                stored += embed_batch(jobs, space=space, token=token)
        except EncoderUnavailableError:
            # Weights that cannot be loaded must not cost pictures an attempt.
            queue.hand_back(token=token)
            blocked.add(space.pk)
        except (DatabaseError, InterfaceError):
            raise  # PostgreSQL is away: the lease gives the rows back
        except Exception as error:  # MemoryError among them: it must not reach Celery
            logger.exception("a batch of %d failed", len(jobs))
            queue.release_claims(token=token, error=f"Embedding failed: {error!r}")
    return stored


def _next_with_work(last: EmbeddingSpace | None, blocked: set[int]) -> EmbeddingSpace | None:
    """The space whose turn it is: the live one, then each other one, batch by batch.

    So a new picture does not wait until a space is built, nor that space until uploads end.
    """
    spaces = list(EmbeddingSpace.objects.active().exclude(pk__in=blocked))
    if last in spaces:
        turn = spaces.index(last) + 1
        spaces = spaces[turn:] + spaces[:turn]
    return next((space for space in spaces if queue.claimable(space).exists()), None)


def embed_batch(jobs: list[queue.Job], *, space: EmbeddingSpace, token: str) -> int:
    """Embed claimed pictures and store the vectors; how many. The others get their reason.

    Raises EncoderUnavailableError when some need a network that cannot be had; the rest is stored.
    """
    known = find_features(space, [job.digest for job in jobs])
    stored = 0
    if reused := [job for job in jobs if job.digest in known]:
        features = np.stack([known[job.digest] for job in reused])
        stored = _finish(reused, features, composer_for(space), token=token)
    if unseen := [job for job in jobs if job.digest not in known]:
        stored += _encode(unseen, encoder=encoder_for(space), token=token)
    return stored


def _encode(jobs: list[queue.Job], *, encoder: SpaceEncoder, token: str) -> int:
    with ThreadPoolExecutor(max_workers=count_cores()) as threads:
        outcomes = list(threads.map(lambda job: _prepare(job, encoder), jobs))
    queue.renew_lease(token=token)
    told = list(zip(jobs, outcomes, strict=True))
    queue.fail(
        {job.embedding_id: outcome for job, outcome in told if isinstance(outcome, str)},
        token=token,
    )
    prepared = {job: outcome for job, outcome in told if not isinstance(outcome, str)}
    if not prepared:
        return 0
    features = encoder.encode_prepared(list(prepared.values()))
    return _finish(list(prepared), features, encoder.compose, token=token)


def _finish(jobs: Sequence[queue.Job], features: Floats, composer: Composer, *, token: str) -> int:
    """Compose and store, leaving out what has no direction; how many were stored."""
    rows = list(range(len(jobs)))
    try:
        vectors = composer(features)
    except DegenerateFeaturesError as error:
        rows = [row for row in rows if row not in error.rows]
        queue.fail({jobs[row].embedding_id: DEGENERATE for row in error.rows}, token=token)
        if not rows:
            return 0
        vectors = composer(features[rows])
    ids = [jobs[row].embedding_id for row in rows]
    return store_vectors(ids, features[rows], vectors, token=token)


def _prepare(job: queue.Job, encoder: SpaceEncoder) -> PreparedPicture | str:
    """What the encoder needs of a picture, or why it cannot be had.

    Runs in threads, so it touches no database.
    """
    try:
        with default_storage.open(job.file) as file:
            data = file.read()
    except FileNotFoundError:
        return FILE_MISSING
    if hashlib.sha256(data).hexdigest() != job.digest:
        return FILE_CHANGED
    try:
        return encoder.prepare(open_picture(data, min_side=encoder.min_side))
    except UndecodablePictureError as error:
        return f"{error} Upload the picture again."
