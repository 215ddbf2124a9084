"""What workers say about themselves, so that the web can tell whether anybody is at work."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.core.cache import cache
from redis import RedisError

from embeddings.conf import SUBJECT_PROBLEM_SECONDS, WORKER_BEAT_SECONDS, WORKER_PROBLEM_SECONDS

logger = logging.getLogger(__name__)

QUEUES = ("embeddings", "photos")


@dataclass(frozen=True)
class WorkerState:
    """Which queues have a worker, and what keeps the workers from encoding, if anything."""

    alive: dict[str, bool]
    problem: str
    subject_problem: str = ""
    """What keeps them from finding things in photos by the network for it, if anything."""


def beat(queues: list[str]) -> None:
    """Say that a worker of these queues is alive; a cache that is away is not its concern."""
    try:
        cache.set_many({f"worker:{queue}": 1 for queue in queues}, WORKER_BEAT_SECONDS)
    except RedisError as error:
        logger.warning("cache away: %s", error)


def report_problem(problem: str) -> None:
    """Say why this worker cannot encode; an empty problem takes it back."""
    try:
        if problem:
            cache.set("worker:problem", problem, WORKER_PROBLEM_SECONDS)
        else:
            cache.delete("worker:problem")
    except RedisError as error:
        logger.warning("cache away: %s", error)


def report_subject_problem(problem: str) -> None:
    """Say why this worker finds things in photos another way; an empty problem takes it back.

    It is said when the files of weights change or a worker starts, so it stands until then.
    """
    try:
        if problem:
            cache.set("worker:subject-problem", problem, SUBJECT_PROBLEM_SECONDS)
        else:
            cache.delete("worker:subject-problem")
    except RedisError as error:
        logger.warning("cache away: %s", error)


def read_worker_state() -> WorkerState:
    """What is known of the workers; raises what the cache raises when it is away."""
    keys = {f"worker:{queue}": queue for queue in QUEUES}
    found = cache.get_many([*keys, "worker:problem", "worker:subject-problem"])
    return WorkerState(
        alive={queue: key in found for key, queue in keys.items()},
        problem=found.get("worker:problem", ""),
        subject_problem=found.get("worker:subject-problem", ""),
    )
