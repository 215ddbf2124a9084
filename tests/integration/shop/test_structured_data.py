"""What search engines read: complete, and unable to leave its script element."""

from __future__ import annotations

import json
from decimal import Decimal

from catalog.models import Category
from catalog.product_cards import read_cards
from shop.site.structured_data import breadcrumb_data, product_data


def described(product) -> str:
    return product_data(
        product,
        pictures=read_cards([product.pk])[0].pictures,
        absolute=lambda url: f"http://shop{url}",
        url="http://shop/p/x/",
    )


def test_a_product_with_its_offer(make_product) -> None:
    product = make_product("red", "blue", price=Decimal("12.50"), brand="Clay & Co", stock=0)

    data = json.loads(described(product))

    assert data["sku"] == "SKU-1"
    assert data["brand"]["name"] == "Clay & Co"
    assert len(data["image"]) == 2
    assert all(url.startswith("http://shop/media/products/") for url in data["image"])
    assert data["offers"]["price"] == "12.50"
    assert data["offers"]["priceCurrency"] == "EUR"
    assert data["offers"]["availability"] == "https://schema.org/OutOfStock"
    assert "description" not in data


def test_no_text_can_close_the_script_element(make_product) -> None:
    text = "</script><!--<script>alert(1)&amp;\u2028"
    product = make_product(name=text, description=text, brand=text)

    for data in (described(product), breadcrumb_data([(product.category, text)])):
        assert not set("<>&") & set(data)
    assert json.loads(described(product))["name"] == text


def test_breadcrumbs_are_numbered_from_the_department(category: Category, department) -> None:
    data = json.loads(breadcrumb_data([(department, "/c/table/"), (category, "/c/vases/")]))

    assert [(item["position"], item["name"]) for item in data["itemListElement"]] == [
        (1, "Table"),
        (2, "Vases"),
    ]
