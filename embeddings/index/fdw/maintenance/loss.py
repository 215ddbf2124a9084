"""A shard that will not come back, and its pictures, which PostgreSQL still has."""

from __future__ import annotations

from embeddings.index.external.following.models import FollowedSpace
from embeddings.index.external.following.reconcile import compare_next
from embeddings.index.external.store import VectorStore
from embeddings.index.fdw.buckets import plan_moves
from embeddings.index.fdw.layout import note_change, open_coordinator, read_layout, rearranging
from embeddings.index.fdw.maintenance import membership, moving
from embeddings.index.fdw.maintenance.servers import drop_server
from embeddings.index.fdw.schema import COORDINATOR
from embeddings.index.fdw.visiting import CONNECT_SECONDS, WORK_SECONDS


def give_up(name: str) -> None:
    """Let the others answer for a lost shard's buckets, which they do not have yet.

    Answers say that they are incomplete until `mend` has been. Raises ShardRefusedError,
    StoreAwayError.
    """
    membership.begin_leaving(name)
    with moving.moving() as coordinator:
        with rearranging(coordinator):
            layout = read_layout(coordinator)
            bucket = f"UPDATE {COORDINATOR}.bucket SET"
            coordinator.execute(f"{bucket} moving_to = NULL WHERE moving_to = %s", [name])
            for each in plan_moves(layout.owners, layout.staying):
                if each.source == name:
                    coordinator.execute(
                        f"{bucket} shard = %s, moving_to = NULL, lacking = true"
                        " WHERE bucket = ANY(%s)",
                        [each.target, list(each.buckets)],
                    )
            coordinator.execute(f"DELETE FROM {COORDINATOR}.shard WHERE name = %s", [name])
            note_change(coordinator)
        drop_server(coordinator, name)


def mend(store: VectorStore, *, engine: str) -> bool:
    """Note every picture that the shards lack, so that workers put it back; was there a loss?

    Once all are noted the door compares those that are missing itself, and answers are complete.
    Raises StoreAwayError.
    """
    with open_coordinator(CONNECT_SECONDS) as coordinator:
        coordinator.allow(WORK_SECONDS)
        if not read_layout(coordinator).lacking:
            return False
    for followed in FollowedSpace.objects.filter(engine__name=engine).select_related("space"):
        followed.compared_to, followed.found = 0, {}
        while not compare_next(followed, store):
            pass
    with open_coordinator(CONNECT_SECONDS) as coordinator:
        coordinator.allow(WORK_SECONDS)
        with rearranging(coordinator):
            coordinator.execute(f"UPDATE {COORDINATOR}.bucket SET lacking = false")
            note_change(coordinator)
    return True
