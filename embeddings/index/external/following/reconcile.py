"""Comparing an engine with PostgreSQL, picture by picture; what differs is put there anew.

It writes nothing to the engine itself: it notes changes, as the triggers do, and whoever applies
those reads the pictures as they are then. So a comparison can never bring back what is older, and
from that moment on the door compares these pictures itself.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice

from django.db.models.functions import Now

from embeddings.index.external.asking import asking
from embeddings.index.external.following import follow
from embeddings.index.external.following.entries import read_entries, read_fingerprints
from embeddings.index.external.following.models import FollowedSpace, StoreChange
from embeddings.index.external.store import VectorStore

SLICE = 2_000
KINDS = ("compared", "missing", "stale", "orphan", "emptied")


def compare_next(followed: FollowedSpace, store: VectorStore) -> bool:
    """Compare the next pictures, by ascending id; was that the end of a pass?

    Where the engine has no room for the space any more, it is filled anew. Raises StoreAwayError.
    """
    space, after = followed.space, followed.compared_to
    with asking():
        is_there = store.holds(space)
    if not is_there:
        follow.empty(followed)
        _note(followed, {"emptied": 1}, compared_to=0, ends=True)
        return True
    mine = dict(read_fingerprints(space, after=after, limit=SLICE))
    with asking():
        theirs = dict(islice(store.fingerprints(space, after=after), 2 * SLICE))
    # As far as both have been read.
    ends = [max(rows) for rows, most in ((mine, SLICE), (theirs, 2 * SLICE)) if len(rows) == most]
    if ends:
        last = min(ends)
        mine = {image: print_ for image, print_ in mine.items() if image <= last}
        theirs = {image: print_ for image, print_ in theirs.items() if image <= last}
    differing = {image for image, _ in mine.items() ^ theirs.items()}
    found = {"compared": len(mine)} | _mend(followed, differing, theirs)
    _note(followed, found, compared_to=last if ends else 0, ends=not ends)
    return not ends


def _mend(
    followed: FollowedSpace, differing: Collection[int], theirs: dict[int, int]
) -> dict[str, int]:
    """Note the changes of those that still differ, and that nobody has noted; how many by kind."""
    if not differing:
        return {}
    noted = set(followed.changes.filter(image_id__in=differing).values_list("image_id", flat=True))
    # As they are now: what was changed and applied between the two readings is no difference.
    now = {each.image_id: each.fingerprint for each in read_entries(followed.space, [*differing])}
    kinds = {
        image: "orphan" if image not in now else "stale" if image in theirs else "missing"
        for image in differing
        if image not in noted and now.get(image) != theirs.get(image)
    }
    StoreChange.objects.bulk_create(
        StoreChange(followed=followed, image_id=image) for image in sorted(kinds)
    )
    return {kind: list(kinds.values()).count(kind) for kind in set(kinds.values())}


def _note(followed: FollowedSpace, found: dict[str, int], *, compared_to: int, ends: bool) -> None:
    total = {
        kind: followed.found.get(kind, 0) + found.get(kind, 0)
        for kind in KINDS
        if kind in followed.found or kind in found
    }
    followed.compared_to, followed.found = compared_to, {} if ends else total
    values = {"compared_to": compared_to, "found": followed.found}
    if ends:
        followed.found_before = total
        values |= {"found_before": total, "compared_at": Now()}
    FollowedSpace.objects.filter(pk=followed.pk).update(**values)
