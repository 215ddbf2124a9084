"""A space's tables: one on each shard, and the coordinator's name for each of them."""

from __future__ import annotations

from typing import Any

import psycopg

from embeddings.index.fdw import schema
from embeddings.index.fdw.layout import note_change, open_coordinator, read_layout, rearranging
from embeddings.index.fdw.visiting import CONNECT_SECONDS, WORK_SECONDS, addresses_of, visit

# What the coordinator's planner is to believe of every foreign table. With few rows, or as many as
# a filter seems to leave, it sees no gain in sending the limit along; it never reads these tables
# in any other way, so nothing else hangs on the number.
_ROWS, _PAGES = 1e15, 2_000_000_000


def create(space_id: int, dimensions: int) -> None:
    """Make the tables that are missing; raises StoreAwayError where a shard is away."""
    with open_coordinator(CONNECT_SECONDS) as coordinator:
        coordinator.allow(2 * WORK_SECONDS)
        with rearranging(coordinator):
            layout = read_layout(coordinator)
            fresh = layout.spaces.get(space_id) != dimensions
            # What a shard may still have is of a time when it could not be told to drop it.
            statement = _drop_table(space_id) if fresh else ""
            statement += schema.create_space_table(space_id, dimensions)
            visit(
                addresses_of(coordinator, layout.shards),
                lambda name, shard: shard.execute(statement),
            ).check()
            if fresh:
                for name in layout.shards:
                    create_foreign(coordinator, space_id, dimensions, name)
                coordinator.execute(
                    f"""
                    INSERT INTO {schema.COORDINATOR}.space VALUES (%s, %s)
                    ON CONFLICT (space_id) DO UPDATE SET dimensions = excluded.dimensions
                    """,
                    [space_id, dimensions],
                )
                note_change(coordinator)


def create_foreign(
    coordinator: psycopg.Connection[Any], space_id: int, dimensions: int, shard: str
) -> None:
    """Make the coordinator's name for a space's table on a shard, in place of an older one."""
    table = schema.foreign_table(space_id, shard)
    coordinator.execute(f"DROP FOREIGN TABLE IF EXISTS {table}")
    coordinator.execute(schema.create_foreign_table(space_id, dimensions, shard))
    coordinator.execute(
        """
        SELECT pg_restore_relation_stats(
            'schemaname', %s::text, 'relname', %s::text,
            'relpages', %s::integer, 'reltuples', %s::real
        )
        """,
        [*table.split("."), _PAGES, _ROWS],
    )


def drop(space_id: int) -> None:
    """Take the tables away; may be called again. Raises StoreAwayError where a shard is away."""
    with open_coordinator(CONNECT_SECONDS) as coordinator:
        coordinator.allow(2 * WORK_SECONDS)
        with rearranging(coordinator):
            layout = read_layout(coordinator)
            for name in layout.shards:
                table = schema.foreign_table(space_id, name)
                coordinator.execute(f"DROP FOREIGN TABLE IF EXISTS {table}")
            if space_id in layout.spaces:
                coordinator.execute(
                    f"DELETE FROM {schema.COORDINATOR}.space WHERE space_id = %s", [space_id]
                )
                note_change(coordinator)
            addresses = addresses_of(coordinator, layout.shards)
        visit(addresses, lambda name, shard: shard.execute(_drop_table(space_id))).check()


def _drop_table(space_id: int) -> str:
    return f"DROP TABLE IF EXISTS {schema.space_table(space_id)};"
