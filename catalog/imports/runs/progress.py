"""How far a run is, for a bar that survives a reload: all of it is in the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from catalog.conf import conf
from catalog.imports.models import ImportRun


@dataclass(frozen=True, slots=True)
class Progress:
    """One look at a run."""

    state: str
    done: int
    """Rows."""
    total: int
    """Rows; 0 while the file has not been read to its end."""
    share: float | None
    """0 to 1; None where there is no telling."""
    counts: dict[str, int]
    """new, changed, unchanged, refused, passed, pictures_added, pictures_refused …"""
    seconds_left: float | None
    """By the pace so far."""
    is_waiting: bool
    """Nobody works on it yet."""
    ahead: int
    """Runs that come before it."""
    is_stalled: bool
    """Waiting for longer than any worker takes: none is there, or a command was stopped."""
    error: str


def progress(run: ImportRun) -> Progress:
    """Look at a run now; two short statements."""
    now = ImportRun.objects.get(pk=run.pk)
    clock = timezone.now()
    is_held = bool(now.lease_expires_at and now.lease_expires_at > clock)
    is_waiting = now.is_working and not is_held
    ahead = _before(now) if is_waiting else 0
    share = min(now.cursor / now.total, 1.0) if now.total else None
    if not now.is_working:
        share = 1.0 if now.finished_at or now.state == ImportRun.State.CHECKED else None
    waited = clock - (now.heartbeat_at or now.queued_at or now.created_at)
    patience = timedelta(seconds=conf.IMPORT_LEASE_SECONDS + 30)
    return Progress(
        state=now.state,
        done=now.cursor,
        total=now.total,
        share=share,
        counts={name: number for name, number in now.counts.items() if isinstance(number, int)},
        seconds_left=_seconds_left(now, share) if now.is_working else None,
        is_waiting=is_waiting,
        ahead=ahead,
        is_stalled=is_waiting and not ahead and waited > patience,
        error=now.error,
    )


def _before(run: ImportRun) -> int:
    waiting = ImportRun.objects.filter(state__in=ImportRun.WORKING).exclude(pk=run.pk)
    first = Q(queued_at__lt=run.queued_at) | Q(lease_expires_at__gt=timezone.now())
    return waiting.filter(
        first, Q(in_console=False) | Q(lease_expires_at__gt=timezone.now())
    ).count()


def _seconds_left(run: ImportRun, share: float | None) -> float | None:
    if not share or run.queued_at is None or run.heartbeat_at is None:
        return None
    taken = (run.heartbeat_at - run.queued_at).total_seconds()
    return max(taken / share - taken, 0.0)
