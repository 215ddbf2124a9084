"""The grade of a floor: how much of what it shows is right, and how much of the right it shows."""

from __future__ import annotations

from math import cos, radians, sin

import pytest

from embeddings.models import EmbeddingSpace
from evaluation.grades.floor import measure_floor
from evaluation.grades.grading import grade_space
from evaluation.grades.table import describe_grades
from tests.builders.graded_catalogue import Item, stock
from tests.builders.scales import calibration

pytestmark = pytest.mark.django_db


def at_angle(degrees: float) -> list[float]:
    return [cos(radians(degrees)), sin(radians(degrees))]


@pytest.fixture
def space() -> EmbeddingSpace:
    """Six vases within 25 degrees; a rug 30 degrees on, and five rugs within 20 degrees of it."""
    vases = [Item([at_angle(5.0 * number)], "vases") for number in range(6)]
    rugs = [Item([at_angle(55 + 4.0 * number)], "rugs") for number in range(6)]
    return stock([*vases, *rugs])


def calibrated(space: EmbeddingSpace, *, floor: int, others: int) -> EmbeddingSpace:
    """The points are the cosine in percent."""
    kept = calibration(0.0, 1.0, levels=(0, 100), floor=floor)
    kept["catalogue"]["floor_other_kinds"] = others
    space.calibration = kept
    space.save()
    return space


def test_without_a_floor_all_is_shown(space) -> None:
    grade = measure_floor(calibrated(space, floor=0, others=0))
    assert grade["queries"] == 12
    assert grade["precision"]["mean"] == pytest.approx(5 / 11, abs=1e-4)
    assert grade["recall@4"] == {"mean": 1.0, "lower": 1.0, "upper": 1.0}
    assert grade["answered"]["mean"] == 1


def test_a_floor_for_other_kinds_costs_none_of_its_own(space) -> None:
    grade = measure_floor(calibrated(space, floor=0, others=90))
    # cos 25.8 degrees is 0.9: no stranger is nearer than 30 degrees.
    assert grade["precision"]["mean"] == grade["recall@4"]["mean"] == 1
    assert (grade["min_match"], grade["min_match_other_kinds"]) == (0, 90)


def test_what_falls_below_is_not_found(space) -> None:
    # cos 8.1 degrees is 0.99: vases keep their neighbours alone, rugs those up to two on.
    grade = measure_floor(calibrated(space, floor=99, others=99))
    assert grade["precision"]["mean"] == 1
    vases = [1 / 4, 2 / 4, 2 / 4, 2 / 4, 2 / 4, 1 / 4]
    rugs = [2 / 4, 3 / 4, 4 / 4, 4 / 4, 3 / 4, 2 / 4]
    assert grade["recall@4"]["mean"] == pytest.approx(sum(vases + rugs) / 12, abs=1e-4)


def test_a_floor_that_the_shop_has_set_is_the_one_that_is_graded(space, settings) -> None:
    settings.VITRINE_MIN_MATCH = 99
    grade = measure_floor(calibrated(space, floor=0, others=0))
    assert (grade["min_match"], grade["min_match_other_kinds"]) == (99, 99)
    assert grade["precision"]["mean"] == 1
    assert grade["recall@4"]["mean"] < 0.7


def test_a_floor_that_lets_nothing_through_has_no_precision(space, settings) -> None:
    settings.VITRINE_MIN_MATCH = 100
    far_apart = calibration(0.0, 1.5, levels=(0, 100))
    space.calibration = far_apart
    grade = measure_floor(space)
    assert grade["answered"]["mean"] == grade["recall@4"]["mean"] == 0
    assert "precision" not in grade


def test_before_it_is_calibrated_there_is_no_floor_to_grade(space) -> None:
    assert "not calibrated" in measure_floor(space)["not_enough"]


def test_products_alone_in_their_category_grade_nothing() -> None:
    loners = stock([Item([at_angle(9.0 * n)], f"kind-{n}") for n in range(8)])
    assert "0 products" in measure_floor(calibrated(loners, floor=0, others=0))["not_enough"]


def test_staff_read_it_with_the_other_grades(space) -> None:
    said = "\n".join(describe_grades(grade_space(calibrated(space, floor=0, others=90))))
    assert "floor 0 (90 of other kinds), precision" in said
    assert "floor 0 (90 of other kinds), recall@4" in said
    before = grade_space(space) | {"floor": {}}
    del before["floor"]
    assert "floor" not in "\n".join(describe_grades(before))
