"""Our bare search: the statement that the shop sends to walk the index from one picture."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import numpy as np

from benchmarks.rounds import Subject
from benchmarks.shop import SpaceOf
from benchmarks.truth import share_found
from catalog.models import Product
from catalog.prepared import fetch_prepared
from embeddings.search import ask_with_pictures, walk_index

Statement = tuple[str, tuple[Any, ...]]


def select_one(times: int) -> Subject:
    """What asking PostgreSQL costs at the least."""
    return Subject("SELECT 1", _send, [("SELECT 1", ())] * times, [""])


def sql_subjects(of: SpaceOf, rows: np.ndarray, *, truth: np.ndarray, k: int) -> list[Subject]:
    """The statement alone, and with making it and reading its rows."""
    eligible = Product.objects.published().in_stock()

    def walk(row: int):  # type: ignore[no-untyped-def]
        asked = ask_with_pictures([row + 1], space=of.space)
        # One more than wanted, for the picture finds itself: its product's others count here.
        walks = walk_index(asked, space=of.space, eligible=eligible, leave_out=[], limit=k + 1)
        return walks[0]

    numbers = rows.tolist()
    found = [np.array([near.image_id - 1 for near in walk(row)]) for row in numbers]
    recall = f"{share_found(found, truth, rows=rows):.3f}"
    statements = [_sent_by(walk, row) for row in numbers]
    return [
        Subject("our SQL: published, in stock, by the index", _send, statements, [recall]),
        Subject("the same, made and read by walk_index()", walk, numbers, [recall]),
    ]


def _send(statement: Statement) -> list[tuple[Any, ...]]:
    return fetch_prepared(*statement)


def _sent_by(walk, row: int) -> Statement:  # type: ignore[no-untyped-def]
    with patch("embeddings.search.fetch_prepared", side_effect=fetch_prepared) as sent:
        walk(row)
    return sent.call_args.args
