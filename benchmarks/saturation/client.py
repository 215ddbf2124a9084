"""Asking a shop by its address; each thread on a connection of its own, which is kept."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from benchmarks.load import Request

FAILED = 0
"""The status of what was never answered."""
_HEADERS = {"User-Agent": "vitrine-load", "Accept": "*/*"}


class Reply(NamedTuple):
    """A status (FAILED: none came), what was said, and its headers."""

    status: int
    body: bytes
    headers: Mapping[str, str]


class ShopRefusedError(Exception):
    """The address is no shop that can be asked; the message says why."""


class Shop:
    """A shop at http://host[:port] or https://…; raises ShopRefusedError for other addresses."""

    def __init__(self, url: str, *, timeout: float = 10.0) -> None:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ShopRefusedError(f"{url} is no address such as http://127.0.0.1:8000.")
        self.host, self._timeout = parts.hostname, timeout
        self.url = f"{parts.scheme}://{parts.netloc}"
        self._netloc = parts.netloc
        self._tls = parts.scheme == "https"

    @property
    def is_here(self) -> bool:
        """Whether it runs on this machine, whose processors can be watched."""
        return self.host in ("127.0.0.1", "localhost", "::1")

    def connect(self) -> http.client.HTTPConnection:
        kind = http.client.HTTPSConnection if self._tls else http.client.HTTPConnection
        return kind(self._netloc, timeout=self._timeout)

    def ask(self, connection: http.client.HTTPConnection, request: Request) -> Reply:
        """Send one request; a connection that fails is closed, and made anew by the next."""
        method, path, body, headers = request
        try:
            connection.request(method, path, body, {**_HEADERS, **headers})
            response = connection.getresponse()
            said = response.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            return Reply(FAILED, b"", {})
        return Reply(response.status, said, dict(response.headers))

    def read_json(self, path: str) -> dict[str, Any]:
        """An answer of the REST API; raises ShopRefusedError where there is none."""
        reply = self.ask(self.connect(), ("GET", path, None, {}))
        try:
            if reply.status != 200:
                raise ValueError
            found: dict[str, Any] = json.loads(reply.body)
        except ValueError:
            said = f"answers {reply.status}" if reply.status else "does not answer"
            raise ShopRefusedError(f"{self.url}{path} {said}: is Vitrine there?") from None
        return found
