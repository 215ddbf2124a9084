"""What is kept of a change: both values of each field, who made it, and through which door."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import User

from catalog.history import Change, Door, differences, record, snapshot
from catalog.models import Category, Product


def test_a_change_has_both_values_of_each_field(make_product, category: Category) -> None:
    rugs = Category.objects.create(name="Rugs", slug="rugs")
    product = make_product(price="10.00", attributes={"colour": "red", "width": 3, "old": True})
    before = snapshot(Product.objects.get())

    product.price, product.category = "12.5", rugs
    product.attributes = {"colour": "red", "width": 4, "made of": "clay"}

    assert differences(before, snapshot(product), product) == {
        "category": [
            {"pk": category.pk, "name": "Vases"},
            {"pk": rugs.pk, "name": "Rugs"},
        ],
        "price": ["10.00", "12.50"],
        "attributes": [{"width": 3, "old": True}, {"width": 4, "made of": "clay"}],
    }


def test_what_only_looks_otherwise_is_no_change(make_product) -> None:
    product = make_product(price="10.00", stock=5)
    before = snapshot(Product.objects.get())
    product.price, product.stock = 10, "5"
    assert differences(before, snapshot(product), product) == {}


def test_many_are_kept_in_few_statements(make_product, django_assert_num_queries) -> None:
    staff = User.objects.create(username="mona")
    product = make_product()
    batch = uuid.uuid4()
    changed = [(product, {"stock": [number, number + 1]}) for number in range(1_001)]

    with django_assert_num_queries(3):
        kept = record([*changed, (product, {})], by=staff, door=Door.BULK, batch=batch)

    assert kept == 1_001
    assert Change.objects.filter(batch=batch, door="bulk").count() == 1_001
    staff.delete()
    newest = Change.objects.first()
    assert (newest.user, newest.user_name, newest.changes) == (
        None,
        "mona",
        {"stock": [1_000, 1_001]},
    )
