"""An engine that is away costs one request a second, not each of them."""

from __future__ import annotations

import threading
import time

REST_SECONDS = 5.0
"""So long it is left alone; then one request finds out whether it is back."""


class Breaker:
    """Whether an engine may be asked, by what came of asking it before; threads may share it."""

    def __init__(self, *, rest_seconds: float = REST_SECONDS) -> None:
        self._rest = rest_seconds
        self._rests_until = float("-inf")
        self._failed = False
        self._lock = threading.Lock()

    def lets_through(self) -> bool:
        """Whether to ask now. After a failure for one caller alone, once the engine has rested."""
        if not self._failed:
            return True
        with self._lock:
            if time.monotonic() < self._rests_until:
                return False
            self._rests_until = time.monotonic() + self._rest
            return True

    def failed(self) -> None:
        """It did not answer."""
        with self._lock:
            self._failed, self._rests_until = True, time.monotonic() + self._rest

    def answered(self) -> None:
        """It did."""
        self._failed = False
