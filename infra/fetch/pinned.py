"""Connections to the very addresses that were checked, which end when their time is up."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from httpcore2 import (
    SOCKET_OPTION,
    ConnectError,
    ConnectTimeout,
    NetworkBackend,
    NetworkStream,
    ReadTimeout,
    SyncBackend,
    WriteTimeout,
)

# More would let a name with hundreds of dead addresses use up all the time.
MAX_ADDRESSES = 4


class Deadline:
    """When a fetch ends, whatever step it is at; set anew for each."""

    def __init__(self) -> None:
        self._end = float("inf")
        self.stopped = threading.Event()
        """Set when there shall be no more fetches at all."""

    def start(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def extend(self, seconds: float) -> None:
        """Give back what was spent waiting for a turn."""
        self._end += seconds

    def cut(self, timeout: float | None, late: type[Exception]) -> float:
        """What is left of the time, at most `timeout`; raises `late` where nothing is left."""
        left = self._end - time.monotonic()
        if left <= 0 or self.stopped.is_set():
            raise late("the time is up")
        return left if timeout is None else min(left, timeout)


class PinnedBackend(NetworkBackend):
    """Makes httpcore's connections: `find` gives the addresses of a host, checked, and no one else.

    TLS still goes by the host's name: httpcore hands it to `start_tls` for SNI and certificate.
    """

    def __init__(self, find: Callable[[str], list[str]], deadline: Deadline) -> None:
        self._find, self._deadline = find, deadline
        self._system = SyncBackend()
        self._open: set[DeadlineStream] = set()
        self.opened = 0
        """How many connections there have been."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> NetworkStream:
        self.opened += 1
        failure: Exception = ConnectError("no address")
        for address in self._find(host)[:MAX_ADDRESSES]:
            try:
                stream = self._system.connect_tcp(
                    address,
                    port,
                    self._deadline.cut(timeout, ConnectTimeout),
                    local_address,
                    socket_options,
                )
            except (ConnectError, ConnectTimeout) as error:
                failure = error
            else:
                return DeadlineStream(stream, self._deadline, self._open)
        raise failure

    def abort(self) -> None:
        """End what another thread waits for; it then fails at once, and so does all after it."""
        self._deadline.stopped.set()
        for stream in list(self._open):
            stream.abort()


class DeadlineStream(NetworkStream):
    """A connection each of whose steps ends with the time of the whole fetch."""

    def __init__(
        self, stream: NetworkStream, deadline: Deadline, open_streams: set[DeadlineStream]
    ) -> None:
        self._stream, self._deadline, self._all = stream, deadline, open_streams
        open_streams.add(self)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.cut(timeout, ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.cut(timeout, WriteTimeout))

    def close(self) -> None:
        self._all.discard(self)
        self._stream.close()

    def abort(self) -> None:
        # A close would not wake a thread that reads; this does.
        with suppress(OSError):
            self._stream.get_extra_info("socket").shutdown(socket.SHUT_RDWR)

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> NetworkStream:
        self._all.discard(self)
        secured = self._stream.start_tls(
            ssl_context, server_hostname, self._deadline.cut(timeout, ConnectTimeout)
        )
        return DeadlineStream(secured, self._deadline, self._all)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
