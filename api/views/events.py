"""What shoppers did with what they were shown."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.bodies.events import MAX_BYTES, AnyTextParser, EventsBody, read_batch
from api.schema import FaultSerializer, answers
from api.views.public import PublicView
from events.conf import conf
from events.keeping import keep_events
from web.keys.models import ApiKey, Scope


class EventFaultSerializer(FaultSerializer):
    """Why an event is not kept."""

    index = serializers.IntegerField(
        allow_null=True, help_text="Its place in the batch, from 0; null: the batch itself."
    )


class EventsAnswerSerializer(serializers.Serializer[Any]):
    """What became of a batch."""

    accepted = serializers.IntegerField()
    duplicates = serializers.IntegerField(help_text="Sent before, by their `id`.")
    errors = EventFaultSerializer(many=True)  # type: ignore[assignment]


class EventsView(PublicView):
    """Events in batches."""

    parser_classes = [AnyTextParser]
    costly = {"POST": "events"}

    @property
    def scopes(self) -> dict[str, str]:
        return {"POST": Scope.EVENTS.value} if conf.EVENTS_NEED_KEY else {}

    @extend_schema(
        operation_id="events",
        summary="Tell what shoppers did",
        request={"application/json": EventsBody, "text/plain": EventsBody},
        responses=answers(EventsAnswerSerializer, 401, 403, 411, 413, status=202),
    )
    def post(self, request: Request) -> Response:
        """Up to 100 impressions, clicks, baskets and purchases, as JSON or as `sendBeacon` has it.

        Always 202, whatever is in the body: what is wrong is told in `errors`, and costs no other
        event. Neither cookies nor addresses are kept."""
        given = read_batch(request.data)
        if given is None:
            sentence = _('Send {"events": […]} as JSON of at most %(most)s kB.')
            fault = {"field": "events", "code": "invalid", "index": None}
            fault["message"] = sentence % {"most": MAX_BYTES // 1024}
            return Response({"accepted": 0, "duplicates": 0, "errors": [fault]}, status=202)
        key = request.auth
        is_trusted = isinstance(key, ApiKey) and key.may(Scope.EVENTS)
        kept = keep_events(given, is_trusted=is_trusted)
        errors = [
            {"index": place, "field": each.field, "code": each.code, "message": str(each)}
            for place, each in kept.refused
        ]
        body = {"accepted": kept.accepted, "duplicates": kept.duplicates, "errors": errors}
        return Response(body, status=202)
