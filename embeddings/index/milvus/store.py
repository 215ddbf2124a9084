"""Milvus as a store of vectors; embeddings/index/external/store.py says what is asked of one."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import partial
from operator import methodcaller

from catalog.product_filter import ProductFilter
from embeddings.index.base import Floats
from embeddings.index.external.store import Entry, Neighbours, StoreAwayError
from embeddings.index.milvus.collection import collection_of, make_collection, not_loaded
from embeddings.index.milvus.connection import Connection, MilvusRefusedError, connection_to
from embeddings.index.milvus.filter_expression import filter_expression
from embeddings.index.milvus.rows import batches
from embeddings.index.milvus.search import search
from embeddings.milvus_conf import conf
from embeddings.models import EmbeddingSpace
from embeddings.spaces.snapshot import SearchedSpace

WORK_SECONDS = 25
_PAGE = 10_000
_DELETED_AT_ONCE = 5_000
_NOT_LOADED = 101
_CANNOT_BE_MET = Neighbours(image_ids=(), reach=math.inf)


class MilvusStore:
    """A collection for each space, in the server that VITRINE_MILVUS_URL names."""

    seen_after_seconds = 5.0
    """Milvus' own bound for searches of bounded staleness (`common.gracefulTime`)."""

    def __init__(self, url: str | None = None) -> None:
        """url: another server."""
        self._url = url

    def create(self, space: EmbeddingSpace) -> None:
        """Make the space's collection, with an index, and load it."""
        self._server.ask(partial(make_collection, space=space, seconds=WORK_SECONDS))

    def drop(self, space: EmbeddingSpace) -> None:
        """Remove the collection, if there is one."""
        if self.holds(space):
            self._work("drop_collection", space)

    def holds(self, space: SearchedSpace) -> bool:
        """Whether there is a collection."""
        has = methodcaller(
            "has_collection", collection_of(space), timeout=conf.MILVUS_SEARCH_SECONDS
        )
        return bool(self._server.ask(has))

    def put(self, space: EmbeddingSpace, entries: Sequence[Entry]) -> None:
        """Write them, a message at a time."""
        for rows in batches(entries, space.dimensions):
            self._work("upsert", space, rows)

    def remove(self, space: EmbeddingSpace, image_ids: Sequence[int]) -> None:
        """Delete them by id."""
        ids = [int(each) for each in image_ids]
        for start in range(0, len(ids), _DELETED_AT_ONCE):
            self._work("delete", space, ids[start : start + _DELETED_AT_ONCE])

    def fingerprints(self, space: EmbeddingSpace, *, after: int) -> Iterator[tuple[int, int]]:
        """A page at a time, in order of ids, with all that was written until then."""
        rows = [{"id": after}] * _PAGE
        while len(rows) == _PAGE:
            # `iterator` orders by id, with the collection's own consistency, which is strong.
            rows = self._work(
                "query",
                space,
                filter=f"id > {rows[-1]['id']:d}",
                output_fields=["id", "fingerprint"],
                limit=_PAGE,
                iterator="True",
            )
            yield from ((row["id"], row["fingerprint"]) for row in rows)

    def nearest(
        self, vectors: Floats, *, space: SearchedSpace, where: ProductFilter, limit: int
    ) -> list[Neighbours]:
        """One search for all queries."""
        expression = filter_expression(where)
        if expression is None or not len(vectors) or limit < 1:
            return [_CANNOT_BE_MET] * len(vectors)
        name = collection_of(space)
        try:
            return self._server.ask(
                partial(search, name=name, vectors=vectors, expression=expression, limit=limit)
            )
        except MilvusRefusedError as error:
            if error.code == _NOT_LOADED:  # some servers forget it at a restart
                seconds = conf.MILVUS_SEARCH_SECONDS
                load = methodcaller("load_collection", name, timeout=seconds, _async=True)
                self._server.ask(load)
            raise

    def troubles(self) -> list[str]:
        """Whether it answers, and has every collection of ours in memory."""
        try:
            return self._server.ask(partial(not_loaded, seconds=conf.MILVUS_SEARCH_SECONDS))
        except StoreAwayError as error:
            return [str(error)]

    @property
    def _server(self) -> Connection:
        url = self._url or conf.MILVUS_URL
        if not url:
            raise StoreAwayError("VITRINE_MILVUS_URL does not say where Milvus answers.")
        return connection_to(url, conf.MILVUS_TOKEN)

    def _work(self, method: str, space: SearchedSpace, *arguments: object, **options: object):  # type: ignore[no-untyped-def]
        """Call a method of the client on the space's collection, with time for much of it."""
        name = collection_of(space)
        call = methodcaller(method, name, *arguments, timeout=WORK_SECONDS, **options)
        return self._server.ask(call)
