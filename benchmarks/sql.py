"""Our bare search: the statement that the shop sends to walk the index from one picture."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.db import connection
from embeddings.search import walk_index

from benchmarks.rounds import Subject
from benchmarks.shop import SpaceOf
from benchmarks.truth import share_found
from catalog.models import Product

Statement = tuple[str, Any]


def select_one(times: int) -> Subject:
    """What asking PostgreSQL costs at the least, through Django's cursor."""
    return Subject("SELECT 1", _send, [("SELECT 1", None)] * times, ["", ""])


def sql_subjects(
    of: SpaceOf, vectors: np.ndarray, rows: np.ndarray, *, truth: np.ndarray, k: int
) -> list[Subject]:
    """The statement alone, and with making it and reading its rows."""
    eligible = Product.objects.published().in_stock()

    def walk(vector: np.ndarray):  # type: ignore[no-untyped-def]
        return walk_index(vector[None], space=of.space, eligible=eligible, limit=k + 1)[0]

    asked = vectors[rows]
    found = [np.array([near.image_id - 1 for near in walk(vector)]) for vector in asked]
    recall = f"{share_found(found, truth, rows=rows):.3f}"
    statements = [_sent_by(walk, vector) for vector in asked]
    return [
        Subject("our SQL: published, in stock, by the index", _send, statements, [recall]),
        Subject("the same, made and read by walk_index()", walk, asked, [recall]),
    ]


def _send(statement: Statement) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return cursor.fetchall()


def _sent_by(walk, vector) -> Statement:  # type: ignore[no-untyped-def]
    """The last statement that a call sends, which is the search itself."""
    sent: list[Statement] = []

    def keep(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        walk(vector)
    return sent[-1]
