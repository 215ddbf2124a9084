"""The condition that a product stands in one of many categories."""

from __future__ import annotations

from django.db.models import BooleanField, F, Func, TextField, Value


def stands_in(subtree: str) -> Func:
    """In one of the categories whose ids are given as PostgreSQL writes an array."""
    # One array, as PostgreSQL wrote it: the ORM would quote a thousand of them one by one.
    return Func(
        F("category_id"),
        Value(subtree, output_field=TextField()),
        template="(%(expressions)s::bigint[]))",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )
