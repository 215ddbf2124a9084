"""What staff ask for: a message once more, or one to see whether it arrives."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from infra.publisher import send
from webhooks.endpoints.models import Endpoint
from webhooks.events import TEST
from webhooks.outbox.models import Message
from webhooks.outbox.spreading import body_of

TASK = "webhooks.tasks.work_on_webhooks"
WAKE_UP_SECONDS = 30


def replay(messages: QuerySet[Message]) -> int:
    """Send messages once more under their ids, so that receivers know them; how many."""
    fresh = {"state": Message.State.WAITING, "attempts": 0, "next_at": Now(), "claim": ""}
    count = messages.order_by().update(**fresh, lease_expires_at=None)
    transaction.on_commit(wake, robust=True)
    return count


def send_test(endpoint: Endpoint) -> Message:
    """Send a message that tells of nothing; it waits while the endpoint is paused."""
    data = {"message": "Vitrine can reach you."}
    body = body_of(TEST, data, at=timezone.now().isoformat())
    message = Message.objects.create(endpoint=endpoint, event=TEST, body=body)
    transaction.on_commit(wake, robust=True)
    return message


def wake() -> None:
    """Say that there is work; lost, the sweep says it again."""
    send(TASK, expires_seconds=WAKE_UP_SECONDS)
