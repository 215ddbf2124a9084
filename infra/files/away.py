"""A storage that cannot be asked, which is the fault of none of its files."""

from __future__ import annotations

import errno
import threading
import time


class StorageAwayError(OSError):
    """The storage of pictures does not answer, or refuses the shop; it may pass.

    code: away, full or read_only, as those of StorageUnavailableError. `strerror` is part of a
    sentence.
    """

    def __init__(self, reason: str, *, code: str = "away") -> None:
        super().__init__(errno.EIO, reason)
        self.code = code


class CircuitBreaker:
    """Whoever has not answered is left alone for a moment, so that nobody queues up to wait.

    Without it a page of thirty pictures, or the deletion of a hundred, would wait as often for one
    server that is away. After the moment one caller asks for all, and the others go on being told.
    """

    def __init__(self, *, seconds: float, patience: float) -> None:
        """seconds: of the moment. patience: the longest that one question takes, in seconds."""
        self._seconds, self._patience = seconds, patience
        self._lock = threading.Lock()
        self._until, self._reason = 0.0, ""

    def check(self) -> None:
        """Raises StorageAwayError, for the reason that was met last, while it is open."""
        with self._lock:
            if not self._reason:
                return
            if time.monotonic() < self._until:
                raise StorageAwayError(self._reason)
            self._until = time.monotonic() + self._patience

    def open(self, reason: str) -> None:
        """Nobody answered: ask no more for a moment."""
        with self._lock:
            self._until, self._reason = time.monotonic() + self._seconds, reason

    def close(self) -> None:
        """There was an answer."""
        with self._lock:
            self._reason = ""
