"""Reading one request: how big it may be before the shop itself has looked at it."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

from waitress.parser import HTTPRequestParser

_NOT_ASCII = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, kw_only=True)
class BodyLimits:
    """How many bytes of a body are read from whom."""

    everybody: int
    staff: int
    staff_path: str
    staff_cookie: str

    def allow(self, length: int, *, path: str, cookies: str) -> bool:
        if length <= self.everybody:
            return True
        # Whether the cookie is worth anything is found out when the request is whole.
        may_be_staff = path.startswith(self.staff_path) and f"{self.staff_cookie}=" in cookies
        return may_be_staff and length <= self.staff


class RequestParser(HTTPRequestParser):
    """A request on its way in; `began` is when its first byte came, in time.monotonic() seconds."""

    content_length: int
    limits: BodyLimits
    """Set once for the process, before it serves."""

    def __init__(self, adj: object) -> None:
        super().__init__(adj)
        self.began = time.monotonic()
        self.queued_at = self.began

    @property
    def is_large(self) -> bool:
        """Whether its body is longer than a shopper's may be, and so lies in a file."""
        return self.content_length > self.limits.everybody

    def parse_header(self, header_plus: bytes) -> None:
        line, end, headers = header_plus.partition(b"\r\n")
        # curl sends an address as it is typed, ?search=ваза; browsers write it as is done here.
        line = _NOT_ASCII.sub(lambda byte: b"%%%02X" % byte[0][0], line)
        super().parse_header(line + end + headers)
        cookies = self.headers.get("COOKIE", "")
        if self.chunked:
            self._leave_body_unread()
            self.headers["TRANSFER_ENCODING"] = "chunked"
        elif not self.limits.allow(self.content_length, path=self.path, cookies=cookies):
            self._leave_body_unread()

    def _leave_body_unread(self) -> None:
        """Take the request as complete: the shop refuses it from its headers (web/body_limit.py).

        411 for a body that does not say how long it is, 413 for one that is too long. Nothing more
        is read from this connection: what follows is a body that nobody wants.
        """
        self.body_rcv = None
        self.chunked = False
        self.content_length = 0
        self.expect_continue = False
        self.headers["CONNECTION"] = "close"
