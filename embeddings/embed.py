"""One batch from file to stored vector: read, decode, encode, compose, store."""

from __future__ import annotations

import hashlib
import logging
import os
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
from django.core.files.storage import default_storage
from django.db import DatabaseError, InterfaceError

from embeddings import queue
from embeddings.encoders import EncoderUnavailable, encoder_for
from embeddings.models import EmbeddingSpace
from embeddings.pipeline import (
    DegenerateFeatures,
    PreparedPicture,
    SpaceEncoder,
    UndecodablePicture,
    compose,
    open_picture,
)
from embeddings.store import store_vectors
from embeddings.wake import wake_workers

logger = logging.getLogger(__name__)

Floats = npt.NDArray[np.float32]

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
    return sum(
        _drain_space(space, token=token, until=until) for space in EmbeddingSpace.objects.active()
    )


def _drain_space(space: EmbeddingSpace, *, token: str, until: float) -> int:
    stored = 0
    while queue.claimable(space).exists():
        if time.monotonic() > until:
            wake_workers()
            break
        try:
            # Before claiming: weights that cannot be loaded must not cost pictures an attempt.
            encoder = encoder_for(space)
        except EncoderUnavailable:
            break
        jobs = queue.claim_batch(space, token=token, size=BATCH_SIZE)
        if len(jobs) == BATCH_SIZE:
            wake_workers()  # there is more: whoever is idle may join in
        try:
            stored += embed_batch(jobs, encoder=encoder, token=token)
        except (DatabaseError, InterfaceError):
            raise  # PostgreSQL is away: the lease gives the rows back
        except Exception as error:  # MemoryError among them: it must not reach Celery
            logger.exception("a batch of %d failed", len(jobs))
            queue.release_claims(token=token, error=f"Embedding failed: {error!r}")
    return stored


def embed_batch(jobs: list[queue.Job], *, encoder: SpaceEncoder, token: str) -> int:
    """Embed claimed pictures and store the vectors; how many. The others get their reason."""
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as threads:
        outcomes = list(threads.map(lambda job: _prepare(job, encoder), jobs))
    queue.renew_lease(token=token)
    failed = {
        job.embedding_id: outcome
        for job, outcome in zip(jobs, outcomes, strict=True)
        if isinstance(outcome, str)
    }
    prepared = {
        job.embedding_id: outcome
        for job, outcome in zip(jobs, outcomes, strict=True)
        if not isinstance(outcome, str)
    }
    stored = 0
    if prepared:
        ids = list(prepared)
        features = encoder.encode_prepared(list(prepared.values()))
        sound, vectors = _compose_sound(features, encoder)
        failed |= {pk: DEGENERATE for row, pk in enumerate(ids) if row not in sound}
        stored = store_vectors([ids[row] for row in sound], features[sound], vectors, token=token)
    queue.fail(failed, token=token)
    return stored


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
    except UndecodablePicture as error:
        return f"{error} Upload the picture again."


def _compose_sound(features: Floats, encoder: SpaceEncoder) -> tuple[list[int], Floats]:
    """The rows that have a direction, and their unit vectors: (N, F) -> rows, (n, D)."""
    rows = list(range(len(features)))
    try:
        return rows, compose(features, encoder.components)
    except DegenerateFeatures as error:
        sound = [row for row in rows if row not in error.rows]
        return sound, compose(features[sound], encoder.components) if sound else features[:0]
