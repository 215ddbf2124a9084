"""Our bare search: the statement that the shop sends to search the index from one picture."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any
from unittest.mock import patch

import numpy as np

from benchmarks.data.shop import SpaceOf
from benchmarks.vector_search.exact_search import share_found
from benchmarks.vector_search.rounds import Subject
from catalog.product_filter import ProductFilter
from embeddings.index import QueryPictures
from embeddings.index.pgvector.search.filter_sql import FilterTexts
from embeddings.index.pgvector.search.index_search import IndexSearch, search_index
from embeddings.index.pgvector.search.query_table import make_query_table
from embeddings.index.pgvector.search.scan_settings import prepare_index_scan
from embeddings.index.pgvector.search.source import whole_space
from embeddings.index.pgvector.tuning import Tuning
from infra.prepared import fetch_prepared

Statement = tuple[str, tuple[Any, ...]]


def select_one(times: int) -> Subject:
    """What asking PostgreSQL costs at the least."""
    return Subject("SELECT 1", _send, [("SELECT 1", ())] * times, [""])


def sql_subjects(of: SpaceOf, rows: np.ndarray, *, exact: np.ndarray, k: int) -> list[Subject]:
    """The statement alone, and with making it, reading its rows and searching again wider."""
    products = FilterTexts(Tuning()).compile(ProductFilter())

    def search(row: int) -> IndexSearch:
        (found,) = search_index(
            make_query_table(QueryPictures((row + 1,)), space=of.space),
            space=of.space,
            source=whole_space(of.space, unless_counted=len(of.vectors)),
            products=products,
            leave_out=[],
            limit=k,
            tuning=Tuning(),
            filter_after=True,
        )
        return found

    numbers = rows.tolist()
    found = [np.array([near.image_id - 1 for near in search(row).found]) for row in numbers]
    statements = [_sent_by(search, row) for row in numbers]
    prepare_index_scan(of.space.ef_search)
    alone = [_read(_send(statement)) for statement in statements]
    return [
        Subject(
            "our SQL: published, in stock, by the index",
            _send,
            statements,
            [f"{share_found(alone, exact, rows=rows):.3f}"],
        ),
        Subject(
            "search_index(): made, sent, read, again where it missed itself",
            search,
            numbers,
            [f"{share_found(found, exact, rows=rows):.3f}"],
        ),
    ]


def _send(statement: Statement) -> list[tuple[Any, ...]]:
    return fetch_prepared(*statement)


def _read(rows: list[tuple[Any, ...]]) -> np.ndarray:
    """Row numbers of the pictures, nearest first."""
    return np.array([image - 1 for _, _, _, _, image, *_ in sorted(rows, key=itemgetter(2))])


def _sent_by(search: Callable[[int], IndexSearch], row: int) -> Statement:
    with patch(
        "embeddings.index.pgvector.search.index_search.fetch_prepared", side_effect=fetch_prepared
    ) as sent:
        search(row)
    sql, params = sent.call_args_list[0].args
    return sql, params
