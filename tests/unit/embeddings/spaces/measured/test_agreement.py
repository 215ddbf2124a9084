"""How well categories agree with what lies near each other, and when they count nothing."""

from __future__ import annotations

import numpy as np
import pytest

from embeddings.spaces.measured.agreement import measure_agreement
from embeddings.spaces.measured.kind_prior import worth_of
from tests.builders.vectors import random_rows, unit

KINDS, EACH = 6, 12
TRUTH = np.repeat(np.arange(KINDS), EACH)


def things(*, noise: float, seed: int = 3):
    """Each near a direction of its kind: their cosines."""
    centres = np.repeat(random_rows(KINDS, 16, seed=seed), EACH, axis=0)
    rows = unit(centres + noise * random_rows(len(TRUTH), 16, seed=seed + 1))
    return (rows @ rows.T).astype(np.float32)


def dealt(share: float, *, seed: int = 5):
    """The truth, but for a share of labels that are any."""
    random = np.random.default_rng(seed)
    labels = TRUTH.copy()
    wrong = random.random(len(labels)) < share
    labels[wrong] = random.integers(0, KINDS, wrong.sum())
    return labels


def test_categories_that_hold_what_lies_together_are_trusted() -> None:
    found = measure_agreement(things(noise=0.5), TRUTH)
    assert found.usual > 0.9
    assert set(found.by_label) == set(range(KINDS))
    assert min(found.by_label.values()) > 0.8
    assert found.chance[0] == pytest.approx((EACH - 1) / (len(TRUTH) - 1))


@pytest.mark.parametrize("seed", range(20))
def test_categories_at_random_are_refused(seed) -> None:
    labels = np.random.default_rng(seed).permutation(TRUTH)
    found = measure_agreement(things(noise=0.5), labels)
    assert found.usual < 0.05


def test_the_more_are_wrong_the_less_they_count() -> None:
    alike = things(noise=0.5)
    usual = [measure_agreement(alike, dealt(share)).usual for share in (0, 0.1, 0.33, 0.66)]
    assert usual == sorted(usual, reverse=True)
    assert usual[2] > 0.2


def test_a_category_that_holds_everything_counts_nothing_beside_good_ones() -> None:
    labels = TRUTH.copy()
    labels[::2] = KINDS
    found = measure_agreement(things(noise=0.5), labels)
    assert found.by_label[KINDS] < 0.1
    assert min(found.by_label[kind] for kind in range(KINDS)) > 0.15


@pytest.mark.parametrize("labels", [np.zeros_like(TRUTH), np.arange(len(TRUTH))])
def test_one_category_for_all_and_one_for_each_say_nothing(labels) -> None:
    found = measure_agreement(things(noise=0.5), labels)
    assert found.usual == 0
    assert not any(found.by_label.values())


@pytest.mark.parametrize("count", [0, 1, 2])
def test_two_things_are_too_few(count) -> None:
    nothing = measure_agreement(np.ones((count, count), np.float32), np.zeros(count, np.int64))
    assert nothing.by_label == {}


def test_what_a_category_is_worth_rises_with_agreement_and_rarity() -> None:
    assert worth_of(0, 0.1) == 0
    worth = [worth_of(agreement, 0.1) for agreement in (0, 0.1, 0.3, 0.6, 1)]
    assert worth == sorted(worth)
    assert worth_of(0.5, 0.02) > worth_of(0.5, 0.3)
    # Where categories are right, one of the same kind that is no more alike than chance comes
    # before a stranger at the 99th percentile of chance, which is one spread away.
    assert worth_of(0.5, 0.08) > 1
