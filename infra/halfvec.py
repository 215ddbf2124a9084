"""Vectors in pgvector's binary form, for whole batches of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper
from pgvector.psycopg.halfvec import register_halfvec_info
from psycopg.pq import Format
from psycopg.types import TypeInfo

from infra.prepared import Params, ensure_usable_connection, fetch_prepared, wrap_cursor

# PostgreSQL numbers its types anew in each database, so each connection of the driver is asked
# once: two thirds of what a small read of vectors cost. Kept by connection and gone with it, so a
# forked process, which opens connections of its own, finds none of its parent's.
_halfvec_types: WeakKeyDictionary[psycopg.Connection[Any], TypeInfo] = WeakKeyDictionary()


@contextmanager
def halfvec_cursor() -> Iterator[CursorWrapper]:
    """A cursor on Django's connection that reads and writes halfvec in binary.

    Django's own cursors speak text; 2 x 2,300 numbers a picture are several times quicker in
    binary. Known to this cursor alone: Django's field reads text. Raises Django's DatabaseError.
    """
    ensure_usable_connection()
    raw: psycopg.Cursor[Any] = psycopg.Cursor(connection.connection)
    raw.format = Format.BINARY
    register_halfvec_info(raw, _halfvec_type())  # type: ignore[arg-type]
    with wrap_cursor(raw) as cursor:
        yield cursor


def fetch_halfvec_batches(
    sql: str, params: Params, *, rows: int
) -> Iterator[Sequence[tuple[Any, ...]]]:
    """The rows of a statement, so many at a time; the rest stays with PostgreSQL until asked for.

    Needs a transaction, at whose end PostgreSQL forgets them. A named cursor of the driver's would
    fetch behind Django's back, where no query count and no trace sees it.
    """
    with halfvec_cursor() as cursor:
        cursor.execute(f"DECLARE halfvec_batches NO SCROLL CURSOR FOR {sql}", params)
        while True:
            cursor.execute(f"FETCH {rows:d} FROM halfvec_batches")
            batch = cursor.fetchall()
            if not batch:
                break
            yield batch
        cursor.execute("CLOSE halfvec_batches")


def _halfvec_type() -> TypeInfo:
    known = _halfvec_types.get(connection.connection)
    if known is None:
        ((oid, array_oid),) = fetch_prepared(
            "SELECT oid, typarray FROM pg_type WHERE oid = 'halfvec'::regtype", ()
        )
        known = _halfvec_types[connection.connection] = TypeInfo("halfvec", oid, array_oid)
    return known
