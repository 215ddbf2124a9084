"""What milvus-lite leaves out under a narrow filter, the door finds."""

from __future__ import annotations

import numpy as np
import pytest
from pymilvus import MilvusClient

from catalog.models import Product
from catalog.product_filter import ProductFilter
from embeddings.index import QueryVectors
from embeddings.index.external.engine import ExternalIndex
from embeddings.index.milvus.collection import collection_of
from embeddings.index.milvus.store import MilvusStore
from tests.integration.embeddings.index.contract.stores import ALWAYS_ASKED

pytestmark = pytest.mark.django_db(transaction=True)

PRODUCTS = 2_000
ELIGIBLE = 0.007
LIMIT = 10


@pytest.fixture
def catalogue(random_catalogue):
    catalogue = random_catalogue(PRODUCTS, pictures=1)
    rare = catalogue.products[:: round(1 / ELIGIBLE)].tolist()
    Product.objects.filter(pk__in=rare).update(brand="Rare")
    return catalogue


def test_short_answers_of_a_narrow_filter_are_completed(
    milvus_lite_server, catalogue, settings
) -> None:
    settings.VITRINE_MILVUS_EF_SEARCH = 100  # a twentieth of the vectors
    store = MilvusStore(milvus_lite_server.url)
    index = ExternalIndex(store, name="milvus", tuning=ALWAYS_ASKED)
    index.build(catalogue.space)
    # Until vectors are in a file that was loaded, milvus-lite has no index, and compares them all.
    client, name = MilvusClient(milvus_lite_server.url), collection_of(catalogue.space)
    client.flush(name)
    client.release_collection(name)
    client.load_collection(name)
    client.close()
    where = ProductFilter(brands=("Rare",), in_stock=False)
    eligible = set(where.apply().values_list("pk", flat=True))
    queries = catalogue.vectors[::40].astype(np.float32)
    found = store.nearest(queries, space=catalogue.space, where=where, limit=LIMIT)
    short = sum(len(neighbours.image_ids) < LIMIT for neighbours in found)
    assert short > len(queries) / 2, "else nothing is proved here"
    for query in queries:
        answer = index.search(
            QueryVectors(query[None]), space=catalogue.space, where=where, limit=LIMIT
        )
        assert answer.complete
        catalogue.assert_nearest([hit.product_id for hit in answer], query, eligible, LIMIT)
