"""Events go after some months."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from events.conf import conf
from events.models import Event

BATCH = 20_000
"""Deleted in one statement, so that none takes long."""


def forget_old() -> int:
    """Delete events that are kept no longer; how many."""
    oldest = timezone.now() - timedelta(days=conf.EVENTS_KEPT_DAYS)
    gone = 0
    while ids := list(Event.objects.filter(at__lt=oldest).values_list("pk", flat=True)[:BATCH]):
        gone += Event.objects.filter(pk__in=ids).delete()[0]
    return gone
