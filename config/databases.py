"""From addresses of databases to Django's settings for them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

_DEFAULT_PORT = 5432
# A host that is lost says nothing: without these, whoever waits for its answer waits for hours.
_LOST_HOST = {
    "keepalives_idle": 15,  # s
    "keepalives_interval": 5,  # s
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,  # ms
}


def database_settings(primary: str, replicas: Sequence[str]) -> dict[str, dict[str, Any]]:
    """`default`, and `replica_1` and so on. Raises ImproperlyConfigured."""
    found = {"default": _parse("DATABASE_URL", primary)}
    for number, url in enumerate(replicas, 1):
        replica = _parse("DATABASE_REPLICA_URLS", url)
        # A replica that has been promoted would take changes; libpq would forget PGOPTIONS, in
        # which a web process bounds its statements (config/wsgi.py).
        given = os.environ.get("PGOPTIONS", ""), replica["OPTIONS"].get("options", "")
        replica["OPTIONS"]["options"] = " ".join(
            [*filter(None, given), "-c default_transaction_read_only=on"]
        )
        found[f"replica_{number}"] = replica | {"TEST": {"MIRROR": "default"}}
    return found


def _parse(name: str, url: str) -> dict[str, Any]:
    """One database, on one server or on several of which one takes changes."""
    try:
        parts = urlsplit(url)
        account, at, hosts = parts.netloc.rpartition("@")
        first, *others = hosts.split(",")
        # Persistent connections with a check before each request: after a restart of PostgreSQL
        # the next request opens a new one. A web process also bounds its statements.
        parsed: dict[str, Any] = dict(
            dj_database_url.parse(
                urlunsplit(parts._replace(netloc=f"{account}{at}{first}")),
                conn_max_age=60,
                conn_health_checks=True,
            )
        )
        options = parsed.setdefault("OPTIONS", {})
        if others:
            servers = [urlsplit(f"//{host}") for host in (first, *others)]
            parsed["HOST"] = ",".join(unquote(server.hostname or "") for server in servers)
            parsed["PORT"] = ",".join(str(server.port or _DEFAULT_PORT) for server in servers)
            options.setdefault("target_session_attrs", "read-write")
    except ValueError:
        # In words of its own: Python's would repeat a piece of the address, which holds a password.
        raise ImproperlyConfigured(f"{name}: {dj_database_url.ParseError()}") from None
    options.setdefault("connect_timeout", 2)
    parsed["OPTIONS"] = options = {**_LOST_HOST, **options}
    # For statements that come again and again on one connection: see infra/prepared.py.
    options.setdefault("prepare_threshold", 5)
    return parsed
