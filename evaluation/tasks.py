"""What is looked at every night."""

from __future__ import annotations

import logging

from celery import shared_task

from embeddings.models import EmbeddingSpace
from embeddings.spaces.measured.calibration import calibrate
from evaluation.grades.grading import grade_space

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
