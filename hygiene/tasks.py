"""Looking for faults in the background, a little at a time."""

from __future__ import annotations

import logging

from celery import shared_task

from embeddings.models import EmbeddingSpace
from embeddings.queue import claimable
from hygiene.checking.walk import walk
from hygiene.conf import conf

logger = logging.getLogger(__name__)


# A slice ends by itself; its last batch, of pictures that are measured for the first time, comes
# on top of it.
@shared_task(time_limit=300)
def check_catalogue() -> None:
    """Every half minute: go on with the walk, unless pictures wait to be embedded."""
    if not conf.HYGIENE_SECONDS or _is_any_waiting():
        return
    walked = walk(seconds=conf.HYGIENE_SECONDS, is_wanted=_is_any_waiting)
    if walked and walked.new:
        told = ", ".join(f"{count} {kind}" for kind, count in sorted(walked.new.items()))
        logger.info("new findings: %s", told)


def _is_any_waiting() -> bool:
    """What is embedded decides what is found, and comes first."""
    return any(claimable(space).exists() for space in EmbeddingSpace.objects.active())
