"""The database session that builds an index: its lock, its memory and its workers end with it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.transaction import TransactionManagementError

from embeddings.index.pgvector.tuning import Tuning
from embeddings.models import EmbeddingSpace
from infra.locks.advisory import locked_session

logger = logging.getLogger(__name__)

_ADVISORY_LOCK = 0x56697472  # "Vitr": one index build at a time, whichever worker begins it

_MB = 1024**2


@contextmanager
def building_session(space: EmbeddingSpace, *, tuning: Tuning) -> Iterator[CursorWrapper | None]:
    """A cursor in a session of its own that may build the space's index; None while another may.

    Raises TransactionManagementError inside a transaction: what builds an index concurrently waits
    for every older transaction, so for ever for the one it was called in.
    """
    if connection.in_atomic_block:
        raise TransactionManagementError("An index cannot be built inside a transaction.")
    with locked_session(_ADVISORY_LOCK) as cursor:
        if cursor is not None:
            rows = space.embeddings.ready().count()
            prepare_build(cursor, rows=rows, dimensions=space.dimensions, tuning=tuning)
        yield cursor


def prepare_build(
    cursor: CursorWrapper, *, rows: int, dimensions: int, tuning: Tuning, local: bool = False
) -> None:
    """Give the session, or `local` the transaction, the memory and the time to build an index."""
    memory, workers = plan_build(
        _read_server(cursor), rows=rows, dimensions=dimensions, tuning=tuning
    )
    values = {
        "maintenance_work_mem": f"{memory // 1024}kB",
        "max_parallel_maintenance_workers": str(workers),
        # A web process bounds its statements; a build takes as long as it takes.
        "statement_timeout": "0",
        "lock_timeout": "0",
    }
    for name, value in values.items():
        cursor.execute("SELECT set_config(%s, %s, %s)", [name, value, local])


class Server(NamedTuple):
    """What a PostgreSQL server may spend, by its own settings: bytes, and numbers of workers."""

    maintenance_work_mem: int
    shared_buffers: int
    max_parallel_maintenance_workers: int
    max_parallel_workers: int


def plan_build(server: Server, *, rows: int, dimensions: int, tuning: Tuning) -> tuple[int, int]:
    """Bytes of memory and parallel workers for a build, by what it needs and the server has."""
    needed = max(tuning.least_build_bytes, round(rows * (2 * dimensions + tuning.row_bytes) * 1.1))
    # A server's buffers are a quarter of its memory where its owner follows PostgreSQL's advice;
    # so this is half of it at most, or what the owner set aside for maintenance.
    allowed = max(server.maintenance_work_mem, 2 * server.shared_buffers)
    if needed > allowed:
        logger.warning(
            "an index of %d pictures needs %d MB to be built in memory; PostgreSQL's"
            " maintenance_work_mem and shared_buffers allow %d MB, so it will take longer",
            rows,
            needed // _MB,
            allowed // _MB,
        )
    workers = server.max_parallel_maintenance_workers
    if rows >= tuning.many_rows:
        workers = max(workers, server.max_parallel_workers // 2)
    return min(needed, allowed), workers


def _read_server(cursor: CursorWrapper) -> Server:
    cursor.execute(
        """
        SELECT pg_size_bytes(current_setting('maintenance_work_mem')),
            pg_size_bytes(current_setting('shared_buffers')),
            current_setting('max_parallel_maintenance_workers')::int,
            current_setting('max_parallel_workers')::int
        """
    )
    return Server(*cursor.fetchone())
