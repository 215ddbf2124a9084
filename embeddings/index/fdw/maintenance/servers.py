"""What the coordinator knows of a shard's server: where it is, who asks, and how it searches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from django.utils.translation import gettext_lazy as _
from psycopg import sql

from embeddings.index.fdw.addresses import ShardAddress, ShardRefusedError
from embeddings.index.fdw.schema import server_name

_OPTIONS = {
    # Operators of pgvector may be sent along, and all shards be asked at once.
    "extensions": "vector",
    "async_capable": "true",
    "fetch_size": "1000",
    "connect_timeout": "2",
    "tcp_user_timeout": "2000",
}
# How a shard walks its index: on until the limit is met, ten times as far as pgvector would by
# itself, for the filter decides how far that is.
_WALK = {
    "hnsw.iterative_scan": "relaxed_order",
    "hnsw.ef_search": "100",
    "hnsw.max_scan_tuples": "200000",
}
# A statement that holds a password stays out of the coordinator's log and statistics.
_SILENT = {
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_min_duration_statement": "-1",
    "pg_stat_statements.track_utility": "off",
}


def write_server(coordinator: psycopg.Connection[Any], name: str, address: ShardAddress) -> None:
    """Tell the coordinator where a shard is, in place of what it knew; its tables go with that."""
    with suppress(psycopg.errors.InsufficientPrivilege), coordinator.transaction():
        for setting, value in _SILENT.items():
            coordinator.execute(f"SET LOCAL {setting} = '{value}'")
    drop_server(coordinator, name)
    walk = " ".join(f"-c {setting}={value}" for setting, value in _WALK.items())
    given = address.server.get("options", "")
    server = {**_OPTIONS, **address.server, "options": f"{given} {walk}".strip()}
    # Without a password there is nothing to protect, and only a superuser may say so.
    login = {**({} if "password" in address.login else {"password_required": "false"})}
    identifier = sql.Identifier(server_name(name))
    coordinator.execute(
        sql.SQL("CREATE SERVER {} FOREIGN DATA WRAPPER postgres_fdw OPTIONS ({})").format(
            identifier, _options(server)
        )
    )
    coordinator.execute(
        sql.SQL("CREATE USER MAPPING FOR CURRENT_USER SERVER {} OPTIONS ({})").format(
            identifier, _options({**login, **address.login})
        )
    )


def drop_server(coordinator: psycopg.Connection[Any], name: str) -> None:
    """Forget a shard's server, with its tables and the login there."""
    identifier = sql.Identifier(server_name(name))
    coordinator.execute(sql.SQL("DROP SERVER IF EXISTS {} CASCADE").format(identifier))


@contextmanager
def refusing() -> Iterator[None]:
    """What the coordinator does not let this account do, as a refusal in its own words."""
    try:
        yield
    except psycopg.Error as error:
        why = error.diag.message_primary or type(error).__name__
        raise ShardRefusedError("server", _("The coordinator refuses: %(why)s"), why=why) from None


def _options(options: Mapping[str, str]) -> sql.Composed:
    return sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(name), sql.Literal(value))
        for name, value in options.items()
    )
