"""Saved items: the page of what an address names; the list itself is the browser's."""

from __future__ import annotations

import pytest
from django.test import Client

from catalog.addresses.models import OldAddress
from embeddings.models import EmbeddingSpace


def test_what_is_named_is_shown_with_what_looks_like_it(
    client: Client, plain_space: EmbeddingSpace, make_product, embed
) -> None:
    for colour in ("red", "crimson", "blue", "navy"):
        make_product(colour)
    make_product("green", is_published=False)
    embed()
    moved = make_product("white", slug="new-name")
    OldAddress.objects.create(slug="old-name", product=moved)

    response = client.get("/saved/", {"items": "product-3,old-name,product-1,product-5,gone,,\0"})

    assert [(card.slug, slug) for card, slug in response.context["items"]] == [
        ("product-3", "product-3"),
        ("new-name", "old-name"),
        ("product-1", "product-1"),
    ]
    assert {each.product.slug for each in response.context["alike"].results} == {
        "product-2",
        "product-4",
    }
    html = response.content.decode()
    assert 'data-remove="old-name"' in html
    assert "2 items are no longer in the shop." in html
    assert "noindex" in html
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.parametrize("items", ["", "gone", "x" * 9_000, "a," * 3_000])
def test_nothing_saved_is_a_page_too(client: Client, db, items: str) -> None:
    response = client.get("/saved/", {"items": items})
    assert response.status_code == 200
    assert "Nothing is saved yet" in response.content.decode()


def test_what_was_looked_at_asks_for_no_look_alikes(client: Client, make_product) -> None:
    make_product("red")
    response = client.get("/viewed/", {"items": "product-1"})
    assert response.context["alike"] is None
    assert "/p/product-1/" in response.content.decode()
