"""gunicorn's processes around waitress' way of reading: `worker_class` in config/gunicorn.py.

gunicorn starts, restarts and ends the processes. Its own threads read from the network
themselves, so eight visitors that send a byte now and then stop a shop of eight threads; waitress
reads everything in one loop and gives a thread only to a request that is there to its last byte.
"""

from __future__ import annotations

import os
import resource
import socket
import time

from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.adjustments import Adjustments

from web.server.connections import Server
from web.server.head import without_bodies_of_head
from web.server.lanes import Lanes
from web.server.requests import BodyLimits, RequestParser

KIB = 1024
# Idle connections, and slow ones: each costs some 5 kB and no thread.
MAX_CONNECTIONS = 2_000
# Files that a process may open, kept for pictures, PostgreSQL, Redis and logs.
OTHER_FILES = 200
MAX_HEADER_BYTES = 32 * KIB
RECEIVED_AT_ONCE_BYTES = 64 * KIB
# An idle connection is closed after it; longer than a browser pauses between a page's pictures.
IDLE_SECONDS = 30


class BufferingWorker(Worker):
    """One web process."""

    def run(self) -> None:
        self._sockets: wasyncore.SocketMap = {}
        lanes = Lanes(threads=self.cfg.threads)
        RequestParser.limits = _body_limits()
        servers = [self._serve(listener.sock, lanes) for listener in self.sockets]
        while self.alive and self.nr < self.max_requests and os.getppid() == self.ppid:
            self._turn()
        deadline = time.monotonic() + self.cfg.graceful_timeout
        while time.monotonic() < deadline:
            for server in servers:
                server.finish()
            if not any(server.active_channels for server in servers):
                break
            self._turn(seconds=0.05)
        lanes.shutdown(seconds=1)

    def _turn(self, *, seconds: float = 0.5) -> None:
        """Wait for the network once, and say that this process lives."""
        self.notify()
        wasyncore.loop(timeout=seconds, use_poll=True, map=self._sockets, count=1)

    def _serve(self, listening: socket.socket, lanes: Lanes) -> Server:
        limits = RequestParser.limits
        adjustments = Adjustments(
            sockets=[listening],
            connection_limit=_most_connections(),
            max_request_header_size=MAX_HEADER_BYTES,
            max_request_body_size=limits.staff + 1,
            recv_bytes=RECEIVED_AT_ONCE_BYTES,
            # A shopper's photo never touches a disk, on its way in or out.
            inbuf_overflow=limits.everybody + 1,
            outbuf_overflow=limits.everybody + 1,
            channel_timeout=IDLE_SECONDS,
            cleanup_interval=1,
            # Whom to believe about the visitor's address is web.client_address' to say.
            clear_untrusted_proxy_headers=False,
            ident="",
            log_socket_errors=False,
        )
        server = Server(
            without_bodies_of_head(self.wsgi),
            self._sockets,
            True,
            listening,
            dispatcher=lanes,
            adj=adjustments,
            sockinfo=(listening.family, listening.type, listening.proto, listening.getsockname()),
            bind_socket=False,
        )
        server.on_answered = self._count
        return server

    def _count(self) -> None:
        self.nr += 1


def _most_connections() -> int:
    """As many as the process may have files open: many systems allow 1,024, connections included.

    Beyond that none could be accepted, and a process that tried would be busy with trying.
    """
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if files == resource.RLIM_INFINITY:
        return MAX_CONNECTIONS
    return max(1, min(MAX_CONNECTIONS, files - OTHER_FILES))


def _body_limits() -> BodyLimits:
    # Imported late: the settings are there once the application is.
    from django.conf import settings
    from django.urls import reverse

    from web.body_limit import MAX_BODY_BYTES, MAX_STAFF_BODY_BYTES

    return BodyLimits(
        everybody=MAX_BODY_BYTES,
        staff=MAX_STAFF_BODY_BYTES,
        staff_path=reverse("admin:index"),
        staff_cookie=settings.SESSION_COOKIE_NAME,
    )
