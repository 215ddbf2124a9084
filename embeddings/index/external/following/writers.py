"""Waiting for transactions that began before the triggers saw that a space is followed."""

from __future__ import annotations

from embeddings.index.external.following.models import FollowedSpace
from embeddings.index.writers import read_writers


def writers_are_gone(followed: FollowedSpace) -> bool:
    """Whether all whose changes no trigger noted have ended, so that filling reads what they wrote.

    As PostgreSQL builds an index concurrently: it waits for those that are there, not for others.
    """
    if followed.writers == []:
        return True
    writing = read_writers()
    known = writing if followed.writers is None else writing & set(followed.writers)
    followed.writers = sorted(known)
    followed.save(update_fields=["writers"])
    return not known
