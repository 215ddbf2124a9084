"""The dashboard's parts for the admin's first page, and its figures in words."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from backoffice.dashboard.page import read_parts
from monitoring.figures.counted import Count

register = template.Library()


@register.simple_tag
def dashboard_parts(user: Any) -> list[dict[str, Any]]:
    """Those that the user may see, with what their templates are told."""
    return read_parts(user)


@register.filter
def counted(count: Count | None) -> str:
    """A figure that says how exact it is."""
    if count is None:
        return "?"
    number = number_format(count.number, 0, force_grouping=True)
    if count.is_least:
        return _("%(number)s or more") % {"number": number}
    return _("about %(number)s") % {"number": number} if count.is_estimate else number
