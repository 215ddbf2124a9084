"""How much of a space changed while something was measured: after too much, no figure counts."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.db.models import Count, Q

from embeddings.models import EmbeddingSpace, ImageEmbedding

State = ImageEmbedding.State


class ChangeWatch:
    """Counts the pictures of a space that changed since this was made, or are about to."""

    def __init__(self, space: EmbeddingSpace) -> None:
        self._space = space
        with connection.cursor() as cursor:
            # PostgreSQL's clock, as in `embedded_at`.
            cursor.execute("SELECT clock_timestamp()")
            self._since: datetime = cursor.fetchone()[0]
        self._ready = self._count()["ready"]

    def changed_share(self) -> float:
        """Pictures that were embedded, went or wait, as a share of them all.

        One that was ready before and waits now counts twice: it went, and another vector comes.
        """
        now = self._count()
        gone = max(0, self._ready - now["ready"])
        changed = now["new"] + gone + now["waiting"]
        return changed / max(1, self._ready, now["ready"] + now["waiting"])

    def _count(self) -> dict[str, int]:
        return self._space.embeddings.aggregate(
            ready=Count("pk", filter=Q(state=State.READY)),
            waiting=Count("pk", filter=Q(state=State.PENDING)),
            new=Count("pk", filter=Q(state=State.READY, embedded_at__gte=self._since)),
        )
