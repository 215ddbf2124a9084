"""Each big space has its own partial HNSW index; small ones are scanned exactly.

The index is built and rebuilt CONCURRENTLY, so uploads and searches go on; a search that finds it
not valid scans exactly, so answers are right all the while, only slower.
"""

from __future__ import annotations

import logging
import time

from django.db import DatabaseError, OperationalError
from django.db.backends.utils import CursorWrapper
from psycopg import errors

from embeddings.index.base import IndexStatus
from embeddings.index.pgvector.maintenance.build_session import building_session
from embeddings.index.pgvector.maintenance.leftovers import (
    drop_half_built,
    drop_index,
    drop_leftovers,
)
from embeddings.index.pgvector.maintenance.status import read_status
from embeddings.index.pgvector.tuning import Tuning
from embeddings.models import EmbeddingSpace, ImageEmbedding

logger = logging.getLogger(__name__)


def build_index(space: EmbeddingSpace, *, anew: bool, tuning: Tuning) -> bool:
    """Build the space's index, or with `anew` a valid one once more beside it; was it built?

    False where a valid index is there already, or while somebody else builds one. Raises
    TransactionManagementError inside a transaction, DatabaseError when the build fails.
    """
    with building_session(space, tuning=tuning) as cursor:
        if cursor is None:
            return False
        drop_leftovers(space, cursor)
        if read_status(space) == IndexStatus.VALID and not anew:
            return False
        started = time.monotonic()
        try:
            _write(space, cursor, tuning=tuning)
        except DatabaseError:
            drop_half_built(space, cursor)
            raise
        logger.info("built %s in %.0f s", space.index_name, time.monotonic() - started)
    return True


def _write(space: EmbeddingSpace, cursor: CursorWrapper, *, tuning: Tuning) -> None:
    try:
        _create_or_rebuild(space, cursor, tuning=tuning)
    except OperationalError as error:
        if not isinstance(error.__cause__, (errors.DiskFull, errors.OutOfMemory)):
            raise
        # Parallel workers share the graph in memory of which containers give little (Docker:
        # 64 MB); one process alone needs none of it.
        logger.warning("building the index of %s without parallel workers: %s", space, error)
        cursor.execute("SET max_parallel_maintenance_workers = 0")
        drop_leftovers(space, cursor)
        _create_or_rebuild(space, cursor, tuning=tuning)


def _create_or_rebuild(space: EmbeddingSpace, cursor: CursorWrapper, *, tuning: Tuning) -> None:
    if read_status(space) == IndexStatus.VALID:
        cursor.execute(f"REINDEX INDEX CONCURRENTLY {space.index_name}")
        return
    # What an earlier build left when it broke off is never used, but kept up to date.
    drop_index(space.index_name, cursor)
    # An index expression takes no parameters; all numbers that are written into it are integers of
    # ours.
    cursor.execute(
        f"""
        CREATE INDEX CONCURRENTLY {space.index_name}
        ON {ImageEmbedding._meta.db_table}
        USING hnsw ((vector::halfvec({space.dimensions:d})) halfvec_cosine_ops)
        WITH (m = {tuning.m:d}, ef_construction = {tuning.ef_construction:d})
        WHERE space_id = {space.pk:d} AND state = 'ready'
        """
    )
