"""One at a time, by a name that all processes agree on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

from django.db import DatabaseError, connection
from django.db.backends.utils import CursorWrapper

_AGAIN_SECONDS = 0.05


def lock_until_commit(name: str) -> None:
    """Wait until nobody else holds this name, and hold it until the transaction ends.

    Raises Django's DatabaseError where that takes longer than statements may.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def try_to_lock(name: str) -> bool:
    """The same without waiting; False where somebody else holds it this very moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        return bool(cursor.fetchone()[0])


def wait_for_lock(name: str, *, seconds: float) -> None:
    """As `lock_until_commit`, with more patience than a web process has with one statement.

    It asks again and again, so that no statement waits. After so long it waits once more like that.
    """
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if try_to_lock(name):
            return
        time.sleep(_AGAIN_SECONDS)
    lock_until_commit(name)


@contextmanager
def locked_session(key: int) -> Iterator[CursorWrapper | None]:
    """A cursor in a session of its own that holds this lock; None while another one holds it.

    The lock of a process that is killed ends as well.
    """
    with closing(connection.copy()) as session, session.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        if not cursor.fetchone()[0]:
            yield None
            return
        try:
            yield cursor
        finally:
            # PostgreSQL ends a session some time after it was closed; nobody is to wait for that.
            with suppress(DatabaseError):
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
