"""Transactions that may have changed what is searched, before a trigger was told to note it."""

from __future__ import annotations

from django.db import connection

# Who has written to a table holds this lock on it until the transaction ends.
_WRITERS = """
    SELECT virtualtransaction FROM pg_locks
    WHERE mode = 'RowExclusiveLock' AND granted AND pid <> pg_backend_pid()
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND relation IN (
            'embeddings_imageembedding'::regclass, 'catalog_product'::regclass,
            'catalog_category'::regclass
        )
"""


def read_writers() -> set[str]:
    """The transactions that have written to embeddings, products or categories and go on."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITERS)
        return {row[0] for row in cursor.fetchall()}
