"""The door through which a thread reads from a replica: whatever it asks goes there.

Django's query sets and `django.db.connection` both look for the thread's connection under one name,
`default`. Inside `reading_from` that name stands for the replica's, so no module has to know of
replicas: prepared statements, vectors in binary, deadlines and traces hold for it as for the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import Error

from infra.replicas.choosing import primary_answers
from infra.replicas.watch import watch

_primary: ContextVar[BaseDatabaseWrapper | None] = ContextVar("primary", default=None)
"""The connection that is called `default` outside."""

# Another server would take as long, or wait for the same lock.
_NOT_THE_REPLICAS_FAULT = (psycopg.errors.QueryCanceled, psycopg.errors.LockNotAvailable)


class Reading:
    """What went wrong with a replica; an execute wrapper.

    Rows were removed on the primary that a statement was reading (a conflict with recovery), the
    server went away, a table or column is not there yet, or something wanted to write.
    """

    failure: BaseException | None = None

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        try:
            return execute(*args)
        except Error as error:
            if not isinstance(error.__cause__, (*_NOT_THE_REPLICAS_FAULT, type(None))):
                self.failure = error
            raise


@contextmanager
def reading_from(alias: str) -> Iterator[Reading]:
    """Inside, the replica answers all that this thread asks of the database.

    Raises OperationalError where it cannot be reached, before anything was asked.
    """
    primary, replica = connections[DEFAULT_DB_ALIAS], connections[alias]
    reading = Reading()
    with (
        watch.get().servers[alias].lent(replica),
        replica.execute_wrapper(reading),
        _called_default(replica, outside=primary),
    ):
        yield reading


@contextmanager
def on_primary() -> Iterator[None]:
    """For what is written while a page is read: the primary is asked, whoever answers the page.

    Raises OperationalError at once where it is known to be away.
    """
    primary = _primary.get()
    if primary is None:
        yield
        return
    if not primary_answers():
        raise OperationalError("the primary is away")
    with _called_default(primary, outside=None):
        yield


@contextmanager
def _called_default(
    connection: BaseDatabaseWrapper, *, outside: BaseDatabaseWrapper | None
) -> Iterator[None]:
    before, token = connections[DEFAULT_DB_ALIAS], _primary.set(outside)
    connections[DEFAULT_DB_ALIAS] = connection
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = before
        _primary.reset(token)
