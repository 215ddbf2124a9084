"""What builds that broke off left behind: PostgreSQL keeps it up to date, and nobody uses it."""

from __future__ import annotations

from contextlib import suppress

from django.db import Error, connection
from django.db.backends.utils import CursorWrapper

from embeddings.index.base import IndexStatus
from embeddings.index.pgvector.maintenance.status import read_status
from embeddings.models import EmbeddingSpace


def find_leftovers(space: EmbeddingSpace) -> list[str]:
    """The names of half-built indexes of a rebuild that nobody is at any more."""
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


def drop_leftovers(space: EmbeddingSpace, cursor: CursorWrapper) -> None:
    """Remove what a rebuild left when it broke off."""
    for name in find_leftovers(space):
        drop_index(name, cursor)


def drop_half_built(space: EmbeddingSpace, cursor: CursorWrapper) -> None:
    """What broke off takes room, and every upload's time, until somebody tries again."""
    with suppress(Error):  # the session may be what broke; the next attempt drops it, too
        drop_leftovers(space, cursor)
        if read_status(space) == IndexStatus.INVALID:
            drop_index(space.index_name, cursor)


def drop_index(name: str, cursor: CursorWrapper) -> None:
    """Remove an index while searches go on. `name` is one of ours, never what somebody typed."""
    cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
