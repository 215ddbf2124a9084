"""Pages are kept by browsers and CDNs that ask each time, and hear 304 while nothing changes."""

from __future__ import annotations

import pytest
from django.test import Client

from catalog.models import Product

PATHS = (
    "/",
    "/c/vases/",
    "/p/product-1/",
    "/de/p/product-1/",
    "/categories/",
    "/search/?q=product",
)


@pytest.mark.parametrize("path", PATHS)
def test_who_has_a_page_hears_304_until_it_changes(client: Client, make_product, path) -> None:
    product = make_product("red", stock=3)
    page = client.get(path)
    known = {"if-none-match": page["ETag"]}

    assert page["Cache-Control"] == "public, no-cache"
    again = client.get(path, headers=known)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", page["ETag"])
    assert again["Cache-Control"] == "public, no-cache"
    if path == "/categories/":
        type(product.category).objects.update(name="Bowls")
    else:
        Product.objects.update(price=77)
    assert client.get(path, headers=known).status_code == 200


def test_what_one_alone_sees_is_kept_by_nobody_else(
    client: Client, admin_client: Client, make_product
) -> None:
    make_product(slug="draft", is_published=False)
    make_product(slug="shown")
    known = {"if-none-match": client.get("/p/shown/")["ETag"]}

    page = admin_client.get("/p/shown/", headers=known)
    assert (page.status_code, page["Cache-Control"]) == (200, "private, no-cache")
    assert not page.has_header("ETag")
    assert admin_client.get("/p/draft/")["Cache-Control"] == "private, no-store"
    assert not client.get("/p/draft/").has_header("ETag")
    client.cookies["messages"] = "one that waits"
    assert client.get("/")["Cache-Control"] == "private, no-cache"


def test_no_cache_keeps_that_there_was_nothing(
    client: Client, admin_client: Client, make_product
) -> None:
    make_product(slug="draft", is_published=False)
    for path in ("/p/draft/", "/p/nothing/", "/de/p/nothing/", "/c/nothing/", "/nowhere/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Cache-Control"]) == (404, "no-store")
    assert admin_client.get("/p/draft/").status_code == 200
