"""The copies of pictures on one shard: put, removed, listed, and sent on to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import psycopg
from pgvector import HalfVector
from pgvector.psycopg.halfvec import register_halfvec_info
from psycopg.types import TypeInfo

from embeddings.index.external.store import Entry
from embeddings.index.fdw.buckets import bucket_of
from embeddings.index.fdw.connecting import BoundedConnection
from embeddings.index.fdw.schema import space_table
from embeddings.index.fdw.search.filter_sql import as_words
from embeddings.index.fdw.visiting import WORK_SECONDS

_COLUMNS = (
    *(
        "image_id",
        "product_id",
        "bucket",
        "category_path",
        "category_id",
        "brand",
        "price",
        "stock",
    ),
    *("published", "attributes", "fingerprint", "vector"),
)
_LISTED = 4_000
_SENT = 500


def put(connection: psycopg.Connection[Any], space_id: int, entries: Sequence[Entry]) -> None:
    """Keep these, in place of what there is of the same pictures."""
    if halfvec := TypeInfo.fetch(connection, "public.halfvec"):
        register_halfvec_info(connection, halfvec)
    changed = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[1:])
    statement = f"""
        INSERT INTO {space_table(space_id)} ({", ".join(_COLUMNS)})
        VALUES ({", ".join(["%s"] * (len(_COLUMNS) - 1))}, %b)
        ON CONFLICT (image_id) DO UPDATE SET {changed}
    """
    with connection.transaction(), connection.cursor() as cursor:
        cursor.executemany(statement, [_row(entry) for entry in entries])


def remove(connection: psycopg.Connection[Any], space_id: int, image_ids: Sequence[int]) -> None:
    """Forget these pictures."""
    connection.execute(
        f"DELETE FROM {space_table(space_id)} WHERE image_id = ANY(%s)", [list(image_ids)]
    )


def fingerprints(
    connection: BoundedConnection, space_id: int, *, buckets: Sequence[int], after: int
) -> Iterator[tuple[int, int]]:
    """Id and fingerprint of the pictures of these buckets, by ascending id."""
    while True:
        connection.allow(WORK_SECONDS)
        rows = connection.execute(
            f"""
            SELECT image_id, fingerprint FROM {space_table(space_id)}
            WHERE image_id > %s AND bucket = ANY(%s) ORDER BY image_id LIMIT {_LISTED}
            """,
            [after, list(buckets)],
        ).fetchall()
        yield from rows
        if len(rows) < _LISTED:
            return
        after = rows[-1][0]


def send(
    source: psycopg.Connection[Any],
    target: psycopg.Connection[Any],
    space_id: int,
    *,
    buckets: Sequence[int],
    after: int,
) -> int | None:
    """Copy the next pictures of these buckets, in PostgreSQL's own binary form.

    The last one's id, or None where there were no more. What the target has is newer, and stays.
    """
    table, columns = space_table(space_id), ", ".join(_COLUMNS)
    chosen = f"bucket = ANY('{{{','.join(map(str, buckets))}}}') AND image_id > {after:d}"
    with target.transaction():
        target.execute(f"CREATE TEMP TABLE sent (LIKE {table}) ON COMMIT DROP")
        with (
            source.cursor().copy(
                f"COPY (SELECT {columns} FROM {table} WHERE {chosen} ORDER BY image_id"
                f" LIMIT {_SENT}) TO STDOUT (FORMAT binary)"
            ) as reading,
            target.cursor().copy(f"COPY sent ({columns}) FROM STDIN (FORMAT binary)") as writing,
        ):
            for piece in reading:
                writing.write(piece)
        row = target.execute("SELECT max(image_id) FROM sent").fetchone()
        target.execute(
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM sent ON CONFLICT DO NOTHING"
        )
    return row[0] if row else None


def checksum(
    connection: psycopg.Connection[Any], space_id: int, buckets: Sequence[int]
) -> tuple[int, int]:
    """How many pictures of these buckets there are, and the sum of their fingerprints."""
    count, total = connection.execute(
        f"""
        SELECT count(*), coalesce(sum(fingerprint), 0)
        FROM {space_table(space_id)} WHERE bucket = ANY(%s)
        """,
        [list(buckets)],
    ).fetchone() or (0, 0)
    return count, int(total)


def empty(connection: psycopg.Connection[Any], space_id: int, buckets: Sequence[int]) -> None:
    """Delete the pictures of these buckets."""
    connection.execute(
        f"DELETE FROM {space_table(space_id)} WHERE bucket = ANY(%s)", [list(buckets)]
    )


def sweep(connection: psycopg.Connection[Any], space_id: int, kept: Sequence[int]) -> int:
    """Delete the pictures of all buckets but these; how many they were."""
    return connection.execute(
        f"DELETE FROM {space_table(space_id)} WHERE bucket <> ALL(%s)", [list(kept)]
    ).rowcount


def _row(entry: Entry) -> tuple[Any, ...]:
    return (
        entry.image_id,
        entry.product_id,
        bucket_of(entry.image_id),
        list(entry.category_path),
        entry.category_path[-1] if entry.category_path else 0,
        entry.brand,
        entry.price,
        entry.stock,
        entry.published,
        as_words(entry.attributes),
        entry.fingerprint,
        HalfVector(np.asarray(entry.vector, dtype=np.float16)),
    )
