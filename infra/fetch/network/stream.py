"""Connections that end when the time of a fetch is up."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress
from typing import Any

from httpcore2 import ConnectTimeout, NetworkStream, ReadTimeout, WriteTimeout

from infra.fetch.network.deadline import Deadline


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
