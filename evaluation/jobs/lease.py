"""A worker's right to a piece of work, renewed for as long as its process lives."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

from django.db import DatabaseError, connection
from django.utils import timezone

from evaluation.jobs.models import SpaceJob

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=120)
"""So long after a whole worker has died another takes over."""
RENEWED_EVERY_SECONDS = 30.0


@contextmanager
def renewed(job: SpaceJob, *, every: float = RENEWED_EVERY_SECONDS) -> Iterator[None]:
    """Hold a claimed job meanwhile: grading may take minutes without a word in between."""
    done = Event()
    thread = Thread(target=_renew, args=(job.pk, job.claim, done, every), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _renew(pk: int, claim: str, done: Event, every: float) -> None:
    try:
        while not done.wait(every):
            try:
                mine = SpaceJob.objects.filter(pk=pk, claim=claim, state=SpaceJob.State.WORKING)
                mine.update(lease_expires_at=timezone.now() + LEASE)
            except DatabaseError as error:
                logger.warning("a lease was not renewed: %s", error)
                connection.close()
    finally:
        connection.close()  # a thread has one of its own
