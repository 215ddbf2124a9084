"""Similar items by the number that another shop knows."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import ProductFactory

pytestmark = pytest.mark.django_db


def test_it_is_what_the_slug_gives(client: Client, make_product, plain_space) -> None:
    asked = make_product("red", sku="A/1")
    make_product("crimson")
    by_slug = client.get(f"/api/v1/products/{asked.slug}/similar/?limit=3").json()
    by_sku = client.get("/api/v1/products/by-sku/A%2F1/similar/?limit=3").json()
    assert by_sku["results"] == by_slug["results"] != []


def test_who_is_not_in_the_shop_is_not_found(client: Client) -> None:
    ProductFactory.create(sku="DRAFT", is_published=False)
    for sku in ("DRAFT", "NOBODY"):
        assert client.get(f"/api/v1/products/by-sku/{sku}/similar/").status_code == 404
