"""How far a bulk edit is, for a bar that survives a reload: all of it is in the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from catalog.bulk_edits.models import BulkEdit

PATIENCE = timedelta(seconds=45)
"""After which somebody should look why no worker comes: the sweep is there every ten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    done: int
    """Products."""
    of: int
    is_waiting: bool
    """Nobody has begun it."""
    is_stalled: bool
    """For longer than any worker takes, nothing has been done."""

    @property
    def share(self) -> float:
        """0 to 1."""
        return min(self.done / self.of, 1.0) if self.of else 1.0


def progress(edit: BulkEdit) -> Progress:
    """edit: as it was just read."""
    done, of = edit.cursor, edit.total
    if edit.state == BulkEdit.State.UNDOING:
        counts = edit.counts
        done = counts.get("undone", 0) + counts.get("not_undone", 0)
        of = counts.get("changed", 0)
    last = edit.heartbeat_at or edit.queued_at or edit.created_at
    return Progress(
        done=done,
        of=of,
        is_waiting=edit.is_working and edit.heartbeat_at is None,
        is_stalled=edit.is_working and timezone.now() - last > PATIENCE,
    )
