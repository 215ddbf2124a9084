"""Housekeeping by the clock."""

from __future__ import annotations

from celery import shared_task

from events.retention import forget_old


@shared_task(time_limit=600)
def forget_events() -> int:
    """Nightly: delete events that are kept no longer; how many."""
    return forget_old()
