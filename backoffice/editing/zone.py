"""Times of forms name the zone whose clock they go by, and say aloud which box is the date's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _


def named_zone(field: Any) -> Any:
    """A field of a form, with the zone beside its help text where it takes a time."""
    if isinstance(field, forms.DateTimeField | forms.SplitDateTimeField):
        told = _("Time zone: %(zone)s.") % {"zone": timezone.get_current_timezone_name()}
        field.help_text = format_html("{} {}", field.help_text, told) if field.help_text else told
        for part, widget in zip((_("date"), _("time")), _boxes(field), strict=False):
            widget.attrs["aria-label"] = f"{field.label}: {part}"
    return field


def _boxes(field: Any) -> list[Any]:
    """The two boxes of the admin's field, which have no label of their own."""
    return getattr(field.widget, "widgets", [])
