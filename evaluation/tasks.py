"""What is looked at every night, and what staff ask to be done with spaces."""

from __future__ import annotations

import logging

from celery import Task, shared_task
from celery.signals import task_failure
from django.db import connections

from embeddings.models import EmbeddingSpace
from embeddings.spaces.measured.calibration import calibrate
from evaluation.grades.grading import grade_space
from evaluation.jobs import working
from evaluation.jobs.asking import wake

logger = logging.getLogger(__name__)

# 20,000 pictures of 2,342 numbers take 20 s of processor time (of 256: 7 s), and 250 MB of memory;
# beside busy workers that was 150 s.
TIME_LIMIT_SECONDS = 900


@shared_task(time_limit=TIME_LIMIT_SECONDS)
def grade_spaces() -> None:
    """Grade every space that shoppers see or could be shown; the live one first.

    What its scores say is learnt anew before, since products may stand in other categories today.
    """
    for space in EmbeddingSpace.objects.active():
        if space.state != EmbeddingSpace.State.BUILDING:
            calibrate(space)
            grade_space(space)
            logger.info("graded %s", space)


@shared_task(bind=True, time_limit=working.TIME_LIMIT_SECONDS)
def work_on_spaces(self: Task[[], None]) -> None:
    """Do what has waited longest; what waits behind it asks for the next."""
    if working.work(token=str(self.request.id)) and working.is_any_waiting():
        wake()


@task_failure.connect(sender=work_on_spaces)
def let_go(task_id: str, **kwargs: object) -> None:
    """The process died at it, or took too long: its surviving parent lets another try at once."""
    try:
        if working.release(task_id):
            logger.error("a worker stopped at its work on spaces; it is tried again")
            wake()
    finally:
        connections.close_all()  # the parent forks its next child: no connection may be shared
