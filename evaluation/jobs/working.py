"""A worker's part: one piece of work at a time, the one that has waited longest."""

from __future__ import annotations

import logging

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import ProductImage
from evaluation.jobs.lease import LEASE, renewed
from evaluation.jobs.models import OPEN_STATES, JobState, SpaceJob
from evaluation.jobs.steps import REFUSALS, STEPS, Report
from infra.locks.advisory import try_to_lock
from infra.stopping import StoppedError

logger = logging.getLogger(__name__)

State = SpaceJob.State

TIME_LIMIT_SECONDS = 1_800
"""Of the task; a process that takes longer is ended."""
MAX_ATTEMPTS = 3


class StopAskedError(Exception):
    """Staff have cancelled it."""


class ClaimLostError(Exception):
    """Another worker has it now."""


def work(token: str) -> bool:
    """Do what is due; False where nothing is, or another worker is at it."""
    job = _claim(token)
    if job is None:
        return False
    logger.info("%s", job)
    try:
        with renewed(job):
            report = STEPS[job.kind](job, lambda words: _tell(job, words))
    except StopAskedError:
        _end(job, State.CANCELLED)
    except ClaimLostError:
        logger.warning("%s: somebody else goes on with it", job)
    except StoppedError:  # which is no attempt
        SpaceJob.objects.filter(pk=job.pk, claim=token).update(attempts=F("attempts") - 1)
        release(token)
    except REFUSALS as refusal:
        _end(job, State.REFUSED, problem=str(refusal))
    else:
        _end(job, State.DONE, report=report)
    return True


def is_any_waiting() -> bool:
    """Whether a worker would find something to do."""
    return _due().exists() and not _held().exists()


def release(token: str) -> int:
    """A worker died or stopped at it: let go at once, so that another tries; how many it held."""
    held = SpaceJob.objects.filter(claim=token, state=State.WORKING)
    return held.update(claim="", lease_expires_at=None, state=State.WAITING)


def _due() -> QuerySet[SpaceJob]:
    return SpaceJob.objects.filter(state__in=OPEN_STATES)


def _held() -> QuerySet[SpaceJob]:
    return _due().filter(lease_expires_at__gt=timezone.now())


def _claim(token: str) -> SpaceJob | None:
    with transaction.atomic():
        if not try_to_lock("the queue of work on spaces") or _held().exists():
            return None
        now = timezone.now()
        # Those whose worker died while staff waited for it to stop.
        _due().filter(is_cancelled=True).update(state=State.CANCELLED, finished_at=now)
        error = _("It was tried %(times)d times, and its worker stopped each time: see its log.")
        _due().filter(attempts__gte=MAX_ATTEMPTS).update(
            state=State.FAILED, finished_at=now, problem=error % {"times": MAX_ATTEMPTS}
        )
        job = _due().select_for_update().order_by("asked_at", "pk").first()
        if job is None:
            return None
        job.state, job.claim = State.WORKING, token
        job.started_at, job.lease_expires_at = now, now + LEASE
        job.attempts += 1
        job.save()
    return job


def _tell(job: SpaceJob, words: str) -> None:
    """What it is at, for the page; raises StopAskedError or ClaimLostError."""
    mine = SpaceJob.objects.filter(pk=job.pk, claim=job.claim, state=State.WORKING)
    if not mine.update(progress=words[:300], lease_expires_at=timezone.now() + LEASE):
        raise ClaimLostError
    if mine.filter(is_cancelled=True).exists():
        raise StopAskedError


def _end(
    job: SpaceJob, state: JobState, *, report: Report | None = None, problem: str = ""
) -> None:
    SpaceJob.objects.filter(pk=job.pk, claim=job.claim, state=State.WORKING).update(
        state=state,
        finished_at=timezone.now(),
        pictures=ProductImage.objects.count(),
        report=report or {},
        problem=problem,
        progress="",
        claim="",
        lease_expires_at=None,
    )
