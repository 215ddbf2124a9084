"""Which addresses belong to the public internet, and which to somebody's own machines.

An own table and not `ipaddress.is_global`, whose answers differ between versions of Python (those
before 3.11.10 call 6to4 and parts of 192.0.0.0/24 global). It follows IANA's registries of special
purpose addresses for IPv4 and IPv6, as of 2025, where they say "globally reachable: false".
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)

IpAddress = IPv4Address | IPv6Address
Networks = Iterable[IPv4Network | IPv6Network]

_SPECIAL_IPV4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network (RFC 791)
        "10.0.0.0/8",  # private (RFC 1918)
        "100.64.0.0/10",  # behind a provider's NAT (RFC 6598); a cloud's metadata, 100.100.100.200
        "127.0.0.0/8",  # this machine (RFC 1122)
        "168.63.129.16/32",  # Azure's own, the same in every virtual machine
        "169.254.0.0/16",  # this link (RFC 3927); most clouds' metadata, 169.254.169.254
        "172.16.0.0/12",  # private (RFC 1918)
        "192.0.0.0/24",  # protocols (RFC 6890)
        "192.0.2.0/24",  # for documents (RFC 5737)
        "192.88.99.0/24",  # relays of 6to4 (RFC 7526)
        "192.168.0.0/16",  # private (RFC 1918)
        "198.18.0.0/15",  # benchmarks (RFC 2544)
        "198.51.100.0/24",  # for documents (RFC 5737)
        "203.0.113.0/24",  # for documents (RFC 5737)
        "224.0.0.0/4",  # multicast (RFC 5771)
        "240.0.0.0/4",  # reserved, and broadcast (RFC 1112)
    )
)
_UNICAST_IPV6 = IPv6Network("2000::/3")  # all that is handed out (RFC 4291, section 2.4)
_SPECIAL_IPV6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocols (RFC 2928), Teredo among them, which tunnels to any IPv4 address
        "2001:db8::/32",  # for documents (RFC 3849)
        "2002::/16",  # 6to4 (RFC 3056): tunnels to any IPv4 address; no server is found there
        "3fff::/20",  # for documents (RFC 9637)
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: how a network of IPv6 alone reaches IPv4


def read_ip(text: str) -> IpAddress:
    """An address as what it leads to: the IPv4 address within a mapped or a NAT64 one.

    Raises ValueError, for one of a zone (`fe80::1%eth0`) as well.
    """
    address = ip_address(text)
    if isinstance(address, IPv4Address):
        return address
    if address.scope_id is not None:
        raise ValueError(f"{text} is an address within a zone")
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address


def is_public(address: IpAddress, *, own: Networks = ()) -> bool:
    """Whether an address that `read_ip` gave may be fetched from.

    own: networks that may be although they are not public.
    """
    if any(address in network for network in own):
        return True
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _SPECIAL_IPV4)
    return address in _UNICAST_IPV6 and not any(address in network for network in _SPECIAL_IPV6)
