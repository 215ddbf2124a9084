"""A shop with a store beside PostgreSQL that needs no server."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from embeddings.index import engines, use_engine
from embeddings.index.external.engine import ExternalIndex
from embeddings.index.external.following.models import FollowedSpace
from embeddings.index.external.store import Entry
from embeddings.index_conf import STORES
from tests.integration.embeddings.index.contract.stores import ALWAYS_ASKED, NumpyStore


class StoreShop:
    """A random catalogue, its vectors in a store, and the index over that."""

    def __init__(self, catalogue, store: NumpyStore) -> None:
        self.catalogue, self.space, self.store = catalogue, catalogue.space, store
        self.index = ExternalIndex(store, name="tested", tuning=ALWAYS_ASKED)
        assert self.index.build(self.space)

    @property
    def followed(self) -> FollowedSpace:
        return FollowedSpace.objects.get()

    @property
    def room(self) -> dict[int, Entry]:
        return self.store.rooms[self.space.pk]


@pytest.fixture
def store(monkeypatch) -> NumpyStore:
    """A store that the shop knows as "tested"."""
    made = NumpyStore()
    monkeypatch.setitem(STORES, "tested", "a store of this test")
    monkeypatch.setattr(engines, "_make_store", lambda name: made)
    return made


@pytest.fixture
def store_shop(random_catalogue, store) -> Callable[..., StoreShop]:
    """Make one of so many products, which this process then searches with its store."""

    def make(products: int = 40, **options) -> StoreShop:
        shop = StoreShop(random_catalogue(products, **options), store)
        use_engine(shop.index)
        return shop

    return make
