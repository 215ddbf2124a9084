"""The history of a product: field, from, to, who, when, and through which door."""

from __future__ import annotations

import re

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from catalog.history import Change, Door, record
from catalog.imports.models import ImportRow, ImportRun
from catalog.models import Product
from tests.filled_form import filled


def history_of(client: Client, product: Product) -> str:
    page = client.get(reverse("admin:catalog_product_history", args=[product.pk]))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_a_form_tells_each_field_from_what_to_what(admin_client: Client, make_product) -> None:
    product = make_product("red", "blue", stock=5, attributes={"colour": "red"})
    address = reverse("admin:catalog_product_change", args=[product.pk])
    gone = product.images.last().pk
    changes = {
        "stock": 2,
        "attributes-name": "colour",
        "attributes-kind": "text",
        "attributes-value": "blue",
        "images-0-alt": "Front",
        "images-1-DELETE": "on",
    }
    admin_client.post(address, filled(admin_client.get(address), **changes))

    words = history_of(admin_client, product)

    assert "admin Form Stock 5 2 colour red blue" in words
    assert "description nothing Front" in words
    assert f"Picture {gone} nothing deleted" in words


def test_adding_and_deleting_are_kept(admin_client: Client, make_product, category) -> None:
    values = {"name": "Vase", "sku": "V-1", "price": "10", "category": category.pk}
    page = admin_client.get(reverse("admin:catalog_product_add"))
    admin_client.post(reverse("admin:catalog_product_add"), filled(page, **values))
    product = Product.objects.get()
    assert "Added" in history_of(admin_client, product)
    address = reverse("admin:catalog_product_delete", args=[product.pk])
    admin_client.post(address, {"post": "yes"})

    kept = Change.objects.filter(object_id=product.pk).first()
    assert (kept.action, kept.user_name) == ("deleted", "admin")
    assert kept.changes["sku"] == ["V-1", None]


def test_other_doors_stand_in_it_the_newest_first(admin_client: Client, make_product) -> None:
    product = make_product()
    user = User.objects.get(username="admin")
    LogEntry.objects.log_actions(user.pk, [product], CHANGE, "Changed stock.")
    run = ImportRun.objects.create(name="spring.csv", state="applied", user=user)
    ImportRow.objects.create(
        run=run,
        number=1,
        outcome="changed",
        product=product,
        is_applied=True,
        changes={"category": [["Home", "Vases"], ["Rugs"]], "price": ["1.00", "2.00"]},
    )
    record([(product, {"price": ["2.00", "1.95"]})], by=None, door=Door.BULK)

    words = history_of(admin_client, product)

    bulk, imported, noted = (
        words.index(each)
        for each in ("– Many at once Price 2.00 1.95", "Import: spring.csv", "Changed stock.")
    )
    assert bulk < imported < noted
    assert "Category Home &gt; Vases Rugs" in words


def test_it_is_for_those_who_may_see_the_product(client: Client, make_product) -> None:
    from tests.factories import StaffFactory

    client.force_login(StaffFactory.create())
    page = client.get(reverse("admin:catalog_product_history", args=[make_product().pk]))
    assert page.status_code == 403
