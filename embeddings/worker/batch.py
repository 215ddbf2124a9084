"""One batch from file to stored vector: read, decode, encode, compose, store.

Whatever has been encoded before, for a space that makes the same features, goes straight to
composing: a space that differs in its projection or weights only is built without a network.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from embeddings import queue
from embeddings.failures import DEGENERATE
from embeddings.models import EmbeddingSpace
from embeddings.pipeline import DegenerateFeaturesError, SpaceEncoder
from embeddings.vectors.features import find_features
from embeddings.vectors.store import store_vectors
from embeddings.worker.encoder_cache import composer_for, encoder_for
from embeddings.worker.prepare import prepare_jobs

Floats = npt.NDArray[np.float32]


def embed_batch(jobs: Sequence[queue.Job], *, space: EmbeddingSpace, token: str) -> int:
    """Embed claimed pictures and store the vectors; how many. The others get their reason.

    Raises EncoderUnavailableError when some need a network that cannot be had, and StorageAwayError
    when files cannot be read just now; the rest is stored.
    """
    known = find_features(
        space, [job.digest for job in jobs], images=[job.image_id for job in jobs]
    )
    stored = 0
    if reused := [job for job in jobs if job.digest in known]:
        features = np.stack([known[job.digest] for job in reused])
        stored = _finish(reused, features, composer_for(space), token=token)
    if unseen := [job for job in jobs if job.digest not in known]:
        stored += _encode(unseen, encoder=encoder_for(space), token=token)
    return stored


def _encode(jobs: Sequence[queue.Job], *, encoder: SpaceEncoder, token: str) -> int:
    prepared = prepare_jobs(jobs, encoder)
    queue.renew_lease(token=token)
    queue.fail(prepared.failed, token=token)
    queue.suspect(prepared.stopped, token=token)
    queue.hand_back(token=token, rows=prepared.not_begun)
    stored = 0
    if prepared.pictures:
        features = encoder.encode_prepared(list(prepared.pictures.values()))
        stored = _finish(list(prepared.pictures), features, encoder.compose, token=token)
    if prepared.away:
        raise prepared.away[0]
    return stored


def _finish(
    jobs: Sequence[queue.Job],
    features: Floats,
    composer: Callable[[Floats], Floats],
    *,
    token: str,
) -> int:
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
