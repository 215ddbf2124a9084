"""Each big space has its own partial HNSW index; small ones are scanned exactly.

The index is built CONCURRENTLY, so uploads and searches go on; whoever asks `index_is_valid` and
hears no scans exactly, so answers are right all the while, only slower.
"""

from __future__ import annotations

import logging
import threading
import time

from django.db import DatabaseError, connection, connections

from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.querysets import MAX_INDEX_DIMENSIONS

logger = logging.getLogger(__name__)

# Below this an exact scan of halfvec(2300) takes under about 15 ms and needs no upkeep.
INDEX_MIN_ROWS = 5_000
_ADVISORY_LOCK = 0x56697472  # "Vitr": one index build at a time, whichever worker begins it
_ASK_AGAIN_SECONDS = 10

_known: dict[int, tuple[float, bool]] = {}


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


def ensure_indexes() -> None:
    """Begin the index of each space that has become big enough; returns at once."""
    for space in EmbeddingSpace.objects.active():
        if (
            space.dimensions <= MAX_INDEX_DIMENSIONS
            and space.embeddings.ready()[:INDEX_MIN_ROWS].count() >= INDEX_MIN_ROWS
            and read_index_state(space) != "valid"
        ):
            # PostgreSQL does the work; the thread only waits, so the worker goes on embedding.
            threading.Thread(target=_build_in_thread, args=[space], daemon=True).start()


def _build_in_thread(space: EmbeddingSpace) -> None:
    try:
        build_index(space)
    except DatabaseError:
        logger.exception("the index of %s could not be built", space)
    finally:
        connections.close_all()


def build_index(space: EmbeddingSpace) -> bool:
    """Build the space's HNSW index unless somebody else is at it; was it built?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_ADVISORY_LOCK])
        if not cursor.fetchone()[0]:
            return False
        try:
            if read_index_state(space) == "valid":
                return False
            # What an earlier build left when it broke off is never used, but kept up to date.
            cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {space.index_name}")
            started = time.monotonic()
            # No parameters: an index expression takes none. Both numbers are integers of ours.
            cursor.execute(
                f"""
                CREATE INDEX CONCURRENTLY {space.index_name}
                ON {ImageEmbedding._meta.db_table}
                USING hnsw ((vector::halfvec({space.dimensions:d})) halfvec_cosine_ops)
                WHERE space_id = {space.pk:d} AND state = 'ready'
                """
            )
            logger.info("built %s in %.0f s", space.index_name, time.monotonic() - started)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_ADVISORY_LOCK])
    _known.pop(space.pk, None)
    return True
