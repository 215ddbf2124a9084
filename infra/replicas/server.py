"""One server, asked again and again where it stands, and cut off when it no longer answers."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
from django.db import Error, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from infra.replicas.position import Position, read_position


class Server:
    """Has a connection of its own for the question, so that no request waits for it."""

    def __init__(self, alias: str) -> None:
        self.alias = alias
        self.is_silent = False
        """Whether its last answer did not come in time."""
        self._own = connections.create_connection(alias)
        self._own.inc_thread_sharing()  # each question has a thread, one after the other
        self._lent: set[BaseDatabaseWrapper] = set()
        self._asking: threading.Thread | None = None
        self._position: Position | None = None

    def ask(self) -> None:
        """Begin to ask, unless the last question still waits."""
        if self._asking is None or not self._asking.is_alive():
            self._position = None
            self._asking = threading.Thread(target=self._ask, daemon=True)
            self._asking.start()

    def hear(self, seconds: float) -> Position | None:
        """The answer if it comes in time; else whoever waits for this server is set free."""
        if self._asking is not None:
            self._asking.join(seconds)
            if self._asking.is_alive():
                self.is_silent = True
                self._cut()
                return None
        self.is_silent = False
        return self._position

    @contextmanager
    def lent(self, connection: BaseDatabaseWrapper) -> Iterator[None]:
        """Inside, a request waits for this server by that connection, which is made if need be.

        Raises OperationalError where it cannot be.
        """
        self._lent.add(connection)
        try:
            connection.close_if_health_check_failed()
            if connection.connection is None and self.is_silent:
                # A frozen server takes connections as well, and would be waited for once more.
                raise OperationalError("the server is silent")
            connection.ensure_connection()
            yield
        finally:
            self._lent.discard(connection)

    def close(self) -> None:
        """Close the connection that asks."""
        if self._asking is not None:
            self._asking.join()
        self._own.close()

    def _ask(self) -> None:
        try:
            self._own.close_if_unusable_or_obsolete()
            self._position = read_position(self._own)
        except Error:
            self._own.close()

    def _cut(self) -> None:
        """End what waits for a server that is frozen.

        It keeps its connections, so nothing else would: neither a timeout of its own, nor one of
        the network. Whoever waits gets an error at once, and asks another server.
        """
        for each in (self._own, *tuple(self._lent)):
            driver = each.connection
            with suppress(OSError, psycopg.Error):
                if driver is not None and not driver.closed:
                    with socket.socket(fileno=os.dup(driver.fileno())) as same:
                        same.shutdown(socket.SHUT_RDWR)
