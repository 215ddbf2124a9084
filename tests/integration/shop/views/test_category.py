"""A category."""

from __future__ import annotations

import pytest
from django.test import Client

from catalog.models import Category


def names(response) -> list[str]:
    assert response.status_code == 200
    return [product.name for product in response.context["page"]]


@pytest.mark.parametrize("path", ["/c/nowhere/", "/c/Vases/", "/c/../admin/"])
def test_a_category_that_does_not_exist(client: Client, category: Category, path) -> None:
    assert client.get(path).status_code == 404


def test_a_department_shows_what_is_below_it(
    client: Client, category: Category, department, make_product
) -> None:
    make_product("red")

    response = client.get("/c/table/")

    assert names(response) == ["Product 1"]
    html = response.content.decode()
    assert 'class="category-tile" href="/c/vases/"' in html
    assert "For tables." in html
    assert 'href="/c/table/" aria-current="true"' in html


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Product 3", "Product 2", "Product 1"]),
        ("sort=price", ["Product 3", "Product 1", "Product 2"]),
        ("sort=-price", ["Product 2", "Product 1", "Product 3"]),
        ("sort=sku;drop", ["Product 3", "Product 2", "Product 1"]),
        ("in_stock=on&sort=price", ["Product 3", "Product 1"]),
        ("page=99", ["Product 3", "Product 2", "Product 1"]),
        ("price_max=20&in_stock=", ["Product 3", "Product 1"]),
        ("price_min=20,00&price_max=nonsense", ["Product 2", "Product 1"]),
        (
            "%00=%00&sort=%00&brand=%00&attribute=%00:x&category=%00",
            ["Product 3", "Product 2", "Product 1"],
        ),
    ],
)
def test_order_and_filter(client: Client, make_product, query, expected) -> None:
    make_product(price=20)
    make_product(price=30, stock=0)
    make_product(price=10)

    assert names(client.get(f"/c/vases/?{query}")) == expected


def test_nothing_in_stock_says_so(client: Client, make_product) -> None:
    make_product(stock=0)

    html = client.get("/c/vases/?in_stock=on").content.decode()

    assert "Without “<bdi>In stock</bdi>”: 1 product" in html
    assert 'content="noindex, follow"' in html


def test_pages_keep_the_order_asked_for(client: Client, make_product, settings) -> None:
    settings.VITRINE_PAGE_SIZE = 2
    for price in (4, 1, 3, 2, 5):
        make_product(price=price)

    second = client.get("/c/vases/?sort=price&page=2")
    html = second.content.decode()

    assert names(second) == ["Product 3", "Product 1"]
    assert 'rel="prev" href="?sort=price&amp;page=1"' in html
    assert 'rel="next" href="?sort=price&amp;page=3"' in html
    assert "Page 2 of 3" in html
    assert "<title>Vases, page 2 " in html
    assert 'rel="next"' not in client.get("/c/vases/?page=3").content.decode()
    assert 'rel="prev"' not in client.get("/c/vases/").content.decode()


def test_the_number_of_queries_does_not_grow(
    client: Client, department, make_product, django_assert_num_queries
) -> None:
    for _ in range(8):
        make_product("red", "blue", attributes={"colour": "red"})

    client.get("/c/table/")

    # The state, covers, facets, attributes, which products, their cards; the categories are kept.
    with django_assert_num_queries(6):
        client.get("/c/table/?brand=&attribute=colour:red&in_stock=on")


def test_a_description_in_html_is_shown_and_told_as_it_is_meant(
    client: Client, make_product, category: Category
) -> None:
    make_product()
    category.description = "<p>Tall <b>and</b> small.</p><script>alert(1)</script>"
    category.save()
    html = client.get(f"/c/{category.slug}/").content.decode()
    assert "<p>Tall <b>and</b> small.</p></div>" in html
    assert '<meta name="description" content="Tall and small.">' in html
    assert "alert(1)" not in html
    (told,) = client.get("/api/v1/categories/").json()["results"]
    assert told["description"] == "Tall and small."
