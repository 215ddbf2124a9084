"""What fetching keeps to, read from the settings at each use."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address

from django.conf import settings

from infra.fetch.conf import conf, read_networks
from infra.version import VERSION

MAX_REDIRECTS = 5


@dataclass(frozen=True, kw_only=True)
class FetchRules:
    """Where may be fetched from, how long each step may take, and how we introduce ourselves."""

    ports: Collection[int] = (80, 443)
    own_networks: tuple[IPv4Network | IPv6Network, ...] = ()
    """May be fetched from although they are not public."""
    user_agent: str = f"Vitrine/{VERSION}"
    total_seconds: float = 60.0
    """For one address, from its name to its last byte, redirects included."""
    silence_seconds: float = 15.0
    """For the next byte."""
    connect_seconds: float = 5.0
    """For a name's addresses, and for a connection to each of these."""
    place_seconds: float = 120.0
    """For a turn at a host that the shop's other processes are busy with."""
    at_once_per_host: int = 4
    longest_pause_seconds: float = 120.0
    """A host that asks for a longer one is given up."""
    retry_seconds: float = 1.0
    """Before a second try where the host names no time; twice as long before each further one."""


def rules_of_settings(*, total_seconds: float | None = None) -> FetchRules:
    """The rules that the shop has set; total_seconds: for what is larger than a picture."""
    return FetchRules(
        ports=conf.FETCH_PORTS,
        own_networks=read_networks(conf.FETCH_OWN_NETWORKS),
        user_agent=_user_agent(),
        total_seconds=conf.FETCH_TOTAL_SECONDS if total_seconds is None else total_seconds,
        silence_seconds=conf.FETCH_SILENCE_SECONDS,
        connect_seconds=conf.FETCH_CONNECT_SECONDS,
        at_once_per_host=conf.FETCH_AT_ONCE_PER_HOST,
        longest_pause_seconds=conf.FETCH_LONGEST_PAUSE_SECONDS,
    )


def _user_agent() -> str:
    contact = conf.FETCH_CONTACT or next(map(_home, filter(_is_name, settings.ALLOWED_HOSTS)), "")
    return f"Vitrine/{VERSION} (+{contact})" if contact else f"Vitrine/{VERSION}"


def _home(host: str) -> str:
    return f"https://{host.removeprefix('.')}/"


def _is_name(host: str) -> bool:
    """Whether others can reach a shop by this one of its hosts: not `*`, `localhost` or an IP."""
    if "." not in host.strip("."):
        return False
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return True
    return False
