"""What counts as an event of which objective."""

from __future__ import annotations

from celery.signals import worker_process_shutdown
from django.dispatch import receiver

from catalog.models import Product
from embeddings.models import ImageEmbedding
from embeddings.vectors.store import uploads_stored
from monitoring.objectives.counting import tally, tell_the_rest
from monitoring.objectives.defined import COMPLETE, UPLOAD, Objective
from recommendations.candidate import CATEGORY_NEWEST, Answer

worker_process_shutdown.connect(tell_the_rest)


def count_answer(objective: Objective, *, status: int, seconds: float) -> None:
    """Count a page or an answer of the API by its status and by how long it took.

    What was asked wrongly, or too often (4xx), is nobody's promise.
    """
    if 400 <= status < 500:
        return
    good = status < 500 and seconds <= (objective.threshold() or 0)
    tally.get().add(objective, good=good, seconds=seconds)


def count_complete(answer: Answer, *, product: Product | None = None) -> None:
    """Count whether an answer is what was asked for.

    A product without a picture that could be compared never has look-alikes: that is no event.
    Where the newest stand in, that takes one small statement.
    """
    stands_in = answer.fallback == CATEGORY_NEWEST and product is not None
    if stands_in and not ImageEmbedding.objects.pending().filter(product=product).exists():
        return
    tally.get().add(COMPLETE, good=answer.complete)


@receiver(uploads_stored)
def count_uploads(waited: list[float], **kwargs: object) -> None:
    """Count pictures that can be found from now on; seconds since they were uploaded."""
    within = UPLOAD.threshold() or 0
    for seconds in waited:
        tally.get().add(UPLOAD, good=seconds <= within, seconds=seconds)
