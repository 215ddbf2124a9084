"""Seeing a space through from the console, while the workers build it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from redis import RedisError

from embeddings.models import EmbeddingSpace
from embeddings.queue import queue_missing
from embeddings.queue.progress_bar import show_progress
from embeddings.queue.wake import wake_workers
from embeddings.spaces.lifecycle import NotBuiltError, find_successor, finish_built_spaces
from embeddings.spaces.measured.progress import is_built
from embeddings.worker.state import read_worker_state


def watch_building(space: EmbeddingSpace, *, tell: Callable[[str], object]) -> EmbeddingSpace:
    """Wake the workers and show their progress until the space and its successor are built.

    Does none of the work itself, so it may be interrupted and called again. `tell` hears what
    keeps the workers from it. Raises NotBuiltError for a retired space.
    """
    while True:
        if space.state == EmbeddingSpace.State.RETIRED:
            raise NotBuiltError(f"{space} is retired; create it anew.")
        while queue_missing():
            pass
        wake_workers(even_if_sent=True)
        if problem := _problem():
            tell(problem)
        show_progress(space.embeddings.all(), until=partial(is_built, space))
        recipe = space.successor_recipe
        finish_built_spaces()
        space.refresh_from_db()
        # A worker may have begun the successor meanwhile, and cleared the recipe that led there.
        successor = find_successor(space, recipe)
        if successor is None:
            return space
        space = successor


def _problem() -> str:
    try:
        workers = read_worker_state()
    except RedisError as error:
        return f"Nobody can say whether a worker is there: the cache is away ({error!r})."
    if not workers.alive["embeddings"]:
        return "No worker is at work yet; the space is built once one is."
    return workers.problem
