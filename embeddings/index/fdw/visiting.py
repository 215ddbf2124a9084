"""Work on the shards themselves: on all side by side, each as far as it can be reached."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import psycopg
from django.utils.translation import gettext as _

from embeddings.index.external.store import StoreAwayError
from embeddings.index.fdw.addresses import ShardAddress
from embeddings.index.fdw.connecting import BoundedConnection
from embeddings.index.fdw.layout import address_of, away

CONNECT_SECONDS = 2.0
WORK_SECONDS = 20.0
"""With the time to connect below the half minute that a store has."""

T = TypeVar("T")


@dataclass(frozen=True)
class Visit(Generic[T]):
    """What came of a visit to each shard."""

    done: dict[str, T] = field(default_factory=dict)
    failed: dict[str, StoreAwayError] = field(default_factory=dict)

    def check(self) -> dict[str, T]:
        """What was done; raises StoreAwayError where any shard has failed."""
        if self.failed:
            raise StoreAwayError(" ".join(map(str, self.failed.values())))
        return self.done


def addresses_of(
    coordinator: psycopg.Connection[Any], shards: Iterable[str]
) -> dict[str, ShardAddress]:
    """Where these shards are."""
    return {name: address_of(coordinator, name) for name in shards}


def visit(
    addresses: Mapping[str, ShardAddress],
    work: Callable[[str, BoundedConnection], T],
    *,
    connect: float = CONNECT_SECONDS,
    seconds: float = WORK_SECONDS,
) -> Visit[T]:
    """Do the work on each of the shards, all at once; one that fails keeps no other from it."""

    def go(name: str) -> T | StoreAwayError:
        try:
            with BoundedConnection.open(addresses[name].params, seconds=connect) as connection:
                connection.allow(seconds)
                return work(name, connection)
        except psycopg.Error as error:
            return away(_("The shard %(name)s") % {"name": name}, error)

    came: Visit[T] = Visit()
    with ThreadPoolExecutor(max(1, len(addresses))) as threads:
        for name, result in zip(addresses, threads.map(go, addresses), strict=True):
            if isinstance(result, StoreAwayError):
                came.failed[name] = result
            else:
                came.done[name] = result
    return came
