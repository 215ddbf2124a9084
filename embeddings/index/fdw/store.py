"""The store of vectors in PostgreSQL's shards, as embeddings/index/external asks it."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack

import psycopg
from django.utils.translation import gettext as _

from catalog.product_filter import ProductFilter
from embeddings.index.base import Floats
from embeddings.index.external.store import Entry, Neighbours
from embeddings.index.fdw import copies
from embeddings.index.fdw.addresses import ShardAddress
from embeddings.index.fdw.buckets import bucket_of
from embeddings.index.fdw.connecting import BoundedConnection
from embeddings.index.fdw.layout import away, open_coordinator, read_layout, writing
from embeddings.index.fdw.maintenance import health, rooms
from embeddings.index.fdw.search.asking import Asking
from embeddings.index.fdw.search.coordinator import Coordinator
from embeddings.index.fdw.search.question import Question
from embeddings.index.fdw.visiting import CONNECT_SECONDS, WORK_SECONDS, addresses_of, visit
from embeddings.index_conf import conf
from embeddings.models import EmbeddingSpace
from embeddings.spaces.snapshot import SearchedSpace

ENGINE = "shards"
"""Its name among the engines."""


class ShardedStore:
    """Pictures spread over the shards by their ids; searches go through the coordinator.

    What is written goes to the shards themselves, for a foreign table knows no ON CONFLICT.
    """

    seen_after_seconds = 0.0

    def __init__(self) -> None:
        self._coordinator = Coordinator()

    def create(self, space: EmbeddingSpace) -> None:
        rooms.create(space.pk, space.dimensions)

    def drop(self, space: EmbeddingSpace) -> None:
        rooms.drop(space.pk)

    def holds(self, space: SearchedSpace) -> bool:
        layout = self._coordinator.read_layout(seconds=conf.SHARDS_ANSWER_SECONDS)
        return layout.spaces.get(space.pk) == space.dimensions

    def put(self, space: EmbeddingSpace, entries: Sequence[Entry]) -> None:
        with open_coordinator(CONNECT_SECONDS) as coordinator:
            coordinator.allow(WORK_SECONDS + CONNECT_SECONDS)
            with writing(coordinator) as layout:
                by_shard: dict[str, list[Entry]] = defaultdict(list)
                for entry in entries:
                    for shard in layout.keepers(bucket_of(entry.image_id)):
                        by_shard[shard].append(entry)
                visit(
                    addresses_of(coordinator, by_shard),
                    lambda name, shard: copies.put(shard, space.pk, by_shard[name]),
                ).check()

    def remove(self, space: EmbeddingSpace, image_ids: Sequence[int]) -> None:
        # From every shard: so nothing is left behind where a move was broken off.
        with open_coordinator(CONNECT_SECONDS) as coordinator:
            coordinator.allow(WORK_SECONDS + CONNECT_SECONDS)
            with writing(coordinator) as layout:
                visit(
                    addresses_of(coordinator, layout.shards),
                    lambda name, shard: copies.remove(shard, space.pk, image_ids),
                ).check()

    def fingerprints(self, space: EmbeddingSpace, *, after: int) -> Iterator[tuple[int, int]]:
        with ExitStack() as opened:
            coordinator = opened.enter_context(open_coordinator(CONNECT_SECONDS))
            coordinator.allow(WORK_SECONDS)
            layout = read_layout(coordinator)
            lists = [
                self._list(opened, name, address, space.pk, layout.buckets_of(name), after)
                for name, address in addresses_of(coordinator, layout.shards).items()
            ]
            last = after
            for image_id, fingerprint in heapq.merge(*lists):
                if image_id > last:  # a picture on its way between shards is in two lists
                    yield image_id, fingerprint
                    last = image_id

    def _list(
        self,
        opened: ExitStack,
        name: str,
        address: ShardAddress,
        space_id: int,
        buckets: Sequence[int],
        after: int,
    ) -> Iterator[tuple[int, int]]:
        try:
            connection = opened.enter_context(
                BoundedConnection.open(address.params, seconds=CONNECT_SECONDS)
            )
            yield from copies.fingerprints(connection, space_id, buckets=buckets, after=after)
        except psycopg.Error as error:
            raise away(_("The shard %(name)s") % {"name": name}, error) from None

    def nearest(
        self, vectors: Floats, *, space: SearchedSpace, where: ProductFilter, limit: int
    ) -> list[Neighbours]:
        question = Question.of(vectors, space_id=space.pk, where=where, limit=limit)
        return Asking(self._coordinator, question).run()

    def troubles(self) -> list[str]:
        return health.troubles()
