"""Publishing to Celery within a bounded time, whatever state the broker is in."""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial

from celery import current_app

from infra.process_state import PerProcess

logger = logging.getLogger(__name__)

# A frozen broker answers nothing for as long as the socket allows (some 6 s over all operations
# of a publish); a request waits no longer than this, and the next ones do not try for a while.
PUBLISH_SECONDS = 1.0
PAUSE_SECONDS = 5.0
# A message says until what time it is worth something, and the worker that takes it goes by its own
# clock: on a host whose clock is ahead, all would have expired, and nothing would ever be embedded.
CLOCKS_APART_SECONDS = 120.0


class Publisher:
    """Sends messages from a thread of its own, and leaves a broker alone that did not answer."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="publish")
        self._paused_until = float("-inf")

    @property
    def is_paused(self) -> bool:
        """Whether the last message failed so recently that none is tried now."""
        return time.monotonic() < self._paused_until

    def send(self, task: str, *args: object, expires_seconds: float) -> bool:
        """Publish a message; never raises and never waits long. Was it sent?

        Nobody takes it later than after `expires_seconds`, and what clocks may be apart.
        """
        if self.is_paused:
            return False
        expires = expires_seconds + CLOCKS_APART_SECONDS
        try:
            publish = partial(current_app.send_task, task, args=args, expires=expires, retry=False)
            # In a copy of the caller's context, so that the message belongs to the caller's trace.
            publishing = self._thread.submit(copy_context().run, publish)
            publishing.result(timeout=PUBLISH_SECONDS)
        # Kombu and each of its transports have errors of their own.
        except Exception as error:  # noqa: BLE001 - whoever sends must not fail with it
            self._paused_until = time.monotonic() + PAUSE_SECONDS
            logger.warning("%s could not be published: %r", task, error)
            return False
        return True

    def close(self) -> None:
        """Take no more messages; does not wait for one that is on its way."""
        self._thread.shutdown(wait=False, cancel_futures=True)


# A thread does not survive a fork, so each process has a publisher of its own.
publisher = PerProcess(Publisher, close=Publisher.close)


def send(task: str, *args: object, expires_seconds: float) -> bool:
    """Publish a message with this process's publisher; never raises. Was it sent?"""
    return publisher.get().send(task, *args, expires_seconds=expires_seconds)
