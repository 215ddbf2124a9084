"""Addresses as people paste them, read into the parts of which a request is made.

What is read here is what is resolved, checked, connected to and sent: nothing reads the text a
second time, so no two readers can differ about it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import idna
from django.utils.translation import gettext_lazy as _

from infra.fetch.errors import FetchRefusedError

MAX_CHARACTERS = 4_096
DEFAULT_PORTS = {"http": 80, "https": 443}

_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
# Whatever ends in a number is an IPv4 address to somebody (WHATWG URL, "ends in a number").
_ENDS_IN_NUMBER = re.compile(r"(^|\.)([0-9]+|0x[0-9a-f]*)$")
# Escapes that are there stay as they are; so do all the characters that may stand in a path.
_KEPT = "%/:@!$&'()*+,;=~-._"


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where a request goes."""

    scheme: str
    """http or https."""
    host: str
    """A name in ASCII and small letters, or an IP address; IPv6 without its brackets."""
    port: int
    target: str
    """Path and query, percent-encoded."""

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.target}"


def parse_address(text: str, *, ports: Collection[int], base: Address | None = None) -> Address:
    """Read an address: text -> its parts.

    base: what a relative one is relative to, as in a redirect. ports: which may be asked. Raises
    FetchRefusedError with the codes address, scheme, credentials and port.
    """
    text = text.strip(" ")
    if not text or len(text) > MAX_CHARACTERS or _CONTROLS.search(text):
        raise _unreadable(text)
    try:
        if base is not None:
            text = urljoin(base.url, text)
        elif text.startswith("//"):
            text = f"https:{text}"  # as shops' own pages link to their pictures
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise _unreadable(text) from error
    if parts.scheme not in DEFAULT_PORTS:
        raise FetchRefusedError(
            "scheme", _("The address must begin with http:// or https://."), address=text[:200]
        )
    if "@" in parts.netloc:
        raise FetchRefusedError(
            "credentials", _("The address holds a user name or password; leave them out.")
        )
    port = DEFAULT_PORTS[parts.scheme] if port is None else port
    if port not in ports:
        raise FetchRefusedError(
            "port",
            _("The address names port %(port)s; allowed are %(ports)s."),
            port=port,
            ports=", ".join(map(str, sorted(ports))),
        )
    return Address(scheme=parts.scheme, host=_read_host(parts), port=port, target=_target(parts))


def _read_host(parts: SplitResult) -> str:
    host = (parts.hostname or "").removesuffix(".")
    try:
        if ":" in host:
            if "%" in host:
                raise ValueError("a zone means something on one machine only")
            return str(IPv6Address(host))
        if not host.isascii():
            host = idna.encode(host, uts46=True).decode()
        if _ENDS_IN_NUMBER.search(host):
            return str(IPv4Address(host))  # no octal, no hexadecimal, no part left out
    except ValueError as error:  # an idna.IDNAError is one
        raise _unreadable(parts.geturl()) from error
    if not _NAME.fullmatch(host):
        raise _unreadable(parts.geturl())
    return host


def _target(parts: SplitResult) -> str:
    query = f"?{quote(parts.query, safe=_KEPT + '?')}" if parts.query else ""
    return quote(parts.path or "/", safe=_KEPT) + query


def _unreadable(text: str) -> FetchRefusedError:
    return FetchRefusedError(
        "address", _("%(address)r is no address that can be read."), address=text[:200]
    )
