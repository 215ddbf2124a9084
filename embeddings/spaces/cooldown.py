"""What takes long is left alone for a while: what failed, and looks at all of a large shop."""

from __future__ import annotations

import time

from embeddings.models import EmbeddingSpace

# A million rows are counted in 1 to 3 s. That is done every 8 minutes, not every half minute; up to
# 60,000 of them are counted whenever spaces are looked after.
_ROWS_A_SECOND = 2_000
_LOOKED_AFTER_SECONDS = 30


def rest_after_counting(rows: int) -> float:
    """For how many seconds so many rows, which were all read, are not read again."""
    return max(0.0, rows / _ROWS_A_SECOND - _LOOKED_AFTER_SECONDS)


class Cooldown:
    """Pauses, one for each space; known to this process only."""

    def __init__(self, *, seconds: float = 0.0) -> None:
        self._seconds = seconds
        self._ends: dict[int, float] = {}

    def begin(self, space: EmbeddingSpace, *, seconds: float | None = None) -> None:
        """Something has just failed, or was just looked at; for its own time or for so long."""
        pause = self._seconds if seconds is None else seconds
        self._ends[space.pk] = time.monotonic() + pause

    def end(self, space: EmbeddingSpace) -> None:
        """There is more to do at once."""
        self._ends.pop(space.pk, None)

    def is_active(self, space: EmbeddingSpace) -> bool:
        """Whether it is too early to try again."""
        return time.monotonic() < self._ends.get(space.pk, float("-inf"))
