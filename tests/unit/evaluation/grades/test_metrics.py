"""The metrics agree with values worked out by hand, and with libraries that have them."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import bootstrap
from sklearn.metrics import average_precision_score, precision_score, top_k_accuracy_score

from evaluation.grades.metrics import (
    average_precision_at,
    bootstrap_interval,
    precision_at,
    recall_at,
)

RIGHT = [
    [1, 0, 1, 0, 0],  # two of three found
    [0, 0, 0, 1, 1],
    [0, 0, 0, 0, 0],
]
TOTAL = [3, 2, 1]


def test_by_hand() -> None:
    assert recall_at(RIGHT, k=1).tolist() == [1, 0, 0]
    assert recall_at(RIGHT, k=4).tolist() == [1, 1, 0]
    assert precision_at(RIGHT, TOTAL, k=2).tolist() == [1 / 2, 0, 0]
    assert precision_at(RIGHT, TOTAL, k=5).tolist() == [2 / 3, 1, 0]
    assert average_precision_at(RIGHT, TOTAL, k=5) == pytest.approx(
        [(1 + 2 / 3) / 3, (1 / 4 + 2 / 5) / 2, 0]
    )
    assert average_precision_at(RIGHT, TOTAL, k=2) == pytest.approx([1 / 2, 0, 0])
    # k beyond the answer: the missing places are wrong ones.
    assert precision_at([[1, 1]], [20], k=10).tolist() == [0.2]


def test_the_whole_ranking_is_scikit_learns_average_precision() -> None:
    rng = np.random.default_rng(3)
    right = rng.random((40, 60)) < 0.2
    right[:, 7] = True
    falling = np.arange(60, 0, -1)
    expected = [average_precision_score(row, falling) for row in right]
    assert average_precision_at(right, right.sum(axis=1), k=60) == pytest.approx(expected)


def test_recall_and_precision_are_scikit_learns() -> None:
    rng = np.random.default_rng(4)
    scores = rng.random((50, 30))
    truth = rng.integers(30, size=50)
    order = np.argsort(-scores, axis=1)
    right = order == truth[:, None]
    expected = top_k_accuracy_score(truth, scores, k=5, labels=range(30))
    assert recall_at(right, k=5).mean() == pytest.approx(expected)
    many = rng.random((20, 30)) < 0.6
    chosen = np.arange(30) < 10
    expected = [precision_score(row, chosen) for row in many]
    assert precision_at(many, np.full(20, 10), k=10) == pytest.approx(expected)


def test_the_interval_is_scipys_percentile_bootstrap() -> None:
    values = np.random.default_rng(5).beta(2, 5, size=300)
    theirs = bootstrap(
        (values,), np.mean, n_resamples=4_000, method="percentile", rng=np.random.default_rng(1)
    ).confidence_interval
    ours = bootstrap_interval(values, resamples=4_000)
    assert ours == pytest.approx((theirs.low, theirs.high), abs=0.003)
    assert ours[0] < values.mean() < ours[1]


def test_the_same_seed_gives_the_same_interval() -> None:
    values = np.random.default_rng(5).random(50)
    assert bootstrap_interval(values, seed=2) == bootstrap_interval(values, seed=2)
    assert bootstrap_interval(values, seed=2) != bootstrap_interval(values, seed=3)


def test_copies_of_a_product_are_no_new_evidence() -> None:
    values = np.random.default_rng(6).random(40)
    once = bootstrap_interval(values)
    copied, products = np.repeat(values, 9), np.repeat(np.arange(40), 9)
    assert bootstrap_interval(copied, clusters=products) == pytest.approx(once)
    alone = bootstrap_interval(copied)
    assert alone[1] - alone[0] < 0.5 * (once[1] - once[0])


def test_clusters_of_unequal_size_count_by_their_values() -> None:
    # Two clusters: a resample is all 0 (weight 3), all 1 (weight 1), or the mean of 1/4.
    lower, upper = bootstrap_interval([0, 0, 0, 1], clusters=["a", "a", "a", "b"])
    assert (lower, upper) == (0, 1)
    lower, upper = bootstrap_interval([0, 0, 0, 1], clusters=["a"] * 4)
    assert (lower, upper) == (0.25, 0.25)


@pytest.mark.parametrize(
    "call",
    [
        lambda: recall_at([1, 0], k=1),
        lambda: recall_at([[1, 0]], k=0),
        lambda: precision_at([[1, 0]], [1, 2], k=1),
        lambda: average_precision_at([[1, 0]], [0], k=1),
        lambda: bootstrap_interval([]),
        lambda: bootstrap_interval([0.5, float("nan")]),
        lambda: bootstrap_interval([0.5, 0.5], clusters=[1]),
    ],
)
def test_nonsense_is_refused(call) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each says it in its own words
        call()
