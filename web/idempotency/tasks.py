"""Housekeeping by the clock."""

from __future__ import annotations

from celery import shared_task

from web.idempotency.keeping import forget_old


@shared_task
def forget_answers() -> int:
    """Hourly: delete answers that are kept no longer; how many."""
    return forget_old()
