"""Stores without a server: one that does what it should, and poor ones that do not."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import inf

import numpy as np

from catalog.product_filter import ProductFilter
from embeddings.index import VectorIndex
from embeddings.index.external.engine import ExternalIndex
from embeddings.index.external.following.models import FollowedSpace
from embeddings.index.external.following.step import Step, take_step
from embeddings.index.external.store import Entry, Neighbours, StoreAwayError, VectorStore
from embeddings.index.pgvector.tuning import Tuning
from tests.builders.vectors import unit

ALWAYS_ASKED = Tuning(exact_below_products=0, min_rows=0)
"""Small as the tests' spaces are, the store is asked under every filter."""


class NumpyStore:
    """Keeps entries in memory and compares all of them."""

    seen_after_seconds = 0.0

    def __init__(self) -> None:
        self.rooms: dict[int, dict[int, Entry]] = {}
        self.away = False
        self.in_part = False
        """Whether every second entry is away."""
        self.asked = 0

    def _room(self, space) -> dict[int, Entry]:
        if self.away:
            raise StoreAwayError("The store was switched off.")
        return self.rooms.get(space.pk, {})

    def create(self, space) -> None:
        self._room(space)
        self.rooms.setdefault(space.pk, {})

    def drop(self, space) -> None:
        self._room(space)
        self.rooms.pop(space.pk, None)

    def holds(self, space) -> bool:
        self._room(space)
        return space.pk in self.rooms

    def put(self, space, entries: Sequence[Entry]) -> None:
        self._room(space)
        self.rooms[space.pk].update({entry.image_id: entry for entry in entries})

    def remove(self, space, image_ids: Sequence[int]) -> None:
        for image in image_ids:
            self._room(space).pop(image, None)

    def fingerprints(self, space, *, after: int) -> Iterator[tuple[int, int]]:
        room = self._room(space)
        yield from ((pk, room[pk].fingerprint) for pk in sorted(room) if pk > after)

    def nearest(self, vectors, *, space, where: ProductFilter, limit: int) -> list[Neighbours]:
        self.asked += 1
        entries = [entry for entry in self._room(space).values() if meets(entry, where)]
        if self.in_part:
            entries = entries[::2]
        if not entries:
            return [Neighbours(image_ids=(), reach=inf)] * len(vectors)
        kept = unit(np.array([entry.vector for entry in entries]))
        found = [self._answer(entries, 1 - kept @ query, limit) for query in unit(vectors)]
        return [replace(each, complete=not self.in_part) for each in found]

    def _answer(self, entries, distances, limit: int) -> Neighbours:
        order = np.argsort(distances)[:limit]
        ids = tuple(entries[row].image_id for row in order)
        return Neighbours(
            image_ids=ids, reach=float(distances[order[-1]]) if len(ids) == limit else inf
        )

    def troubles(self) -> list[str]:
        return ["The store was switched off."] if self.away else []


def meets(entry: Entry, where: ProductFilter) -> bool:
    """The filter, as an engine can apply it to what it keeps."""
    return (
        entry.published
        and (entry.stock > 0 or not where.in_stock)
        and (not where.category_ids or bool({*where.category_ids} & {*entry.category_path}))
        and (not where.brands or entry.brand in where.brands)
        and (where.price_min is None or entry.price >= where.price_min)
        and (where.price_max is None or entry.price <= where.price_max)
        and (where.only_ids is None or entry.product_id in where.only_ids)
        and (where.of_categories is None or entry.category_path[-1] in where.of_categories)
        and entry.category_path[-1] not in where.not_of_categories
        and all(
            any((name, value) in entry.attributes for value in values)
            for name, values in where.values_by_attribute().items()
        )
    )


class ShortStore(NumpyStore):
    """Knows no filters, leaves out what it likes, names what is not there, and says so by reach."""

    def nearest(self, vectors, *, space, where: ProductFilter, limit: int) -> list[Neighbours]:
        found = super().nearest(vectors, space=space, where=ProductFilter(), limit=limit)
        return [
            replace(each, image_ids=(*each.image_ids[::3], 999_999_999), reach=each.reach / 2)
            if each.reach < inf
            else replace(each, image_ids=each.image_ids[: limit // 3], reach=0.1)
            for each in found
        ]


class LyingStore(NumpyStore):
    """Answers at random, with a reach that has nothing to do with it."""

    random = random.Random(7)

    def nearest(self, vectors, *, space, where: ProductFilter, limit: int) -> list[Neighbours]:
        known = [*self._room(space), 999_999_999, -1]
        return [
            Neighbours(
                image_ids=tuple(self.random.choices(known, k=self.random.randint(0, 2 * limit))),
                reach=self.random.choice([inf, 2.0, 0.0, -1.0, float("nan")]),
                complete=self.random.random() < 0.8,
            )
            for _ in vectors
        ]


def external(make: Callable[[], VectorStore] = NumpyStore) -> Callable[[], VectorIndex]:
    """What makes an index over a store of its own."""
    return lambda: ExternalIndex(make(), name="tested", tuning=ALWAYS_ASKED)


def away() -> NumpyStore:
    """A store that is full, and then gone."""
    store = NumpyStore()
    put = store.put

    def put_and_go(space, entries: Sequence[Entry]) -> None:
        put(space, entries)
        setattr(store, "nearest", gone)  # noqa: B010 - as mypy has it, a method stays what it is

    def gone(*_args, **_options) -> list[Neighbours]:
        raise StoreAwayError("The store was switched off.")

    setattr(store, "put", put_and_go)  # noqa: B010 - the same
    return store


def bring_in_step(index: VectorIndex) -> None:
    """What workers do by the clock: every change is put into the store."""
    assert isinstance(index, ExternalIndex)
    for followed in FollowedSpace.objects.all():
        until = time.monotonic() + 10
        while take_step(followed.pk, index.store) != Step.DONE:
            assert time.monotonic() < until, "the store is never in step"
