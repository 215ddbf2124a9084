"""Statements that PostgreSQL plans once for a session instead of once for each request.

They go through Django's own wrappers of a cursor, as every statement of the shop does: query
counts, debug toolbars and traces (ops/tracing.py) see them all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from django.db import NotSupportedError, connection
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper
from psycopg.pq import Format

Params = Sequence[Any] | Mapping[str, Any]

_PLANS_ARE_KEPT = "vitrine_plans_are_kept"


def fetch_prepared(sql: str, params: Params, *, binary: bool = False) -> list[tuple[Any, ...]]:
    """The rows of a statement that comes again and again; `binary` is how they travel.

    Django's own cursors write the parameters into the text, so that every one is parsed and planned
    anew (measured: half a millisecond for a join of three tables). Raises Django's DatabaseError.
    """
    cursor, wrapper = _prepared_cursor()
    cursor.format = Format.BINARY if binary else Format.TEXT
    try:
        wrapper.execute(sql, params)
    except NotSupportedError as error:
        # "cached plan must not change result type": a migration has changed a column since.
        # In a transaction nothing more can be asked; its ROLLBACK forgets the plans as well.
        stale = isinstance(error.__cause__, psycopg.errors.FeatureNotSupported)
        if not stale or not connection.get_autocommit():
            raise
        wrapper.execute("DEALLOCATE ALL")
        wrapper.execute(sql, params)
    with connection.wrap_database_errors:
        return cursor.fetchall()


def wrap_cursor(cursor: psycopg.Cursor[Any]) -> CursorWrapper:
    """One of the driver's cursors in Django's wrapper, as `connection.cursor()` wraps its own.

    What runs through it passes `connection.execute_wrappers` and, where kept, the log of queries.
    """
    connection.validate_thread_sharing()
    if connection.queries_logged:
        return connection.make_debug_cursor(cursor)  # type: ignore[arg-type]
    return connection.make_cursor(cursor)  # type: ignore[arg-type]


def write_out(sql: str, params: Params | None) -> str:
    """A statement with its parameters as literals, quoted by the driver."""
    ensure_usable_connection()
    return psycopg.ClientCursor(connection.connection).mogrify(sql, params)


def ensure_usable_connection() -> None:
    """As Django's own cursors do: a connection that died between two requests is made anew."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()


def _prepared_cursor() -> tuple[psycopg.Cursor[Any], CursorWrapper]:
    """A cursor that binds parameters in PostgreSQL, not in the text, and its wrapper.

    A new one for each statement costs some 10 microseconds more than one that is kept, of the 500
    or more that a search takes, and nothing has to be remembered about a connection.
    """
    ensure_usable_connection()
    _keep_plans()
    cursor: psycopg.Cursor[Any] = psycopg.Cursor(connection.connection)
    if connection.queries_logged:
        connection.validate_thread_sharing()
        return cursor, _LiteralLog(cursor, connection)
    return cursor, wrap_cursor(cursor)


def _keep_plans() -> None:
    """Let this session plan each prepared statement once.

    PostgreSQL guesses their arrays to be longer than they are, and so would plan most of them anew
    each time: a third of what it took to answer them. One short statement for each connection,
    since a pooler may refuse settings that come with the connection itself. In a transaction it
    would not outlive a ROLLBACK, so that is left as it is.
    """
    session = connection.connection
    if connection.get_autocommit() and not hasattr(session, _PLANS_ARE_KEPT):
        with connection.cursor() as cursor:
            cursor.execute("SET plan_cache_mode = force_generic_plan")
        setattr(session, _PLANS_ARE_KEPT, True)


class _LiteralLog(CursorDebugWrapper):
    """Logs a statement with its parameters in it, as it could be run again: `$1` cannot."""

    def execute(self, sql: Any, params: Any = None) -> Any:
        with self.debug_sql(write_out(sql, params), params):
            return CursorWrapper.execute(self, sql, params)
