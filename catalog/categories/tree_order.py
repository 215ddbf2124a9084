"""Categories of a queryset in an order that somebody worked out."""

from __future__ import annotations

from django.db.models.expressions import RawSQL


def in_this_order(ids: list[int]) -> RawSQL:
    """For `order_by`: the place of each category among these ids, which the queryset holds."""
    return RawSQL("array_position(%s::bigint[], catalog_category.id)", [ids])
