"""From a map of things to their boxes."""

from __future__ import annotations

import numpy as np
import pytest

from embeddings.pipeline.subject.regions import MAX_BOXES, label, propose_boxes


def drawn(*things: tuple[int, int, int, int], side: int = 160) -> np.ndarray:
    """A map in which these are things: left, top, right, bottom in pixels."""
    found = np.zeros((side, side), dtype=np.float32)
    for left, top, right, bottom in things:
        found[top:bottom, left:right] = 1
    return found


def test_one_thing_has_one_box_with_a_little_room_around_it() -> None:
    (box,) = propose_boxes(drawn((40, 60, 80, 140)))
    assert box.sides == pytest.approx((0.2375, 0.35, 0.275, 0.55))
    assert box.score == 1


def test_several_things_have_boxes_of_their_own_the_largest_first() -> None:
    boxes = propose_boxes(drawn((0, 0, 40, 40), (80, 80, 160, 160), (120, 0, 150, 40)))
    assert [(round(box.x, 1), round(box.y, 1)) for box in boxes] == [(0.5, 0.5), (0, 0), (0.7, 0)]


def test_a_box_stays_inside_the_photo() -> None:
    (box,) = propose_boxes(drawn((0, 0, 160, 160)))
    assert box.sides == (0, 0, 1, 1)


def test_specks_are_no_things() -> None:
    assert propose_boxes(drawn((4, 4, 12, 12))) == []
    assert len(propose_boxes(drawn((40, 40, 140, 140), (0, 0, 20, 20)))) == 1


def test_where_nothing_stands_out_there_is_no_box() -> None:
    assert propose_boxes(np.zeros((160, 160), dtype=np.float32)) == []
    assert propose_boxes(np.full((160, 160), 0.4, dtype=np.float32)) == []


def test_there_are_never_more_boxes_than_a_shopper_can_choose_from() -> None:
    many = [(x, y, x + 20, y + 20) for x in (0, 40, 80, 120) for y in (0, 40, 80, 120)]
    boxes = propose_boxes(drawn(*many))
    assert len(boxes) == MAX_BOXES
    assert boxes == propose_boxes(drawn(*many))


def test_a_map_smaller_than_the_cells_is_taken_as_it_is() -> None:
    small = np.zeros((7, 7), dtype=np.float32)
    small[2:5, 3:6] = 1
    (box,) = propose_boxes(small)
    assert box.x == pytest.approx(3 / 7 - 0.05 * 3 / 7, abs=1e-3)


def test_parts_that_touch_by_a_corner_are_two() -> None:
    on = np.array([[1, 1, 0], [0, 0, 1], [1, 0, 1]], dtype=bool)
    labels, count = label(on)
    assert count == 3
    assert labels.tolist() == [[1, 1, 0], [0, 0, 2], [3, 0, 2]]
