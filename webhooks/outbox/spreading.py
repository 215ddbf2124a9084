"""Notes become messages: one for each endpoint that wants to know, however often it was noted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC

from django.db import transaction
from django.db.models import Exists, OuterRef

from webhooks.endpoints.models import Endpoint
from webhooks.outbox.content import Things, data_of, read_things
from webhooks.outbox.models import Attempt, Message, Note
from webhooks.outbox.told import Told, gather

BATCH = 500


def spread() -> bool:
    """Make messages of the oldest notes and take the notes away; were there any?

    A note is gone in the transaction that writes its messages: none is lost, none is told twice.
    """
    with transaction.atomic():
        oldest = Note.objects.order_by("pk").select_for_update(skip_locked=True)
        notes = list(oldest[:BATCH])
        if not notes:
            return False
        told = gather(notes)
        things = read_things(told)
        there = [each for each in told if (each.event, each.subject) in things]
        for endpoint in Endpoint.objects.filter(is_paused=False):
            _tell(endpoint, [each for each in there if each.event in endpoint.events], things)
        Note.objects.filter(pk__in=[note.pk for note in notes]).delete()
    return True


def body_of(event: str, data: object, *, at: str) -> str:
    """A message as the Standard Webhooks convention has it; at: in UTC, ISO 8601."""
    return json.dumps({"type": event, "timestamp": at, "data": data}, ensure_ascii=False)


def _tell(endpoint: Endpoint, told: Sequence[Told], things: Things) -> None:
    unsent = _take_unsent(endpoint, told)
    told = [each.and_before(unsent.get((each.event, each.subject), [])) for each in told]
    Message.objects.bulk_create(
        Message(
            endpoint=endpoint,
            event=each.event,
            subject=each.subject,
            body=body_of(each.event, data_of(each, things), at=each.at.astimezone(UTC).isoformat()),
        )
        for each in told
    )


def _take_unsent(endpoint: Endpoint, told: Sequence[Told]) -> dict[tuple[str, int], list[str]]:
    """What the same things' last messages said, which nobody has sent, and now nobody will.

    So a receiver that is away for a day gets one message of a product, and not one for each sale.
    """
    keys = {(each.event, each.subject) for each in told}
    waiting = Message.objects.filter(
        ~Exists(Attempt.objects.filter(message=OuterRef("pk"))),  # one that is sent once more
        endpoint=endpoint,
        state=Message.State.WAITING,
        attempts=0,
        claim="",
        event__in={event for event, _subject in keys},
        subject__in={subject for _event, subject in keys},
    )
    taken: dict[tuple[str, int], list[str]] = {}
    ids = []
    for message in waiting.select_for_update(skip_locked=True):
        if (key := (message.event, message.subject)) in keys:
            taken.setdefault(key, []).append(message.body)
            ids.append(message.pk)
    Message.objects.filter(pk__in=ids).delete()
    return taken
