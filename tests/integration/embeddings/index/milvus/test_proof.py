"""What milvus-lite leaves out under a narrow filter, the door finds."""

from __future__ import annotations

import numpy as np
import pytest
from embeddings.index.external.engine import ExternalIndex
from pymilvus import MilvusClient

from catalog.models import Product
from catalog.product_filter import ProductFilter
from embeddings.index import QueryVectors
from embeddings.index.milvus.collection import collection_of
from embeddings.index.milvus.store import MilvusStore
from embeddings.index.pgvector.tuning import Tuning

pytestmark = pytest.mark.django_db(transaction=True)

PRODUCTS = 3_000
ELIGIBLE = 0.007
LIMIT = 12


@pytest.fixture
def catalogue(random_catalogue):
    catalogue = random_catalogue(PRODUCTS, pictures=1)
    rare = catalogue.products[:: round(1 / ELIGIBLE)].tolist()
    Product.objects.filter(pk__in=rare).update(brand="Rare")
    return catalogue


def test_short_answers_of_a_narrow_filter_are_completed(milvus_lite_server, catalogue) -> None:
    store = MilvusStore(milvus_lite_server.url)
    # PostgreSQL alone answers neither a small space nor a filter that leaves little.
    index = ExternalIndex(store, name="milvus", tuning=Tuning(exact_below_products=0, min_rows=0))
    index.build(catalogue.space)
    # Until its vectors are in a file, milvus-lite has no index, and compares them all.
    client = MilvusClient(milvus_lite_server.url)
    client.flush(collection_of(catalogue.space))
    client.close()
    where = ProductFilter(brands=("Rare",), in_stock=False)
    eligible = set(where.apply().values_list("pk", flat=True))
    queries = catalogue.vectors[::60].astype(np.float32)
    found = store.nearest(queries, space=catalogue.space, where=where, limit=LIMIT)
    short = sum(len(neighbours.image_ids) < LIMIT for neighbours in found)
    assert short > len(queries) / 2, "else nothing is proved here"
    for query in queries:
        answer = index.search(
            QueryVectors(query[None]), space=catalogue.space, where=where, limit=LIMIT
        )
        assert answer.complete
        catalogue.assert_nearest([hit.product_id for hit in answer], query, eligible, LIMIT)
