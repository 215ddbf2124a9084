"""One process at a time goes through the catalogue, whichever begins."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

from django.db import DatabaseError, connection

LOCK = 0x68796769  # in PostgreSQL's table of advisory locks; "hygi"


@contextmanager
def checking_alone() -> Iterator[bool]:
    """Whether nobody else does this very moment; of one who is killed the lock ends as well."""
    with closing(connection.copy()) as session, session.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        alone = bool(cursor.fetchone()[0])
        try:
            yield alone
        finally:
            # PostgreSQL ends a session some time after it was closed; nobody is to wait for that.
            with suppress(DatabaseError):
                cursor.execute("SELECT pg_advisory_unlock(%s) WHERE %s", [LOCK, alone])
