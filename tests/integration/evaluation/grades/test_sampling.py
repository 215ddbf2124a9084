"""What a catalogue is judged by: the right pictures, whole products, the same ones every time."""

from __future__ import annotations

import numpy as np
import pytest

from evaluation.grades.sampling import colours_of, draw_sample, stable_uniform
from tests.builders.graded_catalogue import Item, make_catalogue, stock
from tests.builders.spaces import make_space, store_vectors
from tests.builders.vectors import random_rows

pytestmark = pytest.mark.django_db


def test_only_published_pictures_that_are_ready_and_no_copies() -> None:
    space = stock(
        [
            Item([[1, 0], [0, 1]], "rugs", {"colour": "Red"}),
            Item([[1, 1]], published=False),
            Item([[1, 2], [1, 2]], same_file=True),
        ]
    )
    sample = draw_sample(space)
    assert sample.available == 4
    assert len(sample.rows) == 3
    assert sorted(sample.categories) == ["rugs", "vases"]
    place = sample.categories.index("rugs")
    assert sample.rows[sample.owner == place].tolist() == [[1, 0], [0, 1]]
    assert sample.colours[place] == {"red"}
    assert not sample.colours[1 - place]


def test_a_big_catalogue_is_drawn_by_whole_products_alike_in_every_space() -> None:
    images = make_catalogue([Item([[1, 0]] * 3) for _ in range(40)])
    rows = random_rows(120, 2, seed=0)
    first, second = make_space("first", 2), make_space("second", 2)
    store_vectors(first, images, rows)
    store_vectors(second, images, rows[::-1])
    part = draw_sample(first, max_pictures=31)
    assert len(part.rows) == 30
    assert part.available == 120
    assert np.bincount(part.owner).tolist() == [3] * 10
    assert part.products.tolist() == draw_sample(second, max_pictures=31).products.tolist()
    assert part.products.tolist() == draw_sample(first).products[:10].tolist()
    assert part.products.tolist() != sorted(part.products.tolist())


def test_a_part_of_a_sample_keeps_what_belongs_together() -> None:
    space = stock([Item([[n + 1, 1], [1, n + 1]], f"c{n}") for n in range(6)])
    sample = draw_sample(space)
    part = sample.only(np.array([False, True, True, False, False, True]))
    assert part.owner.tolist() == [0, 0, 1, 1, 2, 2]
    assert part.categories == [sample.categories[n] for n in (1, 2, 5)]
    assert part.rows.tolist() == sample.rows[[2, 3, 4, 5, 10, 11]].tolist()


def test_an_empty_space_gives_an_empty_sample() -> None:
    sample = draw_sample(make_space("empty", 2))
    assert len(sample.rows) == len(sample.products) == sample.available == 0


def test_stable_numbers_are_even_and_differ_by_purpose() -> None:
    drawn = stable_uniform(range(4_000), purpose="halves")
    assert abs((drawn < 0.5).mean() - 0.5) < 0.03
    other = stable_uniform(range(4_000), purpose="sample")
    assert abs(np.corrcoef(drawn, other)[0, 1]) < 0.05


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"colour": "Dusty Rose "}, {"dusty rose"}),
        ({"color": ["Red", "blue", 7, ""]}, {"red", "blue"}),
        ({"colour": "", "color": "green"}, {"green"}),
        ({"colour": "blue|gray, Off White"}, {"blue", "gray", "off white"}),
        ({"colour": 3}, set()),
        ({"colour": {"name": "red"}}, set()),
        ({}, set()),
    ],
)
def test_colours_are_read_as_words(attributes, expected) -> None:
    assert colours_of(attributes) == expected
