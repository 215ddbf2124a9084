"""Fetching what lies at an address, guarded at every step."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from ssl import SSLContext
from typing import Protocol, Self

import httpcore2
from django.utils.translation import gettext_lazy as _

from infra.fetch.addresses import Address, parse_address
from infra.fetch.answers.body import read_body
from infra.fetch.answers.headers import header, location, validators_of
from infra.fetch.answers.posted import Posted, read_answer
from infra.fetch.answers.results import Fetched, Unchanged, Validators
from infra.fetch.answers.statuses import REDIRECTS, status_refusal
from infra.fetch.errors import FetchRefusedError
from infra.fetch.failures import refusing
from infra.fetch.network.deadline import Deadline
from infra.fetch.network.pinned import PinnedBackend
from infra.fetch.network.resolve import Resolver, ask_system, resolve_public
from infra.fetch.places import HostPlaces
from infra.fetch.rules import MAX_REDIRECTS, FetchRules, rules_of_settings
from infra.process_state import PerProcess

KEPT_CONNECTIONS = 4
KEPT_SECONDS = 10.0
# Reading the machine's certificates takes some 20 ms; they serve all sessions.
_trust = PerProcess(httpcore2.default_ssl_context)

Sink = Callable[[bytes], object]
"""Takes what comes, piece by piece, such as a file's `write`; what it raises ends the fetch."""


class Places(Protocol):
    """Who may ask a host, and who has to wait; see infra.fetch.places."""

    def take(
        self, host: str, *, wait_seconds: float, stopped: threading.Event
    ) -> AbstractContextManager[None]: ...

    def pause(self, host: str, seconds: float) -> None: ...


class FetchSession:
    """Fetches one address after another and keeps connections between them; for one thread.

    Each host is resolved once for a connection, all of its addresses are checked, and the
    connection goes to one of these; each redirect is an address like the first.
    """

    def __init__(
        self,
        *,
        rules: FetchRules | None = None,
        resolver: Resolver = ask_system,
        places: Places | None = None,
        trust: SSLContext | None = None,
    ) -> None:
        """trust: the certificates to trust; those of the machine where it is None."""
        self.rules = rules or rules_of_settings()
        # A lease outlives the longest fetch, or its place would be given away meanwhile.
        self._places: Places = places or HostPlaces(
            most=self.rules.at_once_per_host, lease_seconds=self.rules.total_seconds + 30
        )
        self._resolver = resolver
        self._deadline = Deadline()
        self._backend = PinnedBackend(self._find, self._deadline)
        self._pool = httpcore2.ConnectionPool(
            ssl_context=trust or _trust.get(),
            network_backend=self._backend,
            max_keepalive_connections=KEPT_CONNECTIONS,
            keepalive_expiry=KEPT_SECONDS,
        )

    def fetch(
        self,
        url: str,
        sink: Sink,
        *,
        max_bytes: int,
        known: Validators | None = None,
        accept: str = "*/*",
    ) -> Fetched | Unchanged:
        """Fetch what lies at an address, and hand it to `sink`.

        known: from the last time; what has not changed since is not sent again, or at least told
        (then `sink` may have got it, for nothing). Raises FetchRefusedError.
        """
        self._deadline.start(self.rules.total_seconds)
        address = parse_address(url, ports=self.rules.ports)
        for _hop in range(MAX_REDIRECTS + 1):
            with self._place(address.host), refusing(address.host):
                answer = self._send("GET", address, self._headers(address, known, accept))
                try:
                    if answer.status not in REDIRECTS:
                        return self._take(answer, address, sink, known, max_bytes)
                    following = location(answer)
                finally:
                    answer.close()
            address = parse_address(following, ports=self.rules.ports, base=address)
        raise FetchRefusedError(
            "redirects",
            _("The address leads on to another one more than %(most)s times."),
            most=MAX_REDIRECTS,
        )

    def post(
        self, url: str, content: bytes, *, headers: Mapping[str, str], answer_bytes: int
    ) -> Posted:
        """Send something to an address: what its server answers, whatever the status.

        A redirect is an answer, too, and not followed. answer_bytes: how much of the answer is
        read. On a connection that was kept it may be sent twice. Raises FetchRefusedError.
        """
        self._deadline.start(self.rules.total_seconds)
        address = parse_address(url, ports=self.rules.ports)
        own = {
            "Host": address.url.split("/", 3)[2],
            "User-Agent": self.rules.user_agent,
            "Content-Length": str(len(content)),
        }
        with self._place(address.host), refusing(address.host):
            answer = self._send("POST", address, {**own, **headers}, content)
            try:
                return read_answer(answer, most_bytes=answer_bytes)
            finally:
                answer.close()

    def abort(self) -> None:
        """End the fetch of another thread, which fails at once; there is none after it."""
        self._backend.abort()

    def close(self) -> None:
        """Close the connections that were kept."""
        self._pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @contextmanager
    def _place(self, host: str) -> Iterator[None]:
        began = time.monotonic()
        with self._places.take(
            host, wait_seconds=self.rules.place_seconds, stopped=self._deadline.stopped
        ):
            self._deadline.extend(time.monotonic() - began)
            yield

    def _find(self, host: str) -> list[str]:
        timeout = self._deadline.cut(self.rules.connect_seconds, httpcore2.ConnectTimeout)
        return resolve_public(
            host, resolver=self._resolver, own=self.rules.own_networks, timeout=timeout
        )

    def _send(
        self, method: str, address: Address, headers: Mapping[str, str], content: bytes = b""
    ) -> httpcore2.Response:
        """Send a request and read the headers of its answer."""
        request = httpcore2.Request(
            method,
            httpcore2.URL(
                scheme=address.scheme, host=address.host, port=address.port, target=address.target
            ),
            headers=[(name.encode(), value.encode("latin-1")) for name, value in headers.items()],
            content=content,
            extensions={
                "timeout": {
                    "connect": self.rules.connect_seconds,
                    "read": self.rules.silence_seconds,
                    "write": self.rules.silence_seconds,
                }
            },
        )
        while True:
            before = self._backend.opened
            try:
                return self._pool.handle_request(request)
            except (httpcore2.NetworkError, httpcore2.RemoteProtocolError):
                # A connection that was kept may have been closed by the server just now; each that
                # fails so is gone, so this ends with a new one.
                if self._backend.opened > before:
                    raise

    def _headers(self, address: Address, known: Validators | None, accept: str) -> dict[str, str]:
        headers = {
            "Host": address.url.split("/", 3)[2],
            "User-Agent": self.rules.user_agent,
            "Accept": accept,
            "Accept-Encoding": "gzip",
        }
        if known is not None and known.url == address.url:
            if known.etag:
                headers["If-None-Match"] = known.etag
            if known.last_modified:
                headers["If-Modified-Since"] = known.last_modified
        return headers

    def _take(
        self,
        answer: httpcore2.Response,
        address: Address,
        sink: Sink,
        known: Validators | None,
        max_bytes: int,
    ) -> Fetched | Unchanged:
        if answer.status == 304 and known is not None and known.url == address.url:
            answer.read()  # it has no body; only so is the connection kept
            return Unchanged(validators=known)
        if answer.status != 200:
            refusal = status_refusal(answer, host=address.host)
            if refusal.retry_after_seconds:
                self._places.pause(address.host, refusal.retry_after_seconds)
            raise refusal
        size, sha256 = read_body(answer, sink, host=address.host, max_bytes=max_bytes)
        validators = validators_of(answer, url=address.url, sha256=sha256)
        if known is not None and known.sha256 == sha256:
            return Unchanged(validators=validators)
        return Fetched(
            url=address.url,
            content_type=header(answer, b"content-type")[:200],
            size=size,
            validators=validators,
        )
