"""The work of a slice: notes become messages, and messages go out, some endpoints at a time."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue

from infra.fetch.session import FetchSession
from webhooks.delivery.claims import (
    ENDPOINTS_AT_ONCE,
    Batch,
    claim,
    due_endpoints,
    release,
)
from webhooks.delivery.outcomes import note_outcome
from webhooks.delivery.sending import Outcome, open_session, send_message
from webhooks.outbox.models import Note
from webhooks.outbox.spreading import spread

OpenSession = Callable[[], FetchSession]


def work(*, seconds: float, open_session: OpenSession = open_session) -> bool:
    """Work for about so many seconds; is anything left that could be done at once?"""
    until = time.monotonic() + seconds
    while time.monotonic() < until and spread():
        pass
    with ThreadPoolExecutor(ENDPOINTS_AT_ONCE, thread_name_prefix="webhook") as threads:
        while time.monotonic() < until and (batches := claim()):
            _send_all(batches, threads, until, open_session)
    return is_any_due()


def is_any_due() -> bool:
    """Whether somebody is to be told something now; two look-ups of what is mostly empty."""
    return Note.objects.exists() or due_endpoints().exists()


def _send_all(
    batches: list[Batch], threads: ThreadPoolExecutor, until: float, open_session: OpenSession
) -> None:
    """A thread for each endpoint; what comes of each message is noted here, at once."""
    done: SimpleQueue[tuple[Batch, Outcome | None]] = SimpleQueue()
    left = {id(batch): list(batch.messages) for batch in batches}
    running: list[Future[None]] = [
        threads.submit(_send_batch, batch, until, open_session, done) for batch in batches
    ]
    for _ in range(len(batches)):
        batch, outcome = done.get()
        while outcome is not None:
            note_outcome(batch.endpoint, outcome)
            left[id(batch)].remove(outcome.message)
            batch, outcome = done.get()
        release(left[id(batch)], token=batch.token)
    for future in running:
        future.result()


def _send_batch(
    batch: Batch,
    until: float,
    open_session: OpenSession,
    done: SimpleQueue[tuple[Batch, Outcome | None]],
) -> None:
    """Send one after the other, until one is not taken or the time is up."""
    try:
        with open_session() as session:
            for message in batch.messages:
                outcome = send_message(session, batch.endpoint, message)
                done.put((batch, outcome))
                if not outcome.is_taken or time.monotonic() > until:
                    break
    finally:
        done.put((batch, None))
