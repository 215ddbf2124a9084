"""The shop's own address, as pages tell it to search engines and to other sites.

Whoever asks writes the host name and the port. Django checks the name against ALLOWED_HOSTS, but
believes any port, and a proxy's cache could keep a page that leads search engines to
shop.example:4711. So a port is only repeated where it is known: this process's own, where nothing
stands in front of it; one of CSRF_TRUSTED_ORIGINS; any on this machine itself (a tunnel). Answers
to the one who asked (redirects, links of the API) keep what was asked for.
"""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import iri_to_uri

_THIS_MACHINE = {"localhost", "127.0.0.1", "[::1]"}


def public_host(request: HttpRequest) -> str:
    """The host name to be told on, with its port where that is known: shop.example."""
    host = request.get_host()
    name, colon, port = host.rpartition(":")
    if not colon or host.endswith("]"):
        return host
    known = {urlsplit(origin).netloc for origin in settings.CSRF_TRUSTED_ORIGINS}
    own = not settings.VITRINE_TRUSTED_PROXIES and port == request.META.get("SERVER_PORT")
    return host if own or host in known or name in _THIS_MACHINE else name


def public_url(request: HttpRequest, path: str) -> str:
    """A path of the shop with the shop's own address before it; a whole address stays as it is."""
    return urljoin(f"{request.scheme}://{public_host(request)}/", iri_to_uri(path))
