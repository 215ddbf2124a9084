"""Statements that PostgreSQL plans once for a session instead of once for each request."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from django.db import connection

_REMEMBERED = "vitrine_cursor"

Params = Sequence[Any] | Mapping[str, Any]


def fetch_prepared(sql: str, params: Params) -> list[tuple[Any, ...]]:
    """The rows of a statement that comes again and again.

    Django's own cursors write the parameters into the text, so that every one is parsed and planned
    anew (measured: half a millisecond for a join of three tables). Raises Django's DatabaseError.
    """
    cursor = _cursor()
    started = time.monotonic()
    with connection.wrap_database_errors:
        try:
            cursor.execute(sql, params)
        except psycopg.errors.FeatureNotSupported:
            # "cached plan must not change result type": a migration has changed a column since.
            # In a transaction nothing more can be asked; its ROLLBACK forgets the plans as well.
            if not connection.get_autocommit():
                raise
            cursor.execute("DEALLOCATE ALL")
            cursor.execute(sql, params)
        rows = cursor.fetchall()
    if connection.queries_logged:
        text = write_out(sql, params)
        spent = f"{time.monotonic() - started:.3f}"
        connection.queries_log.append({"sql": text, "time": spent})
    return rows


def _cursor() -> psycopg.Cursor[Any]:
    """The driver's own, one for each of its connections: a new one costs a tenth of a search."""
    connection.ensure_connection()
    session = connection.connection
    cursor: psycopg.Cursor[Any] | None = getattr(session, _REMEMBERED, None)
    if cursor is None:
        cursor = psycopg.Cursor(session)
        setattr(session, _REMEMBERED, cursor)
    return cursor


def write_out(sql: str, params: Params) -> str:
    """A statement with its parameters as literals, quoted by the driver."""
    connection.ensure_connection()
    return psycopg.ClientCursor(connection.connection).mogrify(sql, params)
