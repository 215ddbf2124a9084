"""What a shop may turn about fetching from other people's servers."""

from __future__ import annotations

import re
from ipaddress import IPv4Network, IPv6Network, ip_network

from infra.conf import Knob


def read_networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Networks separated by commas, such as 10.1.0.0/16; raises ValueError with a sentence."""
    try:
        return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())
    except ValueError:
        raise ValueError("must be networks such as 10.1.0.0/16,fd12::/32") from None


def _check_networks(text: str) -> None:
    read_networks(text)


def _check_contact(text: str) -> None:
    if not re.fullmatch(r"[!-'*-~]{0,200}", text):
        raise ValueError("must be an address such as https://shop.example/contact")


class FetchConf:
    FETCH_PORTS = Knob(
        (80, 443),
        unit="ports",
        at_least=1,
        at_most=65_535,
        help="Ports of other servers that pictures and feeds may be fetched from.",
    )
    FETCH_OWN_NETWORKS = Knob(
        "",
        unit="networks",
        help="Networks of yours, such as `10.1.0.0/16`, that may be fetched from although they are "
        "not public; empty: none. Staff can then read what is there.",
        check=_check_networks,
    )
    FETCH_CONTACT = Knob(
        "",
        unit="address",
        help="Stands in the User-Agent, for those whose servers are asked; empty: the first name "
        "of `ALLOWED_HOSTS`.",
        check=_check_contact,
    )
    FETCH_TOTAL_SECONDS = Knob(
        60.0,
        unit="s",
        at_least=0.1,
        help="Longest time for one picture, redirects included, however slowly it trickles in.",
    )
    FETCH_SILENCE_SECONDS = Knob(
        15.0, unit="s", at_least=0.1, help="Longest wait for the next byte of a server."
    )
    FETCH_CONNECT_SECONDS = Knob(
        5.0,
        unit="s",
        at_least=0.1,
        help="Longest wait for the address of a name, and for a connection.",
    )
    FETCH_AT_ONCE_PER_HOST = Knob(
        4,
        unit="requests",
        at_least=1,
        at_most=64,
        help="At a time to one host, by all processes of the shop together.",
    )
    FETCH_LONGEST_PAUSE_SECONDS = Knob(
        120.0,
        unit="s",
        at_least=0,
        help="A server that asks to be left alone for longer is left to the next import.",
    )


conf = FetchConf()
