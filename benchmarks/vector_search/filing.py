"""What indexes of categories cost whoever writes, and how quickly workers file what has changed.

FILING_IMAGES=1000000 measures another size, SEARCH_FEATURES keeps the features of real pictures.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from statistics import median

from django.db import connection

from benchmarks.data.catalogue import category_of_share
from benchmarks.data.shop import PROJECTED, Shop, fill_shop, read_settings
from benchmarks.data.synthetic import read_real_pictures
from benchmarks.report import table
from catalog.models import Product
from embeddings.index.pgvector.categories.apply import apply_changes
from embeddings.index.pgvector.tuning import tuning_of_shop
from embeddings.models import CategoryIndex, CategoryIndexChange, ImageEmbedding

AT_ONCE = 200
ROUNDS = 5


def run() -> None:
    """Print what each kind of write takes with notes and without, and then what filing takes."""
    images = int(os.environ.get("FILING_IMAGES", "100000"))
    shop = fill_shop(read_real_pictures(), images=images, dimensions=[PROJECTED])
    print(f"{images:,} pictures of {shop.products:,} products. {read_settings()}\n")
    indexes = list(CategoryIndex.objects.usable())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(pg_total_relation_size(name::regclass)) / 1048576"
            " FROM unnest(%s::text[]) name",
            [[index.table_name for index in indexes]],
        )
        (megabytes,) = cursor.fetchone()
    held = sum(index.pictures for index in indexes)
    print(f"{len(indexes)} indexes of categories hold {held:,} pictures: {megabytes:,.0f} MB.\n")
    rows = [_measure(name, write) for name, write in _writes(shop)]
    head = [f"{AT_ONCE} products at once", "without notes, ms", "with notes, ms", "filed in, ms"]
    table([*head, "pictures filed a second"], rows)


def _writes(shop: Shop) -> Iterator[tuple[str, Callable[[int], None]]]:
    there, other = category_of_share(0.001), category_of_share(0.1)

    def move(number: int) -> None:
        category = (there, other)[number % 2]
        Product.objects.filter(pk__in=_products(number)).update(category=category)

    def embed(number: int) -> None:
        rows = ImageEmbedding.objects.filter(product__in=_products(number))
        rows.update(vector=shop.visible.vectors[number].tolist())

    yield "moved to another category", move
    yield "their pictures embedded anew", embed


def _products(number: int) -> range:
    return range(1 + number * AT_ONCE, 1 + (number + 1) * AT_ONCE)


def _measure(name: str, write: Callable[[int], None]) -> list[object]:
    without, noted, filed, rates = [], [], [], []
    for number in range(ROUNDS):
        with _no_notes():
            without.append(_milliseconds(partial(write, 2 * number)))
        noted.append(_milliseconds(partial(write, 2 * number + 1)))
        pictures = ImageEmbedding.objects.filter(product__in=_products(2 * number + 1)).count()
        filed.append(_milliseconds(lambda: apply_changes(seconds=60, tuning=tuning_of_shop())))
        assert not CategoryIndexChange.objects.exists()
        rates.append(pictures / filed[-1] * 1000)
    return [name, *(_spread(values) for values in (without, noted, filed, rates))]


@contextmanager
def _no_notes() -> Iterator[None]:
    """As where no category has an index: the triggers of notes alone are off."""
    _switch("DISABLE")
    try:
        yield
    finally:
        _switch("ENABLE")


def _switch(how: str) -> None:
    with connection.cursor() as cursor:
        for name in ("added", "changed", "deleted"):
            cursor.execute(
                f"ALTER TABLE embeddings_imageembedding {how} TRIGGER embeddings_filed_{name}"
            )
        cursor.execute(f"ALTER TABLE catalog_product {how} TRIGGER embeddings_filed_product")


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _spread(values: list[float]) -> str:
    return f"{median(values):,.0f} ({min(values):,.0f} to {max(values):,.0f})"
