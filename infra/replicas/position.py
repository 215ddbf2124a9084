"""How far the copy of the data goes that a server has: its position in the write-ahead log."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.db import Error, connection
from django.db.backends.base.base import BaseDatabaseWrapper

NOT_YET = 2**63 - 1
"""A position that no server reaches: what was written lies nobody knows how far."""

_POSITION = """
SELECT pg_is_in_recovery(),
    (CASE WHEN pg_is_in_recovery() THEN coalesce(pg_last_wal_replay_lsn(), '0/0')
        ELSE pg_current_wal_flush_lsn() END - '0/0'::pg_lsn)::bigint,
    (SELECT system_identifier::text FROM pg_control_system()),
    extract(epoch FROM pg_postmaster_start_time())::float8,
    extract(epoch FROM clock_timestamp())::float8,
    extract(epoch FROM pg_last_xact_replay_timestamp())::float8
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What a server said of itself."""

    follows: bool
    """Whether it replays what another server writes, and takes no changes itself."""
    lsn: int
    """Bytes of the log that are in its tables; of the primary, that are on its disk."""
    cluster: str
    """The same for a primary and all copies of it."""
    started: float
    """Unix seconds by its own clock; tells servers of one cluster apart."""
    clock: float
    """Unix seconds by its own clock as it answered."""
    replayed_at: float | None
    """When the last transaction that it replayed was committed, by the primary's clock."""
    asked_at: float
    """Seconds by this process's own clock (`time.monotonic`)."""


def read_position(server: BaseDatabaseWrapper) -> Position:
    """Ask a server; raises Django's Error."""
    asked_at = time.monotonic()
    with server.cursor() as cursor:
        cursor.execute(_POSITION)
        follows, lsn, cluster, started, clock, replayed_at = cursor.fetchone()
    return Position(
        follows=follows,
        lsn=lsn,
        cluster=cluster,
        started=started,
        clock=clock,
        replayed_at=replayed_at,
        asked_at=asked_at,
    )


def written_up_to() -> int:
    """Where the log of the primary ends after what this thread has written; NOT_YET if unknown.

    The end of what is inserted, not of what is on the disk: with `synchronous_commit = off` a
    commit is acknowledged before that.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint")
            return int(cursor.fetchone()[0])
    except Error:
        return NOT_YET
