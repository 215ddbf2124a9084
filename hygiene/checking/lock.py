"""One process at a time goes through the catalogue, whichever begins."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from django.db import connection

LOCK = 0x68796769  # in PostgreSQL's table of advisory locks; "hygi"


@contextmanager
def checking_alone() -> Iterator[bool]:
    """Whether nobody else does this very moment; the lock ends with its session, killed or not."""
    with closing(connection.copy()) as session, session.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        yield bool(cursor.fetchone()[0])
