"""Shards that come, and shards that go."""

from __future__ import annotations

import time
from typing import Any

import psycopg
from django.utils.translation import gettext_lazy as _

from embeddings.index.fdw import schema
from embeddings.index.fdw.addresses import ShardAddress, ShardRefusedError, check_name
from embeddings.index.fdw.buckets import BUCKETS, plan_moves
from embeddings.index.fdw.connecting import BoundedConnection
from embeddings.index.fdw.layout import (
    Layout,
    address_of,
    note_change,
    open_coordinator,
    read_layout,
    rearranging,
)
from embeddings.index.fdw.maintenance import moving, rooms
from embeddings.index.fdw.maintenance.servers import drop_server, refusing, write_server
from embeddings.index.fdw.schema import COORDINATOR
from embeddings.index.fdw.visiting import CONNECT_SECONDS, WORK_SECONDS, addresses_of, visit

_OLDEST = 180_000
"""Since then an account may tell the planner how large a foreign table is (rooms.py)."""


def add(name: str, dsn: str) -> bool:
    """Make a database a shard; True where it was one, and only its address is changed.

    Raises ShardRefusedError, StoreAwayError.
    """
    check_name(name)
    address = ShardAddress.read(dsn)
    with open_coordinator(CONNECT_SECONDS) as coordinator:
        coordinator.allow(2 * WORK_SECONDS)
        if coordinator.info.server_version < _OLDEST:
            raise ShardRefusedError("server", _("The coordinator must be PostgreSQL 18 or newer."))
        with refusing():
            schema.prepare(coordinator, schema.COORDINATOR, ("vector", "postgres_fdw"))
        with rearranging(coordinator):
            layout = read_layout(coordinator, empty=True)
            known = name in layout.shards

            def prepare(name: str, shard: BoundedConnection) -> None:
                schema.prepare(shard, schema.SHARD, ("vector",))
                _own(shard, layout.id, name, known=known)
                for space_id, dimensions in layout.spaces.items():
                    shard.execute(schema.create_space_table(space_id, dimensions))

            visit({name: address}, prepare).check()
            with refusing():
                write_server(coordinator, name, address)
            for space_id, dimensions in layout.spaces.items():
                rooms.create_foreign(coordinator, space_id, dimensions, name)
            if not known:
                coordinator.execute(f"INSERT INTO {COORDINATOR}.shard (name) VALUES (%s)", [name])
                _give_buckets(coordinator, layout, name)
            note_change(coordinator)
    return known


def remove(name: str, tell: moving.Tell) -> None:
    """Empty a shard while searches go on, and forget it; may be broken off and called again.

    Raises ShardRefusedError, StoreAwayError.
    """
    if begin_leaving(name):
        moving.move(tell)
    with moving.moving() as coordinator:
        with rearranging(coordinator):
            coordinator.execute(f"DELETE FROM {COORDINATOR}.shard WHERE name = %s", [name])
            note_change(coordinator)
        # Searches that began before may still ask it.
        time.sleep(moving.grace_seconds())
        coordinator.allow(2 * WORK_SECONDS)
        visit(
            addresses_of(coordinator, [name]),
            lambda name, shard: shard.execute(f"DROP SCHEMA IF EXISTS {schema.SHARD} CASCADE"),
        ).check()
        drop_server(coordinator, name)


def begin_leaving(name: str) -> bool:
    """Let a shard get no more buckets; False where it has none left, and only its server is known.

    Raises ShardRefusedError for one that is not known at all, and for the last.
    """
    with open_coordinator(CONNECT_SECONDS) as coordinator:
        coordinator.allow(2 * WORK_SECONDS)
        with rearranging(coordinator):
            layout = read_layout(coordinator)
            if name not in layout.shards:
                if address_of(coordinator, name).params:
                    return False
                raise ShardRefusedError("name", _("There is no shard named %(name)s."), name=name)
            if layout.staying in ([name], []):
                raise ShardRefusedError("last", _("The last shard cannot be taken away."))
            coordinator.execute(
                f"UPDATE {COORDINATOR}.shard SET leaving = true WHERE name = %s", [name]
            )
    return True


def _own(shard: psycopg.Connection[Any], layout: str, name: str, *, known: bool) -> None:
    """Write down whose shard a database is, or see that it is this one."""
    owner = shard.execute(f"SELECT layout::text, name FROM {schema.SHARD}.owner").fetchone()
    if owner is None and known:
        raise ShardRefusedError(
            "server",
            _("That database is empty, and the shard %(name)s is not; see `remove --lost`."),
            name=name,
        )
    if owner is None:
        shard.execute(f"INSERT INTO {schema.SHARD}.owner VALUES (%s, %s)", [layout, name])
    elif owner != (layout, name):
        raise ShardRefusedError(
            "server",
            _("That database is a shard already, named %(name)s."),
            name=owner[1],
        )


def _give_buckets(coordinator: psycopg.Connection[Any], layout: Layout, name: str) -> None:
    """All buckets to the first shard; to later ones their share at once while nothing is kept."""
    if not layout.shards:
        coordinator.execute(
            f"INSERT INTO {COORDINATOR}.bucket SELECT generate_series(0, {BUCKETS - 1}), %s",
            [name],
        )
    elif not layout.spaces:
        for each in plan_moves(layout.owners, [*layout.staying, name]):
            coordinator.execute(
                f"UPDATE {COORDINATOR}.bucket SET shard = %s WHERE bucket = ANY(%s)",
                [each.target, list(each.buckets)],
            )
