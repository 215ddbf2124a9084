"""What staff type into numbers and SKUs is what people mean by it, or is refused in place."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from catalog.models import Category, Product
from tests.filled_form import filled


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        *(
            ("price", each)
            for each in ("1e3", "1_000", "１２", "NaN", "Infinity", "12,5", "1.299,00")
        ),
        *(("price", each) for each in ("-1", "12.345", "0x10", "1 000", "9" * 30, "٣")),
        *(("stock", each) for each in ("1e3", "1_000", "１２", "1.5", "-1", "9" * 30, "5 pcs")),
    ],
)
def test_a_number_that_is_none_is_refused_beside_its_field(ann, make_product, field, typed) -> None:
    product = make_product(price="10.00", stock=5)
    page = ann.open(product).send(**{field: typed})
    assert page.context["adminform"].form.errors.keys() == {field}
    assert Product.objects.filter(price="10.00", stock=5).exists()


@pytest.mark.parametrize(("typed", "price"), [(" 12.5 ", "12.50"), ("+7", "7.00"), (".5", "0.50")])
def test_a_plain_number_is_taken(ann, make_product, typed, price) -> None:
    product = make_product(price="10.00")
    ann.open(product).send(price=typed)
    product.refresh_from_db()
    assert str(product.price) == price


@pytest.mark.parametrize("sku", ["abc-77", "ABC\u201177", "abc-77\u200b", "ＡＢＣ－７７", "ABC–77"])
def test_an_sku_that_looks_like_anothers_is_refused(
    ann, make_product, category: Category, admin_client: Client, sku: str
) -> None:
    other = make_product(sku="ABC-77", name="Round vase")
    ann.open(None, "catalog_product")
    page = ann.send(name="Twin", sku=sku, price="1", category=category.pk)
    (told,) = page.context["adminform"].form.errors["sku"]
    assert "ABC-77" in told
    address = reverse("admin:catalog_product_duplicate", args=[other.pk])
    assert admin_client.post(address, {"sku": sku, "name": "Twin"}).status_code == 200
    assert Product.objects.count() == 1


def test_what_cannot_be_seen_goes_and_twins_from_before_can_be_edited(
    ann, make_product, category: Category
) -> None:
    ann.open(None, "catalog_product")
    ann.send(name="New", sku="\u200bN\u00a0 1\ufeff", price="1", category=category.pk)
    assert Product.objects.get().sku == "N 1"
    make_product(sku="abc")
    twin = make_product(sku="ABC")
    answer = ann.open(twin).send(**{**filled(ann.page), "name": "Renamed"})
    assert answer.redirect_chain
    twin.refresh_from_db()
    assert (twin.sku, twin.name) == ("ABC", "Renamed")
