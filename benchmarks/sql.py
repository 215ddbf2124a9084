"""Our bare search: the statement that the shop sends to walk the index from one picture."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any
from unittest.mock import patch

import numpy as np

from benchmarks.exact_search import share_found
from benchmarks.rounds import Subject
from benchmarks.shop import SpaceOf
from catalog.models import Product
from embeddings.index.pgvector.scan_settings import prepare_index_scan
from embeddings.index.pgvector.search import Walk, ask_with_pictures, walk_index, write_products
from infra.prepared import fetch_prepared

Statement = tuple[str, tuple[Any, ...]]


def select_one(times: int) -> Subject:
    """What asking PostgreSQL costs at the least."""
    return Subject("SELECT 1", _send, [("SELECT 1", ())] * times, [""])


def sql_subjects(of: SpaceOf, rows: np.ndarray, *, truth: np.ndarray, k: int) -> list[Subject]:
    """The statement alone, and with making it, reading its rows and walking again where lost."""
    products = write_products(Product.objects.published().in_stock())

    def walk(row: int) -> Walk:
        asked = ask_with_pictures([row + 1], space=of.space)
        (found,) = walk_index(
            asked,
            space=of.space,
            products=products,
            leave_out=[],
            limit=k,
            filter_after=True,
        )
        return found

    numbers = rows.tolist()
    found = [np.array([near.image_id - 1 for near in walk(row).near]) for row in numbers]
    statements = [_sent_by(walk, row) for row in numbers]
    prepare_index_scan(of.space.ef_search)
    alone = [_read(_send(statement)) for statement in statements]
    return [
        Subject(
            "our SQL: published, in stock, by the index",
            _send,
            statements,
            [f"{share_found(alone, truth, rows=rows):.3f}"],
        ),
        Subject(
            "walk_index(): made, sent, read, walked again where lost",
            walk,
            numbers,
            [f"{share_found(found, truth, rows=rows):.3f}"],
        ),
    ]


def _send(statement: Statement) -> list[tuple[Any, ...]]:
    return fetch_prepared(*statement)


def _read(rows: list[tuple[Any, ...]]) -> np.ndarray:
    """Row numbers of the pictures, nearest first."""
    return np.array([image - 1 for _, _, _, image, _ in sorted(rows, key=itemgetter(1))])


def _sent_by(walk: Callable[[int], Walk], row: int) -> Statement:
    with patch(
        "embeddings.index.pgvector.search.fetch_prepared", side_effect=fetch_prepared
    ) as sent:
        walk(row)
    sql, params = sent.call_args_list[0].args
    return sql, params
