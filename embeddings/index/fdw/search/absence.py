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
        """Those of the shards that are to be asked.

        Where the time has come for one that was away, `answers` is tried; once for each search.
        """
        asked, tried = [], False
        for name in shards:
            if name in self._again_at:
                due = not tried and self._is_due(name)
                tried = tried or due
                if not (due and answers(name)):
                    continue
                self._again_at.pop(name, None)
            asked.append(name)
        return asked

    def _is_due(self, name: str) -> bool:
        """Whether it is this thread's to try; the others go on without the shard meanwhile."""
        with self._lock:
            now = time.monotonic()
            if now < self._again_at.get(name, now):
                return False
            self._again_at[name] = now + AGAIN_SECONDS
            return True
