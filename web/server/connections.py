"""A server that gives no thread to whoever is slow, and ends what takes too long."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable, Iterable
from typing import Any

from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import WSGITask
from waitress.utilities import BadRequest

from web.server.access_log import hide_photo_ids
from web.server.request_id import HEADER
from web.server.requests import RequestParser

WAITED = "vitrine.waited_seconds"
"""In a request's environment: how long it waited for a thread."""

# A photo of 10 MB over a slow line of 1 Mbit/s takes 80 s.
MAX_HEADERS_SECONDS = 20
MAX_BODY_SECONDS = 120
MAX_STAFF_BODY_SECONDS = 900
# All bodies together that are still coming in, per process. Those no bigger than a photo lie in
# memory, of which three processes have 1 GB (docker-compose.yml); staff's lie in files in TMPDIR,
# and each alone may come to 440 MB.
MAX_UNFINISHED_IN_MEMORY_BYTES = 96 * 1024**2
MAX_UNFINISHED_IN_FILES_BYTES = 512 * 1024**2

access = logging.getLogger("gunicorn.access")


class ShopTask(WSGITask):
    """One request in its thread: says how long it waited, and is written into the access log."""

    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        environ[WAITED] = time.monotonic() - self.request.queued_at
        return environ

    def service(self) -> None:
        try:
            super().service()
        finally:
            self.channel.server.on_answered()
            self._log()

    def _log(self) -> None:
        request = self.request
        seconds = time.monotonic() - request.queued_at
        line = (
            f"{self.channel.addr[0]} [{time.strftime('%d/%b/%Y:%H:%M:%S %z')}] "
            f'"{request.command} {request.request_uri} HTTP/{request.version}" '
            f"{self.status[:3]} {self.content_bytes_written} {seconds:.3f} "
            f'"{request.headers.get("REFERER", "-")}" "{request.headers.get("USER_AGENT", "-")}" '
            f"{dict(self.response_headers).get(HEADER, '-')}"
        )
        # A visitor writes most of it: what is no plain character could forge a line.
        access.info("%s", hide_photo_ids(line.encode("unicode_escape").decode("ascii")))


class Channel(HTTPChannel):
    """A visitor's connection."""

    request: Any
    parser_class = RequestParser
    task_class = ShopTask

    def handle_read(self) -> None:
        if self.request is not None and self.request.headers_finished and self._has_ended():
            self._refuse_cut_off()
        else:
            super().handle_read()

    def _has_ended(self) -> bool:
        """Whether the visitor has said the last word: will send nothing more, but may listen."""
        try:
            return not self.socket.recv(1, socket.MSG_PEEK)
        except OSError:
            return False  # waitress' own reading meets the same, and deals with it

    def _refuse_cut_off(self) -> None:
        with self.requests_lock:
            self.request.error = BadRequest("The request ends before the length it announced.")
            self.request.completed = True
            self.requests.append(self.request)
            self.request = None
            if len(self.requests) == 1:
                self.server.add_task(self)

    @property
    def is_idle(self) -> bool:
        return not self.requests and self.request is None and not self.total_outbufs_len

    @property
    def is_late(self) -> bool:
        """Whether its request takes longer to arrive than anybody's should."""
        request = self.request
        if request is None:
            return False
        seconds = MAX_HEADERS_SECONDS
        if request.headers_finished:
            seconds = MAX_STAFF_BODY_SECONDS if request.is_large else MAX_BODY_SECONDS
        return time.monotonic() - float(request.began) > seconds


class Server(TcpWSGIServer):
    """Reads the requests of all connections in one thread, and hands whole ones to others."""

    channel_class = Channel
    on_answered: Callable[[], None]
    accepting: bool

    def add_task(self, channel: Channel) -> None:
        channel.requests[0].queued_at = time.monotonic()
        self.task_dispatcher.add_task(channel)

    def maintenance(self, now: float) -> None:
        super().maintenance(now)
        unfinished = [c for c in self.active_channels.values() if c.request is not None]
        for channel in unfinished:
            if channel.is_late:
                channel.will_close = True
        in_time = [c for c in unfinished if not c.will_close]
        _make_room([c for c in in_time if not c.request.is_large], MAX_UNFINISHED_IN_MEMORY_BYTES)
        _make_room([c for c in in_time if c.request.is_large], MAX_UNFINISHED_IN_FILES_BYTES)

    def finish(self) -> None:
        """Take no further connection, and close those on which nothing is going on."""
        if self.accepting:
            self.accepting = False
            self.del_channel()
            self.socket.close()
        for channel in list(self.active_channels.values()):
            if channel.is_idle:
                channel.will_close = True


def _make_room(unfinished: Iterable[Channel], most_bytes: int) -> None:
    """End the oldest of these requests where all of them together hold too much."""
    oldest_first = sorted(unfinished, key=lambda channel: float(channel.request.began))
    held = sum(channel.request.body_bytes_received for channel in oldest_first)
    for channel in oldest_first:
        if held <= most_bytes:
            break
        held -= channel.request.body_bytes_received
        channel.will_close = True
