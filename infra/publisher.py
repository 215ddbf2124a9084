"""Publishing to Celery within a bounded time, whatever state the broker is in."""

from __future__ import annotations

import logging
import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial

from celery import current_app

logger = logging.getLogger(__name__)

# A frozen broker answers nothing for as long as the socket allows (some 6 s over all operations
# of a publish); a request waits no longer than this, and the next ones do not try for a while.
_PUBLISH_SECONDS = 1
_PAUSE_SECONDS = 5

_publisher: ThreadPoolExecutor
_paused_until = 0.0


def _start_over() -> None:
    """A thread to publish in. A forked process inherits the parent's, but not what runs in it."""
    global _publisher
    _publisher = ThreadPoolExecutor(max_workers=1, thread_name_prefix="publish")


_start_over()
os.register_at_fork(after_in_child=_start_over)


def send(task: str, *args: object, expires_seconds: float) -> bool:
    """Publish a message; never raises and never waits long. Was it sent?"""
    global _paused_until
    if time.monotonic() < _paused_until:
        return False
    try:
        publish = partial(
            current_app.send_task, task, args=args, expires=expires_seconds, retry=False
        )
        # In a copy of the caller's context, so that the message belongs to the caller's trace.
        publishing = _publisher.submit(copy_context().run, publish)
        publishing.result(timeout=_PUBLISH_SECONDS)
    except Exception as error:
        _paused_until = time.monotonic() + _PAUSE_SECONDS
        logger.warning("%s could not be published: %r", task, error)
        return False
    return True
