"""One place for a family of variants, wherever products are listed by likeness."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from catalog.families import one_per_family, place_of


@dataclass(frozen=True)
class Item:
    product_id: int
    family: str = ""


def test_the_first_of_a_family_stands_for_it_and_single_products_for_themselves() -> None:
    mug, other_mug, vase, other_vase = Item(1, "mug"), Item(2, "mug"), Item(3), Item(4)
    assert list(one_per_family([mug, vase, other_mug, vase, other_vase])) == [mug, vase, other_vase]


def test_families_that_have_their_place_already_are_left_out() -> None:
    assert list(one_per_family([Item(2, "mug"), Item(3), Item(4)], without=[Item(1, "mug")])) == [
        Item(3),
        Item(4),
    ]
    assert list(one_per_family([Item(3), Item(4)], without=[Item(3)])) == [Item(4)]


items = st.builds(Item, st.integers(1, 9), st.sampled_from(["", "", "mug", "jug"]))


@given(st.lists(items), st.lists(items, max_size=3))
def test_every_place_is_filled_once_and_in_order(found, there) -> None:
    left = list(one_per_family(found, without=there))
    places = [place_of(item) for item in left]
    assert len(places) == len(set(places))
    assert {*places, *map(place_of, there)} == {place_of(item) for item in [*found, *there]}
    assert left == [
        item
        for number, item in enumerate(found)
        if place_of(item) not in {place_of(before) for before in [*found[:number], *there]}
    ]
