"""How many pictures one process decodes at a time; the others wait, or are told to come back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from catalog.conf import conf
from catalog.images.validation.errors import ValidationBusyError
from infra.process_state import PerProcess

slots = PerProcess(lambda: threading.BoundedSemaphore(conf.CONCURRENT_DECODES))


@contextmanager
def decode_slot(*, max_wait_s: float) -> Iterator[None]:
    """Hold one of this process's decoder slots; raises ValidationBusyError after max_wait_s."""
    mine = slots.get()
    if not mine.acquire(timeout=max_wait_s):
        raise ValidationBusyError
    try:
        yield
    finally:
        mine.release()
