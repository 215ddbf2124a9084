"""Pictures are turned and cropped, and compared anew."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from catalog.images.storage import picture_storage
from catalog.models import ProductImage
from embeddings.models import EmbeddingSpace, ImageEmbedding
from tests.factories import StaffFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def image(plain_space: EmbeddingSpace, make_product, embed) -> ProductImage:
    """Embedded, red in the middle of white."""
    image = make_product("red").images.get()
    embed()
    return image


def post(client: Client, image: ProductImage, **data: object):
    address = reverse("admin:catalog_product_edit_picture", args=[image.pk])
    return client.post(address, {"sha256": image.sha256, **data})


def test_a_picture_is_cropped_and_waits_to_be_compared(admin_client: Client, image) -> None:
    address = reverse("admin:catalog_product_edit_picture", args=[image.pk])
    assert "Turn or crop a picture" in admin_client.get(address).content.decode()

    post(admin_client, image, left=25, top=25, right=75, bottom=50)

    cropped = ProductImage.objects.get()
    assert (cropped.width, cropped.height) == (160, 80)
    assert cropped.embeddings.get().state == ImageEmbedding.State.PENDING
    with picture_storage().open_stored(cropped.image.name) as file, Image.open(file) as stored:
        assert stored.size == (160, 80)
        red, green, _blue = stored.getpixel((80, 60))  # type: ignore[misc]
        assert red > 200 > green
    history = reverse("admin:catalog_product_history", args=[cropped.product_id])
    assert cropped.image.name in admin_client.get(history).content.decode()


def test_a_second_click_turns_nothing_twice(admin_client: Client, image) -> None:
    post(admin_client, image, left=0, top=0, right=100, bottom=50)
    image.refresh_from_db()
    assert (image.width, image.height) == (320, 160)

    post(admin_client, image, turn="left")
    again = post(admin_client, image, turn="left")

    told = admin_client.get(again.url).content.decode()
    assert "changed meanwhile" in told
    turned = ProductImage.objects.get()
    assert (turned.width, turned.height) == (160, 320)


@pytest.mark.parametrize(
    ("box", "status"),
    [
        ({"left": 60, "top": 0, "right": 40, "bottom": 100}, 422),
        ({"left": 0, "top": 0, "right": 100, "bottom": 100}, 422),
        ({"left": "x", "top": 0, "right": 100, "bottom": 50}, 422),
        ({"left": "nan", "top": 0, "right": 100, "bottom": 50}, 422),
        ({"left": 0, "top": 0, "right": 0.5, "bottom": 100}, 302),  # a sliver: the rules say no
        ({"left": 50, "top": 0, "right": 50.1, "bottom": 100}, 302),  # not even a pixel
        ({"left": 99.9, "top": 99.9, "right": 100, "bottom": 100}, 302),
        ({"turn": "around"}, 422),
    ],
)
def test_nonsense_changes_nothing(admin_client: Client, image, box, status) -> None:
    assert post(admin_client, image, **box).status_code == status
    assert ProductImage.objects.get().sha256 == image.sha256


def test_it_asks_for_the_right_to_change_pictures(client: Client, image) -> None:
    client.force_login(StaffFactory.create(permissions=["change_product", "view_productimage"]))
    assert post(client, image, turn="left").status_code == 403
    assert ProductImage.objects.get().sha256 == image.sha256
