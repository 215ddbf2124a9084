"""Stock and prices of a thousand products in one call, in few statements, row by row."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.history import Change
from catalog.models import Product
from tests.factories import CategoryFactory, ProductFactory

pytestmark = pytest.mark.django_db
PATH = "stock/bulk/"


def make(count: int) -> None:
    category = CategoryFactory.create()
    Product.objects.bulk_create(
        Product(sku=f"A-{n}", slug=f"a-{n}", name="A", category=category, price=1, stock=1)
        for n in range(count)
    )


def test_a_thousand_rows_take_as_many_statements_as_ten(call) -> None:
    make(1_000)

    def statements(rows: int, stock: int) -> int:
        sent = [{"sku": f"A-{n}", "stock": stock, "price": f"{n}.50"} for n in range(rows)]
        with CaptureQueriesContext(
            connection,
        ) as captured:
            answer = call("post", PATH, {"rows": sent}, status=200).json()
        assert answer["changed"] == rows
        return len(captured)

    few, many = statements(10, 7), statements(1_000, 8)
    assert many <= few + 1  # the history is written 500 at a time
    assert many <= 12
    assert Product.objects.filter(stock=8).count() == 1_000
    assert Product.objects.get(sku="A-999").price == Decimal("999.50")
    assert Change.objects.filter(door="api", user_name="ERP").count() == 1_010


def test_a_bad_row_costs_no_other(call) -> None:
    ProductFactory.create(sku="A-1", price="5.00", stock=1)
    rows = [
        {"sku": "A-1", "stock": 9},
        {"sku": "a-1", "stock": 8},
        {"sku": "none", "stock": 1},
        {"sku": "A-2", "stock": -1, "colour": "red"},
        {"sku": "A-3"},
        "nonsense",
        {"stock": 1},
        {"sku": "A-4", "price": "NaN"},
    ]
    answer = call("post", PATH, {"rows": rows}, status=200).json()
    assert (answer["changed"], answer["refused"]) == (1, 7)
    assert [each["sku"] for each in answer["results"][:3]] == ["A-1", "a-1", "none"]
    codes = [[fault["code"] for fault in each["errors"]] for each in answer["results"]]
    assert codes[:3] == [[], ["repeated"], ["unknown_sku"]]
    assert codes[3] == ["min_value", "unknown"]
    assert [len(each) for each in codes[4:]] == [1, 1, 1, 1]
    product = Product.objects.get()
    assert (product.stock, product.price) == (9, Decimal("5.00"))
    again = call("post", PATH, {"rows": rows[:1]}, status=200).json()
    assert again["unchanged"] == 1


@pytest.mark.parametrize(
    "body", [[], {}, {"rows": 1}, {"rows": [{}] * 1_001}, {"rows": [], "x": 1}]
)
def test_what_is_no_list_of_rows_is_refused(call, body) -> None:
    assert call("post", PATH, body, status=400).json()["code"] == "invalid"
