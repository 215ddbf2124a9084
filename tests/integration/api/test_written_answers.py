"""The very bytes of answers that programs read: keys, their order, how values are told."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from catalog.models import Category, Product

SITE = "http://testserver"


@pytest.fixture
def vase(make_product) -> Product:
    return make_product("red", brand="Ada", price="9.90", name="Müller's <vase>", stock=2)


def picture_of(product: Product) -> dict[str, object]:
    image = product.images.get()
    stem = image.image.name.removesuffix(".jpg")
    sizes = [(160, 160), (480, 320), (960, 320)]
    return {
        "url": f"{SITE}/media/{stem}.jpg",
        "width": 320,
        "height": 320,
        "alt": "Müller's <vase>",
        "sizes": [
            {
                "size": size,
                "width": width,
                "height": width,
                "url": f"{SITE}/media/{stem}-{size}.jpg",
            }
            for size, width in sizes
        ],
    }


def card_of(product: Product) -> dict[str, object]:
    return {
        "url": f"{SITE}/api/v1/products/product-1/",
        "slug": "product-1",
        "sku": "SKU-1",
        "name": "Müller's <vase>",
        "brand": "Ada",
        "category": {"slug": "vases", "name": "Vases"},
        "price": "9.90",
        "currency": "EUR",
        "in_stock": True,
    }


def written(answer: object) -> bytes:
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()


def test_a_list(client: Client, vase) -> None:
    assert client.get("/api/v1/products/").content == written(
        {
            "count": 1,
            "next": None,
            "previous": None,
            "next_cursor": None,
            "searched": None,
            "facets": {
                "category": [{"slug": "vases", "name": "Vases", "count": 1}],
                "brand": [{"brand": "Ada", "count": 1}],
                "price": [{"price_min": "0.00", "price_max": "9.99", "count": 1}],
                "in_stock": 1,
                "attributes": [],
            },
            "results": [{**card_of(vase), "image": picture_of(vase)}],
        }
    )


def test_similar_items(client: Client, vase, make_product, category: Category) -> None:
    asked = make_product(name="Asked")
    answer = client.get(f"/api/v1/products/{asked.slug}/similar/")
    told = answer.json()["took_ms"]

    assert answer.content == written(
        {
            "space": None,
            "complete": False,
            "relaxed": [],
            "took_ms": told,
            "results": [
                {
                    "product": card_of(vase),
                    "score": None,
                    "match": None,
                    "image": picture_of(vase),
                    "matched_image": None,
                    "same_kind": None,
                    "reasons": ["category_newest"],
                }
            ],
        }
    )
