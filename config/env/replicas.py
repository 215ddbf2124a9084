"""DATABASE_REPLICA_URLS: what makes no sense is said before anybody reads from there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from config.env.values import to_url

_to_database = to_url("postgresql", "postgres")


def to_replicas(raw: str) -> list[str]:
    """Addresses of databases, separated by commas; each is one server. Raises ValueError."""
    urls = [part.strip() for part in raw.split(",") if part.strip()]
    for url in urls:
        _to_database(url)
        parts = urlsplit(url)
        try:
            is_whole = parts.hostname and parts.path.strip("/") and parts.port != 0
        except ValueError:
            raise ValueError("must each name one host, and a port by its number") from None
        if not is_whole:
            raise ValueError("must be addresses such as postgresql://account:password@host/name")
    if len({_place(url) for url in urls}) < len(urls):
        raise ValueError("names a server twice")
    return urls


def replica_problems(values: Mapping[str, object]) -> Iterator[str]:
    """What does not go together in the fields of the environment."""
    replicas = values.get("database_replicas")
    if not isinstance(replicas, list) or not replicas:
        return
    primary = str(values.get("database_url", ""))
    if not primary:
        yield "DATABASE_REPLICA_URLS: is of no use without DATABASE_URL"
    elif _place(primary) in {_place(url) for url in replicas}:
        yield "DATABASE_REPLICA_URLS: names the server of DATABASE_URL itself"


def _place(url: str) -> tuple[str, str]:
    """Host, port and database, whatever account is used."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return host if ":" in host else f"{host}:5432", parts.path
