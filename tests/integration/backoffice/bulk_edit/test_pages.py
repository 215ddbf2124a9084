"""Many products at once in the admin: selected, previewed, changed, deleted, undone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from catalog.bulk_edits.working import work
from catalog.models import BulkEdit, Category, Product
from tests.factories import CategoryFactory, StaffFactory

LIST = "admin:catalog_product_changelist"
MANY = 2_100
"""More hidden fields than Django reads of a form."""


def make_many(category: Category, *, count: int) -> None:
    Product.objects.bulk_create(
        Product(sku=f"S-{n}", slug=f"s-{n}", name=f"Vase {n:04}", category=category, price=n)
        for n in range(count)
    )


def select_all(client: Client, action: str, **query: object) -> BulkEdit:
    """As "Select all N" sends it: one of the page, and the word that all are meant."""
    address = reverse(LIST, query=query)
    one = client.get(address).context["cl"].result_list[0]
    sent = {"action": action, "select_across": "1", "_selected_action": one.pk}
    client.post(address, sent)
    return BulkEdit.objects.get()


def page_of(edit: BulkEdit, name: str = "change", **query: object) -> str:
    return reverse(f"admin:catalog_bulkedit_{name}", args=[edit.pk], query=query)


def test_2100_products_are_deleted_after_a_count_and_a_few_names(admin_client, category) -> None:
    make_many(category, count=MANY)
    edit = select_all(admin_client, "delete_selected")

    page = admin_client.get(page_of(edit))
    text = page.content.decode()
    assert "Delete 2,100 products" in text
    assert "Vase 0000 (S-0)" in text
    assert "Vase 0050" not in text
    assert len(text) < 30_000
    assert Product.objects.count() == MANY

    admin_client.post(page_of(edit, "apply"), {"token": page.context["token"]})
    while work(seconds=30):
        pass
    assert not Product.objects.exists()
    told = admin_client.get(page_of(edit)).content.decode()
    assert "<strong>2,100</strong> deleted" in told


def test_prices_of_all_that_are_listed_are_previewed_changed_and_undone(
    admin_client, category, make_product
) -> None:
    make_many(category, count=300)
    # Searched are categories as well: it is in another.
    lamps = CategoryFactory(slug="lamps")
    other = make_product(name="Lamp", category=lamps, price=Decimal(100))
    edit = select_all(admin_client, "change_selected", q="Vase")
    asked = {"price": "lower", "amount": "10", "ending": "95", "published": ""}

    page = admin_client.post(page_of(edit), asked, follow=True)
    text = page.content.decode()
    assert "Change 299 products" in text  # one costs nothing, and stays so
    assert "<del>100.00</del>" not in text
    assert "<del>10.00</del>" in text

    admin_client.post(page_of(edit, "apply"), {"token": page.context["token"]})
    while work(seconds=30):
        pass
    assert str(Product.objects.get(sku="S-100").price) == "89.95"
    other.refresh_from_db()
    assert other.price == 100

    Product.objects.filter(sku="S-7").update(price=7)
    admin_client.post(page_of(edit, "undo"))
    while work(seconds=30):
        pass
    assert Product.objects.get(sku="S-100").price == 100
    told = admin_client.get(page_of(edit, show="not_undone")).content.decode()
    assert "Changed since: price." in told


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, "__all__"),
        ({"price": "set"}, "amount"),
        ({"price": "raise", "amount": "1e9"}, "amount"),
        ({"price": "lower", "amount": "-5"}, "amount"),
        ({"price": "set", "amount": "NaN"}, "amount"),
        ({"amount": "5"}, "price"),
        ({"price": "round"}, "ending"),
        ({"brand": "set"}, "brand_name"),
        ({"attribute": "set", "attribute_name": "size"}, "attribute_value"),
        (
            {
                "attribute": "set",
                "attribute_name": "height",
                "attribute_value": "tall",
                "attribute_kind": "number",
            },
            "attribute_value",
        ),
        ({"category": "999999"}, "category"),
    ],
)
def test_nonsense_is_refused_beside_its_field(admin_client, make_product, asked, field) -> None:
    make_product()
    edit = select_all(admin_client, "change_selected")

    page = admin_client.post(page_of(edit), asked)

    assert page.status_code == 400
    assert field in page.context["form"].errors
    edit.refresh_from_db()
    assert edit.change == {}


def test_what_another_tab_changed_is_not_confirmed_unseen(admin_client, make_product) -> None:
    product = make_product(brand="Old")
    edit = select_all(admin_client, "change_selected")
    seen = admin_client.post(page_of(edit), {"brand": "clear"}, follow=True).context["token"]
    admin_client.post(page_of(edit), {"brand": "set", "brand_name": "New"})

    told = admin_client.post(page_of(edit, "apply"), {"token": seen}, follow=True)

    assert "Look at it again" in told.content.decode()
    product.refresh_from_db()
    assert product.brand == "Old"


def test_each_step_asks_for_its_right(client: Client, admin_client, make_product) -> None:
    make_product("red")
    edit = select_all(admin_client, "delete_selected")
    token = {"token": admin_client.get(page_of(edit)).context["token"]}

    steps = {
        "editor": (("view_product", "change_product"), 403),
        "cleaner": (("view_product", "delete_product"), 403),  # its picture would go, too
        "owner": (("view_product", "delete_product", "delete_productimage"), 302),
    }
    for name, (rights, status) in steps.items():
        client.force_login(StaffFactory.create(username=name, permissions=rights))
        assert client.get(page_of(edit)).status_code == 200
        assert client.post(page_of(edit, "apply"), token).status_code == status

    client.force_login(StaffFactory.create(permissions=("view_category",)))
    assert client.get(page_of(edit)).status_code == 403
    assert client.get(page_of(edit, "progress")).status_code == 403
