"""Building indexes beside a worker's own work."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.db import DatabaseError, connections

from embeddings.index.pgvector.maintenance.leftovers import find_leftovers
from embeddings.index.pgvector.maintenance.status import lacks_index, wants_categories
from embeddings.index.pgvector.tuning import Tuning
from embeddings.models import EmbeddingSpace
from embeddings.spaces.cooldown import Cooldown

logger = logging.getLogger(__name__)

BUILDING = "index build"
"""The name of a thread that builds."""


def begin_missing_builds(
    build: Callable[[EmbeddingSpace], object], *, failed: Cooldown, tuning: Tuning
) -> None:
    """Begin to `build` the index of each active space that lacks one; returns at once.

    After a build that failed the space is left alone for a while.
    """
    for space in EmbeddingSpace.objects.active():
        missing = not failed.is_active(space) and lacks_index(space, tuning=tuning)
        if find_leftovers(space) or missing:
            _begin(build, space, failed)


def begin_category_builds(
    build: Callable[[EmbeddingSpace], object],
    *,
    failed: Cooldown,
    looked_at: Cooldown,
    tuning: Tuning,
) -> None:
    """Begin to `build` indexes of the big categories of each space that has its own; at once.

    After each look at how big they are a space is left alone for a while.
    """
    for space in EmbeddingSpace.objects.active():
        resting = looked_at.is_active(space) or failed.is_active(space)
        if not resting and wants_categories(space, tuning=tuning):
            looked_at.begin(space)
            _begin(build, space, failed)


def _begin(
    build: Callable[[EmbeddingSpace], object], space: EmbeddingSpace, failed: Cooldown
) -> None:
    # PostgreSQL does the work; the thread only waits, so the worker goes on embedding.
    threading.Thread(
        target=build_in_thread, args=[build, space, failed], name=BUILDING, daemon=True
    ).start()


def build_in_thread(
    build: Callable[[EmbeddingSpace], object], space: EmbeddingSpace, failed: Cooldown
) -> None:
    """Build, and note a failure instead of raising it."""
    try:
        build(space)
    except DatabaseError:
        failed.begin(space)
        logger.exception("the index of %s could not be built", space)
    finally:
        connections.close_all()
