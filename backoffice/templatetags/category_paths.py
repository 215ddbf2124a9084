"""The way to a category in a template: {{ run.category_id|category_path }}."""

from __future__ import annotations

from django import template

from catalog.categories.paths import read_paths

register = template.Library()


@register.filter
def category_path(category_id: int) -> str:
    """Home > Lamps; one short statement."""
    return read_paths([category_id]).get(category_id, "–")
