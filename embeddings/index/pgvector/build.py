"""Each big space has its own partial HNSW index; small ones are scanned exactly.

The index is built and rebuilt CONCURRENTLY, so uploads and searches go on; whoever asks
`index_is_valid` and hears no scans exactly, so answers are right all the while, only slower.
"""

from __future__ import annotations

import logging
import threading
import time
from contextlib import suppress
from dataclasses import dataclass

from django.db import DatabaseError, Error, OperationalError, connection, connections
from django.db.backends.utils import CursorWrapper
from psycopg import errors

from embeddings.index.pgvector.build_session import building_session
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.querysets import MAX_INDEX_DIMENSIONS
from embeddings.spaces.cooldown import Cooldown
from infra import publisher as messages

logger = logging.getLogger(__name__)

# Below this an exact scan of halfvec(2300) takes under about 15 ms and needs no upkeep.
INDEX_MIN_ROWS = 5_000
# pgvector's own defaults are 16 and 64. Twice the candidates while building take half as long
# again once, and every search finds more with fewer: docs/benchmarks.md.
_M = 16
_EF_CONSTRUCTION = 128
_ASK_AGAIN_SECONDS = 10
# Not read by then (no worker, say), the nightly measurement does.
_MEASURE_WITHIN_SECONDS = 3_600

_known: dict[int, tuple[float, bool]] = {}
_pauses = Cooldown(seconds=600)


def index_is_valid(space: EmbeddingSpace) -> bool:
    """Whether searches may use the space's index; asked of PostgreSQL every few seconds."""
    asked, valid = _known.get(space.pk, (float("-inf"), False))
    if time.monotonic() - asked > _ASK_AGAIN_SECONDS:
        valid = read_index_state(space) == "valid"
        _known[space.pk] = (time.monotonic(), valid)
    return valid


def read_index_state(space: EmbeddingSpace) -> str:
    """`valid`, `invalid` (being built, or its build broke off) or `missing`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)",
            [space.index_name],
        )
        row = cursor.fetchone()
    return "missing" if row is None else "valid" if row[0] else "invalid"


def wants_index(space: EmbeddingSpace) -> bool:
    """Whether the space is big enough for an index, and not too wide for one."""
    return (
        space.dimensions <= MAX_INDEX_DIMENSIONS
        and space.embeddings.ready()[:INDEX_MIN_ROWS].count() >= INDEX_MIN_ROWS
    )


@dataclass(frozen=True)
class BuildProgress:
    """How far PostgreSQL is with an index, in its own words."""

    phase: str
    percent: float | None
    """Of this phase, 0 to 100; None where PostgreSQL cannot tell."""

    def __str__(self) -> str:
        return self.phase if self.percent is None else f"{self.phase}, {self.percent:.0f} %"


def read_build_progress(space: EmbeddingSpace) -> BuildProgress | None:
    """How far the build of the space's index is; None when none is under way."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT phase, 100.0 * blocks_done / nullif(blocks_total, 0)
            FROM pg_stat_progress_create_index JOIN pg_class ON pg_class.oid = index_relid
            WHERE datname = current_database() AND relname ~ %s
            """,
            [f"^{space.index_name}(_ccnew[0-9]*)?$"],
        )
        row = cursor.fetchone()
    return row and BuildProgress(row[0], None if row[1] is None else round(float(row[1]), 1))


def ensure_indexes() -> None:
    """Begin the index of each space that has become big enough; returns at once.

    After a build that failed it is left alone for ten minutes.
    """
    for space in EmbeddingSpace.objects.active():
        wanted = read_index_state(space) != "valid" and wants_index(space)
        if _find_leftovers(space) or (wanted and not _pauses.is_active(space)):
            # PostgreSQL does the work; the thread only waits, so the worker goes on embedding.
            threading.Thread(target=_build_in_thread, args=[space], daemon=True).start()


def _build_in_thread(space: EmbeddingSpace) -> None:
    try:
        build_index(space)
    except DatabaseError:
        _pauses.begin(space)
        logger.exception("the index of %s could not be built", space)
    finally:
        connections.close_all()


def build_index(space: EmbeddingSpace) -> bool:
    """Build the space's index if it has none, unless somebody else is at it; was it built?

    Raises TransactionManagementError inside a transaction, DatabaseError when the build fails.
    """
    return _build(space, anew=False)


def reindex(space: EmbeddingSpace) -> bool:
    """Build the space's index anew beside the old one, which answers until then; was it built?

    False while somebody else builds one. Raises as `build_index` does; the old index then stays.
    """
    return _build(space, anew=True)


def _build(space: EmbeddingSpace, *, anew: bool) -> bool:
    with building_session(space) as cursor:
        if cursor is None:
            return False
        _drop_leftovers(space, cursor)
        if read_index_state(space) == "valid" and not anew:
            return False
        started = time.monotonic()
        try:
            _write(space, cursor)
        except DatabaseError:
            _drop_half_built(space, cursor)
            raise
        logger.info("built %s in %.0f s", space.index_name, time.monotonic() - started)
    _known.pop(space.pk, None)
    messages.send(
        "embeddings.tasks.measure_recall", space.pk, expires_seconds=_MEASURE_WITHIN_SECONDS
    )
    return True


def _write(space: EmbeddingSpace, cursor: CursorWrapper) -> None:
    try:
        _create_or_rebuild(space, cursor)
    except OperationalError as error:
        if not isinstance(error.__cause__, (errors.DiskFull, errors.OutOfMemory)):
            raise
        # Parallel workers share the graph in memory of which containers give little (Docker:
        # 64 MB); one process alone needs none of it.
        logger.warning("building the index of %s without parallel workers: %s", space, error)
        cursor.execute("SET max_parallel_maintenance_workers = 0")
        _drop_leftovers(space, cursor)
        _create_or_rebuild(space, cursor)


def _create_or_rebuild(space: EmbeddingSpace, cursor: CursorWrapper) -> None:
    if read_index_state(space) == "valid":
        cursor.execute(f"REINDEX INDEX CONCURRENTLY {space.index_name}")
        return
    # What an earlier build left when it broke off is never used, but kept up to date.
    cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {space.index_name}")
    # No parameters: an index expression takes none. All numbers are integers of ours.
    cursor.execute(
        f"""
        CREATE INDEX CONCURRENTLY {space.index_name}
        ON {ImageEmbedding._meta.db_table}
        USING hnsw ((vector::halfvec({space.dimensions:d})) halfvec_cosine_ops)
        WITH (m = {_M:d}, ef_construction = {_EF_CONSTRUCTION:d})
        WHERE space_id = {space.pk:d} AND state = 'ready'
        """
    )


def _drop_half_built(space: EmbeddingSpace, cursor: CursorWrapper) -> None:
    """What broke off takes room, and every upload's time, until somebody tries again."""
    with suppress(Error):  # the session may be what broke; the next attempt drops it, too
        _drop_leftovers(space, cursor)
        if read_index_state(space) == "invalid":
            cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {space.index_name}")


def _drop_leftovers(space: EmbeddingSpace, cursor: CursorWrapper) -> None:
    for name in _find_leftovers(space):
        cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")


def _find_leftovers(space: EmbeddingSpace) -> list[str]:
    """What a rebuild left when it broke off: PostgreSQL keeps it up to date, and nobody uses it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
            WHERE relname ~ %s AND NOT EXISTS (
                SELECT FROM pg_stat_progress_create_index WHERE index_relid = indexrelid
            )
            """,
            [f"^{space.index_name}_cc(new|old)[0-9]*$"],
        )
        return [name for (name,) in cursor.fetchall()]
