"""Building, measuring, replacing and dropping an index, and that no engine is left out."""

from __future__ import annotations

import threading

import pytest

from embeddings.index import (
    CannotMeasureError,
    IndexStatus,
    QueryPictures,
)
from embeddings.index.engines import make_engine, make_store
from embeddings.index.external.engine import ExternalIndex
from embeddings.index.pgvector.maintenance.background import BUILDING
from embeddings.index_conf import ENGINES, STORES
from embeddings.models import ImageEmbedding
from tests.integration.embeddings.index.contract.engines import (
    CONTENDERS,
)
from tests.waiting import wait_until

SEEN_SECONDS = 30

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_engine_is_held_to_the_contract() -> None:
    made = [engine.make() for engine in CONTENDERS.values()]
    assert {type(index) for index in made} >= {type(make_engine(name)) for name in ENGINES}
    stores = {type(index.store) for index in made if isinstance(index, ExternalIndex)}
    assert stores >= {type(make_store(name)) for name in STORES}


def test_an_empty_space_finds_nothing_and_has_nothing_to_measure(make_shop) -> None:
    shop = make_shop(30)
    ImageEmbedding.objects.all().delete()
    assert shop.search(shop.catalogue.vectors[0]) == []
    assert shop.search(QueryPictures((int(shop.catalogue.images[0]),))) == []
    with pytest.raises(CannotMeasureError):
        shop.index.measure_recall(shop.space)


def test_an_index_is_built_measured_replaced_reported_and_dropped(make_shop, engine) -> None:
    shop = make_shop(120)
    index, space = shop.index, shop.space
    index.build(space)
    # An engine may see only later what it was filled with.
    wait_until(lambda: index.read_status(space) == IndexStatus.VALID, SEEN_SECONDS)
    assert index.report(space).healthy
    if not engine.is_poor:
        assert index.measure_recall(space, queries=20) > 0.98
        assert index.tune(space, queries=20) > 0.98
    assert index.replace(space) is True
    index.reset()
    shop.check(shop.catalogue.vectors[0])
    index.ensure_built()
    wait_until(lambda: BUILDING not in {thread.name for thread in threading.enumerate()}, 30)
    index.drop(space)
    shop.check(shop.catalogue.vectors[0])
    ImageEmbedding.objects.all().delete()
    index.drop(space)
    assert index.read_status(space) == IndexStatus.MISSING
