"""How many seconds a copy is behind: by what the primary had written when, and by its clock."""

from __future__ import annotations

import math
from collections import deque

from infra.replicas.position import Position

_KEPT = 300
"""Positions of the primary, one a second; whoever is further behind is measured by clock alone."""


class PrimaryHistory:
    """Where the primary was, second by second, for as long as it is the same server."""

    def __init__(self) -> None:
        self._known: deque[Position] = deque(maxlen=_KEPT)

    @property
    def latest(self) -> Position | None:
        """Its last answer, however long ago."""
        return self._known[-1] if self._known else None

    def add(self, position: Position) -> None:
        """Note an answer; another server, or one that has started anew, begins a new history."""
        if self.latest and self.latest.started != position.started:
            # After a failover the log may go on from an earlier position than the old one's last.
            self._known.clear()
        self._known.append(position)

    def lag_of(self, copy: Position) -> float:
        """Seconds that the copy is behind at most; infinite where nothing bounds it.

        By the primary's last answer: while it is away nothing is written, and no copy gets older.
        """
        primary = self.latest
        if primary is None:
            return math.inf
        if copy.lsn >= primary.lsn:
            return 0.0
        # It has all that was written until then, however long before that the last change was.
        bounds = [primary.asked_at - p.asked_at for p in self._known if p.lsn <= copy.lsn][-1:]
        if copy.replayed_at is not None:
            # Both times are the primary's, so clocks that differ do no harm. Exact on a busy
            # shop; on an idle one it is the time since the last change.
            bounds.append(max(0.0, primary.clock - copy.replayed_at))
        return min(bounds, default=math.inf)
