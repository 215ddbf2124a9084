"""Waiting for transactions that began before the triggers saw that a space is followed."""

from __future__ import annotations

from django.db import connection

from embeddings.index.external.following.models import FollowedSpace

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


def writers_are_gone(followed: FollowedSpace) -> bool:
    """Whether all whose changes no trigger noted have ended, so that filling reads what they wrote.

    As PostgreSQL builds an index concurrently: it waits for those that are there, not for others.
    """
    if followed.writers == []:
        return True
    with connection.cursor() as cursor:
        cursor.execute(_WRITERS)
        writing = {row[0] for row in cursor.fetchall()}
    known = writing if followed.writers is None else writing & set(followed.writers)
    followed.writers = sorted(known)
    followed.save(update_fields=["writers"])
    return not known
