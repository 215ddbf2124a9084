"""One at a time, by a name that all processes agree on."""

from __future__ import annotations

from django.db import connection


def lock_until_commit(name: str) -> None:
    """Wait until nobody else holds this name, and hold it until the transaction ends.

    Raises Django's DatabaseError where that takes longer than statements may.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
