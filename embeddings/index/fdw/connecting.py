"""Connections that give up in time, whatever the server at the other end does."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Self, TypeVar

import psycopg
from psycopg import generators, waiting
from psycopg.abc import PQGen
from psycopg.conninfo import make_conninfo

_LOOK_AGAIN_SECONDS = 0.1

T = TypeVar("T")


class AnswerLateError(psycopg.OperationalError):
    """The server did not answer in time, and the connection is closed."""


class BoundedConnection(psycopg.Connection[tuple[Any, ...]]):
    """A connection whose statements have answered by `until`, or it is closed.

    A frozen server still takes what is sent: its kernel does. So no timeout of TCP ends the wait,
    nor one of the server's own, and asking it to cancel would only wait for it again.
    """

    until = float("inf")
    """By time.monotonic()."""

    @classmethod
    def open(cls, params: Mapping[str, str], *, seconds: float) -> Self:
        """Connect within so many seconds, with autocommit; raises psycopg.Error.

        The driver's own `connect` waits for two seconds at least.
        """
        until = time.monotonic() + seconds
        connecting = generators.connect(make_conninfo("", **params))
        try:
            pgconn = waiting.wait_conn(connecting, interval=_LOOK_AGAIN_SECONDS, timeout=seconds)
        except psycopg.errors._WaitTimeout:
            raise AnswerLateError(f"no connection within {seconds:.1f} s") from None
        connection = cls(pgconn)
        connection.until = until
        connection.autocommit = True
        return connection

    def allow(self, seconds: float) -> None:
        """From now on, so long."""
        self.until = time.monotonic() + seconds

    def wait(
        self,
        gen: PQGen[T],
        interval: float = _LOOK_AGAIN_SECONDS,
        timeout: float | None = None,
    ) -> T:
        left = max(0.0, self.until - time.monotonic())
        try:
            return super().wait(gen, interval, left if timeout is None else min(left, timeout))
        except psycopg.errors._WaitTimeout:
            self.pgconn.finish()
            raise AnswerLateError("no answer in time") from None


class ConnectionPool:
    """Connections to one server that are kept open; each is one thread's at a time."""

    def __init__(self, open: Callable[[float], BoundedConnection]) -> None:
        """open: makes a connection within so many seconds."""
        self._open = open
        self._idle: list[BoundedConnection] = []

    @contextmanager
    def lend(self, *, seconds: float) -> Iterator[BoundedConnection]:
        """A connection for so long; whatever fails on it closes it."""
        until = time.monotonic() + seconds
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._open(seconds)
        connection.until = until  # with what it took to open it
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        self._idle.append(connection)

    def close(self) -> None:
        """Close those that nobody uses; they may be of a server that has been started anew."""
        while self._idle:
            self._idle.pop().close()
