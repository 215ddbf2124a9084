"""The time that a fetch has, in all."""

from __future__ import annotations

import threading
import time


class Deadline:
    """When a fetch ends, whatever step it is at; set anew for each."""

    def __init__(self) -> None:
        self._end = float("inf")
        self.stopped = threading.Event()
        """Set when there shall be no more fetches at all."""

    def start(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def extend(self, seconds: float) -> None:
        """Give back what was spent waiting for a turn."""
        self._end += seconds

    def cut(self, timeout: float | None, late: type[Exception]) -> float:
        """What is left of the time, at most `timeout`; raises `late` where nothing is left."""
        left = self._end - time.monotonic()
        if left <= 0 or self.stopped.is_set():
            raise late("the time is up")
        return left if timeout is None else min(left, timeout)
