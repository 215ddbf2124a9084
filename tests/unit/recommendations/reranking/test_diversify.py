"""Variety: each next one adds something to those before it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.reranking.diversify import order_by_marginal_relevance

# Two pairs of twins and one apart; by likeness they stand 0, 1, 2, 3, 4.
VECTORS = np.array([[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1]], dtype=np.float32)
SCORES = [0.9, 0.8, 0.7, 0.6, 0.5]


@pytest.mark.parametrize(
    ("diversity", "order"),
    [(0.0, [0, 1, 2, 3, 4]), (0.5, [0, 2, 4, 1, 3]), (1.0, [0, 2, 4, 1, 3])],
)
def test_twins_come_late_when_variety_is_asked_for(diversity, order) -> None:
    assert order_by_marginal_relevance(SCORES, VECTORS, diversity=diversity) == order


def test_a_little_variety_moves_only_what_is_nearly_the_same() -> None:
    assert order_by_marginal_relevance(SCORES, VECTORS, diversity=0.15) == [0, 2, 1, 4, 3]
    assert order_by_marginal_relevance(SCORES, VECTORS, diversity=0.05) == [0, 1, 2, 3, 4]


def test_nothing_to_vary_is_nothing() -> None:
    assert order_by_marginal_relevance([], np.empty((0, 3), dtype=np.float32), diversity=0.5) == []


@given(st.integers(1, 30), st.floats(0, 1), st.integers(0, 99))
def test_every_candidate_stands_there_once_and_the_best_first(count, diversity, seed) -> None:
    random = np.random.default_rng(seed)
    vectors = random.normal(size=(count, 4)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    scores = np.sort(random.uniform(-1, 1, count))[::-1]
    order = order_by_marginal_relevance(scores, vectors, diversity=diversity)
    assert sorted(order) == list(range(count))
    assert order[0] == 0
    assert order == order_by_marginal_relevance(scores, vectors, diversity=diversity)
