"""Photo searches have places of their own, fewer than there are threads: pages keep the others."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from catalog.images.validation import ValidationBusyError
from web.conf import conf

# A place is free again after some 0.3 s: the decoding, and the worker's answer. Whoever waits for
# one holds a thread that pages could use.
MAX_WAIT_SECONDS = 0.1

_places = threading.BoundedSemaphore(conf.PHOTOS_AT_ONCE)


@contextmanager
def photo_place() -> Iterator[None]:
    """Hold one of this process's places for photo searches; raises ValidationBusyError."""
    if not _places.acquire(timeout=MAX_WAIT_SECONDS):
        raise ValidationBusyError
    try:
        yield
    finally:
        _places.release()
