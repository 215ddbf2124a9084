"""A product made of another: a draft of its own, with copies of the pictures or without."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from catalog.history import Change
from catalog.images.storage import picture_storage
from catalog.models import Product
from tests.factories import StaffFactory


def address_of(product: Product) -> str:
    return reverse("admin:catalog_product_duplicate", args=[product.pk])


@pytest.mark.parametrize("with_pictures", [True, False])
def test_the_copy_is_a_draft_of_its_own(admin_client: Client, make_product, with_pictures) -> None:
    source = make_product("red", name="Vase", slug="vase", attributes={"colour": "red"})
    source.images.update(alt="Front", compare="never")
    sent = {"sku": "V-2", "name": "Vase"} | ({"with_pictures": "on"} if with_pictures else {})

    answer = admin_client.post(address_of(source), sent)

    made = Product.objects.get(sku="V-2")
    assert answer["Location"] == reverse("admin:catalog_product_change", args=[made.pk])
    assert (made.slug, made.is_published, made.attributes) == ("vase-2", False, {"colour": "red"})
    assert (made.price, made.category) == (source.price, source.category)
    copies = list(made.images.values_list("alt", "compare", "sha256"))
    expected = list(source.images.values_list("alt", "compare", "sha256"))
    assert copies == (expected if with_pictures else [])
    assert Change.objects.get(object_id=made.pk).action == "added"
    source.delete()
    assert all(picture_storage().exists(each.image.name) for each in made.images.all())


def test_a_sku_that_is_taken_is_told(admin_client: Client, make_product) -> None:
    source = make_product(sku="V-1")
    page = admin_client.post(address_of(source), {"sku": "V-1", "name": "Vase"})
    assert "sku" in page.context["form"].errors
    assert Product.objects.count() == 1


def test_it_is_for_those_who_may_add(client: Client, make_product) -> None:
    source = make_product("red")
    client.force_login(StaffFactory.create(permissions=["view_product"]))
    page = client.get(reverse("admin:catalog_product_change", args=[source.pk]))
    assert address_of(source) not in page.content.decode()
    assert client.get(address_of(source)).status_code == 403

    client.force_login(
        StaffFactory.create(username="b", permissions=["view_product", "add_product"])
    )
    page = client.get(reverse("admin:catalog_product_change", args=[source.pk]))
    assert address_of(source) in page.content.decode()
    assert "with_pictures" not in client.get(address_of(source)).content.decode()
