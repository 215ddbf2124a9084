"""What the workers do when woken. Messages carry no work, so losing one loses nothing."""

from __future__ import annotations

import logging
import time
from typing import cast

from celery import Task, current_app, shared_task
from celery.signals import heartbeat_sent, task_failure, worker_process_init
from django.db import DatabaseError, connections

from catalog.images.avif import draw_due, is_import_at_work
from embeddings import queue
from embeddings.comparing.fillers import tend_fillers
from embeddings.conf import conf
from embeddings.index import (
    CannotMeasureError,
    IndexStatus,
    SpaceChangingError,
    vector_index,
)
from embeddings.index.due import mark_due, measure_due_recalls
from embeddings.index.external.following import working
from embeddings.index.upkeep import keep_in_step
from embeddings.matches.ask import answer_match, known_match
from embeddings.matches.look import look_for_match
from embeddings.models import EmbeddingSpace
from embeddings.photos.asking import is_awaited
from embeddings.photos.centring.means import forget_unused_means
from embeddings.photos.encode import encode
from embeddings.photos.region import Region
from embeddings.photos.subject import load_subject_network
from embeddings.photos.vector import answer_question
from embeddings.pipeline.runtime.allocator import release_freed_memory
from embeddings.queue.wake import wake_up_read, wake_workers
from embeddings.spaces.fitting import spaces_tended
from embeddings.spaces.lifecycle import clear_retired, finish_built_spaces
from embeddings.spaces.measured.calibration import calibrate_changed_spaces
from embeddings.spaces.measured.kinds import measure_changed_kinds
from embeddings.words.due import fit_due_words
from embeddings.worker.embed import drain
from embeddings.worker.encoder_cache import EncoderUnavailableError, encoder_for
from embeddings.worker.state import beat
from infra import publisher
from infra.stopping import is_stopping

logger = logging.getLogger(__name__)

AVIF_SLICE_SECONDS = 6
ENGINE_SLICE_SECONDS, BUSY_ENGINE_SLICE_SECONDS = 10.0, 1.0


@shared_task(bind=True)
def embed_pending(self: Task[[], int]) -> int:
    """Embed what waits; the token of this worker's claims is the task's id."""
    wake_up_read()
    stored = drain(token=str(self.request.id))
    if stored:
        release_freed_memory()
        logger.info("embedded %d pictures", stored)
        if not _is_any_waiting() and tend_fillers():  # soon, but never before what waits
            wake_workers()
    return stored


@shared_task(time_limit=60)
def draw_avif() -> int:
    """Every few seconds: draw AVIF renditions while nothing that matters more waits; how many."""
    until = time.monotonic() + AVIF_SLICE_SECONDS
    return draw_due(
        go_on=lambda: (
            time.monotonic() < until
            and not is_stopping()
            and not is_import_at_work()
            and not _is_any_waiting()
        )
    )


def _is_any_waiting() -> bool:
    return any(queue.claimable(space).exists() for space in EmbeddingSpace.objects.active())


@task_failure.connect(sender=embed_pending)
def give_back_claims(task_id: str, exception: BaseException, **kwargs: object) -> None:
    """A worker process died or hung at work: its surviving parent puts the batch back at once."""
    released = 0
    try:
        released = queue.release_stopped(token=task_id)
        logger.error("a worker stopped at work (%s); %d pictures go back", exception, released)
    except DatabaseError:
        logger.error("a worker stopped at work (%s); its lease will expire", exception)
    finally:
        connections.close_all()  # the parent forks its next child: no connection may be shared
    if released:
        # The dead process may have died between noting a wake-up and sending it.
        wake_workers(even_if_sent=True)


@shared_task
def sweep() -> None:
    """Every few seconds: wake for rows that wait, in case a message got lost or a worker died."""
    queue.give_up_exhausted()
    if _is_any_waiting():
        wake_workers(even_if_sent=True)


# A piece of work, such as to fit a projection, may take longer than a batch does.
@shared_task(time_limit=600)
def tend_spaces() -> None:
    """Every half minute: queue what was missed, find fillers, finish and index built spaces.

    For TEND_SECONDS: whatever takes long does at least one piece, and more while there is time.
    """
    until = time.monotonic() + conf.TEND_SECONDS

    def go_on() -> bool:
        return time.monotonic() < until and not is_stopping()

    waiting = queue.queue_missing() > 0
    if tend_fillers() or waiting:
        wake_workers()
    # Before a space goes live, for shoppers' answers rest on these.
    calibrate_changed_spaces()
    measure_changed_kinds()
    if fit_due_words(go_on=go_on):
        finish_built_spaces()
    clear_retired(go_on=go_on)
    forget_unused_means()
    vector_index().ensure_built()
    measure_due_recalls()
    # The last: what grades a fitted space takes longest.
    spaces_tended.send(sender=EmbeddingSpace, go_on=go_on)
    release_freed_memory()


@shared_task(time_limit=300)
def measure_recall(space_id: int | None = None, only_if_unknown: bool = False) -> None:
    """Measure how much an index finds, and search it as widely as it takes; nightly for them all.

    A message for each space: what waits to be embedded has its turn in between. Of several that
    were sent while its recall was unknown, the first measures it.
    """
    spaces = EmbeddingSpace.objects.active()
    if space_id is None:
        for space in spaces:
            if vector_index().read_status(space) == IndexStatus.VALID:
                publisher.send("embeddings.tasks.measure_recall", space.pk, expires_seconds=3_600)
        return
    if only_if_unknown:
        spaces = spaces.filter(recall_measured_at=None)
    for space in spaces.filter(pk=space_id):
        try:
            vector_index().tune(space)
        except SpaceChangingError as error:
            mark_due(space)
            logger.info("recall will be measured once the pictures rest: %s", error)
        except CannotMeasureError as error:
            logger.info("recall was not measured: %s", error)


@shared_task(time_limit=120)
def work_on_engines() -> None:
    """Every few seconds: bring engines beside PostgreSQL, and indexes of categories, into step.

    Several messages may wait for a busy worker, so each is short while pictures wait as well.
    """
    seconds = BUSY_ENGINE_SLICE_SECONDS if _is_any_waiting() else ENGINE_SLICE_SECONDS
    keep_in_step(seconds=seconds)


@shared_task(time_limit=120)
def compare_engines() -> None:
    """Every minute: compare some more pictures of engines with PostgreSQL, and mend them."""
    working.compare_engines(seconds=ENGINE_SLICE_SECONDS)


@shared_task
def encode_photo(photo: str, space_id: int, region: list[float] | None, question: str) -> None:
    """Encode a shopper's photo for the web process that waits for the answer."""
    if not is_awaited(question):
        return
    part = cast(Region, tuple(region)) if region else None
    answer_question(photo, space_id, part, question, encode(photo, space_id, part))


@shared_task
def match_pictures(one: str, other: str, space_id: int, question: str) -> None:
    """Look where two pictures match, for the web process that waits for the answer."""
    # Also where nobody waits any more: staff are asked to try again, and then it is there.
    told = known_match(one, other, space_id) or look_for_match(one, other, space_id)
    answer_match(one, other, space_id, question, told)


@worker_process_init.connect
def warm_up(**kwargs: object) -> None:
    """Load the live space's networks before the first picture: a shopper waits for seconds only."""
    try:
        if space := EmbeddingSpace.objects.live():
            encoder_for(space)
        if "photos" in current_app.amqp.queues.consume_from:
            load_subject_network()
    except (EncoderUnavailableError, DatabaseError) as error:
        logger.warning("starting without an encoder: %s", error)


@heartbeat_sent.connect
def say_alive(sender: object, **kwargs: object) -> None:
    """Every two seconds, from the worker's parent process."""
    beat(list(current_app.amqp.queues.consume_from))
