"""Faults of products: what they are called, what is known of them, and where they stand."""

from __future__ import annotations

import pytest

from catalog.models import Product, ProductImage
from hygiene.models import Finding
from tests.builders.three_kinds import make_three_kinds


def test_names_in_capitals_are_mended_as_the_shop_writes_them(make_product, check) -> None:
    for name in ("Striped mug", "Round USB lamp", "Plain linen cushion"):
        make_product(name=name)
    loud = make_product(name="RED USB LAMP FROM ACMEline 2XL".upper(), brand="ACMEline")
    make_product(name="IPX7")

    assert check() == {("capitals", loud.name)}
    assert Finding.objects.get().evidence["mended"] == "Red USB lamp from ACMEline 2XL"


def test_an_attribute_that_all_others_have_is_missing(make_product, check) -> None:
    for number in range(12):
        make_product(name=f"Mug {number}", attributes={"material": "stoneware", "set": "4"})
    bare = make_product(name="Stoneware mug", attributes={"set": "4"})
    Product.objects.filter(name="Mug 1").update(attributes={"material": "stoneware"})

    assert ("missing_attribute", bare.name) in check()
    found = Finding.objects.get(product=bare)
    assert found.evidence["attribute"] == "material"
    assert found.evidence["proposed"] == "stoneware"


def test_no_and_nought_are_known_and_only_texts_are_proposed(make_product, check) -> None:
    for number in range(12):
        make_product(name=f"Mug {number}", attributes={"lid": True, "handles": 1})
    make_product(name="Beaker", attributes={"lid": False, "handles": 0})
    bare = make_product(name="True mug 1")

    assert check() == {("missing_attribute", bare.name)}
    assert {each.evidence["proposed"] for each in Finding.objects.all()} == {""}


def test_a_size_chart_that_two_show_makes_them_no_one_product(make_product, check) -> None:
    common = {"brand": "Kiln", "price": 10}
    make_product("red", "grey", name="Striped stoneware mug for tea, tall", **common)
    wide = make_product("blue", "grey", name="Striped stoneware mug for tea, wide", **common)
    assert ("same_product", wide.name) in check()

    ProductImage.objects.filter(position=1).update(set_aside="filler")
    assert ("same_product", wide.name) not in check()


@pytest.mark.parametrize(
    ("name", "colour", "drawn", "found"),
    [
        ("Vase", "red", "red", False),
        ("Vase", "red", "blue", True),
        ("Vase, blue", "red", "red", True),  # the name contradicts
        ("Vase", "navy", "midnightblue", False),
        ("Vase", "rose", "blue", False),  # no word that surely is a colour
        ("Vase", ["red", "blue"], "blue", False),
    ],
)
def test_a_colour_is_held_to_the_picture_and_the_name(
    plain_space, make_product, check, embed, name, colour, drawn, found
) -> None:
    make_product(drawn, name=name, attributes={"colour": colour})
    embed()
    assert check() == ({("wrong_colour", name)} if found else set())


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ({"name": "Mug striped", "price": 10}, True),
        ({"name": "Striped mug", "price": 19}, False),  # too dear to be the same
        ({"name": "Striped mug", "brand": "Other"}, False),
        ({"name": "Striped mug 2"}, False),  # numbers tell things of a range apart
        ({"name": "Striped mug, red"}, False),
        ({"name": "Striped mug", "attributes": {"size": "L"}}, False),
        ({"name": "Striped mug", "family": "striped"}, False),
        ({"name": "Plain lamp"}, False),
    ],
)
def test_a_product_that_stands_twice_is_no_variant(make_product, check, other, found) -> None:
    common = {"brand": "Kiln", "price": 10}
    make_product(
        **common, name="Striped mug", attributes={"size": "S"}, family=other.get("family", "")
    )
    make_product(**{**common, **other})
    assert check() == ({("same_product", other["name"])} if found else set())


@pytest.fixture
def three_kinds(db) -> list[Product]:
    """The first of them looks like a mug and stands among the lamps."""
    return make_three_kinds()


def test_neighbours_say_where_a_product_belongs(three_kinds, check) -> None:
    moved = three_kinds[0]

    assert check() == {("wrong_category", moved.name)}
    found = Finding.objects.get()
    assert found.evidence["proposed"] == three_kinds[3].category_id
    assert moved.pk not in found.evidence["voters"]
    assert found.confidence > 0.9


def test_a_family_has_no_vote_about_its_own(three_kinds, check) -> None:
    Product.objects.filter(pk__in=[each.pk for each in three_kinds[::3]]).update(family="mug")
    assert check() == set()  # all of the kind that it looks like are of its own design
