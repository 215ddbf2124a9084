"""What workers do about webhooks, by the clock and when they are woken."""

from __future__ import annotations

from celery import shared_task

from webhooks.delivery.working import is_any_due, work
from webhooks.outbox.retention import forget_old_messages
from webhooks.outbox.sending_anew import wake

SLICE_SECONDS = 10.0


@shared_task
def work_on_webhooks() -> None:
    """Every few seconds: tell others what changed, for a slice of time; what is left asks again."""
    if is_any_due() and work(seconds=SLICE_SECONDS):
        wake()


@shared_task(time_limit=600)
def forget_messages() -> int:
    """Nightly: delete messages that are too old to be sent once more; how many."""
    return forget_old_messages()
