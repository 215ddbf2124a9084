"""Leaving a server alone that has not answered, so that nobody queues up to wait for it."""

from __future__ import annotations

import threading
import time


class CircuitBreaker:
    """Whether a server may be asked, by what came of asking it before; threads may share it.

    Without it a page of thirty pictures, or the deletion of a hundred, would wait as often for one
    server that is away. After a moment one caller asks for all, and the others go on without.
    """

    def __init__(self, *, seconds: float, patience: float) -> None:
        """seconds: of the moment. patience: the longest that one question takes, in seconds."""
        self._seconds, self._patience = seconds, patience
        self._lock = threading.Lock()
        self._until: float | None = None
        self.reason = ""
        """Why it is open, as was said last."""

    def lets_through(self) -> bool:
        """Whether to ask now: always while it is closed, else for one caller after the moment."""
        if self._until is None:
            return True
        with self._lock:
            now = time.monotonic()
            if self._until is None or now < self._until:
                return self._until is None
            self._until = now + self._patience
            return True

    def open(self, reason: str = "") -> None:
        """Nobody answered: ask no more for a moment."""
        with self._lock:
            self._until, self.reason = time.monotonic() + self._seconds, reason

    def close(self) -> None:
        """There was an answer."""
        with self._lock:
            self._until = None
