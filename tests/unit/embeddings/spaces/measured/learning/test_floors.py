"""The floor keeps a product's own kind, and lets strangers in only where they look like it."""

from __future__ import annotations

import numpy as np
import pytest

from embeddings.spaces.measured.learning.agreement import tells_kinds
from embeddings.spaces.measured.learning.floors import choose_floor, choose_floors
from embeddings.spaces.measured.learning.likeness import (
    Neighbours,
    compare_products,
    find_neighbours,
)

PRODUCTS, DEPTH = 100, 12


def make(own: int, strangers: int, *, kin: int) -> tuple[Neighbours, np.ndarray, np.ndarray]:
    """Each product has `kin` of its own kind with points around `own`, then strangers."""
    dice = np.random.default_rng(4)
    asked = np.repeat(np.arange(PRODUCTS), DEPTH)
    rank = np.tile(np.arange(DEPTH), PRODUCTS)
    same = rank < kin
    points = np.clip(dice.normal(np.where(same, own, strangers), 10), 0, 100).astype(int)
    neighbours = Neighbours(asked, (asked + rank + 1) % PRODUCTS, rank, points / 100.0)
    return neighbours, points, same


def test_of_its_own_kind_nearly_all_stay() -> None:
    neighbours, points, same = make(35, 30, kin=4)
    floors = choose_floors(neighbours, points, same)
    assert 0.975 <= (points[same] >= floors.own_kind).mean() < 1
    assert 0 < floors.own_kind <= 20


def test_nine_of_ten_that_are_shown_are_of_their_own_kind() -> None:
    neighbours, points, same = make(80, 40, kin=4)
    floors = choose_floors(neighbours, points, same)
    shown = np.where(same, points >= floors.own_kind, points >= floors.other_kinds)
    assert 0.9 <= same[shown].mean() < 0.93


def test_a_stranger_that_looks_like_kin_is_shown_all_the_same() -> None:
    neighbours, points, same = make(50, 50, kin=2)
    floors = choose_floors(neighbours, points, same)
    assert floors.other_kinds == int(np.median(points[same]))


def test_all_kin_need_no_floor_for_others() -> None:
    neighbours, points, same = make(50, 50, kin=DEPTH)
    assert len(set(choose_floors(neighbours, points, same))) == 1


def test_kin_beyond_what_is_shown_ask_for_no_more_of_others() -> None:
    neighbours, points, _ = make(50, 50, kin=0)
    floors = choose_floors(neighbours, points, np.zeros(len(points), dtype=bool))
    assert floors.other_kinds == floors.own_kind


def test_by_chance_alone_hardly_a_product_is_left_without_its_nearest() -> None:
    neighbours, points, same = make(15, 15, kin=DEPTH)
    floors = choose_floor(neighbours, points, same)
    assert floors.own_kind == floors.other_kinds <= 20
    assert (points[neighbours.rank == 0] >= floors.own_kind).mean() >= 0.95


@pytest.mark.parametrize("products", [40, 200])
def test_kinds_that_look_alike_are_told_from_shuffled_ones(products) -> None:
    dice = np.random.default_rng(5)
    kinds = np.arange(products) % 8
    vectors = dice.normal(size=(8, 12))[kinds] + dice.normal(size=(products, 12))
    cosines = compare_products(vectors.astype(np.float32), np.arange(products))
    neighbours = find_neighbours(cosines, [""] * products, depth=24)
    assert tells_kinds(neighbours, kinds)
    told = [tells_kinds(neighbours, dice.permutation(kinds)) for _ in range(20)]
    assert sum(told) <= 1
    assert not tells_kinds(neighbours, np.zeros(products, dtype=np.intp)), "all of one kind"
    assert not tells_kinds(neighbours, np.arange(products)), "none of a kind"
