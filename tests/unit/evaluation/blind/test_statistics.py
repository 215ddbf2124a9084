"""How sure a blind test is: figures that any textbook has."""

from __future__ import annotations

import pytest

from evaluation.blind.statistics import sign_test, wilson_interval


@pytest.mark.parametrize(
    ("won", "of", "lower", "upper"),
    # By scipy.stats.binomtest(...).proportion_ci(method="wilson").
    [(15, 20, 0.5313, 0.8881), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (1, 2, 0.0945, 0.9055)],
)
def test_the_interval_of_a_share(won: int, of: int, lower: float, upper: float) -> None:
    assert wilson_interval(won, of) == pytest.approx((lower, upper), abs=5e-4)


@pytest.mark.parametrize(
    ("first", "second", "chance"), [(5, 15, 0.0414), (10, 10, 1.0), (0, 6, 0.03125), (1, 0, 1.0)]
)
def test_how_probable_a_split_is_by_chance(first: int, second: int, chance: float) -> None:
    assert sign_test(first, second) == pytest.approx(chance, abs=1e-4)
