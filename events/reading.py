"""Events as they are sent: each is read by itself, and a bad one costs no other."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from events.models import MAX_ID, MAX_PLACEMENT, EventKind
from infra.refusals import RefusedError

OLDEST = timedelta(days=7)
"""Phones that were away send what they kept."""
AHEAD = timedelta(minutes=5)
MAX_POSITION = 10_000
_NAME = re.compile(rf"[A-Za-z0-9._:-]{{1,{MAX_ID}}}")
_PLACEMENT = re.compile(rf"[a-z0-9_-]{{1,{MAX_PLACEMENT}}}")
_FIELDS = ("id", "type", "sku", "slug", "request_id", "position", "placement", "at")


class EventRefusedError(RefusedError):
    """code: invalid, unknown, required, unknown_product; `field` is what it is about."""

    def __init__(self, field: str, code: str, sentence: Any, **parameters: object) -> None:
        super().__init__(code, sentence, **parameters)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class SentEvent:
    """An event that may be kept, once its product is found."""

    event_id: str
    kind: str
    sku: str
    """Either this or the slug is empty."""
    slug: str
    request_id: str
    position: int | None
    placement: str
    at: datetime


def read_event(given: object) -> SentEvent:
    """Raises EventRefusedError. Nothing passes that is not named here, so no address does."""
    if not isinstance(given, Mapping):
        raise EventRefusedError("", "invalid", _("An event is a JSON object."))
    for name in given:
        if name not in _FIELDS:
            known = ", ".join(_FIELDS)
            field = str(name)[:80]
            raise EventRefusedError(field, "unknown", _("Known: %(names)s."), names=known)
    kind = given.get("type")
    if kind not in EventKind.values:
        names = ", ".join(EventKind.values)
        raise EventRefusedError("type", "invalid", _("One of: %(names)s."), names=names)
    sku, slug = _text(given, "sku", most=64), _text(given, "slug", most=160)
    if bool(sku) == bool(slug):
        raise EventRefusedError("sku", "required", _("Name the product by its sku or its slug."))
    return SentEvent(
        event_id=_pattern(given, "id", _NAME) or uuid.uuid4().hex,
        kind=str(kind),
        sku=sku,
        slug=slug,
        request_id=_pattern(given, "request_id", _NAME),
        position=_position(given),
        placement=_pattern(given, "placement", _PLACEMENT),
        at=_time(given),
    )


def _text(given: Mapping[str, Any], name: str, *, most: int) -> str:
    value = given.get(name) or ""
    if not isinstance(value, str) or len(value) > most or "\0" in value:
        raise EventRefusedError(name, "invalid", _("At most %(most)s characters."), most=most)
    return value


def _pattern(given: Mapping[str, Any], name: str, pattern: re.Pattern[str]) -> str:
    value = given.get(name) or ""
    if value == "" or (isinstance(value, str) and pattern.fullmatch(value)):
        return str(value)
    raise EventRefusedError(name, "invalid", _("Letters, digits and marks such as - alone."))


def _position(given: Mapping[str, Any]) -> int | None:
    value = given.get("position")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MAX_POSITION:
        most = MAX_POSITION
        raise EventRefusedError("position", "invalid", _("From 1 to %(most)s."), most=most)
    return value


def _time(given: Mapping[str, Any]) -> datetime:
    """When it was; now where nothing is said."""
    now, value = timezone.now(), given.get("at")
    if value is None:
        return now
    try:
        at = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:  # such as 2026-02-30
        at = None
    if at is None or timezone.is_naive(at):
        raise EventRefusedError("at", "invalid", _("A time with its zone: 2026-11-26T12:00:00Z."))
    if not now - OLDEST <= at <= now + AHEAD:
        raise EventRefusedError("at", "invalid", _("Not within the last seven days."))
    return at
