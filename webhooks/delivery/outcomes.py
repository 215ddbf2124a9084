"""What came of an attempt is written down: for the message, for its endpoint, and for staff."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now

from webhooks.delivery.schedule import retry_seconds
from webhooks.delivery.sending import Outcome
from webhooks.endpoints import state
from webhooks.endpoints.models import Endpoint
from webhooks.outbox.models import Attempt, Message

State = Message.State


@transaction.atomic
def note_outcome(endpoint: Endpoint, outcome: Outcome) -> None:
    """Note an attempt; a message that was taken is done, whoever else may have it by now."""
    posted, message = outcome.posted, outcome.message
    Attempt.objects.create(
        message=message,
        seconds=outcome.seconds,
        status=posted.status if posted else None,
        answer=posted.beginning if posted else "",
        error=outcome.error,
    )
    message.attempts += 1
    if outcome.is_taken:
        state.took(endpoint)
        _settle(message, state=State.TAKEN)
        return
    state.failed(endpoint, wait_seconds=outcome.wait_seconds, is_gone=outcome.is_gone)
    seconds = retry_seconds(message.attempts)
    if seconds is None:
        _settle(message, state=State.GIVEN_UP)
    else:
        again = Now() + timedelta(seconds=max(seconds, outcome.wait_seconds))
        _settle(message, next_at=again)


def _settle(message: Message, **values: object) -> None:
    waiting = Message.objects.filter(pk=message.pk, state=State.WAITING)
    waiting.update(attempts=message.attempts, claim="", lease_expires_at=None, **values)
