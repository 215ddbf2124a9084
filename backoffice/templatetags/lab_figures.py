"""Shares as people read them."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def percent(share: float) -> str:
    """0.253 as 25; below 1 % with a digit that counts: 0.0003 as 0.03."""
    figure = 100 * share
    places = 0 if figure >= 1 or not figure else 2
    return number_format(figure, decimal_pos=places)
