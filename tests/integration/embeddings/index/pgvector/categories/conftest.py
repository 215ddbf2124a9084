"""A shop whose categories have indexes of their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Category
from catalog.product_filter import ProductFilter
from embeddings.index import QueryVectors, vector_index
from embeddings.index.pgvector.categories.models import TABLES
from embeddings.index.pgvector.engine import PgvectorIndex
from tests.builders.random_catalogue import RandomCatalogue


class Shop:
    """120 random products: 80 in vases, which stands in home, and 40 in rugs."""

    def __init__(self, catalogue: RandomCatalogue, engine: PgvectorIndex) -> None:
        self.catalogue, self.space, self.engine = catalogue, catalogue.space, engine
        self.query = catalogue.vectors[0]

    def filter(self, slug: str, **more) -> ProductFilter:
        return ProductFilter(category_ids=(Category.objects.get(slug=slug).pk,), **more)

    def search(self, where: ProductFilter, *, limit: int = 12, row: int = 0) -> list[int]:
        """The products nearest to a picture of the catalogue, by its vector."""
        query = QueryVectors(self.catalogue.vectors[[row]].astype("float32"))
        hits = vector_index().search(query, space=self.space, where=where, limit=limit)
        return [hit.product_id for hit in hits]

    def check(self, where: ProductFilter, *, limit: int = 12) -> None:
        """What is found equals a comparison by hand."""
        eligible = set(where.apply().values_list("pk", flat=True))
        found = self.search(where, limit=limit)
        self.catalogue.assert_nearest(found, self.query, eligible, limit)

    def is_asked(self, where: ProductFilter) -> bool:
        """Whether an index of a category is searched."""
        with CaptureQueriesContext(connection) as captured:
            self.check(where)
        return any(TABLES in query["sql"] and "<=>" in query["sql"] for query in captured)


@pytest.fixture
def shop(random_catalogue, tune_index) -> Shop:
    engine = tune_index(
        exact_below_products=0, category_from_pictures=60, category_most_share=0.9, keep_given_up=0
    )
    shop = Shop(random_catalogue(120), engine)
    engine.build(shop.space)
    return shop


@pytest.fixture
def tables() -> Callable[[], set[str]]:
    """The tables of categories that there are."""

    def read() -> set[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r'")
            return {name for (name,) in cursor.fetchall() if name.startswith(TABLES)}

    return read
