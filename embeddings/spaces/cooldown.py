"""What failed is left alone for a while: trying takes long, and it would likely fail again."""

from __future__ import annotations

import time

from embeddings.models import EmbeddingSpace


class Cooldown:
    """Pauses after failures, one for each space; known to this process only."""

    def __init__(self, *, seconds: float) -> None:
        self._seconds = seconds
        self._ends: dict[int, float] = {}

    def begin(self, space: EmbeddingSpace) -> None:
        """Something has just failed."""
        self._ends[space.pk] = time.monotonic() + self._seconds

    def is_active(self, space: EmbeddingSpace) -> bool:
        """Whether it is too early to try again."""
        return time.monotonic() < self._ends.get(space.pk, float("-inf"))
