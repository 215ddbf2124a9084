"""The admin's apps by the order of the work, for its first page and its side bar."""

from __future__ import annotations

from typing import Any

from django import template

from backoffice.dashboard.grouping import group_rows

register = template.Library()


@register.simple_tag
def admin_groups(app_list: Any, user: Any) -> list[dict[str, Any]]:
    """Groups with their rows; see backoffice.dashboard.groups for what stands where."""
    return group_rows(app_list or [], user)
