"""A batch of events, however it comes: as JSON, or as the text that a beacon sends."""

from __future__ import annotations

import json
from typing import IO, Any

from rest_framework import serializers
from rest_framework.parsers import BaseParser

from events.keeping import MAX_EVENTS
from events.models import MAX_ID, MAX_PLACEMENT, EventKind
from events.reading import MAX_POSITION

MAX_BYTES = 64 * 1024
"""What browsers let a beacon carry."""


class AnyTextParser(BaseParser):
    """The body as it is, of whatever type: `sendBeacon` says text/plain, to need no preflight."""

    media_type = "*/*"

    def parse(self, stream: IO[bytes], *args: Any, **kwargs: Any) -> Any:
        return stream.read(MAX_BYTES + 1)


class EventBody(serializers.Serializer[Any]):
    """What a shopper did with a product, named by its SKU or its slug."""

    id = serializers.CharField(
        required=False, max_length=MAX_ID, help_text="Made up by you: sent twice, kept once."
    )
    type = serializers.ChoiceField(choices=EventKind.values)
    sku = serializers.CharField(required=False)
    slug = serializers.CharField(required=False)
    request_id = serializers.CharField(
        required=False,
        max_length=MAX_ID,
        help_text="`X-Request-ID` of the answer in which the product was shown.",
    )
    position = serializers.IntegerField(
        required=False, min_value=1, max_value=MAX_POSITION, help_text="In that answer, from 1."
    )
    placement = serializers.CharField(
        required=False, max_length=MAX_PLACEMENT, help_text="Such as similar, search, photo."
    )
    at = serializers.DateTimeField(required=False, help_text="Within the last seven days; now.")


class EventsBody(serializers.Serializer[Any]):
    """At most 100 events."""

    events = EventBody(many=True, max_length=MAX_EVENTS)  # type: ignore[call-arg]


def read_batch(body: object) -> list[object] | None:
    """The events of a body, unread; None where it is none."""
    if not isinstance(body, bytes) or len(body) > MAX_BYTES:
        return None
    try:
        given = json.loads(body)
        json.dumps(given, ensure_ascii=False).encode()  # half a surrogate pair is no character
    except (ValueError, RecursionError):
        return None
    events = given.get("events") if isinstance(given, dict) else None
    return events if isinstance(events, list) else None
