"""Counting with an end, and how a figure that was not counted just now is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import Model, QuerySet

from monitoring.conf import MOST_COUNTED, SMALL


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many there are: exactly now, at least so many, or as many as there were."""

    number: int
    is_least: bool = False
    """There are more, which nobody counted."""
    counted_at: datetime | None = None
    """When it was counted; None: just now."""
    is_estimate: bool = False
    """PostgreSQL's own guess, from when it last looked through the table."""


def count_up_to(rows: QuerySet[Any], *, most: int = MOST_COUNTED) -> Count:
    """Count rows that a small index holds; no more than `most` are read."""
    found = rows.order_by()[: most + 1].count()
    return Count(number=min(found, most), is_least=found > most)


def count_small(rows: QuerySet[Any]) -> Count | None:
    """Count all of them in some milliseconds; None where there are more than SMALL."""
    found = count_up_to(rows, most=SMALL)
    return None if found.is_least else found


def estimate(model: type[Model]) -> Count | None:
    """How many rows PostgreSQL thinks there are; None for a table it never looked through."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reltuples::bigint FROM pg_class WHERE oid = to_regclass(%s)",
            [model._meta.db_table],
        )
        (rows,) = cursor.fetchone()
    return Count(number=rows, is_estimate=True) if rows >= 0 else None


def count_within(rows: QuerySet[Any], *, milliseconds: int) -> int | None:
    """Count all of them; None where that takes longer."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL statement_timeout = {milliseconds:d}")
            counted = rows.order_by().count()
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout TO DEFAULT")
            return counted
    except DatabaseError:
        return None
