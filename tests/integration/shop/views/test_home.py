"""The shop's front."""

from __future__ import annotations

import re

from django.test import Client

from catalog.models import Category


def test_an_empty_shop_opens(client: Client, db) -> None:
    response = client.get("/")

    assert response.status_code == 200
    assert "still empty" in response.content.decode()
    assert "hero-windows" not in response.content.decode()


def test_categories_windows_and_what_is_new(client: Client, make_product) -> None:
    other = Category.objects.create(name="Lamps", slug="lamps")
    make_product("red")
    make_product("blue", category=other)
    make_product(name="No picture")

    response = client.get("/")
    html = response.content.decode()

    assert [p.name for p in response.context["newest"]] == ["No picture", "Product 2", "Product 1"]
    assert [tile.category.name for tile in response.context["tiles"]] == ["Lamps", "Vases"]
    assert html.count('<li class="arch">') == 2
    assert html.count('class="card"') == 3
    assert 'enctype="multipart/form-data"' in html
    assert not response.cookies, "nothing here needs one"


def test_variants_are_named_in_the_language_of_the_page(client: Client, make_product) -> None:
    make_product("red", name="Red", family="F", translations={"de": {"name": "Rot"}})
    make_product("blue", name="Blue", family="F", stock=0)

    html = client.get("/de/").content.decode()

    assert re.search(r'href="/de/p/product-1/" dir="auto" title="Rot"', html)
    assert re.search(r'href="/de/p/product-2/" dir="auto" lang="en" title="Blue"', html)
    assert re.search(r'<span class="visually-hidden" lang="de">, ', html)


def test_only_the_newest_dozen(client: Client, make_product) -> None:
    for _ in range(14):
        make_product()

    assert len(re.findall('class="card"', client.get("/").content.decode())) == 12


def test_the_number_of_queries_does_not_grow(
    client: Client, make_product, django_assert_num_queries
) -> None:
    for number in range(8):
        make_product("red", "blue", brand=f"Brand {number}")

    client.get("/")

    # The state, covers, which products, their cards; the categories are kept.
    with django_assert_num_queries(4):
        client.get("/")


def test_it_can_only_be_read(client: Client, db) -> None:
    assert client.post("/").status_code == 405
    assert client.head("/").status_code == 200
