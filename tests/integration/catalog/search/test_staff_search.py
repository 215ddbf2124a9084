"""What staff type to find a product: a bit of its SKU, words without accents, half a word."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from catalog.models import Product
from catalog.search.staff_search import search_products


@pytest.fixture
def shelf(make_product) -> None:
    for sku, name, more in (
        ("CAF-001", "Café chair", {"brand": "Ollune"}),
        ("CRE-002", "Crème brûlée bowl", {}),
        ("ZOL-003", "Żółć", {}),
        ("STR-004", "Straße poster", {"description": "Goes with a chair."}),
        ("FLA-1234-X", "Glasflasche", {"family": "GLAS-7"}),
    ):
        make_product(sku=sku, name=name, **more)


@pytest.mark.parametrize(
    ("typed", "skus"),
    [
        ("cafe", ["CAF-001"]),
        ("CAFÉ", ["CAF-001"]),
        ("cafe\u0301", ["CAF-001"]),
        ("chairs", ["CAF-001"]),  # not what only a description says
        ("chai caf", ["CAF-001"]),
        ("creme brulee", ["CRE-002"]),
        ("brul", ["CRE-002"]),
        ("zolc", ["ZOL-003"]),
        ("strasse", ["STR-004"]),
        ("ollu", ["CAF-001"]),
        ("caf-0", ["CAF-001"]),
        ("fla–1234", ["FLA-1234-X"]),  # a dash that a program made
        ("1234-x", ["FLA-1234-X"]),
        ("flasche", ["FLA-1234-X"]),
        ("glas-7", ["FLA-1234-X"]),
        ("the", []),
        ("' OR 1=1 --", []),
        ("a & | ! :* (", []),
        ("\\", []),
        ("x" * 5_000, []),
        ("\0", ["CAF-001", "CRE-002", "FLA-1234-X", "STR-004", "ZOL-003"]),
    ],
)
def test_products_are_found_as_people_type(shelf, typed, skus) -> None:
    found = search_products(Product.objects.all(), typed)

    assert sorted(found.values_list("sku", flat=True)) == skus


def test_the_list_and_the_search_while_typing_find_the_same(admin_client: Client, shelf) -> None:
    page = admin_client.get(reverse("admin:catalog_product_changelist"), {"q": "creme"})
    assert [product.sku for product in page.context["cl"].result_list] == ["CRE-002"]

    field = {"app_label": "recommendations", "model_name": "rule", "field_name": "product"}
    answer = admin_client.get(reverse("admin:autocomplete"), {**field, "term": "creme"})
    assert [each["text"] for each in answer.json()["results"]] == ["Crème brûlée bowl (CRE-002)"]


def test_no_row_is_read_for_a_search_that_an_index_answers(shelf) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = search_products(Product.objects.order_by(), "creme").explain()

    assert "product_search" in plan
    assert "product_sku_folded" in plan
    assert "Seq Scan" not in plan
