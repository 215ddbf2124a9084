"""A step of filling an engine or keeping it in step: some pictures are put there."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum, auto

from django.db import connection, transaction
from django.db.models.functions import Now

from embeddings.index.external.asking import asking
from embeddings.index.external.following.entries import read_entries, read_next_entries
from embeddings.index.external.following.models import FollowedSpace
from embeddings.index.external.following.rest import is_rested, let_rest
from embeddings.index.external.following.writers import writers_are_gone
from embeddings.index.external.store import StoreAwayError, VectorStore

BATCH = 500
"""Pictures put at once: 5 MB of 2,342 numbers each."""
_FROZEN_SECONDS = 90
"""A worker that does nothing for so long while it holds a space loses it: an engine has half a
minute to answer."""


class Step(Enum):
    """What came of a step."""

    MOVED = auto()
    """Something was put there, and there may be more."""
    DONE = auto()
    """The engine has all there is."""
    BUSY = auto()
    """Somebody else is at it, or writers that began earlier have to end first."""
    AWAY = auto()
    """The engine does not answer, or rests since it did not."""


def take_step(pk: int, store: VectorStore) -> Step:
    """Put the next pictures of a followed space into its engine.

    The row of the space is locked meanwhile, so that what is newer is never overwritten by what is
    older. Whoever dies in the midst of it leaves the changes where they are: the next one puts
    the same pictures there once more.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL idle_in_transaction_session_timeout = '{_FROZEN_SECONDS}s'")
        # Not against writers of the shop, who read the row: FOR NO KEY UPDATE.
        rows = FollowedSpace.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
        followed = rows.select_related("space").filter(pk=pk).first()
        if followed is None:
            return Step.BUSY
        if not FollowedSpace.objects.filter(is_rested(), pk=pk).exists():
            return Step.AWAY
        if not writers_are_gone(followed):
            return Step.BUSY
        try:
            moved = _fill(followed, store) if followed.filled_at is None else False
            moved = _apply(followed, store) or moved
        except StoreAwayError:
            let_rest(followed)
            return Step.AWAY
        if followed.failures:
            followed.failures, followed.rests_until = 0, None
            followed.save(update_fields=["failures", "rests_until"])
        return Step.MOVED if moved else Step.DONE


def _fill(followed: FollowedSpace, store: VectorStore) -> bool:
    """Put the next of all pictures there, as they are now."""
    space = followed.space
    entries = read_next_entries(space, after=followed.filled_to, limit=BATCH)
    with asking():
        if followed.filled_to == 0:
            store.drop(space)
            store.create(space)
        if entries:
            store.put(space, entries)
    if entries:
        followed.filled_to = entries[-1].image_id
    followed.save(update_fields=["filled_to"])
    if len(entries) < BATCH:
        # From then on a search sees what was put last.
        until = Now() + timedelta(seconds=store.seen_after_seconds)
        FollowedSpace.objects.filter(pk=followed.pk).update(filled_at=until)
    return True


def _apply(followed: FollowedSpace, store: VectorStore) -> bool:
    """Put the pictures of the oldest changes there as they are now, or take them out."""
    changes, unseen = followed.changes.filter(applied_at=None), store.seen_after_seconds
    rows = dict(changes.order_by("pk").values_list("pk", "image_id")[:BATCH])
    if rows:
        images = list(dict.fromkeys(rows.values()))
        entries = read_entries(followed.space, images)
        there = {entry.image_id for entry in entries}
        gone = [image for image in images if image not in there]
        with asking():
            if entries:
                store.put(followed.space, entries)
            if gone:
                store.remove(followed.space, gone)
    # Until a search of the engine sees it, the door compares the picture itself.
    if unseen:
        followed.changes.filter(pk__in=rows).update(applied_at=Now())
        followed.changes.filter(applied_at__lte=Now() - timedelta(seconds=unseen)).delete()
    else:
        followed.changes.filter(pk__in=rows).delete()
    return bool(rows)
