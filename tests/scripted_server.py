"""A web server on a socket of its own that answers just what a test writes, right or wrong."""

from __future__ import annotations

import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Self

Answer = Callable[[socket.socket, str], object]
"""Writes to the connection, having been asked with these lines; ends it by returning False."""


def reply(
    body: bytes = b"",
    *,
    status: int = 200,
    length: int | None = None,
    **headers: str,
) -> Answer:
    """A plain answer; `content_type="..."` is a header. length: announced, where it is a lie."""
    lines = [
        f"HTTP/1.1 {status} X",
        f"Content-Length: {len(body) if length is None else length}",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    head = "\r\n".join([*lines, "", ""]).encode("latin-1")
    return lambda connection, asked: connection.sendall(head + body)


def redirect(target: str, *, status: int = 302) -> Answer:
    return reply(status=status, location=target)


def drip(pieces: Iterable[bytes], *, seconds: float) -> Answer:
    """Send pieces with a pause before each, for as long as somebody listens."""

    def answer(connection: socket.socket, asked: str) -> bool:
        pause = threading.Event()
        with suppress(OSError):
            for piece in pieces:
                pause.wait(seconds)
                connection.sendall(piece)
        return False

    return answer


class ScriptedServer:
    """Serves `answers` (path -> Answer) on a free port, or a given one, until the block ends."""

    def __init__(
        self,
        address: str = "127.0.0.1",
        *,
        port: int = 0,
        tls: ssl.SSLContext | None = None,
        greeting: bytes = b"",
    ) -> None:
        """greeting: sent to whoever connects, before anything was asked."""
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.answers: dict[str, Answer | list[Answer]] = {}
        """Of a list each answer serves once, and the last from then on."""
        self.asked: list[str] = []
        """The lines of each request."""
        self.bodies: list[bytes] = []
        """What came after them."""
        self.connections = 0
        self.at_once = self.most_at_once = 0
        self._tls, self._greeting = tls, greeting
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server((address, port), family=family)
        self.address, self.port = address, self._listener.getsockname()[1]

    def url(self, path: str = "/", *, host: str = "", scheme: str = "") -> str:
        name = host or (f"[{self.address}]" if ":" in self.address else self.address)
        return f"{scheme or ('https' if self._tls else 'http')}://{name}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [lines.split(" ", 2)[1] for lines in self.asked]

    def headers(self, index: int = -1) -> Mapping[str, str]:
        """Of one of the requests: names in small letters."""
        pairs = (line.split(": ", 1) for line in self.asked[index].split("\r\n")[1:] if line)
        return {name.lower(): value for name, value in pairs}

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in list(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while True:
            try:
                connection, _peer = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            self._open.add(connection)
            try:
                connection.sendall(self._greeting)
                while self._answer(connection):
                    pass
            finally:
                self._open.discard(connection)
                connection.close()

    def _answer(self, connection: socket.socket) -> bool:
        asked = b""
        while b"\r\n\r\n" not in asked:
            piece = connection.recv(4096)
            if not piece:
                return False
            asked += piece
        head, _blank, body = asked.partition(b"\r\n\r\n")
        lines = head.decode("latin-1")
        announced = re.search(r"^content-length: (\d+)", lines, re.IGNORECASE | re.MULTILINE)
        while announced and len(body) < int(announced[1]):
            if not (piece := connection.recv(65_536)):
                return False
            body += piece
        self.bodies.append(body)
        with self._counted(lines):
            answer = self.answers.get(lines.split(" ", 2)[1], reply(b"nothing", status=404))
            if isinstance(answer, list):
                answer = answer.pop(0) if len(answer) > 1 else answer[0]
            return answer(connection, lines) is not False

    @contextmanager
    def _counted(self, lines: str) -> Iterator[None]:
        with self._lock:
            self.asked.append(lines)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            yield
        finally:
            with self._lock:
                self.at_once -= 1
