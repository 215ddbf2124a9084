"""Which addresses may be fetched from: those of the public internet, in whatever form they come."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.fetch.network.public import is_public, read_ip


@pytest.mark.parametrize(
    "text",
    [
        "93.184.216.34",
        "1.1.1.1",
        "100.63.255.255",
        "100.128.0.0",
        "172.32.0.1",
        "223.255.255.255",
        "2606:2800:220:1:248:1893:25c8:1946",
        "2a00:1450:4001:82a::200e",
        "::ffff:93.184.216.34",
        "64:ff9b::5db8:d822",  # 93.184.216.34, as a network of IPv6 alone reaches it
    ],
)
def test_servers_of_the_public_internet_may_be_asked(text) -> None:
    assert is_public(read_ip(text))


@pytest.mark.parametrize(
    "text",
    [
        "0.0.0.0",  # noqa: S104 - nothing listens there
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "203.0.113.7",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",  # IPv4-compatible
        "::ffff:127.0.0.1",  # mapped
        "::ffff:169.254.169.254",
        "::ffff:0:127.0.0.1",  # translated (RFC 2765)
        "64:ff9b::7f00:1",  # NAT64 of 127.0.0.1
        "64:ff9b::a9fe:a9fe",  # NAT64 of 169.254.169.254
        "64:ff9b:1::7f00:1",  # NAT64 for local use (RFC 8215)
        "100::1",  # discarded
        "2001::1",  # Teredo
        "2001:db8::1",
        "2002:7f00:1::1",  # 6to4 of 127.0.0.1
        "2002:5db8:d822::1",  # 6to4 of 93.184.216.34
        "3fff::1",
        "5f00::1",  # segment routing
        "fc00::1",
        "fd00:ec2::254",  # a cloud's metadata
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_machines_of_ones_own_may_not_be_asked(text) -> None:
    assert not is_public(read_ip(text))


def test_an_address_within_a_zone_is_none() -> None:
    with pytest.raises(ValueError, match="zone"):
        read_ip("fe80::1%eth0")


@given(st.ip_addresses())
def test_what_is_public_is_so_to_python_as_well(address: IPv4Address | IPv6Address) -> None:
    read = read_ip(str(address))
    assert not is_public(read) or read.is_global


def test_a_shops_own_networks_may_be_asked_in_every_form() -> None:
    own = (ip_network("10.1.0.0/16"), ip_network("fd12::/32"))
    assert is_public(read_ip("10.1.2.3"), own=own)
    assert is_public(read_ip("::ffff:10.1.2.3"), own=own)
    assert is_public(read_ip("fd12::7"), own=own)
    assert not is_public(read_ip("10.2.0.1"), own=own)
    assert not is_public(read_ip("fd13::7"), own=own)
