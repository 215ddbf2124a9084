"""The nearest products by engines beside PostgreSQL, under filters that leave all, 10 % and 1 %.

    ENGINES=milvus VITRINE_MILVUS_URL=http://… python -m benchmarks vector_search.engines

ENGINE_IMAGES: how many pictures, 20,000 unless given.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import numpy as np

from benchmarks.data.catalogue import category_of_share
from benchmarks.data.shop import PROJECTED, Shop, fill_shop, read_settings
from benchmarks.data.synthetic import read_real_pictures
from benchmarks.report import table
from benchmarks.vector_search.rounds import HEAD, Subject, take_turns
from catalog.product_filter import ProductFilter
from embeddings.index.base import Floats, QueryVectors, VectorIndex
from embeddings.index.engines import make_store
from embeddings.index.external.engine import ExternalIndex
from embeddings.index.external.store import VectorStore
from embeddings.index.pgvector.engine import PgvectorIndex
from embeddings.index.pgvector.tuning import Tuning

QUESTIONS = 50
EVERY = 12
SHARES = (1, 0.1, 0.01)

Search = Callable[[ProductFilter, Floats], list[int]]
"""A filter and a query (D,) -> products, nearest first."""


def run() -> None:
    """Print what filling took, then a table for each filter."""
    if not (names := os.environ.get("ENGINES")):
        print("Without: ENGINES names no engine beside PostgreSQL that could be asked.")
        return
    images = int(os.environ.get("ENGINE_IMAGES", "20000"))
    shop = fill_shop(read_real_pictures(), images=images, dimensions=[PROJECTED])
    print(f"{images:,} pictures of {shop.products:,} products, {PROJECTED}-d. {read_settings()}\n")
    searches = {"pgvector": _by_index(PgvectorIndex(), shop)}
    for name in names.split(","):
        store = make_store(name)
        # Without what PostgreSQL answers by itself because few products are left: it is the engine
        # that is measured.
        index = ExternalIndex(store, name=name, tuning=Tuning(exact_below_products=0, min_rows=0))
        started = time.perf_counter()
        index.build(shop.visible.space)
        seconds = time.perf_counter() - started
        print(f"{name} was filled in {seconds:.0f} s, {images / seconds:.0f} pictures/s.\n")
        time.sleep(store.seen_after_seconds)
        searches[f"{name}, its own word"] = _by_store(store, shop)
        searches[f"{name}, behind the door"] = _by_index(index, shop)
    rows = np.random.default_rng(4).choice(images, QUESTIONS, replace=False)
    queries = shop.visible.vectors[rows].astype(np.float32)
    exact = PgvectorIndex()
    for share in SHARES:
        where = ProductFilter(category_ids=(category_of_share(share).pk,))
        right = [
            [
                hit.product_id
                for hit in exact.search(
                    QueryVectors(query[None]),
                    space=shop.visible.space,
                    where=where,
                    limit=EVERY,
                    exact=True,
                )
            ]
            for query in queries
        ]
        subjects = [
            _subject(name, search, where, queries, right) for name, search in searches.items()
        ]
        take_turns(subjects)
        print(f"### {share:.0%} eligible\n")
        table([*HEAD, f"recall@{EVERY}", "short"], [subject.row() for subject in subjects])


def _by_index(index: VectorIndex, shop: Shop) -> Search:
    def search(where: ProductFilter, query: Floats) -> list[int]:
        asked = QueryVectors(query[None])
        hits = index.search(asked, space=shop.visible.space, where=where, limit=EVERY)
        return [hit.product_id for hit in hits]

    return search


def _by_store(store: VectorStore, shop: Shop) -> Search:
    """Twice as many pictures as products are wanted, as the door asks at first."""

    def search(where: ProductFilter, query: Floats) -> list[int]:
        asked = {"space": shop.visible.space, "where": where, "limit": 2 * EVERY}
        (found,) = store.nearest(query[None], **asked)  # type: ignore[arg-type]
        products = dict.fromkeys(int(shop.owners[image - 1]) + 1 for image in found.image_ids)
        return list(products)[:EVERY]

    return search


def _subject(
    name: str, search: Search, where: ProductFilter, queries: Floats, right: list[list[int]]
) -> Subject:
    answers = [search(where, query) for query in queries]
    shares = [
        len(set(got) & set(true)) / len(true) for got, true in zip(answers, right, strict=True)
    ]
    short = sum(len(got) < len(true) for got, true in zip(answers, right, strict=True))
    notes = [f"{np.mean(shares):.3f}", f"{short} of {QUESTIONS}"]
    return Subject(name, lambda query: search(where, query), list(queries), notes)
