"""What a filtered search costs in PostgreSQL, by the shop's own ways and by others that were tried.

FILTERED_IMAGES=1000000 measures another size; above 100,000 no index is built, for at 1 % the shop
compares every eligible picture, and FILTERED_SHARE=0.1 another share than those that are worst.
Each layout takes turns with the shop's own search, and goes before the next one comes: all of them
together would not fit into PostgreSQL's buffers.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

import numpy as np
from django.db import connection

from benchmarks.data.catalogue import category_of_share, price_of
from benchmarks.data.shop import PROJECTED, Shop, fill_shop, read_settings
from benchmarks.data.synthetic import read_real_pictures
from benchmarks.report import table
from benchmarks.vector_search.filtered.layouts import EVERY, PICTURES, Layout, layouts, price_bands
from benchmarks.vector_search.rounds import HEAD, Subject, take_turns
from catalog.product_filter import ProductFilter
from embeddings.index.base import QueryPictures
from embeddings.index.pgvector.engine import PgvectorIndex
from embeddings.index.pgvector.search.exact_scan import scan_few
from embeddings.index.pgvector.search.filter_sql import FilterTexts
from embeddings.index.pgvector.search.query_table import make_query_table
from embeddings.index.pgvector.search.scan_settings import prepare_index_scan
from embeddings.index.pgvector.tuning import Tuning
from infra.prepared import fetch_prepared

QUESTIONS = 50
INDEXED_UP_TO = 100_000
BANDS = 10


@dataclass(frozen=True)
class Question:
    """A product and its pictures."""

    product: int
    pictures: tuple[int, ...]


Search = Callable[[Question], list[float]]
"""The distances of the nearest products, nearest first."""


def run() -> None:
    """Print a table for each filter: the shop's own search and, beside it, each layout."""
    images = int(os.environ.get("FILTERED_IMAGES", "100000"))
    share = float(os.environ.get("FILTERED_SHARE", min(1.0, 10_000 / images)))
    indexed = images <= INDEXED_UP_TO
    shop = fill_shop(read_real_pictures(), images=images, dimensions=[PROJECTED], indexed=indexed)
    print(f"{images:,} pictures of {shop.products:,} products. {read_settings()}\n")
    _show_searched(shop)
    questions = _questions(shop)
    for name, where in _filters(shop, share):
        products = FilterTexts(Tuning()).compile(where)
        right = [_scan(question, shop=shop, products=products) for question in questions]
        today = partial(_today, shop=shop, where=where)
        scan = partial(_scan, shop=shop, products=products)
        rows = []
        if indexed:
            rows += _beside(today, "the shop's exact scan", scan, questions, right)
        tried = layouts(PROJECTED)
        if where.price_min is not None and indexed:
            tried.append(price_bands(PROJECTED, where=where, bounds=_ends_of_bands()))
        for layout in tried:
            if layout.category_only and not where.category_ids:
                continue
            if layout.needs_index and not indexed:
                continue
            made = _lay_out(layout, products)
            search = partial(_laid_out, shop=shop, products=products, layout=layout)
            rows += _beside(today, f"{layout.name} ({made})", search, questions, right)
        print(f"### {name}\n")
        table([*HEAD, "to the shop's", f"found of {EVERY}"], rows)


def _show_searched(shop: Shop) -> None:
    """The view that the layouts are made of; PostgreSQL plans as if it were written out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE VIEW searched AS SELECT * FROM embeddings_imageembedding"
            f" WHERE space_id = {shop.visible.space.pk:d} AND state = 'ready'"
        )


def _questions(shop: Shop) -> list[Question]:
    numbers = np.random.default_rng(4).choice(shop.products, QUESTIONS, replace=False)
    return [
        Question(int(n) + 1, tuple((np.flatnonzero(shop.owners == n) + 1).tolist()))
        for n in numbers
    ]


def _filters(shop: Shop, share: float) -> Iterator[tuple[str, ProductFilter]]:
    yield f"category, {share:.1%}", ProductFilter(category_ids=(category_of_share(share).pk,))
    prices = price_of(np.arange(shop.products), products=shop.products)
    low, high = (Decimal(f"{price:.2f}") for price in np.quantile(prices, [0.45, 0.45 + share]))
    yield f"price, {share:.1%}", ProductFilter(price_min=low, price_max=high)


def _ends_of_bands() -> list[Decimal]:
    """Prices that split the pictures into bands of the same size."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT percentile_disc(%s::float8[]) WITHIN GROUP (ORDER BY price)"
            " FROM searched JOIN catalog_product product ON product.id = product_id",
            [[number / BANDS for number in range(1, BANDS)]],
        )
        (ends,) = cursor.fetchone()
    return [Decimal(end) for end in ends]


def _beside(
    today: Search, name: str, search: Search, questions: list[Question], right: list[list[float]]
) -> list[list[object]]:
    subjects = [
        Subject(each, ask, questions, [_share_found(ask, questions, right)])
        for each, ask in (("the shop's search", today), (name, search))
    ]
    take_turns(subjects)
    ours, other = subjects
    ours.notes = ["1", *ours.notes]
    other.notes = [f"{other.p50 / ours.p50:.2f}", *other.notes]
    return [ours.row(), other.row()]


def _share_found(search: Search, questions: list[Question], right: list[list[float]]) -> str:
    """What is as near as the last of the right ones is right; 0 for what is missing."""
    shares = [
        np.mean(np.array(search(question)[: len(true)]) <= true[-1] + 1e-6)
        for question, true in zip(questions, right, strict=True)
    ]
    return f"{np.mean(shares):.3f}"


def _today(question: Question, *, shop: Shop, where: ProductFilter) -> list[float]:
    hits = _INDEX.search(
        QueryPictures(question.pictures),
        space=shop.visible.space,
        where=where,
        limit=EVERY,
        leave_out=[question.product],
    )
    return [hit.distance for hit in hits]


def _scan(question: Question, *, shop: Shop, products: str) -> list[float]:
    scanned = scan_few(
        make_query_table(QueryPictures(question.pictures), space=shop.visible.space),
        space=shop.visible.space,
        products=products,
        leave_out=[question.product],
        limit=EVERY,
        pictures=PICTURES,
        most=shop.products,
    )
    return [hit.distance for hit in scanned.found] if scanned else []


def _laid_out(question: Question, *, shop: Shop, products: str, layout: Layout) -> list[float]:
    prepare_index_scan(shop.visible.space.ef_search)
    queries = make_query_table(QueryPictures(question.pictures), space=shop.visible.space)
    rows = fetch_prepared(layout.write(queries, products=products), queries.params, binary=True)
    return [distance for product, distance in rows if product != question.product][:EVERY]


def _lay_out(layout: Layout, products: str) -> str:
    """Make it; what that took."""
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS laid_out")
        for statement in layout.make.replace("{products}", products).split(";"):
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE laid_out")
        seconds = time.perf_counter() - started
        cursor.execute(
            "SELECT coalesce(sum(pg_total_relation_size(relid)),"
            " pg_total_relation_size('laid_out')) / 1048576 FROM pg_partition_tree('laid_out')"
        )
        return f"{cursor.fetchone()[0]:.0f} MB, {seconds:.0f} s"


_INDEX = PgvectorIndex()
