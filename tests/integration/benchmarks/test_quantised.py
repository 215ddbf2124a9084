"""What stands for a vector is made, indexed and asked as the measurement says."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from django.db import connection

from benchmarks.vector_search.codes import WHOLE, Code, Vectors, drop, load
from benchmarks.vector_search.exact_search import nearest_pictures, shares_found
from benchmarks.vector_search.quantised import HALVES, asking, made_codes
from infra.prepared import fetch_prepared

pytestmark = pytest.mark.django_db(transaction=True)

COUNT, DIMENSIONS, K = 300, 128, 5
CODES = [HALVES, *made_codes(DIMENSIONS)]


@pytest.fixture
def vectors() -> Iterator[Vectors]:
    """Whole vectors, none of whose numbers is below zero, with their codes and indexes."""
    random = np.random.default_rng(1)
    made = np.abs(random.normal(size=(COUNT, DIMENSIONS))).astype(np.float16)
    made[:, ::3] = 0
    load(WHOLE, made)
    for code in CODES:
        if code.made:
            code.make()
        code.build_index(memory="64MB")
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
    yield made
    with connection.cursor() as cursor:
        cursor.execute("RESET enable_seqscan")
    drop([code.table for code in CODES])


def codes_in(table: str) -> list[str]:
    return [code for (code,) in fetch_prepared(f"SELECT code::text FROM {table} ORDER BY id", ())]


def plan_of(code: Code, *, by_scan: bool) -> str:
    statement = code.statement(candidates=20, limit=K, by_scan=by_scan)
    return "\n".join(line for (line,) in fetch_prepared(f"EXPLAIN {statement}", {"id": 1}))


def test_every_kind_finds_the_nearest_where_all_are_candidates(vectors) -> None:
    rows = np.arange(0, COUNT, 20)
    exact = nearest_pictures(vectors, rows, k=K)
    for code in CODES:
        for by_scan in (False, True):
            statement = code.statement(candidates=COUNT, limit=K + 1, by_scan=by_scan)
            ask = asking(statement, COUNT)
            shares = shares_found([ask(row) for row in rows.tolist()], exact, rows=rows)
            assert np.mean(shares) >= 0.98, (code.name, by_scan)


def test_the_index_that_is_measured_is_used_and_no_other(vectors) -> None:
    for code in CODES:
        for by_scan in (False, True):
            used = [each.name for each in CODES if each.index in plan_of(code, by_scan=by_scan)]
            assert used == ([] if by_scan else [code.name])


def test_bits_say_what_lies_above_zero_or_above_the_mean(vectors) -> None:
    _, above_mean, above_zero, _ = CODES
    zero = [[digit == "1" for digit in code] for code in codes_in(above_zero.table)]
    np.testing.assert_array_equal(zero, vectors > 0)
    mean = [[digit == "1" for digit in code] for code in codes_in(above_mean.table)]
    means = vectors.astype(np.float64).mean(axis=0)
    # The mean is rounded to half precision, so a number next to it may fall on either side.
    assert (np.array(mean) == (vectors > means)).mean() > 0.99


def test_few_candidates_of_bits_miss_some_of_the_nearest(vectors) -> None:
    """So the whole vectors decide among the candidates only."""
    rows = np.arange(0, COUNT, 20)
    exact = nearest_pictures(vectors, rows, k=K)
    ask = asking(CODES[1].statement(candidates=K + 1, limit=K + 1), 20)
    found = [ask(row) for row in rows.tolist()]
    assert np.mean(shares_found(found, exact, rows=rows)) < 0.9
    for row, got in zip(rows, found, strict=True):
        near = vectors[got].astype(np.float64) @ vectors[row].astype(np.float64)
        cosines = near / np.linalg.norm(vectors[got].astype(np.float64), axis=1)
        assert (np.diff(cosines) <= 1e-6).all()
