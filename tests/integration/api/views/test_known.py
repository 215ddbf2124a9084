"""Who has an answer already hears so before it is worked out; a search can be leafed through."""

from __future__ import annotations

import base64
from datetime import date

import pytest
from django.test import Client

from catalog.models import Product, ProductImage
from catalog.products.keyset import Cursor
from tests.integration.api.conftest import ROOT
from tests.integration.api.views.test_narrowing import slugs

PATHS = ["products/?category=vases", "products/product-1/", "categories/", "brands/"]


@pytest.mark.parametrize("path", PATHS)
def test_304_takes_one_statement_and_any_change_another_answer(
    db, client: Client, make_product, django_assert_num_queries, path
) -> None:
    make_product("red", brand="Ada")
    first = client.get(ROOT + path)
    known = {"if-none-match": first["ETag"]}

    with django_assert_num_queries(1):
        again = client.get(ROOT + path, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    for name in ("ETag", "Cache-Control", "Vary"):
        assert again[name] == first[name]
    assert (
        client.get(f"{ROOT}{path}{'&' if '?' in path else '?'}x=1", headers=known).status_code
        == 400
    )
    assert client.get(ROOT + path, headers=known | {"host": "localhost"}).status_code == 200
    ProductImage.objects.update(alt="A red vase")
    assert client.get(ROOT + path, headers=known).status_code == 200
    newer = {"if-none-match": client.get(ROOT + path)["ETag"]}
    Product.objects.update(price=99)
    assert client.get(ROOT + path, headers=newer).status_code == 200


def test_what_words_find_is_named_by_what_it_says(client: Client, make_product) -> None:
    make_product(name="Mug")
    first = client.get(ROOT + "products/?search=mug")
    known = {"if-none-match": first["ETag"]}
    assert client.get(ROOT + "products/?search=mug", headers=known).status_code == 304


def test_lists_count_facets_once(get, make_product, django_assert_num_queries) -> None:
    for _ in range(3):
        make_product("red", brand="Ada", attributes={"colour": "red"})
    with django_assert_num_queries(5):
        first = get("products/")
    with django_assert_num_queries(3):
        assert get("products/") == first
    for path, statements in (("brands/", 2), ("categories/", 3)):
        with django_assert_num_queries(statements):
            first = get(path)
        with django_assert_num_queries(1):
            assert get(path) == first


def test_a_search_by_relevance_is_leafed_through_by_cursor(get, make_product) -> None:
    for number in range(7):
        make_product(name="Vase" if number % 2 else "Lamp", description="beside a vase")
    whole = slugs(get("products/", search="vase"))
    answer = get("products/", search="vase", page_size=2)
    seen = slugs(answer)

    while answer["next_cursor"]:
        make_product(name="Vase")  # in front of what was seen, or behind it
        cursor = answer["next_cursor"]
        answer = get("products/", search="vase", page_size=2, cursor=cursor)
        if answer["next"]:
            assert "cursor=" in answer["next"]
        seen += slugs(answer)
    assert [slug for slug in seen if slug in whole] == whole
    assert len(seen) == len(set(seen))


def test_the_cursor_of_a_search_keeps_its_day(get, make_product, refused, monkeypatch) -> None:
    """At midnight all ranks change a little, and pages would overlap."""
    for _ in range(4):
        make_product(name="Vase")
    monkeypatch.setattr("api.views.catalogue.listing.localdate", lambda: date(2031, 5, 1))
    first = get("products/", search="vase", page_size=2)
    assert Cursor.read(first["next_cursor"]).day == date(2031, 5, 1)
    monkeypatch.setattr("api.views.catalogue.listing.localdate", lambda: date(2032, 5, 1))
    second = get("products/", search="vase", page_size=2, cursor=first["next_cursor"])
    assert slugs(first) + slugs(second) == ["1", "2", "3", "4"]

    cursor = first["next_cursor"]
    assert refused("products/", search="vase", ordering="price", cursor=cursor) == {
        "cursor": "invalid"
    }
    assert refused("products/", cursor=cursor) == {"cursor": "invalid"}


@pytest.mark.parametrize(
    "told", ['["relevance","1",1]', '["relevance","nan",1,"2026-01-01"]', '["relevance","1",1,"x"]',
             '["relevance",1,1,"2026-01-01"]', '["relevance","1",1,"2026-01-01",2]']
)  # fmt: skip
def test_what_is_no_cursor_of_a_search_is_refused(refused, told) -> None:
    cursor = base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")
    assert refused("products/", search="vase", cursor=cursor) == {"cursor": "invalid"}
