"""Whether this worker was told to stop: what may take long ends soon, and others go on with it."""

from __future__ import annotations

import mmap

from celery.signals import worker_shutting_down

# A byte that a worker's parent process, which gets SIGTERM, shares with the pool forked from it.
# Celery lets the pool end what it has in hand, and tells it nothing.
_told = mmap.mmap(-1, 1)


class StoppedError(Exception):
    """The worker was told to stop in the midst of something, of which nothing is kept."""


@worker_shutting_down.connect
def tell_to_stop(**kwargs: object) -> None:
    """Called in the worker's parent process as it begins to stop; it never goes on after that."""
    _told[0] = 1


def is_stopping() -> bool:
    """Whether to begin nothing more that can wait for another worker."""
    return _told[0] != 0


def end_if_stopping() -> None:
    """Between two pieces of what another worker can begin again; raises StoppedError."""
    if is_stopping():
        raise StoppedError
