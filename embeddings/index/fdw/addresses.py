"""Where servers are, and how the coordinator is told; passwords leave here for PostgreSQL alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import psycopg
from django.db import connection
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from psycopg import pq
from psycopg.conninfo import conninfo_to_dict

from embeddings.index.external.store import StoreAwayError
from embeddings.index_conf import conf
from infra.refusals import RefusedError

_NAME = re.compile(r"[a-z][a-z0-9_]{0,29}")
_OF_THE_LOGIN = {"user", "password", "sslpassword"}
# Files of the host that asks: the coordinator and the workers are different ones.
_NOT_SENT = {"passfile", "service", "servicefile", "client_encoding", "fallback_application_name"}


class ShardRefusedError(RefusedError):
    """A shard cannot be what it is asked to be; codes: name, address, server, busy, last."""


@dataclass(frozen=True, repr=False)
class ShardAddress:
    """A server with a database on it; never printed, for it holds a password."""

    server: Mapping[str, str]
    login: Mapping[str, str]

    @classmethod
    def read(cls, dsn: str) -> Self:
        """From an address such as postgresql://user:password@host/database.

        Raises ShardRefusedError, which does not repeat it.
        """
        try:
            given = {name: str(value) for name, value in conninfo_to_dict(dsn).items()}
        except psycopg.Error:
            given = {}
        if not given.keys() >= {"host", "dbname"} or given.keys() & _NOT_SENT:
            raise ShardRefusedError(
                "address",
                _("The address must be like postgresql://user:password@host:5432/database."),
            )
        return cls(
            {name: value for name, value in given.items() if name not in _OF_THE_LOGIN},
            {name: value for name, value in given.items() if name in _OF_THE_LOGIN},
        )

    @classmethod
    def of_options(cls, server: Mapping[str, str], login: Mapping[str, str]) -> Self:
        """From what the coordinator has written down."""
        libpq = _libpq_options()
        return cls(
            {name: value for name, value in server.items() if name in libpq},
            {name: value for name, value in login.items() if name in libpq},
        )

    @property
    def params(self) -> dict[str, str]:
        """What a connection of our own is made with."""
        return {**self.server, **self.login}

    @property
    def place(self) -> str:
        """For people: the host, the port and the database."""
        host, port = self.server.get("host", ""), self.server.get("port", "")
        return f"{host}{':' if port else ''}{port}/{self.server.get('dbname', '')}"


def check_name(name: str) -> None:
    """Raise ShardRefusedError for what is no name of a shard."""
    if not _NAME.fullmatch(name):
        raise ShardRefusedError(
            "name",
            _("A shard's name is made of up to 30 small letters, digits and underscores."),
        )


def coordinator_params() -> dict[str, str]:
    """Where the coordinator is: VITRINE_SHARDS_COORDINATOR, else the shop's own database.

    Raises StoreAwayError for an address that cannot be read, without a piece of it.
    """
    if conf.SHARDS_COORDINATOR:
        try:
            given = conninfo_to_dict(conf.SHARDS_COORDINATOR)
        except psycopg.Error:
            raise StoreAwayError(
                gettext("VITRINE_SHARDS_COORDINATOR is no address of a PostgreSQL server.")
            ) from None
        return {name: str(value) for name, value in given.items()}
    known = _libpq_options() - {"client_encoding"}
    return {
        name: str(value)
        for name, value in connection.get_connection_params().items()
        if name in known
    }


def _libpq_options() -> set[str]:
    return {option.keyword.decode() for option in pq.Conninfo.get_defaults()}
