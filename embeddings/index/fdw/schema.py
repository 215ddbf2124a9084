"""The tables of a coordinator and of a shard, made by `manage.py shards` and numbered.

The two stand in schemas of their own, so that one database can be both.
"""

from __future__ import annotations

from typing import Any

import psycopg
from django.utils.translation import gettext_lazy as _

from embeddings.index.fdw.addresses import ShardRefusedError
from embeddings.index.fdw.buckets import BUCKETS

COORDINATOR = "vitrine_coordinator"
SHARD = "vitrine_shard"

# Each schema's version is the number of its steps that have been taken; steps are only added.
COORDINATOR_STEPS = (
    f"""
    CREATE TABLE {COORDINATOR}.shard (
        name text PRIMARY KEY,
        leaving boolean NOT NULL DEFAULT false,
        added_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE TABLE {COORDINATOR}.bucket (
        bucket smallint PRIMARY KEY CHECK (bucket >= 0 AND bucket < {BUCKETS}),
        shard text NOT NULL REFERENCES {COORDINATOR}.shard,
        moving_to text REFERENCES {COORDINATOR}.shard,
        lacking boolean NOT NULL DEFAULT false
    );
    CREATE TABLE {COORDINATOR}.space (space_id bigint PRIMARY KEY, dimensions integer NOT NULL);
    CREATE TABLE {COORDINATOR}.layout (id uuid NOT NULL, changes bigint NOT NULL);
    INSERT INTO {COORDINATOR}.layout VALUES (gen_random_uuid(), 0)
    """,
)
SHARD_STEPS = (f"CREATE TABLE {SHARD}.owner (layout uuid NOT NULL, name text NOT NULL)",)


def prepare(connection: psycopg.Connection[Any], schema: str, extensions: tuple[str, ...]) -> None:
    """Bring a database's schema up to this version; raises ShardRefusedError where it cannot be."""
    steps = COORDINATOR_STEPS if schema == COORDINATOR else SHARD_STEPS
    with connection.transaction():
        for extension in extensions:
            _ensure_extension(connection, extension)
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        connection.execute(
            f"CREATE TABLE IF NOT EXISTS {schema}.version (version integer NOT NULL)"
        )
        found = connection.execute(f"SELECT version FROM {schema}.version FOR UPDATE").fetchone()
        version = found[0] if found else 0
        if version > len(steps):
            raise ShardRefusedError(
                "server", _("The tables there were made by a newer version of the shop.")
            )
        for step in steps[version:]:
            connection.execute(step)
        if found is None:
            connection.execute(f"INSERT INTO {schema}.version VALUES ({len(steps):d})")
        else:
            connection.execute(f"UPDATE {schema}.version SET version = {len(steps):d}")


def _ensure_extension(connection: psycopg.Connection[Any], name: str) -> None:
    """In the schema `public`, for a statement sent to another server names it there."""
    try:
        with connection.transaction():
            connection.execute(f"CREATE EXTENSION IF NOT EXISTS {name} WITH SCHEMA public")
    except psycopg.errors.InsufficientPrivilege:
        raise ShardRefusedError(
            "server",
            _(
                "The extension %(name)s is not there, and this account may not create it: "
                "CREATE EXTENSION %(name)s SCHEMA public;"
            ),
            name=name,
        ) from None
    except psycopg.Error:
        raise ShardRefusedError(
            "server",
            _("The extension %(name)s is not installed on that server."),
            name=name,
        ) from None
    if name == "vector":
        _check_vector(connection)


def _check_vector(connection: psycopg.Connection[Any]) -> None:
    ((version, in_public),) = connection.execute(
        "SELECT extversion, extnamespace = 'public'::regnamespace"
        " FROM pg_extension WHERE extname = 'vector'"
    ).fetchall()
    if not in_public:
        raise ShardRefusedError(
            "server", _("The extension vector must stand in the schema public, on every server.")
        )
    # Iterative scans, without which a filtered answer is short.
    if tuple(map(int, version.split(".")[:2])) < (0, 8):
        raise ShardRefusedError(
            "server",
            _("The extension vector there is %(version)s; it must be 0.8 or newer."),
            version=version,
        )


_COLUMNS = """
    image_id bigint NOT NULL,
    product_id bigint NOT NULL,
    bucket smallint NOT NULL,
    category_path bigint[] NOT NULL,
    category_id bigint NOT NULL,
    brand text NOT NULL,
    price numeric NOT NULL,
    stock integer NOT NULL,
    published boolean NOT NULL,
    attributes text[] NOT NULL,
    fingerprint bigint NOT NULL,
    vector public.halfvec({dimensions:d}) NOT NULL
"""


def space_table(space_id: int) -> str:
    """A space's table on each shard."""
    return f"{SHARD}.space_{space_id:d}"


def foreign_table(space_id: int, shard: str) -> str:
    """The coordinator's name for a space's table on a shard."""
    return f"{COORDINATOR}.space_{space_id:d}_on_{shard}"


def server_name(shard: str) -> str:
    """The coordinator's name for a shard's server."""
    return f"vitrine_shard_{shard}"


def create_space_table(space_id: int, dimensions: int) -> str:
    """On a shard; empty tables get their indexes, so that filling one needs nothing after it."""
    table = space_table(space_id)
    # pgvector indexes halfvec up to 4,000 dimensions; wider spaces are compared row by row.
    hnsw = f"""
        CREATE INDEX IF NOT EXISTS space_{space_id:d}_hnsw ON {table}
        USING hnsw (vector public.halfvec_cosine_ops) WITH (m = 16, ef_construction = 128);
    """
    return f"""
        CREATE TABLE IF NOT EXISTS {table} (
            {_COLUMNS.format(dimensions=dimensions)}, PRIMARY KEY (image_id)
        );
        {hnsw if dimensions <= 4_000 else ""}
        CREATE INDEX IF NOT EXISTS space_{space_id:d}_product ON {table} (product_id);
        CREATE INDEX IF NOT EXISTS space_{space_id:d}_bucket ON {table} (bucket);
        CREATE INDEX IF NOT EXISTS space_{space_id:d}_path ON {table} USING gin (category_path);
        CREATE INDEX IF NOT EXISTS space_{space_id:d}_brand ON {table} (brand);
        CREATE INDEX IF NOT EXISTS space_{space_id:d}_attributes ON {table} USING gin (attributes)
    """


def create_foreign_table(space_id: int, dimensions: int, shard: str) -> str:
    """On the coordinator, for a space's table on a shard."""
    schema, table = space_table(space_id).split(".")
    return f"""
        CREATE FOREIGN TABLE IF NOT EXISTS {foreign_table(space_id, shard)} (
            {_COLUMNS.format(dimensions=dimensions)}
        ) SERVER {server_name(shard)} OPTIONS (schema_name '{schema}', table_name '{table}')
    """
