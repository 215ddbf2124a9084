"""Which shards did not answer this process a moment ago, and when they are asked again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

AGAIN_SECONDS = 3.0
"""A shard that is away costs one search a short wait every so often; the others go without it."""


@dataclass
class Absence:
    """The shards that are away, as far as this process knows; threads share it."""

    _again_at: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, shards: Iterable[str]) -> None:
        """These have not answered."""
        with self._lock:
            again = time.monotonic() + AGAIN_SECONDS
            self._again_at.update(dict.fromkeys(shards, again))

    def present(self, shards: Iterable[str], answers: Callable[[str], bool]) -> list[str]:
        """Those of the shards that are to be asked; `answers` is tried where the time has come."""
        return [name for name in shards if name not in self._again_at or self._try(name, answers)]

    def _try(self, name: str, answers: Callable[[str], bool]) -> bool:
        with self._lock:
            if time.monotonic() < self._again_at.get(name, 0.0):
                return False
            # One thread tries, the others go on without the shard meanwhile.
            self._again_at[name] = time.monotonic() + AGAIN_SECONDS
        if not answers(name):
            return False
        with self._lock:
            self._again_at.pop(name, None)
        return True
