"""Blank pictures are not published without a word."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from catalog.images.saving import add_picture
from catalog.images.validation import validate_picture
from catalog.models import Product
from tests.filled_form import filled
from tests.pictures import encode

pytestmark = pytest.mark.django_db

WHITE = encode(Image.new("RGB", (300, 300), "white"), "PNG")
ASKED = "1 picture is blank"


def change(client: Client, product: Product, **changes: object):
    address = reverse("admin:catalog_product_change", args=[product.pk])
    return client.post(address, filled(client.get(address), **changes))


def test_a_new_blank_picture_is_asked_about_and_then_taken(
    admin_client: Client, make_product, upload
) -> None:
    product = make_product("red")
    page = change(admin_client, product, new_pictures=[upload(content=WHITE)])

    assert ASKED in page.content.decode()
    assert product.images.count() == 1

    address = reverse("admin:catalog_product_change", args=[product.pk])
    told = admin_client.post(address, filled(page, blank_is_meant="on"), follow=True)
    assert "1 picture is blank, such as a white thing cut out on white" in told.content.decode()
    assert product.images.count() == 2
    # It has been seen: saving something else asks no more.
    assert change(admin_client, product, name="Renamed").status_code == 302


def test_a_draft_is_asked_about_when_it_comes_into_the_shop(
    admin_client: Client, make_product, upload
) -> None:
    product = make_product("red", is_published=False)
    draft = change(admin_client, product, new_pictures=[upload(content=WHITE)])
    assert draft.status_code == 302

    later = {"publish_at_0": "2099-01-01", "publish_at_1": "00:00"}
    assert ASKED in change(admin_client, product, **later).content.decode()

    page = change(admin_client, product, is_published="on")
    assert ASKED in page.content.decode()
    assert not Product.objects.published().exists()

    assert change(admin_client, product, is_published="on", **{"images-1-DELETE": "on"}).url
    assert Product.objects.published().exists()


def test_the_list_leaves_them_and_publishes_the_others(admin_client: Client, make_product) -> None:
    good, blank = (make_product("red", is_published=False) for _ in range(2))
    add_picture(blank, validate_picture(WHITE))
    address = reverse("admin:catalog_product_changelist")
    chosen = {"_selected_action": [good.pk, blank.pk]}

    told = admin_client.post(address, {"action": "publish", **chosen}, follow=True)

    assert list(Product.objects.published()) == [good]
    assert f"1 product has a blank picture and was not published: {blank}" in told.content.decode()

    admin_client.post(address, {"action": "publish_with_blanks", **chosen})
    assert Product.objects.published().count() == 2


def test_the_preview_of_a_bulk_edit_counts_them(admin_client: Client, make_product) -> None:
    blank = make_product("red", is_published=False)
    add_picture(blank, validate_picture(WHITE))
    chosen = {"action": "change_selected", "_selected_action": [blank.pk]}
    page = admin_client.post(reverse("admin:catalog_product_changelist"), chosen, follow=True)
    asked = {"published": "yes", "price": "", "category": "", "brand": "", "attribute": ""}

    told = admin_client.post(page.request["PATH_INFO"], asked, follow=True).content.decode()

    assert "1 product would come into the shop with a blank picture." in told
