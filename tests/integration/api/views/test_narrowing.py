"""Narrowing a list: several values, typed attributes, and leafing while products are added."""

from __future__ import annotations

import pytest
from django.test import Client

from catalog.models import Category


def slugs(answer: dict) -> list[str]:
    return [product["slug"].removeprefix("product-") for product in answer["results"]]


def test_of_several_brands_any_will_do_and_the_others_keep_their_counts(get, make_product) -> None:
    for brand in ("Ada", "Bob", "Smith, Wesson", "Cid"):
        make_product(brand=brand)

    for query in ("brand=Ada&brand=Bob", "brand=Ada,Bob", "brand=Ada,%20Bob&brand=&brand=Ada"):
        assert slugs(get(f"products/?{query}")) == ["1", "2"], query
    # A comma may be a part of the name, with a backslash or without.
    for query in (
        "brand=Smith, Wesson",
        "brand=Smith\\, Wesson",
        "brand=Cid&brand=Smith\\, Wesson",
    ):
        assert slugs(get(f"products/?{query}"))[0] == "3", query
    chosen = get("products/?brand=Ada")["facets"]
    assert {each["brand"]: each["count"] for each in chosen["brand"]} == {
        "Ada": 1,
        "Bob": 1,
        "Cid": 1,
        "Smith, Wesson": 1,
    }


def test_of_several_categories_any_will_do(get, make_product, category: Category) -> None:
    for slug in ("mugs", "lamps"):
        make_product(category=Category.objects.create(name=slug, slug=slug))
    make_product()

    assert slugs(get("products/?category=mugs&category=vases")) == ["1", "3"]
    assert slugs(get("products/?category=mugs,lamps")) == ["1", "2"]
    missing = get("products/?category=mugs,nope", status=400)
    assert missing["errors"][0]["code"] == "does_not_exist"
    assert "nope" in missing["errors"][0]["message"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("width:24", ["1", "2"]),
        ("washable:true", ["1"]),
        ("washable:false", ["2"]),
        ("size:1,5 l", ["1"]),
        ("size:1\\,5 l", ["1"]),
        ("wood:Oak, oiled", ["2"]),
        ("wood:Oak, oiled,width:24", ["2"]),
        ("wood:Oak, oiled,wood:Pine", ["2", "3"]),
        ("wood:Pine&attributes=wood:Oak, oiled", ["2", "3"]),
        ("ratio:3\\:2", ["3"]),
        ("ratio:3:2", ["3"]),
        ("width:25", []),
    ],
)
def test_values_of_attributes_are_typed_and_may_hold_any_sign(
    get, make_product, asked, found
) -> None:
    make_product(attributes={"width": 24, "washable": True, "size": "1,5 l"})
    make_product(attributes={"width": "24", "washable": False, "wood": "Oak, oiled"})
    make_product(attributes={"wood": ["Pine", "Ash"], "ratio": "3:2"})

    assert slugs(get(f"products/?attributes={asked}")) == found


def test_the_attributes_of_what_is_found_are_counted(get, make_product) -> None:
    for colour, width in (("red", 24), ("red", 8), ("red", 8), ("blue", 24)):
        make_product(attributes={"colour": colour, "width": width})

    facets = get("products/?attributes=colour:red")["facets"]

    counted = {
        facet["name"]: {each["value"]: each["count"] for each in facet["values"]}
        for facet in facets["attributes"]
    }
    assert counted["colour"] == {"red": 3, "blue": 1}
    assert counted["width"] == {"8": 2, "24": 1}
    assert facets["in_stock"] == 3


@pytest.mark.parametrize("ordering", ["name", "-name", "price", "-price", "newest"])
def test_a_cursor_shows_each_product_once_while_others_are_added(
    get, make_product, client: Client, ordering
) -> None:
    for number in range(7):
        make_product(name=f"Vase {number // 2}", price=number // 3)
    answer = get("products/", page_size=3, ordering=ordering, facets="false")
    first = slugs(answer)
    assert answer["facets"] is None
    seen = list(first)

    while answer["next_cursor"]:
        make_product(name="Vase 0", price=0)  # in front of a page seen, or behind
        cursor = answer["next_cursor"]
        answer = get("products/", page_size=3, ordering=ordering, cursor=cursor)
        seen += slugs(answer)

    assert len(seen) == len(set(seen))
    assert {str(number) for number in range(1, 8)} <= set(seen)
    assert answer["next"] is None


def test_the_link_to_the_next_page_keeps_the_cursor(get, make_product, client: Client) -> None:
    for _ in range(5):
        make_product()
    answer = get("products/", page_size=2, cursor=get("products/", page_size=2)["next_cursor"])

    assert slugs(client.get(answer["next"]).json()) == ["5"]


@pytest.mark.parametrize("cursor", ["x", "W10", "bnVsbA", "WyJuYW1lIiwgMSwgMl0", "%00", "a" * 1001])
def test_what_is_no_cursor_is_refused(refused, cursor) -> None:
    assert refused(f"products/?cursor={cursor}").keys() == {"cursor"}


def test_a_cursor_of_another_order_is_refused(get, refused, make_product) -> None:
    for _ in range(2):
        make_product()
    cursor = get("products/", page_size=1)["next_cursor"]

    assert refused("products/", cursor=cursor, ordering="price") == {"cursor": "invalid"}
    assert refused("products/", cursor=cursor, page=2) == {"cursor": "invalid"}
    assert refused("products/", cursor=cursor, search="vase") == {"cursor": "invalid"}
