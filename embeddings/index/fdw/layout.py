"""Which shards there are and what each keeps, as the coordinator has it written down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from django.utils.translation import gettext as _

from embeddings.index.external.store import StoreAwayError
from embeddings.index.fdw.addresses import ShardAddress, coordinator_params
from embeddings.index.fdw.connecting import BoundedConnection
from embeddings.index.fdw.schema import COORDINATOR, server_name

_LOCK = "hashtextextended('vitrine shards', 0)"


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The coordinator's tables at one moment."""

    id: str
    changes: int
    """Counts the changes of which shards and spaces there are, which searches depend on."""
    shards: tuple[str, ...]
    leaving: frozenset[str]
    owners: Mapping[int, str]
    """The shard that answers for each bucket."""
    moving: Mapping[int, str]
    """The shards that buckets are being copied to."""
    spaces: Mapping[int, int]
    """The dimensions of each space that is kept, by its id."""
    lacking: bool
    """Whether a shard was lost with its pictures, and not all of them are known to be back."""

    @property
    def staying(self) -> list[str]:
        return [name for name in self.shards if name not in self.leaving]

    def keepers(self, bucket: int) -> set[str]:
        """Where a picture of the bucket is written: two shards while it moves."""
        return {self.owners[bucket], self.moving.get(bucket, self.owners[bucket])}

    def buckets_of(self, shard: str) -> list[int]:
        """The buckets that a shard answers for."""
        return [bucket for bucket, owner in self.owners.items() if owner == shard]


def open_coordinator(seconds: float) -> BoundedConnection:
    """A connection to the coordinator; raises StoreAwayError."""
    try:
        return BoundedConnection.open(coordinator_params(), seconds=seconds)
    except psycopg.Error as error:
        raise away(_("The coordinator of the shards"), error) from None


def away(who: str, error: Exception) -> StoreAwayError:
    """What to say of a server that fails: its own first line, in which no password is."""
    said = str(error).strip() or type(error).__name__
    return StoreAwayError(
        _("%(who)s does not answer: %(why)s") % {"who": who, "why": said.splitlines()[0]}
    )


def read_layout(connection: psycopg.Connection[Any], *, empty: bool = False) -> Layout:
    """The layout as it is; raises StoreAwayError where there are no shards, unless `empty`."""
    try:
        row = connection.execute(f"""
            SELECT id::text, changes,
                ARRAY(SELECT name FROM {COORDINATOR}.shard ORDER BY name),
                ARRAY(SELECT name FROM {COORDINATOR}.shard WHERE leaving),
                (SELECT jsonb_object_agg(bucket, shard) FROM {COORDINATOR}.bucket),
                (SELECT jsonb_object_agg(bucket, moving_to) FROM {COORDINATOR}.bucket
                    WHERE moving_to IS NOT NULL),
                (SELECT jsonb_object_agg(space_id, dimensions) FROM {COORDINATOR}.space),
                EXISTS (SELECT FROM {COORDINATOR}.bucket WHERE lacking)
            FROM {COORDINATOR}.layout
        """).fetchone()
    except psycopg.errors.UndefinedTable:
        row = None
    if row is None or not (row[2] or empty):
        raise StoreAwayError(_("There are no shards yet: `manage.py shards add` makes them."))
    id, changes, shards, leaving, owners, moving, spaces, lacking = row
    return Layout(
        id=id,
        changes=changes,
        shards=tuple(shards),
        leaving=frozenset(leaving),
        owners={int(bucket): name for bucket, name in (owners or {}).items()},
        moving={int(bucket): name for bucket, name in (moving or {}).items()},
        spaces={int(space): dimensions for space, dimensions in (spaces or {}).items()},
        lacking=lacking,
    )


@contextmanager
def writing(connection: psycopg.Connection[Any]) -> Iterator[Layout]:
    """The layout, which nobody changes meanwhile; writers go side by side."""
    with connection.transaction():
        connection.execute(f"SELECT pg_advisory_xact_lock_shared({_LOCK})")
        yield read_layout(connection)


@contextmanager
def rearranging(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """Alone: nobody writes to a shard meanwhile, and what is changed here is seen at the end."""
    with connection.transaction():
        connection.execute(f"SELECT pg_advisory_xact_lock({_LOCK})")
        yield


def note_change(connection: psycopg.Connection[Any]) -> None:
    """Tell searches that shards or spaces came or went."""
    connection.execute(f"UPDATE {COORDINATOR}.layout SET changes = changes + 1")


def address_of(connection: psycopg.Connection[Any], shard: str) -> ShardAddress:
    """Where a shard is, as the coordinator's server and this account's mapping say."""
    row = connection.execute(
        """
        SELECT ARRAY(SELECT ARRAY[option_name, option_value] FROM pg_options_to_table(srvoptions)),
            ARRAY(SELECT ARRAY[option_name, option_value] FROM pg_options_to_table(umoptions))
        FROM pg_foreign_server server LEFT JOIN pg_user_mappings mapping
            ON mapping.srvid = server.oid AND mapping.usename = current_user
        WHERE server.srvname = %s
        """,
        [server_name(shard)],
    ).fetchone()
    server, login = row or ([], [])
    return ShardAddress.of_options(dict(server), dict(login))
