"""Connections to the very addresses that were checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from httpcore2 import (
    SOCKET_OPTION,
    ConnectError,
    ConnectTimeout,
    NetworkBackend,
    NetworkStream,
    SyncBackend,
)

from infra.fetch.network.deadline import Deadline
from infra.fetch.network.stream import DeadlineStream

# More would let a name with hundreds of dead addresses use up all the time.
MAX_ADDRESSES = 4


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
