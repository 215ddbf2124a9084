"""The shop's own address, as pages and the API tell it.

Where VITRINE_PUBLIC_URL names it, that is it, whatever name the shop is reached by inside.
Otherwise it is what was asked for: the host that a trusted proxy forwards, or that of the request.
Whoever asks writes the host name and the port. Django checks the name against ALLOWED_HOSTS, but
believes any port, and a proxy's cache could keep an answer that leads others to
shop.example:4711. So a port is only repeated where it is known: this process's own, where nothing
stands in front of it; one of CSRF_TRUSTED_ORIGINS; any on this machine itself (a tunnel).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port, validate_host
from django.utils.encoding import iri_to_uri

from web.conf import conf

_THIS_MACHINE = {"localhost", "127.0.0.1", "[::1]"}
_PLAIN = re.compile(r"(?:/[\w-][\w.-]*)+/?|/", re.ASCII)
"""A path that needs no quoting, leads to no other host and not upwards."""


def public_host(request: HttpRequest) -> str:
    """The host name to be told on, with its port where that is known: shop.example."""
    if conf.PUBLIC_URL:
        return urlsplit(conf.PUBLIC_URL).netloc
    host = _forwarded_host(request) or request.get_host()
    name, colon, port = host.rpartition(":")
    if not colon or host.endswith("]"):
        return host
    known = {urlsplit(origin).netloc for origin in settings.CSRF_TRUSTED_ORIGINS}
    own = not settings.VITRINE_TRUSTED_PROXIES and port == request.META.get("SERVER_PORT")
    return host if own or host in known or name in _THIS_MACHINE else name


def _forwarded_host(request: HttpRequest) -> str:
    """What a proxy of ours was asked for; empty where none says so, or it is no name of the shop.

    A proxy that appends to what came along has the last word; one that stands behind others hands
    on what they said.
    """
    if not settings.VITRINE_TRUSTED_PROXIES:
        return ""
    host = request.META.get("HTTP_X_FORWARDED_HOST", "").split(",")[-1].strip()
    name, _port = split_domain_port(host)
    return host if name and validate_host(name, settings.ALLOWED_HOSTS) else ""


def public_url(request: HttpRequest, path: str) -> str:
    """A path of the shop with the shop's own address before it; a whole address stays as it is."""
    return public_urls(request)(path)


def public_urls(request: HttpRequest) -> Callable[[str], str]:
    """The same for many paths: the host is looked at once."""
    scheme = urlsplit(conf.PUBLIC_URL).scheme if conf.PUBLIC_URL else request.scheme
    return _urls_at(f"{scheme}://{public_host(request)}")


def answered_url(request: HttpRequest, path: str) -> str:
    """A path's address for the one who asked, as the API's links have it.

    Where nothing stands in front of the shop, no cache could hand it on to others, and the port
    that was asked for is the way back, such as that of a container. Otherwise as `public_url`.
    """
    return answered_urls(request)(path)


def answered_urls(request: HttpRequest) -> Callable[[str], str]:
    """The same for many paths: a list of the API has 120, and the host of each took 30 us."""
    if conf.PUBLIC_URL or settings.VITRINE_TRUSTED_PROXIES:
        return public_urls(request)
    return _urls_at(f"{request.scheme}://{request.get_host()}")


def _urls_at(origin: str) -> Callable[[str], str]:
    def whole(path: str) -> str:
        return origin + path if _PLAIN.fullmatch(path) else urljoin(f"{origin}/", iri_to_uri(path))

    return whole
