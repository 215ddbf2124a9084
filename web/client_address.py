"""Who is asking: the address by which a visitor is counted."""

from __future__ import annotations

import ipaddress
import re

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

# Not the name of a header, so nobody can send it.
_SHOPPER = "vitrine.shopper_address"

# Providers hand one household a /64: its single addresses say nothing.
_IPV6_PREFIX = 64
_WITH_PORT = re.compile(r"(?:(?P<v4>[0-9.]+)|\[(?P<v6>[0-9A-Fa-f:.]+)\])(?::[0-9]+)?")


def client_address(request: HttpRequest) -> str:
    """Whom to count: an IPv4 address, the /64 of an IPv6 one, or the name of neither.

    X-Forwarded-For is written by whoever likes; only the entries that our own proxies append at
    its end mean anything, so the one of the outermost trusted proxy is taken. A caller whose key
    is trusted to speak for shoppers has named one (`name_shopper`).
    """
    if shopper := request.META.get(_SHOPPER):
        return str(shopper)
    address = request.META.get("REMOTE_ADDR", "")
    proxies = settings.VITRINE_TRUSTED_PROXIES
    if proxies:
        entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        # With fewer entries than proxies, this request did not come through all of them.
        if len(entries) >= proxies:
            address = entries[-proxies].strip() or address
    return _counted_as(address)


def name_shopper(request: HttpRequest, address: str) -> None:
    """Count the shopper whom a trusted caller asks for; raises ValueError for no address."""
    counted = _counted_as(address.strip())
    if counted == "unknown":
        raise ValueError(_("This is no IP address."))
    request.META[_SHOPPER] = counted


def is_shopper_named(request: HttpRequest) -> bool:
    """Whether a trusted caller has said for whom it asks."""
    return _SHOPPER in request.META


def _counted_as(address: str) -> str:
    # Some proxies write the port along: 203.0.113.7:4711, [2001:db8::1]:4711.
    if with_port := _WITH_PORT.fullmatch(address):
        address = with_port["v4"] or with_port["v6"]
    try:
        ip = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, _IPV6_PREFIX), strict=False))
    return str(ip)
