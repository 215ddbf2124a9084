"""Products are compared by their best pair of pictures; a family has one place among neighbours."""

from __future__ import annotations

import numpy as np
import pytest

from embeddings.spaces.measured.learning.likeness import compare_products, find_neighbours


def test_two_products_are_as_alike_as_their_best_pair() -> None:
    dice = np.random.default_rng(1)
    owner = np.sort(dice.integers(0, 40, size=1_100))
    owner = np.unique(owner, return_inverse=True)[1]
    vectors = dice.normal(size=(1_100, 6)).astype(np.float32) * dice.uniform(1, 9, (1_100, 1))
    cosines = compare_products(vectors.astype(np.float32), owner)
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    for a, b in ((0, 1), (3, 39), (17, 5)):
        best = (unit[owner == a] @ unit[owner == b].T).max()
        assert cosines[a, b] == pytest.approx(best, abs=1e-6)


def test_what_is_all_zero_is_like_nothing() -> None:
    cosines = compare_products(np.array([[0, 0], [1, 0]], np.float32), np.arange(2))
    assert cosines[0, 1] == 0


def test_neighbours_are_the_nearest_one_of_a_family() -> None:
    line = np.array([0.0, 0.1, 0.3, 0.6, 1.0])
    vectors = np.stack([np.cos(line), np.sin(line)], axis=1).astype(np.float32)
    cosines = compare_products(vectors, np.arange(5))
    found = find_neighbours(cosines, ["", "red", "red", "", ""], depth=2)
    assert found.found[found.asked == 0].tolist() == [1, 3]
    assert found.found[found.asked == 1].tolist() == [0, 2]
    assert found.rank.tolist() == [0, 1] * 5
    assert found.cosines[0] == pytest.approx(np.cos(0.1))


def test_a_single_product_has_no_neighbour() -> None:
    assert not len(find_neighbours(np.ones((1, 1), np.float32), [""], depth=5).asked)
