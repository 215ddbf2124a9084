"""How busy this machine was, and how much of that was the asking itself."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Self

_STAT = Path("/proc/stat")


class Watch:
    """Around a step: shares of the processors, by Linux' own counters."""

    machine_busy: float | None = None
    own_busy = 0.0

    def __init__(self, *, here: bool) -> None:
        self._here = here

    def __enter__(self) -> Self:
        self._begun = time.perf_counter(), time.process_time(), _busy_and_all()
        return self

    def __exit__(self, *error: object) -> None:
        wall, own, before = self._begun
        self.own_busy = (time.process_time() - own) / max(1e-6, time.perf_counter() - wall)
        after = _busy_and_all()
        if self._here and before and after and after[1] > before[1]:
            self.machine_busy = (after[0] - before[0]) / (after[1] - before[1])


def _busy_and_all() -> tuple[int, int] | None:
    """Ticks of all processors; None where there is no such file."""
    try:
        ticks = [int(each) for each in _STAT.read_text().splitlines()[0].split()[1:9]]
    except (OSError, ValueError, IndexError):
        return None
    idle = ticks[3] + ticks[4]
    return sum(ticks) - idle, sum(ticks)
