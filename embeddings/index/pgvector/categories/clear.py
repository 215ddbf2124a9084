"""Tables of categories that no search uses: of builds that broke off, given up, or left over."""

from __future__ import annotations

import logging

from django.db import OperationalError, connection, transaction

from embeddings.index.pgvector.categories.models import TABLES
from embeddings.index.pgvector.tuning import Tuning
from embeddings.models import CategoryIndex

logger = logging.getLogger(__name__)

# A search that has read that it may use a table asks it a moment later.
_UNUSED = f"""
    SELECT index.id FROM embeddings_categoryindex index
    JOIN embeddings_embeddingspace space ON space.id = index.space_id
    WHERE filled_at IS NULL OR given_up_at < now() - %s * interval '1 second'
        OR space.state = 'retired'
    UNION
    SELECT substring(relname FROM '[0-9]+$')::bigint FROM pg_class
    WHERE relkind = 'r' AND pg_table_is_visible(oid) AND relname ~ '^{TABLES}[0-9]+$'
        AND NOT EXISTS (
            SELECT FROM embeddings_categoryindex WHERE relname = '{TABLES}' || id
        )
"""  # noqa: S608 - a constant of ours
_DROP_WAITS = "2s"


def clear_unused(tuning: Tuning) -> None:
    """Drop what no search uses. Nobody may be at a build, whose table looks the same."""
    with connection.cursor() as cursor:
        cursor.execute(_UNUSED, [tuning.keep_given_up])
        unused = [index for (index,) in cursor.fetchall()]
    for index in unused:
        try:
            drop_table(index)
        except OperationalError as error:  # somebody reads it all the while, such as a backup
            logger.warning("%s%d could not be dropped yet: %s", TABLES, index, error)


def drop_table(index: int) -> None:
    """Drop the table and the row of an index; raises OperationalError where it is in use."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{_DROP_WAITS}'")
            cursor.execute(f"DROP TABLE IF EXISTS {TABLES}{index:d}")
        CategoryIndex.objects.filter(pk=index).delete()
