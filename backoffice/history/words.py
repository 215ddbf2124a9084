"""Fields and their values, as the history keeps them, in words for staff."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import BooleanField, DateTimeField, ForeignKey, Model
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

MAX_SHOWN = 240
"""Characters of a value; descriptions have thousands."""


def label_of(model: type[Model], name: str) -> str:
    """A field as forms call it; a name that is no field's (any more) stays as it is."""
    try:
        return str(capfirst(model._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return name


def in_words(model: type[Model], name: str, value: Any) -> str:
    """A value as `snapshot` has it."""
    if value in (None, "", [], {}):
        return _("nothing")
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return shorten(_plain(value))
    if isinstance(field, BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, DateTimeField):
        return moment(datetime.fromisoformat(value))
    if isinstance(field, ForeignKey) and isinstance(value, list):
        return " > ".join(value)  # as imports have the way to a category
    chosen = [str(label) for each, label in getattr(field, "flatchoices", ()) if each == value]
    return shorten(chosen[0] if chosen else _plain(value))


def moment(at: datetime) -> str:
    """A time with the name of the zone that it is told in."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'DATETIME_FORMAT')} {local.tzname()}"


def shorten(text: str) -> str:
    return str(Truncator(text).chars(MAX_SHOWN))


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        if "name" in value and "pk" in value:
            return str(value["name"])
        return ", ".join(f"{key}: {_plain(each)}" for key, each in value.items())
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value) if isinstance(value, str) else str(localize(value))
