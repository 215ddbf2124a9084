"""How many pictures one process decodes at a time; the others wait, or are told to come back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from catalog.gate.refusals import GateBusy

# A 25-megapixel picture may take 400 MB while it is decoded.
DECODES_AT_ONCE = 2

_places = threading.BoundedSemaphore(DECODES_AT_ONCE)


@contextmanager
def decoding_place(*, max_wait_s: float) -> Iterator[None]:
    """Hold one of this process's places at the decoder. Raises GateBusy after max_wait_s."""
    if not _places.acquire(timeout=max_wait_s):
        raise GateBusy
    try:
        yield
    finally:
        _places.release()
