"""A worker's right to a piece of work, renewed for as long as its process lives."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import timedelta

from django.utils import timezone

from evaluation.jobs.models import SpaceJob
from infra.locks.heartbeat import beating

LEASE = timedelta(seconds=120)
"""So long after a whole worker has died another takes over."""
RENEWED_EVERY_SECONDS = 30.0


def renewed(job: SpaceJob, *, every: float = RENEWED_EVERY_SECONDS) -> AbstractContextManager[None]:
    """Hold a claimed job meanwhile: grading may take minutes without a word in between."""
    mine = SpaceJob.objects.filter(pk=job.pk, claim=job.claim, state=SpaceJob.State.WORKING)
    return beating(lambda: mine.update(lease_expires_at=timezone.now() + LEASE), every=every)
