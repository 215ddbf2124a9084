"""What goes live is clearly better in something, worse in nothing, better on the whole."""

from __future__ import annotations

import pytest

from evaluation.fitting.cross_fit import Gain
from evaluation.fitting.verdict import choose, judge


def gain(mean: float, margin: float = 0.02) -> Gain:
    return Gain(mean=mean, lower=mean - margin, upper=mean + margin, products=40)


@pytest.mark.parametrize(
    ("same_product", "category", "outcome"),
    [
        (gain(0.1), gain(0.05), "better"),
        (gain(0.1), gain(0.0), "better"),
        (gain(0.1), gain(-0.01), "better"),
        (gain(0.1), gain(-0.03), "worse"),
        (gain(0.01), gain(0.015), "no_gain"),
        (gain(0.03), gain(-0.019), "no_gain"),
        (gain(0.008, 0.001), gain(0.009, 0.001), "no_gain"),
    ],
)
def test_each_grade_has_a_say(same_product, category, outcome) -> None:
    gains = {"same_product": same_product, "category": category}
    verdict = judge("both", "hog:wccn64", gains)
    assert verdict.outcome == outcome
    assert verdict.is_accepted == (outcome == "better")


def test_what_cannot_be_graded_is_refused_unless_pictures_alone_teach_it() -> None:
    assert judge("products", "hog:wccn64@family", {}).outcome == "not_enough"
    assert judge("pictures", "hog:pca64", {}).is_accepted
    assert judge("pictures", "hog:pca64", {"category": gain(0.0)}).outcome == "no_worse"
    assert not judge("pictures", "hog:pca64", {"category": gain(-0.1)}).is_accepted


def test_the_best_of_the_accepted_is_chosen_and_only_that() -> None:
    verdicts = [
        judge("both", "a", {"category": gain(0.2), "same_product": gain(-0.1)}),
        judge("products", "b", {"category": gain(0.05)}),
        judge("categories", "c", {"category": gain(0.1)}),
        judge("pictures", "d", {"category": gain(0.0)}),
    ]
    assert [verdict.chosen for verdict in choose(verdicts)] == [False, False, True, False]
    assert not any(verdict.chosen for verdict in choose(verdicts[:1]))
