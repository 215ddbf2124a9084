"""Photo searches have places of their own, fewer than there are threads: pages keep the others."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from catalog.images.validation import ValidationBusyError
from infra.process_state import PerProcess
from web.conf import conf

places = PerProcess(lambda: threading.BoundedSemaphore(conf.PHOTOS_AT_ONCE))


@contextmanager
def photo_place() -> Iterator[None]:
    """Hold one of this process's places for photo searches; raises ValidationBusyError."""
    # Nobody waits for a place: forty who wait 0.1 s each held the other threads for 2 s.
    mine = places.get()
    if not mine.acquire(blocking=False):
        raise ValidationBusyError
    try:
        yield
    finally:
        mine.release()
