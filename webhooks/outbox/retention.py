"""Messages and what was answered to them are kept for some days, and no longer."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from webhooks.conf import conf
from webhooks.outbox.models import Message

BATCH = 5_000


def forget_old_messages() -> int:
    """Delete what is older than WEBHOOK_KEPT_DAYS, sent or not; how many messages."""
    until = timezone.now() - timedelta(days=conf.WEBHOOK_KEPT_DAYS)
    old = Message.objects.filter(created_at__lt=until).order_by("created_at")
    count = 0
    while ids := list(old.values_list("pk", flat=True)[:BATCH]):
        Message.objects.filter(pk__in=ids).delete()
        count += len(ids)
    return count
