"""A cosine says as much as the catalogue's own pairs have shown, and before them what is usual."""

from __future__ import annotations

import numpy as np
import pytest

from embeddings.spaces.measured.learning.chance import Chance
from embeddings.spaces.measured.learning.likelihood import LEVELS, learn_likelihood

DICE = np.random.default_rng(3)
CHANCE = Chance(0.2, 0.5)
NONE = np.empty(0), np.empty(0, bool)
KIN, STRANGERS = DICE.normal(0.6, 0.1, 400), DICE.normal(0.4, 0.1, 1_200)


def learn(kin: np.ndarray, strangers: np.ndarray, chance: Chance = CHANCE):
    same = np.concatenate([np.ones(len(kin), bool), np.zeros(len(strangers), bool)])
    return learn_likelihood(np.concatenate([kin, strangers]), same, chance)


@pytest.mark.parametrize(
    "likelihood", [learn(KIN, STRANGERS), learn_likelihood(*NONE, CHANCE)], ids=["kinds", "chance"]
)
def test_points_rise_from_chance_to_the_same_picture(likelihood) -> None:
    points = likelihood.points(np.linspace(-1, 1, 400))
    assert points[0] == likelihood.points(np.array([0.2]))[0] == 0
    assert points[-1] == pytest.approx(100)
    above = points[points > 0]
    assert (np.diff(above) > 0).all(), "the better of two has more"
    assert likelihood.points(np.array([0.999]))[0] < 100
    cosines = likelihood.cosines()
    assert cosines[0] == 0.2
    assert cosines[-1] == 1
    assert likelihood.points(np.array(cosines)) == pytest.approx(LEVELS, abs=0.2)


def test_half_way_between_kin_and_strangers_both_are_as_likely() -> None:
    assert learn(KIN, STRANGERS).points(np.array([0.5]))[0] == pytest.approx(50, abs=8)


def test_how_many_of_each_there_are_does_not_matter() -> None:
    few, many = learn(KIN[:100], STRANGERS), learn(KIN, STRANGERS[:400])
    at = np.linspace(0.3, 0.9, 20)
    assert few.points(at) == pytest.approx(many.points(at), abs=8)


def test_chance_alone_puts_the_best_of_a_hundred_random_pairs_in_the_middle() -> None:
    points = learn_likelihood(*NONE, CHANCE).points(np.array([0.2, 0.5, 0.75]))
    assert points == pytest.approx([0, 50, 90], abs=8)


def test_one_pair_hardly_moves_what_chance_says() -> None:
    at = np.linspace(0.2, 1, 20)
    chance = learn_likelihood(*NONE, CHANCE).points(at)
    assert learn(np.array([0.3]), np.array([0.7])).points(at) == pytest.approx(chance, abs=10)


def test_where_kin_are_less_alike_than_strangers_points_still_rise() -> None:
    points = learn(STRANGERS, KIN).points(np.linspace(0.25, 1, 50))
    assert (np.diff(points) > 0).all()


def test_sides_that_do_not_overlap_are_told_apart() -> None:
    apart = learn(KIN + 10, STRANGERS - 10, Chance(0.2, 0.5))
    assert np.isfinite(apart.points(np.linspace(0, 1, 9))).all()


def test_few_random_pairs_are_drawn_to_what_is_usual() -> None:
    one = Chance.of(np.array([0.5]))
    assert one.middle == 0.5
    assert one.highest == pytest.approx(0.5 + 0.42 * 0.5, abs=0.01)
    many = DICE.uniform(0, 0.5, 100_000)
    assert Chance.of(many).highest == pytest.approx(0.495, abs=0.002)


@pytest.mark.parametrize("cosines", [[], [1.0] * 200])
def test_without_pairs_that_differ_there_is_no_chance(cosines) -> None:
    with pytest.raises(ValueError, match=r"pairs|same"):
        Chance.of(np.array(cosines, dtype=np.float64))
