"""What PostgreSQL says of a space's index: whether it is there, valid, or being built."""

from __future__ import annotations

import time
from math import ceil

from django.db import connection

from embeddings.index.base import BuildProgress, IndexStatus
from embeddings.index.pgvector.tuning import Tuning
from embeddings.models import EmbeddingSpace
from embeddings.spaces.snapshot import SearchedSpace


def read_status(space: SearchedSpace) -> IndexStatus:
    """Whether searches may use the index, this very moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)",
            [space.index_name],
        )
        row = cursor.fetchone()
    if row is None:
        return IndexStatus.MISSING
    return IndexStatus.VALID if row[0] else IndexStatus.INVALID


class Validity:
    """Whether searches may use an index, asked of PostgreSQL only every few seconds."""

    def __init__(self, tuning: Tuning) -> None:
        self._tuning = tuning
        self._known: dict[int, tuple[float, bool]] = {}

    def holds(self, space: SearchedSpace) -> bool:
        """Whether the index was valid when PostgreSQL was last asked."""
        asked, valid = self._known.get(space.pk, (float("-inf"), False))
        if time.monotonic() - asked > self._tuning.remember_validity:
            valid = read_status(space) == IndexStatus.VALID
            self._known[space.pk] = (time.monotonic(), valid)
        return valid

    def forget(self, space: EmbeddingSpace) -> None:
        """Ask again at the next search."""
        self._known.pop(space.pk, None)


def wants_index(space: EmbeddingSpace, *, tuning: Tuning) -> bool:
    """Whether the space is big enough for an index, and not too wide for one."""
    return (
        space.dimensions <= tuning.max_dimensions
        and space.embeddings.ready()[: tuning.min_rows].count() >= tuning.min_rows
    )


def lacks_index(space: EmbeddingSpace, *, tuning: Tuning) -> bool:
    """Whether the space has yet to get the index that it is big enough for."""
    return read_status(space) != IndexStatus.VALID and wants_index(space, tuning=tuning)


def wants_categories(space: EmbeddingSpace, *, tuning: Tuning) -> bool:
    """Whether categories of the space may be big enough for indexes beside its own, or have some.

    As long as it has none itself every search is a scan, which an index of a category cannot spare.
    """
    if read_status(space) != IndexStatus.VALID:
        return False
    least = tuning.category_from_pictures / tuning.category_most_share
    big = least > 0 and space.embeddings.ready()[: ceil(least)].count() >= least
    return big or space.category_indexes.exists()


def read_progress(space: EmbeddingSpace) -> BuildProgress | None:
    """How far the build or rebuild of the space's index is; None when none is under way."""
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
    if row is None:
        return None
    return BuildProgress(row[0], None if row[1] is None else round(float(row[1]), 1))
