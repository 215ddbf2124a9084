"""Buckets on their way from shard to shard, while searches and writers go on.

A bucket is copied while both shards are written to, is answered for by the new one once that has
all of it, and is deleted from the old one when no search can be under way that began before. So
each picture is on one shard at least at any moment; one that is on two is counted once.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

import psycopg
from django.utils.translation import gettext_lazy as _

from embeddings.index.external.store import StoreAwayError
from embeddings.index.fdw import copies
from embeddings.index.fdw.addresses import ShardRefusedError
from embeddings.index.fdw.buckets import Move, plan_moves
from embeddings.index.fdw.connecting import BoundedConnection
from embeddings.index.fdw.layout import (
    Layout,
    address_of,
    away,
    open_coordinator,
    read_layout,
    rearranging,
)
from embeddings.index.fdw.schema import COORDINATOR
from embeddings.index.fdw.visiting import CONNECT_SECONDS, WORK_SECONDS, addresses_of, visit
from embeddings.index_conf import conf

MOVE_LOCK = "hashtextextended('vitrine shards move', 0)"
_BUCKETS_AT_ONCE = 16
_FIRST_ID = -1

Tell = Callable[[str], object]


def move(tell: Tell) -> int:
    """Spread the buckets evenly over the shards that stay; how many have moved.

    Goes on with what was broken off. Raises StoreAwayError, ShardRefusedError.
    """
    moved = 0
    with moving() as coordinator:
        while plan := plan_of(read_layout(coordinator)):
            each = plan[0]
            _move(coordinator, each, tell)
            moved += len(each.buckets)
            coordinator.allow(2 * WORK_SECONDS)
        if moved:
            # A search that began before the last move may be about to ask the old shard.
            time.sleep(grace_seconds())
        coordinator.allow(2 * WORK_SECONDS)
        sweep(coordinator, read_layout(coordinator))
    return moved


def grace_seconds() -> float:
    """After so long no search is under way that began before."""
    return 2 * conf.SHARDS_ANSWER_SECONDS


def plan_of(layout: Layout) -> list[Move]:
    """What is to be moved; what was begun comes first."""
    begun: dict[tuple[str, str], list[int]] = defaultdict(list)
    for bucket, target in layout.moving.items():
        begun[layout.owners[bucket], target].append(bucket)
    unfinished = [Move(*pair, tuple(buckets)) for pair, buckets in sorted(begun.items())]
    return unfinished or plan_moves(layout.owners, layout.staying, most=_BUCKETS_AT_ONCE)


@contextmanager
def moving() -> Iterator[BoundedConnection]:
    """The coordinator's connection of the only mover; raises ShardRefusedError for a second."""
    with open_coordinator(CONNECT_SECONDS) as coordinator:
        coordinator.allow(2 * WORK_SECONDS)
        (alone,) = coordinator.execute(f"SELECT pg_try_advisory_lock({MOVE_LOCK})").fetchone() or (
            False,
        )
        if not alone:
            raise ShardRefusedError(
                "busy", _("Shards are being moved already, by another command.")
            )
        try:
            yield coordinator
        except psycopg.Error as error:
            raise away(str(_("The coordinator of the shards")), error) from None
        else:
            # Else it is held until PostgreSQL has ended the session, some time after it was closed.
            with suppress(psycopg.Error):
                coordinator.execute(f"SELECT pg_advisory_unlock({MOVE_LOCK})")


def sweep(coordinator: psycopg.Connection[Any], layout: Layout) -> None:
    """Delete what shards still have of buckets that others answer for."""
    kept = {
        name: [bucket for bucket in layout.owners if name in layout.keepers(bucket)]
        for name in layout.shards
    }

    def work(name: str, shard: BoundedConnection) -> None:
        for space_id in layout.spaces:
            shard.allow(WORK_SECONDS)
            copies.sweep(shard, space_id, kept[name])

    visit(addresses_of(coordinator, layout.shards), work).check()


def _move(coordinator: BoundedConnection, move: Move, tell: Tell) -> None:
    with ExitStack() as opened:
        source = _open(opened, coordinator, move.source)
        target = _open(opened, coordinator, move.target)

        def allow() -> None:
            for connection in (coordinator, source, target):
                connection.allow(2 * WORK_SECONDS)

        try:
            _mark(coordinator, target, move)
            for space_id in read_layout(coordinator).spaces:
                after: int | None = _FIRST_ID
                while after is not None:
                    allow()
                    # Nobody writes meanwhile: what is sent is what is there.
                    with rearranging(coordinator):
                        if space_id not in read_layout(coordinator).spaces:
                            break
                        after = copies.send(
                            source, target, space_id, buckets=move.buckets, after=after
                        )
            allow()
            _hand_over(coordinator, source, target, move)
        except psycopg.Error as error:
            shards = _("A move from %(source)s to %(target)s was broken off. One of them")
            named = shards % {"source": move.source, "target": move.target}
            raise away(named, error) from None
    tell(f"{len(move.buckets)} buckets have moved from {move.source} to {move.target}.")


def _mark(coordinator: BoundedConnection, target: BoundedConnection, move: Move) -> None:
    """From here on both shards are written to."""
    with rearranging(coordinator):
        layout = read_layout(coordinator)
        if all(layout.moving.get(bucket) == move.target for bucket in move.buckets):
            return
        for space_id in layout.spaces:
            # What it may have from an earlier time is older than what will be sent.
            copies.empty(target, space_id, move.buckets)
        coordinator.execute(
            f"UPDATE {COORDINATOR}.bucket SET moving_to = %s WHERE bucket = ANY(%s)",
            [move.target, list(move.buckets)],
        )


def _hand_over(
    coordinator: BoundedConnection,
    source: BoundedConnection,
    target: BoundedConnection,
    move: Move,
) -> None:
    """The new shard answers for the buckets from here on, if it has all of them."""
    with rearranging(coordinator):
        same = all(
            copies.checksum(source, space_id, move.buckets)
            == copies.checksum(target, space_id, move.buckets)
            for space_id in read_layout(coordinator).spaces
        )
        # Where a writer reached one of the two only, the move begins anew.
        owner = "moving_to" if same else "shard"
        coordinator.execute(
            f"UPDATE {COORDINATOR}.bucket SET shard = {owner}, moving_to = NULL"
            " WHERE bucket = ANY(%s)",
            [list(move.buckets)],
        )
    if not same:
        named = _("The copies on %(source)s and %(target)s differ; move them again.")
        raise StoreAwayError(str(named) % {"source": move.source, "target": move.target})


def _open(opened: ExitStack, coordinator: BoundedConnection, shard: str) -> BoundedConnection:
    params = address_of(coordinator, shard).params
    try:
        return opened.enter_context(BoundedConnection.open(params, seconds=CONNECT_SECONDS))
    except psycopg.Error as error:
        raise away(_("The shard %(name)s") % {"name": shard}, error) from None
