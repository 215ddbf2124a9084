"""Who sends which messages: a token and a lease, as with pictures and imports."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from webhooks.endpoints.models import Endpoint
from webhooks.outbox.models import Message

LEASE_SECONDS = 60
"""Longer than a slice and one message more; who is not back by then has died."""
ENDPOINTS_AT_ONCE = 8
MESSAGES_AT_ONCE = 20


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Messages of one endpoint, which nobody else sends while the lease holds."""

    endpoint: Endpoint
    messages: list[Message]
    token: str


def claim() -> list[Batch]:
    """What is due, of a few endpoints; of one that failed the last time a single message."""
    token = secrets.token_hex(16)
    batches = []
    with transaction.atomic():
        for endpoint in due_endpoints().order_by("rests_until", "pk")[:ENDPOINTS_AT_ONCE]:
            most = 1 if endpoint.failures else MESSAGES_AT_ONCE
            due = due_messages().filter(endpoint=endpoint).order_by("next_at", "pk")
            messages = list(due.select_for_update(skip_locked=True)[:most])
            _messages(messages).update(
                claim=token, lease_expires_at=Now() + timedelta(seconds=LEASE_SECONDS)
            )
            if messages:
                batches.append(Batch(endpoint=endpoint, messages=messages, token=token))
    return batches


def release(messages: list[Message], *, token: str) -> None:
    """Give back what there was no time for."""
    if messages:
        _messages(messages).filter(claim=token).update(claim="", lease_expires_at=None)


def due_endpoints() -> QuerySet[Endpoint]:
    """Those for which something waits, and which may be asked now."""
    rested = Q(rests_until=None) | Q(rests_until__lte=Now())
    waiting = due_messages().filter(endpoint=OuterRef("pk"))
    return Endpoint.objects.filter(rested, Exists(waiting), is_paused=False)


def due_messages() -> QuerySet[Message]:
    free = Q(claim="") | Q(lease_expires_at__lte=Now())
    return Message.objects.filter(free, state=Message.State.WAITING, next_at__lte=Now())


def _messages(messages: list[Message]) -> QuerySet[Message]:
    return Message.objects.filter(pk__in=[each.pk for each in messages])
