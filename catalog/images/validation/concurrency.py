"""How many pictures one process decodes at a time; the others wait, or are told to come back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from catalog.images.validation.errors import ValidationBusyError

# A 25-megapixel picture may take 400 MB while it is decoded.
MAX_CONCURRENT_DECODES = 2

_slots = threading.BoundedSemaphore(MAX_CONCURRENT_DECODES)


@contextmanager
def decode_slot(*, max_wait_s: float) -> Iterator[None]:
    """Hold one of this process's decoder slots; raises ValidationBusyError after max_wait_s."""
    if not _slots.acquire(timeout=max_wait_s):
        raise ValidationBusyError
    try:
        yield
    finally:
        _slots.release()
